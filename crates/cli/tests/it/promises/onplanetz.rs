//! What onplanetz promises: a web service and partner marketing.

use crate::support::House;
use serde_json::json;

const S: &str = "onplanetz";

async fn member(house: &House) -> String {
    let items = json!({"name": "高橋 誠", "organisation": "中央商事株式会社", "email": "makoto@mail.example", "gender": "male"});
    house.person(S, "web", "registration", items).await
}

#[tokio::test]
async fn onplanetz_6_the_matrix_of_purposes_and_items_rules() {
    let house = House::open().await;
    let him = member(&house).await;
    let path = format!("people/{him}/use");
    let ask = |item: &str| json!({"purpose": "replies", "items": [item]});
    house.post(S, "front-desk", &path, ask("email")).await.done();
    house.post(S, "front-desk", &path, ask("gender")).await.refused("policy-item-not-for-purpose", "matrix.inform");
}

#[tokio::test]
async fn onplanetz_11_nothing_flows_to_an_entrustee_without_an_agreement() {
    let house = House::open().await;
    let him = member(&house).await;
    let contractor = house.company(S, "contractor").await;
    let body = json!({"recipient": contractor, "purpose": "replies", "items": ["email"]});
    let path = format!("people/{him}/provide");
    house.post(S, "front-desk", &path, body.clone()).await.refused("policy-agreement-missing", "entrustment");
    house.bind(S, &contractor).await;
    house.post(S, "front-desk", &path, body).await.done();
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
