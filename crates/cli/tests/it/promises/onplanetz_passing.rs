//! What onplanetz promises when information goes to others.

use crate::support::House;
use serde_json::{Value, json};

const S: &str = "onplanetz";

async fn member(house: &House) -> String {
    let items = json!({"name": "高橋 誠", "organisation": "中央商事株式会社", "email": "makoto@mail.example", "gender": "male"});
    house.person(S, "web", "registration", items).await
}

/// What the provisions on record say, as the person is shown them.
async fn provisions(house: &House, person: &str) -> Value {
    let body = json!({"by": {"right": "records", "way": "form", "identity": "login"}});
    let shown = house.post(S, "officer", &format!("people/{person}/disclose"), body).await.done();
    shown.body["provisions"].clone()
}

#[tokio::test]
async fn onplanetz_9_nothing_goes_to_a_third_party_without_a_yes_but_for_four_cases() {
    let house = House::open().await;
    let him = member(&house).await;
    let path = format!("people/{him}/provide");
    let advertiser = house.company(S, "advertiser").await;
    house.agree(S, &advertiser).await;
    let body = json!({"recipient": advertiser, "purpose": "tailored-ads", "items": ["email"]});
    let send = || house.post(S, "partnerships", &path, body.clone());
    send().await.refused("policy-consent-missing", "third-parties.consent");
    house.answer(S, "front-desk", &him, ("provision", "advertiser"), true).await;
    send().await.done();
    house.answer(S, "front-desk", &him, ("provision", "advertiser"), false).await;
    send().await.refused("policy-consent-withdrawn", "third-parties.consent");

    let authority = house.company(S, "authority").await;
    let asks = |exception: Value| json!({"recipient": authority, "items": ["email"], "exception": exception});
    let bare = json!({"recipient": authority, "purpose": "replies", "items": ["email"]});
    house.post(S, "legal", &path, bare).await.refused("policy-exception-missing", "third-parties.consent");
    let fifth = asks(json!({"exception": "business-interest", "reason": "it pays"}));
    house.post(S, "legal", &path, fifth).await.refused("policy-exception-not-declared", "third-parties.consent");

    let why = json!({"reason": "asked in writing", "reference": "No. 7"});
    for (case, ground, lacks) in [
        ("law", "reference", "policy-reference-missing"),
        ("life-body-property", "consent-difficult", "policy-difficulty-not-stated"),
        ("public-health-children", "consent-difficult", "policy-difficulty-not-stated"),
        ("state-cooperation", "would-hinder", "policy-hindrance-not-stated"),
    ] {
        let mut claim = why.clone();
        claim["exception"] = json!(case);
        if ground != "reference" {
            claim[ground] = json!(true);
        }
        let mut short = claim.clone();
        short.as_object_mut().unwrap().remove(ground);
        house.post(S, "legal", &path, asks(short)).await.refused(lacks, "third-parties.consent");
        let alone = house.post(S, "legal", &path, asks(claim.clone())).await;
        alone.refused("policy-approval-missing", "third-parties.consent");
        house.provide_approved(S, "legal", &him, asks(claim)).await.done();
    }
}

