//! Safety: what must not be kept, what must not identify, what must not be in one hand.

use super::{
    Rule,
    law::{sent_items, whole_days},
    look::{Look, class_words, flow_path},
};
use crate::{
    codes::Code,
    diagnostic::Diagnostic,
    kinds::ItemKind,
    vocabulary::{Approve, Class, Gives, Identity, Signal},
};
use azukari_model::Name;

pub(super) const RULES: &[Rule] = &[
    card_number_held,
    secret_as_item,
    lookup_guessable,
    tag_identifies,
    tag_reads_input,
    identity_weak,
    opens_own_gate,
    approves_own,
    event_long_lived,
    raw_though_derived,
];

fn card_number_held(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for item in look.policy.items.iter().filter(|item| item.kind == ItemKind::PaymentCard && item.held_by.is_empty()) {
        found.push(look.at(Code::CardNumberHeld, &format!("item.{}", item.id)).with("id", &*item.id));
    }
}

fn secret_as_item(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for item in look.policy.items.iter().filter(|item| item.kind == ItemKind::Password) {
        found.push(look.at(Code::SecretAsItem, &format!("item.{}", item.id)).with("id", &*item.id));
    }
}

/// Only what is stored here has an index: not what is derived, or with a recipient or a system.
fn lookup_guessable(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for item in look.policy.items.iter().filter(|item| item.lookup) {
        let is_in_system = look.operation.is_some_and(|operation| operation.holder_of(&item.id).is_some());
        let is_here = item.held_by.is_empty() && item.derived_from.is_none() && !is_in_system;
        if !is_here || !matches!(item.kind, ItemKind::Email | ItemKind::Telephone) {
            found.push(look.at(Code::LookupGuessable, &format!("item.{}.lookup", item.id)).with("id", &*item.id));
        }
    }
}

fn tag_identifies(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for tag in look.policy.tags.iter().filter(|tag| !tag.identifies) {
        for item in sent_items(look, tag, Class::Personal) {
            let said = look.at(Code::TagIdentifies, &format!("tag.{}", tag.id)).with("id", &*tag.id);
            let (en, ja) = class_words(item.class);
            found.push(said.with("item", &*item.id).with_both("is_", en, ja));
        }
    }
}

fn tag_reads_input(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let reads = crate::declared::Sent::Signal(Signal::Keystroke);
    for tag in look.policy.tags.iter().filter(|tag| tag.sends.contains(&reads) && !tag.mask_inputs) {
        found.push(look.at(Code::TagReadsInput, &format!("tag.{}", tag.id)).with("id", &*tag.id));
    }
}

/// Any one of the proofs is enough, so the weakest decides: a code by mail opens to whoever reads the mailbox.
fn identity_weak(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let opens = |gives: Gives| matches!(gives, Gives::See | Gives::Disclosure | Gives::Records);
    for right in
        look.policy.rights.iter().filter(|right| opens(right.gives) && right.identity.contains(&Identity::EmailCode))
    {
        let said = look.at(Code::IdentityWeak, &format!("right.{}.identity", right.id)).with("id", &*right.id);
        found.push(said.with("method", format!("`{}`", Identity::EmailCode)));
    }
}

fn opens_own_gate(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for role in look.roles() {
        let of_purposes = look.purposes(&role.uses).map(|purpose| (&purpose.id, &purpose.when));
        let flows = role.provide.iter().filter_map(|id| look.policy.flow(id));
        let own: Vec<(&Name, &Vec<Name>)> = of_purposes.chain(flows.map(|flow| (&flow.id, &flow.when))).collect();
        for event in &role.report {
            if let Some((id, _)) = own.iter().find(|(_, when)| when.contains(event)) {
                let said = look
                    .at_name(Code::OpensOwnGate, &format!("role.{}.report", role.id), event)
                    .with("role", &*role.id);
                found.push(said.with("event", &**event).with("id", &***id));
            }
        }
    }
}

fn approves_own(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for role in look.roles().iter().filter(|role| role.exceptions && role.approve.contains(&Approve::Exceptions)) {
        found.push(look.at(Code::ApprovesOwn, &format!("role.{}.approve", role.id)).with("role", &*role.id));
    }
}

fn event_long_lived(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for event in &look.policy.events {
        if let Some(holds) = event.holds.filter(|holds| holds.days_about() > 90.0) {
            let said = look.at(Code::EventLongLived, &format!("event.{}.holds", event.id)).with("id", &*event.id);
            found.push(said.with("days", whole_days(holds)));
        }
    }
}

/// Where a flow names its items itself, the derived one may do in place of the raw one.
fn raw_though_derived(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for flow in look.policy.flows.iter().filter(|flow| look.names_its_items(flow)) {
        let derived = look.policy.items.iter().filter_map(|item| item.derived_from.as_ref().map(|raw| (raw, &item.id)));
        for (raw, derived) in derived.filter(|(raw, _)| flow.items.contains(raw)) {
            let said = look.at_name(Code::RawThoughDerived, &flow_path(flow, "items"), raw).with("id", &*flow.id);
            found.push(said.with("raw", &**raw).with("derived", &**derived));
        }
    }
}
