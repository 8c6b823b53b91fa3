//! Passing items on: opened like a use, with a reference for the recipient and the record Article 29 asks for.

use super::{Planned, Stage, use_};
use crate::{
    ask::ProvideAsk,
    outcome::Provided,
    plan::{Change, NewGiven, Plan},
    record::{Draft, hex},
    refused::{DoorCode, Refused},
    translate::party,
};
use azukari_model::{Personal, ProvisionId};
use azukari_policy::{
    facts::Number,
    vocabulary::{Family, Ground},
};
use azukari_vault::Random;
use std::sync::Arc;

/// Opens what goes out, and records to whom, on what ground, under which reference.
pub(crate) fn plan(stage: &Stage<'_>, ask: &ProvideAsk, random: &mut Random) -> Planned<Provided> {
    let used = use_::open_items(stage, &ask.items, false)?;
    let to = Party::of(stage, &party(&ask.recipient, ask.member.as_ref()))?;
    let id = stage.permit.duties.record_provision.then(|| ProvisionId::in_time(stage.now, random.array().unwrap_or_default()));
    let reference = hex(&random.array::<16>()?);
    let record = use_::opened_fields(facts(stage, stage.record("provide"), ask, &to), &used)
        .with("ref", &reference)
        .with_some("provision", id);
    let mut plan = Plan::record(record);
    plan.provision = id.map(|id| {
        let draft = Draft::new(stage.act, "provision", stage.now, stage.caller).about(stage.person.id).with("provision", id);
        use_::opened_fields(facts(stage, draft, ask, &to), &used).with("ref", &reference)
    });
    let items = ask.items.iter().filter_map(|item| stage.running.number(Family::Item, item)).collect();
    let given = NewGiven { recipient: to.recipient, member: to.member, reference: reference.clone(), record: id, at: stage.now, items };
    plan.changes.push(Change::Given(given));
    if let Some(purpose) = &ask.purpose {
        plan.changes.extend(use_::note_use(stage, purpose)?);
    }
    if let Some(approval) = ask.exception.as_ref().and_then(|exception| exception.approval) {
        plan.changes.push(Change::UseApproval(approval));
    }
    Ok((plan, Provided { used, record: id, reference: Some(reference) }))
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
    record
        .with("recipient", stage.name(Family::Recipient, to.recipient))
        .with_some("member", ask.member.as_ref())
        .with("name", &to.name)
        .with_some("address", to.address.as_ref())
        .with_some("representative", to.representative.as_ref())
        .with_some("country", to.country.as_ref())
        .with_some("purpose", ask.purpose.as_ref())
        .with_some("flow", flow)
        .with_some("ground", stage.permit.ground)
        .with_some("consented", (stage.permit.ground == Some(Ground::Consent)).then_some(true))
        .with_some("exception", exception.map(|exception| exception.exception.clone()))
        .with_some("exception-reason", exception.and_then(|exception| exception.reason.as_ref()).map(Personal::open))
        .with_some("exception-reference", exception.and_then(|exception| exception.reference.as_ref()).map(Personal::open))
        .with_some("approval", exception.and_then(|exception| exception.approval))
}

/// A provision to everybody, seen from one person.
pub(crate) fn single(recipient: &Arc<str>, member: Option<&Arc<str>>, purpose: &Arc<str>, items: &[Arc<str>], ground: Option<Ground>) -> ProvideAsk {
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
