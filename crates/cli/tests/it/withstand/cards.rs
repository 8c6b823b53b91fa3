//! Card numbers, in any dress, are refused where people write freely; other long numbers are not.

use super::rows::{S, World, inquiry};
use crate::support::Answer;
use serde_json::{Value, json};

const CARDS: [&str; 8] = [
    "4242424242424242",
    "4242 4242 4242 4242",
    "4242-4242-4242-4242",
    "４２４２ ４２４２ ４２４２ ４２４２",
    "４２４２－４２４２－４２４２－４２４２",
    "カードは5555ー5555ー5555ー4444です",
    "3782 822463 10005",
    "私の3530111333300000で払いました",
];

const OTHERS: [&str; 9] = [
    "490154203237518",
    "IMEI 35-209900-176148-1",
    "注文番号 20270115-0000-4242",
    "1790000000000",
    "1790000000000000",
    "090-1234-5678",
    "+81 90 1234 5678",
    "０９０－１２３４－５６７８",
    "4242424242424241",
];

/// A text as an answer could say it back: the digits in both widths.
fn assert_not_said_back(text: &str, answer: &Answer) {
    assert!(!answer.text.contains(text), "{}", answer.text);
    assert!(!answer.text.contains("4242") && !answer.text.contains("４２４２"), "{}", answer.text);
}

#[tokio::test]
async fn a_card_number_is_taken_nowhere_and_other_numbers_everywhere() {
    let world = World::open().await;
    let house = &world.house;
    let shown = house.notice(S, "inquiry").await;
    let survey = house.notice(S, "survey").await;
    let by = json!({"right": "correction", "identity": "login"});
    let items = format!("people/{}/items", world.her);
    let with = |mut items: Value, item: &str, value: Value| {
        items[item] = value;
        items
    };
    // Where, and as whom; the code of the refusal.
    let places = |text: &str| -> Vec<(&str, &str, String, Value, &str)> {
        let arrives =
            |value: Value| json!({"source": "inquiry", "notice": shown, "items": with(inquiry(0), "inquiry", value)});
        vec![
            ("free text", "site", items.clone(), arrives(json!(text)), "policy-held-elsewhere"),
            ("a list in it", "site", items.clone(), arrives(json!(["a", [text]])), "policy-held-elsewhere"),
            ("an object in it", "site", items.clone(), arrives(json!({"a": {"b": text}})), "policy-held-elsewhere"),
            ("a key in it", "site", items.clone(), arrives(json!({text: 1})), "policy-held-elsewhere"),
            (
                "another free text",
                "site",
                items.clone(),
                json!({"source": "survey", "notice": survey, "items": {"survey-answer": text}}),
                "policy-held-elsewhere",
            ),
            (
                "a correction",
                "request-desk",
                format!("people/{}/correct", world.her),
                json!({"items": {"inquiry": text}, "by": by}),
                "card-number",
            ),
            (
                "a reference in a system",
                "site",
                items.clone(),
                json!({"source": "inquiry", "notice": shown, "items": inquiry(0), "refs": {"help-desk": text}}),
                "text-refused",
            ),
            (
                "a case",
                "support-desk",
                format!("people/{}/use", world.her),
                json!({"purpose": "inquiries", "items": ["email"], "case": text}),
                "text-refused",
            ),
            (
                "a reason",
                "support-desk",
                format!("people/{}/use", world.her),
                json!({"purpose": "inquiries", "items": ["email"], "reason": text}),
                "text-refused",
            ),
            (
                "an event",
                "site",
                format!("people/{}/events", world.her),
                json!({"event": "line-inquiry", "reference": text}),
                "text-refused",
            ),
            (
                "a request",
                "request-desk",
                "requests".into(),
                json!({"person": world.her, "gives": "disclosure", "text": text}),
                "text-refused",
            ),
            (
                "a hold",
                "privacy-officer",
                "holds".into(),
                json!({"person": world.her, "items": ["order"], "because": text}),
                "text-refused",
            ),
        ]
    };
    for card in CARDS {
        for (place, role, path, body, code) in places(card) {
            let refused = house.post(S, role, &path, body).await;
            assert_eq!(refused.code(), code, "{place}: {card}: {}", refused.text);
            assert!((400..500).contains(&refused.status));
            assert_not_said_back(card, &refused);
        }
    }
    // What is not declared is not looked at.
    let remarks = json!({"source": "inquiry", "notice": shown, "items": with(inquiry(0), "remarks", json!(CARDS[0]))});
    let refused = house.post(S, "site", &items, remarks).await.refused("policy-item-not-declared", "");
    assert_not_said_back(CARDS[0], &refused);
    // The number of a card is nothing for an item that is a number by kind, whatever its check digit.
    let number = json!({"source": "operation", "notice": house.notice(S, "operation").await,
        "items": {"order-number": "4242424242424242", "imei": "490154203237518"}});
    house.post(S, "billing-system", &items, number).await.done();
    for other in OTHERS {
        // A person has one reference in a system, which stays: the first number is taken, another is somebody else's.
        for (place, role, path, body, _) in places(other) {
            if place == "a reference in a system" && other != OTHERS[0] {
                continue;
            }
            let answer = house.post(S, role, &path, body).await;
            assert!(matches!(answer.status, 200 | 201), "{place}: {other}: {}", answer.text);
        }
    }
}
