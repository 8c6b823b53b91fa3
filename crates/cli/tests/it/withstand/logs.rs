//! What is planted in bodies, paths and headers stands in no line of the log, at any level.

use crate::served::Served;
use serde_json::json;

#[tokio::test]
async fn nothing_that_is_planted_is_logged_at_any_level() {
    let mut served = Served::open("sessa", &["web", "support", "officer"]);
    let house = &served.house;
    let items = json!({"email": "mark7f3a@mail.example"});
    let person = house.person("sessa", "web", "signup", items).await;
    let contacting = json!({"purpose": "contacting", "items": ["email"], "case": "mark7f3a", "reason": "mark7f3a"});
    house.post("sessa", "support", &format!("people/{person}/use"), contacting).await.done();
    let notice = house.notice("sessa", "signup").await;
    let bad = json!({"source": "signup", "notice": notice, "items": {"email": ["mark7f3a"], "mark7f3a": "mark7f3a"}});
    for (role, path, body) in [
        ("support", format!("people/{person}/use"), json!({"purpose": "mark7f3a", "items": ["mark7f3a"]})),
        ("support", "people/mark7f3a:mark7f3a/use".to_owned(), json!({"purpose": "contacting", "items": ["email"]})),
        ("web", "people".to_owned(), bad),
        ("web", "people".to_owned(), json!({"mark7f3a": "mark7f3a"})),
        ("officer", "members".to_owned(), json!({"class": "contractor", "name": "mark7f3a\u{202e}"})),
        ("officer", "mark7f3a".to_owned(), json!({})),
    ] {
        let answer = house.post("sessa", role, &path, body).await;
        assert!(answer.status >= 400, "{path}: {}", answer.text);
    }
    house.send("POST", "/v1/sessa/people?mark7f3a=mark7f3a", Some("azk_mark7f3a"), Some("{mark7f3a".to_owned())).await;
    house.read("/sessa/mark7f3a?lang=mark7f3a").await;
    let tokens = ["web", "support", "officer"].map(|role| house.token("sessa", role).expect("a token"));
    let secret = |token: &str| token.rsplit('_').next().expect("a secret").to_owned();

    let log = served.ended();
    assert!(log.lines().filter(|line| line.contains("answered")).count() >= 8, "{log}");
    assert!(!log.contains("mark7f3a"), "{log}");
    for token in tokens {
        assert!(!log.contains(&secret(&token)), "a secret of a token is in the log");
    }
}
