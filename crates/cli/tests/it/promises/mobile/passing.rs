//! What mobile-planning promises about what goes to others.

use super::{S, customer, customer_in_use, open};
use crate::support::House;
use serde_json::json;

#[tokio::test]
async fn mobile_3_nothing_goes_to_a_third_party_without_consent_unless_the_law_permits() {
    let house = House::open().await;
    let her = customer_in_use(&house).await;
    let path = format!("people/{her}/provide");
    let carrier = house.company(S, "carrier").await;
    let asked = json!({"event": "line-inquiry", "reference": "T-1"});
    house.post(S, "site", &format!("people/{her}/events"), asked).await.done();
    let terminal = json!({"recipient": carrier, "purpose": "line-support", "items": ["imei"]});
    house
        .post(S, "support-desk", &path, terminal.clone())
        .await
        .refused("policy-consent-missing", "purposes.line-support");
    house.answer(S, "support-desk", &her, ("provision", "carrier"), true).await;
    let given = house.post(S, "support-desk", &path, terminal.clone()).await.done();
    assert!(given.body["record"].as_str().is_some_and(|record| record.starts_with("prv_")), "{}", given.text);
    house.answer(S, "support-desk", &her, ("provision", "carrier"), false).await;
    house.post(S, "support-desk", &path, terminal).await.refused("policy-consent-withdrawn", "purposes.line-support");

    // The law: a warrant, asked for by one account and approved by another.
    let police = house.company(S, "authority").await;
    let warrant = |approval: Option<&str>| {
        let mut exception = json!({"exception": "law", "reason": "search and seizure", "reference": "warrant 31"});
        if let Some(approval) = approval {
            exception["approval"] = approval.into();
        }
        json!({"recipient": police, "items": ["name", "address"], "exception": exception})
    };
    let clause = "third-parties.consent";
    let desk = "legal-desk";
    house.post(S, desk, &path, warrant(None)).await.refused("policy-approval-missing", clause);
    let approve = json!({"requester": "legal-desk-account", "person": her, "provide": warrant(None)});
    house.post(S, desk, "approvals", approve.clone()).await.refused("caller-approver-not-entitled", "");
    let approved = house.post(S, "privacy-officer", "approvals", approve).await.done();
    let approval = approved.body["approval"].as_str().unwrap();
    house.post(S, desk, &path, warrant(Some(approval))).await.done();
    let mut bare = warrant(Some(approval));
    bare["exception"].as_object_mut().unwrap().remove("reference");
    house.post(S, desk, &path, bare).await.refused("policy-reference-missing", clause);
    house.post(S, "marketing", &path, warrant(None)).await.refused("caller-lacks-", clause);
}

#[tokio::test]
async fn mobile_4_nothing_flows_to_a_subcontractor_without_choice_check_and_contract() {
    let house = House::open().await;
    let her = customer(&house).await;
    let subcontractor = house.company(S, "subcontractor").await;
    let path = format!("people/{her}/provide");
    let parcel = json!({"recipient": subcontractor, "purpose": "delivery", "items": ["name", "address"]});
    let clause = "third-parties.subcontractors";
    let officer = "privacy-officer";
    let refused = async |code: &str| {
        house.post(S, "operations", &path, parcel.clone()).await.refused(code, clause);
    };
    let agreement = json!({"party": subcontractor, "from": "2027-01-01", "until": "2027-12-31"});
    let choice = json!({"party": subcontractor, "because": "certified, visited in December"});
    let check = json!({"measure": "subcontractor-choice", "evidence": "questionnaire 14", "of": subcontractor});

    refused("policy-measure-missing").await;
    house.post(S, "operations", "attestations", check.clone()).await.refused("caller-lacks-measure", clause);
    house.post(S, officer, "attestations", check).await.done();
    refused("policy-agreement-missing").await;
    house.post(S, officer, "agreements", agreement).await.done();
    refused("policy-choice-unchecked").await;
    house.post(S, officer, "members/choice", choice).await.done();
    let given = house.post(S, "operations", &path, parcel.clone()).await.done();
    assert_eq!(given.body["items"]["name"], "佐藤 花子");
    let outside = json!({"recipient": subcontractor, "purpose": "offers", "items": ["email"]});
    house.post(S, "operations", &path, outside).await.refused("policy-purpose-not-for-recipient", clause);
    house.clock("2028-01-01T03:00:00Z").await;
    refused("policy-agreement-expired").await;
}

#[tokio::test]
async fn mobile_5_an_agency_gets_data_only_while_a_fee_is_due() {
    let house = House::open().await;
    let her = customer_in_use(&house).await;
    let agency = house.company(S, "collection-agency").await;
    house.bind(S, &agency).await;
    let owed = json!(["name", "address", "telephone", "email", "order", "usage", "payment", "billing"]);
    let body = json!({"recipient": agency, "purpose": "fees", "items": owed});
    let path = format!("people/{her}/provide");
    let clause = "third-parties.collection";
    let other = json!({"recipient": agency, "purpose": "offers", "items": ["name"]});
    house.post(S, "billing-desk", &path, body.clone()).await.refused("policy-item-not-for-recipient", clause);
    let body = json!({"recipient": agency, "purpose": "fees", "items": ["name", "address", "telephone", "order", "usage", "payment", "billing"]});
    house.post(S, "billing-desk", &path, body.clone()).await.refused("policy-event-missing", clause);
    let due = json!({"event": "fee-due", "reference": "INV-1"});
    house.post(S, "billing-system", &format!("people/{her}/events"), due).await.done();
    house.post(S, "billing-desk", &path, body.clone()).await.done();
    house.post(S, "billing-desk", &path, other).await.refused("policy-purpose-not-for-recipient", clause);
    let paid = json!({"event": "fee-due", "reference": "INV-1", "over": true});
    house.post(S, "billing-system", &format!("people/{her}/events"), paid).await.done();
    house.post(S, "billing-desk", &path, body).await.refused("policy-event-", clause);
}

