//! Whatever a file holds, it is survived: a value of another type is found, and no bytes break the reader.

use azukari_model::Language;
use azukari_policy::{
    codes::{Code, Severity},
    diagnostic::Diagnostic,
    placeholder,
    read::{SOURCE_BYTES_MAX, read},
    source::{File, Sources},
};
use proptest::prelude::*;
use std::{ops::Range, path::Path, sync::Arc};
use toml::de::{DeTable, DeValue};

const SERVICES: &[&str] = &["ijgn", "mobile-planning", "nicori", "onplanetz", "sessa"];

fn file(path: &str, text: impl Into<String>) -> Arc<File> {
    Arc::new(File { path: path.to_owned(), text: text.into() })
}

fn sources(service: &str) -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let text = |name: &str| std::fs::read_to_string(root.join(service).join(name)).unwrap();
    let prose = [Language::JA, Language::EN].map(|language| {
        let name = format!("{language}.md");
        (language, file(&name, text(&name)))
    });
    Sources {
        folder: service.to_owned(),
        policy: Some(file("policy.toml", text("policy.toml"))),
        operation: Some(file("operation.toml", text("operation.toml"))),
        vendors: Some(file("vendors.toml", std::fs::read_to_string(root.join("vendors.toml")).unwrap())),
        prose: prose.into(),
        left_out: Vec::new(),
    }
}

/// A policy of these bytes alone.
fn alone(policy: impl Into<String>) -> Vec<Diagnostic> {
    read(&Sources { folder: "shop".to_owned(), policy: Some(file("policy.toml", policy)), ..Sources::default() }).1
}

/// Every value that stands in a text, the members of lists and inline tables included.
fn values(table: &DeTable<'_>, text: &str, found: &mut Vec<(Range<usize>, &'static str)>) {
    for value in table.values() {
        one_value(value.span(), value.get_ref(), text, found);
    }
}

fn one_value(span: Range<usize>, value: &DeValue<'_>, text: &str, found: &mut Vec<(Range<usize>, &'static str)>) {
    let written = text.get(span.clone()).unwrap();
    let is_inline = !value.is_table() || written.starts_with('{');
    let is_rows = value.is_array() && !written.starts_with('[') || written.starts_with("[[");
    if is_inline && !is_rows {
        found.push((span, value.type_str()));
    }
    match value {
        DeValue::Table(inner) => values(inner, text, found),
        DeValue::Array(members) => {
            members.iter().for_each(|member| one_value(member.span(), member.get_ref(), text, found));
        }
        _ => {}
    }
}

/// Values of each type, none of which is a word, a name or a number that the language knows anywhere.
const OTHERS: &[(&str, &str)] = &[
    ("boolean", "true"),
    ("integer", "-7"),
    ("float", "0.5"),
    ("datetime", "2027-01-15T00:00:00Z"),
    ("array", "[[1]]"),
    ("table", "{ nothing-of-the-kind = 1 }"),
];

