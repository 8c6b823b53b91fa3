//! The list as JSON: every language, stable keys, what the law asks for apart from what is told beyond it.

use super::super::phrase;
use crate::declared::{Cookie, Lifetime, Policy, Sent, Tag};
use azukari_model::{Language, Words};
use serde_json::{Value, json};

/// The list as JSON.
pub fn json(policy: &Policy) -> Value {
    let service = &policy.service;
    let transmissions = service.transmissions.as_ref();
    json!({
        "format": "azukari-external",
        "version": 1,
        "service": {"id": service.id, "name": service.name, "label": service.label, "effective": service.effective},
        "operator": policy.operator.name,
        "duty": transmissions.map(|transmissions| json!({"word": transmissions.duty, "reason": transmissions.reason})),
        "categories": policy.categories.iter().map(|category| json!({"id": category.id, "label": category.label,
            "load": category.load})).collect::<Vec<_>>(),
        "tags": policy.tags.iter().map(|one| tag(policy, one)).collect::<Vec<_>>(),
    })
}

fn tag(policy: &Policy, tag: &Tag) -> Value {
    let ours =
        tag.our_purpose.iter().filter_map(|id| policy.purpose(id)).map(|one| json!({"id": one.id, "label": one.label}));
    json!({
        "id": tag.id,
        "category": tag.category,
        "required": {
            "sends": tag.sends.iter().map(|sent| self::sent(policy, sent)).collect::<Vec<_>>(),
            "recipient": tag.name,
            "our-purpose": ours.collect::<Vec<_>>(),
            "their-purpose": tag.their_purpose,
        },
        "further": {
            "load": tag.load, "country": tag.country, "hosts": tag.hosts, "policy": tag.policy, "opt-out": tag.opt_out,
            "cookies": tag.cookies.iter().map(cookie).collect::<Vec<_>>(), "pages": tag.pages, "on": tag.on,
        },
    })
}

fn sent(policy: &Policy, sent: &Sent) -> Value {
    match sent {
        Sent::Signal(signal) => {
            let label = Words::both(phrase::signal(Language::JA, *signal), phrase::signal(Language::EN, *signal));
            json!({"id": signal, "label": label})
        }
        Sent::Item(id) => json!({"id": id, "label": policy.item(id).map(|item| &item.label)}),
    }
}

fn cookie(cookie: &Cookie) -> Value {
    let lifetime = cookie.lifetime.map(|lifetime| match lifetime {
        Lifetime::Session => json!("session"),
        Lifetime::For(period) => json!(period),
    });
    json!({"name": cookie.name, "lifetime": lifetime})
}
