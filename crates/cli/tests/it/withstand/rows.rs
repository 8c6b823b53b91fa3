//! One good call of every POST route of the committed specification; a route without a row fails.

use crate::support::{Draft, House, root};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The service of the tables: it has every kind of act.
pub(super) const S: &str = "mobile-planning";

/// A server with one service, and somebody in it about whom every act may be done.
pub(super) struct World {
    pub house: House,
    pub her: String,
    /// Another person, to be erased.
    pub him: String,
    /// A company that is bound, and one that nothing flows to.
    pub company: String,
    pub other: String,
    pub request: String,
}

/// One good call.
pub(super) struct Row {
    /// As the specification writes it.
    pub route: &'static str,
    /// A role that may; none: no token is needed.
    pub role: Option<&'static str>,
    pub path: String,
    pub body: Value,
}

impl Row {
    /// Whether it takes lines instead of one body.
    pub(super) fn takes_lines(&self) -> bool {
        self.route == "acts"
    }

    /// The bytes of the body.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.body.to_string().into_bytes()
    }
}

/// What comes by the form for inquiries.
pub(super) fn inquiry(number: u32) -> Value {
    json!({"email": format!("hanako{number}@mail.example"), "name": "佐藤 花子", "inquiry": "いつ届きますか"})
}

impl World {
    pub(super) async fn open() -> Self {
        Self::of(House::open_with(Draft::of(S).path()).await).await
    }

    /// The same, beside another service.
    pub(super) async fn open_beside_sessa() -> Self {
        let draft = Draft::of(S);
        draft.beside("sessa");
        Self::of(House::open_with(draft.path()).await).await
    }

    async fn of(house: House) -> Self {
        let her = house.person(S, "site", "inquiry", inquiry(0)).await;
        let him = house.person(S, "site", "inquiry", inquiry(1)).await;
        // Enough people for a statistic.
        for number in 2..14 {
            let one = house.person(S, "site", "inquiry", inquiry(number)).await;
            house.arrive((S, "billing-system"), &one, "operation", json!({"usage": "1 GB"})).await;
        }
        house
            .arrive((S, "billing-system"), &her, "operation", json!({"usage": "1 GB", "imei": "490154203237518"}))
            .await;
        let (company, other) = (house.company(S, "subcontractor").await, house.company(S, "subcontractor").await);
        house.bind(S, &company).await;
        let chosen = json!({"measure": "subcontractor-choice", "evidence": "minutes", "of": company});
        house.post(S, "privacy-officer", "attestations", chosen).await.done();
        let asked = json!({"person": her, "gives": "disclosure"});
        let request = house.post(S, "request-desk", "requests", asked).await.done();
        let request = request.body["request"].as_str().expect("a request").to_owned();
        Self { house, her, him, company, other, request }
    }

