//! Code on the site: categories and tags, with what vendors and operation.toml say of them.

use super::{
    Origin,
    maker::{Chain, Maker},
    purposes::chains_by_id,
};
use crate::{
    declared::{Category, Sent, Tag},
    grammar::BUILT_IN_CATEGORIES,
    read::entry::Value,
    vocabulary::{Load, Platform, Signal},
};
use azukari_model::{Name, Words};

/// What a vendor says of a tag.
const FROM_VENDOR: &[&str] =
    &["name", "country", "policy", "opt-out", "their-purpose", "sends", "hosts", "cookies", "links-to-person"];

impl<'a> Maker<'a> {
    /// `[category.ID]`.
    pub(super) fn all_categories(&mut self) -> Vec<Category> {
        let chains = self.chains("category");
        chains.iter().filter_map(|chain| self.category(chain)).collect()
    }

    fn category(&mut self, chain: &Chain<'a>) -> Option<Category> {
        let id = chain.id()?.clone();
        let built_in = BUILT_IN_CATEGORIES.iter().find(|(name, ..)| id == *name);
        let label = self.words(chain, "label").or_else(|| {
            let (_, ja, en) = built_in?;
            self.by_kind(chain, "label");
            Some(Words::both(ja, en))
        });
        Some(Category {
            id,
            // Of a category that does not say, nothing loads before consent.
            load: self.must(chain, "load").and_then(Value::word).unwrap_or(Load::AfterConsent),
            label: label.unwrap_or_default(),
            our_purpose: self.purposes(chain, "our-purpose").unwrap_or_default(),
            opt_out: self.all(chain, "opt-out"),
        })
    }

    /// `[tag.ID]`.
    pub(super) fn all_tags(&mut self, categories: &[Category]) -> Vec<Tag> {
        let of_category = chains_by_id(&self.documents.policy, "category");
        let of_operation = self.documents.operation.as_ref().map(|document| (document, chains_by_id(document, "tag")));
        let chains = self.chains("tag");
        chains
            .into_iter()
            .filter_map(|chain| {
                let category = chain.peek("category").and_then(Value::text).and_then(|id| of_category.get(id));
                let category = category.map(|entry| (&self.documents.policy, *entry));
                let today = of_operation
                    .as_ref()
                    .and_then(|(document, tags)| tags.get(chain.id()?.as_str()).map(|entry| (*document, *entry)));
                let vendor = self.vendor_of(&chain);
                let chain = chain
                    .and(Origin::Vendor, vendor, FROM_VENDOR, &[])
                    .and(Origin::Category, category, &["load", "our-purpose"], &[])
                    .first(today, &["hosts", "cookies"]);
                self.tag(&chain, categories)
            })
            .collect()
    }

    fn tag(&mut self, chain: &Chain<'a>, categories: &[Category]) -> Option<Tag> {
        let id = chain.id()?.clone();
        let category: Option<Name> = self.must(chain, "category").and_then(Value::word);
        let is_operators = self.text(chain, "vendor").is_some_and(|vendor| vendor == "operator");
        let name = match self.words(chain, "name") {
            Some(name) => name,
            None if is_operators => self.operators_name(),
            None => self.must_words(chain, "name"),
        };
        if is_operators {
            self.must(chain, "cookies");
        }
        let their_purpose = self.words(chain, "their-purpose").unwrap_or_default();
        self.must(chain, "our-purpose");
        let mut opt_out: Vec<String> = self.all(chain, "opt-out");
        let group = categories.iter().find(|one| Some(&one.id) == category.as_ref());
        opt_out.extend(group.into_iter().flat_map(|category| category.opt_out.iter().cloned()));
        let pages: Vec<String> = self.all(chain, "pages");
        let on: Vec<Platform> = self.all(chain, "on");
        Some(Tag {
            // A category that is not there was said; its tag then stands under its own id.
            category: category.unwrap_or_else(|| id.clone()),
            vendor: self.vendor_of(chain).filter(|_| !is_operators).and_then(|(_, entry)| entry.id.clone()),
            is_operators,
            name,
            country: self.text(chain, "country"),
            their_purpose,
            sends: self.sends(chain),
            hosts: self.all(chain, "hosts"),
            cookies: self.all(chain, "cookies"),
            policy: self.text(chain, "policy"),
            opt_out,
            links_to_person: self.bool(chain, "links-to-person").unwrap_or(false),
            recipient: self.name(chain, "recipient"),
            identifies: self.bool(chain, "identifies").unwrap_or(false),
            our_purpose: self.purposes(chain, "our-purpose").unwrap_or_default(),
            load: self.must(chain, "load").and_then(Value::word).unwrap_or(Load::AfterConsent),
            pages: if pages.is_empty() { vec!["all".to_owned()] } else { pages },
            on: if on.is_empty() { vec![Platform::Web] } else { on },
            mask_inputs: self.bool(chain, "mask-inputs").unwrap_or(false),
            id,
        })
    }

    /// The site's own cookies are the operator's: no vendor has a name for them.
    fn operators_name(&mut self) -> Words {
        let operator = self.documents.policy.one("operator").and_then(|entry| entry.field("name"));
        let mut words = Words::new();
        if let Some(Value::Words(texts)) = operator.map(|field| &field.value) {
            for (language, text) in texts {
                words.insert(language.unwrap_or(self.governing), text.clone());
            }
        }
        words
    }

    /// What it sends, and also sends, each once. A name that is both is the signal.
    fn sends(&mut self, chain: &Chain<'a>) -> Vec<Sent> {
        let mut sent: Vec<Sent> = Vec::new();
        for key in ["sends", "also-sends"] {
            for word in self.all::<String>(chain, key) {
                let one = match word.parse::<Signal>() {
                    Ok(signal) => Some(Sent::Signal(signal)),
                    Err(()) => word.parse().ok().map(Sent::Item),
                };
                sent.extend(one.filter(|one| !sent.contains(one)));
            }
        }
        sent
    }
}
