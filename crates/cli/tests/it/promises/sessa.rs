//! What sessa promises: commission requests with payment.

use crate::support::House;
use serde_json::json;

const S: &str = "sessa";

async fn member_of(house: &House) -> String {
    house.person(S, "web", "signup", json!({"email": "hanako@mail.example"})).await
}

#[tokio::test]
async fn nothing_is_acquired_by_a_form_before_its_purpose_was_shown() {
    let house = House::open().await;
    let body = json!({"source": "signup", "items": {"email": "a@mail.example"}});
    house.post(S, "web", "people", body).await.refused("policy-notice-missing", "purposes");
    member_of(&house).await;
}

#[tokio::test]
async fn sessa_2_an_item_is_used_only_within_its_purposes() {
    let house = House::open().await;
    let her = member_of(&house).await;
    let path = format!("people/{her}/use");
    house.post(S, "support", &path, json!({"purpose": "contacting", "items": ["email"]})).await.done();
    let wider = json!({"purpose": "contacting", "items": ["bank-account"]});
    house.post(S, "support", &path, wider).await.refused("policy-item-not-for-purpose", "purposes.contacting");
    let unknown = json!({"purpose": "resale", "items": ["email"]});
    house.post(S, "support", &path, unknown).await.refused("policy-purpose-not-declared", "purposes");
}

#[tokio::test]
async fn sessa_4_a_card_number_is_never_held_here() {
    let house = House::open().await;
    let notice = house.notice(S, "payout-form").await;
    let her = member_of(&house).await;
    let body = json!({"source": "payout-form", "notice": notice, "items": {"bank-account": "みずほ銀行 丸の内支店 普通 1234567"}});
    house.post(S, "web", &format!("people/{her}/items"), body).await.done();
    let card = json!({"purpose": "settlement", "items": ["card-number"]});
    house
        .post(S, "payout-desk", &format!("people/{her}/use"), card)
        .await
        .refused("policy-held-elsewhere", "stored.card");
}

#[tokio::test]
async fn sessa_10_every_version_stays_readable_and_an_acquisition_remembers_its_own() {
    let house = House::open().await;
    let her = member_of(&house).await;
    assert_eq!(house.read("/sessa/policy/versions").await.status, 200);
    assert_eq!(house.read("/sessa/policy/versions/1").await.status, 200);
    assert_eq!(house.read("/sessa/policy/versions/9").await.status, 404);
    let held = house.get(S, "support", &format!("people/{her}/holdings?purpose=contacting")).await.done();
    assert!(held.text.contains("signup") && held.text.contains("\"version\":\"2027-01-15\""), "{}", held.text);
}

#[tokio::test]
async fn sessa_14_a_form_asks_only_for_what_its_purposes_need() {
    let house = House::open().await;
    let notice = house.notice(S, "signup").await;
    let body = json!({"source": "signup", "notice": notice, "items": {"email": "b@mail.example", "shoe-size": "26"}});
    house.post(S, "web", "people", body).await.refused("policy-item-not-declared", "");
    let empty = json!({"source": "signup", "notice": notice, "items": {}});
    house.post(S, "web", "people", empty).await.refused("policy-required-missing", "collected");
}
