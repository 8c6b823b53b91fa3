//! Each act, permitted and refused.

use crate::support::*;
use azukari_custody::{
    Ask, Outcome, Whom,
    ask::{Authority, CeaseAsk, EraseAsk, FindAsk, FindKey},
};
use azukari_model::Personal;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_acquired_is_opened_for_its_purpose_and_for_no_other() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let support = house.caller("sessa", "support").await;
    let used = house.use_(&support, person, "contacting", &["email"]).await.unwrap();
    assert_eq!(used.items[0].1.open(), &json!("hanako@example.jp"));
    assert_eq!(house.kind_of(used.act).await, "use");
    assert_eq!(code(house.use_(&support, person, "settlement", &["email"]).await), "caller-lacks-purpose");
    assert_eq!(code(house.use_(&support, person, "selling", &["email"]).await), "policy-purpose-not-declared");
    assert_eq!(
        code(house.use_(&support, person, "contacting", &["bank-account"]).await),
        "policy-item-not-for-purpose"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_found_by_what_is_looked_up_however_it_is_written() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let web = house.caller("sessa", "web").await;
    let find = |value: &str| {
        Ask::Find(FindAsk {
            purpose: "login-identity".into(),
            by: FindKey::Item("email".into()),
            value: Personal::new(value.to_owned()),
        })
    };
    match house.perform(&web, find("Ｈanako@EXAMPLE.jp")).await.unwrap() {
        Outcome::Found { person: found, .. } => assert_eq!(found, person),
        other => panic!("{other:?}"),
    }
    assert_eq!(code(house.perform(&web, find("taro@example.jp")).await), "not-found");
    house.sessa_person("hanako@example.jp").await;
    assert_eq!(code(house.perform(&web, find("hanako@example.jp")).await), "find-ambiguous");
}

#[tokio::test(flavor = "multi_thread")]
async fn ceasing_stops_every_later_use_until_the_person_resumes() {
    let house = House::with(&["sessa"]).await;
    let person_id = house.sessa_person("hanako@example.jp").await;
    let support = house.caller("sessa", "support").await;
    let own = person("sessa", person_id);
    let cease = |resume| Ask::Cease(CeaseAsk { whom: Whom::Id(person_id), resume, all: true, ..CeaseAsk::default() });
    house.perform(&own, cease(false)).await.unwrap();
    assert_eq!(code(house.use_(&support, person_id, "contacting", &["email"]).await), "policy-use-ceased");
    house.perform(&own, cease(true)).await.unwrap();
    house.use_(&support, person_id, "contacting", &["email"]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_leaves_nobody_to_find_and_nothing_to_open() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let officer = house.caller("sessa", "officer").await;
    let erase = EraseAsk { whom: Whom::Id(person), all: true, items: Vec::new(), by: Authority::default() };
    let Outcome::Erased(erased) = house.perform(&officer, Ask::Erase(erase)).await.unwrap() else { panic!() };
    assert_eq!(erased.live, ["email".into()]);
    assert!(erased.kept.is_empty());
    assert_eq!(erased.told.systems.len(), 1);
    assert!(erased.backups.is_some());
    let support = house.caller("sessa", "support").await;
    assert_eq!(code(house.use_(&support, person, "contacting", &["email"]).await), "not-found");
    let web = house.caller("sessa", "web").await;
    let find = FindAsk {
        purpose: "login-identity".into(),
        by: FindKey::Item("email".into()),
        value: Personal::new("hanako@example.jp".to_owned()),
    };
    assert_eq!(code(house.perform(&web, Ask::Find(find)).await), "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_taken_back_blocks_the_next_mail() {
    let house = House::with(&["sessa"]).await;
    let person_id = house.sessa_person("hanako@example.jp").await;
    let (web, editors) = (house.caller("sessa", "web").await, house.caller("sessa", "editors").await);
    let mail = || async {
        let mut ask = use_ask(person_id, "announcements", &["email"]);
        ask.way_out = true;
        house.perform(&editors, Ask::Use(ask)).await
    };
    assert_eq!(code(mail().await), "policy-event-missing");
    house.event(&web, person_id, "account", false).await.unwrap();
    mail().await.unwrap();
    house.answer(&person("sessa", person_id), person_id, "announcements", false).await.unwrap();
    assert_eq!(code(mail().await), "policy-stopped");
}
