//! Diagnostics as human text, plain lines, JSON, SARIF. Data in, text out: the same diagnostics give the same bytes.

use crate::{
    codes::{Code, Severity},
    diagnostic::Diagnostic,
    source::Place,
};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use azukari_model::Lang;
use serde_json::{Value, json};
use std::{collections::BTreeSet, ops::Range};

/// The longest piece of a line that is shown, in bytes.
const LINE_BYTES_MAX: usize = 300;

/// Each diagnostic underlined where it stands, with its sentence and a help that says the fix.
pub fn human(diagnostics: &[Diagnostic], lang: Lang, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    diagnostics.iter().map(|one| render_one(&renderer, one, lang) + "\n\n").collect()
}

fn render_one(renderer: &Renderer, one: &Diagnostic, lang: Lang) -> String {
    let (message, help) = (one.message(lang), one.help(lang));
    let basis = one.code.sentence().basis(lang);
    let extract = one.place.as_ref().map(Extract::around);
    let level = match one.severity {
        Severity::Error => Level::ERROR,
        Severity::Law => Level::WARNING,
        Severity::Advice => Level::INFO,
    };
    let title = level.with_name(Some(severity_name(one.severity, lang))).primary_title(message).id(one.code.word());
    let mut group = Group::with_title(title);
    if let Some(extract) = &extract {
        group = group.element(
            Snippet::source(extract.text)
                .line_start(extract.line)
                .path(extract.path)
                .annotation(AnnotationKind::Primary.span(extract.span.clone())),
        );
    }
    if !help.is_empty() {
        group = group.element(Level::HELP.with_name(Some(lang.pick("対処", "help"))).message(help));
    }
    if !basis.is_empty() {
        group = group.element(Level::NOTE.with_name(Some(lang.pick("根拠", "basis"))).message(basis));
    }
    renderer.render(&[group])
}

/// The lines a place touches, cut to what can be shown.
struct Extract<'a> {
    path: &'a str,
    text: &'a str,
    line: usize,
    span: Range<usize>,
}

impl<'a> Extract<'a> {
    fn around(place: &'a Place) -> Self {
        let text = place.file.text.as_str();
        let start = floor(text, place.range.start.min(text.len()));
        let end = floor(text, place.range.end.clamp(start, text.len()));
        let line_start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let from = floor(text, line_start.max(start.saturating_sub(LINE_BYTES_MAX)));
        let line_end = text.get(start..).and_then(|after| after.find('\n')).map_or(text.len(), |at| start + at);
        let to = floor(text, line_end.min(start + LINE_BYTES_MAX));
        let line = text.get(..start).map_or(1, |before| before.matches('\n').count() + 1);
        Self {
            path: &place.file.path,
            text: text.get(from..to).unwrap_or_default(),
            line,
            span: start - from..end.min(to).max(start) - from,
        }
    }
}

/// The boundary of a letter at or before this byte.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn severity_name(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => lang.pick("エラー", "error"),
        Severity::Law => lang.pick("法令", "law"),
        Severity::Advice => lang.pick("助言", "advice"),
    }
}

/// One line each: `path:line:column: severity[code] sentence`.
pub fn plain(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let mut out = String::new();
    for one in diagnostics {
        let place = one.place.as_ref().map(|place| {
            let (line, column) = position(place);
            format!("{}:{line}:{column}: ", place.file.path)
        });
        let place = place.unwrap_or_default();
        let message = one.message(lang).replace('\n', " ");
        out.extend([&place, severity_word(one.severity), "[", one.code.word(), "] ", &message, "\n"]);
    }
    out
}

const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Law => "law",
        Severity::Advice => "advice",
    }
}

