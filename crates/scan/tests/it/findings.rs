//! Each kind of finding, on a site made for it.

use crate::{
    policy::policy,
    site::{How, Piece, Site},
};
use azukari_model::Lang;
use azukari_scan::{
    catalogue::Catalogue,
    compare::compare,
    finding::Finding,
    observed::{Observed, State},
    report::{self, Report},
};

fn piece(host: &str, category: &'static str, how: How, query: &'static str) -> Piece {
    Piece { host: host.to_owned(), category, how, obeys: true, query }
}

fn found(findings: &[Finding]) -> Vec<String> {
    let mut found: Vec<String> = findings.iter().map(Finding::fingerprint).collect();
    found.sort();
    found
}

const LINK: &str = "<a href='/external'>外部送信について</a>";

#[test]
fn a_site_that_does_what_its_policy_says_has_no_finding() {
    let pieces = [piece("ok.example", "analytics", How::Script, ""), piece("cdn.example", "necessary", How::Image, "")];
    let site = Site::open(&pieces, LINK);
    let observed = site.scan(&[State::Fresh, State::Accepted, State::Withdrawn]);
    let policy = policy(&[
        ("ok", "analytics", "\"ok.example\"", "cookies = \"ok P10D\""),
        ("cdn", "necessary", "\"cdn.example\"", ""),
    ]);
    let findings = compare(&policy, &observed, &Catalogue::default());
    assert_eq!(found(&findings), Vec::<String>::new());
}

#[test]
fn what_is_sent_beyond_the_policy_is_found_and_no_report_says_a_value() {
    let hash = "dl=http%3A%2F%2Fshop.localhost%2F&em=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    let pieces = [
        piece("long.example", "necessary", How::Script, ""),
        piece("mail.example", "necessary", How::Image, hash),
        piece("body.example", "necessary", How::Form, ""),
        piece("slipped.example", "necessary", How::Image, "q=%3Cscript%3E&tel=090-1234-5678"),
    ];
    let site = Site::open(&pieces, "<script>document.cookie='stray=1;max-age=999999'</script>");
    let observed = site.scan(&[State::Fresh]);
    let policy = policy(&[
        ("long", "necessary", "\"long.example\"", "cookies = \"long P3D\""),
        ("mail", "necessary", "\"mail.example\"", ""),
        ("body", "necessary", "\"body.example\"", ""),
        ("gone", "marketing", "\"gone.example\"", ""),
    ]);
    let findings = compare(&policy, &observed, &Catalogue::default());
    assert_eq!(
        found(&findings),
        [
            "cookie-lifetime:long:long",
            "item-undeclared:body.example:body",
            "item-undeclared:mail.example:mail",
            "notice-unreachable:",
            "personal-value:slipped.example",
            "undeclared-cookie:stray",
            "undeclared-host:slipped.example",
        ]
    );
    for text in all_forms(&findings, &observed) {
        for value in ["0123456789abcdef", "taro", "090-1234", "%3Cscript", "<script"] {
            assert!(!text.contains(value), "{value}: {text}");
        }
    }
}

fn all_forms(findings: &[Finding], observed: &Observed) -> Vec<String> {
    let report = Report { findings, observed };
    Lang::ALL
        .into_iter()
        .flat_map(|lang| {
            [
                report::human(&report, lang, &|_, text| text.to_owned()),
                report::json(&report, lang),
                report::sarif(&report, lang),
                report::junit(&report, lang),
                report::markdown(&report, lang),
            ]
        })
        .collect()
}
