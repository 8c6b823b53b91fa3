//! The policy as HTML: a fragment for a company's own layout, and a whole page.
//!
//! Markdown goes through one parser; raw HTML is shown as text, links lead to https, mailto, tel or inside the page only.
//! Clauses become anchors: `#purposes.fees`.

use super::{Edition, facts, markdown, phrase::pick, table::escape_html};
use crate::prose::Around;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html::push_html};

/// Private-use letters around a number: where a clause is marked, where a table goes. Prose never holds them: they are
/// taken out first.
const MARK: char = '\u{e000}';
const TABLE: char = '\u{e001}';

/// The prose of an edition as HTML, without a page around it.
pub fn fragment(edition: &Edition<'_>) -> String {
    let Some(text) = edition.policy.prose.texts.get(&edition.language) else { return String::new() };
    let Prepared { text, marks, tables } = prepare(edition, text);
    let mut html = String::with_capacity(text.len() * 2);
    let parser = Parser::new_ext(&text, Options::ENABLE_TABLES);
    push_html(&mut html, anchored(parser, &marks).into_iter());
    for (number, table) in tables.iter().enumerate() {
        html = html.replacen(&format!("<p>{TABLE}{number}{TABLE}</p>"), table, 1);
    }
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

struct Prepared {
    text: String,
    marks: Vec<String>,
    tables: Vec<String>,
}

/// Fills placeholders, and puts numbered letters in the place of marks and tables.
fn prepare(edition: &Edition<'_>, source: &str) -> Prepared {
    let source = source.replace([MARK, TABLE], "");
    let mut prepared = Prepared { text: String::with_capacity(source.len()), marks: Vec::new(), tables: Vec::new() };
    let mut around = Around::default();
    for line in source.lines() {
        let mark = markdown::mark_of(line);
        let clause = around.enter(line);
        let bare = markdown::without_mark(line);
        let table = markdown::alone(&bare).and_then(|inner| facts::fact(edition, inner, clause).table);
        if let Some(table) = table {
            let indent: String = bare.chars().take_while(|letter| letter.is_whitespace()).collect();
            prepared.text += &format!("\n{indent}{TABLE}{}{TABLE}\n", prepared.tables.len());
            prepared.tables.push(table.html());
        } else {
            prepared.text += &markdown::filled(edition, &bare, clause);
        }
        if let Some(id) = mark {
            prepared.text += &format!("{MARK}{}{MARK}", prepared.marks.len());
            prepared.marks.push(id.to_owned());
        }
        prepared.text.push('\n');
    }
    prepared
}

/// The events of the page: ids on the blocks that are clauses, nothing raw, only links that may be.
fn anchored<'a>(parser: Parser<'a>, marks: &[String]) -> Vec<Event<'a>> {
    let mut events: Vec<Event<'a>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut dropped_links: Vec<bool> = Vec::new();
    for event in parser {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::Item) => {
                open.push(events.len());
                events.push(event);
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item) => {
                open.pop();
                events.push(event);
            }
            Event::Start(Tag::Link { ref dest_url, .. }) => {
                let may = is_safe(dest_url);
                dropped_links.push(!may);
                if may {
                    events.push(event);
                }
            }
            Event::End(TagEnd::Link) => {
                if dropped_links.pop() == Some(false) {
                    events.push(event);
                }
            }
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Html(text) | Event::InlineHtml(text) => events.push(Event::Text(text)),
            Event::Text(text) if text.contains(MARK) => {
                let (bare, number) = take_mark(&text);
                if let (Some(id), Some(place)) = (number.and_then(|number| marks.get(number)), open.last()) {
                    set_id(&mut events, *place, id);
                }
                events.push(Event::Text(CowStr::from(bare)));
            }
            _ => events.push(event),
        }
    }
    events
}

fn take_mark(text: &str) -> (String, Option<usize>) {
    let mut parts = text.split(MARK);
    let before = parts.next().unwrap_or_default().to_owned();
    let number = parts.next().and_then(|number| number.parse().ok());
    (before + parts.next().unwrap_or_default(), number)
}

fn set_id(events: &mut [Event<'_>], place: usize, clause: &str) {
    let Some(event) = events.get_mut(place) else { return };
    let id = escape_html(clause);
    match event {
        Event::Start(Tag::Heading { id: heading, .. }) => *heading = Some(CowStr::from(clause.to_owned())),
        Event::Start(Tag::Paragraph) => *event = Event::Html(CowStr::from(format!("<p id=\"{id}\">"))),
        Event::Start(Tag::Item) => *event = Event::Html(CowStr::from(format!("<li id=\"{id}\">"))),
        _ => {}
    }
}

fn is_safe(href: &str) -> bool {
    ["https://", "mailto:", "tel:", "#"].iter().any(|start| href.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_may_not_run_code() {
        for bad in ["javascript:alert(1)", "data:text/html,x", "http://plain.example", "//host", "JAVASCRIPT:x"] {
            assert!(!is_safe(bad), "{bad}");
        }
        assert!(is_safe("https://example.jp/"));
    }

    #[test]
    fn a_mark_becomes_an_anchor_and_raw_html_becomes_text() {
        let marks = vec!["a.b".to_owned()];
        let text = format!("- one <b>x</b> {MARK}0{MARK}\n\n[x](javascript:alert) ![y](https://e.example/y.png)\n");
        let mut html = String::new();
        push_html(&mut html, anchored(Parser::new_ext(&text, Options::empty()), &marks).into_iter());
        assert!(html.contains("<li id=\"a.b\">"), "{html}");
        assert!(html.contains("&lt;b&gt;") && !html.contains("javascript") && !html.contains("<img"), "{html}");
    }
}