/// Line and column of the beginning of a place, from 1; columns count letters.
pub fn position(place: &Place) -> (usize, usize) {
    let text = place.file.text.as_str();
    let before = text.get(..floor(text, place.range.start.min(text.len()))).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// A list of objects: `code`, `severity`, `message`, `help`, `basis`, `at`, `file`, `line`, `column`, `accepted`.
pub fn json(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let list: Vec<Value> = diagnostics
        .iter()
        .map(|one| {
            let position = one.place.as_ref().map(position);
            json!({"code": one.code, "severity": severity_word(one.severity), "message": one.message(lang), "help": one.help(lang),
                "basis": one.code.sentence().basis(lang), "at": one.place.as_ref().map(|place| &place.path),
                "file": one.place.as_ref().map(|place| &place.file.path), "line": position.map(|(line, _)| line),
                "column": position.map(|(_, column)| column), "accepted": one.accepted})
        })
        .collect();
    serde_json::to_string_pretty(&list).unwrap_or_default()
}

/// SARIF 2.1.0, for code hosts that show findings beside the lines.
pub fn sarif(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let used: BTreeSet<Code> = diagnostics.iter().map(|one| one.code).collect();
    let rules: Vec<Value> = used
        .iter()
        .map(|code| {
            let sentence = code.sentence();
            let (message, help) = if lang == Lang::Ja { sentence.ja } else { sentence.en };
            json!({"id": code, "shortDescription": {"text": message}, "help": {"text": if help.is_empty() { message } else { help }}})
        })
        .collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|one| {
            let level = if one.severity == Severity::Error {
                "error"
            } else if one.severity == Severity::Law {
                "warning"
            } else {
                "note"
            };
            let mut result = json!({"ruleId": one.code, "level": level, "message": {"text": one.message(lang)}});
            if let (Some(place), Some(object)) = (&one.place, result.as_object_mut()) {
                let (line, column) = position(place);
                object.insert(
                    "locations".to_owned(),
                    json!([{"physicalLocation": {"artifactLocation": {"uri": place.file.path},
                        "region": {"startLine": line, "startColumn": column}}}]),
                );
            }
            result
        })
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "azukari", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints", "results": results}],
    });
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::File;
    use std::sync::Arc;

    fn diagnostic() -> Diagnostic {
        let text = "name = { ja = \"氏名・住所\", en = \"x\" }\nitem = \"ｅｍａｉｌ\"\n".to_owned();
        let start = text.find("\"ｅ").unwrap();
        let file = Arc::new(File { path: "policies/x/policy.toml".to_owned(), text });
        let place = Place { range: start..start + 17, file, path: "item".to_owned() };
        Diagnostic::new(Code::UnknownId, Some(place)).with("id", "ｅｍａｉｌ").with("near", "email")
    }

    #[test]
    fn a_full_width_value_is_underlined_where_it_stands() {
        insta::assert_snapshot!(human(&[diagnostic()], Lang::En, false), @r#"
        error[unknown-id]: nothing is called `ｅｍａｉｌ`
         --> policies/x/policy.toml:2:8
          |
        2 | item = "ｅｍａｉｌ"
          |        ^^^^^^^^^^^^
          |
          = help: declare it, or did you mean `email`?
        "#);
    }

    #[test]
    fn a_plain_line_counts_letters() {
        assert!(plain(&[diagnostic()], Lang::En).starts_with("policies/x/policy.toml:2:8: error[unknown-id] "));
    }

    #[test]
    fn a_span_that_cuts_a_letter_or_runs_over_the_end_is_survived() {
        let mut one = diagnostic();
        for range in [0..9999, 15..16, 9999..10000] {
            if let Some(place) = &mut one.place {
                place.range = range;
            }
            assert!(!human(std::slice::from_ref(&one), Lang::Ja, false).is_empty());
        }
    }

    #[test]
    fn machine_forms_parse() {
        let list: Value = serde_json::from_str(&json(&[diagnostic()], Lang::Ja)).unwrap();
        assert_eq!(list[0]["code"], "unknown-id");
        let sarif: Value = serde_json::from_str(&sarif(&[diagnostic()], Lang::En)).unwrap();
        assert_eq!(sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"], 2);
    }
}
