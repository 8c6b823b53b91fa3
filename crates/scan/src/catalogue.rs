//! What is publicly known of outside services that sites in Japan use: one file each, in `vendors/`, with where each fact was read and
//! when. What nobody confirmed says so.

mod files;

use azukari_model::{Date, Lang, Period, Words};
use azukari_policy::vocabulary::Signal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// All of it, by id.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    vendors: Vec<Vendor>,
}

/// One service of one company.
#[derive(Clone, Debug)]
pub struct Vendor {
    /// The file's name, and the id in a policy.
    pub id: String,
    facts: Facts,
}

/// The file as it is written. Its facts are the keys of `[vendor.ID]` in a policy.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Facts {
    name: Both,
    country: Option<String>,
    policy: Option<String>,
    #[serde(default)]
    opt_out: Vec<String>,
    their_purpose: Option<Both>,
    #[serde(default)]
    sends: Vec<String>,
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    cookies: Vec<String>,
    #[serde(default)]
    links_to_person: bool,
    /// The category most sites put it in.
    category: String,
    /// Other words people look for it by.
    #[serde(default)]
    also: Vec<String>,
    /// Facts nobody has confirmed.
    #[serde(default)]
    unconfirmed: Vec<String>,
    #[serde(default)]
    source: Vec<Source>,
}

/// A text in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Both {
    ja: String,
    en: String,
}

/// A public page, the day it was read, and what it says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub url: String,
    pub read: String,
    pub facts: Vec<String>,
}

/// One fact as it may be shown.
#[derive(Clone, Debug)]
pub struct Fact {
    pub key: &'static str,
    /// As it is written in a policy.
    pub value: String,
    /// Where it was read; `None`: nobody confirmed it.
    pub source: Option<Source>,
}

impl Catalogue {
    /// The one that came with the program.
    pub fn own() -> Self {
        Self { vendors: files::FILES.iter().filter_map(|(id, text)| Vendor::parse(id, text).ok()).collect() }
    }

    /// Every vendor, by id.
    pub fn vendors(&self) -> &[Vendor] {
        &self.vendors
    }

    /// The vendor of an id.
    pub fn vendor(&self, id: &str) -> Option<&Vendor> {
        self.vendors.iter().find(|vendor| vendor.id == id)
    }

    /// The vendor a host is known for: the first by id.
    pub fn of_host(&self, host: &str) -> Option<&Vendor> {
        self.vendors.iter().find(|vendor| vendor.facts.hosts.iter().any(|one| one == host))
    }

    /// Vendors that every word stands in: id, names, hosts, other words.
    pub fn find(&self, words: &[String]) -> Vec<&Vendor> {
        let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        self.vendors.iter().filter(|vendor| words.iter().all(|word| vendor.says(word))).collect()
    }
}

impl Vendor {
    /// Reads a file.
    pub fn parse(id: &str, text: &str) -> Result<Self, String> {
        let facts = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        Ok(Self { id: id.to_owned(), facts })
    }

