//! The same gates inside Google Tag Manager: a container to import, with a variable and a trigger for each tag.
//!
//! The runtime pushes `consent_update` with a yes or no for each tag; the trigger of a tag fires when its own is a yes.

use crate::settings;
use azukari_policy::declared::Policy;
use serde_json::{Value, json};

/// What Tag Manager imports.
pub fn container(policy: &Policy) -> Value {
    let name = format!("Azukari: {}", policy.service.id);
    let tags: Vec<(usize, &str)> =
        settings::on_site(policy).map(|tag| tag.id.as_str()).enumerate().map(|(at, id)| (at + 1, id)).collect();
    json!({
        "exportFormatVersion": 2,
        "containerVersion": {
            "path": "accounts/0/containers/0/versions/0",
            "accountId": "0", "containerId": "0", "containerVersionId": "0",
            "container": {"accountId": "0", "containerId": "0", "name": name, "publicId": "GTM-AZUKARI", "usageContext": ["WEB"]},
            "folder": [{"accountId": "0", "containerId": "0", "folderId": "1", "name": "Azukari"}],
            "builtInVariable": [{"accountId": "0", "containerId": "0", "type": "EVENT", "name": "Event"}],
            "variable": tags.iter().map(|(at, id)| variable(*at, id)).collect::<Vec<_>>(),
            "trigger": tags.iter().map(|(at, id)| trigger(*at, id)).collect::<Vec<_>>(),
        }
    })
}

fn variable(at: usize, id: &str) -> Value {
    json!({
        "accountId": "0", "containerId": "0", "variableId": at.to_string(), "name": format!("consent – {id}"), "type": "v",
        "parentFolderId": "1",
        "parameter": [
            {"type": "INTEGER", "key": "dataLayerVersion", "value": "2"},
            {"type": "BOOLEAN", "key": "setDefaultValue", "value": "true"},
            {"type": "TEMPLATE", "key": "defaultValue", "value": "false"},
            {"type": "TEMPLATE", "key": "name", "value": format!("consent.{id}")},
        ],
    })
}

fn trigger(at: usize, id: &str) -> Value {
    let equals = |left: &str, right: &str| {
        json!({"type": "EQUALS", "parameter": [
            {"type": "TEMPLATE", "key": "arg0", "value": left}, {"type": "TEMPLATE", "key": "arg1", "value": right},
        ]})
    };
    json!({
        "accountId": "0", "containerId": "0", "triggerId": at.to_string(), "name": format!("allowed – {id}"),
        "type": "CUSTOM_EVENT", "parentFolderId": "1",
        "customEventFilter": [equals("{{_event}}", "consent_update")],
        "filter": [equals(&format!("{{{{consent – {id}}}}}"), "true")],
    })
}
