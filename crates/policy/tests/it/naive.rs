//! A second reading of the order of decision, to hold the gate against: the rows of the reference (e.1) as a table, by name,
//! slow and obvious. It shares no code with the gate, only the types that come in and go out.
#![expect(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a reading that cannot go on has found a mistake in itself"
)]
#![expect(clippy::result_large_err, reason = "a reading is a reading, refused or not")]

mod look;
mod rows;

use azukari_model::{Instant, Name};
use azukari_policy::{
    act::{Act, Caller, RightVerb},
    declared::{Flow, Operation, Policy, Recipient},
    facts::{Facts, Holding, Numbers},
    notice::Notice,
    vocabulary::Family,
};

/// What the reading comes to.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Reading {
    /// `permit`, or a refusal code.
    pub(crate) code: String,
    pub(crate) clauses: Vec<String>,
    pub(crate) dropped: Vec<usize>,
    pub(crate) elsewhere: Vec<(usize, String)>,
    pub(crate) withheld: Vec<(usize, String)>,
    pub(crate) served: Vec<Option<usize>>,
    pub(crate) until: Option<Instant>,
}

/// Everything the rows look at.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) operation: Option<&'a Operation>,
    pub(crate) notices: &'a [Notice],
    pub(crate) numbers: &'a Numbers,
    pub(crate) act: &'a Act,
    pub(crate) caller: &'a Caller,
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) now: Instant,
    /// The flow tried, from row 17 on.
    flow: Option<&'a Flow>,
}

type Acts = &'static str;
/// A row holds, or fails with a clause.
type Held = Result<(), Option<String>>;

enum Check {
    Whole(fn(&Look<'_>) -> Held),
    Each(fn(&Look<'_>, &str) -> Held),
}

/// Number, acts, code, and what must hold. Acts by letter: a acquire, u use, f find, p provide, n answer, r right, s statistic,
/// l load, e report, t attest; x marks rows an exception is asked too, of those of provide.
type Row = (u8, Acts, &'static str, Check);

fn fails(it_does: bool, clause: Option<String>) -> Held {
    if it_does { Err(clause) } else { Ok(()) }
}

fn has(list: &[Name], name: &str) -> bool {
    list.iter().any(|one| &**one == name)
}

/// The one acquired last; of several, the first.
fn newest<'f>(held: &[(usize, &'f Holding)]) -> Option<(usize, &'f Holding)> {
    let last = held.iter().map(|(_, one)| one.acquired).max()?;
    held.iter().copied().find(|(_, one)| one.acquired == last)
}

/// Reads the rows for one act.
pub(crate) fn read<'a>(
    policy: &'a Policy,
    operation: Option<&'a Operation>,
    notices: &'a [Notice],
    numbers: &'a Numbers,
    (act, caller): (&'a Act, &'a Caller),
    facts: &'a Facts<'a>,
    now: Instant,
) -> Reading {
    let look = Look { policy, operation, notices, numbers, act, caller, facts, now, flow: None };
    if matches!(caller, Caller::Retention)
        && let Act::Right(act) = act
    {
        return look.retention(act.verb == RightVerb::Erase && act.decline.is_none());
    }
    let by_flow = matches!(act, Act::Provide(act) if act.exception.is_none());
    if !by_flow {
        return look.ask(1, 49, &mut Vec::new()).unwrap_or_else(|refused| refused);
    }
    let mut withheld = Vec::new();
    if let Err(refused) = look.ask(1, 15, &mut withheld) {
        return refused;
    }
    // Those the role holds, then those whose items cover the request; any that permits, permits.
    let (mut uncovered, mut refused) = (None, None);
    for flow in look.candidates() {
        let (look, mut withheld) = (Look { flow: Some(flow), ..look }, withheld.clone());
        match look.ask(16, 16, &mut withheld) {
            Err(why) => uncovered = uncovered.or(Some(why)),
            Ok(_) => match look.ask(17, 49, &mut withheld) {
                Err(why) => refused = refused.or(Some(why)),
                Ok(permitted) => return permitted,
            },
        }
    }
    refused.or(uncovered).unwrap()
}

impl Look<'_> {
    fn letter(&self) -> char {
        match self.act {
            Act::Acquire(_) => 'a',
            Act::Use(_) => 'u',
            Act::Find(_) => 'f',
            Act::Provide(act) if act.exception.is_some() => 'x',
            Act::Provide(_) => 'p',
            Act::Answer(_) => 'n',
            Act::Right(_) => 'r',
            Act::Statistic(_) => 's',
            Act::Load(_) => 'l',
            Act::Report(_) => 'e',
            Act::Attest(_) => 't',
        }
    }

    fn is_partial(&self) -> bool {
        match self.act {
            Act::Use(act) => act.partial,
            Act::Provide(act) => act.partial,
            _ => false,
        }
    }

