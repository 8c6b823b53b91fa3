//! Erasing: in one transaction the notices to others are put down, the keys go, and the record says so.

use super::{Planned, Stage, ends::row, names, tell};
use crate::{
    ask::EraseAsk,
    caller::Who,
    outcome::{Erased, Kept},
    plan::Plan,
    refused::{Code, Refused},
    seen::standing_row,
};
use azukari_ledger::Kind;
use azukari_model::{Date, Period};
use azukari_policy::{
    facts::{Number, StandingKind},
    refusal::RefusalCode,
    vocabulary::Family,
};
use azukari_store::Change;
use azukari_vault::Random;
use std::{collections::BTreeMap, sync::Arc};

/// Erases what no statute and no hold keeps. `asked`: the items of the act, as the gate judged them. `backups`: how long a
/// keys backup is kept, if any is made.
pub(crate) fn plan(
    stage: &Stage<'_>,
    ask: &EraseAsk,
    asked: &[Arc<str>],
    backups: Option<Period>,
    random: &mut Random,
) -> Planned<Erased> {
    let kept = kept(stage, asked);
    let live: Vec<Arc<str>> = asked.iter().filter(|item| !kept.contains_key(*item)).cloned().collect();
    let held = stage.seen.standing.iter().any(|row| row.kind == StandingKind::Hold && row.yes);
    if live.is_empty() && (held || !kept.is_empty()) {
        return Err(all_kept(stage, &kept));
    }
    let (told, tells) = tell::all(stage, "erase", &live, random)?;
    // A hold on what is not held yet keeps the person too: with them it would be gone.
    let whole = ask.all && kept.is_empty() && !held;
    let mut changes = tells;
    for (holding, held) in stage.seen.holdings.iter().zip(&stage.seen.held) {
        if live.contains(&stage.name(Family::Item, holding.item)) {
            changes.push(Change::EraseHolding(held.at));
        }
    }
    if ask.all {
        // What the person was found by goes; what the law keeps about them they may still ask for.
        changes.extend(stage.indexer().for_rights(stage.seen)?);
    }
    if whole {
        changes.push(Change::ErasePerson);
    }
    for item in kept.keys() {
        if let Some(number) = stage.running.number(Family::Item, item) {
            changes.push(Change::PutStanding(standing_row(&row(StandingKind::KeptByLaw, number, stage.now))));
        }
    }
    let kept: Vec<Kept> = kept.into_values().collect();
    let kept_names: Vec<Arc<str>> = kept.iter().map(|kept| kept.item.clone()).collect();
    let backups = backups.map(|window| stage.today().plus(window));
    let record = record(stage, ask, &live, &kept_names, whole, backups).with_list("told", &tell::names(&told));
    let mut plan = Plan::record(record);
    plan.changes = changes;
    let erased = Erased { act: stage.act, live, at: stage.now, told, backups, kept, clauses: stage.clauses() };
    Ok((plan, erased))
}

fn record(
    stage: &Stage<'_>,
    ask: &EraseAsk,
    live: &[Arc<str>],
    kept: &[Arc<str>],
    whole: bool,
    backups: Option<Date>,
) -> crate::record::Draft {
    let kind = if stage.caller.who == Who::Retention { Kind::Expire } else { Kind::Erase };
    stage
        .record(kind)
        .items(&names(live))
        .with_list("kept", &names(kept))
        .with_some("person-gone", whole.then_some(true))
        .with_some("right", ask.by.right.as_ref())
        .fill(|record| record.request = ask.by.request)
        .with_some("backups", backups)
}

/// What stays: what a statute keeps, as the gate said, and what is under a hold.
fn kept(stage: &Stage<'_>, asked: &[Arc<str>]) -> BTreeMap<Arc<str>, Kept> {
    let mut kept = BTreeMap::new();
    for (place, refusal) in &stage.permit.withheld {
        if let Some(item) = asked.get(*place) {
            let clause = refusal.clause.map(|clause| stage.running.gate.clause(clause).into());
            kept.insert(item.clone(), Kept { item: item.clone(), until: until(stage, item), clause });
        }
    }
    for item in asked {
        if is_under_hold(stage, item) {
            kept.entry(item.clone()).or_insert_with(|| Kept { item: item.clone(), until: None, clause: None });
        }
    }
    kept
}

fn until(stage: &Stage<'_>, item: &str) -> Option<azukari_model::Instant> {
    let number = stage.running.number(Family::Item, item)?;
    stage
        .seen
        .holdings
        .iter()
        .filter(|holding| holding.item == number)
        .filter_map(|holding| holding.kept_by_law_until)
        .max()
}

/// Whether a legal hold reaches an item of this person.
pub(crate) fn is_under_hold(stage: &Stage<'_>, item: &str) -> bool {
    let number = stage.running.number(Family::Item, item).unwrap_or_default();
    let holds = |subject| stage.seen.standing(StandingKind::Hold, subject, Number(0)).is_some_and(|row| row.yes);
    holds(Number(0)) || holds(number)
}

fn all_kept(stage: &Stage<'_>, kept: &BTreeMap<Arc<str>, Kept>) -> Refused {
    let by_law = stage.permit.withheld.iter().find(|(_, refusal)| refusal.code == RefusalCode::PolicyKeptByLaw);
    let code = if by_law.is_some() { RefusalCode::PolicyKeptByLaw } else { RefusalCode::PolicyRestricted };
    stays(stage, code, kept.values().filter_map(|kept| kept.clause.clone()))
}

/// Refused because something would go that must stay.
pub(crate) fn stays(stage: &Stage<'_>, code: RefusalCode, clauses: impl IntoIterator<Item = Arc<str>>) -> Refused {
    Refused {
        code: Code::Gate(code),
        clauses: stage.running.shown(clauses),
        ..Refused::door(crate::refused::DoorCode::Internal)
    }
}
