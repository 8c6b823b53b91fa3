//! Correcting what is held: the old value goes with its key, in every holding of the item; what was not held is added.

use super::{Planned, Stage, acquire, ends::Fold, tell};
use crate::{
    ask::CorrectAsk,
    outcome::Corrected,
    plan::{Change, Plan, PutHolding},
    refused::{DoorCode, Refused},
    sealing,
    seen::Slot,
};
use azukari_model::Personal;
use azukari_policy::{
    declared::Item,
    facts::{Number, StandingKind},
    vocabulary::{Family, Whence},
};
use azukari_vault::Random;
use serde_json::Value;

/// Writes the new values, and tells who holds the old ones.
pub(crate) fn plan(stage: &Stage<'_>, ask: &CorrectAsk, random: &mut Random) -> Planned<Corrected> {
    let mut fold = Fold::of(stage);
    fold.note_day(stage, StandingKind::LastSeen, Number(0));
    let mut changes = Vec::new();
    let mut corrected = Vec::new();
    for (item, value) in &ask.items {
        let declared = stage.running.policy.item(item).ok_or(DoorCode::Internal)?;
        changes.extend(correct(stage, &fold, declared, value.as_ref(), random)?);
        corrected.push(item.clone());
    }
    let (told, tells) = tell::all(stage, "correct", &corrected, random)?;
    changes.extend(fold.changes(stage));
    changes.extend(tells);
    let record = stage
        .record("correct")
        .with("items", super::names(&corrected))
        .with_some("right", ask.by.right.as_ref())
        .with_some("request", ask.by.request)
        .with_list("told", &tell::names(&told));
    let mut plan = Plan::record(record);
    plan.changes = changes;
    Ok((plan, Corrected { act: stage.act, corrected, told, clauses: stage.clauses() }))
}

fn correct(stage: &Stage<'_>, fold: &Fold, declared: &Item, value: Option<&Personal<Value>>, random: &mut Random) -> Result<Vec<Change>, Refused> {
    let field = |code| Refused::door(code).at(format!("items.{}", declared.id));
    if stage.running.holder_of(&declared.id).is_some() {
        // The system is told; its value never comes here.
        return if value.is_some() { Err(field(DoorCode::FieldMalformed)) } else { Ok(Vec::new()) };
    }
    let value = value.ok_or_else(|| field(DoorCode::FieldMissing))?;
    if crate::value::kind::hides_card(Some(declared.kind), value.open()) {
        return Err(field(DoorCode::CardNumber));
    }
    let item = stage.number(Family::Item, &declared.id)?;
    let mut changes = Vec::new();
    for (holding, held) in stage.seen.holdings.iter().zip(&stage.seen.held) {
        if holding.item != item || held.key.is_none() {
            continue;
        }
        let entries = entries_of(held.slot, value.open());
        for entry in &entries {
            acquire::check(declared, entry, stage.today())?;
        }
        let numbered: Vec<(u64, &Value)> = (0..).zip(entries).collect();
        let (key, values) = sealing::seal_new(stage.keyring, stage.place(), held.slot, &numbered, random)?;
        changes.push(Change::Put(PutHolding {
            slot: held.slot,
            notice: holding.notice,
            version: held.version,
            acquired: holding.acquired,
            ends: stage.running.gate.ends(item, holding.notice, holding.acquired, fold.standing()),
            key: Some(key),
            values,
            look_up: acquire::look_up(stage, declared, item, value.open()),
        }));
    }
    if changes.is_empty() {
        changes.push(add(stage, fold, declared, item, value.open(), random)?);
    }
    Ok(changes)
}

/// A many-valued holding is corrected by the whole list, or becomes one entry.
fn entries_of(slot: Slot, value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) if slot.year != 0 => list.iter().collect(),
        other => vec![other],
    }
}

/// An addition: by the first source that asks the person for it, under what that source shows today.
fn add(stage: &Stage<'_>, fold: &Fold, declared: &Item, item: Number, value: &Value, random: &mut Random) -> Result<Change, Refused> {
    acquire::check(declared, value, stage.today())?;
    let running = stage.running;
    let source = (running.policy.sources.iter())
        .find(|source| source.from == Whence::Person && source.takes.contains(&declared.id))
        .ok_or_else(|| Refused::door(DoorCode::NotFound).at(format!("items.{}", declared.id)))?;
    let slot = Slot { item, source: stage.number(Family::Source, &source.id)?, year: 0 };
    let notice = running.gate.source_notice(&source.id).and_then(|id| running.notice_number(id)).unwrap_or_default();
    let (key, values) = sealing::seal_new(stage.keyring, stage.place(), slot, &[(0, value)], random)?;
    Ok(Change::Put(PutHolding {
        slot,
        notice,
        version: running.version,
        acquired: stage.now,
        ends: running.gate.ends(item, notice, stage.now, fold.standing()),
        key: Some(key),
        values,
        look_up: acquire::look_up(stage, declared, item, value),
    }))
}
