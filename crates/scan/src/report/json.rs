//! For other programs. Keys and words are stable; new keys may come.

use super::{Report, word};
use crate::{
    finding::{Finding, Place, Weight},
    observed::{Notice, Visit, Witness},
};
use azukari_model::Lang;
use serde_json::{Map, Value, json};

/// `version` 1: pages, states, summary, findings, and every host that was sent to.
pub fn json(report: &Report<'_>, lang: Lang) -> String {
    let document = json!({
        "version": 1,
        "pages": report.pages(),
        "states": report.states(),
        "summary": {"visits": report.observed.visits.len(), "errors": report.count(Weight::Error),
            "warnings": report.count(Weight::Warning), "accepted": report.accepted()},
        "findings": report.findings.iter().map(|finding| one(finding, lang)).collect::<Vec<_>>(),
        "hosts": hosts(report),
        "only": {"net-log": report.seen_only_by(Witness::NetLog), "protocol": report.seen_only_by(Witness::Protocol)},
        "visits": report.observed.visits.iter().map(visit).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

fn one(finding: &Finding, lang: Lang) -> Value {
    json!({"code": finding.code.word(), "weight": finding.code.weight().word(), "subject": finding.subject,
        "tag": finding.tag, "message": finding.message(lang), "fix": finding.code.fix(lang),
        "fingerprint": finding.fingerprint(), "vendor": finding.vendor, "accepted": finding.accepted,
        "places": finding.places.iter().map(place).collect::<Vec<_>>()})
}

fn place(place: &Place) -> Value {
    json!({"page": place.page, "state": place.state.word(), "address": place.address,
        "witness": place.witness.map(word)})
}

fn hosts(report: &Report<'_>) -> Value {
    let all = report.hosts().into_iter().map(|(host, by)| {
        let by: Map<String, Value> =
            by.into_iter().map(|(witness, count)| (word(witness).to_owned(), count.into())).collect();
        (host.to_owned(), Value::Object(by))
    });
    Value::Object(all.collect())
}

fn visit(visit: &Visit) -> Value {
    let notice = match &visit.notice {
        Notice::NotLooked => Value::Null,
        Notice::NoLink => json!({"reached": false}),
        Notice::Dead(why) => json!({"reached": false, "why": why}),
        Notice::Reached(address) => json!({"reached": true, "address": address}),
    };
    let cookies: Vec<Value> = visit
        .cookies
        .iter()
        .map(|cookie| {
            json!({"name": crate::address::plain(&cookie.name), "domain": crate::address::plain(&cookie.domain),
                "days": cookie.days})
        })
        .collect();
    json!({"page": visit.page, "state": visit.state.word(), "sent": visit.sent.len(), "cookies": cookies,
        "notice": notice})
}
