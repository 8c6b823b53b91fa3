//! What all five promise, written or implied by the law they invoke.

mod erasure;
mod ledger;

use crate::support::House;
use serde_json::json;

const S: &str = "sessa";

async fn person(house: &House) -> String {
    house.person(S, "web", "signup", json!({"email": "hanako@mail.example"})).await
}

#[tokio::test]
async fn all_1_what_has_outlived_its_period_is_erased_by_itself_and_the_rest_stays() {
    let house = House::open().await;
    let her = person(&house).await;
    let path = format!("people/{her}/use");
    let ask = json!({"purpose": "contacting", "items": ["email"]});
    house.post(S, "support", &path, ask.clone()).await.done();
    house.clock("2027-09-01T03:00:00Z").await;
    let newer = house.person(S, "web", "signup", json!({"email": "taro@mail.example"})).await;
    // Past the period of the first, and before the tokens of the demo expire (366 days).
    house.clock("2028-01-15T16:00:00Z").await;
    house.post(S, "support", &path, ask.clone()).await.refused("policy-holding-expired", "kept");
    let held = async |person: &str| {
        let path = format!("people/{person}/holdings?purpose=contacting");
        house.get(S, "support", &path).await.done().body["holdings"].as_array().expect("holdings").len()
    };
    for _ in 0..120 {
        if held(&her).await == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    assert_eq!(held(&her).await, 0, "what has outlived its period is still held");
    assert_eq!(held(&newer).await, 1, "what has not is held on");
    house.post(S, "support", &format!("people/{newer}/use"), ask).await.done();
}

/// The person's request to go on with what they had stopped.
pub(super) async fn own_word(house: &House, service: &str, role: &str, her: &str) -> String {
    let body = json!({"person": her, "gives": "cease-use", "text": "please go on"});
    house.post(service, role, "requests", body).await.done().body["request"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn all_4_ceasing_use_stops_every_later_use_until_the_person_resumes() {
    let house = House::open().await;
    let her = person(&house).await;
    let path = format!("people/{her}/use");
    let uses = [
        ("support", "contacting"),
        ("web", "login-identity"),
        ("analysts", "statistics"),
        ("payout-desk", "settlement"),
    ];
    let open = async |role: &str, purpose: &str| {
        house.post(S, role, &path, json!({"purpose": purpose, "items": ["email"]})).await
    };
    let (cease, resume) = (format!("people/{her}/cease"), format!("people/{her}/resume"));
    let by = json!({"right": "cease-use", "identity": "login"});
    let weak = json!({"all": true, "by": {"right": "cease-use", "identity": "document"}});
    for (role, purpose) in uses {
        open(role, purpose).await.done();
    }
    house.post(S, "support", &cease, json!({"all": true, "by": by})).await.refused("caller-lacks-handling", "rights");
    house.post(S, "officer", &cease, weak).await.refused("policy-identity-too-weak", "rights");
    house.post(S, "officer", &cease, json!({"all": true, "by": by})).await.done();
    for (role, purpose) in uses {
        open(role, purpose).await.refused("policy-use-ceased", &format!("purposes.{purpose}"));
    }
    // Staff enter it as the person's own word alone: how they were identified, and the request that says so.
    for (by, field) in [
        (json!({}), "by.identity"),
        (by.clone(), "by.request"),
        (json!({"right": "cease-use", "identity": "login", "request": "req_00000000000000000000000000"}), "by.request"),
    ] {
        let refused = house.post(S, "officer", &resume, json!({"all": true, "by": by})).await;
        assert_eq!((refused.status, &refused.body["field"]), (422, &json!(field)), "{}", refused.text);
    }
    let said = own_word(&house, S, "officer", &her).await;
    let weak = json!({"all": true, "by": {"right": "cease-use", "identity": "document", "request": said}});
    house.post(S, "officer", &resume, weak).await.refused("policy-identity-too-weak", "rights");
    let by_request = json!({"right": "cease-use", "identity": "login", "request": said});
    house.post(S, "officer", &resume, json!({"all": true, "by": by_request})).await.done();
    for (role, purpose) in uses {
        open(role, purpose).await.done();
    }
    house.post(S, "officer", &cease, json!({"purposes": ["contacting"], "by": by})).await.done();
    open("support", "contacting").await.refused("policy-use-ceased", "purposes.contacting");
    open("web", "login-identity").await.done();
}

/// Everybody a customer's items may go to here: role, class or company, purpose, item.
const RECIPIENTS: &[(&str, &str, &str, &str)] = &[
    ("group-liaison", "benefit-japan", "guidance", "name"),
    ("group-liaison", "group-company", "guidance", "name"),
    ("operations", "subcontractor", "delivery", "address"),
    ("billing-desk", "collection-agency", "fees", "name"),
    ("support-desk", "carrier", "line-support", "imei"),
    ("affiliate-desk", "affiliate-network", "result-approval", "order-number"),
];

#[tokio::test]
async fn all_4_ceasing_provision_stops_every_recipient_until_the_person_resumes() {
    const S: &str = "mobile-planning";
    let house = House::open().await;
    let her = super::mobile::customer_in_use(&house).await;
    let mut parties = Vec::new();
    for (role, recipient, purpose, item) in RECIPIENTS {
        let party =
            if *recipient == "benefit-japan" { (*recipient).to_owned() } else { house.company(S, recipient).await };
        house.bind(S, &party).await;
        parties.push((*role, party, *purpose, *item));
    }
    let check = json!({"measure": "subcontractor-choice", "evidence": "visited", "of": parties[2].1});
    house.post(S, "privacy-officer", "attestations", check).await.done();
    house.answer(S, "support-desk", &her, ("provision", "carrier"), true).await;
    for (role, event) in [("billing-system", "fee-due"), ("site", "line-inquiry")] {
        house.post(S, role, &format!("people/{her}/events"), json!({"event": event, "reference": "R-1"})).await.done();
    }
    let path = format!("people/{her}/provide");
    let give = async |(role, party, purpose, item): &(&str, String, &str, &str)| {
        house.post(S, role, &path, json!({"recipient": party, "purpose": purpose, "items": [item]})).await
    };
    for party in &parties {
        give(party).await.done();
    }
    let by = json!({"right": "cease-provision", "identity": "login"});
    let cease = json!({"provision": true, "by": by});
    let told = house.post(S, "request-desk", &format!("people/{her}/cease"), cease.clone()).await.done();
    assert_eq!(told.body["recipients"].as_array().unwrap().len(), parties.len(), "all are told: {}", told.text);
    for party in &parties {
        give(party).await.refused("policy-provision-ceased", "");
    }
    let own = json!({"purpose": "delivery", "items": ["address"]});
    house.post(S, "operations", &format!("people/{her}/use"), own).await.done();
    let mut resume = cease;
    resume["by"]["request"] = own_word(&house, S, "request-desk", &her).await.into();
    house.post(S, "request-desk", &format!("people/{her}/resume"), resume).await.done();
    for party in &parties {
        give(party).await.done();
    }
    let one = json!({"recipients": [parties[3].1], "by": by});
    house.post(S, "request-desk", &format!("people/{her}/cease"), one).await.done();
    give(&parties[3]).await.refused("policy-provision-ceased", "third-parties.collection");
    give(&parties[0]).await.done();
}

#[tokio::test]
async fn all_6_a_person_can_see_when_and_from_where_each_item_came() {
    let house = House::open().await;
    let her = person(&house).await;
    let held = house.get(S, "support", &format!("people/{her}/holdings?purpose=contacting")).await.done();
    assert!(held.text.contains("\"signup\"") && held.text.contains("2027-01-15"), "{}", held.text);
    assert!(!held.text.contains("hanako"), "holdings show no values");
    let unknown = house.get(S, "support", "people/psn_00000000000000000000000001/holdings?purpose=contacting").await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn a_request_is_answered_once_and_a_correction_may_follow_only_its_own_person() {
    const S: &str = "mobile-planning";
    let house = House::open().await;
    let (her, other) = (super::mobile::customer_in_use(&house).await, super::mobile::customer_in_use(&house).await);
    let desk = "request-desk";
    let opened = json!({"person": her, "gives": "disclosure", "way": "form"});
    let opened = house.post(S, desk, "requests", opened).await.done();
    let request = &opened.body["request"];
    let correction =
        json!({"items": {"address": "東京都世田谷区桜丘4-5-6"}, "by": {"right": "correction", "request": request}});
    let correct =
        async |person: &str| house.post(S, desk, &format!("people/{person}/correct"), correction.clone()).await;
    correct(&her).await.refused("policy-follow-on-not-offered", "rights");
    let answered = json!({"request": request, "items": ["address"]});
    house.post(S, "marketing", "requests/answered", answered.clone()).await.refused("caller-lacks-handling", "");
    house.post(S, desk, "requests/answered", answered.clone()).await.done();
    assert_eq!(house.post(S, desk, "requests/answered", answered).await.status, 409, "it was answered");
    correct(&other).await.refused("policy-follow-on-not-offered", "rights");
    correct(&her).await.done();
}
