//! Passing items on: opened like a use, with a reference for the recipient and the record Article 29 asks for.

use super::{Planned, Stage, use_};
use crate::{
    ask::ProvideAsk,
    kept,
    outcome::{Provided, Used},
    plan::Plan,
    record::{Draft, hex},
    refused::{DoorCode, Refused},
    text::{Line, Note},
    translate::party,
};
use azukari_ledger::Kind;
use azukari_model::ProvisionId;
use azukari_policy::{
    facts::Number,
    vocabulary::{Family, Ground},
};
use azukari_store::{Change, ProvisionRow, Unique};
use azukari_vault::Random;
use std::sync::Arc;

/// Opens what goes out, and records to whom, on what ground, under which reference.
pub(crate) fn plan(stage: &Stage<'_>, ask: &ProvideAsk, random: &mut Random) -> Planned<Provided> {
    let used = use_::open_items(stage, &ask.items, false)?;
    let to = Party::of(stage, &party(&ask.recipient, ask.member.as_ref()))?;
    let id = ProvisionId::in_time(stage.now, random.array()?);
    let reference = hex(&random.array::<16>()?);
    let record = use_::opened_fields(facts(stage, stage.record(Kind::Provide), ask, &to), &used)
        .with("ref", &reference)
        .fill(|record| record.provision = Some(id));
    let mut plan = Plan::record(record);
    plan.provision = stage.permit.duties.record_provision.then(|| {
        let draft = Draft::new(stage.act, Kind::Provide, stage.now, stage.caller)
            .about(stage.seen.id)
            .clauses(&stage.clauses())
            .fill(|record| record.provision = Some(id));
        use_::opened_fields(facts(stage, draft, ask, &to), &used).with("ref", &reference)
    });
    plan.changes.push(Change::AddProvision(row(stage, ask, &to, id, &reference, &used)));
    if let Some(purpose) = &ask.purpose {
        plan.changes.extend(use_::note_use(stage, purpose)?);
    }
    if let Some(approval) = ask.exception.as_ref().and_then(|exception| exception.approval) {
        plan.unique.push(Unique::Approval { id: approval, act: stage.act });
    }
    Ok((plan, Provided { used, record: Some(id), reference: Some(reference) }))
}

fn row(stage: &Stage<'_>, ask: &ProvideAsk, to: &Party, id: ProvisionId, reference: &str, used: &Used) -> ProvisionRow {
    let words = used.items.iter().map(|(item, _)| item).chain(used.elsewhere.iter().map(|(item, _)| item));
    ProvisionRow {
        id,
        recipient: to.recipient.0,
        member: to.member.0,
        purpose: ask
            .purpose
            .as_ref()
            .and_then(|purpose| stage.running.number(Family::Purpose, purpose))
            .unwrap_or_default()
            .0,
        items: words.filter_map(|item| stage.running.number(Family::Item, item)).map(|item| item.0).collect(),
        at: stage.now,
        until: Some(stage.running.zone().end_of_period(stage.now, kept::PROVISION)),
        reference: reference.to_owned(),
    }
}

/// Who gets it: a recipient, and of a class the company.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    pub(crate) recipient: Number,
    pub(crate) member: Number,
    name: String,
    address: Option<String>,
    representative: Option<String>,
    country: Option<String>,
}

impl Party {
    pub(crate) fn of(stage: &Stage<'_>, word: &str) -> Result<Self, Refused> {
        let running = stage.running;
        if let Some(company) = running.register.members.get(word) {
            let file = running.company(word);
            return Ok(Self {
                recipient: company.class,
                member: company.number,
                name: file.map(|file| file.name.clone()).unwrap_or_default(),
                address: file.and_then(|file| file.address.clone()),
                representative: file.and_then(|file| file.representative.clone()),
                country: company.country.clone(),
            });
        }
        let declared = running.policy.recipient(word).ok_or(DoorCode::Internal)?;
        Ok(Self {
            recipient: stage.number(Family::Recipient, word)?,
            member: Number(0),
            name: declared.name.in_language(running.policy.service.governing).to_owned(),
            address: None,
            representative: None,
            country: Some(declared.country.clone()),
        })
    }
}

/// What both records say (Act Art. 29, Rules 20 and 28): who, what, for what, on what ground.
fn facts(stage: &Stage<'_>, record: Draft, ask: &ProvideAsk, to: &Party) -> Draft {
    let exception = ask.exception.as_ref();
    let flow = stage.permit.flow.map(|flow| stage.name(Family::Provision, flow));
    let record = match &ask.purpose {
        Some(purpose) => record.purpose(purpose, stage.running),
        None => record,
    };
    record
        .fill(|record| {
            record.recipient = Some(stage.name(Family::Recipient, to.recipient));
            record.member = ask.member.as_ref().and_then(|member| member.parse().ok());
            record.ground = stage.permit.ground.map(|ground| ground.word().into());
        })
        .with("name", &to.name)
        .with_some("address", to.address.as_ref())
        .with_some("representative", to.representative.as_ref())
        .with_some("country", to.country.as_ref())
        .with_some("flow", flow)
        .with_some("consented", (stage.permit.ground == Some(Ground::Consent)).then_some(true))
        .with_some("exception", exception.map(|exception| exception.exception.clone()))
        .with_some("exception-reason", exception.and_then(|exception| exception.reason.as_ref()).map(Note::open))
        .with_some("exception-reference", exception.and_then(|exception| exception.reference.as_ref()).map(Line::open))
        .with_some("approval", exception.and_then(|exception| exception.approval))
}

/// A provision to everybody, seen from one person.
pub(crate) fn single(
    recipient: &Arc<str>,
    member: Option<&Arc<str>>,
    purpose: &Arc<str>,
    items: &[Arc<str>],
    ground: Option<Ground>,
) -> ProvideAsk {
    ProvideAsk {
        whom: crate::ask::Whom::Unreadable,
        recipient: recipient.clone(),
        member: member.cloned(),
        purpose: Some(purpose.clone()),
        items: items.to_vec(),
        ground,
        partial: false,
        exception: None,
    }
}
