//! What stands in the way of a scan.

use crate::{
    policy::policy,
    site::{HOST, How, Piece, Site},
};
use azukari_model::Lang;
use azukari_scan::{
    browser::{self, BrowserError, Options, Plan},
    catalogue::Catalogue,
    compare::compare,
    observed::State,
};
use std::{path::PathBuf, time::Duration};

fn scan(chrome: &str) -> BrowserError {
    let options = Options {
        chrome: PathBuf::from(chrome),
        arguments: Vec::new(),
        is_root: true,
        quiet: Duration::from_millis(100),
        deadline: Duration::from_secs(5),
    };
    let plan = Plan { pages: vec!["http://shop.localhost/".to_owned()], states: vec![State::Fresh], ..Plan::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(browser::scan(&options, &plan, &|_| {})).unwrap_err()
}

#[test]
fn a_chromium_that_is_not_there_or_ends_at_once_is_said_with_the_way_on_in_both_languages() {
    for (chrome, kind) in [("/nowhere/chromium", "NotStarted"), ("/bin/false", "Ended")] {
        let error = scan(chrome);
        assert!(format!("{error:?}").starts_with(kind), "{error:?}");
        let [ja, en] = Lang::ALL.map(|lang| error.told().told(lang));
        assert_ne!(ja, en);
        assert!(en.contains("Chromium"), "{en}");
    }
}

#[test]
fn pages_that_are_missing_never_idle_or_without_a_banner_are_told_and_the_scan_goes_on() {
    let tag = Piece { host: "v.example".to_owned(), category: "necessary", how: How::Image, obeys: true, query: "" };
    let busy = "<script>if(location.pathname==='/busy')setInterval(()=>fetch('/x?'+Math.random()),50)</script>";
    let site = Site::open(&[tag], busy);
    let page = |path: &str| format!("http://{HOST}{path}");
    let pages = ["/missing", "/busy", "/hang", "/"].map(page);
    let observed = site.scan_pages(&pages, &[State::Fresh, State::Refused], Duration::from_secs(3));
    let policy = policy(&[("v", "necessary", "\"v.example\"", ""), ("w", "analytics", "\"w.example\"", "")]);
    let findings = compare(&policy, &observed, &Catalogue::default());
    let pages_of = |code: &str| -> Vec<&str> {
        findings.iter().filter(|finding| finding.code.word() == code).flat_map(|finding| finding.pages()).collect()
    };
    assert_eq!(pages_of("page-failed"), ["http://shop.localhost/missing", "http://shop.localhost/hang"]);
    assert_eq!(pages_of("never-idle"), ["http://shop.localhost/busy"]);
    assert_eq!(pages_of("banner-missing"), ["http://shop.localhost/", "http://shop.localhost/busy"]);
    assert!(observed.visits.iter().any(|visit| visit.page.ends_with("localhost/") && visit.sent.len() > 1));
}
