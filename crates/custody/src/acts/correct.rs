//! Correcting what is held: the old value goes with its key, in every holding of the item; what was not held is added.

use super::{Planned, Stage, acquire, ends::Fold, erase, tell};
use crate::{
    ask::CorrectAsk,
    outcome::Corrected,
    plan::Plan,
    refused::{DoorCode, Refused},
    sealing,
};
use azukari_ledger::Kind;
use azukari_model::{Instant, Personal};
use azukari_policy::{
    declared::Item,
    facts::{Number, StandingKind},
    refusal::RefusalCode,
    vocabulary::{Family, Whence},
};
use azukari_store::{Change, HoldingKey, HoldingRow, NewEntry};
use azukari_vault::{Random, lookup::LookUpUse};
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
    let held = stage.seen.held.iter().filter(|held| held.at.item == item.0 && held.key.is_some());
    let (lists, single): (Vec<&HoldingRow>, Vec<&HoldingRow>) = held.partition(|held| held.at.year != 0);
    if (!single.is_empty() || !lists.is_empty()) && erase::is_under_hold(stage, &declared.id) {
        // The old value would go with its key.
        return Err(erase::stays(stage, RefusalCode::PolicyRestricted, None));
    }
    let mut changes = Vec::new();
    for held in single {
        changes.push(replace(stage, fold, declared, held, value.open(), random)?);
    }
    changes.extend(relist(stage, fold, declared, &lists, value.open(), random)?);
    if changes.is_empty() {
        changes.push(add(stage, fold, declared, item, value.open(), random)?);
    }
    Ok(changes)
}

/// The new value under a new key; the old key goes.
fn replace(
    stage: &Stage<'_>,
    fold: &Fold,
    declared: &Item,
    held: &HoldingRow,
    value: &Value,
    random: &mut Random,
) -> Result<Change, Refused> {
    acquire::check(declared, value, stage.today())?;
    let (key, sealed) = sealing::seal_value(stage.keyring, stage.place(), held.at, value, random)?;
    let item = Number(held.at.item);
    let ends = stage.running.gate.ends(item, Number(held.notice), held.acquired, fold.standing());
    Ok(Change::PutHolding(HoldingRow {
        key: Some(key),
        value: Some(sealed),
        expires: ends.expires,
        kept_until: ends.kept_by_law_until,
        lookup: stage.indexer().of_value(LookUpUse::Acts, declared, item, value),
        ..held.clone()
    }))
}

/// The list in place of everything a many-valued item holds, over all years and sources: value for value in the order of
/// time, so that each keeps the year, the number and the period of the entry it corrects. Where the list is shorter the
/// newest entries go; where it is longer the rest joins the newest. What is no list is a list of one.
fn relist(
    stage: &Stage<'_>,
    fold: &Fold,
    declared: &Item,
    held: &[&HoldingRow],
    value: &Value,
    random: &mut Random,
) -> Result<Vec<Change>, Refused> {
    let mut entries: Vec<(HoldingKey, u64, Instant)> =
        held.iter().flat_map(|held| held.entries.iter().map(|entry| (held.at, entry.number, entry.at))).collect();
    entries.sort_by_key(|(of, number, at)| (*at, of.year, of.source, *number));
    let newest = held.iter().max_by_key(|held| held.acquired).map(|held| (held.at, 0, held.acquired));
    let Some((of, last, at)) = entries.last().copied().or(newest) else { return Ok(Vec::new()) };
    let values = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
    if values.is_empty() {
        return Err(Refused::door(DoorCode::ValueInvalid).at(format!("items.{}", declared.id)));
    }
    for one in values {
        acquire::check(declared, one, stage.today())?;
    }
    let places = entries.into_iter().chain((last + 1..).map(|number| (of, number, at)));
    let listed: Vec<(HoldingKey, sealing::Entry<'_>)> =
        places.zip(values).map(|((of, number, at), value)| (of, sealing::Entry { number, at, value })).collect();
    let mut changes = Vec::new();
    for held in held {
        let own: Vec<_> = listed.iter().filter(|(of, _)| *of == held.at).map(|(_, entry)| *entry).collect();
        changes.extend(list_anew(stage, fold, held, &own, random)?);
    }
    Ok(changes)
}

/// The entries of one holding under a new key; without any the holding goes.
fn list_anew(
    stage: &Stage<'_>,
    fold: &Fold,
    held: &HoldingRow,
    entries: &[sealing::Entry<'_>],
    random: &mut Random,
) -> Result<Vec<Change>, Refused> {
    let ends = |entry: &sealing::Entry<'_>| {
        stage.running.gate.ends(Number(held.at.item), Number(held.notice), entry.at, fold.standing())
    };
    let Some(newest) = entries.iter().max_by_key(|entry| entry.at) else {
        return Ok(vec![Change::EraseHolding(held.at)]);
    };
    let (key, sealed) = sealing::seal_entries(stage.keyring, stage.place(), held.at, entries, random)?;
    let last = ends(newest);
    let row = HoldingRow {
        key: Some(key),
        acquired: newest.at,
        expires: last.expires,
        kept_until: last.kept_by_law_until,
        entries: Vec::new(),
        count: 0,
        ..held.clone()
    };
    let entries = entries.iter().zip(sealed).map(|(entry, value)| {
        Change::AddEntry(NewEntry {
            of: held.at,
            number: entry.number,
            at: entry.at,
            expires: ends(entry).expires,
            value,
        })
    });
    Ok([Change::PutHolding(row)].into_iter().chain(entries).collect())
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
    let (key, sealed) = sealing::seal_value(stage.keyring, stage.place(), at, value, random)?;
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
        value: Some(sealed),
        lookup: stage.indexer().of_value(LookUpUse::Acts, declared, item, value),
        entries: Vec::new(),
        count: 0,
    }))
}
