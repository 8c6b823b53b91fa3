//! `JUnit` XML, for CI that shows tests: a case for each visit, and one for the policy.

use super::Report;
use crate::finding::{Finding, Weight};
use azukari_model::Lang;

/// A visit fails by the errors seen in it; what belongs to no visit fails the policy.
pub fn junit(report: &Report<'_>, lang: Lang) -> String {
    let counts = |finding: &&Finding| !finding.accepted && finding.code.weight() == Weight::Error;
    let errors: Vec<&Finding> = report.findings.iter().filter(counts).collect();
    let mut cases: Vec<(String, String, Vec<&Finding>)> = Vec::new();
    for visit in &report.observed.visits {
        let here = |finding: &&&Finding| {
            finding.places.iter().any(|place| place.page == visit.page && place.state == visit.state)
        };
        cases.push((visit.page.clone(), visit.state.word(), errors.iter().filter(here).copied().collect()));
    }
    let of_policy = errors.iter().filter(|finding| finding.places.is_empty()).copied().collect();
    cases.push(("policy".to_owned(), "declared".to_owned(), of_policy));
    let failed = cases.iter().filter(|(.., found)| !found.is_empty()).count();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{0}\" failures=\"{failed}\">\n  <testsuite name=\"azukari scan\" tests=\"{0}\" failures=\"{failed}\">\n",
        cases.len()
    );
    for (page, state, found) in &cases {
        out += &format!("    <testcase classname=\"{}\" name=\"{}\"", escape(page), escape(state));
        if found.is_empty() {
            out += "/>\n";
            continue;
        }
        let lines: Vec<String> =
            found.iter().map(|finding| format!("{}: {}", finding.code.word(), finding.message(lang))).collect();
        let first = lines.first().map(String::as_str).unwrap_or_default();
        out += &format!(
            ">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
            escape(first),
            escape(&lines.join("\n"))
        );
    }
    out + "  </testsuite>\n</testsuites>\n"
}

/// Text in XML; what XML cannot hold is left out.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\n' => out.push('\n'),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}
