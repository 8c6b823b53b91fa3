//! Where a missing key comes from: the table, its vendor, its group or category, the defaults; the first hit wins.

use super::{Origin, Origins};
use crate::{
    codes::Code,
    diagnostic::Diagnostic,
    grammar::{Form, Need},
    read::{
        Documents,
        entry::{Document, Entry, Field, Value},
    },
    source::Place,
};
use azukari_model::{Language, Name, Words};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// A declaration with everything that may speak for it.
#[derive(Debug)]
pub(super) struct Chain<'a> {
    pub(super) path: String,
    pub(super) entry: &'a Entry,
    pub(super) document: &'a Document,
    links: Vec<Link<'a>>,
}

/// One place to look.
#[derive(Debug)]
struct Link<'a> {
    origin: Origin,
    entry: &'a Entry,
    document: &'a Document,
    /// What it speaks for; empty: everything but `not`.
    only: &'static [&'static str],
    not: &'static [&'static str],
}

impl<'a> Chain<'a> {
    /// An entry, and the defaults of its family.
    pub(super) fn new(document: &'a Document, entry: &'a Entry) -> Self {
        let own = Link { origin: Origin::Table, entry, document, only: &[], not: &[] };
        let defaults = document.defaults(entry.table.name).filter(|_| !entry.table.name.is_empty());
        let defaults = defaults.map(|entry| Link { origin: Origin::Defaults, entry, document, only: &[], not: &[] });
        Self { path: entry.path.clone(), entry, document, links: std::iter::once(own).chain(defaults).collect() }
    }

    /// Puts another place to look before the defaults.
    pub(super) fn and(
        mut self,
        origin: Origin,
        found: Option<(&'a Document, &'a Entry)>,
        only: &'static [&'static str],
        not: &'static [&'static str],
    ) -> Self {
        if let Some((document, entry)) = found {
            let before = self.links.iter().position(|link| link.origin == Origin::Defaults).unwrap_or(self.links.len());
            self.links.insert(before, Link { origin, entry, document, only, not });
        }
        self
    }

    /// Puts a place to look before all others.
    pub(super) fn first(mut self, found: Option<(&'a Document, &'a Entry)>, only: &'static [&'static str]) -> Self {
        if let Some((document, entry)) = found {
            self.links.insert(0, Link { origin: Origin::Table, entry, document, only, not: &[] });
        }
        self
    }

    /// The id; only tables with ids come here.
    pub(super) fn id(&self) -> Option<&'a Name> {
        self.entry.id.as_ref()
    }

    fn find(&self, key: &str) -> Option<(Origin, &'a Field, &'a Document, &'a Entry)> {
        let speaks = |link: &&Link<'_>| (link.only.is_empty() || link.only.contains(&key)) && !link.not.contains(&key);
        self.links.iter().filter(speaks).find_map(|link| {
            // A default that may not be one is there and gives nothing.
            let field = link.entry.field(key).filter(|field| link.origin == Origin::Table || !field.value.is_bad())?;
            Some((link.origin, field, link.document, link.entry))
        })
    }

    /// Whether the declaration itself has this key, good or bad.
    pub(super) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// The value, without a note of where it came from.
    pub(super) fn peek(&self, key: &str) -> Option<&'a Value> {
        self.find(key).map(|(_, field, ..)| &field.value).filter(|value| !value.is_bad())
    }

    /// The path of a key.
    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The place of a key, else of the declaration.
    pub(super) fn place(&self, key: &str) -> Place {
        self.find(key).map_or_else(
            || self.document.place(&self.entry.at, &self.path_of(key)),
            |(_, field, document, _)| document.place(&field.span, &self.path_of(key)),
        )
    }
}

