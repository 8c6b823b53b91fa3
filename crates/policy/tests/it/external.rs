//! The list of what is sent to others, in all its forms.

use crate::five_policies::{SERVICES, compiled};
use azukari_model::Language;
use azukari_policy::{
    declared::Policy,
    publish::external::{self, Listing},
    vocabulary::Platform,
};

fn of(service: &str) -> Policy {
    compiled(service).0
}

#[test]
fn every_tag_tells_what_the_law_asks_for_apart_from_what_is_told_beyond_it() {
    for policy in SERVICES.map(of) {
        for language in [Language::JA, Language::EN] {
            let listing = Listing::new(&policy, language);
            let entries: Vec<_> = listing.groups.iter().flat_map(|group| &group.entries).collect();
            assert_eq!(entries.len(), policy.tags.len(), "{}", policy.service.id);
            for (entry, is_operators) in entries
                .iter()
                .map(|entry| (entry, policy.tags.iter().any(|tag| tag.id == *entry.id && tag.is_operators)))
            {
                let keys: Vec<&str> = entry.required.iter().map(|fact| fact.key).collect();
                let wanted: &[&str] = if is_operators {
                    &["sends", "recipient", "our-purpose"]
                } else {
                    &["sends", "recipient", "our-purpose", "their-purpose"]
                };
                assert_eq!(keys, wanted, "{}", entry.id);
                assert!(entry.further.iter().all(|fact| !wanted.contains(&fact.key)), "{}", entry.id);
            }
        }
    }
}

#[test]
fn what_is_sent_is_named_item_by_item_and_never_and_so_on() {
    let listing = Listing::new(&of("mobile-planning"), Language::JA);
    let ads = listing.groups.iter().flat_map(|group| &group.entries).find(|entry| entry.id == "google-ads").unwrap();
    let sends: Vec<String> = ads.required[0].values.iter().map(external::Value::plain).collect();
    assert!(sends.contains(&"IPアドレス".to_owned()) && sends.contains(&"商品コード".to_owned()), "{sends:?}");
    let html = external::fragment(&listing);
    for vague in ["その他", "など", "等を"] {
        let sends = html.split("送信される情報</dt><dd>").skip(1).map(|rest| rest.split("</dd>").next().unwrap());
        assert!(sends.into_iter().all(|cell| !cell.contains(vague)), "{vague}");
    }
}

#[test]
fn a_cookie_says_how_long_it_stays_and_an_app_is_named() {
    let mut policy = of("mobile-planning");
    let html = external::page(&Listing::new(&policy, Language::JA));
    assert!(html.contains("<code>_ga</code>（2年）"), "{html}");
    assert!(html.contains("iOSアプリ") && html.contains("Androidアプリ"));
    let tag = policy.tags.iter_mut().find(|tag| tag.id == *"google-analytics").unwrap();
    tag.cookies = vec!["_x session".parse().unwrap(), "_y".parse().unwrap()];
    tag.on = vec![Platform::Ios];
    let html = external::page(&Listing::new(&policy, Language::EN));
    assert!(
        html.contains("<code>_x</code> (until the browser is closed)") && html.contains("<code>_y</code><"),
        "{html}"
    );
}

#[test]
fn the_page_needs_no_script_and_the_fragment_brings_no_style() {
    for policy in SERVICES.map(of) {
        let listing = Listing::new(&policy, Language::EN);
        let (page, fragment) = (external::page(&listing), external::fragment(&listing));
        assert!(page.contains(&fragment) && !page.contains("<script") && page.contains("@media print"));
        assert!(!fragment.contains("<style") && !fragment.contains("<h1"));
    }
}

#[test]
fn json_and_csv_carry_every_tag_and_csv_cells_are_no_formulas() {
    let mut policy = of("sessa");
    policy.tags[0].their_purpose = azukari_model::Words::both("=1+1", "=1+1");
    let json = external::json(&policy);
    assert_eq!(json["tags"].as_array().unwrap().len(), policy.tags.len());
    assert_eq!(json["tags"][0]["required"]["sends"][0]["label"]["ja"], "閲覧したページのURL");
    let csv = external::csv(&Listing::new(&policy, Language::JA));
    assert!(csv.starts_with('\u{feff}') && csv.contains("\"'=1+1\""), "{csv}");
    assert_eq!(csv.lines().count(), policy.tags.len() + 1);
}
