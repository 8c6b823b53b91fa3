//! Opening items for a purpose.

use super::{Planned, Stage, ends::Fold, names};
use crate::{
    ask::UseAsk,
    outcome::Used,
    plan::Plan,
    refused::{DoorCode, Refused},
    sealing,
    value::{derive, mask::mask},
};
use azukari_ledger::Kind;
use azukari_model::Personal;
use azukari_policy::{declared::After, facts::StandingKind, refusal::RefusalCode, vocabulary::Family};
use azukari_store::{Change, HoldingKey};
use serde_json::Value;
use std::sync::Arc;

/// Opens what is asked, and records that it was.
pub(crate) fn plan(stage: &Stage<'_>, ask: &UseAsk) -> Planned<Used> {
    let used = open_items(stage, &ask.items, ask.masked)?;
    let record = stage.record(Kind::Use).purpose(&ask.purpose, stage.running);
    let record = if ask.masked { record.with("masked", true) } else { record };
    let record = opened_fields(record, &used);
    let mut plan = Plan::record(record);
    plan.changes.extend(note_use(stage, &ask.purpose)?);
    Ok((plan, used))
}

/// What a record says of what was opened: names alone.
pub(crate) fn opened_fields(record: crate::record::Draft, used: &Used) -> crate::record::Draft {
    let opened: Vec<Arc<str>> = used.items.iter().map(|(item, _)| item.clone()).collect();
    let elsewhere: Vec<Arc<str>> = used.elsewhere.iter().map(|(item, _)| item.clone()).collect();
    let withheld: Vec<Arc<str>> = used.withheld.iter().map(|(item, _)| item.clone()).collect();
    record
        .items(&names(&opened))
        .with_list("elsewhere", &names(&elsewhere))
        .with_list("withheld", &names(&withheld))
        .with_list("absent", &names(&used.absent))
}

/// Opens each item from the holding the gate chose.
pub(crate) fn open_items(stage: &Stage<'_>, items: &[Arc<str>], masked: bool) -> Result<Used, Refused> {
    let permit = stage.permit;
    let mut used = Used {
        act: stage.act,
        items: Vec::with_capacity(items.len()),
        elsewhere: Vec::new(),
        absent: Vec::new(),
        withheld: Vec::new(),
        clauses: stage.clauses(),
        until: permit.until,
        way_out: permit.duties.way_out,
    };
    for (place, item) in items.iter().enumerate() {
        if let Some((_, system)) = permit.elsewhere.iter().find(|(at, _)| *at == place) {
            used.elsewhere.push((item.clone(), stage.name(Family::System, *system)));
        } else if let Some((_, refusal)) = permit.withheld.iter().find(|(at, _)| *at == place) {
            if refusal.code == RefusalCode::PolicyNotHeld {
                used.absent.push(item.clone());
            } else {
                used.withheld.push((item.clone(), refusal.code));
            }
        } else {
            match open_item(stage, item, permit.served.holding(place), masked || permit.duties.mask)? {
                Some(value) => used.items.push((item.clone(), Personal::new(value))),
                None => used.absent.push(item.clone()),
            }
        }
    }
    Ok(used)
}

/// Opens one item: a value, a list of entries, or what is derived from it.
fn open_item(stage: &Stage<'_>, item: &str, holding: Option<usize>, masked: bool) -> Result<Option<Value>, Refused> {
    let declared = stage.running.policy.item(item).ok_or(DoorCode::Internal)?;
    let Some(held) = holding.and_then(|place| stage.seen.held.get(place)) else { return Ok(None) };
    let mut values = sealing::open(stage.keyring, stage.place(), held)?;
    if declared.derived_from.is_some() {
        let today = stage.today();
        return Ok(values.pop().and_then(|raw| derive(declared.kind, &raw, today)));
    }
    if masked {
        values = values.iter().map(|value| mask(declared.kind, value)).collect();
    }
    if held.at.year != 0 {
        // Entries of other years stand in slots of their own; the gate chose one, the person's list is all of them.
        return entries_of_all_years(stage, held.at, declared.kind, masked).map(Some);
    }
    Ok(values.pop())
}

fn entries_of_all_years(
    stage: &Stage<'_>,
    chosen: HoldingKey,
    kind: azukari_policy::kinds::ItemKind,
    masked: bool,
) -> Result<Value, Refused> {
    let mut list = Vec::new();
    let same = |at: HoldingKey| at.item == chosen.item && at.source == chosen.source;
    let mut slots: Vec<usize> = (0..stage.seen.held.len())
        .filter(|place| stage.seen.held.get(*place).is_some_and(|held| same(held.at)))
        .filter(|place| {
            let runs = |end: azukari_model::Instant| end > stage.now;
            stage.seen.holdings.get(*place).is_some_and(|holding| holding.expires.is_none_or(runs))
        })
        .collect();
    slots.sort_by_key(|place| stage.seen.held.get(*place).map(|held| held.at.year));
    for place in slots {
        if let Some(held) = stage.seen.held.get(place) {
            list.extend(sealing::open(stage.keyring, stage.place(), held)?);
        }
    }
    Ok(Value::Array(if masked { list.iter().map(|value| mask(kind, value)).collect() } else { list }))
}

/// Writes the day of the last use, where a period of keeping counts from it; once a day.
pub(crate) fn note_use(stage: &Stage<'_>, purpose: &str) -> Result<Vec<Change>, Refused> {
    let counts = stage.running.policy.keeps.iter().any(|keep| match &keep.after {
        After::LastUse(of) => of.iter().any(|name| &**name == purpose),
        _ => false,
    });
    if !counts {
        return Ok(Vec::new());
    }
    let mut fold = Fold::of(stage);
    fold.note_day(stage, StandingKind::LastUse, stage.number(Family::Purpose, purpose)?);
    Ok(fold.changes(stage))
}