#[test]
fn every_value_put_to_another_type_is_found() {
    let (mut tried, mut missed) = (0_usize, Vec::new());
    // All of them, in all types, take some minutes: every twelfth value, in a type that changes from value to value.
    let all = std::env::var_os("EVERY_VALUE").is_some();
    for (number, service) in SERVICES.iter().enumerate() {
        let clean = sources(service);
        for name in ["policy.toml", "operation.toml"] {
            let original = if name == "policy.toml" { &clean.policy } else { &clean.operation };
            let original = original.clone().unwrap();
            let (table, _) = DeTable::parse_recoverable(&original.text);
            let mut found = Vec::new();
            values(table.get_ref(), &original.text, &mut found);
            for (place, (span, own)) in found.into_iter().enumerate() {
                let others = OTHERS.iter().filter(|(kind, _)| *kind != own).collect::<Vec<_>>();
                let chosen = if all { others.clone() } else { vec![others[(place + number) % others.len()]] };
                if !all && place % 12 != number {
                    continue;
                }
                for (_, other) in chosen {
                    let mut text = original.text.clone();
                    text.replace_range(span.clone(), other);
                    let mut sources = clean.clone();
                    let slot = if name == "policy.toml" { &mut sources.policy } else { &mut sources.operation };
                    *slot = Some(file(name, text));
                    tried += 1;
                    if !read(&sources).1.iter().any(|one| one.severity == Severity::Error) {
                        let line = original.text.get(..span.start).unwrap().lines().count();
                        let was = original.text.get(span.clone()).unwrap();
                        missed.push(format!("{service}/{name}:{line} {was} → {other}"));
                    }
                }
            }
        }
    }
    assert!(tried > 200, "the policies were read: {tried}");
    assert!(missed.is_empty(), "{} of {tried} were not found:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn the_policies_are_read_without_a_complaint_about_their_structure() {
    for service in SERVICES {
        let (resolved, found) = read(&sources(service));
        assert!(resolved.is_some() && found.is_empty(), "{service}: {:?}", codes(&found));
    }
}

fn codes(found: &[Diagnostic]) -> Vec<Code> {
    found.iter().map(|one| one.code).collect()
}

#[test]
fn a_file_that_is_not_text_as_it_should_be_is_told_so() {
    for (bad, why) in [
        ("language = 1\0", "a zero byte"),
        ("a = \"open", "an open quote"),
        ("a = 1\na = 2", "a key twice"),
        ("[item]\nx = { kind = \"email\" }\n[item.x]\nkind = \"email\"", "a table twice"),
        ("\u{202e}a = 1", "a mark that turns the writing"),
        (&"[".repeat(100_000), "brackets without end"),
        (&format!("a = {}1{}", "[".repeat(5_000), "]".repeat(5_000)), "lists in lists"),
        (&format!("{}a = 1", "a.".repeat(50_000)), "a key of many parts"),
    ] {
        let found = alone(bad);
        let is_said =
            found.iter().any(|one| matches!(one.code, Code::TomlSyntax | Code::UnknownTable | Code::UnknownKey));
        assert!(is_said, "{why}: {:?}", codes(&found));
    }
    let found = alone("x".repeat(SOURCE_BYTES_MAX + 1));
    assert_eq!(codes(&found), [Code::TomlSyntax]);
}

#[test]
fn a_byte_order_mark_and_windows_lines_change_nothing() {
    let clean = sources("sessa");
    let mut sources = clean.clone();
    let windows = |file: &Arc<File>| {
        Arc::new(File { path: file.path.clone(), text: format!("\u{feff}{}", file.text.replace('\n', "\r\n")) })
    };
    sources.policy = sources.policy.as_ref().map(windows);
    sources.operation = sources.operation.as_ref().map(windows);
    sources.prose = sources.prose.iter().map(|(language, file)| (*language, windows(file))).collect();
    let (resolved, found) = read(&sources);
    assert!(found.is_empty(), "{:?}", codes(&found));
    let (was, _) = read(&clean);
    let ids = |one: &azukari_policy::resolve::Resolved| {
        one.policy.prose.clauses.iter().map(|clause| (clause.id.clone(), clause.title.clone())).collect::<Vec<_>>()
    };
    assert_eq!(ids(&resolved.unwrap()), ids(&was.unwrap()));
}

#[test]
fn an_id_in_letters_that_only_look_like_ours_is_refused() {
    let mut sources = sources("sessa");
    let text = sources.policy.as_ref().unwrap().text.replace("\nbank-account = ", "\n\"b\u{430}nk-account\" = ");
    sources.policy = Some(file("policy.toml", text));
    let found = read(&sources).1;
    assert!(codes(&found).contains(&Code::BadId), "{:?}", codes(&found));
}

#[test]
fn a_thousand_mistakes_are_all_said_without_guessing_for_ever() {
    let many = (0..4_000).map(|number| format!("item-{number} = \"emial\"")).collect::<Vec<_>>().join("\n");
    let found = alone(format!("language = 1\nrules = [\"jp-appi-2023\"]\n[item]\n{many}"));
    assert!(found.len() > 4_000, "{}", found.len());
}

#[test]
fn more_than_a_policy_can_hold_is_refused_before_it_costs_time() {
    let items = (0..30_000).map(|number| format!("i{number} = \"email\"")).collect::<Vec<_>>().join("\n");
    let found = alone(format!("language = 1\nrules = [\"jp-appi-2023\"]\n[item]\n{items}"));
    assert_eq!(codes(&found), [Code::BadValue]);
    let clauses = (0..30_000).map(|number| format!("- a {{#c{number}}}")).collect::<Vec<_>>().join("\n");
    assert_eq!(codes(&with_prose(&clauses)).iter().filter(|code| **code == Code::BadValue).count(), 1);
}

fn with_prose(text: &str) -> Vec<Diagnostic> {
    let mut sources = sources("sessa");
    sources.prose.insert(Language::EN, file("en.md", text));
    read(&sources).1
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        alone(String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn nothing_that_looks_like_a_policy_breaks_the_reader(
        lines in proptest::collection::vec(
            "(\\[(\\[)?(item|purpose|source|tag|role|defaults|clause|set|accept)(\\.[a-z\"é.-]{0,6})?\\](\\])?\
            |[a-z-]{1,8} = (\"[a-z:.-]{0,8}\"|[0-9]{1,3}|true|\\[\"[a-z]{1,4}\"\\]|\\{ [a-z]{1,4} = \"x\" \\}))",
            0..20,
        )
    ) {
        alone(lines.join("\n"));
    }

    #[test]
    fn no_prose_breaks_the_scanner(
        text in "([#*>` -]{0,4}([a-z語。]{0,5}|\\*\\*|\\{#[a-z.]{0,6}( \\.statement)?\\}|\\{\\{[a-z. ]{0,9}\\}\\}|`|\\|)\n?){0,40}"
    ) {
        for one in with_prose(&text) {
            if let Some(place) = one.place {
                prop_assert!(place.file.text.get(place.range).is_some(), "a place is a piece of its file");
            }
        }
    }

    #[test]
    fn a_placeholder_lies_where_it_stands(text in "([{}]{0,3}[a-z. 語]{0,9}){0,20}") {
        for one in placeholder::scan(&text) {
            prop_assert!(text.get(one.range).is_some_and(|text| text.starts_with("{{")));
        }
    }

    #[test]
    fn a_mistake_in_a_policy_lies_where_it_points(at in 0..9000_usize, other in "[a-z\"=\\[\\]{}#.,\n語 ]{1,3}") {
        let mut sources = sources("sessa");
        let mut text = sources.policy.as_ref().unwrap().text.clone();
        let at = text.floor_char_boundary(at.min(text.len()));
        text.insert_str(at, &other);
        sources.policy = Some(file("policy.toml", text));
        for one in read(&sources).1 {
            if let Some(place) = one.place {
                prop_assert!(place.file.text.get(place.range).is_some(), "a place is a piece of its file");
            }
        }
    }
}
