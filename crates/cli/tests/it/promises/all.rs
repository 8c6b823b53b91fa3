//! What all five promise, written or implied by the law they invoke.

use crate::support::House;
use serde_json::json;

const S: &str = "sessa";

async fn person(house: &House) -> String {
    house.person(S, "web", "signup", json!({"email": "hanako@mail.example"})).await
}

#[tokio::test]
async fn all_1_what_has_outlived_its_period_is_erased_by_itself() {
    let house = House::open().await;
    let her = person(&house).await;
    let path = format!("people/{her}/use");
    let ask = json!({"purpose": "contacting", "items": ["email"]});
    house.post(S, "support", &path, ask.clone()).await.done();
    // Past the period, and before the tokens of the demo expire (366 days).
    house.clock("2028-01-15T16:00:00Z").await;
    house.post(S, "support", &path, ask).await.refused("policy-holding-expired", "kept");
    let holdings = format!("people/{her}/holdings?purpose=contacting");
    for _ in 0..120 {
        let held = house.get(S, "support", &holdings).await.done();
        if held.body["holdings"].as_array().is_some_and(Vec::is_empty) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    panic!("what has outlived its period is still held");
}

#[tokio::test]
async fn all_3_every_act_leaves_an_entry_that_anyone_can_check() {
    let house = House::open().await;
    let her = person(&house).await;
    let path = format!("people/{her}/use");
    let used = house.post(S, "support", &path, json!({"purpose": "contacting", "items": ["email"]})).await.done();
    let act = used.body["act"].as_str().unwrap().to_owned();
    let proof = house.wait_for(&format!("/ledger/proof/{act}")).await;
    assert!(proof.text.starts_with("c2sp.org/tlog-proof@v1"), "{}", proof.text);
    let before = house.read("/ledger/checkpoint").await.text;
    assert!(before.starts_with("azukari.example/ledger\n"), "{before}");
    let refused = house.post(S, "support", &path, json!({"purpose": "resale", "items": ["email"]})).await;
    let refused = refused.refused("policy-purpose-not-declared", "purposes");
    let act = refused.body["act"].as_str().unwrap().to_owned();
    house.wait_for(&format!("/ledger/proof/{act}")).await;
    let last = house.post(S, "support", &path, json!({"purpose": "contacting", "items": ["email"]})).await.done();
    let act = last.body["act"].as_str().unwrap().to_owned();
    house.wait_for(&format!("/ledger/proof/{act}")).await;
    let after = house.read("/ledger/checkpoint").await.text;
    let size = |checkpoint: &str| checkpoint.lines().nth(1).unwrap().parse::<u64>().unwrap();
    assert!(size(&after) > size(&before), "{before} {after}");
}

#[tokio::test]
async fn ceasing_use_stops_every_later_use() {
    let house = House::open().await;
    let her = person(&house).await;
    let path = format!("people/{her}/use");
    let ask = json!({"purpose": "contacting", "items": ["email"]});
    house.post(S, "support", &path, ask.clone()).await.done();
    let cease = json!({"all": true, "by": {"right": "cease-use", "identity": "login"}});
    house.post(S, "officer", &format!("people/{her}/cease"), cease).await.done();
    house.post(S, "support", &path, ask).await.refused("policy-use-ceased", "purposes.contacting");
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
