//! What sessa promises: commission requests with payment.

mod third_parties;
mod versions;

use crate::support::House;
use serde_json::{Value, json};

const S: &str = "sessa";
const ACCOUNT: &str = "みずほ銀行 丸の内支店 普通 1234567";

async fn member_of(house: &House) -> String {
    house.person(S, "web", "signup", json!({"email": "hanako@mail.example"})).await
}

/// A member who is paid for what they make.
async fn maker_of(house: &House) -> String {
    let her = member_of(house).await;
    house.arrive((S, "web"), &her, "payout-form", json!({"bank-account": ACCOUNT})).await;
    her
}

#[tokio::test]
async fn sessa_1_purposes_are_shown_before_anything_is_acquired_also_by_signing_in_with_x() {
    let house = House::open().await;
    let strange = house.notice(S, "payout-form").await;
    for (source, email) in [("signup", "a@mail.example"), ("x-login", "b@mail.example")] {
        let shown = house.read(&format!("/v1/{S}/sources/{source}/notice?lang=en")).await.done();
        let told: Vec<&str> =
            shown.body["purposes"].as_array().unwrap().iter().filter_map(|purpose| purpose["label"].as_str()).collect();
        assert!(
            told.contains(&"Settling fees on time") && told.contains(&"Confirming who you are at login"),
            "{told:?}"
        );
        assert!(told.iter().all(|label| shown.body["text"].as_str().unwrap().contains(label)), "{}", shown.text);

        let come = |notice: Value| {
            let body = json!({"source": source, "notice": notice, "items": {"email": email}});
            house.post(S, "web", "people", body)
        };
        come(Value::Null).await.refused("policy-notice-missing", "purposes");
        come(json!(strange)).await.refused("policy-notice-outdated", "purposes");
        let her = come(shown.body["notice"].clone()).await.done().body["person"].as_str().unwrap().to_owned();
        let held = house.held((S, "support"), &her, "contacting").await;
        assert_eq!(held[0]["notice"], shown.body["notice"], "it came under what was shown");
    }
    // A source that no page publishes shows nothing, and brings nothing.
    let unpublished = json!({"source": "name-list", "notice": strange, "items": {"email": "c@mail.example"}});
    house.post(S, "web", "people", unpublished).await.refused("policy-source-not-declared", "purposes");
}

#[tokio::test]
async fn sessa_1_a_member_too_is_shown_what_a_later_form_is_for() {
    let house = House::open().await;
    let her = member_of(&house).await;
    let path = format!("people/{her}/items");
    let form = json!({"source": "payout-form", "items": {"bank-account": ACCOUNT}});
    house.post(S, "web", &path, form).await.refused("policy-notice-missing", "purposes");
    house.opens((S, "payout-desk"), &her, "settlement", &["bank-account"]).await.refused("policy-not-held", "purposes");
    house.arrive((S, "web"), &her, "payout-form", json!({"bank-account": ACCOUNT})).await;
    house.opens((S, "payout-desk"), &her, "settlement", &["bank-account"]).await.done();
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
    let her = maker_of(&house).await;
    let notice = house.notice(S, "payout-form").await;
    let written = |items: Value| {
        let body = json!({"source": "payout-form", "notice": notice, "items": items});
        house.post(S, "web", "people", body)
    };
    // Under its own name, and written into the field of the account.
    let named = json!({"bank-account": ACCOUNT, "card-number": "4242424242424242"});
    written(named).await.refused("policy-held-elsewhere", "stored.card");
    let hidden = json!({"bank-account": "普通 ４２４２ ４２４２ ４２４２ ４２４２"});
    written(hidden).await.refused("policy-held-elsewhere", "stored.card");
    house
        .opens((S, "payout-desk"), &her, "settlement", &["card-number"])
        .await
        .refused("policy-held-elsewhere", "stored.card");
    let held = house.held((S, "payout-desk"), &her, "settlement").await;
    let items: Vec<&str> = held.iter().filter_map(|held| held["item"].as_str()).collect();
    assert_eq!(items, ["email", "bank-account"]);
}

#[tokio::test]
async fn sessa_5_fees_are_settled_and_cards_eased_with_nothing_more_than_they_need() {
    let house = House::open().await;
    let her = maker_of(&house).await;
    let desk = (S, "payout-desk");
    let opened = house.opens(desk, &her, "settlement", &["bank-account", "email"]).await.done();
    assert_eq!(opened.body["items"]["bank-account"], ACCOUNT);
    assert_eq!(opened.clauses(), ["purposes.settlement"]);
    house
        .opens((S, "editors"), &her, "settlement", &["bank-account"])
        .await
        .refused("caller-lacks-purpose", "purposes.settlement");
    // Who asks is charged by Stripe: nobody here opens the card, and its code loads where one pays, nowhere else.
    house
        .opens(desk, &her, "card-convenience", &["card-number"])
        .await
        .refused("caller-lacks-purpose", "purposes.card-convenience");
    house.bind(S, "stripe").await;
    let page = |page: &str| house.post(S, "web", "tags/stripe/load", json!({"page": page}));
    page("checkout").await.done();
    page("top").await.refused("policy-tag-not-on-page", "");
    let listed = house.read("/sessa/external").await.text;
    assert!(listed.contains("Making card payment simpler"), "{listed}");
}

