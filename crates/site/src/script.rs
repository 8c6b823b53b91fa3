//! The one script: the runtime's files in their order, around the settings of a service.

use crate::{
    Site,
    lean::{lean, lean_style},
    settings,
};
use azukari_model::Language;
use serde_json::json;
use std::sync::LazyLock;

/// What others use first; `start` begins.
const FILES: &[&str] = &[
    include_str!("runtime/state.js"),
    include_str!("runtime/signals.js"),
    include_str!("runtime/held.js"),
    include_str!("runtime/gate.js"),
    include_str!("runtime/erase.js"),
    include_str!("runtime/choices.js"),
    include_str!("runtime/dom.js"),
    include_str!("runtime/switches.js"),
    include_str!("runtime/banner.js"),
    include_str!("runtime/start.js"),
];

static RUNTIME: LazyLock<String> = LazyLock::new(|| lean(&FILES.concat()));
static STYLE: LazyLock<String> = LazyLock::new(|| lean_style(include_str!("runtime/style.css")));

/// The script in one language.
pub(crate) fn script(site: &Site<'_>, language: Language) -> String {
    let mut config = settings::settings(site, language);
    if let Some(config) = config.as_object_mut() {
        config.insert("style".to_owned(), json!(*STYLE));
    }
    // Twice on a page is once.
    format!(
        "(function (config) {{\n'use strict';\nif (window.AzukariConsent) return;\n{}}})({});\n",
        *RUNTIME,
        settings::in_script(&config)
    )
}
