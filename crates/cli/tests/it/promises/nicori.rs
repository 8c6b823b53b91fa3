//! What nicori promises: marketplace shopping.

use crate::support::House;
use serde_json::json;

const S: &str = "nicori";

#[tokio::test]
async fn nicori_16_an_account_without_its_pledge_opens_nothing() {
    let house = House::open().await;
    let notice = house.notice(S, "registration").await;
    let items = json!({"name": "鈴木 太郎", "address": "大阪府堺市北区中百舌鳥町1-1", "email": "taro@mail.example"});
    let body = json!({"source": "registration", "notice": notice, "items": items});
    house.post(S, "shop-web", "people", body.clone()).await.refused("caller-unpledged", "management.pledge");
    house.pledge(S, "shop-web").await;
    house.post(S, "shop-web", "people", body).await.done();
}

#[tokio::test]
async fn nicori_7_promotional_mail_needs_prior_approval() {
    let house = House::open().await;
    for role in ["shop-web", "marketing"] {
        house.pledge(S, role).await;
    }
    let items = json!({"name": "鈴木 太郎", "address": "大阪府堺市北区中百舌鳥町1-1", "email": "taro@mail.example"});
    let him = house.person(S, "shop-web", "registration", items).await;
    let path = format!("people/{him}/use");
    let mail = json!({"purpose": "promotion", "items": ["email"]});
    house.post(S, "marketing", &path, mail).await.refused("policy-consent-missing", "purposes.promotion");
    let letter = json!({"purpose": "campaign-post", "items": ["name", "address"]});
    house.post(S, "marketing", &path, letter).await.done();
}
