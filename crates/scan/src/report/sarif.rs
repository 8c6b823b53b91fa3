//! SARIF 2.1.0, for code hosts that keep findings from run to run.

use super::Report;
use crate::finding::{Finding, FindingCode, Weight};
use azukari_model::Lang;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One result for each finding, at every page it was seen on; an accepted one is suppressed, not left out.
pub fn sarif(report: &Report<'_>, lang: Lang) -> String {
    let used: BTreeSet<FindingCode> = report.findings.iter().map(|finding| finding.code).collect();
    let rules: Vec<Value> = used
        .iter()
        .map(|code| {
            json!({"id": code.word(), "shortDescription": {"text": code.sentence().pick(lang)},
                "help": {"text": code.fix(lang)}})
        })
        .collect();
    let results: Vec<Value> = report.findings.iter().map(|finding| result(finding, lang)).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "azukari", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints", "results": results}],
    });
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

fn result(finding: &Finding, lang: Lang) -> Value {
    let level = match finding.code.weight() {
        Weight::Error => "error",
        Weight::Warning => "warning",
    };
    let locations: Vec<Value> = finding
        .pages()
        .into_iter()
        .map(|page| json!({"physicalLocation": {"artifactLocation": {"uri": page}, "region": {"startLine": 1}}}))
        .collect();
    let suppressions = if finding.accepted { vec![json!({"kind": "external"})] } else { Vec::new() };
    json!({"ruleId": finding.code.word(), "level": level, "message": {"text": finding.message(lang)},
        "locations": locations, "suppressions": suppressions,
        "partialFingerprints": {"azukari/v1": finding.fingerprint()}})
}
