//! Disclosure to the person: everything held, where from and since when, who got it; values in clear.

use super::{Planned, Stage, names};
use crate::{
    ask::{DeclineAsk, DiscloseAsk},
    outcome::{Disclosed, DisclosedItem, HoldingShown, ProvisionShown},
    plan::Plan,
    refused::Refused,
    sealing,
    service::{Running, Service},
};
use azukari_ledger::Kind;
use azukari_model::Personal;
use azukari_policy::{
    act::RightVerb,
    facts::{Holding, Number},
    vocabulary::Family,
};
use azukari_store::HoldingRow;
use serde_json::Value;
use std::sync::Arc;

/// Opens what the right reaches.
pub(crate) fn plan(stage: &Stage<'_>, ask: &DiscloseAsk, asked: &[Arc<str>]) -> Planned<Disclosed> {
    let mut items = Vec::new();
    for (holding, held) in stage.seen.holdings.iter().zip(&stage.seen.held) {
        if asked.contains(&stage.name(Family::Item, holding.item)) {
            items.push(open(stage, holding, held)?);
        }
    }
    let record = stage
        .record(Kind::Disclose)
        .items(&names(asked))
        .with_some("right", ask.by.right.as_ref())
        .fill(|record| record.request = ask.by.request);
    let disclosed = Disclosed { act: stage.act, items, clauses: stage.clauses(), provisions: provisions(stage) };
    Ok((Plan::record(record), disclosed))
}

fn open(stage: &Stage<'_>, holding: &Holding, held: &HoldingRow) -> Result<DisclosedItem, Refused> {
    let mut values = sealing::open(stage.keyring, stage.place(), held)?;
    let value = if held.at.year != 0 { Some(Value::Array(values)) } else { values.pop() };
    Ok(DisclosedItem { held: shown(stage, holding, held), value: value.map(Personal::new) })
}

fn shown(stage: &Stage<'_>, holding: &Holding, held: &HoldingRow) -> HoldingShown {
    shown_holding(stage.service, stage.running, holding, held)
}

/// A holding without its value.
pub(crate) fn shown_holding(
    service: &Service,
    running: &Running,
    holding: &Holding,
    held: &HoldingRow,
) -> HoldingShown {
    let item = running.name(Family::Item, holding.item);
    let entries = held.count.max(u32::try_from(held.entries.len()).unwrap_or(u32::MAX));
    HoldingShown {
        system: running.holder_of(&item).map(|system| system.id.as_str().into()),
        source: running.name(Family::Source, holding.source),
        acquired: holding.acquired,
        version: service.versions.iter().find(|version| version.number == held.version).map(|version| version.day),
        notice: running.notice_of(holding.notice).map(|notice| notice.facts.id()),
        expires: holding.expires,
        entries: if held.at.year == 0 { 1 } else { entries },
        item,
    }
}

/// Whom what was given to.
pub(crate) fn provisions(stage: &Stage<'_>) -> Vec<ProvisionShown> {
    (stage.seen.given.iter())
        .map(|given| ProvisionShown {
            record: given.id,
            recipient: (stage.running.member_word(Number(given.member)))
                .unwrap_or_else(|| stage.name(Family::Recipient, Number(given.recipient))),
            at: given.at,
            items: given.items.iter().map(|item| stage.name(Family::Item, Number(*item))).collect(),
            reference: given.reference.clone(),
        })
        .collect()
}

/// A right is declined, with its ground and reason on record.
pub(crate) fn decline(stage: &Stage<'_>, ask: &DeclineAsk) -> Plan {
    let kind = match ask.verb {
        RightVerb::Disclose => Kind::Disclose,
        RightVerb::Correct => Kind::Correct,
        RightVerb::Cease => Kind::Cease,
        RightVerb::Resume => Kind::Resume,
        RightVerb::Erase => Kind::Erase,
    };
    let record = stage.record(kind).items(&names(&ask.items)).with("declined", &ask.ground);
    Plan::record(record)
}