    /// Service and company.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.facts.name.ja, &self.facts.name.en)
    }

    /// Its names.
    pub fn words(&self) -> Words {
        Words::both(&self.facts.name.ja, &self.facts.name.en)
    }

    /// The category most sites put it in.
    pub fn category(&self) -> &str {
        &self.facts.category
    }

    /// Its hosts.
    pub fn hosts(&self) -> &[String] {
        &self.facts.hosts
    }

    fn says(&self, word: &str) -> bool {
        let facts = &self.facts;
        [&self.id, &facts.name.ja, &facts.name.en, &facts.category]
            .into_iter()
            .chain(&facts.also)
            .chain(&facts.hosts)
            .any(|text| text.to_lowercase().contains(word))
    }

    /// Its facts, in the order of a policy.
    pub fn facts(&self) -> Vec<Fact> {
        let facts = &self.facts;
        let list = |list: &[String]| (!list.is_empty()).then(|| toml_list(list));
        let both = |both: &Both| format!("{{ ja = {:?}, en = {:?} }}", both.ja, both.en);
        let text = |text: &Option<String>| text.as_ref().map(|text| format!("{text:?}"));
        let all: [(&'static str, Option<String>); 9] = [
            ("name", Some(both(&facts.name))),
            ("country", text(&facts.country)),
            ("policy", text(&facts.policy)),
            ("opt-out", list(&facts.opt_out)),
            ("their-purpose", facts.their_purpose.as_ref().map(both)),
            ("sends", list(&facts.sends)),
            ("hosts", list(&facts.hosts)),
            ("cookies", list(&facts.cookies)),
            ("links-to-person", facts.links_to_person.then(|| "true".to_owned())),
        ];
        all.into_iter()
            .filter_map(|(key, value)| {
                let source = facts.source.iter().find(|source| source.facts.iter().any(|fact| fact == key));
                Some(Fact { key, value: value?, source: source.cloned() })
            })
            .collect()
    }

    /// What to paste into a file of vendors; what nobody confirmed carries `(!)`.
    pub fn snippet(&self) -> String {
        let facts = self.facts();
        let wide = facts.iter().map(|fact| fact.key.len()).max().unwrap_or_default();
        let line = |fact: &Fact| {
            let mark = if fact.source.is_none() { "   # (!)" } else { "" };
            format!("{:wide$} = {}{mark}\n", fact.key, fact.value)
        };
        format!("[vendor.{}]\n{}", self.id, facts.iter().map(line).collect::<String>())
    }

    /// The oldest day anything of it was read.
    pub fn read(&self) -> Option<Date> {
        self.facts.source.iter().filter_map(|source| source.read.parse().ok()).min()
    }

    /// Whether it ought to be read again.
    pub fn is_stale(&self, today: Date, after: Period) -> bool {
        self.read().is_none_or(|read| read.plus(after) < today)
    }

    /// Keys of facts nobody confirmed.
    pub fn unconfirmed(&self) -> &[String] {
        &self.facts.unconfirmed
    }

    /// Everything that is wrong with the file, for the test that reads them all.
    pub fn faults(&self) -> Vec<String> {
        let facts = self.facts();
        let mut faults = Vec::new();
        let mut sourced: BTreeMap<&str, usize> = BTreeMap::new();
        for source in &self.facts.source {
            let is_link =
                azukari_policy::link::Link::parse(&source.url).is_some() && source.url.starts_with("https://");
            if !is_link {
                faults.push(format!("`{}` is no address", source.url));
            }
            if source.read.parse::<Date>().is_err() {
                faults.push(format!("`{}` is no date", source.read));
            }
            for fact in &source.facts {
                *sourced.entry(fact).or_default() += 1;
            }
        }
        for fact in &facts {
            let (is_sourced, is_open) =
                (sourced.contains_key(fact.key), self.facts.unconfirmed.iter().any(|one| one == fact.key));
            if is_sourced == is_open {
                faults.push(format!("`{}` has either a source or stands in `unconfirmed`", fact.key));
            }
        }
        let is_fact = |name: &str| facts.iter().any(|fact| fact.key == name);
        for name in sourced.keys().copied().chain(self.facts.unconfirmed.iter().map(String::as_str)) {
            if !is_fact(name) {
                faults.push(format!("`{name}` is no fact of this file"));
            }
        }
        for word in self.facts.sends.iter().filter(|word| word.parse::<Signal>().is_err()) {
            faults.push(format!("`{word}` is no signal"));
        }
        if !["necessary", "functional", "analytics", "marketing"].contains(&self.facts.category.as_str()) {
            faults.push(format!("`{}` is no category", self.facts.category));
        }
        for list in [&self.facts.hosts, &self.facts.cookies, &self.facts.also, &self.facts.sends] {
            let mut sorted: Vec<&String> = list.iter().collect();
            sorted.sort();
            sorted.dedup();
            if sorted.len() != list.len() {
                faults.push("something stands twice".to_owned());
            }
        }
        faults
    }
}

fn toml_list(list: &[String]) -> String {
    let parts: Vec<String> = list.iter().map(|one| format!("{one:?}")).collect();
    format!("[{}]", parts.join(", "))
}