#[tokio::test]
async fn sessa_5_login_contact_and_news_open_the_address_and_nothing_else() {
    let house = House::open().await;
    let her = maker_of(&house).await;
    for (role, purpose) in [("web", "login-identity"), ("support", "contacting")] {
        let clause = format!("purposes.{purpose}");
        let opened = house.opens((S, role), &her, purpose, &["email"]).await.done();
        assert_eq!(opened.clauses(), [clause.as_str()]);
        house.opens((S, role), &her, purpose, &["bank-account"]).await.refused("policy-item-not-for-purpose", &clause);
    }
    let by_mail = json!({"purpose": "login-identity", "item": "email", "value": "Hanako@mail.example"});
    assert_eq!(house.post(S, "web", "people/find", by_mail).await.done().body["person"], her);

    let news = async |way_out: bool| {
        let body = json!({"purpose": "announcements", "items": ["email"], "way-out": way_out});
        house.post(S, "editors", &format!("people/{her}/use"), body).await
    };
    news(true).await.refused("policy-event-missing", "purposes.announcements");
    let account = json!({"event": "account", "reference": "u-1"});
    house.post(S, "web", &format!("people/{her}/events"), account).await.done();
    news(false).await.refused("policy-way-out-missing", "purposes.announcements");
    news(true).await.done();
    house.answer(S, "support", &her, ("purpose", "announcements"), false).await;
    news(true).await.refused("policy-stopped", "purposes.announcements");
}

#[tokio::test]
async fn sessa_5_statistics_identify_nobody() {
    let house = House::open().await;
    let count = |body: Value| house.post(S, "analysts", "statistics/use-of-service/releases", body);
    for number in 1..10 {
        house.person(S, "web", "signup", json!({"email": format!("p{number}@mail.example")})).await;
    }
    count(json!({})).await.refused("policy-group-too-small", "third-parties.statistics");
    house.person(S, "web", "signup", json!({"email": "p10@mail.example"})).await;
    let counted = count(json!({})).await.done();
    assert_eq!(counted.body["groups"][0]["people"], 10);
    assert!(!counted.text.contains("mail.example"), "{}", counted.text);
    count(json!({"by": ["email"]})).await.refused("policy-breakdown-not-declared", "third-parties.statistics");
}

#[tokio::test]
async fn sessa_7_of_all_that_x_returns_the_address_alone_is_kept() {
    let house = House::open().await;
    let notice = house.notice(S, "x-login").await;
    let signed_in = |items: Value| {
        let body = json!({"source": "x-login", "notice": notice, "items": items});
        house.post(S, "web", "people", body)
    };
    // Without the address nobody comes in, whatever else X tells.
    let without = json!({"screen-name": "hanako", "bank-account": ACCOUNT});
    signed_in(without).await.refused("policy-required-missing", "collected.login");
    let all =
        json!({"email": "hanako@mail.example", "screen-name": "hanako", "followers": "120", "bank-account": ACCOUNT});
    let came = signed_in(all).await.done();
    assert_eq!(came.body["added"], json!(["email"]));
    assert_eq!(came.body["dropped"], json!(["screen-name", "followers", "bank-account"]));

    let her = came.body["person"].as_str().unwrap();
    let held = house.get(S, "officer", &format!("people/{her}/holdings")).await.done();
    let items: Vec<(&Value, &Value)> =
        held.body["holdings"].as_array().unwrap().iter().map(|held| (&held["item"], &held["source"])).collect();
    assert_eq!(items, [(&json!("email"), &json!("x-login"))]);
    let desk = (S, "payout-desk");
    house.opens(desk, her, "settlement", &["bank-account"]).await.refused("policy-not-held", "");
    house.opens((S, "web"), her, "login-identity", &["email"]).await.done();
}

#[tokio::test]
async fn sessa_14_a_form_asks_only_for_what_its_purposes_need() {
    let house = House::open().await;
    let notice = house.notice(S, "signup").await;
    let sent = |items: Value| {
        let body = json!({"source": "signup", "notice": notice, "items": items});
        house.post(S, "web", "people", body)
    };
    let unknown = json!({"email": "b@mail.example", "shoe-size": "26"});
    sent(unknown).await.refused("policy-item-not-declared", "purposes");
    let another = json!({"email": "b@mail.example", "bank-account": ACCOUNT});
    sent(another).await.refused("policy-item-not-from-source", "collected.given");
    sent(json!({})).await.refused("policy-required-missing", "collected.given");
    sent(json!({"email": "b@mail.example"})).await.done();
}
