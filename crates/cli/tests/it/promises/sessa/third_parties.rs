//! To whom sessa passes anything on.

use super::{ACCOUNT, S, maker_of, member_of};
use crate::support::{Draft, House};
use serde_json::{Value, json};

/// Asks for an exception.
fn exception(recipient: &str, exception: &Value) -> Value {
    json!({"recipient": recipient, "items": ["email"], "exception": exception})
}

/// What the newest provision of a person is recorded to have rested on.
async fn recorded(house: &House, person: &str, act: &Value) -> Value {
    house.wait_for(&format!("/ledger/proof/{}", act.as_str().unwrap())).await;
    let history = house.get(S, "officer", &format!("people/{person}/history")).await.done();
    let acts = history.body["acts"].as_array().unwrap();
    acts.iter().find(|one| one["act"] == *act).expect("the act is in the history")["record"].clone()
}

#[tokio::test]
async fn sessa_6_a_third_party_gets_something_only_while_the_person_agrees() {
    // The text names nobody who gets anything on consent: a version that does shows what its promise means.
    let draft = Draft::of(S);
    let publisher = r#"[recipient.publisher]
as       = "third-party"
name     = { ja = "作品集の出版社", en = "Publisher of the yearbook" }
purposes = "contacting"
items    = "email"
ground   = "consent"

[recipient.rescuer]"#;
    draft.change("policy.toml", "[recipient.rescuer]", publisher);
    let kept = r#""third-parties.consent"     = ["recipient.publisher", "guarantee:consent-before-provision"]"#;
    draft.change("policy.toml", r#""third-parties.consent"     = "guarantee:consent-before-provision""#, kept);
    draft.change("operation.toml", r#"use = "contacting""#, r#"use = "contacting", provide = "publisher""#);
    let house = House::open_with(draft.path()).await;
    let her = member_of(&house).await;
    let desk = (S, "support");
    let body = json!({"recipient": "publisher", "purpose": "contacting", "items": ["email"]});

    house.passes(desk, &her, body.clone()).await.refused("policy-consent-missing", "third-parties.consent");
    house.answer(desk.0, desk.1, &her, ("provision", "publisher"), true).await;
    let passed = house.passes(desk, &her, body.clone()).await.done();
    assert_eq!(recorded(&house, &her, &passed.body["act"]).await["ground"], "consent");
    house.answer(desk.0, desk.1, &her, ("provision", "publisher"), false).await;
    house.passes(desk, &her, body).await.refused("policy-consent-withdrawn", "third-parties.consent");
}

#[tokio::test]
async fn sessa_6_a_third_party_without_a_ground_gets_nothing() {
    let house = House::open().await;
    let her = member_of(&house).await;
    let buyer = house.company(S, "statistics-user").await;
    for (role, purpose) in [("payout-desk", "announcements"), ("legal", "statistics"), ("payout-desk", "contacting")] {
        let body = json!({"recipient": buyer, "purpose": purpose, "items": ["email"]});
        house
            .passes((S, role), &her, body)
            .await
            .refused("policy-purpose-not-for-recipient", "third-parties.statistics");
    }
    let police = house.company(S, "authority").await;
    let plain = json!({"recipient": police, "purpose": "contacting", "items": ["email"]});
    house.passes((S, "legal"), &her, plain).await.refused("policy-exception-missing", "third-parties.cases");
}

#[tokio::test]
async fn sessa_6_statistics_go_out_only_in_numbers_that_identify_nobody() {
    let house = House::open().await;
    let buyer = house.company(S, "statistics-user").await;
    let released = |to: &str| house.post(S, "analysts", "statistics/use-of-service/releases", json!({"to": to}));
    for number in 1..10 {
        house.person(S, "web", "signup", json!({"email": format!("p{number}@mail.example")})).await;
    }
    released(&buyer).await.refused("policy-group-too-small", "third-parties.statistics");
    house.person(S, "web", "signup", json!({"email": "p10@mail.example"})).await;
    released(&buyer).await.done();
    house.bind(S, "stripe").await;
    released("stripe").await.refused("policy-recipient-not-for-statistic", "third-parties.statistics");
}

#[tokio::test]
async fn sessa_6_a_law_opens_what_another_approved_and_the_ground_is_recorded() {
    let house = House::open().await;
    let her = member_of(&house).await;
    let (legal, clause) = ((S, "legal"), "third-parties.cases");
    let police = house.company(S, "authority").await;
    let by_law = |more: Value| {
        let mut claim = json!({"exception": "law"});
        claim.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        exception(&police, &claim)
    };
    let whole = by_law(json!({"reason": "inquiry in an investigation", "reference": "inquiry 12"}));
    house.passes(legal, &her, by_law(json!({}))).await.refused("policy-reason-missing", clause);
    let vague = by_law(json!({"reason": "inquiry"}));
    house.passes(legal, &her, vague).await.refused("policy-reference-missing", clause);
    house.passes(legal, &her, whole.clone()).await.refused("policy-approval-missing", clause);
    let own = json!({"requester": "legal-account", "person": her, "provide": whole});
    house.post(S, "legal", "approvals", own).await.refused("caller-approver-not-entitled", "");
    house.passes((S, "payout-desk"), &her, whole.clone()).await.refused("caller-lacks-provision", clause);

    let passed = house.provide_approved(legal.0, legal.1, &her, whole.clone()).await.done();
    let record = recorded(&house, &her, &passed.body["act"]).await;
    assert_eq!((&record["ground"], &record["recipient"]), (&json!("exception"), &json!("authority")));
    let more = &record["more"];
    assert_eq!(more["exception"], "law");
    assert_eq!(more["exception-reason"], "inquiry in an investigation");
    assert_eq!(more["exception-reference"], "inquiry 12");
    assert!(more["approval"].as_str().is_some_and(|id| id.starts_with("apr_")), "{record}");
    // One approval, one act.
    let mut again = whole;
    again["exception"]["approval"] = more["approval"].clone();
    house.passes(legal, &her, again).await.refused("policy-approval-missing", clause);
}

#[tokio::test]
async fn sessa_6_life_health_and_children_open_only_where_consent_is_hard_to_get() {
    let house = House::open().await;
    let her = member_of(&house).await;
    let (legal, clause) = ((S, "legal"), "third-parties.cases");
    let hospital = house.company(S, "rescuer").await;
    for id in ["life-body-property", "public-health-children"] {
        let easy = exception(&hospital, &json!({"exception": id, "reason": "carried in unconscious"}));
        house.passes(legal, &her, easy).await.refused("policy-difficulty-not-stated", clause);
        let groundless = exception(&hospital, &json!({"exception": id, "consent-difficult": true}));
        house.passes(legal, &her, groundless).await.refused("policy-reason-missing", clause);
        let claim = json!({"exception": id, "reason": "carried in unconscious", "consent-difficult": true});
        let whole = exception(&hospital, &claim);
        house.passes(legal, &her, whole.clone()).await.refused("policy-approval-missing", clause);
        let passed = house.provide_approved(legal.0, legal.1, &her, whole).await.done();
        let record = recorded(&house, &her, &passed.body["act"]).await;
        assert_eq!(record["more"]["exception"], id);
        assert_eq!(record["more"]["exception-reason"], "carried in unconscious");
    }
    // A law opens nothing to a hospital, and this text knows no cooperation with the state.
    let law = exception(&hospital, &json!({"exception": "law", "reason": "r", "reference": "1"}));
    house.passes(legal, &her, law).await.refused("policy-recipient-not-for-exception", clause);
    let state = json!({"exception": "state-cooperation", "reason": "r", "reference": "1", "would-hinder": true});
    house.passes(legal, &her, exception(&hospital, &state)).await.refused("policy-exception-not-declared", clause);
}

#[tokio::test]
async fn sessa_6_an_entrustee_gets_what_its_work_needs_under_an_agreement() {
    let house = House::open().await;
    let her = maker_of(&house).await;
    let desk = (S, "payout-desk");
    let contractor = house.company(S, "contractor").await;
    let body = |purpose: &str, items: Value| json!({"recipient": contractor, "purpose": purpose, "items": items});
    let both = || body("settlement", json!(["bank-account", "email"]));
    house.passes(desk, &her, both()).await.refused("policy-agreement-missing", "third-parties.contractors");
    house.bind(S, &contractor).await;
    let passed = house.passes(desk, &her, both()).await.done();
    assert_eq!(passed.body["items"]["bank-account"], ACCOUNT);
    assert_eq!(recorded(&house, &her, &passed.body["act"]).await["ground"], "entrustment");
    let wider = body("contacting", json!(["bank-account"]));
    house.passes(desk, &her, wider).await.refused("policy-item-not-for-recipient", "third-parties.contractors");
}