    /// Asks the rows from one to another. Items withheld so far are asked no more.
    fn ask(&self, from: u8, to: u8, withheld: &mut Vec<(usize, Reading)>) -> Result<Reading, Reading> {
        let items: Vec<&str> = self.act.items().iter().map(|item| &**item).collect();
        let rows = rows::ALL
            .into_iter()
            .flatten()
            .filter(|(row, acts, ..)| (from..=to).contains(row) && acts.contains(self.letter()));
        for (_, _, code, check) in rows {
            let refused = |clause: Option<String>| Reading {
                code: (*code).to_owned(),
                clauses: clause.into_iter().collect(),
                ..Reading::default()
            };
            match check {
                Check::Whole(check) => check(self).map_err(refused)?,
                Check::Each(check) => {
                    for (place, item) in items.iter().enumerate() {
                        if withheld.iter().any(|(known, _)| *known == place) {
                            continue;
                        }
                        if let Err(clause) = check(self, item) {
                            if !self.is_partial() {
                                return Err(refused(clause));
                            }
                            withheld.push((place, refused(clause)));
                            if withheld.len() == items.len() {
                                return Err(withheld[0].1.clone());
                            }
                        }
                    }
                }
            }
        }
        Ok(self.permit(withheld))
    }

    fn permit(&self, withheld: &[(usize, Reading)]) -> Reading {
        let left = |place: usize| !withheld.iter().any(|(known, _)| *known == place);
        let items = self.act.items();
        let mut reading = Reading { code: "permit".to_owned(), clauses: self.clauses(), ..Reading::default() };
        reading.withheld = withheld.iter().map(|(place, why)| (*place, why.code.clone())).collect();
        if let Act::Acquire(_) = self.act {
            reading.dropped = (0..items.len()).filter(|place| !self.takes(&items[*place])).collect();
        }
        if self.is_erasure() {
            reading.withheld =
                self.kept_by_law().into_iter().map(|place| (place, "policy-kept-by-law".to_owned())).collect();
        }
        reading.withheld.sort();
        if "uparx".contains(self.letter()) {
            let stays = |place: &usize| left(*place) && !reading.dropped.contains(place);
            let system = |place: usize| Some((place, self.system_of(&items[place])?));
            reading.elsewhere = (0..items.len()).filter(stays).filter_map(system).collect();
        }
        if "upx".contains(self.letter()) && (self.letter() != 'p' || self.flow.is_some()) {
            let serves = |place: usize| if left(place) { newest(&self.passing(&items[place])) } else { None };
            let served: Vec<_> = (0..items.len()).map(serves).collect();
            let mut ends: Vec<Instant> = served.iter().flatten().filter_map(|(_, held)| held.expires).collect();
            reading.served = served.into_iter().map(|held| held.map(|(place, _)| place)).collect();
            if self.letter() != 'x' {
                ends.extend(self.events().iter().filter_map(|event| self.event_ends(event)));
            }
            if self.letter() != 'u'
                && let (Recipient { agreement_required: true, .. }, Some(member)) = self.to()
            {
                ends.extend(member.agreement_until.map(|until| self.policy.service.zone.end_of(until)));
            }
            reading.until = ends.into_iter().min();
        }
        reading
    }

    /// "Every clause of the provision and of the purpose", or what the act names.
    fn clauses(&self) -> Vec<String> {
        let mut clauses: Vec<String> = self.own().into_iter().collect();
        if self.letter() == 'p' {
            clauses.extend(self.purpose().and_then(|purpose| self.clause(Family::Purpose, &purpose.id)));
        }
        let mut seen = Vec::new();
        clauses.retain(|clause| {
            !seen.contains(clause) && {
                seen.push(clause.clone());
                true
            }
        });
        clauses
    }

    /// What retention may do: erase what has outlived its period.
    fn retention(&self, erases: bool) -> Reading {
        if let Err(refused) = self.ask(1, 2, &mut Vec::new()) {
            return refused;
        }
        let declared: Vec<_> = self.act.items().iter().filter_map(|item| self.policy.item(item)).collect();
        let all_over = declared
            .iter()
            .all(|item| self.held(&item.id).iter().all(|(_, held)| held.expires.is_some_and(|end| end <= self.now)));
        let keeps = declared.iter().filter_map(|item| self.clause(Family::Keep, self.base(item).keep.as_ref()?));
        let mut clauses: Vec<String> = Vec::new();
        keeps.for_each(|clause| {
            if !clauses.contains(&clause) {
                clauses.push(clause);
            }
        });
        if !erases || !all_over {
            let clauses = clauses.into_iter().next().or(self.words()).into_iter().collect();
            return Reading { code: "caller-lacks-handling".to_owned(), clauses, ..Reading::default() };
        }
        clauses.truncate(4);
        let places = self.act.items().iter().enumerate();
        let elsewhere = places.filter_map(|(place, item)| Some((place, self.system_of(item)?))).collect();
        Reading { code: "permit".to_owned(), clauses, elsewhere, ..Reading::default() }
    }
}
