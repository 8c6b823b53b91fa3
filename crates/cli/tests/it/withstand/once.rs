//! One key, one effect: for every write, in a row, at once, after a restart, and free again after a day.

use super::{
    rows::{Row, S, World},
    tables::{count, rows_but},
};
use crate::{served::Served, support::Answer};
use serde_json::{Value, json};

async fn send(world: &World, row: &Row, key: &str, body: &Value) -> Answer {
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    world.house.raw(&row.path, world.token(row).as_deref(), &headers, body.to_string()).await
}

/// The act an answer names, and whether it stands for one that came before.
fn replayed(answer: &Answer) -> (bool, String) {
    let last: Value =
        answer.text.lines().last().map(|line| serde_json::from_str(line).expect("JSON")).unwrap_or_default();
    let is_before = last["replayed"] == true || last["kind"] == "replayed";
    (is_before, last["act"].as_str().unwrap_or_else(|| panic!("no act: {}", answer.text)).to_owned())
}

/// Rows that record an act under a key.
fn is_keyed(row: &Row) -> bool {
    !row.takes_lines() && row.role.is_some() && !row.route.starts_with("tags/")
}

#[tokio::test]
async fn the_same_key_is_the_same_act_and_another_body_under_it_is_refused() {
    let world = World::open().await;
    let data = world.house.data();
    for row in world.rows().await.iter().filter(|row| is_keyed(row)) {
        let body = if row.route == "people/{person}/provide" { world.approve(row).await } else { row.body.clone() };
        let first = send(&world, row, row.route, &body).await.done();
        let before = (rows_but(&data, &[]), count(&data, "record"));
        let again = send(&world, row, row.route, &body).await;
        assert_eq!(again.status, first.status, "{}: {}", row.route, again.text);
        let (is_before, act) = replayed(&again);
        assert!(is_before, "{}: {}", row.route, again.text);
        // A stream names its end; its beginning is what stands under the key.
        if !matches!(row.route, "use" | "provide") {
            assert_eq!(act, replayed(&first).1, "{}", row.route);
        }
        assert!(!again.text.contains("mail.example"), "{}: {}", row.route, again.text);
        // What stands under a key are the bytes as they came.
        let spaced = format!("{body} ");
        let headers = [("content-type", "application/json"), ("idempotency-key", row.route)];
        let reused = world.house.raw(&row.path, world.token(row).as_deref(), &headers, spaced).await;
        assert_eq!((reused.status, reused.code()), (422, "idempotency-key-reused"), "{}: {}", row.route, reused.text);
        assert_eq!((rows_but(&data, &[]), count(&data, "record")), before, "{}", row.route);
    }
}

#[tokio::test]
async fn a_double_click_is_one_effect() {
    let world = World::open().await;
    let data = world.house.data();
    for row in world.rows().await.iter().filter(|row| is_keyed(row)) {
        let body = if row.route == "people/{person}/provide" { world.approve(row).await } else { row.body.clone() };
        let path = row.path.trim_start_matches("/v1/mobile-planning/");
        let call = world.house.call(S, row.role.expect("a role"), path, body);
        let before = count(&data, "idempotency");
        let answers = world.house.at_once(vec![call; 6]).await;
        let mut first = 0;
        for answer in &answers {
            assert!(matches!(answer.status, 200 | 201), "{}: {} {}", row.route, answer.status, answer.text);
            first += usize::from(!replayed(answer).0);
        }
        assert_eq!(first, 1, "{}: one of six did it", row.route);
        assert_eq!(count(&data, "idempotency"), before + 1, "{}", row.route);
    }
}

#[tokio::test]
async fn a_refused_act_leaves_its_key_free() {
    let world = World::open().await;
    let token = world.house.token(S, "support-desk");
    let path = format!("/v1/{S}/people/{}/use", world.her);
    let headers = [("content-type", "application/json"), ("idempotency-key", "k-1")];
    let send = |body: Value| world.house.raw(&path, token.as_deref(), &headers, body.to_string());
    let refused = send(json!({"purpose": "offers", "items": ["email"]})).await;
    refused.refused("caller-lacks-purpose", "");
    send(json!({"purpose": "inquiries", "items": ["email"]})).await.done();
}

#[tokio::test]
async fn a_key_is_one_tokens_own_and_free_again_after_a_day() {
    let world = World::open().await;
    let path = format!("/v1/{S}/people/{}/use", world.her);
    let headers = [("content-type", "application/json"), ("idempotency-key", "k-1")];
    let body = json!({"purpose": "inquiries", "items": ["email"]}).to_string();
    let by = |role: &str| {
        let token = world.house.token(S, role);
        let (world, path, body) = (&world, path.clone(), body.clone());
        async move { world.house.raw(&path, token.as_deref(), &headers, body).await.done() }
    };
    assert!(!replayed(&by("support-desk").await).0);
    assert!(!replayed(&by("request-desk").await).0, "another token's key is another key");
    world.house.clock("2027-01-16T00:59:00Z").await;
    assert!(replayed(&by("support-desk").await).0, "over midnight, within a day");
    world.house.clock("2027-01-16T01:10:00Z").await;
    let anew = by("support-desk").await;
    assert!(!replayed(&anew).0, "after a day it is free: {}", anew.text);
    assert!(replayed(&by("support-desk").await).0);
}

#[tokio::test]
async fn a_key_stands_for_its_act_after_a_restart() {
    let mut served = Served::open("sessa", &["web", "editors"]);
    let notice = served.house.notice("sessa", "signup").await;
    let body = json!({"source": "signup", "notice": notice, "items": {"email": "a@mail.example"}});
    let call = served.house.call("sessa", "web", "people", body);
    let letter = json!({"purpose": "announcements", "items": ["email"], "way-out": true});
    let bulk = served.house.call("sessa", "editors", "use", letter);
    let first = served.house.at_once(vec![call.clone()]).await.remove(0).done();
    served.house.at_once(vec![bulk.clone()]).await.remove(0).done();
    served.again();
    let again = served.house.at_once(vec![call, bulk]).await;
    assert_eq!(replayed(&again[0]), (true, replayed(&first).1), "{}", again[0].text);
    assert_eq!(again[0].body["person"], first.body["person"]);
    assert!(replayed(&again[1]).0, "{}", again[1].text);
}
