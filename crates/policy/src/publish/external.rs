//! What the site makes a browser, or an app makes a terminal, send to others: the list that the law asks for
//! (Telecommunications Business Act Art. 27-12, Rules 22-2-29), from the tags that are declared.
//!
//! [`Listing`] is the list in one language; its forms (page, fragment, CSV) are written from it alone. What the law asks for
//! and what is told beyond it stand in two lists of each entry, and are never mixed.

mod csv;
mod entry;
mod html;
mod json;

pub use csv::csv;
pub use entry::{Entry, Fact, Value};
pub use html::{fragment, page};
pub use json::json;

use super::phrase::{self, pick};
use crate::{declared::Policy, vocabulary::Duty};
use azukari_model::Language;

/// The list, in one language.
#[derive(Clone, Debug)]
pub struct Listing {
    pub language: Language,
    pub service: String,
    pub operator: String,
    pub version: String,
    /// Since when this version counts, as one writes a day.
    pub effective: String,
    /// Whether the law asks for the list or the operator publishes it unasked; with the reason.
    pub basis: Option<String>,
    /// By category, in the order of the policy; none is empty.
    pub groups: Vec<Group>,
}

/// A category and what belongs to it.
#[derive(Clone, Debug)]
pub struct Group {
    pub id: String,
    pub label: String,
    pub entries: Vec<Entry>,
}

impl Listing {
    /// The list of a policy.
    pub fn new(policy: &Policy, language: Language) -> Self {
        let service = &policy.service;
        let group = |category: &crate::declared::Category| {
            let label = category.label.in_language(language);
            let tags = policy.tags.iter().filter(|tag| tag.category == category.id);
            Group {
                id: category.id.to_string(),
                label: if label.is_empty() { category.id.to_string() } else { label.to_owned() },
                entries: tags.map(|tag| Entry::new(policy, tag, language)).collect(),
            }
        };
        Self {
            language,
            service: service.name.in_language(language).to_owned(),
            operator: policy.operator.name.in_language(language).to_owned(),
            version: service.label.clone(),
            effective: service.effective.map(|day| phrase::date(language, day)).unwrap_or_default(),
            basis: basis(policy, language),
            groups: policy.categories.iter().map(group).filter(|group| !group.entries.is_empty()).collect(),
        }
    }

    /// The title of the page.
    pub fn title(&self) -> &'static str {
        pick(self.language, "利用者に関する情報の外部送信", "What this site makes your browser send to others")
    }
}

fn basis(policy: &Policy, language: Language) -> Option<String> {
    let transmissions = policy.service.transmissions.as_ref()?;
    let law = match transmissions.duty {
        Duty::Required => {
            pick(language, "電気通信事業法第27条の12による公表", "Telecommunications Business Act, Article 27-12")
        }
        Duty::Voluntary => pick(language, "当社による任意の公表", "published of our own accord"),
        Duty::None => return None,
    };
    Some(match (transmissions.reason.in_language(language), language) {
        ("", _) => law.to_owned(),
        (reason, Language::JA) => format!("{law}（{reason}）"),
        (reason, _) => format!("{law} ({reason})"),
    })
}
