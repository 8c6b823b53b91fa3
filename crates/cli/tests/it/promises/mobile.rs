//! What mobile-planning promises: mobile Wi-Fi rental and subscription. What goes to others stands in `passing.rs`.

mod passing;

use crate::support::House;
use serde_json::{Value, json};

const S: &str = "mobile-planning";

async fn customer(house: &House) -> String {
    let items = json!({"name": "佐藤 花子", "address": "東京都世田谷区桜丘1-2-3", "telephone": "090-0000-0001", "gender": "female",
        "email": "hanako@mail.example", "birth-date": "1990-04-01", "order": "Wi-Fi 50GB"});
    house.person(S, "site", "application", items).await
}

/// A customer of whom everything is held that using the service leaves.
pub(super) async fn customer_in_use(house: &House) -> String {
    let her = customer(house).await;
    let run = json!({"usage": "3.2 GB", "purchases": "eSIM 10GB", "payment": "paid by card", "billing": "2026-12-31 3,980",
        "imei": "356938035643809", "line-number": "020-0000-0001", "order-number": "MP-2201"});
    house.arrive((S, "billing-system"), &her, "operation", run).await;
    let seen = json!({"web-activity": "/plans", "ads-seen": "banner 7", "ip-address": "192.0.2.7", "cookie-id": "c-1"});
    house.arrive((S, "site"), &her, "site", seen).await;
    house.arrive((S, "site"), &her, "survey", json!({"survey-answer": "faster, please"})).await;
    her
}

async fn open(house: &House, her: &str, role: &str, purpose: &str, items: &[&str]) -> crate::support::Answer {
    house.post(S, role, &format!("people/{her}/use"), json!({"purpose": purpose, "items": items})).await
}

/// Purposes that need nothing of the person: role, purpose, items it may use, one it may not, its clause.
const PURPOSES: &[(&str, &str, &[&str], &str, &str)] = &[
    ("operations", "application", &["name", "order"], "gender", "purposes.service.application"),
    ("site", "identity", &["name", "birth-date"], "order", "purposes.service.identity"),
    ("operations", "delivery", &["address", "imei"], "usage", "purposes.service.delivery"),
    ("operations", "service-notices", &["email"], "usage", "purposes.service.service-notices"),
    ("support-desk", "inquiries", &["email", "order"], "payment", "purposes.inquiries"),
    ("billing-desk", "fees", &["name", "billing", "payment"], "gender", "purposes.fees"),
    ("marketing", "notices", &["email", "usage"], "gender", "purposes.news.notices"),
    ("planning", "usage-study", &["usage", "age", "gender"], "purchases", "purposes.usage-study"),
    ("planning", "planning", &["purchases", "survey-answer"], "gender", "purposes.planning"),
    ("planning", "improvement", &["survey-answer", "web-activity"], "usage", "purposes.improvement"),
    ("abuse-desk", "abuse", &["order", "ip-address"], "gender", "purposes.abuse"),
];

/// Purposes that wait for a yes.
const ASKED_FIRST: &[(&str, &str, &str)] =
    &[("offers", "purchases", "purposes.news.offers"), ("partner-offers", "email", "purposes.partners.partner-offers")];

/// Purposes that wait for something to happen: role, purpose, item, event, its clause.
const WAITING: &[(&str, &str, &str, &str, &str)] = &[
    ("support-desk", "line-support", "imei", "line-inquiry", "purposes.line-support"),
    ("operations", "prizes", "address", "entered", "purposes.partners.prizes"),
];

#[tokio::test]
async fn mobile_1_each_of_the_ten_purposes_uses_its_own_items_and_no_others() {
    let house = House::open().await;
    let her = customer_in_use(&house).await;
    for (role, purpose, items, other, clause) in PURPOSES {
        let opened = open(&house, &her, role, purpose, items).await.done();
        for item in *items {
            assert!(!opened.body["items"][item].is_null(), "{purpose}: {item}: {}", opened.text);
        }
        open(&house, &her, role, purpose, &[other]).await.refused("policy-item-not-for-purpose", clause);
    }
    for (purpose, item, clause) in ASKED_FIRST {
        open(&house, &her, "marketing", purpose, &[item]).await.refused("policy-consent-missing", clause);
        house.answer(S, "support-desk", &her, ("purpose", purpose), true).await;
        open(&house, &her, "marketing", purpose, &[item]).await.done();
    }
    for (role, purpose, item, event, clause) in WAITING {
        open(&house, &her, role, purpose, &[item]).await.refused("policy-event-missing", clause);
        house
            .post(S, "site", &format!("people/{her}/events"), json!({"event": event, "reference": "T-1"}))
            .await
            .done();
        open(&house, &her, role, purpose, &[item]).await.done();
    }
    open(&house, &her, "planning", "credit-scoring", &["usage"])
        .await
        .refused("policy-purpose-not-declared", "purposes");
}

