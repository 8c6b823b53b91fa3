//! What ijgn promises: a smartphone service.

use crate::support::{Answer, House};
use serde_json::{Value, json};

const S: &str = "ijgn";

/// A registered user, of whom the service also has usage and what the terminal tells.
async fn user(house: &House) -> String {
    let notice = house.notice(S, "registration").await;
    let body = json!({"source": "registration", "notice": notice, "confirms": ["procedure-followed", "password-set"],
        "items": {"name": "田中 葵", "email": "aoi@mail.example", "registration": "plan A"}});
    let registered = house.post(S, "app", "people", body).await.done();
    let her = registered.body["person"].as_str().unwrap().to_owned();
    let path = format!("people/{her}/items");
    let usage = json!({"source": "operation", "items": {"usage": null}});
    house.post(S, "meter", &path, usage).await.done();
    house.post(S, "app", &path, json!({"source": "app", "items": traces()})).await.done();
    her
}

/// A terminal of which nobody knows whose it is.
async fn terminal(house: &House) -> String {
    house.person(S, "app", "app", traces()).await
}

fn traces() -> Value {
    json!({"actions": "opened the map", "terminal": "356938035643809", "stored": "a note", "cookie-id": "c-1"})
}

async fn uses(house: &House, role: &str, person: &str, purpose: &str, item: &str) -> Answer {
    let body = json!({"purpose": purpose, "items": [item]});
    house.post(S, role, &format!("people/{person}/use"), body).await
}

async fn provides(house: &House, role: &str, person: &str, to: &str, purpose: &str, item: &str) -> Answer {
    let body = json!({"recipient": to, "purpose": purpose, "items": [item]});
    house.post(S, role, &format!("people/{person}/provide"), body).await
}

async fn confirm(house: &House, party: &str, person: &str) {
    let body = json!({"party": party, "person": person, "method": "their signed list"});
    house.post(S, "officer", "confirmations", body).await.done();
}

#[tokio::test]
async fn ijgn_1_the_stricter_rules_follow_what_is_personal_information() {
    let house = House::open().await;
    let partner = house.company(S, "ad-partner").await;
    house.agree(S, &partner).await;
    let (her, unknown) = (user(&house).await, terminal(&house).await);
    for person in [&her, &unknown] {
        confirm(&house, &partner, person).await;
    }
    // User information of nobody known: outside the consent rule.
    provides(&house, "marketing", &unknown, &partner, "their-ads", "actions").await.done();
    // The same items of a registered user are easily put together with her name: personal information.
    let hers = provides(&house, "marketing", &her, &partner, "their-ads", "actions").await;
    hers.refused("policy-identifiable", "third-parties.not-personal");
    let name = provides(&house, "marketing", &her, &partner, "their-ads", "name").await;
    name.refused("policy-item-not-for-recipient", "third-parties.not-personal");
    // What is personal goes by the stricter rule: her consent.
    let agreed = house.company(S, "agreed-party").await;
    house.agree(S, &agreed).await;
    for item in ["name", "actions"] {
        let unasked = provides(&house, "marketing", &her, &agreed, "their-ads", item).await;
        unasked.refused("policy-consent-missing", "third-parties.consent");
    }
    house.answer(S, "support", &her, ("provision", "agreed-party"), true).await;
    for item in ["name", "actions"] {
        provides(&house, "marketing", &her, &agreed, "their-ads", item).await.done();
    }
    // The two classes are published, item by item.
    let published = house.read(&format!("/{S}/policy.json")).await.done();
    let items = published.body["items"].as_array().expect("items");
    let class = |id: &str| items.iter().find(|item| item["id"] == id).expect("the item")["class"].clone();
    for personal in ["name", "email", "registration"] {
        assert_eq!(class(personal), "personal");
    }
    for referable in ["usage", "actions", "terminal", "stored", "cookie-id"] {
        assert_eq!(class(referable), "referable");
    }
}

#[tokio::test]
async fn ijgn_2_a_registration_that_lacks_something_is_refused_with_the_reason() {
    let house = House::open().await;
    let notice = house.notice(S, "registration").await;
    let body = |confirms: Value| {
        json!({"source": "registration", "notice": notice, "confirms": confirms,
            "items": {"name": "田中 葵", "email": "aoi@mail.example"}})
    };
    let without = house.post(S, "app", "people", body(json!(["procedure-followed"]))).await;
    without.refused("policy-required-missing", "collected.registration");
    let beside =
        house.post(S, "app", "people", body(json!(["procedure-followed", "password-set", "asked-nowhere"]))).await;
    assert_eq!(
        (beside.code(), beside.body["field"].as_str()),
        ("field-malformed", Some("confirms")),
        "{}",
        beside.text
    );
    assert!(!beside.text.contains("asked-nowhere"), "what nobody asked for is said back: {}", beside.text);
    house.post(S, "app", "people", body(json!(["procedure-followed", "password-set"]))).await.done();
}

