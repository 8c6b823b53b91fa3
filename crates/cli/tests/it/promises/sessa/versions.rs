//! The versions of sessa's policy, and which of them something came under.

use super::{S, member_of};
use crate::support::{Draft, House};
use serde_json::json;

#[tokio::test]
async fn sessa_10_every_version_stays_readable_and_an_acquisition_remembers_its_own() {
    let draft = Draft::of(S);
    let house = House::open_with(draft.path()).await;
    let page = async |path: &str| {
        let answer = house.read(path).await;
        assert_eq!(answer.status, 200, "{path}");
        answer.text
    };
    let first = page("/sessa/policy").await;
    for line in ["Established: 1 December 2019", "Revised: 24 April 2020", "in force from: 15 January 2027"] {
        assert!(first.contains(line), "{line}: {first}");
    }
    assert!(!first.contains("11 months"), "{first}");
    assert_eq!(house.read("/sessa/policy/versions/2").await.status, 404);
    let old = house.notice(S, "signup").await;
    let her = member_of(&house).await;

    house.clock("2027-02-01T01:00:00Z").await;
    draft.change("policy.toml", r#"label         = "2020-04-24""#, r#"label         = "2027-02-01""#);
    draft.change("policy.toml", "[2020-04-24]", "[2020-04-24, 2027-02-01]");
    draft.change("policy.toml", "effective     = 2026-12-01", "effective     = 2027-02-01");
    draft.change("policy.toml", r#"account = { for = "P1Y""#, r#"account = { for = "P11M""#);
    house.revise(S, 2).await;

    let second = page("/sessa/policy").await;
    for line in ["Established: 1 December 2019", "1 February 2027", "in force from: 1 February 2027", "11 months"] {
        assert!(second.contains(line), "{line}: {second}");
    }
    assert!(page("/sessa/policy/versions").await.contains("/sessa/policy/versions/1"), "the version before is listed");
    let kept = page("/sessa/policy/versions/1").await;
    assert!(kept.contains("in force from: 15 January 2027") && !kept.contains("11 months"), "{kept}");
    assert!(page("/sessa/policy/versions/2").await.contains("11 months"));
    page("/sessa/policy/versions/1..2").await;
    assert_eq!(house.read("/sessa/policy/versions/3").await.status, 404);

    let late = json!({"source": "signup", "notice": old, "items": {"email": "taro@mail.example"}});
    house.post(S, "web", "people", late).await.refused("policy-notice-outdated", "");
    let him = house.person(S, "web", "signup", json!({"email": "taro@mail.example"})).await;
    let (hers, his) =
        (house.held((S, "support"), &her, "contacting").await, house.held((S, "support"), &him, "contacting").await);
    assert_eq!((&hers[0]["version"], &hers[0]["notice"]), (&json!("2027-01-15"), &json!(old)));
    assert_eq!(his[0]["version"], "2027-02-01");
    assert_ne!(his[0]["notice"], json!(old));
    assert_eq!((&hers[0]["source"], &his[0]["source"]), (&json!("signup"), &json!("signup")));
}
