//! What nicori gathers, and what it does with it.

use super::{S, buyer, customer, happened, pledged, registration};
use serde_json::{Value, json};

const TRACES: [&str; 8] =
    ["pages-seen", "search-words", "visits", "environment", "ip-address", "cookie-id", "location", "terminal"];

fn traces() -> Value {
    json!({"pages-seen": "/tea", "search-words": "緑茶", "visits": "2027-01-15 3 min", "environment": "Firefox",
        "ip-address": "192.0.2.7", "cookie-id": "c-1", "location": "大阪", "terminal": "t-1"})
}

#[tokio::test]
async fn nicori_2_a_registration_takes_its_items_and_never_the_card() {
    let house = pledged(&["shop-web"]).await;
    let notice = house.notice(S, "registration").await;
    let sent = |more: Value| {
        let mut items = registration();
        items.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        house.post(S, "shop-web", "people", json!({"source": "registration", "notice": notice, "items": items}))
    };
    sent(json!({"card-number": "4242424242424242"})).await.refused("policy-held-elsewhere", "third-parties.sellers");
    let written = json!({"payment-method": "4242 4242 4242 4242"});
    sent(written).await.refused("policy-held-elsewhere", "third-parties.sellers");
    sent(json!({"orders": "緑茶"})).await.refused("policy-item-not-from-source", "collected.registration");
    let nameless = json!({"source": "registration", "notice": notice, "items": {"email": "taro@mail.example"}});
    house.post(S, "shop-web", "people", nameless).await.refused("policy-required-missing", "collected.registration");
    let came = sent(json!({})).await.done();
    assert_eq!(came.body["added"], json!(["name", "address", "telephone", "email", "payment-method"]));
}

#[tokio::test]
async fn nicori_2_partners_bring_dealings_and_settlements_and_it_is_announced_before_their_use() {
    let house = pledged(&["shop-web", "partner-desk", "payment-desk"]).await;
    let him = customer(&house).await;
    let (partner, carrier) = (house.company(S, "partner").await, house.company(S, "carrier").await);
    let notice = house.notice(S, "partners").await;
    let brought = async |more: Value| {
        let mut body = json!({"source": "partners", "notice": notice, "items": {"payments": "2027-01-14 500円"}});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        house.post(S, "partner-desk", &format!("people/{him}/items"), body).await
    };
    let clause = "collected.partners";
    brought(json!({})).await.refused("policy-member-not-registered", clause);
    let other = json!({"member": carrier, "receipt-confirmed": true});
    brought(other).await.refused("policy-provider-mismatch", clause);
    brought(json!({"member": partner})).await.refused("policy-receipt-unconfirmed", clause);
    let name = json!({"member": partner, "receipt-confirmed": true, "items": {"name": "鈴木 太郎"}});
    brought(name).await.refused("policy-item-not-from-source", clause);
    brought(json!({"member": partner, "receipt-confirmed": true})).await.done();

    happened(&house, "shop-web", &him, json!({"event": "payment-asked", "reference": "o-1"})).await;
    let desk = (S, "payment-desk");
    house.opens(desk, &him, "payment", &["payments"]).await.refused("policy-source-unannounced", "");
    let announced = json!({"source": "partners", "place": "https://nicori.example/news/1"});
    house.post(S, "manager", "announcements", announced).await.done();
    let opened = house.opens(desk, &him, "payment", &["payments"]).await.done();
    assert_eq!(opened.body["items"]["payments"], "2027-01-14 500円");
}

#[tokio::test]
async fn nicori_3_traces_of_use_are_gathered_and_serve_the_running_of_the_site_alone() {
    let house = pledged(&["shop-web", "safety-desk", "product", "marketing"]).await;
    let him = customer(&house).await;
    let mut sent = traces();
    sent["mood"] = json!("good");
    sent["telephone"] = json!("090-9999-9999");
    let body = json!({"source": "site", "notice": house.notice(S, "site").await, "items": sent});
    let came = house.post(S, "shop-web", &format!("people/{him}/items"), body).await.done();
    assert_eq!(came.body["added"], json!(TRACES));
    assert_eq!(came.body["dropped"], json!(["mood", "telephone"]));
    let opened = house.opens((S, "safety-desk"), &him, "safe-running", &TRACES).await.done();
    assert_eq!(opened.clauses(), ["purposes.safe-running"]);
    for (role, purpose, clause) in [
        ("product", "improvement", "purposes.improvement"),
        ("marketing", "campaign-post", "purposes.campaigns.campaign-post"),
    ] {
        house.opens((S, role), &him, purpose, &["pages-seen"]).await.refused("policy-item-not-for-purpose", clause);
    }
}

#[tokio::test]
async fn nicori_3_traces_from_partners_too_serve_after_they_were_announced() {
    let house = pledged(&["shop-web", "partner-desk", "safety-desk"]).await;
    let him = customer(&house).await;
    let partner = house.company(S, "partner").await;
    let notice = house.notice(S, "partners").await;
    let body = json!({"source": "partners", "notice": notice, "member": partner, "receipt-confirmed": true, "items": traces()});
    let came = house.post(S, "partner-desk", &format!("people/{him}/items"), body).await.done();
    assert_eq!(came.body["added"], json!(TRACES));
    let desk = (S, "safety-desk");
    house.opens(desk, &him, "safe-running", &TRACES).await.refused("policy-source-unannounced", "collected.partners");
    let announced = json!({"source": "partners", "place": "https://nicori.example/news/1"});
    house.post(S, "manager", "announcements", announced).await.done();
    house.opens(desk, &him, "safe-running", &TRACES).await.done();
}