#[tokio::test]
async fn ijgn_3_each_purpose_of_providing_the_service_has_its_items_and_no_more() {
    let house = House::open().await;
    let her = user(&house).await;
    house
        .post(S, "trust-desk", &format!("people/{her}/events"), json!({"event": "breach", "reference": "T-1"}))
        .await
        .done();
    for (role, purpose, items, beyond) in [
        ("app", "registration", &["name", "email", "registration"][..], "usage"),
        ("app", "identity", &["name", "email"], "actions"),
        ("billing", "fees", &["name", "usage"], "actions"),
        ("support", "guidance", &["email", "usage"], "terminal"),
        ("support", "contract-notices", &["name", "email"], "usage"),
        ("support", "smooth-provision", &["email", "terminal"], "actions"),
        ("product", "analysis", &["usage", "actions", "stored"], ""),
        ("compliance", "breaches", &["name", "actions", "terminal"], ""),
    ] {
        let clause = format!("purposes.first.{purpose}");
        for item in items {
            let used = uses(&house, role, &her, purpose, item).await.done();
            assert_eq!(used.body["clauses"], json!([clause]));
        }
        if !beyond.is_empty() {
            let more = uses(&house, role, &her, purpose, beyond).await;
            more.refused("policy-item-not-for-purpose", &clause);
        }
        uses(&house, "marketing", &her, purpose, "email").await.refused("caller-lacks-purpose", &clause);
    }
    // A breach is acted on only where one was reported.
    let innocent = terminal(&house).await;
    let unfounded = uses(&house, "compliance", &innocent, "breaches", "actions").await;
    unfounded.refused("policy-event-missing", "purposes.first.breaches");
    uses(&house, "support", &her, "resale", "email").await.refused("policy-purpose-not-declared", "purposes");
}

#[tokio::test]
async fn ijgn_4_further_purposes_count_advertise_and_develop_and_market_after_a_yes() {
    let house = House::open().await;
    let her = user(&house).await;
    // Unified data: figures in which nobody can be told.
    let count = || house.post(S, "product", "statistics/unified/releases", json!({"by": ["actions"]}));
    count().await.refused("policy-group-too-small", "purposes.further.unified-data");
    for place in 0..9 {
        let one = terminal(&house).await;
        let usage = json!({"source": "operation", "items": {"usage": null}});
        house.post(S, "meter", &format!("people/{one}/items"), usage).await.done();
        assert_eq!(count().await.status, if place == 8 { 201 } else { 403 });
    }
    let unified = count().await.done();
    assert_eq!(unified.body["groups"][0]["people"], 10);
    assert!(!unified.text.contains("psn_"), "{}", unified.text);
    let names = uses(&house, "product", &her, "unified-data", "name").await;
    names.refused("policy-item-not-for-purpose", "purposes.further.unified-data");
    // Advertising, until the user stops it.
    uses(&house, "marketing", &her, "advertising", "actions").await.done();
    house.answer(S, "support", &her, ("purpose", "advertising"), false).await;
    uses(&house, "marketing", &her, "advertising", "actions")
        .await
        .refused("policy-stopped", "purposes.further.advertising");
    // New services.
    uses(&house, "product", &her, "new-services", "usage").await.done();
    let mailed = uses(&house, "product", &her, "new-services", "email").await;
    mailed.refused("policy-item-not-for-purpose", "purposes.further.new-services");
    // Other marketing, after a yes.
    uses(&house, "marketing", &her, "marketing", "email")
        .await
        .refused("policy-consent-missing", "purposes.further.marketing");
    house.answer(S, "support", &her, ("purpose", "marketing"), true).await;
    uses(&house, "marketing", &her, "marketing", "email").await.done();
}

