//! To whom nicori passes anything on.

use super::{S, buyer, customer, happened, pledged};
use serde_json::{Value, json};

#[tokio::test]
async fn nicori_2_sellers_get_what_the_order_needs_once_the_customer_agreed() {
    let house = pledged(&["shop-web", "shop-system", "warehouse"]).await;
    let him = buyer(&house).await;
    let (desk, clause) = ((S, "warehouse"), "third-parties.sellers");
    let (seller, another) = (house.company(S, "seller").await, house.company(S, "seller").await);
    let asked = |to: &str, items: Value| json!({"recipient": to, "purpose": "shipping", "items": items});
    let needed = || json!(["name", "address", "telephone", "orders", "delivery-method"]);

    house.passes(desk, &him, asked(&seller, needed())).await.refused("policy-agreement-missing", clause);
    for company in [&seller, &another] {
        house.bind(S, company).await;
    }
    house.passes(desk, &him, asked(&seller, needed())).await.refused("policy-consent-missing", clause);
    house.answer(S, "shop-web", &him, ("provision", "seller"), true).await;
    house.passes(desk, &him, asked(&seller, needed())).await.refused("policy-event-missing", clause);
    let ordered = json!({"event": "ordered-from", "member": seller, "reference": "o-1"});
    happened(&house, "shop-system", &him, ordered).await;
    house.passes(desk, &him, asked(&seller, needed())).await.done();

    house.passes(desk, &him, asked(&another, needed())).await.refused("policy-event-missing", clause);
    for item in ["email", "payment-method"] {
        house.passes(desk, &him, asked(&seller, json!([item]))).await.refused("policy-item-not-for-recipient", clause);
    }
}

#[tokio::test]
async fn nicori_2_delivery_and_payment_services_get_what_their_work_needs() {
    let house = pledged(&["shop-web", "warehouse", "payment-desk"]).await;
    let him = buyer(&house).await;
    happened(&house, "shop-web", &him, json!({"event": "payment-asked", "reference": "o-1"})).await;
    let clause = "third-parties.sellers";
    for (role, class, purpose, needed, more) in [
        ("warehouse", "carrier", "shipping", ["name", "address"], "email"),
        ("payment-desk", "payment-service", "payment", ["name", "payment-method"], "address"),
    ] {
        let company = house.company(S, class).await;
        let asked = |items: Value| json!({"recipient": company, "purpose": purpose, "items": items});
        house.passes((S, role), &him, asked(json!(needed))).await.refused("policy-agreement-missing", clause);
        house.bind(S, &company).await;
        house.passes((S, role), &him, asked(json!(needed))).await.done();
        house.passes((S, role), &him, asked(json!([more]))).await.refused("policy-item-not-for-recipient", clause);
    }
}

#[tokio::test]
async fn nicori_11_without_agreement_nothing_is_disclosed_and_with_it_no_longer_than_it_stands() {
    let house = pledged(&["shop-web", "shop-system", "warehouse", "legal"]).await;
    let him = buyer(&house).await;
    let desk = (S, "warehouse");
    let seller = house.company(S, "seller").await;
    house.bind(S, &seller).await;
    let ordered = json!({"event": "ordered-from", "member": seller, "reference": "o-1"});
    happened(&house, "shop-system", &him, ordered).await;
    let body = json!({"recipient": seller, "purpose": "shipping", "items": ["name"]});
    let clause = "third-parties.sellers";
    house.passes(desk, &him, body.clone()).await.refused("policy-consent-missing", clause);
    house.answer(S, "shop-web", &him, ("provision", "seller"), true).await;
    house.passes(desk, &him, body.clone()).await.done();
    house.answer(S, "shop-web", &him, ("provision", "seller"), false).await;
    house.passes(desk, &him, body).await.refused("policy-consent-withdrawn", clause);

    let (police, lawyer) = (house.company(S, "public-authority").await, house.company(S, "protector").await);
    let plain = |to: &str| json!({"recipient": to, "purpose": "inquiries", "items": ["email"]});
    let legal = (S, "legal");
    house.passes(legal, &him, plain(&police)).await.refused("policy-exception-missing", "third-parties.grounds");
    let refused = house.passes(legal, &him, plain(&lawyer)).await;
    refused.refused("policy-purpose-not-for-recipient", "third-parties.grounds");
}

#[tokio::test]
async fn nicori_11_four_cases_open_something_without_agreement_and_none_more() {
    let house = pledged(&["shop-web", "legal"]).await;
    let him = customer(&house).await;
    let (legal, clause) = ((S, "legal"), "third-parties.grounds");
    let (police, lawyer) = (house.company(S, "public-authority").await, house.company(S, "protector").await);
    let asked = |to: &str, exception: Value| json!({"recipient": to, "items": ["email"], "exception": exception});
    let claim = |id: &str| json!({"exception": id, "reason": "as filed", "reference": "12", "consent-difficult": true, "would-hinder": true});

    let cases = [
        ("public-institution", &police, "reference", "policy-reference-missing"),
        ("special-law", &police, "reference", "policy-reference-missing"),
        ("life-body-property", &lawyer, "consent-difficult", "policy-difficulty-not-stated"),
        ("own-rights", &lawyer, "consent-difficult", "policy-difficulty-not-stated"),
    ];
    for (id, to, needs, code) in cases {
        let mut lacking = claim(id);
        lacking.as_object_mut().unwrap().remove(needs);
        house.passes(legal, &him, asked(to, lacking)).await.refused(code, clause);
        let mut groundless = claim(id);
        groundless.as_object_mut().unwrap().remove("reason");
        house.passes(legal, &him, asked(to, groundless)).await.refused("policy-reason-missing", clause);
        house.passes(legal, &him, asked(to, claim(id))).await.refused("policy-approval-missing", clause);
        house.provide_approved(legal.0, legal.1, &him, asked(to, claim(id))).await.done();
    }
    for id in ["law", "public-health-children", "state-cooperation"] {
        for to in [&police, &lawyer] {
            house.passes(legal, &him, asked(to, claim(id))).await.refused("policy-exception-not-declared", clause);
        }
    }
    // What a law opens to a public institution, it does not open to a lawyer.
    house
        .passes(legal, &him, asked(&lawyer, claim("special-law")))
        .await
        .refused("policy-recipient-not-for-exception", clause);
}
