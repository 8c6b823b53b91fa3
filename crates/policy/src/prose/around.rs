//! Which clause a line of prose stands in.

use super::mark;

/// Walks a text line by line and knows the clause around each line.
///
/// A heading's clause reaches to the next heading of its level; that of a paragraph or list item to the end of its own block.
#[derive(Debug, Default)]
pub(crate) struct Around {
    /// The headings that are open, outermost first: level, and the clause if one is marked.
    headings: Vec<(usize, Option<String>)>,
    /// The clause of the block that is open.
    block: Option<String>,
    after_blank: bool,
}

impl Around {
    /// Enters the next line, and gives the innermost clause it stands in; empty at the top.
    pub(crate) fn enter(&mut self, line: &str) -> &str {
        let marked = mark(line).map(|mark| mark.id);
        let level = line.chars().take_while(|letter| *letter == '#').count();
        let is_heading = (1..=6).contains(&level) && line.chars().nth(level).is_none_or(char::is_whitespace);
        let opens_block = self.after_blank && !line.starts_with(char::is_whitespace);
        self.after_blank = line.trim().is_empty();
        if is_heading {
            self.headings.retain(|(open, _)| *open < level);
            self.headings.push((level, marked));
            self.block = None;
        } else if marked.is_some() {
            self.block = marked;
        } else if opens_block && !self.after_blank {
            self.block = None;
        }
        let heading = || self.headings.iter().rev().find_map(|(_, clause)| clause.as_deref());
        self.block.as_deref().or_else(heading).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clauses(text: &str) -> Vec<String> {
        let mut around = Around::default();
        let entered = text.lines().map(|line| (line.contains("{{"), around.enter(line).to_owned()));
        entered.filter_map(|(asks, clause)| asks.then_some(clause)).collect()
    }

    #[test]
    fn what_follows_a_list_stands_in_the_heading_again() {
        let text =
            "{{a}}\n\n## Analysis {#analysis}\n\n- **One.** {#analysis.one}\n- **Two.** {#analysis.two}\n\n{{b}}\n";
        assert_eq!(clauses(text), ["", "analysis"]);
    }

    #[test]
    fn what_is_indented_under_an_item_stands_in_the_item() {
        assert_eq!(clauses("## A {#a}\n\n1. **One.** {#a.one}\n\n   {{b}}\n\n{{c}}\n"), ["a.one", "a"]);
    }

    #[test]
    fn a_heading_without_a_mark_stands_in_the_one_above_it_and_ends_at_its_level() {
        assert_eq!(clauses("## A {#a}\n\n### B\n\n{{b}}\n\n## C\n\n{{c}}\n"), ["a", ""]);
    }

    #[test]
    fn a_paragraph_with_a_mark_ends_with_the_paragraph() {
        assert_eq!(clauses("## Pay {#pay}\n\n**A standard.** We keep proof. {#pay.standard}\n\n{{b}}\n"), ["pay"]);
    }
}
