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
        for (place, item) in opening.items.iter().enumerate() {
            if !sieve.withheld.is_empty() && sieve.is_withheld(place) {
                permit.served.push(None);
                continue;
            }
            let (reach, holding) = self.best(*item, opening, found, facts, now);
            all_pass &= reach == Reach::Passes;
            permit.served.push(holding);
            if let Some(holding) = holding.and_then(|place| facts.holdings.get(place as usize)) {
                permit.until = sooner(permit.until, holding.expires);
            }
        }
        all_pass
    }

    /// The holding of an item that gets furthest, the newest of them; and how far.
    fn best(
        &self,
        item: u16,
        opening: &Opening<'_>,
        found: &Found<'_>,
        facts: &Facts<'_>,
        now: Now,
    ) -> (Reach, Option<u32>) {
        let Some(row) = self.item(item) else { return (Reach::NotHeld, None) };
        let (mut best, mut acquired, mut at) = (Reach::NotHeld, Instant::default(), None);
        for (place, holding) in facts.holdings.iter().enumerate() {
            if holding.item != row.stored {
                continue;
            }
            let reach = self.reach(holding, opening, found, facts, now);
            if at.is_none() || (reach, holding.acquired) > (best, acquired) {
                (best, acquired, at) = (reach, holding.acquired, u32::try_from(place).ok());
            }
        }
        (best, at)
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
                let (reach, holding) = self.best(item, opening, found, facts, now);
                (reach == row).then(|| {
                    let source = holding.and_then(|place| facts.holdings.get(place as usize)).map(|held| held.source);
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
