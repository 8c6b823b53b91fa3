//! The policy as JSON: what is declared, for machines that read policies.

use crate::{
    declared::{Flow, Policy, Purpose, Recipient, Sent, Tag},
    vocabulary::Family,
};
use azukari_model::Date;
use serde_json::{Value, json};

/// A version as JSON. Stable keys; ids as in the source; texts by language.
pub fn json(policy: &Policy, effective: Option<Date>) -> Value {
    let service = &policy.service;
    json!({
        "format": "azukari-policy",
        "version": 1,
        "service": {"id": service.id, "name": service.name, "label": service.label, "effective": effective.or(service.effective),
            "established": service.established, "history": service.history, "governing": service.governing,
            "languages": service.languages, "zone": service.zone.name(), "grounds": service.grounds},
        "operator": {"name": policy.operator.name, "address": policy.operator.address, "representative": policy.operator.representative},
        "contacts": policy.contacts.iter().map(|contact| json!({"id": contact.id, "for": contact.serves, "kind": contact.kind,
            "name": contact.name, "email": contact.email, "phone": contact.phone, "url": contact.url, "address": contact.address,
            "hours": contact.hours})).collect::<Vec<_>>(),
        "items": policy.items.iter().map(|item| json!({"id": item.id, "kind": item.kind, "label": item.label, "class": item.class,
            "keep": item.keep, "held-by": item.held_by, "from": item.derived_from})).collect::<Vec<_>>(),
        "keeps": policy.keeps.iter().map(|keep| json!({"id": keep.id, "for": keep.period, "at-least": keep.at_least,
            "because": keep.because})).collect::<Vec<_>>(),
        "sources": policy.sources.iter().map(|source| json!({"id": source.id, "from": source.from, "takes": source.takes,
            "required": source.required, "purposes": source.purposes})).collect::<Vec<_>>(),
        "purposes": policy.purposes.iter().map(|one| purpose(policy, one)).collect::<Vec<_>>(),
        "recipients": policy.recipients.iter().map(|one| recipient(policy, one)).collect::<Vec<_>>(),
        "provisions": policy.flows.iter().map(|one| flow(policy, one)).collect::<Vec<_>>(),
        "transmissions": policy.tags.iter().map(|one| tag(policy, one)).collect::<Vec<_>>(),
        "statistics": policy.statistics.iter().map(|statistic| json!({"id": statistic.id, "label": statistic.label,
            "purposes": statistic.purposes, "items": statistic.items, "by": statistic.by, "min-group": statistic.min_group,
            "to": statistic.to})).collect::<Vec<_>>(),
        "rights": policy.rights.iter().map(|right| json!({"id": right.id, "gives": right.gives, "by": right.by,
            "identity": right.identity, "answer-within": right.answer_within, "fee": right.fee})).collect::<Vec<_>>(),
        "measures": policy.measures.iter().map(|measure| json!({"id": measure.id, "kind": measure.kind, "label": measure.label,
            "every": measure.every})).collect::<Vec<_>>(),
        "clauses": policy.prose.clauses.iter().map(|clause| json!({"id": clause.id, "title": clause.title, "text": clause.text,
            "statement": clause.statement})).collect::<Vec<_>>(),
        "hash": policy.hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
    })
}

fn purpose(policy: &Policy, purpose: &Purpose) -> Value {
    json!({"id": purpose.id, "meaning": purpose.meaning, "group": purpose.group, "label": purpose.label, "items": purpose.items,
        "choice": purpose.choice, "needed": purpose.needed, "by": purpose.by, "when": purpose.when, "marks": purpose.marks,
        "clause": policy.clause_of_declared(Family::Purpose, &purpose.id)})
}

fn recipient(policy: &Policy, recipient: &Recipient) -> Value {
    json!({"id": recipient.id, "as": recipient.part, "name": recipient.name, "class": recipient.is_class,
        "country": recipient.country, "route": recipient.route, "policy": recipient.policy,
        "clause": policy.clause_of_declared(Family::Recipient, &recipient.id)})
}

fn flow(policy: &Policy, flow: &Flow) -> Value {
    json!({"id": flow.id, "to": flow.to, "purposes": flow.purposes, "items": flow.items, "ground": flow.ground, "when": flow.when,
        "scope": flow.joint.as_ref().map(|joint| &joint.scope), "clause": policy.clause_of_declared(flow.family, &flow.id)})
}

fn tag(policy: &Policy, tag: &Tag) -> Value {
    let sends: Vec<&str> = tag
        .sends
        .iter()
        .map(|sent| match sent {
            Sent::Signal(signal) => signal.word(),
            Sent::Item(item) => item.as_str(),
        })
        .collect();
    json!({"id": tag.id, "category": tag.category, "name": tag.name, "country": tag.country, "sends": sends,
        "our-purpose": tag.our_purpose, "their-purpose": tag.their_purpose, "hosts": tag.hosts, "cookies": tag.cookies.iter().map(|cookie| &cookie.name).collect::<Vec<_>>(),
        "opt-out": tag.opt_out, "policy": tag.policy, "load": tag.load, "pages": tag.pages, "on": tag.on,
        "clause": policy.clause_of_declared(Family::Tag, &tag.id)})
}
