//! What is asked of the person whose items are opened or passed on: rows 26 to 33.

use super::{
    Gate, Row,
    asked::AskedItems,
    ensure, refusal,
    rows::{FlowRow, ItemRow, Place, PurposeRow, When},
    sieve::Sieve,
};
use crate::{
    act::Now,
    facts::{Facts, Holding, Number, Standing, StandingKind},
    refusal::RefusalCode,
    verdict::{Permit, Refusal, Served},
    vocabulary::Choice,
};
use azukari_model::Instant;

/// Items about to be opened or passed on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening<'a> {
    pub(super) items: &'a AskedItems,
    /// With its dense number. Absent: by an exception, which asks rows 26 and 27 alone.
    pub(super) purpose: Option<(u16, &'a PurposeRow)>,
    pub(super) flow: Option<Passing<'a>>,
    pub(super) clause: Place,
}

/// The flow items are passed on by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passing<'a> {
    pub(super) number: u16,
    pub(super) row: &'a FlowRow,
    /// It goes to a third party or joint user: it must have been shown.
    pub(super) must_be_shown: bool,
    /// The number of the company; 0 for a party.
    pub(super) company: Number,
}

/// How far a holding got: the row that stopped it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Reach {
    NotHeld,
    Expired,
    Unannounced,
    PurposeUnshown,
    FlowUnshown,
    Passes,
}

/// How many items are looked for in one walk over the holdings.
const AT_ONCE: usize = Served::INLINE;

/// The holding of an item that got furthest so far.
#[derive(Clone, Copy, Debug)]
struct Best {
    reach: Reach,
    /// In [`Facts::holdings`]; [`NOWHERE`] if there is none.
    place: u32,
}

const NOWHERE: u32 = u32::MAX;

impl Best {
    const NONE: Self = Self { reach: Reach::NotHeld, place: NOWHERE };

    fn holding<'a>(self, facts: &Facts<'a>) -> Option<&'a Holding> {
        facts.holdings.get(self.place as usize)
    }
}

/// What one look at the standing found.
#[expect(clippy::struct_excessive_bools, reason = "each stands alone")]
#[derive(Debug, Default)]
struct Found<'a> {
    answer: Option<&'a Standing>,
    flow_answered: bool,
    purpose_answered: bool,
    ceased: bool,
    restricted: bool,
}

/// Whether an event holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Happened {
    Never,
    Lapsed,
    Holds(Option<Instant>),
}

/// A fact that has an end counts until then.
pub(super) fn counts(row: &Standing, now: Now) -> bool {
    row.yes && row.until.is_none_or(|until| until > now)
}

/// The earlier of two moments, where absent is never.
pub(super) fn sooner(mine: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    match (mine, other) {
        (Some(mine), Some(other)) => Some(mine.min(other)),
        (one, other) => one.or(other),
    }
}

impl Gate {
    /// Rows 26 to 33. What passes is entered in the permit.
    #[inline]
    pub(super) fn open(
        &self,
        opening: &Opening<'_>,
        facts: &Facts<'_>,
        now: Now,
        sieve: &mut Sieve,
        permit: &mut Permit,
    ) -> Row {
        let found = look(opening, facts.standing, now);
        if !self.choose_holdings(opening, &found, facts, now, sieve, permit) {
            self.refuse_by_reach(opening, &found, facts, now, sieve)?;
        }
        let mut until = None;
        if let Some((_, purpose)) = opening.purpose {
            if found.restricted {
                self.unrestricted(opening, purpose, facts, now, sieve)?;
            }
            if purpose.ours {
                ensure(!found.ceased, RefusalCode::PolicyUseCeased, opening.clause)?;
                chosen(purpose, found.answer, opening.clause)?;
            }
            let company = opening.flow.map(|flow| flow.company);
            let of_flow = opening.flow.map_or(&[][..], |flow| &flow.row.when);
            until = events(&purpose.when, of_flow, company, facts, now, opening.clause)?;
        }
        if !sieve.withheld.is_empty() {
            self.withhold(opening, &found, facts, now, sieve, permit);
        }
        permit.until = sooner(permit.until, until);
        if !opening.items.elsewhere.is_empty() {
            let is_left = |(place, _): &&(usize, Number)| !sieve.is_withheld(*place);
            permit.elsewhere = opening.items.elsewhere.iter().filter(is_left).copied().collect();
        }
        Ok(())
    }