    /// A row for every route, in an order in which all of them work.
    pub(super) async fn rows(&self) -> Vec<Row> {
        let Self { house, her, company, request, .. } = self;
        let shown = house.notice(S, "inquiry").await;
        let offers = house.read(&format!("/v1/{S}/purposes/offers/notice")).await.body["notice"].clone();
        let by = |right: &str| json!({"right": right, "identity": "login", "way": "form", "documents": []});
        let own_word = json!({"right": "cease-use", "identity": "login", "request": request});
        let exception = json!({"exception": "law", "reason": "照会書", "reference": "W-1",
            "consent-difficult": true, "would-hinder": true});
        let authority = house.company(S, "authority").await;
        let excepted =
            json!({"recipient": "authority", "member": authority, "items": ["name"], "exception": exception});
        let about = |rest: &str| format!("people/{her}/{rest}");
        let officer = "privacy-officer";
        let words = ("case", "reason");
        let with_words = |mut body: Value| {
            body[words.0] = json!("C-1");
            body[words.1] = json!("電話で");
            body
        };
        let row = |route, role, path: String, body| Row { route, role: Some(role), path, body };
        let told = {
            let him = house.person(S, "site", "inquiry", inquiry(20)).await;
            let body = json!({"all": true, "by": by("deletion")});
            let erased = house.post(S, "request-desk", &format!("people/{him}/erase"), body).await.done();
            erased.body["act"].clone()
        };
        let mut rows = vec![
            row("accounts", officer, "accounts".into(), json!({"account": "new-desk", "role": "site", "over": false})),
            row(
                "agreements",
                officer,
                "agreements".into(),
                json!({"party": company, "from": "2027-01-01", "until": "2027-12-31", "items": ["name", "email"], "reference": "A-1"}),
            ),
            row(
                "announcements",
                officer,
                "announcements".into(),
                json!({"source": "affiliates", "at": "2027-01-10T00:00:00Z", "place": "https://mobile.example/news", "text": "お知らせ"}),
            ),
            row(
                "approvals",
                officer,
                "approvals".into(),
                json!({"requester": "legal-desk-account", "person": her, "provide": excepted}),
            ),
            row(
                "attestations",
                officer,
                "attestations".into(),
                json!({"measure": "training", "evidence": "minutes", "on": "2027-01-10"}),
            ),
            row(
                "confirmations",
                "request-desk",
                "confirmations".into(),
                json!({"party": "google-ads", "person": her, "method": "their form", "until": "2027-12-31"}),
            ),
            row(
                "members",
                officer,
                "members".into(),
                json!({"class": "subcontractor", "name": "髙橋商店", "address": "東京都", "representative": "髙橋", "country": "JP"}),
            ),
            row("members/choice", officer, "members/choice".into(), json!({"party": company, "because": "audited"})),
            row(
                "reviews",
                officer,
                "reviews".into(),
                json!({"party": company, "on": "2027-01-10", "findings": "none"}),
            ),
            row(
                "routes",
                officer,
                "routes".into(),
                json!({"party": "stripe", "route": "equivalent-system", "checked": "2027-01-10"}),
            ),
            row("systems", officer, "systems".into(), json!({"system": "help-desk", "act": told})),
            row(
                "requests",
                "request-desk",
                "requests".into(),
                json!({"person": her, "gives": "disclosure", "way": "form", "text": "見せてください"}),
            ),
            row(
                "requests/answered",
                "request-desk",
                "requests/answered".into(),
                json!({"request": request, "items": ["name"]}),
            ),
            row(
                "requests/find",
                "request-desk",
                "requests/find".into(),
                with_words(json!({"item": "email", "value": "hanako0@mail.example"})),
            ),
            row(
                "people",
                "site",
                "people".into(),
                with_words(
                    json!({"source": "inquiry", "notice": shown, "items": inquiry(30), "refs": {"help-desk": "h-30"}, "confirms": [], "receipt-confirmed": false}),
                ),
            ),
            row(
                "people/find",
                "support-desk",
                "people/find".into(),
                with_words(json!({"purpose": "inquiries", "item": "email", "value": "hanako0@mail.example"})),
            ),
            row(
                "people/{person}/items",
                "site",
                about("items"),
                with_words(
                    json!({"source": "inquiry", "notice": shown, "items": inquiry(0), "refs": {}, "confirms": []}),
                ),
            ),
            row(
                "people/{person}/use",
                "support-desk",
                about("use"),
                with_words(
                    json!({"purpose": "inquiries", "items": ["email"], "partial": false, "masked": false, "way-out": false}),
                ),
            ),
            row("people/{person}/provide", "legal-desk", about("provide"), with_words(excepted.clone())),
            row(
                "people/{person}/consents",
                "support-desk",
                about("consents"),
                with_words(json!({"to": {"purpose": "offers"}, "given": true, "notice": offers})),
            ),
            row(
                "people/{person}/events",
                "site",
                about("events"),
                json!({"event": "line-inquiry", "on": "2027-01-14", "reference": "T-1", "over": false}),
            ),
            row(
                "people/{person}/disclose",
                "request-desk",
                about("disclose"),
                with_words(json!({"items": ["name"], "by": by("disclosure")})),
            ),
            row(
                "people/{person}/correct",
                "request-desk",
                about("correct"),
                with_words(json!({"items": {"name": "佐藤 華子"}, "by": by("correction")})),
            ),
            row(
                "people/{person}/cease",
                "request-desk",
                about("cease"),
                with_words(
                    json!({"all": false, "provision": false, "purposes": ["offers"], "recipients": [], "by": by("cease-use")}),
                ),
            ),
            row(
                "people/{person}/resume",
                "request-desk",
                about("resume"),
                with_words(
                    json!({"all": false, "provision": false, "purposes": ["offers"], "recipients": [], "by": own_word}),
                ),
            ),
            row(
                "people/{person}/decline",
                "request-desk",
                about("decline"),
                with_words(json!({"of": "erase", "ground": "not-needed", "items": ["name"], "by": by("deletion")})),
            ),
            row(
                "use",
                "operations",
                "use".into(),
                with_words(
                    json!({"purpose": "service-notices", "items": ["email"], "partial": false, "masked": false, "way-out": false}),
                ),
            ),
            row(
                "provide",
                "operations",
                "provide".into(),
                with_words(
                    json!({"recipient": "subcontractor", "member": company, "purpose": "inquiries", "items": ["email"], "partial": true}),
                ),
            ),
            row("statistics/{id}/releases", "planning", "statistics/usage/releases".into(), json!({"by": []})),
            row(
                "tags/{id}/load",
                "site",
                "tags/google-analytics/load".into(),
                json!({"page": "top", "on": "web", "hosts": ["www.google-analytics.com"], "choices": {"analytics": true}}),
            ),
            row(
                "holds",
                officer,
                "holds".into(),
                json!({"person": self.him, "items": ["name"], "because": "lawsuit", "over": true}),
            ),
            row(
                "holds/restriction",
                officer,
                "holds/restriction".into(),
                json!({"person": self.him, "items": ["name"], "because": "lawsuit", "over": true}),
            ),
            row(
                "people/{person}/erase",
                "request-desk",
                format!("people/{}/erase", self.him),
                with_words(json!({"all": false, "items": ["inquiry"], "by": by("deletion")})),
            ),
            row("members/stop", officer, "members/stop".into(), json!({"party": self.other, "because": "ended"})),
        ];
        rows.push(Row {
            route: "acts",
            role: Some("support-desk"),
            path: "acts".into(),
            body: json!({"act": "use", "person": her, "purpose": "inquiries", "items": ["email"]}),
        });
        for row in &mut rows {
            row.path = format!("/v1/{S}/{}", row.path);
        }
        rows.push(Row {
            route: "/demo/clock",
            role: None,
            path: "/demo/clock".into(),
            body: json!({"now": crate::support::START}),
        });
        rows
    }