/// Puts a policy together.
#[derive(Debug)]
pub(super) struct Maker<'a> {
    pub(super) documents: &'a Documents,
    /// The file of vendors could not be read: what it would give is not missing.
    lacks_vendors: bool,
    pub(super) found: &'a mut Vec<Diagnostic>,
    pub(super) origins: Origins,
    pub(super) governing: Language,
    pub(super) languages: Vec<Language>,
    pub(super) sets: BTreeMap<Name, Vec<Name>>,
    pub(super) groups: BTreeMap<Name, Vec<Name>>,
    used_defaults: BTreeSet<String>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(documents: &'a Documents, lacks_vendors: bool, found: &'a mut Vec<Diagnostic>) -> Self {
        Self {
            documents,
            lacks_vendors,
            found,
            origins: Origins::default(),
            governing: Language::JA,
            languages: vec![Language::JA],
            sets: BTreeMap::new(),
            groups: BTreeMap::new(),
            used_defaults: BTreeSet::new(),
        }
    }

    /// The chains of a table of policy.toml, in source order; each declaration is entered with its place.
    pub(super) fn chains(&mut self, table: &str) -> Vec<Chain<'a>> {
        let document = &self.documents.policy;
        document.many(table).filter(|entry| entry.id.is_some()).map(|entry| self.chain(document, entry)).collect()
    }

    /// The chain of an entry; the entry is entered with its place.
    pub(super) fn chain(&mut self, document: &'a Document, entry: &'a Entry) -> Chain<'a> {
        self.origins.insert(entry.path.clone(), Origin::Table, Some(document.place(&entry.at, &entry.path)));
        Chain::new(document, entry)
    }

    /// A value, if it is there and good; where it came from is noted.
    pub(super) fn get(&mut self, chain: &Chain<'a>, key: &str) -> Option<&'a Value> {
        let path = chain.path_of(key);
        let Some((origin, field, document, entry)) = chain.find(key) else {
            self.origins.insert(path, Origin::Language, None);
            return None;
        };
        if origin == Origin::Defaults {
            self.used_defaults.insert(format!("{}.{key}", entry.path));
        }
        let named = matches!(field.key.form.member(), Form::Ref(_));
        for member in field.value.list().iter().filter(|_| named) {
            if let Some(name) = member.value.text() {
                self.origins.insert(format!("{path}.{name}"), origin, Some(document.place(&member.span, &path)));
            }
        }
        self.origins.insert(path.clone(), origin, Some(document.place(&field.span, &path)));
        Some(&field.value).filter(|value| !value.is_bad())
    }

    /// A value that must be there: says so if nothing has it.
    pub(super) fn must(&mut self, chain: &Chain<'a>, key: &str) -> Option<&'a Value> {
        if !chain.has(key) {
            self.missing(chain, key);
        }
        self.get(chain, key)
    }

    /// Says that a key is missing.
    pub(super) fn missing(&mut self, chain: &Chain<'a>, key: &str) {
        if self.lacks_vendors && key == "name" && matches!(chain.entry.table.name, "tag" | "recipient") {
            return;
        }
        let is_forbidden = crate::grammar::NO_DEFAULTS.contains(&key);
        let family = chain.entry.table.family.map(crate::vocabulary::Family::word);
        let place = chain.document.place(&chain.entry.at, &chain.path_of(key));
        let said = Diagnostic::new(Code::MissingKey, Some(place)).with("key", key);
        self.found.push(said.with_some("fam", family.filter(|_| !is_forbidden)));
    }

    /// Says that a value is none that may stand there, though its form is right.
    pub(super) fn refuse(&mut self, place: Place, value: &str, en: &str, ja: &str) {
        let said = Diagnostic::new(Code::BadValue, Some(place)).with("value", value);
        self.found.push(said.with_both("want", en, ja));
    }

    /// A text in every language of the policy.
    pub(super) fn words(&mut self, chain: &Chain<'a>, key: &str) -> Option<Words> {
        let value = self.get(chain, key)?;
        Some(self.words_of(value, &chain.place(key), &chain.path_of(key)))
    }

    /// The same, where it must be there.
    pub(super) fn must_words(&mut self, chain: &Chain<'a>, key: &str) -> Words {
        if !chain.has(key) {
            self.missing(chain, key);
        }
        self.words(chain, key).unwrap_or_default()
    }

    /// A read text; says which languages it lacks.
    pub(super) fn words_of(&mut self, value: &Value, place: &Place, key: &str) -> Words {
        let mut words = Words::new();
        if let Value::Words(texts) = value {
            for (language, text) in texts {
                words.insert(language.unwrap_or(self.governing), text.clone());
            }
        }
        for language in self.languages.iter().filter(|language| words.get(**language).is_none()) {
            let said = Diagnostic::new(Code::MissingLanguage, Some(place.clone()));
            self.found.push(said.with("lang", language).with("key", key));
        }
        words
    }

    pub(super) fn text(&mut self, chain: &Chain<'a>, key: &str) -> Option<String> {
        self.get(chain, key).and_then(Value::text).map(str::to_owned)
    }

    pub(super) fn name(&mut self, chain: &Chain<'a>, key: &str) -> Option<Name> {
        self.get(chain, key).and_then(Value::word)
    }

    pub(super) fn word<T: std::str::FromStr>(&mut self, chain: &Chain<'a>, key: &str) -> Option<T> {
        self.get(chain, key).and_then(Value::word)
    }

    pub(super) fn bool(&mut self, chain: &Chain<'a>, key: &str) -> Option<bool> {
        self.get(chain, key).and_then(Value::bool)
    }

    /// The words, names or texts of a list; nothing if it is not there.
    pub(super) fn all<T: std::str::FromStr>(&mut self, chain: &Chain<'a>, key: &str) -> Vec<T> {
        self.get(chain, key).map(Value::all).unwrap_or_default()
    }

    /// Items, sets written out.
    pub(super) fn items(&mut self, chain: &Chain<'a>, key: &str) -> Option<Vec<Name>> {
        let names = self.get(chain, key)?.all::<Name>();
        Some(written_out(&names, &self.sets))
    }

    /// Purposes, groups written out.
    pub(super) fn purposes(&mut self, chain: &Chain<'a>, key: &str) -> Option<Vec<Name>> {
        let names = self.get(chain, key)?.all::<Name>();
        Some(written_out(&names, &self.groups))
    }

    /// Says which defaults nothing took.
    pub(super) fn unused_defaults(&mut self) {
        let documents = [Some(&self.documents.policy), self.documents.operation.as_ref()];
        for document in documents.into_iter().flatten() {
            for entry in document.entries.iter().filter(|entry| entry.is_defaults) {
                for field in entry.fields.iter().filter(|field| !field.value.is_bad()) {
                    let path = format!("{}.{}", entry.path, field.key.name);
                    let place = document.place(&field.at, &path);
                    self.origins.insert(path.clone(), Origin::Defaults, Some(document.place(&field.span, &path)));
                    if !self.used_defaults.contains(&path) {
                        self.found.push(Diagnostic::new(Code::UnusedDefault, Some(place)).with("key", field.key.name));
                    }
                }
            }
        }
    }

    /// Says which keys of a table that stands once are missing; what its table always needs.
    pub(super) fn once(&mut self, table: &str) -> Option<Chain<'a>> {
        let document = &self.documents.policy;
        let entry = document.one(table)?;
        let chain = self.chain(document, entry);
        for key in entry.table.keys.iter().filter(|key| key.need == Need::Always && entry.field(key.name).is_none()) {
            self.missing(&chain, key.name);
        }
        Some(chain)
    }

    /// Says that a table that stands once lacks a key.
    pub(super) fn once_missing(&mut self, table: &str, key: &str) {
        let document = &self.documents.policy;
        if let Some(entry) = document.one(table) {
            self.missing(&Chain::new(document, entry), key);
        }
    }

    /// A table that has to be there: says so at the top of the file.
    pub(super) fn absent(&mut self, table: &str) {
        let place = self.documents.policy.place(&start(), table);
        self.found.push(Diagnostic::new(Code::MissingKey, Some(place)).with("key", format!("[{table}]")));
    }
}

fn start() -> Range<usize> {
    0..0
}

/// A list with the sets or groups in it written out, each name once, in the order of first mention.
pub(super) fn written_out(names: &[Name], several: &BTreeMap<Name, Vec<Name>>) -> Vec<Name> {
    let mut seen = BTreeSet::new();
    let all = names.iter().flat_map(|name| several.get(name).map_or(std::slice::from_ref(name), Vec::as_slice));
    all.filter(|name| seen.insert((*name).clone())).cloned().collect()
}