    /// Some items are withheld: the others alone are served.
    #[cold]
    fn withhold(
        &self,
        opening: &Opening<'_>,
        found: &Found<'_>,
        facts: &Facts<'_>,
        now: Now,
        sieve: &Sieve,
        permit: &mut Permit,
    ) {
        permit.withheld.clone_from(&sieve.withheld);
        permit.withheld.sort_unstable_by_key(|(place, _)| *place);
        self.choose_holdings(opening, found, facts, now, sieve, permit);
    }

    /// Rows 26 to 29: enters in the permit the holding that serves each item, and until when. False if an item has none that
    /// passes.
    #[inline]
    fn choose_holdings(
        &self,
        opening: &Opening<'_>,
        found: &Found<'_>,
        facts: &Facts<'_>,
        now: Now,
        sieve: &Sieve,
        permit: &mut Permit,
    ) -> bool {
        permit.served.clear();
        permit.until = None;
        let mut all_pass = true;
        // As many items at a time as are looked for in one walk over the holdings.
        for (chunk, items) in opening.items.stored.chunks(AT_ONCE).enumerate() {
            let bests = self.bests(items, opening, found, facts, now);
            for (place, best) in bests.iter().take(items.len()).enumerate() {
                if !sieve.withheld.is_empty() && sieve.is_withheld(chunk * AT_ONCE + place) {
                    permit.served.push(None);
                    continue;
                }
                all_pass &= best.reach == Reach::Passes;
                let holding = best.holding(facts);
                permit.served.push(holding.map(|_| best.place));
                permit.until = sooner(permit.until, holding.and_then(|holding| holding.expires));
            }
        }
        all_pass
    }

    /// Of each item the holding that gets furthest, the newest of them; and how far.
    #[inline]
    fn bests(
        &self,
        items: &[Number],
        opening: &Opening<'_>,
        found: &Found<'_>,
        facts: &Facts<'_>,
        now: Now,
    ) -> [Best; AT_ONCE] {
        let mut bests = [Best::NONE; AT_ONCE];
        let mut first = 0;
        for holdings in facts.holdings.chunks(u64::BITS as usize) {
            for bit in ones(looked_at(holdings, opening.items.maybe)) {
                let Some(holding) = holdings.get(bit as usize) else { break };
                let mut reach = None;
                for (best, number) in bests.iter_mut().zip(items) {
                    if *number != holding.item {
                        continue;
                    }
                    let reach = *reach.get_or_insert_with(|| self.reach(holding, opening, found, facts, now));
                    let known = best.holding(facts).map(|known| (best.reach, known.acquired));
                    if known.is_none_or(|known| (reach, holding.acquired) > known) {
                        *best = Best { reach, place: first + bit };
                    }
                }
            }
            first += u64::BITS;
        }
        bests
    }

    #[inline]
    fn reach(&self, holding: &Holding, opening: &Opening<'_>, found: &Found<'_>, facts: &Facts<'_>, now: Now) -> Reach {
        if holding.expires.is_some_and(|end| end <= now) {
            return Reach::Expired;
        }
        let Some((number, purpose)) = opening.purpose else { return Reach::Passes };
        let shown = self.shown_in(holding.notice);
        let announce = self.announce.get(holding.source.0 as usize).copied().flatten();
        if announce.unwrap_or_else(|| shown.is_some_and(|row| row.announced))
            && facts.register.announced.get(&holding.source).is_none_or(|at| *at > now)
        {
            return Reach::Unannounced;
        }
        if purpose.ours && !found.purpose_answered && !shown.is_some_and(|row| row.purposes.has(number)) {
            return Reach::PurposeUnshown;
        }
        if let Some(flow) = opening.flow
            && flow.must_be_shown
            && !found.flow_answered
            && !shown.is_some_and(|row| row.flows.contains(&flow.number))
        {
            return Reach::FlowUnshown;
        }
        Reach::Passes
    }