#[tokio::test]
async fn mobile_1_a_carrier_gets_the_terminal_only_while_the_customer_asks_about_it() {
    let house = House::open().await;
    let her = customer_in_use(&house).await;
    let carrier = house.company(S, "carrier").await;
    house.answer(S, "support-desk", &her, ("provision", "carrier"), true).await;
    let path = format!("people/{her}/provide");
    let ask = |items: Value| json!({"recipient": carrier, "purpose": "line-support", "items": items});
    let terminal = ask(json!(["imei", "line-number"]));
    house
        .post(S, "support-desk", &path, terminal.clone())
        .await
        .refused("policy-event-missing", "purposes.line-support");
    let asked = |over: bool| json!({"event": "line-inquiry", "reference": "T-1", "over": over});
    house.post(S, "site", &format!("people/{her}/events"), asked(false)).await.done();
    let given = house.post(S, "support-desk", &path, terminal.clone()).await.done();
    assert_eq!(given.body["items"]["imei"], "356938035643809");
    let more = ask(json!(["imei", "name"]));
    house.post(S, "support-desk", &path, more).await.refused("policy-item-not-for-recipient", "purposes.line-support");
    house.post(S, "site", &format!("people/{her}/events"), asked(true)).await.done();
    house.post(S, "support-desk", &path, terminal).await.refused("policy-event-lapsed", "purposes.line-support");
}

#[tokio::test]
async fn mobile_2_what_is_gathered_comes_by_its_source_and_a_survey_serves_its_own_purpose_alone() {
    let house = House::open().await;
    let her = customer(&house).await;
    let notice = house.notice(S, "survey").await;
    let stray = json!({"source": "survey", "notice": notice, "items": {"usage": "3.2 GB"}});
    let items = format!("people/{her}/items");
    house.post(S, "site", &items, stray).await.refused("policy-item-not-from-source", "purposes.gathered");
    for (role, source, gathered) in [
        ("billing-system", "operation", json!({"usage": "3.2 GB", "purchases": "eSIM 10GB"})),
        ("site", "site", json!({"web-activity": "/plans", "ads-seen": "banner 7"})),
        ("site", "mail", json!({"mail-opened": null})),
        ("site", "spring-survey", json!({"travel-plan": "Taipei in May", "prize-address": "東京都世田谷区桜丘1-2-3"})),
    ] {
        house.arrive((S, role), &her, source, gathered).await;
    }
    house.answer(S, "support-desk", &her, ("purpose", "offers"), true).await;
    let offer = ["gender", "age", "mail-opened", "web-activity", "usage", "purchases", "ads-seen"];
    let opened = open(&house, &her, "marketing", "offers", &offer).await.done();
    assert_eq!(opened.body["items"]["age"], 36);
    assert_eq!(opened.body["elsewhere"]["mail-opened"], "mail-platform");

    let shown = house.read(&format!("/v1/{S}/sources/spring-survey/notice?lang=en")).await.done();
    assert!(
        shown.body["purposes"].to_string().contains("spring-roaming"),
        "shown before it is answered: {}",
        shown.text
    );
    open(&house, &her, "planning", "planning", &["travel-plan"])
        .await
        .refused("policy-item-not-for-purpose", "purposes.planning");
    let spring = "purposes.more.spring-roaming";
    open(&house, &her, "planning", "spring-roaming", &["travel-plan"]).await.refused("policy-consent-missing", spring);
    house.answer(S, "support-desk", &her, ("purpose", "spring-roaming"), true).await;
    open(&house, &her, "planning", "spring-roaming", &["travel-plan"]).await.done();
    open(&house, &her, "planning", "spring-roaming", &["survey-answer"])
        .await
        .refused("policy-item-not-for-purpose", spring);
    open(&house, &her, "operations", "spring-prize", &["prize-address"]).await.done();
    let delivery = open(&house, &her, "operations", "delivery", &["prize-address"]).await;
    delivery.refused("policy-item-not-for-purpose", "purposes.service.delivery");
}

#[tokio::test]
async fn mobile_15_card_details_are_neither_stored_nor_collected() {
    let house = House::open().await;
    let notice = house.notice(S, "inquiry").await;
    let asked = |text: &str| json!({"source": "inquiry", "notice": notice, "items": {"email": "a@mail.example", "inquiry": text}});
    house
        .post(S, "site", "people", asked("my card is ４２４２ ４２４２ ４２４２ ４２４２"))
        .await
        .refused("policy-held-elsewhere", "payment");
    let named = json!({"source": "inquiry", "notice": notice, "items": {"email": "a@mail.example", "inquiry": "hello", "card-number": "4242424242424242"}});
    house.post(S, "site", "people", named).await.refused("policy-held-elsewhere", "payment");
    let him = house.post(S, "site", "people", asked("my terminal is 356938035643809")).await.done();
    let him = him.body["person"].as_str().unwrap().to_owned();
    open(&house, &him, "billing-desk", "payment", &["card-number"]).await.refused("policy-held-elsewhere", "payment");
    let held = house.get(S, "support-desk", &format!("people/{him}/holdings?purpose=inquiries")).await.done();
    assert!(held.text.contains("inquiry") && !held.text.contains("card-number"), "{}", held.text);
}
