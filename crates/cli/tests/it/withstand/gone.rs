//! What is gone, or never was: each has its code, and nobody learns which of the two it is.

use super::rows::{S, World, inquiry};
use crate::support::{Answer, Draft, House};
use serde_json::{Value, json};

/// An id of the right form that nobody was given.
const NOBODY: &str = "0123456789abcdefghjkmnpqrs";

/// Asserts the status and the code of each call: what it is about, as whom, the path, the body.
async fn assert_codes(house: &House, calls: Vec<(&str, &str, String, Value, u16, &str)>) {
    for (what, role, path, body, status, code) in calls {
        let answer = house.post(S, role, &path, body).await;
        assert_eq!((answer.status, answer.code()), (status, code), "{what}: {}", answer.text);
        assert!(!answer.text.contains("gone7f3a"), "{what} is said back: {}", answer.text);
    }
}

#[tokio::test]
async fn words_that_no_policy_declares_have_a_code_each() {
    let world = World::open().await;
    let house = &world.house;
    let about = |rest: &str| format!("people/{}/{rest}", world.her);
    let notice = house.notice(S, "inquiry").await;
    let arrives = |change: Value| {
        let mut body = json!({"source": "inquiry", "notice": notice, "items": inquiry(0)});
        body.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        body
    };
    let passes = |recipient: &str, member: Option<&str>| json!({"recipient": recipient, "member": member, "purpose": "inquiries", "items": ["email"]});
    let by = |right: &str| json!({"right": right, "identity": "login"});
    let rcp = format!("rcp_{NOBODY}");
    assert_codes(
        house,
        vec![
            (
                "a purpose",
                "support-desk",
                about("use"),
                json!({"purpose": "gone7f3a", "items": ["email"]}),
                403,
                "policy-purpose-not-declared",
            ),
            (
                "an item",
                "support-desk",
                about("use"),
                json!({"purpose": "inquiries", "items": ["gone7f3a"]}),
                403,
                "policy-item-not-declared",
            ),
            (
                "a source",
                "site",
                about("items"),
                arrives(json!({"source": "gone7f3a"})),
                403,
                "policy-source-not-declared",
            ),
            (
                "an item that arrives",
                "site",
                about("items"),
                arrives(json!({"items": {"gone7f3a": "x"}})),
                403,
                "policy-item-not-declared",
            ),
            (
                "a notice",
                "site",
                about("items"),
                arrives(json!({"notice": format!("ntc_{NOBODY}")})),
                403,
                "policy-notice-outdated",
            ),
            (
                "a version",
                "migration",
                about("items"),
                arrives(json!({"source": "application", "acquired-on": "2020-01-02", "version": "2020-01-01"})),
                403,
                "policy-version-unknown",
            ),
            (
                "a recipient",
                "operations",
                about("provide"),
                passes("gone7f3a", None),
                403,
                "policy-recipient-not-declared",
            ),
            (
                "a member",
                "operations",
                about("provide"),
                passes("subcontractor", Some(&rcp)),
                403,
                "policy-recipient-not-declared",
            ),
            (
                "a class without a company",
                "operations",
                about("provide"),
                passes("subcontractor", None),
                403,
                "policy-member-not-registered",
            ),
            (
                "a company of another class",
                "operations",
                about("provide"),
                passes("carrier", Some(&world.company)),
                422,
                "field-malformed",
            ),
            ("an event", "site", about("events"), json!({"event": "gone7f3a"}), 403, "policy-event-not-declared"),
            (
                "an answer to a purpose",
                "support-desk",
                about("consents"),
                json!({"to": {"purpose": "gone7f3a"}, "given": true}),
                403,
                "policy-purpose-not-declared",
            ),
            (
                "an answer to a provision",
                "support-desk",
                about("consents"),
                json!({"to": {"provision": "gone7f3a"}, "given": true}),
                403,
                "policy-recipient-not-declared",
            ),
            (
                "a right",
                "request-desk",
                about("disclose"),
                json!({"by": by("gone7f3a")}),
                403,
                "policy-right-not-declared",
            ),
            (
                "a statistic",
                "planning",
                "statistics/gone7f3a/releases".into(),
                json!({}),
                403,
                "policy-statistic-not-declared",
            ),
            ("a tag", "site", "tags/gone7f3a/load".into(), json!({}), 403, "policy-tag-not-declared"),
            (
                "a measure",
                "privacy-officer",
                "attestations".into(),
                json!({"measure": "gone7f3a", "evidence": "x"}),
                403,
                "policy-measure-not-declared",
            ),
            (
                "a class",
                "privacy-officer",
                "members".into(),
                json!({"class": "gone7f3a", "name": "x"}),
                422,
                "field-malformed",
            ),
            ("a party", "privacy-officer", "reviews".into(), json!({"party": "gone7f3a"}), 422, "field-malformed"),
            (
                "a source announced",
                "privacy-officer",
                "announcements".into(),
                json!({"source": "gone7f3a", "place": "x"}),
                422,
                "field-malformed",
            ),
            (
                "a system",
                "privacy-officer",
                "systems".into(),
                json!({"system": "gone7f3a", "act": format!("act_{NOBODY}")}),
                422,
                "field-malformed",
            ),
            (
                "an act",
                "privacy-officer",
                "systems".into(),
                json!({"system": "help-desk", "act": format!("act_{NOBODY}")}),
                404,
                "not-found",
            ),
            (
                "a request",
                "request-desk",
                "requests/answered".into(),
                json!({"request": format!("req_{NOBODY}")}),
                404,
                "not-found",
            ),
            (
                "a system to find by",
                "support-desk",
                "people/find".into(),
                json!({"purpose": "inquiries", "system": "gone7f3a", "value": "x"}),
                403,
                "policy-system-not-declared",
            ),
        ],
    )
    .await;
    for (page, code) in [
        (format!("/v1/{S}/purposes/gone7f3a/notice"), "not-found"),
        (format!("/{S}/policy/versions/99"), "not-found"),
        ("/gone7f3a/policy".to_owned(), "service-unknown"),
        (format!("/ledger/proof/act_{NOBODY}"), "not-found"),
    ] {
        let answer = house.read(&page).await;
        assert_eq!((answer.status, answer.code()), (404, code), "{page}: {}", answer.text);
    }
}