    fn best(&self, item: u16, opening: &Opening<'_>, found: &Found<'_>, facts: &Facts<'_>, now: Now) -> Best {
        let Some(row) = self.item(item) else { return Best::NONE };
        let [best, ..] = self.bests(&[row.stored], opening, found, facts, now);
        best
    }

    #[inline]
    pub(super) fn shown_in(&self, notice: Number) -> Option<&super::rows::ShownRow> {
        self.shown.get(*self.shown_of.get(notice.0 as usize)? as usize)
    }

    /// Asks rows 26 to 29 again, one after another over all items: some item failed one.
    #[cold]
    fn refuse_by_reach(
        &self,
        opening: &Opening<'_>,
        found: &Found<'_>,
        facts: &Facts<'_>,
        now: Now,
        sieve: &mut Sieve,
    ) -> Row {
        const ROWS: [(Reach, RefusalCode); 5] = [
            (Reach::NotHeld, RefusalCode::PolicyNotHeld),
            (Reach::Expired, RefusalCode::PolicyHoldingExpired),
            (Reach::Unannounced, RefusalCode::PolicySourceUnannounced),
            (Reach::PurposeUnshown, RefusalCode::PolicyPurposeNotShown),
            (Reach::FlowUnshown, RefusalCode::PolicyRecipientNotShown),
        ];
        for (row, code) in ROWS {
            sieve.each(&opening.items.dense, |item| {
                let best = self.best(item, opening, found, facts, now);
                (best.reach == row).then(|| {
                    let source = best.holding(facts).map(|held| held.source);
                    let clause = match row {
                        Reach::Expired => self.item(item).and_then(|item| item.keep_clause),
                        Reach::Unannounced => {
                            source.and_then(|source| self.source_clauses.get(&source).copied().flatten())
                        }
                        _ => None,
                    };
                    refusal(code, clause.or(opening.clause))
                })
            })?;
        }
        Ok(())
    }

    /// Row 30, when something of the person is restricted.
    fn unrestricted(
        &self,
        opening: &Opening<'_>,
        purpose: &PurposeRow,
        facts: &Facts<'_>,
        now: Now,
        sieve: &mut Sieve,
    ) -> Row {
        sieve.each(&opening.items.dense, |item| {
            let row = self.item(item)?;
            let restricts = |fact: &Standing| counts(fact, now) && restricts(fact, row, purpose);
            let restricted = facts.standing.iter().any(restricts);
            restricted.then(|| refusal(RefusalCode::PolicyRestricted, opening.clause))
        })
    }
}

/// Of at most 64 holdings, which may be of an item asked: a bit each. Most are not, so this does nothing else, without a branch.
fn looked_at(holdings: &[Holding], maybe: u64) -> u64 {
    let bit = |holding: &Holding| maybe >> (holding.item.0 % u64::BITS) & 1;
    // From the last to the first: one shift by one each.
    holdings.iter().rev().fold(0, |bits, holding| bits << 1 | bit(holding))
}

/// The places of the bits that are set, the lowest first.
fn ones(mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let place = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (place < u64::BITS).then_some(place)
    })
}

/// Whether a fact restricts an item for a purpose. What a statute keeps is left to the purpose with that statute.
fn restricts(fact: &Standing, item: &ItemRow, purpose: &PurposeRow) -> bool {
    let is_about = fact.subject == item.stored || fact.subject == item.number;
    match fact.kind {
        StandingKind::Restriction | StandingKind::Hold => fact.subject == Number(0) || is_about,
        StandingKind::KeptByLaw => is_about && (purpose.because.is_none() || purpose.because != item.keep_because),
        _ => false,
    }
}

