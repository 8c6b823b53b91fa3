//! What mobile-planning promises: mobile Wi-Fi rental and subscription.

use crate::support::House;
use serde_json::json;

const S: &str = "mobile-planning";

async fn customer(house: &House) -> String {
    let items = json!({"name": "佐藤 花子", "address": "東京都世田谷区桜丘1-2-3", "telephone": "090-0000-0001",
        "email": "hanako@mail.example", "birth-date": "1990-04-01", "order": "Wi-Fi 50GB"});
    house.person(S, "site", "application", items).await
}

#[tokio::test]
async fn a_carrier_gets_nothing_without_consent() {
    let house = House::open().await;
    let her = customer(&house).await;
    let carrier = house.company(S, "carrier").await;
    let body = json!({"recipient": carrier, "purpose": "line-support", "items": ["imei"]});
    let path = format!("people/{her}/provide");
    house.post(S, "support-desk", &path, body).await.refused("policy-consent-missing", "purposes.line-support");
}

#[tokio::test]
async fn mobile_5_an_agency_gets_data_only_while_a_fee_is_due() {
    let house = House::open().await;
    let her = customer(&house).await;
    let agency = house.company(S, "collection-agency").await;
    house.bind(S, &agency).await;
    let body = json!({"recipient": agency, "purpose": "fees", "items": ["name", "address"]});
    let path = format!("people/{her}/provide");
    house
        .post(S, "billing-desk", &path, body.clone())
        .await
        .refused("policy-event-missing", "third-parties.collection");
    let due = json!({"event": "fee-due", "reference": "INV-1"});
    house.post(S, "billing-system", &format!("people/{her}/events"), due).await.done();
    house.post(S, "billing-desk", &path, body.clone()).await.done();
    let paid = json!({"event": "fee-due", "reference": "INV-1", "over": true});
    house.post(S, "billing-system", &format!("people/{her}/events"), paid).await.done();
    house.post(S, "billing-desk", &path, body).await.refused("policy-event-", "third-parties.collection");
}

#[tokio::test]
async fn mobile_15_card_details_are_neither_stored_nor_collected() {
    let house = House::open().await;
    let notice = house.notice(S, "inquiry").await;
    let asked = |text: &str| json!({"source": "inquiry", "notice": notice, "items": {"email": "a@mail.example", "inquiry": text}});
    house
        .post(S, "site", "people", asked("my card is ４２４２ ４２４２ ４２４２ ４２４２"))
        .await
        .refused("policy-held-elsewhere", "");
    house.post(S, "site", "people", asked("my terminal is 356938035643809")).await.done();
}