#[tokio::test]
async fn onplanetz_10_a_provision_on_consent_leaves_its_record_with_every_particular() {
    let house = House::open().await;
    let him = member(&house).await;
    let path = format!("people/{him}/provide");
    let erasing = format!("people/{him}/erase");
    let partner = house.company(S, "service-partner").await;
    house.agree(S, &partner).await;
    let body = json!({"recipient": partner, "purpose": "outside-service", "items": ["name", "email"]});
    let refused = house.post(S, "partnerships", &path, body.clone()).await;
    refused.refused("policy-consent-missing", "third-parties.consent");
    assert_eq!(provisions(&house, &him).await, json!([]), "what did not go leaves no record of a provision");

    house.answer(S, "front-desk", &him, ("provision", "service-partner"), true).await;
    let gone = house.post(S, "partnerships", &path, body).await.done();
    let (act, record) = (gone.body["act"].as_str().unwrap(), gone.body["record"].as_str().unwrap());
    let kept = provisions(&house, &him).await;
    assert_eq!(kept[0]["record"], record);
    assert_eq!(kept[0]["items"], json!(["name", "email"]));
    house.wait_for(&format!("/ledger/proof/{act}")).await;
    let history = house.get(S, "officer", &format!("people/{him}/history")).await.done();
    let acts = history.body["acts"].as_array().unwrap();
    let said = &acts.iter().find(|one| one["act"] == act).expect("the act")["record"];
    assert_eq!(said["more"]["consented"], true, "{said}");
    assert_eq!(said["more"]["name"], "テスト株式会社");
    assert_eq!(said["more"]["address"], "東京都千代田区1-1");
    assert_eq!(said["more"]["representative"], "代表取締役");
    assert_eq!(said["person"], him);
    assert_eq!(said["items"], json!(["name", "email"]));
    assert_eq!(said["provision"], record);

    // The record stays when what was provided is erased, and when the person is gone its proof does.
    let by = json!({"right": "deletion", "way": "form", "identity": "login"});
    let erase = |what: Value| house.post(S, "officer", &erasing, what);
    erase(json!({"items": ["email"], "by": by})).await.done();
    assert_eq!(provisions(&house, &him).await[0]["items"], json!(["name", "email"]));
    erase(json!({"all": true, "by": by})).await.done();
    assert_eq!(house.read(&format!("/ledger/proof/{act}")).await.status, 200);
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
async fn onplanetz_12_nothing_is_used_jointly_before_its_facts_were_published() {
    let house = House::open().await;
    let him = member(&house).await;
    let path = format!("people/{him}/provide");
    let partner = house.company(S, "affiliated-business").await;
    house.agree(S, &partner).await;
    let ask = |items: Value| json!({"recipient": partner, "purpose": "affiliated-service", "items": items});
    let send = |items: Value| house.post(S, "partnerships", &path, ask(items));
    send(json!(["name", "email"])).await.refused("policy-joint-use-unpublished", "joint-use");
    house.clock("2027-04-01T01:00:00Z").await;
    send(json!(["name", "email"])).await.done();
    send(json!(["name", "organisation"])).await.refused("policy-item-not-for-recipient", "joint-use");

    let page = house.read(&format!("/{S}/policy?lang=en")).await.done();
    let clause = page.text.split("id=\"joint-use\"").nth(1).expect("the clause").split("<h2").next().unwrap();
    for fact in
        ["Name", "Affiliated businesses that provide", "Providing the affiliated service", "Onplanetz Co., Ltd."]
    {
        assert!(clause.contains(fact), "`{fact}` is not published: {clause}");
    }
}

#[tokio::test]
async fn onplanetz_20_nothing_flows_to_who_has_not_undertaken_to_keep_to_the_purposes() {
    let house = House::open().await;
    let him = member(&house).await;
    let path = format!("people/{him}/provide");
    for (class, purpose) in
        [("service-partner", "outside-service"), ("advertiser", "ad-measurement"), ("researcher", "market-research")]
    {
        house.answer(S, "front-desk", &him, ("provision", class), true).await;
        let company = house.company(S, class).await;
        let body = json!({"recipient": company, "purpose": purpose, "items": ["email"]});
        let send = || house.post(S, "partnerships", &path, body.clone());
        send().await.refused("policy-agreement-missing", "third-parties.undertake");
        house.agree(S, &company).await;
        let other = json!({"recipient": company, "purpose": "replies", "items": ["email"]});
        let other = house.post(S, "partnerships", &path, other).await;
        other.refused("policy-purpose-not-for-recipient", "third-parties");
        send().await.done();
    }
    let buyer = house.company(S, "statistics-user").await;
    for place in 0..10 {
        let items = json!({"name": "伊藤 京", "email": format!("p{place}@mail.example"), "gender": "female"});
        house.person(S, "web", "registration", items).await;
    }
    let table = json!({"by": ["gender"], "to": buyer});
    let make = || house.post(S, "analysts", "statistics/by-attribute/releases", table.clone());
    let unbound = make().await.refused("policy-agreement-missing", "matrix.statistics");
    unbound.refused("policy-agreement-missing", "third-parties.undertake");
    house.agree(S, &buyer).await;
    make().await.done();
    // The undertaking is over: so is what flows.
    house.clock("2028-01-01T01:00:00Z").await;
    make().await.refused("policy-agreement-expired", "matrix.statistics");
}
