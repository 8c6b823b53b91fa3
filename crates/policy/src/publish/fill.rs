//! Facts in the prose: marks are taken out, placeholders filled in. One pass, for the page, the Markdown and the clauses' texts.

use super::{Edition, facts, table::Table};
use crate::{
    placeholder::{self, Asked},
    prose::{self, Around},
};
use std::ops::Range;

/// What a table is while the text is read: a word of its own. Tables are found by their place, not by it.
const STANDS_FOR_TABLE: &str = "\u{fffc}";

/// How a fact that is a table enters the text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Tables {
    /// As a table of Markdown.
    Written,
    /// As a paragraph whose place is kept.
    Placed,
    /// As the phrase it is in a sentence: who reads one clause needs no table of all there is.
    Said,
}

/// A text with its facts in it.
#[derive(Debug, Default)]
pub(super) struct Filled {
    pub(super) text: String,
    /// The clauses, each with the place where its mark stood: the end of what it marks, or of its first line.
    pub(super) marks: Vec<(usize, String)>,
    /// Where tables stand, in order.
    pub(super) tables: Vec<(usize, Table)>,
}

/// The prose of an edition with its facts in it; empty if it has none in this language.
pub(super) fn fill(edition: &Edition<'_>, tables: Tables) -> Filled {
    let mut filled = Filled::default();
    let Some(source) = edition.policy.prose.texts.get(&edition.language) else { return filled };
    let code = prose::code(source);
    let is_code = |at: usize| {
        let before = code.partition_point(|range| range.start <= at);
        before.checked_sub(1).and_then(|last| code.get(last)).is_some_and(|range| range.contains(&at))
    };
    let mut around = Around::default();
    let mut start = 0;
    for whole in source.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']);
        let mark = prose::mark_at_end(line).filter(|mark| !is_code(start + mark.range.start));
        let clause = around.enter(line);
        let bare = mark.as_ref().map_or(line, |mark| line.get(..mark.range.start).unwrap_or_default().trim_end());
        let asked = placeholder::scan(bare).into_iter();
        let asked = asked.filter(|one| !matches!(one.asks, Asked::Unknown(_)) && !is_code(start + one.range.start));
        filled.line(edition, bare, clause, &asked.map(|one| one.range).collect::<Vec<_>>(), tables);
        if let Some(mark) = mark {
            filled.marks.push((filled.text.trim_end().len(), mark.id));
        }
        filled.text.push('\n');
        start += whole.len();
    }
    filled
}

impl Filled {
    fn line(&mut self, edition: &Edition<'_>, line: &str, clause: &str, asked: &[Range<usize>], tables: Tables) {
        let inner = |range: &Range<usize>| line.get(range.start + 2..range.end - 2).unwrap_or_default().trim();
        if let [only] = asked
            && tables != Tables::Said
            && line.trim().len() == only.len()
            && let Some(table) = facts::fact(edition, inner(only), clause).table
        {
            self.table(table, line.get(..only.start).unwrap_or_default(), tables);
            return;
        }
        let mut from = 0;
        for range in asked {
            self.text += line.get(from..range.start).unwrap_or_default();
            self.text += &facts::fact(edition, inner(range), clause).phrase;
            from = range.end;
        }
        self.text += line.get(from..).unwrap_or_default();
    }

    /// A table stands apart, as deep as its placeholder does.
    fn table(&mut self, table: Table, indent: &str, tables: Tables) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
        if tables == Tables::Placed {
            self.tables.push((self.text.len() + indent.len(), table));
            self.text += &format!("{indent}{STANDS_FOR_TABLE}\n");
        } else {
            table.markdown().lines().for_each(|row| self.text += &format!("{indent}{row}\n"));
        }
    }

    /// The text with its marks in their places again: what the scanner of prose reads.
    pub(super) fn marked(&self) -> String {
        let mut marked = String::with_capacity(self.text.len() + self.marks.len() * 32);
        let mut from = 0;
        for (at, id) in &self.marks {
            marked += self.text.get(from..*at).unwrap_or_default();
            marked += &format!(" {{#{id}}}");
            from = *at;
        }
        marked + self.text.get(from..).unwrap_or_default()
    }
}
