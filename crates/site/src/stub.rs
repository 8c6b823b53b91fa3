//! The inline beginning: Google's signals before any tag, from the cookie if there is one.

use crate::{lean::lean, settings};
use azukari_policy::{declared::Policy, material::Material, vocabulary::Load};
use serde_json::{Map, Value, json};

/// Google's signals, and the category that each stands for.
const SIGNALS: [(&str, &str); 7] = [
    ("security_storage", "necessary"),
    ("functionality_storage", "functional"),
    ("personalization_storage", "functional"),
    ("analytics_storage", "analytics"),
    ("ad_storage", "marketing"),
    ("ad_user_data", "marketing"),
    ("ad_personalization", "marketing"),
];

pub(crate) fn stub(policy: &Policy) -> String {
    // Granted before a choice only where every tag of the category loads until it is refused.
    let before_choice = |category: &str| {
        let mut tags = settings::on_site(policy).filter(|tag| tag.category == category).peekable();
        tags.peek().is_some() && tags.all(|tag| tag.load != Load::AfterConsent)
    };
    let signals: Map<String, Value> = SIGNALS
        .iter()
        .map(|(signal, category)| {
            let gpc = u8::from(*category == "marketing");
            ((*signal).to_owned(), json!([category, u8::from(before_choice(category)), gpc]))
        })
        .collect();
    lean(include_str!("runtime/stub.js"))
        .replace("SIGNALS", &settings::in_script(&Value::Object(signals)))
        .replace("MATERIAL", &json!(Material::of(policy).hash().to_string()).to_string())
        .replace('\n', "")
}
