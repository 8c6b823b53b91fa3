//! What is asked of the person whose items are opened or passed on: rows 26 to 33.

use super::{
    Gate, Row, ensure, refusal,
    rows::{FlowRow, ItemRow, Place, PurposeRow, When},
    sieve::Sieve,
};
use crate::{
    act::Now,
    facts::{Facts, Holding, Number, Standing, StandingKind},
    refusal::RefusalCode,
    verdict::{Permit, Refusal},
    vocabulary::Choice,
};
use azukari_model::Instant;

/// Items about to be opened or passed on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening<'a> {
    pub(super) items: &'a [u16],
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
const AT_ONCE: usize = 4;

/// The holding of an item that got furthest so far.
#[derive(Clone, Copy, Debug)]
struct Best {
    reach: Reach,
    place: Option<u32>,
    acquired: Instant,
    expires: Option<Instant>,
}

impl Best {
    const NONE: Self = Self { reach: Reach::NotHeld, place: None, acquired: Instant::from_micros(0), expires: None };
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
            permit.withheld.clone_from(&sieve.withheld);
            permit.withheld.sort_unstable_by_key(|(place, _)| *place);
            self.choose_holdings(opening, &found, facts, now, sieve, permit);
        }
        permit.until = sooner(permit.until, until);
        self.note_elsewhere(opening, sieve, permit);
        Ok(())
    }

    /// Rows 26 to 29: enters in the permit the holding that serves each item, and until when. False if an item has none that
    /// passes.
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
        for (chunk, items) in opening.items.chunks(AT_ONCE).enumerate() {
            let bests = self.bests(items, opening, found, facts, now);
            for (place, best) in bests.iter().take(items.len()).enumerate() {
                if !sieve.withheld.is_empty() && sieve.is_withheld(chunk * AT_ONCE + place) {
                    permit.served.push(None);
                    continue;
                }
                all_pass &= best.reach == Reach::Passes;
                permit.served.push(best.place);
                permit.until = sooner(permit.until, best.expires);
            }
        }
        all_pass
    }

    /// Of each item the holding that gets furthest, the newest of them; and how far. One walk over the holdings: most of them
    /// are of other items, and a word of bits tells so.
    fn bests(
        &self,
        items: &[u16],
        opening: &Opening<'_>,
        found: &Found<'_>,
        facts: &Facts<'_>,
        now: Now,
    ) -> [Best; AT_ONCE] {
        let mut wanted = [Number(u32::MAX); AT_ONCE];
        let mut maybe = 0_u64;
        for (slot, item) in wanted.iter_mut().zip(items) {
            if let Some(row) = self.item(*item) {
                *slot = row.stored;
                maybe |= 1 << (row.stored.0 % 64);
            }
        }
        let mut bests = [Best::NONE; AT_ONCE];
        for (place, holding) in (0_u32..).zip(facts.holdings) {
            if maybe >> (holding.item.0 % 64) & 1 == 0 {
                continue;
            }
            let mut reach = None;
            for (best, number) in bests.iter_mut().zip(&wanted).take(items.len()) {
                if *number != holding.item {
                    continue;
                }
                let reach = *reach.get_or_insert_with(|| self.reach(holding, opening, found, facts, now));
                if best.place.is_none() || (reach, holding.acquired) > (best.reach, best.acquired) {
                    let (acquired, expires) = (holding.acquired, holding.expires);
                    *best = Best { reach, place: Some(place), acquired, expires };
                }
            }
        }
        bests
    }

    fn best(&self, item: u16, opening: &Opening<'_>, found: &Found<'_>, facts: &Facts<'_>, now: Now) -> Best {
        let [best, ..] = self.bests(&[item], opening, found, facts, now);
        best
    }

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

    pub(super) fn shown_in(&self, notice: Number) -> Option<&super::rows::ShownRow> {
        self.shown.get(*self.shown_of.get(notice.0 as usize)? as usize)
    }

    /// Asks rows 26 to 29 again, one after another over all items: some item failed one.
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
            sieve.each(opening.items, |item| {
                let best = self.best(item, opening, found, facts, now);
                (best.reach == row).then(|| {
                    let source =
                        best.place.and_then(|place| facts.holdings.get(place as usize)).map(|held| held.source);
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
        sieve.each(opening.items, |item| {
            let row = self.item(item)?;
            let restricts = |fact: &Standing| counts(fact, now) && restricts(fact, row, purpose);
            let restricted = facts.standing.iter().any(restricts);
            restricted.then(|| refusal(RefusalCode::PolicyRestricted, opening.clause))
        })
    }

    /// Names the systems that have the values of what is permitted.
    fn note_elsewhere(&self, opening: &Opening<'_>, sieve: &Sieve, permit: &mut Permit) {
        for (place, item) in opening.items.iter().enumerate() {
            if let Some(system) = self.item(*item).and_then(|row| row.system)
                && !sieve.is_withheld(place)
            {
                permit.elsewhere.push((place, system));
            }
        }
    }
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