/// The three purposes of the group: what each may use, and what it may not although another may.
const GROUP: &[(&str, &[&str], &str)] = &[
    ("guidance", &["name", "telephone", "address", "email", "age", "gender", "order"], "purchases"),
    ("decisions", &["name", "telephone", "address", "email", "age", "order"], "gender"),
    ("management", &["name", "order"], "email"),
];

#[tokio::test]
async fn mobile_6_the_group_uses_the_least_each_of_three_purposes_needs() {
    let house = House::open().await;
    let her = customer_in_use(&house).await;
    let affiliate = house.company(S, "group-company").await;
    let path = format!("people/{her}/provide");
    for party in ["benefit-japan", affiliate.as_str()] {
        let ask = |purpose: &str, items: &[&str]| json!({"recipient": party, "purpose": purpose, "items": items});
        let first = house.post(S, "group-liaison", &path, ask("guidance", &["name"])).await;
        first.refused("policy-agreement-missing", "joint-use");
        house.bind(S, party).await;
        for (purpose, items, other) in GROUP {
            let given = house.post(S, "group-liaison", &path, ask(purpose, items)).await.done();
            assert!(items.iter().all(|item| !given.body["items"][item].is_null()), "{}", given.text);
            let more = house.post(S, "group-liaison", &path, ask(purpose, &[other])).await;
            more.refused("policy-item-not-for-", "joint-use");
        }
        house
            .post(S, "group-liaison", &path, ask("fees", &["name"]))
            .await
            .refused("policy-purpose-not-for-recipient", "joint-use");
    }
    let carrier = house.company(S, "carrier").await;
    let outside = json!({"recipient": carrier, "purpose": "guidance", "items": ["name"]});
    house.post(S, "group-liaison", &path, outside).await.refused("policy-purpose-not-for-recipient", "");
    let published = house.read("/mobile-planning/policy?lang=en").await;
    for fact in ["Benefit Japan Corporation", "affiliated companies", "Mobile Planning Inc."] {
        assert!(published.text.contains(fact), "who, and who is responsible, is published: {fact}");
    }
}

#[tokio::test]
async fn mobile_12_affiliate_data_meets_personal_information_only_to_approve_results() {
    let house = House::open().await;
    let network = house.company(S, "affiliate-network").await;
    house.bind(S, &network).await;
    let notice = house.notice(S, "affiliates").await;
    let brought = |member: Option<&str>| {
        let mut body = json!({"source": "affiliates", "notice": notice, "receipt-confirmed": true,
            "items": {"cookie-id": "c-9", "access-route": "blog 3", "order-number": "MP-2201"}});
        if let Some(member) = member {
            body["member"] = member.into();
        }
        body
    };
    let announced = json!({"source": "affiliates", "place": "https://mobile-planning.example/news/9"});
    house.post(S, "privacy-officer", "announcements", announced).await.done();
    let her = customer(&house).await;
    let path = format!("people/{her}/items");
    house.post(S, "affiliate-desk", &path, brought(None)).await.refused("policy-", "affiliates.received");
    house.post(S, "affiliate-desk", &path, brought(Some(&network))).await.done();

    let matched = open(
        &house,
        &her,
        "affiliate-desk",
        "result-approval",
        &["cookie-id", "access-route", "order-number", "order"],
    )
    .await
    .done();
    assert_eq!(matched.body["items"]["order"], "Wi-Fi 50GB");
    open(&house, &her, "affiliate-desk", "result-approval", &["name"])
        .await
        .refused("policy-item-not-for-purpose", "affiliates");
    // What they brought serves nothing else, whatever else our own cookies may do.
    open(&house, &her, "marketing", "remarketing", &["cookie-id"])
        .await
        .refused("policy-purpose-not-shown", "remarketing");

    let give = |items: &[&str]| json!({"recipient": network, "purpose": "result-approval", "items": items});
    let path = format!("people/{her}/provide");
    house.post(S, "affiliate-desk", &path, give(&["cookie-id", "access-route", "order-number"])).await.done();
    house
        .post(S, "affiliate-desk", &path, give(&["order"]))
        .await
        .refused("policy-item-not-for-recipient", "affiliates.given");
    let stranger = house.company(S, "affiliate-network").await;
    let unbound = json!({"recipient": stranger, "purpose": "result-approval", "items": ["order-number"]});
    house.post(S, "affiliate-desk", &path, unbound).await.refused("policy-agreement-missing", "affiliates.given");
}
