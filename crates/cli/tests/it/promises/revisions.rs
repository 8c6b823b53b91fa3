//! What onplanetz and ijgn promise when their policies change: a second version, activated while the server runs.

use crate::{served::Served, support::Answer};
use azukari_model::Language;
use azukari_policy::publish::phrase;
use serde_json::json;

async fn uses(served: &Served, service: &str, role: &str, person: &str, purpose: &str, item: &str) -> Answer {
    let body = json!({"purpose": purpose, "items": [item]});
    served.house.post(service, role, &format!("people/{person}/use"), body).await
}

/// A purpose that is written anew: what an earlier person was shown says less.
const WIDER: (&str, &str) = (
    r#"improve-service    = { in = "service" }"#,
    r#"improve-service    = { in = "service", meaning = 2, items = ["card", "person", "inquiry"] }"#,
);

const RELATED: (&str, &str) = (
    r#"correspondence     = { in = "service", items = ["card", "person", "inquiry"] }"#,
    r#"correspondence     = { in = "service", meaning = 2, items = ["card", "person", "inquiry", "organisation-type"] }"#,
);

#[tokio::test]
async fn onplanetz_8_a_purpose_changes_within_what_is_related_and_anything_wider_asks_first() {
    const S: &str = "onplanetz";
    let served = Served::open(S, &["web", "front-desk"]);
    let house = &served.house;
    let items = json!({"name": "高橋 誠", "email": "makoto@mail.example"});
    let him = house.person(S, "web", "registration", items.clone()).await;
    for purpose in ["correspondence", "improve-service"] {
        uses(&served, S, "front-desk", &him, purpose, "email").await.done();
    }

    // A change that does not say so is not activated, and the version in force goes on.
    served.edit("policy.toml", &[(r#"label         = "2""#, r#"label         = "3""#), RELATED]);
    served.edit(
        "policy.toml",
        &[(
            "in = \"service\", meaning = 2, items = [\"card\", \"person\", \"inquiry\", \"o",
            "in = \"service\", items = [\"card\", \"person\", \"inquiry\", \"o",
        )],
    );
    let (done, said) = served.activate();
    assert!(!done && said.contains("correspondence"), "{said}");
    assert_eq!(house.read(&format!("/{S}/policy/versions/2")).await.status, 404);

    // One change that somebody decided is related, and one that nobody did.
    let why = "[revision]\nrelated  = [{ from = \"correspondence\", to = \"correspondence\", why = \"the kind of company tells how to write to it\", decided-by = \"privacy officer\" }]";
    served.edit(
        "policy.toml",
        &[
            (
                "in = \"service\", items = [\"card\", \"person\", \"inquiry\", \"o",
                "in = \"service\", meaning = 2, items = [\"card\", \"person\", \"inquiry\", \"o",
            ),
            WIDER,
            ("[revision]", why),
        ],
    );
    let (done, said) = served.activate();
    assert!(done, "{said}");

    // It is published: the new version stands on the site, the old one stays readable.
    assert_eq!(house.read(&format!("/{S}/policy/versions/2")).await.status, 200);
    assert_eq!(house.read(&format!("/{S}/policy/versions/1")).await.status, 200);
    uses(&served, S, "front-desk", &him, "correspondence", "email").await.done();
    let wider = uses(&served, S, "front-desk", &him, "improve-service", "email").await;
    wider.refused("policy-purpose-not-shown", "matrix.service.improve-service");
    house.answer(S, "front-desk", &him, ("purpose", "improve-service"), false).await;
    let wider = uses(&served, S, "front-desk", &him, "improve-service", "email").await;
    wider.refused("policy-purpose-not-shown", "matrix.service.improve-service");
    house.answer(S, "front-desk", &him, ("purpose", "improve-service"), true).await;
    uses(&served, S, "front-desk", &him, "improve-service", "email").await.done();

    // Who comes now was shown the new purposes.
    let her = house.person(S, "web", "registration", items).await;
    uses(&served, S, "front-desk", &her, "improve-service", "email").await.done();
}

#[tokio::test]
async fn ijgn_9_a_revision_counts_from_its_posting_and_asks_where_a_change_needs_consent() {
    const S: &str = "ijgn";
    let served = Served::open(S, &["app", "product", "support", "billing", "meter"]);
    let house = &served.house;
    let before = house.read(&format!("/{S}/policy?lang=en")).await.done();
    let notice = house.notice(S, "registration").await;
    let register = json!({"source": "registration", "notice": notice, "confirms": ["procedure-followed", "password-set"],
        "items": {"name": "田中 葵", "email": "aoi@mail.example", "registration": "plan A"}});
    let her = house.post(S, "app", "people", register.clone()).await.done();
    let her = her.body["person"].as_str().unwrap().to_owned();
    uses(&served, S, "support", &her, "contract-notices", "email").await.done();
    uses(&served, S, "billing", &her, "fees", "email").await.done();

    served.edit(
        "policy.toml",
        &[
            (r#"label         = "1""#, r#"label         = "2""#),
            (
                r#"fees             = { in = "first", items = ["name", "email", "usage"] }"#,
                r#"fees             = { in = "first", meaning = 2, items = ["name", "email", "usage", "registration"] }"#,
            ),
        ],
    );
    for (file, old, new) in [
        ("en.md", "**Working out usage fees**", "**Working out usage fees and discounts**"),
        ("ja.md", "**利用料金の計算**", "**利用料金と割引額の計算**"),
    ] {
        served.edit(file, &[(old, new)]);
    }
    assert_eq!(house.read(&format!("/{S}/policy?lang=en")).await.text, before.text, "nothing is posted yet");
    uses(&served, S, "billing", &her, "fees", "email").await.done();
    let (done, said) = served.activate();
    assert!(done, "{said}");

    // From its posting on: the page, the notices and the decisions, with its date; the former one stays.
    let after = house.read(&format!("/{S}/policy?lang=en")).await.done();
    assert!(after.text.contains("Working out usage fees and discounts"), "{}", after.text);
    let published = house.read(&format!("/{S}/policy.json")).await.done();
    let day = published.body["service"]["effective"].as_str().expect("a date").to_owned();
    let shown = house.read(&format!("/v1/{S}/sources/registration/notice?lang=en")).await.done();
    assert_eq!(shown.body["version"], day);
    let date = phrase::date(Language::EN, day.parse().expect("a date"));
    assert!(after.text.contains(&date), "`{date}` is not on the page: {}", after.text);
    let former = house.read(&format!("/{S}/policy/versions/1?lang=en")).await.done();
    assert!(former.text.contains("Working out usage fees") && !former.text.contains("and discounts"));
    house.post(S, "app", "people", register).await.refused("policy-notice-outdated", "");

    // What did not change goes on; what changed needs her consent.
    uses(&served, S, "support", &her, "contract-notices", "email").await.done();
    uses(&served, S, "billing", &her, "fees", "email").await.refused("policy-purpose-not-shown", "purposes.first.fees");
    house.answer(S, "support", &her, ("purpose", "fees"), true).await;
    uses(&served, S, "billing", &her, "fees", "email").await.done();
}
