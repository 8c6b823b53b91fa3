//! Erasure reaches every copy: look-ups, bulk answers, statistics, who follows the changes, and each of our systems.

use crate::support::House;
use serde_json::{Value, json};

const S: &str = "mobile-planning";
const SYSTEMS: &[(&str, &str)] =
    &[("mail-platform", "2027-01-18"), ("billing-book", "2027-01-16"), ("help-desk", "2027-01-22")];

/// A customer of the number; the help desk and the billing book know the number too.
async fn customer(house: &House, number: usize) -> String {
    let notice = house.notice(S, "application").await;
    let items = json!({"name": "佐藤 花子", "address": "東京都世田谷区桜丘1-2-3", "telephone": format!("090-0000-{number:04}"),
        "email": format!("hanako{number}@mail.example"), "birth-date": "1990-04-01", "order": "Wi-Fi 50GB"});
    let body = json!({"source": "application", "notice": notice, "items": items, "refs": {"help-desk": format!("h-{number}")}});
    let her = house.post(S, "site", "people", body).await.done().body["person"].as_str().unwrap().to_owned();
    house.arrive((S, "billing-system"), &her, "operation", json!({"usage": "3.2 GB"})).await;
    her
}

async fn find(house: &House, key: Value) -> crate::support::Answer {
    let mut body = json!({"purpose": "inquiries"});
    body.as_object_mut().unwrap().extend(key.as_object().unwrap().clone());
    house.post(S, "support-desk", "people/find", body).await
}

/// How many people a notice to everybody, and the statistic of use, reach.
async fn reached(house: &House, her: &str) -> (bool, u64, u64) {
    let everybody = house.post(S, "marketing", "use", json!({"purpose": "notices", "items": ["email"]})).await;
    assert_eq!(everybody.status, 200, "{}", everybody.text);
    let end: Value = serde_json::from_str(everybody.text.lines().last().unwrap()).unwrap();
    let counted = house.post(S, "planning", "statistics/usage/releases", json!({"by": []})).await.done();
    let people = counted.body["groups"][0]["people"].as_u64().unwrap_or_default();
    (everybody.text.contains(her), end["permitted"].as_u64().unwrap(), people)
}

async fn open_systems(house: &House, act: &str) -> Vec<String> {
    let listed = house.get(S, "privacy-officer", "systems").await.done();
    let entries = listed.body["entries"].as_array().unwrap().clone();
    let of_act = entries.iter().map(|one| &one["entry"]).filter(|entry| entry["act"] == act);
    of_act.map(|entry| entry["system"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn all_2_erasure_reaches_every_copy_and_every_system_is_told_and_answers_or_is_overdue() {
    let house = House::open().await;
    let her = customer(&house, 0).await;
    for number in 1..=11 {
        customer(&house, number).await;
    }
    let keys = [
        json!({"item": "email", "value": "HANAKO0@mail.example"}),
        json!({"item": "telephone", "value": "09000000000"}),
        json!({"system": "help-desk", "value": "h-0"}),
    ];
    for key in &keys {
        assert_eq!(find(&house, key.clone()).await.done().body["person"], her);
    }
    assert_eq!(reached(&house, &her).await, (true, 12, 12));

    let by = json!({"right": "deletion", "identity": "login"});
    let erase = format!("people/{her}/erase");
    house.post(S, "marketing", &erase, json!({"all": true, "by": by})).await.refused("caller-lacks-handling", "rights");
    let weak = json!({"all": true, "by": {"right": "deletion", "identity": "email-code"}});
    house.post(S, "request-desk", &erase, weak).await.refused("policy-identity-too-weak", "rights");
    assert_eq!(reached(&house, &her).await, (true, 12, 12), "what was refused changed nothing");
    let erased = house.post(S, "request-desk", &erase, json!({"all": true, "by": by})).await.done();
    let act = erased.body["act"].as_str().unwrap();
    assert_eq!(erased.body["live"]["items"].as_array().unwrap().len(), 7, "{}", erased.text);
    for (system, due) in SYSTEMS {
        let told = erased.body["systems"].as_array().unwrap().iter().find(|told| told["system"] == *system);
        assert_eq!(told.map(|told| &told["due"]), Some(&json!(due)), "{}", erased.text);
    }

    for key in keys {
        assert_eq!(find(&house, key.clone()).await.status, 404, "{key}");
    }
    for whom in [her.as_str(), "help-desk:h-0"] {
        let ask = json!({"purpose": "inquiries", "items": ["email"]});
        assert_eq!(house.post(S, "support-desk", &format!("people/{whom}/use"), ask).await.status, 404);
        let held = house.get(S, "support-desk", &format!("people/{whom}/holdings?purpose=inquiries")).await;
        assert_eq!(held.status, 404);
    }
    assert_eq!(reached(&house, &her).await, (false, 11, 11));
    house.wait_for(&format!("/ledger/proof/{act}")).await;
    let changes = house.get(S, "operations", "changes").await.done();
    let last = changes.body["changes"].as_array().unwrap().iter().rfind(|change| change["person"] == her.as_str());
    assert_eq!(last.map(|change| &change["kind"]), Some(&json!("erase")), "{}", changes.text);

    // Each system is told, and counts as done only when it answers.
    assert_eq!(open_systems(&house, act).await.len(), 3);
    let done = |system: &str| json!({"system": system, "act": act});
    house.post(S, "marketing", "systems", done("billing-book")).await.refused("caller-lacks-handling", "");
    assert_eq!(house.post(S, "privacy-officer", "systems", done("crm")).await.status, 422);
    for system in ["billing-book", "mail-platform"] {
        house.post(S, "privacy-officer", "systems", done(system)).await.done();
    }
    assert_eq!(open_systems(&house, act).await, ["help-desk"]);
    let late = "Erasures that a system has not confirmed in time: 1";
    let board = async || house.read("/mobile-planning/promises?lang=en").await.text;
    house.clock("2027-01-22T14:59:00Z").await;
    assert!(!board().await.contains(late), "until the end of its last day it is in time");
    house.clock("2027-01-22T15:01:00Z").await;
    assert!(board().await.contains(late), "then the board is red");
    house.post(S, "privacy-officer", "systems", done("help-desk")).await.done();
    assert!(!board().await.contains(late));
}

#[tokio::test]
async fn all_2_what_a_statute_keeps_stays_and_the_answer_says_until_when() {
    let house = House::open().await;
    let her = customer(&house, 0).await;
    house.arrive((S, "billing-system"), &her, "operation", json!({"billing": "2026-12-31 3,980"})).await;
    let by = json!({"right": "deletion", "identity": "login"});
    let erased =
        house.post(S, "request-desk", &format!("people/{her}/erase"), json!({"all": true, "by": by})).await.done();
    assert_eq!(erased.body["kept"][0]["item"], "billing", "{}", erased.text);
    assert!(
        erased.body["kept"][0]["until"].as_str().is_some_and(|until| until.starts_with("2034-01-")),
        "{}",
        erased.text
    );
    let path = format!("people/{her}/use");
    let mail = json!({"purpose": "fees", "items": ["email"]});
    let gone = house.post(S, "billing-desk", &path, mail).await;
    assert!(!gone.text.contains("hanako0"), "{}", gone.text);
}