/// What two answers have in common but the number of the request and of the act.
fn shape(answer: &Answer) -> Value {
    let mut body = answer.body.clone();
    for own in ["request", "act"] {
        body.as_object_mut().expect("an object").remove(own);
    }
    json!([answer.status, body])
}

#[tokio::test]
async fn nobody_learns_whether_somebody_is_unknown_foreign_or_forgotten() {
    let house = House::open().await;
    let by = |right: &str| json!({"right": right, "identity": "login"});
    let gone = house.person(S, "site", "inquiry", inquiry(0)).await;
    let erase = json!({"all": true, "by": by("deletion")});
    house.post(S, "request-desk", &format!("people/{gone}/erase"), erase.clone()).await.done();
    let foreign = house.person("sessa", "web", "signup", json!({"email": "a@mail.example"})).await;
    let unknown = format!("psn_{NOBODY}");
    let notice = house.notice(S, "inquiry").await;
    let own_word = json!({"right": "cease-use", "identity": "login", "request": format!("req_{NOBODY}")});
    let calls = [
        ("support-desk", "use", json!({"purpose": "inquiries", "items": ["email"]})),
        ("site", "items", json!({"source": "inquiry", "notice": notice, "items": inquiry(0)})),
        ("support-desk", "consents", json!({"to": {"purpose": "offers"}, "given": false})),
        ("site", "events", json!({"event": "line-inquiry", "reference": "T-1"})),
        ("request-desk", "disclose", json!({"by": by("disclosure")})),
        ("request-desk", "correct", json!({"items": {"name": "x"}, "by": by("correction")})),
        ("request-desk", "cease", json!({"all": true, "by": by("cease-use")})),
        ("request-desk", "resume", json!({"all": true, "by": own_word})),
        ("request-desk", "erase", erase),
    ];
    let named = [unknown.as_str(), &foreign, &gone, "help-desk:gone7f3a", "gone7f3a:x", "gone7f3a", "psn_x"];
    // Rights outlive an erasure: who handles requests may know of the forgotten, and nobody else.
    let seen_by = |role: &str| {
        let knows_the_forgotten = role == "request-desk";
        named.into_iter().filter(move |person| !knows_the_forgotten || *person != named[2])
    };
    for (role, path, body) in &calls {
        let mut shapes = Vec::new();
        for person in seen_by(role) {
            let answer = house.post(S, role, &format!("people/{person}/{path}"), body.clone()).await;
            assert_eq!((answer.status, answer.code()), (404, "not-found"), "{path} {person}: {}", answer.text);
            shapes.push(shape(&answer));
        }
        assert!(shapes.iter().all(|one| *one == shapes[0]), "{path}: {shapes:#?}");
    }
    for (role, path) in
        [("support-desk", "holdings?purpose=inquiries"), ("support-desk", "history"), ("request-desk", "history")]
    {
        let mut shapes = Vec::new();
        for person in seen_by(role) {
            shapes.push(shape(&house.get(S, role, &format!("people/{person}/{path}")).await));
        }
        assert!(shapes.iter().all(|one| *one == shapes[0]), "{path}: {shapes:#?}");
    }
}