    /// The token of a row's role.
    pub(super) fn token(&self, row: &Row) -> Option<String> {
        self.house.token(S, row.role?)
    }

    /// Has the provision of the table approved, each approval being good for one act.
    pub(super) async fn approve(&self, row: &Row) -> Value {
        let mut body = row.body.clone();
        let mut provide = body.clone();
        for word in ["case", "reason"] {
            provide.as_object_mut().expect("an object").remove(word);
        }
        let ask = json!({"requester": "legal-desk-account", "person": self.her, "provide": provide});
        let approved = self.house.post(S, "privacy-officer", "approvals", ask).await.done();
        body["exception"]["approval"] = approved.body["approval"].clone();
        body
    }
}

/// The committed specification.
pub(super) fn specification() -> Value {
    let text = std::fs::read_to_string(root().join("crates/web/openapi.json")).expect("the specification");
    serde_json::from_str(&text).expect("it is JSON")
}

/// A route of a row as the specification writes it.
pub(super) fn written(route: &str) -> String {
    if route.starts_with('/') { route.to_owned() } else { format!("/v1/{{service}}/{route}") }
}

/// A service's good calls are answered, and there is one for every POST route.
#[tokio::test]
async fn every_route_has_a_good_call() {
    let world = World::open().await;
    let rows = world.rows().await;
    let known: BTreeSet<String> = rows.iter().map(|row| written(row.route)).collect();
    let paths = specification()["paths"].as_object().expect("paths").clone();
    let posts: BTreeSet<String> =
        paths.iter().filter(|(_, ways)| ways.get("post").is_some()).map(|(path, _)| path.clone()).collect();
    assert_eq!(known, posts, "a route without a row, or a row without a route");
    for row in &rows {
        let body = if row.route == "people/{person}/provide" { world.approve(row).await } else { row.body.clone() };
        let token = world.token(row);
        let media = if row.takes_lines() { "application/x-ndjson" } else { "application/json" };
        let headers = [("content-type", media), ("idempotency-key", row.route)];
        let answer = world.house.raw(&row.path, token.as_deref(), &headers, body.to_string()).await;
        assert!(matches!(answer.status, 200 | 201), "{}: {} {}", row.route, answer.status, answer.text);
        let refused = answer.text.contains("\"kind\":\"refused\"") || answer.text.contains("\"kind\":\"broken\"");
        assert!(!refused, "{}: {}", row.route, answer.text);
    }
}
