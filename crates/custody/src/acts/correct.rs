//! Correcting what is held: the old value goes with its key, in every holding of the item; what was not held is added.

use super::{Planned, Stage, acquire, ends::Fold, tell};
use crate::{
    ask::CorrectAsk,
    outcome::Corrected,
    plan::Plan,
    refused::{DoorCode, Refused},
    sealing,
};
use azukari_ledger::Kind;
use azukari_model::Personal;
use azukari_policy::{
    declared::Item,
    facts::{Number, StandingKind},
    vocabulary::{Family, Whence},
};
use azukari_store::{Change, HoldingKey, HoldingRow, NewEntry};
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
        .record(Kind::Correct)
        .items(&super::names(&corrected))
        .with_some("right", ask.by.right.as_ref())
        .fill(|record| record.request = ask.by.request)
        .with_list("told", &tell::names(&told));
    let mut plan = Plan::record(record);
    plan.changes = changes;
    Ok((plan, Corrected { act: stage.act, corrected, told, clauses: stage.clauses() }))
}

fn correct(
    stage: &Stage<'_>,
    fold: &Fold,
    declared: &Item,
    value: Option<&Personal<Value>>,
    random: &mut Random,
) -> Result<Vec<Change>, Refused> {
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
        changes.extend(replace(stage, fold, declared, held, value.open(), random)?);
    }
    if changes.is_empty() {
        changes.push(add(stage, fold, declared, item, value.open(), random)?);
    }
    Ok(changes)
}

/// The new value under a new key; the old key goes. A many-valued holding is corrected by the whole list, or becomes one
/// entry.
fn replace(
    stage: &Stage<'_>,
    fold: &Fold,
    declared: &Item,
    held: &HoldingRow,
    value: &Value,
    random: &mut Random,
) -> Result<Vec<Change>, Refused> {
    let many = held.at.year != 0;
    let values: Vec<&Value> = match value {
        Value::Array(list) if many => list.iter().collect(),
        other => vec![other],
    };
    for one in &values {
        acquire::check(declared, one, stage.today())?;
    }
    let (key, sealed) = sealing::seal_new(stage.keyring, stage.place(), held.at, &values, random)?;
    let item = Number(held.at.item);
    let ends = stage.running.gate.ends(item, Number(held.notice), held.acquired, fold.standing());
    let mut row = HoldingRow {
        key: Some(key),
        value: None,
        expires: ends.expires,
        kept_until: ends.kept_by_law_until,
        lookup: acquire::look_up(stage, declared, item, value),
        entries: Vec::new(),
        count: 0,
        ..held.clone()
    };
    if !many {
        row.value = sealed.into_iter().next();
        return Ok(vec![Change::PutHolding(row)]);
    }
    let entries =
        sealed.into_iter().map(|value| NewEntry { of: held.at, at: held.acquired, expires: ends.expires, value });
    Ok([Change::PutHolding(row)].into_iter().chain(entries.map(Change::AddEntry)).collect())
}

/// An addition: by the first source that asks the person for it, under what that source shows today.
fn add(
    stage: &Stage<'_>,
    fold: &Fold,
    declared: &Item,
    item: Number,
    value: &Value,
    random: &mut Random,
) -> Result<Change, Refused> {
    acquire::check(declared, value, stage.today())?;
    let running = stage.running;
    let source = (running.policy.sources.iter())
        .find(|source| source.from == Whence::Person && source.takes.contains(&declared.id))
        .ok_or_else(|| Refused::door(DoorCode::NotFound).at(format!("items.{}", declared.id)))?;
    let at = HoldingKey { item: item.0, source: stage.number(Family::Source, &source.id)?.0, year: 0 };
    let notice = running.gate.source_notice(&source.id).and_then(|id| running.notice_number(id)).unwrap_or_default();
    let (key, mut values) = sealing::seal_new(stage.keyring, stage.place(), at, &[value], random)?;
    let ends = running.gate.ends(item, notice, stage.now, fold.standing());
    Ok(Change::PutHolding(HoldingRow {
        at,
        notice: notice.0,
        version: running.version,
        acquired: stage.now,
        expires: ends.expires,
        kept_until: ends.kept_by_law_until,
        system: 0,
        key: Some(key),
        value: values.pop(),
        lookup: acquire::look_up(stage, declared, item, value),
        entries: Vec::new(),
        count: 0,
    }))
}
