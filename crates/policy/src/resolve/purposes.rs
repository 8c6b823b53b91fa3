//! Groups and purposes, the sources that show them, the statistics made for them.

use super::{
    Origin,
    maker::{Chain, Maker},
};
use crate::{
    declared::{Group, Purpose, Recipient, Source, Statistic},
    grammar::NOT_FROM_GROUP,
    read::entry::Value,
    vocabulary::{By, Choice, Extra, Shown, Whence},
};
use azukari_model::Name;
use std::collections::BTreeMap;

impl<'a> Maker<'a> {
    /// `[group.ID]`, with the purposes that stand in each: read first, because lists of purposes may name them.
    /// Labels come later, from the prose.
    pub(super) fn all_groups(&mut self) -> Vec<Group> {
        let mut inside: BTreeMap<Name, Vec<Name>> = BTreeMap::new();
        let document = &self.documents.policy;
        for entry in document.many("purpose") {
            let chain = Chain::new(document, entry);
            let group = chain.peek("in").and_then(Value::word::<Name>);
            if let (Some(group), Some(id)) = (group, chain.id()) {
                inside.entry(group).or_default().push(id.clone());
            }
        }
        let chains = self.chains("group");
        let groups: Vec<Group> = chains
            .iter()
            .filter_map(|chain| {
                let id = chain.id()?.clone();
                let label = self.words(chain, "label").unwrap_or_default();
                // Noted for `explain`; its purposes take them.
                for key in ["items", "choice", "needed", "because", "by", "when", "marks", "mail"] {
                    self.get(chain, key);
                }
                let purposes = inside.remove(&id).unwrap_or_default();
                Some(Group { id, label, purposes })
            })
            .collect();
        self.groups = groups.iter().map(|group| (group.id.clone(), group.purposes.clone())).collect();
        groups
    }

    /// `[purpose.ID]`. Labels that are not written come later, from the prose.
    pub(super) fn all_purposes(&mut self) -> Vec<Purpose> {
        let chains = self.chains("purpose");
        let groups = chains_by_id(&self.documents.policy, "group");
        chains
            .into_iter()
            .filter_map(|chain| {
                let group = chain.peek("in").and_then(Value::text).and_then(|group| groups.get(group));
                let group = group.map(|entry| (&self.documents.policy, *entry));
                let chain = chain.and(Origin::Group, group, &[], NOT_FROM_GROUP);
                self.purpose(&chain)
            })
            .collect()
    }

    fn purpose(&mut self, chain: &Chain<'a>) -> Option<Purpose> {
        Some(Purpose {
            id: chain.id()?.clone(),
            group: self.name(chain, "in"),
            label: self.words(chain, "label").unwrap_or_default(),
            meaning: self.get(chain, "meaning").and_then(Value::count).unwrap_or(1),
            same_meaning: self.text(chain, "same-meaning"),
            items: self.items(chain, "items").unwrap_or_default(),
            choice: self.word(chain, "choice").unwrap_or(Choice::None),
            needed: self.bool(chain, "needed").unwrap_or(false),
            because: self.word(chain, "because"),
            by: self.word(chain, "by").unwrap_or(By::Us),
            when: self.all(chain, "when"),
            marks: self.all(chain, "marks"),
            mail_to_customers: self.text(chain, "mail").is_some(),
            formerly: self.name(chain, "formerly"),
        })
    }

    /// `[source.ID]`.
    pub(super) fn all_sources(&mut self, purposes: &[Purpose], recipients: &[Recipient]) -> Vec<Source> {
        let chains = self.chains("source");
        chains.iter().filter_map(|chain| self.source(chain, purposes, recipients)).collect()
    }

    fn source(&mut self, chain: &Chain<'a>, purposes: &[Purpose], recipients: &[Recipient]) -> Option<Source> {
        let from = self.must(chain, "from").and_then(Value::word::<Whence>).unwrap_or(Whence::Service);
        self.must(chain, "takes");
        let takes = self.items(chain, "takes").unwrap_or_default();
        let shown = self.word::<Shown>(chain, "shown").or(match from {
            Whence::Person => Some(Shown::Before),
            Whence::Affiliate | Whence::Recipient => Some(Shown::Announced),
            Whence::OutsideLogin => None,
            Whence::Device | Whence::Service => Some(Shown::Published),
        });
        let extra = self.word::<Extra>(chain, "extra").unwrap_or(match from {
            Whence::OutsideLogin | Whence::Device => Extra::Drop,
            _ => Extra::Refuse,
        });
        let named = self.purposes(chain, "purposes");
        let purposes_open = !chain.has("purposes");
        let may_use =
            |purpose: &&Purpose| purpose.by == By::Us && purpose.items.iter().any(|item| takes.contains(item));
        let purposes = named.unwrap_or_else(|| {
            let using = purposes.iter().filter(may_use).filter(|_| purposes_open);
            using.map(|purpose| purpose.id.clone()).collect()
        });
        let provider: Vec<Name> = self.all(chain, "provider");
        let provider_policy = match provider.as_slice() {
            [one] => self.policy_of(one, recipients),
            _ => None,
        };
        Some(Source {
            id: chain.id()?.clone(),
            label: self.words(chain, "label").unwrap_or_default(),
            from,
            required: self.items(chain, "required").unwrap_or_default(),
            takes,
            confirms: self.all(chain, "confirms"),
            purposes,
            purposes_open,
            shown,
            extra,
            provider,
            provider_policy,
            limited_by_grant: self.text(chain, "limited-by").is_some(),
            formerly: self.name(chain, "formerly"),
        })
    }

    /// Where the privacy policy of a provider is: a recipient's, else a vendor's.
    fn policy_of(&self, provider: &Name, recipients: &[Recipient]) -> Option<String> {
        if let Some(recipient) = recipients.iter().find(|recipient| recipient.id == *provider) {
            return recipient.policy.clone();
        }
        let vendors = chains_by_id(self.documents.vendors.as_ref()?, "vendor");
        let policy = vendors.get(provider.as_str())?.field("policy")?;
        policy.value.text().map(str::to_owned)
    }

    /// `[statistic.ID]`.
    pub(super) fn all_statistics(&mut self) -> Vec<Statistic> {
        let chains = self.chains("statistic");
        chains.iter().filter_map(|chain| self.statistic(chain)).collect()
    }

    fn statistic(&mut self, chain: &Chain<'a>) -> Option<Statistic> {
        self.must(chain, "purposes");
        Some(Statistic {
            id: chain.id()?.clone(),
            label: self.must_words(chain, "label"),
            purposes: self.purposes(chain, "purposes").unwrap_or_default(),
            items: self.items(chain, "items").unwrap_or_default(),
            by: self.items(chain, "by").unwrap_or_default(),
            min_group: self.get(chain, "min-group").and_then(Value::count).unwrap_or(10),
            to: self.all(chain, "to"),
        })
    }
}

/// The entries of a table, by id.
pub(super) fn chains_by_id<'a>(
    document: &'a crate::read::entry::Document,
    table: &str,
) -> BTreeMap<&'a str, &'a crate::read::entry::Entry> {
    document.many(table).filter_map(|entry| Some((entry.id.as_ref()?.as_str(), entry))).collect()
}
