//! The policy as HTML: a fragment for a company's own layout, and a whole page.
//!
//! Markdown goes through one parser; raw HTML is shown as text, links lead where [`crate::link::Link`] lets them. Clauses become anchors:
//! `#purposes.fees`. Marks and tables are found by their places in the text, never by letters a text could hold itself.

use super::{
    Edition,
    fill::{self, Filled, Tables},
    phrase::pick,
    table::{Table, escape_html},
};
use crate::prose;
use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd, html::push_html};
use std::ops::Range;

/// The prose of an edition as HTML, without a page around it.
pub fn fragment(edition: &Edition<'_>) -> String {
    let filled = fill::fill(edition, Tables::Placed);
    let mut html = String::with_capacity(filled.text.len() * 2);
    push_html(&mut html, Page::of(&filled).into_iter());
    html
}

/// A whole page that needs nothing else.
pub fn page(edition: &Edition<'_>) -> String {
    let service = &edition.policy.service;
    let title = format!(
        "{} – {}",
        pick(edition.language, "プライバシーポリシー", "Privacy policy"),
        service.name.in_language(edition.language)
    );
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n",
        edition.language,
        escape_html(&title),
        fragment(edition)
    )
}

/// Text that HTML shows as it is.
pub fn escape(text: &str) -> String {
    escape_html(text)
}

pub(crate) const STYLE: &str = include_str!("page.css");

/// The events of a page: ids on the blocks that are clauses, tables in their places, nothing raw, only links that may be.
#[derive(Default)]
struct Page<'a> {
    events: Vec<Event<'a>>,
    /// The headings, paragraphs and list items: which event begins each, and what text it holds.
    blocks: Vec<(usize, Range<usize>)>,
    /// For each link that is open whether it is shown.
    links: Vec<bool>,
    tables: std::slice::Iter<'a, (usize, Table)>,
    next_table: Option<&'a (usize, Table)>,
    /// The paragraph that only held a table is still open.
    in_table: bool,
}

impl<'a> Page<'a> {
    fn of(filled: &'a Filled) -> Vec<Event<'a>> {
        let mut page = Page { tables: filled.tables.iter(), ..Page::default() };
        page.next_table = page.tables.next();
        for (event, range) in Parser::new_ext(&filled.text, prose::markdown()).into_offset_iter() {
            page.event(event, range);
        }
        for (at, clause) in &filled.marks {
            let around = page.blocks.iter().filter(|(_, range)| range.start < *at && *at <= range.end);
            if let Some(place) = around.min_by_key(|(_, range)| range.len()).map(|(place, _)| *place) {
                set_id(&mut page.events, place, clause);
            }
        }
        page.events
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::Item) => {
                self.blocks.push((self.events.len(), range));
                self.events.push(event);
            }
            Event::End(TagEnd::Paragraph) if self.in_table => self.in_table = false,
            Event::Start(Tag::Link { link_type, ref dest_url, .. }) => {
                let is_shown = prose::link_of(link_type, dest_url).is_some();
                self.links.push(is_shown);
                self.events.extend(is_shown.then_some(event));
            }
            Event::End(TagEnd::Link) => {
                let is_shown = self.links.pop() == Some(true);
                self.events.extend(is_shown.then_some(event));
            }
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Html(text) | Event::InlineHtml(text) => self.events.push(Event::Text(text)),
            Event::Text(_) if self.next_table.is_some_and(|(at, _)| *at == range.start) => self.table(),
            _ => self.events.push(event),
        }
    }

    /// The table that stands here, in the place of the paragraph that kept its place.
    fn table(&mut self) {
        if matches!(self.events.last(), Some(Event::Start(Tag::Paragraph))) {
            self.events.pop();
            self.blocks.pop();
            self.in_table = true;
        }
        let table = self.next_table.map(|(_, table)| table.html()).unwrap_or_default();
        self.events.push(Event::Html(CowStr::from(table)));
        self.next_table = self.tables.next();
    }
}

fn set_id(events: &mut [Event<'_>], place: usize, clause: &str) {
    // The first paragraph of an item is the item's own text: the clause is all of the item.
    let outer = place.checked_sub(1).filter(|outer| matches!(events.get(*outer), Some(Event::Start(Tag::Item))));
    let place = outer.unwrap_or(place);
    let Some(event) = events.get_mut(place) else { return };
    let id = escape_html(clause);
    match event {
        Event::Start(Tag::Heading { id: heading, .. }) => *heading = Some(CowStr::from(clause.to_owned())),
        Event::Start(Tag::Paragraph) => *event = Event::Html(CowStr::from(format!("<p id=\"{id}\">"))),
        Event::Start(Tag::Item) => *event = Event::Html(CowStr::from(format!("<li id=\"{id}\">"))),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str, marks: &[(usize, &str)]) -> String {
        let marks = marks.iter().map(|(at, id)| (*at, (*id).to_owned())).collect();
        let filled = Filled { text: text.to_owned(), marks, tables: Vec::new() };
        let mut html = String::new();
        push_html(&mut html, Page::of(&filled).into_iter());
        html
    }

    #[test]
    fn a_mark_becomes_an_anchor_on_the_block_it_stands_in() {
        let shown = html("## A b\n\none\n\n- two\n  - three\n", &[(6, "a"), (11, "a.b"), (18, "a.c"), (28, "a.c.d")]);
        for anchor in ["<h2 id=\"a\">", "<p id=\"a.b\">one", "<li id=\"a.c\">two", "<li id=\"a.c.d\">three"] {
            assert!(shown.contains(anchor), "{anchor} in {shown}");
        }
    }

    #[test]
    fn raw_html_becomes_text_and_what_runs_code_is_no_link() {
        let shown = html("one <b>x</b>\n\n[x](javascript:alert) [y](/privacy) ![z](https://e.example/y.png)\n", &[]);
        assert!(shown.contains("&lt;b&gt;") && shown.contains("<a href=\"/privacy\">y</a>"), "{shown}");
        assert!(!shown.contains("javascript") && !shown.contains("<img"), "{shown}");
    }
}