#[tokio::test]
async fn nicori_5_shipping_opens_the_contact_and_never_the_payment() {
    let house = pledged(&["shop-web", "warehouse"]).await;
    let him = buyer(&house).await;
    let desk = (S, "warehouse");
    let items = ["name", "address", "telephone", "orders", "delivery-method"];
    let opened = house.opens(desk, &him, "shipping", &items).await.done();
    assert_eq!(opened.body["items"]["telephone"], "090-0000-0002");
    for item in ["payment-method", "payments"] {
        house.opens(desk, &him, "shipping", &[item]).await.refused("policy-item-not-for-purpose", "purposes.shipping");
    }
    house.opens(desk, &him, "payment", &["orders"]).await.refused("caller-lacks-purpose", "purposes.payment");
}

#[tokio::test]
async fn nicori_5_payment_data_opens_for_the_payment_asked_for() {
    let house = pledged(&["shop-web", "shop-system", "payment-desk"]).await;
    let him = buyer(&house).await;
    house.arrive((S, "shop-system"), &him, "shop", json!({"payments": "2027-01-15 1,980円"})).await;
    let desk = (S, "payment-desk");
    let items = ["name", "address", "telephone", "payment-method", "payments", "orders"];
    house.opens(desk, &him, "payment", &items).await.refused("policy-event-missing", "purposes.payment");
    happened(&house, "shop-web", &him, json!({"event": "payment-asked", "reference": "o-1"})).await;
    let opened = house.opens(desk, &him, "payment", &items).await.done();
    assert_eq!(opened.body["items"]["payment-method"], "Visa 4242");
    house.opens(desk, &him, "payment", &["purchases"]).await.refused("policy-item-not-for-purpose", "purposes.payment");
    happened(&house, "shop-web", &him, json!({"event": "payment-asked", "reference": "o-1", "over": true})).await;
    house.opens(desk, &him, "payment", &items).await.refused("policy-event-lapsed", "purposes.payment");
}

#[tokio::test]
async fn nicori_6_an_order_is_confirmed_with_the_items_of_the_order() {
    let house = pledged(&["shop-web", "shop-system", "order-desk"]).await;
    let him = buyer(&house).await;
    house.arrive((S, "shop-system"), &him, "shop", json!({"payments": "2027-01-15 1,980円"})).await;
    let desk = (S, "order-desk");
    let items = ["name", "address", "email", "orders", "delivery-method"];
    let opened = house.opens(desk, &him, "confirmation", &items).await.done();
    assert_eq!(opened.body["items"]["orders"], "緑茶 2箱 1,980円");
    assert_eq!(opened.body["items"]["delivery-method"], "宅配便");
    assert_eq!(opened.clauses(), ["purposes.confirmation"]);
    for item in ["telephone", "payments", "payment-method"] {
        house
            .opens(desk, &him, "confirmation", &[item])
            .await
            .refused("policy-item-not-for-purpose", "purposes.confirmation");
    }
}

#[tokio::test]
async fn nicori_7_campaigns_use_purchases_and_contact_and_mail_needs_prior_approval() {
    let house = pledged(&["shop-web", "shop-system", "marketing"]).await;
    let him = customer(&house).await;
    house.arrive((S, "shop-system"), &him, "shop", json!({"purchases": "緑茶"})).await;
    let desk = (S, "marketing");
    let letter = ["name", "address", "purchases"];
    house.opens(desk, &him, "campaign-post", &letter).await.done();
    house
        .opens(desk, &him, "campaign-post", &["telephone"])
        .await
        .refused("policy-item-not-for-purpose", "purposes.campaigns.campaign-post");
    house.answer(S, "shop-web", &him, ("purpose", "campaign-post"), false).await;
    house
        .opens(desk, &him, "campaign-post", &letter)
        .await
        .refused("policy-stopped", "purposes.campaigns.campaign-post");

    for (purpose, clause) in
        [("campaign-mail", "purposes.campaigns.campaign-mail"), ("promotion", "purposes.promotion")]
    {
        house.opens(desk, &him, purpose, &["email"]).await.refused("policy-consent-missing", clause);
        house.answer(S, "shop-web", &him, ("purpose", purpose), true).await;
        house.opens(desk, &him, purpose, &["email"]).await.done();
        house.answer(S, "shop-web", &him, ("purpose", purpose), false).await;
        house.opens(desk, &him, purpose, &["email"]).await.refused("policy-consent-withdrawn", clause);
    }
}

#[tokio::test]
async fn nicori_8_feedback_improves_services_and_the_contact_answers_inquiries() {
    let house = pledged(&["shop-web", "shop-system", "product", "order-desk"]).await;
    let him = customer(&house).await;
    let said = json!({"feedback": "箱が良い", "survey-answer": "満足"});
    house.arrive((S, "shop-web"), &him, "feedback", said).await;
    house.arrive((S, "shop-system"), &him, "shop", json!({"purchases": "緑茶"})).await;
    let product = (S, "product");
    let opened = house.opens(product, &him, "improvement", &["feedback", "survey-answer", "purchases"]).await.done();
    assert_eq!(opened.clauses(), ["purposes.improvement"]);
    house
        .opens(product, &him, "improvement", &["address"])
        .await
        .refused("policy-item-not-for-purpose", "purposes.improvement");

    let desk = (S, "order-desk");
    let opened = house.opens(desk, &him, "inquiries", &["name", "address", "email"]).await.done();
    assert_eq!(opened.body["items"]["email"], "taro@mail.example");
    house
        .opens(desk, &him, "inquiries", &["purchases"])
        .await
        .refused("policy-item-not-for-purpose", "purposes.inquiries");
    house.opens(product, &him, "inquiries", &["email"]).await.refused("caller-lacks-purpose", "purposes.inquiries");
}