#[tokio::test]
async fn a_company_that_was_bound_is_refused_when_its_ground_is_gone() {
    let world = World::open().await;
    let house = &world.house;
    let path = format!("people/{}/provide", world.her);
    let pass = async |item: &str| {
        let body =
            json!({"recipient": "subcontractor", "member": world.company, "purpose": "inquiries", "items": [item]});
        house.post(S, "operations", &path, body).await
    };
    pass("email").await.done();
    let agreement = json!({"party": world.company, "from": "2027-01-01", "until": "2027-06-30", "items": ["email"]});
    house.post(S, "privacy-officer", "agreements", agreement).await.done();
    pass("name").await.refused("policy-item-outside-agreement", "third-parties");
    house.clock("2027-07-01T00:00:00Z").await;
    pass("email").await.refused("policy-agreement-expired", "third-parties");
    house.agree(S, &world.company).await;
    pass("email").await.done();
    let stop = json!({"party": world.company, "because": "ended"});
    house.post(S, "privacy-officer", "members/stop", stop).await.done();
    pass("email").await.refused("policy-member-not-registered", "");
    pass("email").await.refused("policy-member-not-registered", "");
}

#[tokio::test]
async fn a_role_and_an_account_that_are_gone_open_nothing() {
    let draft = Draft::of(S);
    let house = House::open_with(draft.path()).await;
    let her = house.person(S, "site", "inquiry", inquiry(0)).await;
    house.opens((S, "support-desk"), &her, "inquiries", &["email"]).await.done();
    let over = |over: bool| json!({"account": "support-desk-account", "role": "support-desk", "over": over});
    house.post(S, "privacy-officer", "accounts", over(true)).await.done();
    let closed = house.opens((S, "support-desk"), &her, "inquiries", &["email"]).await;
    assert_eq!((closed.status, closed.code()), (401, "token-invalid"), "{}", closed.text);
    house.post(S, "privacy-officer", "accounts", over(false)).await.done();
    house.opens((S, "support-desk"), &her, "inquiries", &["email"]).await.done();
    // The role goes with the next revision of the operation; its token is still there.
    let line = "support-desk   = { use = [\"inquiries\", \"line-support\"]";
    draft.change("operation.toml", line, "other-desk   = { use = [\"inquiries\", \"line-support\"]");
    house.told();
    let mut answer = house.opens((S, "support-desk"), &her, "inquiries", &["email"]).await;
    for _ in 0..200 {
        if answer.status != 200 {
            break;
        }
        house.read("/health").await;
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        answer = house.opens((S, "support-desk"), &her, "inquiries", &["email"]).await;
    }
    assert_eq!((answer.status, answer.code()), (403, "caller-lacks-purpose"), "{}", answer.text);
}
