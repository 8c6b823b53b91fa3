//! Taking items in: what the source takes is sealed under a key of its own, what it does not take is dropped.

use super::{Planned, Stage, ends::Fold, names};
use crate::{
    ask::AcquireAsk,
    outcome::Acquired,
    plan::{Change, Plan, PutHolding},
    record::Draft,
    refused::{DoorCode, Refused},
    sealing,
    seen::Slot,
    value::kind::{self, Invalid},
};
use azukari_model::{Date, Instant, Personal};
use azukari_policy::{
    declared::{Item, Source},
    facts::{Number, StandingKind},
    kinds::ItemKind,
    vocabulary::{Family, Whence},
};
use azukari_vault::{
    Random,
    lookup::{LookUp, LookUpUse, Normal, normalise},
};
use serde_json::Value;
use std::sync::Arc;

/// Takes in what was permitted. `created`: the person begins with this act.
pub(crate) fn plan(stage: &Stage<'_>, ask: &AcquireAsk, created: bool, random: &mut Random) -> Planned<Acquired> {
    let source = stage.running.policy.source(&ask.source).ok_or(DoorCode::Internal)?;
    let arrival = Arrival::of(stage, ask, source)?;
    let mut fold = Fold::of(stage);
    if source.from == Whence::Person && ask.acquired_on.is_none() {
        fold.note_day(stage, StandingKind::LastSeen, Number(0));
    }
    let mut changes = Vec::new();
    if created {
        changes.push(Change::CreatePerson);
    }
    for (system, reference) in &ask.refs {
        changes.push(reference_change(stage, system, reference, random)?);
    }
    let mut answer =
        Acquired { person: stage.person.id, act: stage.act, created, added: Vec::new(), replaced: Vec::new(), dropped: Vec::new() };
    for (place, (item, value)) in ask.items.iter().enumerate() {
        if stage.permit.dropped.contains(&place) {
            answer.dropped.push(item.clone());
            continue;
        }
        let declared = stage.running.policy.item(item).ok_or(DoorCode::Internal)?;
        let (change, replaces) = take(stage, &arrival, &fold, declared, value.as_ref(), random)?;
        changes.push(change);
        if replaces { &mut answer.replaced } else { &mut answer.added }.push(item.clone());
    }
    changes.extend(fold.changes(stage));
    let mut plan = Plan::record(record(stage, ask, &answer));
    plan.provision = is_from_outside(source).then(|| receipt(stage, ask, source, &answer));
    plan.changes = changes;
    Ok((plan, answer))
}

/// When, by which source, under which notice and version.
struct Arrival {
    source: Number,
    from: Whence,
    notice: Number,
    version: u32,
    acquired: Instant,
}

impl Arrival {
    fn of(stage: &Stage<'_>, ask: &AcquireAsk, source: &Source) -> Result<Self, Refused> {
        let running = stage.running;
        let (version, acquired) = match (ask.acquired_on, ask.version) {
            (Some(on), Some(day)) => {
                let version = stage.service.versions.iter().rev().find(|version| version.day == day);
                (version.map_or(running.version, |version| version.number), running.zone().start_of(on))
            }
            _ => (running.version, stage.now),
        };
        let shown = ask.notice.or_else(|| running.gate.source_notice(&source.id)).and_then(|id| running.notice_number(id));
        let notice = if version == running.version { shown } else { running.notice_in_version(version, &source.id).or(shown) };
        let source_number = stage.number(Family::Source, &source.id)?;
        Ok(Self { source: source_number, from: source.from, notice: notice.unwrap_or_default(), version, acquired })
    }
}

/// Whether a kind's values from this source pile up instead of taking each other's place.
pub(crate) fn is_many_valued(kind: ItemKind, from: Whence) -> bool {
    matches!(kind, ItemKind::Record | ItemKind::Activity | ItemKind::Code | ItemKind::FreeText)
        && matches!(from, Whence::Service | Whence::Device)
}

/// One item: a new holding, one in place of another, or one more entry.
fn take(
    stage: &Stage<'_>,
    arrival: &Arrival,
    fold: &Fold,
    declared: &Item,
    value: Option<&Personal<Value>>,
    random: &mut Random,
) -> Result<(Change, bool), Refused> {
    let many = is_many_valued(declared.kind, arrival.from);
    let item = stage.number(Family::Item, &declared.id)?;
    let year = if many { year_of(stage.running.zone().date(arrival.acquired)) } else { 0 };
    let slot = Slot { item, source: arrival.source, year };
    let ends = stage.running.gate.ends(item, arrival.notice, arrival.acquired, fold.standing());
    let known = stage.seen.in_slot(slot);
    let is_elsewhere = stage.running.holder_of(&declared.id).is_some();
    let Some(value) = value else {
        if !is_elsewhere {
            return Err(Refused::door(DoorCode::FieldMalformed).at(format!("items.{}", declared.id)));
        }
        let put = PutHolding {
            slot,
            notice: arrival.notice,
            version: arrival.version,
            acquired: arrival.acquired,
            ends,
            key: None,
            values: Vec::new(),
            look_up: None,
        };
        return Ok((Change::Put(put), known.is_some()));
    };
    check(declared, value.open(), stage.today())?;
    if let (true, Some(held)) = (many, known.filter(|held| held.key.is_some())) {
        let entry = held.values.last().map_or(0, |(last, _)| last + 1);
        let sealed = sealing::seal_entry(stage.keyring, stage.place(), held, entry, value.open(), random)?;
        return Ok((Change::Entry { slot, entry, value: sealed, ends }, false));
    }
    let (key, values) = sealing::seal_new(stage.keyring, stage.place(), slot, &[(0, value.open())], random)?;
    let put = PutHolding {
        slot,
        notice: arrival.notice,
        version: arrival.version,
        acquired: arrival.acquired,
        ends,
        key: Some(key),
        values,
        look_up: look_up(stage, declared, item, value.open()),
    };
    Ok((Change::Put(put), known.is_some()))
}

