//! Taking items in: what the source takes is sealed under a key of its own, what it does not take is dropped.

use super::{Planned, Stage, ends::Fold, names};
use crate::{
    ask::AcquireAsk,
    outcome::Acquired,
    plan::Plan,
    record::Draft,
    refused::{DoorCode, Refused},
    sealing,
    text::Line,
    value::kind::{self, Invalid},
};
use azukari_ledger::Kind;
use azukari_model::{Date, Instant, Personal};
use azukari_policy::{
    declared::{Item, Source},
    facts::{Number, StandingKind},
    kinds::ItemKind,
    vocabulary::{Family, Whence},
};
use azukari_store::{Change, HoldingKey, HoldingRow, NewEntry, ReferenceRow, Unique};
use azukari_vault::{Random, lookup::LookUpUse};
use serde_json::Value;
use std::sync::Arc;

/// Takes in what was permitted. A person not yet seen begins with this act. `past_notice`: what the source showed in the
/// version of the past that the act names.
pub(crate) fn plan(
    stage: &Stage<'_>,
    ask: &AcquireAsk,
    past_notice: Option<Number>,
    random: &mut Random,
) -> Planned<Acquired> {
    let created = stage.seen.row.is_none();
    let source = stage.running.policy.source(&ask.source).ok_or(DoorCode::Internal)?;
    // A word that the source does not ask for would stand in the record, whatever it says.
    if ask.confirms.iter().any(|said| !source.confirms.iter().any(|word| **word == **said)) {
        return Err(Refused::door(DoorCode::FieldMalformed).at("confirms"));
    }
    let arrival = Arrival::of(stage, ask, source, past_notice)?;
    let mut fold = Fold::of(stage);
    if source.from == Whence::Person && ask.acquired_on.is_none() {
        fold.note_day(stage, StandingKind::LastSeen, Number(0));
    }
    let mut changes = Vec::new();
    let mut unique = Vec::new();
    for (system, reference) in &ask.refs {
        unique.push(Unique::Reference(reference_row(stage, system, reference, random)?));
    }
    let mut answer = Acquired {
        person: stage.seen.id,
        act: stage.act,
        created,
        added: Vec::new(),
        replaced: Vec::new(),
        dropped: Vec::new(),
    };
    for (place, (item, value)) in ask.items.iter().enumerate() {
        if stage.permit.dropped.contains(&place) {
            answer.dropped.push(item.clone());
            continue;
        }
        let declared = stage.running.policy.item(item).ok_or(DoorCode::Internal)?;
        let (taken, replaces) = take(stage, &arrival, &fold, declared, value.as_ref(), random)?;
        changes.extend(taken);
        if replaces { &mut answer.replaced } else { &mut answer.added }.push(item.clone());
    }
    changes.extend(fold.changes(stage));
    let mut plan = Plan::record(record(stage, ask, &answer));
    plan.provision = is_from_outside(source).then(|| receipt(stage, ask, source, &answer));
    plan.unique = unique;
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
    fn of(stage: &Stage<'_>, ask: &AcquireAsk, source: &Source, past_notice: Option<Number>) -> Result<Self, Refused> {
        let running = stage.running;
        let (version, acquired) = match (ask.acquired_on, ask.version) {
            (Some(on), Some(day)) => {
                let version = stage.service.versions.iter().rev().find(|version| version.day == day);
                (version.map_or(running.version, |version| version.number), running.zone().start_of(on))
            }
            _ => (running.version, stage.now),
        };
        let shown =
            ask.notice.or_else(|| running.gate.source_notice(&source.id)).and_then(|id| running.notice_number(id));
        let notice = if version == running.version { shown } else { past_notice.or(shown) };
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
) -> Result<(Vec<Change>, bool), Refused> {
    let many = is_many_valued(declared.kind, arrival.from);
    let item = stage.number(Family::Item, &declared.id)?;
    let year = if many { year_of(stage.running.zone().date(arrival.acquired)) } else { 0 };
    let at = HoldingKey { item: item.0, source: arrival.source.0, year };
    let ends = stage.running.gate.ends(item, arrival.notice, arrival.acquired, fold.standing());
    let known = stage.seen.at(at);
    let mut row = HoldingRow {
        at,
        notice: arrival.notice.0,
        version: arrival.version,
        acquired: arrival.acquired,
        expires: ends.expires,
        kept_until: ends.kept_by_law_until,
        system: 0,
        key: None,
        value: None,
        lookup: None,
        entries: Vec::new(),
        count: 0,
    };
    let holder = stage.running.holder_of(&declared.id);
    let Some(value) = value else {
        let system =
            holder.ok_or_else(|| Refused::door(DoorCode::FieldMalformed).at(format!("items.{}", declared.id)))?;
        row.system = stage.number(Family::System, &system.id)?.0;
        return Ok((vec![Change::PutHolding(row)], known.is_some()));
    };
    check(declared, value.open(), stage.today())?;
    if !many {
        let (key, sealed) = sealing::seal_value(stage.keyring, stage.place(), at, value.open(), random)?;
        row.lookup = stage.indexer().of_value(LookUpUse::Acts, declared, item, value.open());
        row.key = Some(key);
        row.value = Some(sealed);
        return Ok((vec![Change::PutHolding(row)], known.is_some()));
    }
    let known = known.filter(|held| held.key.is_some());
    let number = known.and_then(|held| held.entries.last()).map_or(1, |last| last.number + 1);
    let fresh = sealing::Entry { number, at: arrival.acquired, value: value.open() };
    let entry = |value| NewEntry { of: at, number, at: arrival.acquired, expires: ends.expires, value };
    if let Some(held) = known {
        let sealed = sealing::seal_entry(stage.keyring, stage.place(), held, fresh, random)?;
        let (expires, kept_until) = (later(ends.expires, held.expires), later(ends.kept_by_law_until, held.kept_until));
        return Ok((vec![Change::AddEntry(entry(sealed)), Change::SetEnds { of: at, expires, kept_until }], false));
    }
    let (key, mut sealed) = sealing::seal_entries(stage.keyring, stage.place(), at, &[fresh], random)?;
    row.key = Some(key);
    let sealed = sealed.pop().ok_or(DoorCode::Internal)?;
    Ok((vec![Change::PutHolding(row), Change::AddEntry(entry(sealed))], false))
}

/// A holding of many values ends with the last of them; one without an end has none.
pub(crate) fn later(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    Some(one?.max(other?))
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

/// A reference in a system: an index entry, and the reference itself sealed, so that the system can be told.
fn reference_row(
    stage: &Stage<'_>,
    system: &Arc<str>,
    reference: &Personal<String>,
    random: &mut Random,
) -> Result<ReferenceRow, Refused> {
    let field = || Refused::door(DoorCode::FieldMalformed).at(format!("refs.{system}"));
    // A system that is not known is the caller's own word, and is not said back.
    let unknown = || Refused::door(DoorCode::FieldMalformed).at("refs.*");
    let number = stage.running.number(Family::System, system).ok_or_else(unknown)?;
    let text = reference.open();
    // Read as every text is: no card number in any dress, nothing hidden. A reference is short.
    if text.parse::<Line>().is_err() || !kind::is_line(text, 200) {
        return Err(Refused::door(DoorCode::TextRefused).at(format!("refs.{system}")));
    }
    let lookup = stage.indexer().of_reference(LookUpUse::Acts, number, text).ok_or_else(field)?;
    let at = sealing::reference_key(number.0);
    let (key, value) = sealing::seal_value(stage.keyring, stage.place(), at, &Value::String(text.clone()), random)?;
    Ok(ReferenceRow { system: number.0, lookup, key, value })
}

fn is_from_outside(source: &Source) -> bool {
    matches!(source.from, Whence::Affiliate | Whence::Recipient)
}

fn record(stage: &Stage<'_>, ask: &AcquireAsk, answer: &Acquired) -> Draft {
    let undeclared = answer.dropped.iter().filter(|word| word.parse::<azukari_model::Name>().is_err()).count();
    let items: Vec<Arc<str>> = answer.added.iter().chain(&answer.replaced).cloned().collect();
    let systems: Vec<Arc<str>> = ask.refs.iter().map(|(system, _)| system.clone()).collect();
    stage
        .record(Kind::Acquire)
        .fill(|record| {
            record.source = Some(ask.source.clone());
            record.notice = ask.notice;
            record.member = ask.member.as_ref().and_then(|member| member.parse().ok());
        })
        .items(&names(&items))
        .with_some("created", answer.created.then_some(true))
        .with_list("replaced", &names(&answer.replaced))
        .with_list("dropped", &names(&answer.dropped))
        .with_some("dropped-others", (undeclared > 0).then_some(undeclared))
        .with_list("refs", &names(&systems))
        .with_list("confirms", &names(&ask.confirms))
        .with_some("acquired-on", ask.acquired_on)
        .with_some("version", ask.version)
}

/// The record of receipt (Act Art. 30, Rule 24).
fn receipt(stage: &Stage<'_>, ask: &AcquireAsk, source: &Source, answer: &Acquired) -> Draft {
    let company = ask.member.as_ref().and_then(|member| stage.running.company(member));
    let items: Vec<Arc<str>> = answer.added.iter().chain(&answer.replaced).cloned().collect();
    Draft::new(stage.act, Kind::Acquire, stage.now, stage.caller)
        .about(stage.seen.id)
        .fill(|record| {
            record.source = Some(source.id.as_str().into());
            record.member = ask.member.as_ref().and_then(|member| member.parse().ok());
        })
        .items(&names(&items))
        .with("receipt", true)
        .with_some("name", company.map(|company| &company.name))
        .with_some("address", company.and_then(|company| company.address.as_ref()))
        .with_some("representative", company.and_then(|company| company.representative.as_ref()))
        .with("background-confirmed", ask.receipt_confirmed)
}
