//! Bodies nobody should send: refused, and nothing of them said back.

use crate::support::House;
use serde_json::json;

const S: &str = "sessa";

#[tokio::test]
async fn a_list_is_not_read_as_a_body_by_position() {
    let house = House::open().await;
    let answer = house.post(S, "officer", "members", json!(["contractor", "Asahi Works"])).await;
    assert_eq!(answer.code(), "field-malformed", "{}", answer.text);
    house.company(S, "contractor").await;
}

#[tokio::test]
async fn a_word_that_the_caller_made_up_is_not_said_back() {
    let house = House::open().await;
    let her = house.person(S, "web", "signup", json!({"email": "hanako@mail.example"})).await;
    let answer = json!({"to": {"hostile7f3a": "announcements"}, "given": true});
    let refused = house.post(S, "support", &format!("people/{her}/consents"), answer).await;
    assert!(matches!(refused.status, 400 | 422), "{} {}", refused.status, refused.text);
    assert!(!refused.text.contains("hostile7f3a"), "{}", refused.text);
}

/// Every text of a body that is kept: role, path, a body without it, and where it stands.
fn texts(her: &str) -> Vec<(&'static str, String, serde_json::Value, &'static str)> {
    let party = "stripe";
    let (day, next) = ("2027-01-15", "2027-12-31");
    let provide = json!({"recipient": "authority", "items": ["email"], "exception": {"exception": "law"}});
    let mut texts: Vec<_> = [
        ("members", json!({"class": "contractor"}), "name"),
        ("members", json!({"class": "contractor", "name": "A"}), "address"),
        ("members", json!({"class": "contractor", "name": "A"}), "representative"),
        ("members", json!({"class": "contractor", "name": "A"}), "country"),
        ("members/stop", json!({"party": party}), "because"),
        ("members/choice", json!({"party": party}), "because"),
        ("agreements", json!({"party": party, "from": day, "until": next}), "reference"),
        ("reviews", json!({"party": party}), "findings"),
        ("confirmations", json!({"party": party, "person": her}), "method"),
        ("announcements", json!({"source": "x-login"}), "place"),
        ("announcements", json!({"source": "x-login", "place": "site"}), "text"),
        ("accounts", json!({"role": "support"}), "account"),
        ("attestations", json!({"measure": "training"}), "evidence"),
        ("attestations", json!({"measure": "training", "evidence": "T"}), "of"),
        ("holds", json!({"person": her}), "because"),
        ("holds/restriction", json!({"person": her}), "because"),
        ("requests", json!({"person": her, "gives": "disclosure"}), "text"),
        ("approvals", json!({"person": her, "provide": provide}), "requester"),
        ("approvals", json!({"requester": "a", "person": her, "provide": provide}), "provide.exception.reason"),
        ("approvals", json!({"requester": "a", "person": her, "provide": provide}), "provide.exception.reference"),
    ]
    .into_iter()
    .map(|(path, body, field)| ("officer", path.to_owned(), body, field))
    .collect();
    for (act, body) in [
        ("use", json!({"purpose": "contacting", "items": ["email"]})),
        ("provide", provide.clone()),
        ("consents", json!({"to": {"purpose": "announcements"}, "given": true})),
        ("cease", json!({"all": true})),
        ("resume", json!({"all": true})),
        ("correct", json!({"items": {"email": "a@mail.example"}})),
        ("erase", json!({"all": true})),
        ("disclose", json!({})),
        ("decline", json!({"of": "erase", "ground": "law"})),
    ] {
        for field in ["case", "reason"] {
            texts.push(("officer", format!("people/{her}/{act}"), body.clone(), field));
        }
    }
    for field in ["case", "reason"] {
        texts.push(("web", "people".to_owned(), json!({"source": "signup"}), field));
        texts.push((
            "web",
            "people/find".to_owned(),
            json!({"purpose": "login-identity", "item": "email", "value": "a@mail.example"}),
            field,
        ));
        texts.push(("officer", "requests/find".to_owned(), json!({"item": "email", "value": "a@mail.example"}), field));
        texts.push(("editors", "use".to_owned(), json!({"purpose": "announcements", "items": ["email"]}), field));
    }
    texts.push(("legal", format!("people/{her}/provide"), provide.clone(), "exception.reason"));
    texts.push(("legal", format!("people/{her}/provide"), provide, "exception.reference"));
    let answer = json!({"to": {"purpose": "announcements"}, "given": true});
    texts.push(("support", format!("people/{her}/consents"), answer, "evidence"));
    texts.push(("web", format!("people/{her}/events"), json!({"event": "account"}), "reference"));
    texts
}

/// The body with a text in its place.
fn with(mut body: serde_json::Value, field: &str, text: &str) -> serde_json::Value {
    field.split('.').fold(&mut body, |place, step| &mut place[step]).clone_from(&json!(text));
    body
}

#[tokio::test]
async fn no_text_of_any_body_hides_anything_or_holds_a_card_number() {
    let house = House::open().await;
    let her = house.person(S, "web", "signup", json!({"email": "hanako@mail.example"})).await;
    let long = "字".repeat(4_001);
    let hostile = [
        "",
        " \u{3000}",
        "\u{200b}",
        "x7f3a\u{0}",
        "x7f3a\u{1b}",
        "x7f3a\u{202e}",
        "x7f3a ４２４２ ４２４２ ４２４２ ４２４２",
        &long,
    ];
    for (role, path, body, field) in texts(&her) {
        for text in hostile {
            let refused = house.post(S, role, &path, with(body.clone(), field, text)).await;
            let told = (refused.status, refused.code(), refused.body["field"].as_str());
            assert_eq!(told, (422, "text-refused", Some(field)), "{path} {text:?}: {}", refused.text);
            assert!(!refused.text.contains("x7f3a"), "{}", refused.text);
        }
    }
}
