//! Stopping use or passing on, and resuming: it reaches every later act, and everybody who holds a copy is told.

use super::{Planned, Stage, ends::Fold, names, tell};
use crate::{
    ask::{Authority, CeaseAsk},
    caller::Who,
    outcome::Told,
    plan::Plan,
    refused::{DoorCode, Refused},
};
use azukari_ledger::Kind;
use azukari_policy::{
    facts::{Number, Standing, StandingKind},
    vocabulary::Family,
};
use azukari_vault::Random;

/// Staff enter a resumption as the person's own word alone: with how the person was identified, and the request on file in
/// which they said so. Nobody else ends what the person had stopped.
pub(crate) fn is_own_word(by: &Authority) -> Result<(), Refused> {
    let missing = |field| Err(Refused::door(DoorCode::FieldMissing).at(field));
    match (&by.identity, by.request) {
        (None, _) => missing("by.identity"),
        (Some(_), None) => missing("by.request"),
        (Some(_), Some(_)) => Ok(()),
    }
}

/// Writes the rows, and tells systems and recipients.
pub(crate) fn plan(stage: &Stage<'_>, ask: &CeaseAsk, random: &mut Random) -> Planned<Told> {
    if ask.resume && matches!(stage.caller.who, Who::Staff { .. }) && stage.seen.request.is_none() {
        // A request of somebody else, or none.
        return Err(Refused::door(DoorCode::FieldMalformed).at("by.request"));
    }
    let mut fold = Fold::of(stage);
    for (kind, subject, member) in rows(stage, ask)? {
        fold.set(Standing { member, yes: !ask.resume, ..super::ends::row(kind, subject, stage.now) });
    }
    fold.note_day(stage, StandingKind::LastSeen, Number(0));
    let kind = if ask.resume { "resume" } else { "cease" };
    let (told, tells) = tell::all(stage, kind, &[], random)?;
    let record = stage
        .record(if ask.resume { Kind::Resume } else { Kind::Cease })
        .with_some("right", ask.by.right.as_ref())
        .fill(|record| record.request = ask.by.request)
        .with_some("all", ask.all.then_some(true))
        .with_some("provision", ask.provision.then_some(true))
        .with_list("purposes", &names(&ask.purposes))
        .with_list("recipients", &ask.recipients)
        .with_list("told", &tell::names(&told));
    let mut plan = Plan::record(record);
    plan.changes = fold.changes(stage);
    plan.changes.extend(tells);
    Ok((plan, told))
}

/// The rows of standing the scope stands for.
fn rows(stage: &Stage<'_>, ask: &CeaseAsk) -> Result<Vec<(StandingKind, Number, Number)>, Refused> {
    if ask.all {
        return Ok(if ask.resume {
            every_cessation(stage)
        } else {
            vec![(StandingKind::CessationPurpose, Number(0), Number(0))]
        });
    }
    let mut rows = Vec::new();
    if ask.provision {
        rows.push((StandingKind::CessationRecipient, Number(0), Number(0)));
    }
    for purpose in &ask.purposes {
        match stage.running.policy.group(purpose) {
            Some(group) => {
                for purpose in &group.purposes {
                    rows.push((StandingKind::CessationPurpose, stage.number(Family::Purpose, purpose)?, Number(0)));
                }
            }
            None => rows.push((StandingKind::CessationPurpose, stage.number(Family::Purpose, purpose)?, Number(0))),
        }
    }
    for party in &ask.recipients {
        let row = match stage.running.register.members.get(party) {
            Some(company) => (StandingKind::CessationRecipient, company.class, company.number),
            None => (StandingKind::CessationRecipient, stage.number(Family::Recipient, party)?, Number(0)),
        };
        rows.push(row);
    }
    if rows.is_empty() {
        return Err(Refused::door(DoorCode::FieldMissing).at("purposes"));
    }
    Ok(rows)
}

/// Resuming all ends every cessation there is.
fn every_cessation(stage: &Stage<'_>) -> Vec<(StandingKind, Number, Number)> {
    (stage.seen.standing.iter())
        .filter(|row| row.yes && matches!(row.kind, StandingKind::CessationPurpose | StandingKind::CessationRecipient))
        .map(|row| (row.kind, row.subject, row.member))
        .collect()
}
