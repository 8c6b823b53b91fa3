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

#[tokio::test]
async fn a_card_number_is_refused_in_the_texts_of_the_office_too() {
    let house = House::open().await;
    let her = house.person(S, "web", "signup", json!({"email": "hanako@mail.example"})).await;
    let card = "４２４２ ４２４２ ４２４２ ４２４２";
    for (register, body) in [
        ("members", json!({"class": "contractor", "name": card})),
        ("attestations", json!({"measure": "training", "evidence": card})),
        ("holds", json!({"person": her, "items": ["email"], "because": card})),
    ] {
        let refused = house.post(S, "officer", register, body).await;
        assert_eq!(refused.code(), "card-number", "{register}: {}", refused.text);
        assert!(!refused.text.contains("４２４２"), "{}", refused.text);
    }
}
