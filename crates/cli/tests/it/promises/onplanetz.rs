//! What onplanetz promises when information arrives and is used: a web service and partner marketing.

use crate::support::{Answer, House};
use serde_json::{Value, json};

const S: &str = "onplanetz";

async fn member(house: &House) -> String {
    let items = json!({"name": "高橋 誠", "organisation": "中央商事株式会社", "email": "makoto@mail.example", "gender": "male"});
    house.person(S, "web", "registration", items).await
}

async fn uses(house: &House, role: &str, person: &str, purpose: &str, item: &str) -> Answer {
    let body = json!({"purpose": purpose, "items": [item]});
    house.post(S, role, &format!("people/{person}/use"), body).await
}

fn list<'a>(answer: &'a Answer, key: &str) -> Vec<&'a str> {
    answer.body[key].as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

#[tokio::test]
async fn onplanetz_2_a_person_gives_what_stands_on_a_card_and_nothing_unnamed() {
    let house = House::open().await;
    let notice = house.notice(S, "registration").await;
    let all = json!({"name": "高橋 誠", "organisation": "中央商事株式会社", "job-title": "部長", "gender": "male",
        "birth-year": 1980, "address": "東京都中央区日本橋1-1", "email": "makoto@mail.example", "telephone": "03-0000-0001"});
    let register = |items: Value| {
        let body = json!({"source": "registration", "notice": notice, "items": items});
        house.post(S, "web", "people", body)
    };
    let taken = register(all.clone()).await.done();
    let mut added = list(&taken, "added");
    added.sort_unstable();
    let mut given: Vec<&str> = all.as_object().unwrap().keys().map(String::as_str).collect();
    given.sort_unstable();
    assert_eq!(added, given);
    let with = |item: &str| {
        let mut items = all.clone();
        items[item] = json!("x-1");
        items
    };
    register(with("shoe-size")).await.refused("policy-item-not-declared", "");
    register(with("terminal")).await.refused("policy-item-not-from-source", "acquired.given");
    register(json!({"name": "高橋 誠"})).await.refused("policy-required-missing", "acquired.given");
}

#[tokio::test]
async fn onplanetz_3_a_terminal_is_known_by_mobile_terminals_alone_and_each_source_says_why() {
    let house = House::open().await;
    let visitor = json!({"log": null, "ip-address": null, "cookie-id": "c-1"});
    let someone = house.person(S, "web", "site", visitor).await;
    let path = format!("people/{someone}/items");
    let by = |source: &str, confirms: Value| json!({"source": source, "confirms": confirms, "items": {"terminal": "356938035643809"}});
    // A browser that sends one along: it is dropped, and not held.
    let site = house.post(S, "web", &path, by("site", json!([]))).await.done();
    assert_eq!(list(&site, "dropped"), ["terminal"]);
    uses(&house, "upkeep", &someone, "site-upkeep", "terminal").await.refused("policy-not-held", "");
    let desktop = house.post(S, "web", &path, by("mobile", json!([]))).await;
    desktop.refused("policy-required-missing", "acquired.device.mobile");
    house.post(S, "web", &path, by("mobile", json!(["mobile-terminal"]))).await.done();
    uses(&house, "upkeep", &someone, "site-upkeep", "terminal").await.done();

    for source in ["site", "mobile"] {
        let shown = house.read(&format!("/v1/{S}/sources/{source}/notice?lang=en")).await.done();
        let why = "Maintaining and improving the site and preventing abuse";
        assert!(shown.body["text"].as_str().unwrap().contains(why), "{}", shown.text);
    }
    for item in ["log", "ip-address", "cookie-id"] {
        uses(&house, "upkeep", &someone, "site-upkeep", item).await.done();
        let screening = uses(&house, "front-desk", &someone, "request-screening", item).await;
        screening.refused("policy-item-not-for-purpose", "matrix.service.request-screening");
    }
}

