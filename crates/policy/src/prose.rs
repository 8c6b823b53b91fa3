//! The published prose: its languages, its clauses, their titles.

use azukari_model::{Language, Words};
use std::collections::BTreeMap;

/// The prose of one version in all its languages.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// The Markdown source per language, `{#id}` marks and placeholders still in it.
    pub texts: BTreeMap<Language, String>,
    /// The clauses in the order of the governing language.
    pub clauses: Vec<Clause>,
}

/// An identified passage: a heading with what follows it, a paragraph, or a list item.
#[derive(Clone, Debug)]
pub struct Clause {
    /// `purposes.fees`: a dot means inside.
    pub id: String,
    pub kind: ClauseKind,
    /// `{#id .statement}`: nothing to keep.
    pub statement: bool,
    /// The heading's text, or the words in bold it begins with. A language without one is absent.
    pub title: Words,
    /// The passage as plain text without marks, placeholders left out: what a refusal shows, what a consent keeps.
    pub text: Words,
}

/// What a clause is in the Markdown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ClauseKind {
    Heading,
    Paragraph,
    ListItem,
}

impl Prose {
    /// The clause of this id.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }
}
