//! Values as hostile or as rare as people write them: kept as they are, or refused by their field.

use super::{
    rows::{Row, S, World, inquiry},
    tables::{rows_but, stands_on_disk},
};
use crate::support::Answer;
use serde_json::{Value, json};

#[tokio::test]
async fn what_people_write_comes_back_as_they_wrote_it() {
    let world = World::open().await;
    let house = &world.house;
    let notice = house.notice(S, "inquiry").await;
    for (name, text) in [
        ("髙橋 𠮷郎", "々 髙 𠮷 﨑 葛\u{e0100}"),
        ("Zoë 🧑‍🚀", "👩‍👩‍👧‍👦 が届きません\r\n\t二行目"),
        ("مريم", "\u{202e}هذا نص\u{202c} \u{200f}x"),
        ("ｶﾀｶﾅ ﾊﾝｶｸ", "\u{feff}zero\u{200b}width"),
        ("O'Brien; DROP TABLE person;--", "<script>alert(1)</script> {{purposes}} %00 \\u0000"),
    ] {
        let mut items = inquiry(0);
        items["name"] = json!(name);
        items["inquiry"] = json!(text);
        let body = json!({"source": "inquiry", "notice": notice, "items": items});
        house.post(S, "site", &format!("people/{}/items", world.her), body).await.done();
        let opened = house.opens((S, "support-desk"), &world.her, "inquiries", &["name", "inquiry"]).await.done();
        assert_eq!(opened.body["items"]["name"], name);
        let all = &opened.body["items"]["inquiry"];
        let newest = all.as_array().map_or(all, |list| list.last().expect("an entry"));
        assert_eq!(*newest, text);
    }
}

#[tokio::test]
async fn a_value_that_is_none_is_refused_by_its_item() {
    let world = World::open().await;
    let house = &world.house;
    let notice = house.notice(S, "inquiry").await;
    let big = "𠮷".repeat(20_000);
    let refused = [
        ("name", json!("a\0hostile7f3a"), 422, "value-invalid"),
        ("name", json!("\u{202e}hostile7f3a"), 422, "value-invalid"),
        ("name", json!("hostile7f3a\u{2066}"), 422, "value-invalid"),
        ("name", json!("hostile7f3a".repeat(50)), 422, "value-invalid"),
        ("name", json!(["hostile7f3a"]), 422, "value-invalid"),
        ("name", json!({"hostile7f3a": 1}), 422, "value-invalid"),
        ("name", json!(7), 422, "value-invalid"),
        ("name", json!(" \u{3000}"), 422, "value-invalid"),
        ("email", json!("hostile7f3a"), 422, "value-invalid"),
        ("email", json!("a@b@hostile7f3a.example"), 422, "value-invalid"),
        ("telephone", json!("hostile7f3a"), 422, "value-invalid"),
        ("imei", json!("hostile7f3a"), 422, "value-invalid"),
        ("inquiry", json!("hostile7f3a\0"), 422, "value-invalid"),
        ("inquiry", json!({"hostile7f3a\0": 1}), 422, "value-invalid"),
        ("inquiry", json!([["\0hostile7f3a"]]), 422, "value-invalid"),
        ("inquiry", json!(format!("hostile7f3a{big}")), 413, "value-too-large"),
        ("name", json!(format!("hostile7f3a{big}")), 413, "value-too-large"),
    ];
    let before = rows_but(&house.data(), &["record", "refusal"]);
    for path in [format!("people/{}/items", world.her), "people".to_owned()] {
        for (item, value, status, code) in &refused {
            let mut items = inquiry(0);
            items[item] = value.clone();
            let body = json!({"source": "inquiry", "notice": notice, "items": items});
            let answer = house.post(S, "site", &path, body).await;
            assert_eq!((answer.status, answer.code()), (*status, *code), "{item}: {}", answer.text);
            assert_eq!(answer.body["field"], format!("items.{item}"));
            assert!(!answer.text.contains("hostile7f3a"), "{}", answer.text);
        }
    }
    let body = json!({"source": "inquiry", "notice": notice, "items": inquiry(40), "refs": {"hostile7f3a": "x"}});
    let answer = house.post(S, "site", "people", body).await;
    assert_eq!((answer.code(), answer.body["field"].as_str()), ("field-malformed", Some("refs.*")), "{}", answer.text);
    let body =
        json!({"source": "inquiry", "notice": notice, "items": inquiry(40), "refs": {"help-desk": "\u{1}hostile7f3a"}});
    let answer = house.post(S, "site", "people", body).await;
    assert_eq!(
        (answer.code(), answer.body["field"].as_str()),
        ("text-refused", Some("refs.help-desk")),
        "{}",
        answer.text
    );
    assert_eq!(rows_but(&house.data(), &["record", "refusal"]), before);
}

