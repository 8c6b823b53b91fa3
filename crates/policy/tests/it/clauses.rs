//! What a refusal, the board and a consent show of a clause is what the published page says there, facts included.
#![expect(clippy::string_slice, reason = "tags are ASCII, and a test that cannot go on fails")]

use crate::five_policies::{SERVICES, compiled};
use azukari_model::Language;
use azukari_policy::{
    declared::Policy,
    publish::{Edition, html},
};
use std::collections::BTreeMap;

/// The HTML of a clause: its block, or a heading with all that follows it up to the next one as high.
fn block<'h>(page: &'h str, id: &str) -> &'h str {
    let at = page.find(&format!(" id=\"{id}\">")).unwrap();
    let start = page[..at].rfind('<').unwrap();
    let (rest, tag) = (&page[start..], &page[start + 1..at]);
    let end = match tag.strip_prefix('h').and_then(|level| level.parse::<u8>().ok()) {
        Some(level) => (1..=level).filter_map(|level| rest[1..].find(&format!("<h{level}"))).min().map(|end| end + 1),
        None => Some(closing(rest, tag)),
    };
    &rest[..end.unwrap_or(rest.len())]
}

/// Where the block that begins a text ends; blocks of its kind may stand in it.
fn closing(html: &str, tag: &str) -> usize {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let (mut depth, mut at) = (0, 0);
    loop {
        let next_close = html[at..].find(&close).unwrap() + at;
        match html[at..].find(&open).map(|found| found + at).filter(|found| *found < next_close) {
            Some(found) => (depth, at) = (depth + 1, found + 1),
            None if depth == 1 => return next_close,
            None => (depth, at) = (depth - 1, next_close + 1),
        }
    }
}

/// The letters of a piece of HTML or text, without tags and blanks.
fn letters(html: &str) -> String {
    let mut shown = String::new();
    for (number, part) in html.split('<').enumerate() {
        shown += if number == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) };
    }
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let plain = plain.iter().fold(shown, |text, (escaped, letter)| text.replace(escaped, letter));
    plain.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// The published words of a clause, cut where a table stands.
fn published(page: &str, id: &str) -> Vec<String> {
    let mut pieces = block(page, id).split("<div class=\"facts\">");
    let first = letters(pieces.next().unwrap());
    let after = pieces.map(|piece| letters(piece.split_once("</div>").unwrap().1));
    std::iter::once(first).chain(after).collect()
}

fn every_clause(look: impl Fn(&Policy, Language, &str, &azukari_policy::prose::Clause)) {
    for service in SERVICES {
        let (policy, _) = compiled(service);
        for language in [Language::JA, Language::EN] {
            let edition = Edition { policy: &policy, language, effective: None, versions: &[] };
            let page = html::fragment(&edition);
            policy.prose.clauses.iter().for_each(|clause| look(&policy, language, &page, clause));
        }
    }
}

#[test]
fn every_clause_of_the_five_says_what_its_page_says() {
    every_clause(|policy, language, page, clause| {
        let (text, place) = (letters(clause.text.in_language(language)), format!("{} {language}", policy.service.id));
        let mut rest = text.as_str();
        let pieces = published(page, &clause.id);
        for (number, piece) in pieces.iter().enumerate() {
            // A table is said as a phrase; of two that follow each other nothing tells where the second begins.
            let at = match (number, piece.is_empty()) {
                (0, _) => Some(0),
                (_, true) if number + 1 == pieces.len() => Some(rest.len()),
                (_, true) => Some(0),
                (_, false) => rest.find(piece.as_str()).filter(|at| *at > 0),
            };
            let said = at.and_then(|at| rest.get(at..)?.strip_prefix(piece.as_str()));
            rest = said.unwrap_or_else(|| panic!("{place}: {}: `{piece}` in\n{text}", clause.id));
        }
        assert_eq!(rest, "", "{place}: {}", clause.id);
    });
}

#[test]
fn no_clause_shows_a_placeholder_or_a_hole() {
    every_clause(|policy, language, _, clause| {
        let text = clause.text.in_language(language);
        for hole in ["{{", "}}", "{#", "：。", ": .", "、。", ", .", "（）", "()", "  ", "::", "「」"] {
            assert!(!text.contains(hole), "{} {language}: {}: `{hole}` in\n{text}", policy.service.id, clause.id);
        }
        assert!(!text.trim().is_empty(), "{} {language}: {}", policy.service.id, clause.id);
    });
}

#[test]
fn a_clause_that_begins_with_the_company_names_it() {
    let (policy, _) = compiled("mobile-planning");
    let intro = policy.prose.clause("intro").unwrap();
    for language in [Language::JA, Language::EN] {
        let name = policy.operator.name.in_language(language);
        assert!(intro.text.in_language(language).starts_with(name), "{:?}", intro.text);
        assert!(!intro.wording.in_language(language).contains(name), "the wording is what the company wrote");
    }
}

#[test]
fn what_the_clauses_say_of_their_own_is_said_once_and_nothing_is_left_out() {
    for service in SERVICES {
        let (policy, _) = compiled(service);
        for language in [Language::JA, Language::EN] {
            let mut own: BTreeMap<&str, usize> = BTreeMap::new();
            for clause in &policy.prose.clauses {
                for line in clause.own.in_language(language).lines() {
                    *own.entry(line).or_default() += 1;
                }
            }
            for line in policy.prose.clauses.iter().flat_map(|clause| clause.text.in_language(language).lines()) {
                let times = own.get(line).copied().unwrap_or_default();
                // Short lines, like the company's name, may stand in several clauses.
                assert!(times == 1 || times > 0 && line.chars().count() < 60, "{service} {language}: {times}: {line}");
            }
        }
    }
    let (policy, _) = compiled("nicori");
    let own = |id: &str| policy.prose.clause(id).unwrap().own.in_language(Language::JA);
    assert_eq!(own("purposes.campaigns"), "購入履歴に基づくキャンペーンのご案内");
    assert!(!own("purposes").contains("ご覧になれます"), "{}", own("purposes"));
    let whole = policy.prose.clause("purposes.campaigns").unwrap().text.in_language(Language::JA);
    assert!(whole.starts_with("購入履歴に基づくキャンペーンのご案内\n郵便での"), "{whole}");
}
