//! For people at a terminal.

use super::Report;
use crate::{
    finding::{Finding, Weight},
    observed::Witness,
};
use azukari_model::Lang;

/// The most pages and addresses that one finding lists.
const LISTED_MAX: usize = 3;

/// Each finding with where it was seen and what to do; a last line that counts. `paint` colours what it is given by weight.
pub fn human(report: &Report<'_>, lang: Lang, paint: &dyn Fn(Weight, &str) -> String) -> String {
    let mut out = String::new();
    let mut findings: Vec<&Finding> = report.findings.iter().filter(|finding| !finding.accepted).collect();
    findings.sort_by_key(|finding| (finding.code.weight(), finding.code, finding.fingerprint()));
    for finding in findings {
        out += &one(finding, lang, paint);
    }
    for (witness, ja, en) in [
        (Witness::NetLog, "ブラウザの通信記録だけに残った送信先", "seen by the browser's net log alone"),
        (Witness::Protocol, "DevTools だけに見えた送信先", "seen by the DevTools protocol alone"),
    ] {
        let hosts = report.seen_only_by(witness);
        if !hosts.is_empty() {
            out += &format!("{}{}{}\n", lang.pick(ja, en), lang.pick("：", ": "), hosts.join(", "));
        }
    }
    out + &summary(report, lang) + "\n"
}

fn one(finding: &Finding, lang: Lang, paint: &dyn Fn(Weight, &str) -> String) -> String {
    let weight = finding.code.weight();
    let head = format!("{}[{}]", weight.said(lang), finding.code.word());
    let mut out = format!("{} {}\n", paint(weight, &head), finding.message(lang));
    let pages = finding.pages();
    if let Some((first, rest)) = pages.split_first() {
        let more = match (rest.len(), lang) {
            (0, _) => String::new(),
            (count, Lang::Ja) => format!(" ほか{count}ページ"),
            (1, Lang::En) => " and 1 more page".to_owned(),
            (count, Lang::En) => format!(" and {count} more pages"),
        };
        let states = finding.states().join(", ");
        out += &format!("  {} {first}{more} ({states})\n", lang.pick("場所", "on"));
    }
    let mut addresses: Vec<&str> =
        finding.places.iter().map(|place| place.address.as_str()).filter(|one| !one.is_empty()).collect();
    addresses.sort_unstable();
    addresses.dedup();
    for address in addresses.iter().take(LISTED_MAX) {
        out += &format!("  {} {address}\n", lang.pick("送信", "sent"));
    }
    if let Some(vendor) = &finding.vendor {
        out += &format!("  {} `azukari vendors {vendor}`\n", lang.pick("提供元", "vendor"));
    }
    out + &format!("  {} {}\n\n", lang.pick("対処", "fix"), finding.code.fix(lang))
}

fn summary(report: &Report<'_>, lang: Lang) -> String {
    let (errors, warnings) = (report.count(Weight::Error), report.count(Weight::Warning));
    let (pages, visits, accepted) = (report.pages().len(), report.observed.visits.len(), report.accepted());
    match lang {
        Lang::Ja => format!(
            "{pages}ページ・{visits}回の訪問：エラー {errors}・警告 {warnings}・受容済み {accepted}。一度も送られなかったことは証明できません"
        ),
        Lang::En => format!(
            "{pages} pages, {visits} visits: {errors} errors, {warnings} warnings, {accepted} accepted. What was not seen is not proven absent"
        ),
    }
}