#[tokio::test]
async fn onplanetz_4_an_outside_login_brings_only_what_the_person_allowed_there() {
    let house = House::open().await;
    let notice = house.notice(S, "facebook-login").await;
    let login = |granted: Value, email: &str| {
        let items =
            json!({"name": "高橋 誠", "email": email, "gender": "male", "telephone": "03-0000-0001", "friends": "40"});
        let mut body = json!({"source": "facebook-login", "notice": notice, "items": items});
        body["granted"] = granted;
        house.post(S, "web", "people", body)
    };
    let came = login(json!(["name", "email", "telephone"]), "makoto@mail.example").await.done();
    assert_eq!(list(&came, "added"), ["name", "email"]);
    let mut dropped = list(&came, "dropped");
    dropped.sort_unstable();
    assert_eq!(dropped, ["friends", "gender", "telephone"]);
    let him = came.body["person"].as_str().unwrap().to_owned();
    uses(&house, "front-desk", &him, "replies", "email").await.done();
    uses(&house, "front-desk", &him, "provide-service", "gender").await.refused("policy-not-held", "");
    uses(&house, "front-desk", &him, "provide-service", "telephone").await.refused("policy-not-held", "");
    // Who allowed nothing there: nothing comes.
    let nothing = login(json!([]), "other@mail.example").await.done();
    assert!(list(&nothing, "added").is_empty(), "{}", nothing.text);
    let unsaid = login(Value::Null, "third@mail.example").await.done();
    assert!(list(&unsaid, "added").is_empty(), "{}", unsaid.text);
}

#[tokio::test]
async fn onplanetz_5_what_comes_from_elsewhere_is_not_used_before_it_was_announced() {
    let house = House::open().await;
    let partner = house.company(S, "affiliated-business").await;
    let items = json!({"name": "伊藤 京", "email": "kyo@mail.example"});
    let mut body = json!({"source": "elsewhere", "member": partner, "items": items});
    body["notice"] = house.notice(S, "elsewhere").await.into();
    let unconfirmed = house.post(S, "partnerships", "people", body.clone()).await;
    unconfirmed.refused("policy-receipt-unconfirmed", "acquired.elsewhere");
    body["receipt-confirmed"] = json!(true);
    let came = house.post(S, "partnerships", "people", body).await.done();
    let her = came.body["person"].as_str().unwrap();
    let first = uses(&house, "front-desk", her, "correspondence", "email").await;
    first.refused("policy-source-unannounced", "acquired.elsewhere");
    let announcement = json!({"source": "elsewhere", "place": "https://onplanetz.example/news/1"});
    house.post(S, "officer", "announcements", announcement).await.done();
    uses(&house, "front-desk", her, "correspondence", "email").await.done();

    // The source of every item is recorded.
    let him = member(&house).await;
    for (person, source, count) in [(her, "elsewhere", 2), (him.as_str(), "registration", 3)] {
        let held = house.get(S, "front-desk", &format!("people/{person}/holdings?purpose=correspondence")).await.done();
        let held = held.body["holdings"].as_array().unwrap();
        assert!(held.len() >= count && held.iter().all(|one| one["source"] == source), "{held:?}");
    }
}

#[tokio::test]
async fn onplanetz_6_the_matrix_of_purposes_and_items_rules() {
    let house = House::open().await;
    let him = member(&house).await;
    uses(&house, "front-desk", &him, "replies", "email").await.done();
    let beyond = uses(&house, "front-desk", &him, "replies", "gender").await;
    beyond.refused("policy-item-not-for-purpose", "matrix.inform");
}

