//! Evidence ends over HTTP: a person's records are gone after their period, the records under a hold are not, and whoever
//! verifies sees how many are gone, and that the lists of them are as they were announced.

use crate::support::House;
use azukari_custody::{Door, Parts, Settings, StoppedClock, ask::TokenAsk};
use azukari_model::Instant;
use azukari_store::{Options, Store};
use azukari_vault::{Keyring, Random, kms::FileKms};
use serde_json::{Value, json};
use std::{
    path::Path,
    process::{Command, Output},
    sync::Arc,
};

const S: &str = "sessa";
/// Three years after the last moment of January 2027, in Tokyo.
const OVER: &str = "2030-02-01T15:00:00Z";

/// A token made beside the running server, at its time: one of the start has ended by then.
async fn token(house: &House, role: &str) -> String {
    let data = house.data();
    let store = Store::open(&data.join("azukari.db"), &Options::default()).expect("a database");
    let parts = Parts {
        store: store.clone(),
        keyring: Keyring::load(&FileKms::open(&data.join("key"), None).expect("a key")).expect("a keyring"),
        random: Random::system(),
        clock: Arc::new(StoppedClock::at(Instant::parse(OVER).expect("a time"))),
        settings: Settings { origin: "azukari.example/ledger".to_owned(), backups: None },
    };
    let door = Door::open(parts).await.expect("a door");
    let ask = TokenAsk { role: role.into(), owner: "later-account".into(), expires: None, networks: Vec::new() };
    let token = door.create_token(S, ask).await.expect("a token").text;
    drop(door);
    store.close();
    token
}

fn verify(data: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_azukari"));
    command.args(["--lang", "en", "verify", "--format", "json", "--data"]).arg(data).output().expect("it runs")
}

fn told(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("json")
}

/// Of the records made before 2030: how many open, and of how many the answer says that they are destroyed.
async fn history(house: &House, token: &str, person: &str) -> (usize, Vec<Value>) {
    let answer = house.send("GET", &format!("/v1/{S}/people/{person}/history"), Some(token), None).await.done();
    let acts = answer.body["acts"].as_array().expect("acts").iter();
    let old: Vec<&Value> = acts.filter(|act| act["at"].as_str().is_some_and(|at| at < "2030")).collect();
    let open = old.iter().filter(|act| act.get("record").is_some()).count();
    (open, old.iter().filter_map(|act| act.get("destroyed").cloned()).collect())
}

#[tokio::test]
async fn records_are_gone_after_their_period_but_those_under_a_hold_and_verify_says_how_many() {
    let house = House::open().await;
    let held = house.person(S, "web", "signup", json!({"email": "held@mail.example"})).await;
    let other = house.person(S, "web", "signup", json!({"email": "other@mail.example"})).await;
    let hold = |over: bool| json!({"person": held, "because": "a claim is before the court", "over": over}).to_string();
    let officer = house.token(S, "officer").expect("a token");
    let holds = format!("/v1/{S}/holds");
    for person in [&held, &other] {
        house.opens((S, "support"), person, "contacting", &["email"]).await.done();
    }
    house.send("POST", &holds, Some(&officer), Some(hold(false))).await.done();
    let listed = house.send("GET", &holds, Some(&officer), None).await.done();
    assert_eq!(listed.body["entries"][0]["person"], held.as_str(), "{}", listed.text);
    house.jobs("2027-01-15T02:00:00Z").await;
    assert_eq!(history(&house, &officer, &other).await, (2, vec![]));
    let before = told(&verify(&house.data()));
    assert_eq!((&before["ok"], &before["destroyed"]), (&json!(true), &json!(0)), "{before}");

    house.jobs(OVER).await;
    let officer = token(&house, "officer").await;
    let (open, destroyed) = history(&house, &officer, &other).await;
    assert_eq!(open, 0);
    assert!(destroyed.len() >= 2 && destroyed.iter().all(|one| one["code"] == "record-period-over"), "{destroyed:?}");
    assert_eq!(destroyed[0]["on"], "2030-02-02");
    let (open, destroyed) = history(&house, &officer, &held).await;
    assert_eq!((open >= 3, destroyed), (true, vec![]), "acquired, held, used");

    // The index says of every list how many it names; together they are what verify counts.
    let index = house.read("/ledger/destroyed").await.done();
    let counts = index.text.lines().skip(3).filter_map(|line| line.split(' ').nth(2)?.parse::<u64>().ok());
    let after = told(&verify(&house.data()));
    assert_eq!((&after["ok"], &after["destroyed"]), (&json!(true), &json!(counts.sum::<u64>())), "{after}");
    assert!(after["destroyed"].as_u64() > Some(0), "{after}");

    house.send("POST", &holds, Some(&officer), Some(hold(true))).await.done();
    house.jobs("2030-02-02T01:00:00Z").await;
    let (open, destroyed) = history(&house, &officer, &held).await;
    assert!(destroyed.iter().all(|one| one["code"] == "record-hold-over"), "{destroyed:?}");
    assert_eq!((open, destroyed.len() >= 3), (0, true));
    let lifted = told(&verify(&house.data()));
    assert_eq!(lifted["ok"], true, "{lifted}");
    assert!(lifted["destroyed"].as_u64() > after["destroyed"].as_u64(), "{lifted}");

    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(house.data().join("key"), folder.path().join("key")).expect("a copy");
    let copy = folder.path().join("azukari.db");
    azukari_store::tamper::copy(&house.data().join("azukari.db"), &copy).expect("a copy");
    assert_eq!(verify(folder.path()).status.code(), Some(0));
    assert!(azukari_store::tamper::edit_list(&copy).expect("a database"));
    let output = verify(folder.path());
    assert_eq!((output.status.code(), &told(&output)["findings"][0]["code"]), (Some(1), &json!("bad-list")));
}
