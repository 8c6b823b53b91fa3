//! What nicori promises: marketplace shopping.

mod purposes;
mod third_parties;

use crate::support::{Draft, House};
use serde_json::{Value, json};

const S: &str = "nicori";

fn registration() -> Value {
    json!({"name": "鈴木 太郎", "address": "大阪府堺市北区中百舌鳥町1-1", "telephone": "090-0000-0002",
        "email": "taro@mail.example", "payment-method": "Visa 4242"})
}

/// A house whose accounts behind these roles have signed the pledge.
async fn pledged(roles: &[&str]) -> House {
    let house = House::open().await;
    for role in roles {
        house.pledge(S, role).await;
    }
    house
}

async fn customer(house: &House) -> String {
    house.person(S, "shop-web", "registration", registration()).await
}

/// A customer who has ordered something.
async fn buyer(house: &House) -> String {
    let him = customer(house).await;
    let order = json!({"orders": "緑茶 2箱 1,980円", "delivery-method": "宅配便"});
    house.arrive((S, "shop-web"), &him, "order", order).await;
    him
}

/// Reports an event about a person.
async fn happened(house: &House, role: &str, person: &str, event: Value) {
    house.post(S, role, &format!("people/{person}/events"), event).await.done();
}

#[tokio::test]
async fn nicori_10_without_an_account_or_its_password_nothing_opens() {
    let house = pledged(&["shop-web", "order-desk"]).await;
    let him = customer(&house).await;
    let path = format!("/v1/{S}/people/{him}/use");
    let body = json!({"purpose": "inquiries", "items": ["email"]}).to_string();
    let none = house.send("POST", &path, None, Some(body.clone())).await;
    assert_eq!((none.status, none.code()), (401, "token-missing"));
    let guessed = format!("azk_{}", "A".repeat(43));
    let wrong = house.send("POST", &path, Some(&guessed), Some(body.clone())).await;
    assert_eq!((wrong.status, wrong.code()), (401, "token-invalid"));
    let foreign = house.send("POST", &path, house.token("sessa", "support").as_deref(), Some(body)).await;
    assert_eq!((foreign.status, foreign.code()), (403, "caller-other-service"));
    house.opens((S, "order-desk"), &him, "inquiries", &["email"]).await.done();
}

#[tokio::test]
async fn nicori_10_an_account_opens_what_its_work_needs_and_nothing_once_it_is_closed() {
    let house = pledged(&["shop-web", "order-desk"]).await;
    let him = buyer(&house).await;
    let desk = (S, "order-desk");
    house.opens(desk, &him, "inquiries", &["email"]).await.done();
    // Not its work: another purpose, everything that is held, the registers.
    house.opens(desk, &him, "shipping", &["address"]).await.refused("caller-lacks-purpose", "purposes.shipping");
    let all = house.get(S, "order-desk", &format!("people/{him}/holdings")).await;
    all.refused("caller-lacks-handling", "");
    house.get(S, "order-desk", &format!("people/{him}/history")).await.refused("caller-lacks-handling", "");
    // No pledge.
    house
        .opens((S, "product"), &him, "improvement", &["purchases"])
        .await
        .refused("caller-unpledged", "management.pledge");

    let account = |over: bool| json!({"account": "order-desk-account", "role": "order-desk", "over": over});
    house.post(S, "manager", "accounts", account(true)).await.done();
    let closed = house.opens(desk, &him, "inquiries", &["email"]).await;
    assert_eq!((closed.status, closed.code()), (401, "token-invalid"));
    house.post(S, "manager", "accounts", account(false)).await.done();
    house.opens(desk, &him, "inquiries", &["email"]).await.done();
}

#[tokio::test]
async fn nicori_10_an_account_reaches_no_more_people_a_day_than_its_work_needs() {
    let house = pledged(&["shop-web", "legal"]).await;
    let police = house.company(S, "public-authority").await;
    let claim = json!({"exception": "public-institution", "reason": "inquiry", "reference": "12"});
    let asked = json!({"recipient": police, "items": ["email"], "exception": claim});
    for number in 1..=6 {
        let mut items = registration();
        items["email"] = json!(format!("p{number}@mail.example"));
        let person = house.person(S, "shop-web", "registration", items).await;
        let passed = house.provide_approved(S, "legal", &person, asked.clone()).await;
        if number <= 5 {
            passed.done();
        } else {
            assert_eq!(passed.status, 429);
            passed.refused("caller-limit-reached", "");
        }
    }
}

#[tokio::test]
async fn nicori_16_an_account_without_its_pledge_opens_nothing() {
    let house = House::open().await;
    let notice = house.notice(S, "registration").await;
    let body = json!({"source": "registration", "notice": notice, "items": registration()});
    house.post(S, "shop-web", "people", body.clone()).await.refused("caller-unpledged", "management.pledge");
    house.pledge(S, "shop-web").await;
    house.post(S, "shop-web", "people", body).await.done();
}

#[tokio::test]
async fn nicori_17_a_posted_revision_counts_from_that_instant_unless_a_date_was_set() {
    let draft = Draft::of(S);
    let house = House::open_with(draft.path()).await;
    house.pledge(S, "shop-web").await;
    let mut number = 0;
    let mut register = async || {
        number += 1;
        let notice = house.notice(S, "registration").await;
        let items = json!({"name": "鈴木 太郎", "address": "大阪府堺市北区中百舌鳥町1-1", "email": format!("p{number}@mail.example")});
        house.post(S, "shop-web", "people", json!({"source": "registration", "notice": notice, "items": items})).await
    };
    register().await.done();

    // Posted in the afternoon, told to nobody before: a registration needs a telephone number from then on.
    house.clock("2027-02-01T06:00:00Z").await;
    register().await.done();
    let (three, four) = (r#"["name", "address", "email"]"#, r#"["name", "address", "telephone", "email"]"#);
    draft.change("policy.toml", &format!("required = {three}"), &format!("required = {four}"));
    draft.change("policy.toml", r#"label         = "1""#, r#"label         = "2""#);
    house.revise(S, 2).await;
    register().await.refused("policy-required-missing", "collected.registration");
    assert!(house.read("/nicori/policy").await.text.contains("It counts from 1 February 2027."));

    // Posted with a date: it counts from the first instant of that day in Tokyo, not before.
    draft.change("policy.toml", &format!("required = {four}"), &format!("required = {three}"));
    draft.change("policy.toml", r#"label         = "2""#, r#"label         = "3""#);
    draft.change("policy.toml", "effective     = 2026-12-01", "effective     = 2027-03-01");
    house.revise(S, 3).await;
    register().await.refused("policy-required-missing", "collected.registration");
    house.clock("2027-02-28T14:59:50Z").await;
    register().await.refused("policy-required-missing", "collected.registration");
    assert!(house.read("/nicori/policy").await.text.contains("It counts from 1 February 2027."));
    house.clock("2027-02-28T15:00:00Z").await;
    register().await.done();
    assert!(house.read("/nicori/policy").await.text.contains("It counts from 1 March 2027."));
}