#[tokio::test]
async fn ijgn_5_personal_information_goes_on_consent_or_in_one_of_four_cases() {
    let house = House::open().await;
    let her = user(&house).await;
    let party = house.company(S, "agreed-party").await;
    house.agree(S, &party).await;
    let send = || provides(&house, "marketing", &her, &party, "their-ads", "email");
    send().await.refused("policy-consent-missing", "third-parties.consent");
    house.answer(S, "support", &her, ("provision", "agreed-party"), true).await;
    send().await.done();

    // Entrustment, as far as needed.
    let contractor = house.company(S, "contractor").await;
    house.bind(S, &contractor).await;
    provides(&house, "billing", &her, &contractor, "guidance", "email").await.done();
    let for_ads = provides(&house, "billing", &her, &contractor, "marketing", "email").await;
    for_ads.refused("policy-purpose-not-for-recipient", "third-parties.entrustment");
    // Succession.
    let heir = house.company(S, "successor").await;
    house.agree(S, &heir).await;
    provides(&house, "board", &her, &heir, "guidance", "email").await.done();
    let for_ads = provides(&house, "board", &her, &heir, "their-ads", "email").await;
    for_ads.refused("policy-purpose-not-for-recipient", "third-parties.succession");
    // Cooperation with the state where asking would hinder it, and what else a law allows.
    let (authority, lawful) = (house.company(S, "authority").await, house.company(S, "lawful-party").await);
    house.agree(S, &lawful).await;
    let path = format!("people/{her}/provide");
    let claim = |to: &str, case: &str| {
        json!({"recipient": to, "items": ["email"],
            "exception": {"exception": case, "reason": "asked in writing", "reference": "No. 7"}})
    };
    let mut state = claim(&authority, "state-cooperation");
    let unsaid = house.post(S, "legal", &path, state.clone()).await;
    unsaid.refused("policy-hindrance-not-stated", "third-parties.cases");
    state["exception"]["would-hinder"] = json!(true);
    house.post(S, "legal", &path, state.clone()).await.refused("policy-approval-missing", "third-parties.cases");
    house.provide_approved(S, "legal", &her, state).await.done();
    house.provide_approved(S, "legal", &her, claim(&lawful, "law")).await.done();
    let wider = house.post(S, "legal", &path, claim(&lawful, "state-cooperation")).await;
    wider.refused("policy-recipient-not-for-exception", "third-parties.cases");
    let fifth = house.post(S, "legal", &path, claim(&authority, "business-interest")).await;
    fifth.refused("policy-exception-not-declared", "third-parties.cases");

    // Other user information: no consent of ours, but Article 31 binds where the recipient can tell whose it is.
    let unknown = terminal(&house).await;
    let partner = house.company(S, "ad-partner").await;
    house.agree(S, &partner).await;
    let send = || provides(&house, "marketing", &unknown, &partner, "their-ads", "actions");
    send().await.refused("policy-confirmation-missing", "third-parties.not-personal");
    confirm(&house, &partner, &unknown).await;
    send().await.done();
}

#[tokio::test]
async fn ijgn_6_every_recipient_but_an_authority_is_first_bound_to_the_same_level() {
    let house = House::open().await;
    let (her, unknown) = (user(&house).await, terminal(&house).await);
    house.answer(S, "support", &her, ("provision", "agreed-party"), true).await;
    for (class, role, purpose, person, item) in [
        ("agreed-party", "marketing", "their-ads", &her, "email"),
        ("ad-partner", "marketing", "their-ads", &unknown, "actions"),
        ("contractor", "billing", "guidance", &her, "email"),
        ("successor", "board", "guidance", &her, "email"),
    ] {
        let company = house.company(S, class).await;
        if class == "ad-partner" {
            confirm(&house, &company, person).await;
        }
        let send = || provides(&house, role, person, &company, purpose, item);
        send().await.refused("policy-agreement-missing", "third-parties.same-level");
        if class == "contractor" {
            house.agree(S, &company).await;
            send().await.refused("policy-choice-unchecked", "third-parties.entrustment");
        }
        house.bind(S, &company).await;
        send().await.done();
    }
    let claim = |to: &str| {
        json!({"recipient": to, "items": ["email"],
            "exception": {"exception": "law", "reason": "asked in writing", "reference": "No. 7"}})
    };
    let lawful = house.company(S, "lawful-party").await;
    let unbound = house.provide_approved(S, "legal", &her, claim(&lawful)).await;
    let unbound = unbound.refused("policy-agreement-missing", "third-parties.cases");
    unbound.refused("policy-agreement-missing", "third-parties.same-level");
    house.agree(S, &lawful).await;
    house.provide_approved(S, "legal", &her, claim(&lawful)).await.done();
    let authority = house.company(S, "authority").await;
    house.provide_approved(S, "legal", &her, claim(&authority)).await.done();

    // What people do: supervision of each contractor falls due, is shown, and falls overdue.
    assert!(house.is_late(S, "third-parties.same-level").await);
    let members = house.get(S, "officer", "members").await.done();
    let entries = members.body["entries"].as_array().unwrap();
    let contractor = entries.iter().find(|one| one["entry"].to_string().contains("contractor")).expect("one");
    for measure in ["subcontractor-choice", "subcontractor-supervision"] {
        let body = json!({"measure": measure, "evidence": "audit report", "of": contractor["member"]});
        house.post(S, "officer", "attestations", body).await.done();
    }
    assert!(!house.is_late(S, "third-parties.same-level").await);
    house.clock("2028-01-16T01:00:00Z").await;
    assert!(house.is_late(S, "third-parties.same-level").await);
}
