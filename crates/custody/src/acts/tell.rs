//! Telling those who hold copies: the company's systems, which must confirm, and recipients, by the references they know.

use super::Stage;
use crate::{
    outcome::{Told, ToldRecipient, ToldSystem},
    refused::{DoorCode, Refused},
    sealing,
};
use azukari_policy::{facts::Number, vocabulary::Family};
use azukari_store::{Change, NewMessage};
use azukari_vault::{Context, MessageTo, Random};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};

/// Tells whom the permit says. `items`: what it is about; empty: the person.
pub(crate) fn all(
    stage: &Stage<'_>,
    kind: &'static str,
    items: &[Arc<str>],
    random: &mut Random,
) -> Result<(Told, Vec<Change>), Refused> {
    let mut told = Told::default();
    let mut changes = Vec::new();
    if stage.permit.duties.tell_systems {
        systems(stage, kind, items, random, &mut told, &mut changes)?;
    }
    if stage.permit.duties.tell_recipients {
        recipients(stage, kind, items, random, &mut told, &mut changes)?;
    }
    Ok((told, changes))
}

fn systems(
    stage: &Stage<'_>,
    kind: &'static str,
    items: &[Arc<str>],
    random: &mut Random,
    told: &mut Told,
    changes: &mut Vec<Change>,
) -> Result<(), Refused> {
    let systems = stage.running.operation.as_ref().map_or(&[][..], |operation| &operation.systems);
    for system in systems {
        let number = stage.number(Family::System, &system.id)?;
        let due = stage.today().plus(system.within);
        let message = json!({
            "kind": kind,
            "act": stage.act,
            "person": stage.seen.id,
            "reference": reference(stage, number)?,
            "items": items,
            "due": due,
        });
        changes.push(seal(stage, MessageTo::System(number.0), (number, Number(0)), Some(due), &message, random)?);
        told.systems.push(ToldSystem { system: system.id.as_str().into(), due, confirmed: None });
    }
    Ok(())
}

/// The person's own reference in a system.
fn reference(stage: &Stage<'_>, system: Number) -> Result<Option<Value>, Refused> {
    let Some(row) = stage.seen.references.iter().find(|row| row.system == system.0) else { return Ok(None) };
    sealing::open_reference(stage.keyring, stage.place(), row).map(Some)
}

fn recipients(
    stage: &Stage<'_>,
    kind: &'static str,
    items: &[Arc<str>],
    random: &mut Random,
    told: &mut Told,
    changes: &mut Vec<Change>,
) -> Result<(), Refused> {
    let mut parties: BTreeMap<(Number, Number), Vec<String>> = BTreeMap::new();
    for given in &stage.seen.given {
        parties.entry((Number(given.recipient), Number(given.member))).or_default().push(given.reference.clone());
    }
    for ((recipient, member), references) in parties {
        // A recipient knows the person only by what it was handed.
        let message = json!({ "kind": kind, "references": references, "items": items, "at": stage.now });
        let to = if member.0 == 0 { MessageTo::Recipient(recipient.0) } else { MessageTo::Member(member.0) };
        changes.push(seal(stage, to, (recipient, member), None, &message, random)?);
        let word = stage.running.member_word(member).unwrap_or_else(|| stage.name(Family::Recipient, recipient));
        told.recipients.push(ToldRecipient { recipient: word, references });
    }
    Ok(())
}

/// Seals a message under a key of its own, which goes when it is confirmed. Key and box are bound to the act and to whom it is
/// for: in another's row neither opens.
fn seal(
    stage: &Stage<'_>,
    to: MessageTo,
    (party, member): (Number, Number),
    due: Option<azukari_model::Date>,
    message: &Value,
    random: &mut Random,
) -> Result<Change, Refused> {
    let (service, act) = (&*stage.service.id, stage.act.bits());
    let (key, wrapped) = stage.keyring.wrapping().make(&Context::message_key(service, act, to), random)?;
    let clear = azukari_vault::Clear::new(serde_json::to_vec(message).map_err(|_| DoorCode::Internal)?);
    let sealed = azukari_vault::seal(&key, &Context::message(service, act, to), clear.bytes(), random)?;
    let key = sealing::wrapped_key(wrapped, random)?;
    Ok(Change::AddMessage(NewMessage {
        act: stage.act,
        to: if matches!(to, MessageTo::System(_)) { "system" } else { "recipient" }.into(),
        party: party.0,
        member: member.0,
        due: due.map(|day| stage.running.zone().end_of(day)),
        body: Some((key, sealed.into_bytes().into())),
    }))
}

/// Who was told, for the record.
pub(crate) fn names(told: &Told) -> Vec<Arc<str>> {
    let systems = told.systems.iter().map(|one| one.system.clone());
    systems.chain(told.recipients.iter().map(|one| one.recipient.clone())).collect()
}