/// Refuses a value that is not of its kind; never says what it was.
pub(crate) fn check(declared: &Item, value: &Value, today: Date) -> Result<(), Refused> {
    kind::check(declared, value, today).map_err(|invalid| {
        let code = match invalid {
            Invalid::TooLarge => DoorCode::ValueTooLarge,
            Invalid::NotOfKind => DoorCode::ValueInvalid,
        };
        Refused::door(code).at(format!("items.{}", declared.id))
    })
}

fn year_of(date: Date) -> u16 {
    u16::try_from(date.year()).unwrap_or(0)
}

/// What stands in the index for a value by which people may be found.
pub(crate) fn look_up(stage: &Stage<'_>, declared: &Item, item: Number, value: &Value) -> Option<LookUp> {
    if !declared.lookup {
        return None;
    }
    let normal = normalise(normal(declared.kind)?, value.as_str()?)?;
    let key = stage.keyring.look_up(LookUpUse::Acts, &stage.service.id, item.0, year_of(stage.today()));
    Some(key.of(&normal))
}

/// How the values of a kind are brought to one form.
pub(crate) const fn normal(kind: ItemKind) -> Option<Normal> {
    match kind {
        ItemKind::Email => Some(Normal::Email),
        ItemKind::Telephone => Some(Normal::Telephone),
        _ => None,
    }
}

/// A reference in a system: an index entry, and the reference itself sealed, so that the system can be told.
fn reference_change(stage: &Stage<'_>, system: &Arc<str>, reference: &Personal<String>, random: &mut Random) -> Result<Change, Refused> {
    let number = stage.number(Family::System, system)?;
    let field = || Refused::door(DoorCode::FieldMalformed).at(format!("refs.{system}"));
    if reference.open().chars().count() > 200 || reference.open().chars().any(char::is_control) {
        return Err(field());
    }
    let normal = normalise(Normal::Reference, reference.open()).ok_or_else(field)?;
    let index = stage.keyring.look_up(LookUpUse::Acts, &stage.service.id, number.0, 0).of(&normal);
    let slot = Slot { item: number, source: Number(0), year: 0 };
    let value = Value::String(reference.open().clone());
    let (key, mut values) = sealing::seal_new(stage.keyring, stage.place(), slot, &[(0, &value)], random)?;
    let value = values.pop().map(|(_, sealed)| sealed).unwrap_or_default();
    Ok(Change::Reference { system: number, look_up: index, key, value })
}

fn is_from_outside(source: &Source) -> bool {
    matches!(source.from, Whence::Affiliate | Whence::Recipient)
}

fn record(stage: &Stage<'_>, ask: &AcquireAsk, answer: &Acquired) -> Draft {
    let undeclared = answer.dropped.iter().filter(|word| word.parse::<azukari_model::Name>().is_err()).count();
    let systems: Vec<Arc<str>> = ask.refs.iter().map(|(system, _)| system.clone()).collect();
    stage
        .record("acquire")
        .with("source", &ask.source)
        .with_some("notice", ask.notice)
        .with_some("created", answer.created.then_some(true))
        .with_list("added", &names(&answer.added))
        .with_list("replaced", &names(&answer.replaced))
        .with_list("dropped", &names(&answer.dropped))
        .with_some("dropped-others", (undeclared > 0).then_some(undeclared))
        .with_list("refs", &names(&systems))
        .with_list("confirms", &names(&ask.confirms))
        .with_some("member", ask.member.as_ref())
        .with_some("acquired-on", ask.acquired_on)
        .with_some("version", ask.version)
}

/// The record of receipt (Act Art. 30, Rule 24).
fn receipt(stage: &Stage<'_>, ask: &AcquireAsk, source: &Source, answer: &Acquired) -> Draft {
    let company = ask.member.as_ref().and_then(|member| stage.running.company(member));
    let items: Vec<Arc<str>> = answer.added.iter().chain(&answer.replaced).cloned().collect();
    Draft::new(stage.act, "receipt", stage.now, stage.caller)
        .about(stage.person.id)
        .with("source", &source.id)
        .with_some("member", ask.member.as_ref())
        .with_some("name", company.map(|company| &company.name))
        .with_some("address", company.and_then(|company| company.address.as_ref()))
        .with_some("representative", company.and_then(|company| company.representative.as_ref()))
        .with("background-confirmed", ask.receipt_confirmed)
        .with("items", names(&items))
}
