//! A clock that goes back: acts are refused until it catches up, what is public can be read all the while.

use super::{
    rows::{S, World},
    tables::rows_but,
};
use serde_json::json;

#[tokio::test]
async fn acts_wait_for_a_clock_that_went_back_and_reading_does_not() {
    let world = World::open().await;
    let house = &world.house;
    house.clock("2027-01-15T03:00:00Z").await;
    house.opens((S, "support-desk"), &world.her, "inquiries", &["email"]).await.done();
    // A little is forgiven: clocks are set.
    house.clock("2027-01-15T02:58:30Z").await;
    house.opens((S, "support-desk"), &world.her, "inquiries", &["email"]).await.done();

    house.clock("2027-01-15T02:50:00Z").await;
    let rows = calls_at(&world);
    let before = rows_but(&house.data(), &[]);
    for (route, role, path, body) in &rows {
        let token = house.token(S, role);
        let answer = house.send("POST", path, token.as_deref(), Some(body.clone())).await;
        assert_eq!((answer.status, answer.code()), (503, "clock-behind"), "{route}: {}", answer.text);
    }
    assert_eq!(rows_but(&house.data(), &[]), before, "nothing was written");
    for page in [
        "/health".to_owned(),
        "/".to_owned(),
        format!("/{S}/policy"),
        format!("/{S}/promises"),
        format!("/v1/{S}/sources/inquiry/notice"),
        "/ledger/checkpoint".to_owned(),
        format!("/v1/{S}/openapi.json"),
    ] {
        let answer = house.read(&page).await;
        assert_eq!(answer.status, 200, "{page}: {}", answer.text);
    }

    house.clock("2027-01-15T03:00:01Z").await;
    house.opens((S, "support-desk"), &world.her, "inquiries", &["email"]).await.done();
}

/// A call of every route that records, none of which needs to look anything up first.
fn calls_at(world: &World) -> Vec<(&'static str, &'static str, String, String)> {
    let about = |rest: &str| format!("/v1/{S}/people/{}/{rest}", world.her);
    let by = |right: &str| json!({"right": right, "identity": "login"});
    let all = [
        (
            "find",
            "support-desk",
            format!("/v1/{S}/people/find"),
            json!({"purpose": "inquiries", "item": "email", "value": "a@b.example"}),
        ),
        ("use", "support-desk", about("use"), json!({"purpose": "inquiries", "items": ["email"]})),
        ("refused", "support-desk", about("use"), json!({"purpose": "offers", "items": ["email"]})),
        ("events", "site", about("events"), json!({"event": "line-inquiry"})),
        ("correct", "request-desk", about("correct"), json!({"items": {"name": "x"}, "by": by("correction")})),
        ("cease", "request-desk", about("cease"), json!({"all": true, "by": by("cease-use")})),
        ("erase", "request-desk", about("erase"), json!({"all": true, "by": by("deletion")})),
        ("disclose", "request-desk", about("disclose"), json!({"by": by("disclosure")})),
        ("bulk", "operations", format!("/v1/{S}/use"), json!({"purpose": "service-notices", "items": ["email"]})),
        ("statistic", "planning", format!("/v1/{S}/statistics/usage/releases"), json!({"by": []})),
        ("register", "privacy-officer", format!("/v1/{S}/members"), json!({"class": "subcontractor", "name": "x"})),
        ("request", "request-desk", format!("/v1/{S}/requests"), json!({"person": world.her, "gives": "disclosure"})),
    ];
    all.into_iter().map(|(route, role, path, body)| (route, role, path, body.to_string())).collect()
}