/// Every text in a body, by its path.
fn texts(body: &Value, path: &str, found: &mut Vec<String>) {
    match body {
        Value::String(_) => found.push(path.to_owned()),
        Value::Array(list) => list.iter().enumerate().for_each(|(at, one)| texts(one, &format!("{path}/{at}"), found)),
        Value::Object(map) => map.iter().for_each(|(key, one)| texts(one, &format!("{path}/{key}"), found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

async fn send(world: &World, row: &Row, body: &Value, key: &str, lang: &str) -> Answer {
    let media = if row.takes_lines() { "application/x-ndjson" } else { "application/json" };
    let headers = [("content-type", media), ("idempotency-key", key), ("accept-language", lang)];
    let mut answer = world.house.raw(&row.path, world.token(row).as_deref(), &headers, body.to_string()).await;
    if row.takes_lines() {
        answer.body = serde_json::from_str(answer.text.lines().next().unwrap_or_default()).unwrap_or_default();
        answer.status =
            answer.body["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(answer.status);
    }
    answer
}

#[tokio::test]
async fn a_hostile_text_in_any_place_of_any_call_is_refused_and_changes_nothing() {
    let world = World::open().await;
    let data = world.house.data();
    let hostile = [("NUL", json!("hostile7f3a\0")), ("no end", json!(format!("hostile7f3a{}", "a".repeat(70_000))))];
    for row in &world.rows().await {
        let before = rows_but(&data, &["record", "refusal"]);
        let mut paths = Vec::new();
        texts(&row.body, "", &mut paths);
        // A tag that is bound to no page loads on any, and nothing of the question is kept.
        paths.retain(|path| !(row.route.starts_with("tags/") && path == "/page"));
        for (number, path) in paths.iter().enumerate() {
            for (what, text) in &hostile {
                let mut body = row.body.clone();
                *body.pointer_mut(path).expect("a place") = text.clone();
                let key = format!("hostile-{number}-{what}").replace(' ', "");
                let answer = send(&world, row, &body, &key, ["ja", "en"][number % 2]).await;
                let what = format!("{}: {what} in {path}", row.route);
                assert!((400..500).contains(&answer.status), "{what}: {} {}", answer.status, answer.text);
                assert!(!answer.code().is_empty(), "{what}: {}", answer.text);
                assert!(!answer.text.contains("hostile7f3a"), "{what} is said back: {}", answer.text);
            }
        }
        assert_eq!(rows_but(&data, &["record", "refusal"]), before, "{}", row.route);
    }
    assert!(!stands_on_disk(&data, "hostile7f3a"));
}

#[tokio::test]
async fn a_path_says_nothing_back_either() {
    let house = World::open().await.house;
    let token = house.token(S, "privacy-officer");
    let headers = [("content-type", "application/json"), ("idempotency-key", "k-1")];
    let body = json!({"purpose": "inquiries", "items": ["email"]}).to_string();
    let long = "a".repeat(5_000);
    for marker in [
        "hostile7f3a",
        "4999123412349999123",
        "%E9%AB%99%F0%A0%AE%B7",
        "help-desk:hostile7f3a",
        "psn_hostile7f3a",
        "%00hostile7f3a",
        "..%2F..%2Fhostile7f3a",
        "%FF%FE",
        long.as_str(),
        "hostile7f3a:x",
        "a%0d%0ahostile7f3a:1",
    ] {
        for path in [
            format!("/v1/{S}/people/{marker}/use"),
            format!("/v1/{marker}/people/psn_x/use"),
            format!("/v1/{S}/{marker}"),
            format!("/{marker}"),
            format!("/v1/{S}/people/{marker}/{marker}"),
            format!("/v1/{S}/statistics/{marker}/releases"),
            format!("/v1/{S}/tags/{marker}/load"),
        ] {
            let answer = house.raw(&path, token.as_deref(), &headers, body.clone()).await;
            assert!((400..500).contains(&answer.status), "{path}: {} {}", answer.status, answer.text);
            assert!(!answer.code().is_empty(), "{path}: {}", answer.text);
            for word in ["hostile7f3a", "4999123412349999123", "髙", "𠮷", "aaaaaaaa"] {
                assert!(!answer.text.contains(word), "{path}: {}", answer.text);
            }
        }
        for path in [
            format!("/v1/{S}/people/{marker}/holdings"),
            format!("/v1/{S}/people/{marker}/history?limit={marker}"),
            format!("/v1/{S}/changes?{marker}=1"),
            format!("/v1/{S}/changes?after={marker}"),
            format!("/v1/{S}/sources/{marker}/notice"),
            format!("/{S}/policy/versions/{marker}"),
            format!("/{marker}/policy"),
            format!("/ledger/proof/{marker}"),
            format!("/ledger/tile/{marker}"),
            format!("/problems/{marker}"),
        ] {
            let answer = house.send("GET", &path, token.as_deref(), None).await;
            if path.contains("after=4") {
                // A place beyond the newest is one where nothing has come yet.
                assert_eq!(answer.body["changes"], json!([]), "{path}: {}", answer.text);
                continue;
            }
            assert!((400..500).contains(&answer.status), "{path}: {} {}", answer.status, answer.text);
            for word in ["hostile7f3a", "4999123412349999123", "髙", "𠮷", "aaaaaaaa"] {
                assert!(!answer.text.contains(word), "{path}: {}", answer.text);
            }
        }
    }
}
