//! The policy as Markdown: placeholders filled in, marks of clauses taken out.

use super::{Edition, facts, table::escape_markdown};
use crate::prose::Around;

/// The whole text of an edition as Markdown.
pub fn markdown(edition: &Edition<'_>) -> String {
    let Some(text) = edition.policy.prose.texts.get(&edition.language) else { return String::new() };
    let mut out = String::new();
    let mut around = Around::default();
    for line in text.lines() {
        let clause = around.enter(line);
        let line = without_mark(line);
        match alone(&line) {
            Some(inner) => {
                let fact = facts::fact(edition, inner, clause);
                out += &fact.table.map_or_else(|| escape_markdown(&fact.phrase), |table| table.markdown());
            }
            None => out += &filled(edition, &line, clause),
        }
        out.push('\n');
    }
    out
}

/// The id in `{#id}` or `{#id .statement}` of a line.
pub(super) fn mark_of(line: &str) -> Option<&str> {
    let after = line.split_once("{#")?.1;
    let inner = after.split_once('}')?.0;
    inner.split_whitespace().next()
}

/// A line without its mark.
pub(super) fn without_mark(line: &str) -> String {
    match line.split_once("{#") {
        Some((before, after)) => {
            let rest = after.split_once('}').map_or("", |(_, rest)| rest);
            format!("{}{rest}", before.trim_end())
        }
        None => line.to_owned(),
    }
}

/// The placeholder that a line consists of, if it does.
pub(super) fn alone(line: &str) -> Option<&str> {
    let inner = line.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    (!inner.contains("{{") && !inner.contains("}}")).then(|| inner.trim())
}

/// A line with its placeholders as phrases.
pub(super) fn filled(edition: &Edition<'_>, line: &str, clause: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((inner, behind)) = after.split_once("}}") else { break };
        out += before;
        out += &escape_markdown(&facts::fact(edition, inner.trim(), clause).phrase);
        rest = behind;
    }
    out + rest
}