#[tokio::test]
async fn onplanetz_7_statistics_leave_only_in_a_form_that_identifies_nobody() {
    let house = House::open().await;
    let buyer = house.company(S, "statistics-user").await;
    house.agree(S, &buyer).await;
    let registered = |place: u32, gender: &'static str| {
        let items = json!({"name": "高橋 誠", "email": format!("p{place}@mail.example"), "gender": gender});
        house.person(S, "web", "registration", items)
    };
    for place in 0..9 {
        registered(place, "female").await;
    }
    let him = registered(9, "male").await;
    let make = |by: &'static str, to: &str| {
        house.post(S, "analysts", "statistics/by-attribute/releases", json!({"by": [by], "to": to}))
    };
    make("gender", &buyer).await.refused("policy-group-too-small", "matrix.statistics");
    registered(10, "female").await;
    let counted = make("gender", &buyer).await.done();
    assert_eq!(counted.body["groups"], json!([{"of": {"gender": "female"}, "people": 10, "having": {}}]));
    assert_eq!(counted.body["suppressed"], 1, "the man is counted nowhere: {}", counted.text);
    for who in ["psn_", "mail.example", "高橋"] {
        assert!(!counted.text.contains(who), "{}", counted.text);
    }
    for who in ["name", "email", "telephone"] {
        make(who, &buyer).await.refused("policy-breakdown-not-declared", "matrix.statistics");
        let ours = uses(&house, "analysts", &him, "statistics", who).await;
        ours.refused("policy-item-not-for-purpose", "matrix.statistics");
    }
    let advertiser = house.company(S, "advertiser").await;
    house.agree(S, &advertiser).await;
    make("gender", &advertiser).await.refused("policy-recipient-not-for-statistic", "matrix.statistics");
    let items = json!({"recipient": buyer, "purpose": "stat-market", "items": ["gender"]});
    let raw = house.post(S, "partnerships", &format!("people/{him}/provide"), items).await;
    raw.refused("policy-purpose-not-for-recipient", "matrix.statistics");
}

#[tokio::test]
async fn onplanetz_14_few_may_see_little_and_what_guards_it_is_shown_in_time() {
    let house = House::open().await;
    let him = member(&house).await;
    uses(&house, "front-desk", &him, "replies", "email").await.done();
    uses(&house, "personnel", &him, "replies", "email").await.refused("caller-lacks-purpose", "matrix.inform.replies");
    let body = json!({"purpose": "replies", "items": ["email"]}).to_string();
    for token in [None, Some("azk_made-up")] {
        let stranger = house.send("POST", &format!("/v1/{S}/people/{him}/use"), token, Some(body.clone())).await;
        assert_eq!(stranger.status, 401, "{}", stranger.text);
    }
    // No account reaches more people in a day than its role needs; the next day goes on.
    let authority = house.company(S, "authority").await;
    let asked = json!({"recipient": authority, "items": ["email"],
        "exception": {"exception": "law", "reason": "court order", "reference": "No. 7"}});
    for place in 0..5 {
        let items = json!({"name": "伊藤 京", "email": format!("p{place}@mail.example")});
        let one = house.person(S, "web", "registration", items).await;
        house.provide_approved(S, "legal", &one, asked.clone()).await.done();
    }
    let sixth = house.provide_approved(S, "legal", &him, asked.clone()).await;
    assert_eq!(sixth.status, 429);
    sixth.refused("caller-limit-reached", "third-parties.consent");
    house.clock("2027-01-16T01:00:00Z").await;
    house.provide_approved(S, "legal", &him, asked).await.done();

    // What people do: due from the start, attested with evidence, overdue when its time is over.
    let measures = ["access-limits", "security-software", "confidentiality-rules"];
    assert!(house.is_late(S, "safety.access").await);
    let bare = json!({"measure": "access-limits"});
    house.post(S, "officer", "attestations", bare).await.refused("policy-evidence-missing", "safety.access");
    let own = json!({"measure": "access-limits", "evidence": "list of accounts"});
    house.post(S, "front-desk", "attestations", own).await.refused("caller-lacks-measure", "safety.access");
    for measure in measures {
        let body = json!({"measure": measure, "evidence": "minutes of the check"});
        house.post(S, "officer", "attestations", body).await.done();
    }
    assert!(!house.is_late(S, "safety.access").await);
    house.clock("2027-04-17T01:00:00Z").await;
    assert!(house.is_late(S, "safety.access").await);
}

#[tokio::test]
async fn onplanetz_19_a_device_never_leads_to_a_person() {
    let house = House::open().await;
    let body = json!({"purpose": "replies", "item": "cookie-id", "value": "c-1"});
    house.post(S, "front-desk", "people/find", body).await.refused("policy-item-not-findable", "matrix");
    let him = member(&house).await;
    let by_mail = json!({"purpose": "replies", "item": "email", "value": "MAKOTO@mail.example"});
    let found = house.post(S, "front-desk", "people/find", by_mail).await.done();
    assert_eq!(found.body["person"], him);
}