/// One look at everything that stands about the person.
#[inline]
fn look<'a>(opening: &Opening<'_>, standing: &'a [Standing], now: Now) -> Found<'a> {
    let mut found = Found::default();
    let Some((_, purpose)) = opening.purpose else { return found };
    for fact in standing {
        match fact.kind {
            StandingKind::AnswerPurpose if fact.subject == purpose.number => {
                found.answer = Some(fact);
                found.purpose_answered = fact.yes && fact.meaning >= purpose.meaning;
            }
            StandingKind::AnswerFlow => {
                if let Some(flow) = opening.flow
                    && fact.subject == flow.row.number
                {
                    found.flow_answered = fact.yes && fact.meaning >= flow.row.meaning;
                }
            }
            StandingKind::CessationPurpose => found.ceased |= ceases(fact, purpose, now),
            StandingKind::Restriction | StandingKind::Hold | StandingKind::KeptByLaw => found.restricted = true,
            _ => {}
        }
    }
    found
}

/// Whether a cessation stops a purpose: its own or of everything, unless a statute asks for the purpose.
pub(super) fn ceases(fact: &Standing, purpose: &PurposeRow, now: Now) -> bool {
    let is_about = fact.subject == Number(0) || fact.subject == purpose.number;
    fact.kind == StandingKind::CessationPurpose && is_about && counts(fact, now) && purpose.because.is_none()
}

/// Row 32: what the purpose needs of the person.
fn chosen(purpose: &PurposeRow, answer: Option<&Standing>, clause: Place) -> Row {
    match purpose.choice {
        Choice::None => Ok(()),
        Choice::CanStop => ensure(answer.is_none_or(|answer| answer.yes), RefusalCode::PolicyStopped, clause),
        Choice::AsksFirst => said_yes(answer, purpose.meaning, clause),
    }
}

/// A yes to today's meaning, or which one is missing (rows 25 and 32).
pub(super) fn said_yes(answer: Option<&Standing>, meaning: u32, clause: Place) -> Row {
    let code = match answer {
        None => RefusalCode::PolicyConsentMissing,
        Some(answer) if !answer.yes && answer.had_yes => RefusalCode::PolicyConsentWithdrawn,
        Some(answer) if !answer.yes => RefusalCode::PolicyConsentRefused,
        Some(answer) if answer.meaning < meaning => RefusalCode::PolicyConsentOutdated,
        Some(_) => return Ok(()),
    };
    Err(refusal(code, clause))
}

/// Row 33: every event holds, the purpose's then the flow's; and until when.
fn events(
    of_purpose: &[When],
    of_flow: &[When],
    company: Option<Number>,
    facts: &Facts<'_>,
    now: Now,
    clause: Place,
) -> Result<Option<Instant>, Refusal> {
    if of_purpose.is_empty() && of_flow.is_empty() {
        return Ok(None);
    }
    let all = || of_purpose.iter().chain(of_flow).map(|when| happened(when, company, facts.standing, now));
    let refuse = |code| Err(refusal(code, clause));
    if all().any(|one| one == Happened::Never) {
        return refuse(RefusalCode::PolicyEventMissing);
    }
    if all().any(|one| one == Happened::Lapsed) {
        return refuse(RefusalCode::PolicyEventLapsed);
    }
    let ends = all().map(|one| if let Happened::Holds(until) = one { until } else { None });
    Ok(ends.fold(None, sooner))
}

/// Whether an event holds: of the person; of the person towards the company that gets something; in a use, where no company
/// gets anything, towards any.
fn happened(when: &When, company: Option<Number>, standing: &[Standing], now: Now) -> Happened {
    let mut state = Happened::Never;
    for fact in standing.iter().filter(|fact| fact.kind == StandingKind::Event && fact.subject == when.event) {
        let is_about = match company {
            _ if !when.of_member => true,
            Some(company) => company != Number(0) && fact.member == company,
            None => true,
        };
        if !is_about {
            continue;
        }
        state = match state {
            Happened::Holds(until) if counts(fact, now) => {
                Happened::Holds(if fact.until.is_none() { None } else { until.and(until.max(fact.until)) })
            }
            _ if counts(fact, now) => Happened::Holds(fact.until),
            Happened::Never => Happened::Lapsed,
            known => known,
        };
    }
    state
}
