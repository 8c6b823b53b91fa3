//! The clauses' texts as they are published: what a refusal, the board and a consent show says what the page says.

use super::{
    Edition,
    fill::{self, Tables},
};
use crate::{declared::Policy, prose};
use azukari_model::Language;
use std::collections::BTreeMap;

/// Fills the facts into the text of every clause, in every language: once, when a version is compiled.
pub(crate) fn fill_in(policy: &mut Policy) {
    let languages: Vec<Language> = policy.prose.texts.keys().copied().collect();
    for language in languages {
        let mut texts = published(policy, language);
        for clause in &mut policy.prose.clauses {
            if let Some((text, own)) = texts.remove(&clause.id) {
                clause.text.insert(language, text);
                clause.own.insert(language, own);
            }
        }
    }
}

/// The plain text of each clause with its facts in it: whole, and its own.
fn published(policy: &Policy, language: Language) -> BTreeMap<String, (String, String)> {
    let edition = Edition { policy, language, effective: policy.service.effective, versions: &[] };
    prose::plain_texts(&fill::fill(&edition, Tables::Said).marked())
}
