//! Placeholders: which fact each name stands for. One row of [`FACTS`] for each.

mod company;
mod given;
mod held;
mod promised;

use super::{
    Edition,
    phrase::{self, pick},
    table::{Fact, Table},
};
use azukari_model::{Name, Words};
use company::{contact, effective, established, grounds, history, operator, versions};
use given::{joint_use, provisions, recipients};
use held::{items, keep, matrix, purposes, sources};
use promised::{measures, right, rights, statistics, tags};

type Make = fn(&Edition<'_>, &Scope<'_>) -> Fact;

/// Where a placeholder stands, and what it was given.
pub(super) struct Scope<'a> {
    /// `contact office`, `right.disclosure.answer-within`: what follows the name.
    pub argument: &'a str,
    /// The clause it stands in; empty at the top.
    pub clause: &'a str,
}

#[rustfmt::skip]
const FACTS: &[(&str, Make)] = &[
    ("contact", contact), ("effective", effective), ("established", established), ("grounds", grounds), ("history", history),
    ("items", items), ("joint-use", joint_use), ("keep", keep), ("matrix", matrix), ("measures", measures),
    ("operator", operator), ("provisions", provisions), ("purposes", purposes), ("recipients", recipients), ("right", right),
    ("rights", rights), ("sources", sources), ("statistics", statistics), ("tags", tags), ("versions", versions),
];

/// The fact a placeholder stands for; nothing for a name that is none.
pub(super) fn fact(edition: &Edition<'_>, inner: &str, clause: &str) -> Fact {
    let (name, argument) = inner.split_once([' ', '.']).unwrap_or((inner, ""));
    let scope = Scope { argument: argument.trim(), clause };
    FACTS.iter().find(|(known, _)| *known == name).map(|(_, make)| make(edition, &scope)).unwrap_or_default()
}

impl Edition<'_> {
    fn words<'w>(&self, words: &'w Words) -> &'w str {
        words.in_language(self.language)
    }

    fn say(&self, ja: &'static str, en: &'static str) -> String {
        pick(self.language, ja, en).to_owned()
    }

    fn item(&self, id: &str) -> String {
        self.policy.item(id).map(|item| self.words(&item.label).to_owned()).unwrap_or_default()
    }

    fn item_list(&self, items: &[Name]) -> String {
        phrase::run(self.language, items.iter().map(|item| self.item(item)))
    }

    fn purpose(&self, id: &str) -> String {
        self.policy.purpose(id).map(|purpose| self.words(&purpose.label).to_owned()).unwrap_or_default()
    }

    /// Purposes as people read them: a group whose purposes are all there is named once.
    fn purpose_list(&self, purposes: &[Name]) -> String {
        let mut named: Vec<String> = Vec::new();
        for id in purposes {
            let whole_group = self.policy.purpose(id).and_then(|purpose| purpose.group.as_ref()).and_then(|group| {
                let group = self.policy.group(group)?;
                (!group.label.is_empty() && group.purposes.iter().all(|one| purposes.contains(one))).then_some(group)
            });
            let label = whole_group.map_or_else(|| self.purpose(id), |group| self.words(&group.label).to_owned());
            if !named.contains(&label) {
                named.push(label);
            }
        }
        phrase::run(self.language, named)
    }

    fn recipient(&self, id: &str) -> String {
        self.policy.recipient(id).map(|recipient| self.words(&recipient.name).to_owned()).unwrap_or_default()
    }
}

fn both(phrase: impl AsRef<str>, table: Table) -> Fact {
    Fact { table: (!table.rows.is_empty()).then_some(table), ..Fact::phrase(phrase.as_ref()) }
}

fn head(edition: &Edition<'_>, columns: &[(&'static str, &'static str)]) -> Vec<String> {
    columns.iter().map(|(ja, en)| edition.say(ja, en)).collect()
}
