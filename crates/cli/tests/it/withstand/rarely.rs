//! What happens rarely and must still be right.

use super::{
    rows::{S, World, inquiry},
    tables::{count, open},
};
use crate::support::House;
use serde_json::{Value, json};

fn by(right: &str) -> Value {
    json!({"right": right, "identity": "login", "way": "form"})
}

#[tokio::test]
async fn a_right_is_declined_on_a_declared_ground_alone_with_its_reason_on_record() {
    let world = World::open().await;
    let house = &world.house;
    let path = format!("people/{}/decline", world.her);
    let decline = |body: Value| house.post(S, "request-desk", &path, body);
    let body = json!({"of": "erase", "ground": "not-needed", "items": ["name"], "by": by("deletion"), "reason": "契約中のため"});
    let declined = decline(body.clone()).await.done();
    let act = declined.body["act"].as_str().expect("an act").to_owned();
    house.opens((S, "support-desk"), &world.her, "inquiries", &["name"]).await.done();
    house.wait_for(&format!("/ledger/proof/{act}")).await;
    let history = house.get(S, "request-desk", &format!("people/{}/history", world.her)).await.done();
    let record =
        history.body["acts"].as_array().expect("acts").iter().find(|one| one["act"] == act).expect("its record");
    assert!(record.to_string().contains("not-needed"), "{record}");
    for (change, code) in [
        (json!({"ground": "unfounded"}), "policy-decline-not-declared"),
        (json!({"ground": "hostile7f3a"}), "policy-decline-not-declared"),
        (json!({"reason": null}), "policy-reason-missing"),
        (json!({"by": by("hostile7f3a")}), "policy-right-not-declared"),
    ] {
        let mut other = body.clone();
        other.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        let refused = decline(other).await;
        assert_eq!(refused.code(), code, "{change}: {}", refused.text);
        assert!(!refused.text.contains("hostile7f3a"), "{}", refused.text);
    }
}

#[tokio::test]
async fn who_follows_the_changes_hears_of_each_and_of_nothing_else() {
    let world = World::open().await;
    let house = &world.house;
    let changes = async |after: u64, limit: u64| {
        let answer = house.get(S, "privacy-officer", &format!("changes?after={after}&limit={limit}")).await.done();
        let all: Vec<(String, String)> = (answer.body["changes"].as_array().expect("changes").iter())
            .map(|one| {
                (one["person"].as_str().expect("a person").to_owned(), one["kind"].as_str().expect("a kind").to_owned())
            })
            .collect();
        (all, answer.body["after"].as_u64().expect("a place"), answer.body["more"].as_bool().expect("more"))
    };
    let settle = async |act: &Value| {
        house.wait_for(&format!("/ledger/proof/{}", act.as_str().expect("an act"))).await;
    };
    let last = house.opens((S, "support-desk"), &world.her, "inquiries", &["email"]).await.done();
    settle(&last.body["act"]).await;
    // From the beginning, a few at a time: everybody who came is there once or more, and it ends.
    let (mut after, mut people, mut pages) = (0, std::collections::BTreeSet::new(), 0);
    loop {
        let (some, next, more) = changes(after, 5).await;
        assert!(some.len() <= 5 && next >= after);
        people.extend(some.into_iter().map(|(person, _)| person));
        (after, pages) = (next, pages + 1);
        if !more {
            break;
        }
    }
    assert_eq!(people.len() as u64, count(&house.data(), "person"));
    assert!(pages > 2);
    let about = |rest: &str| format!("people/{}/{rest}", world.her);
    house.opens((S, "support-desk"), &world.her, "inquiries", &["email"]).await.done();
    let ceased = json!({"purposes": ["offers"], "by": by("cease-use")});
    house.post(S, "request-desk", &about("cease"), ceased).await.done();
    house
        .post(S, "request-desk", &about("correct"), json!({"items": {"name": "佐藤"}, "by": by("correction")}))
        .await
        .done();
    let erased =
        house.post(S, "request-desk", &about("erase"), json!({"all": true, "by": by("deletion")})).await.done();
    settle(&erased.body["act"]).await;
    let (news, end, more) = changes(after, 100).await;
    let kinds: Vec<&str> = news.iter().map(|(_, kind)| kind.as_str()).collect();
    assert_eq!((kinds, more), (vec!["cease", "correct", "erase"], false), "a use is no change");
    assert!(news.iter().all(|(person, _)| *person == world.her));
    assert_eq!(changes(end, 100).await.0, vec![]);
    assert_eq!(house.read(&format!("/v1/{S}/changes")).await.status, 401);
}

#[tokio::test]
async fn a_consent_that_the_recipient_has_is_confirmed_person_by_person_until_a_day() {
    let world = World::open().await;
    let house = &world.house;
    let (her, him) = (world.her.clone(), world.him.clone());
    for person in [&her, &him] {
        house.arrive((S, "site"), person, "site", json!({"access-route": "mail", "product-code": "P-1"})).await;
        house.answer(S, "support-desk", person, ("provision", "ad-results"), true).await;
    }
    house.bind(S, "yahoo-ads").await;
    let pass = async |person: &str| {
        let body = json!({"recipient": "yahoo-ads", "purpose": "remarketing", "items": ["product-code"]});
        house.passes((S, "marketing"), person, body).await
    };
    pass(&her).await.refused("policy-confirmation-missing", "remarketing");
    let confirm = |body: Value| house.post(S, "privacy-officer", "confirmations", body);
    confirm(json!({"party": "yahoo-ads", "person": her, "method": "their form", "until": "2027-01-20"})).await.done();
    pass(&her).await.done();
    pass(&him).await.refused("policy-confirmation-missing", "remarketing");
    house.clock("2027-01-20T14:59:59Z").await;
    pass(&her).await.done();
    house.clock("2027-01-20T15:00:01Z").await;
    pass(&her).await.refused("policy-confirmation-missing", "remarketing");
    for (bad, code) in [
        (json!({"party": "hostile7f3a", "person": her, "method": "x"}), "field-malformed"),
        (json!({"party": "yahoo-ads", "person": "hostile7f3a", "method": "x"}), "not-found"),
        (json!({"party": "yahoo-ads", "person": her, "method": " "}), "text-refused"),
    ] {
        let refused = confirm(bad).await;
        assert_eq!(refused.code(), code, "{}", refused.text);
        assert!(!refused.text.contains("hostile7f3a"));
    }
    let marketing = json!({"party": "yahoo-ads", "person": her, "method": "x"});
    house.post(S, "marketing", "confirmations", marketing).await.refused("caller-lacks-handling", "");
}

#[tokio::test]
async fn everybody_goes_to_a_recipient_once_each_with_a_record_and_a_reference_of_their_own() {
    let world = World::open().await;
    let house = &world.house;
    let stopped = json!({"provision": true, "by": by("cease-provision")});
    house.post(S, "request-desk", &format!("people/{}/cease", world.him), stopped).await.done();
    let data = house.data();
    let (people, before) = (count(&data, "person WHERE erased IS NULL"), count(&data, "provision"));
    let body =
        json!({"recipient": "subcontractor", "member": world.company, "purpose": "inquiries", "items": ["email"]});
    let passed = house.post(S, "operations", "provide", body.clone()).await.done();
    let lines: Vec<Value> = passed.text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let (end, given) = lines.split_last().expect("an end");
    assert_eq!(end["kind"], "end", "{}", passed.text);
    assert_eq!(given.len() as u64, end["permitted"].as_u64().expect("a number"));
    let withheld: u64 = end["withheld"].as_object().expect("codes").values().filter_map(Value::as_u64).sum();
    assert_eq!(given.len() as u64 + withheld, people);
    assert_eq!(count(&data, "provision"), before + given.len() as u64);
    let references: std::collections::BTreeSet<&str> = given.iter().filter_map(|line| line["ref"].as_str()).collect();
    assert_eq!(references.len(), given.len(), "everybody has a reference of their own");
    assert!(given.iter().all(|line| line["record"].is_string() && line["items"]["email"].is_string()));
    // The rest, after the last one that an interrupted answer named.
    let mut rest = body.clone();
    rest["after"] = given[given.len() - 3]["person"].clone();
    let rest = house.post(S, "operations", "provide", rest).await.done();
    assert_eq!(rest.text.lines().count(), 3, "two and the end: {}", rest.text);
    let mut nobody = body;
    nobody["after"] = json!("psn_0123456789abcdefghjkmnpqrs");
    let refused = house.post(S, "operations", "provide", nobody).await;
    assert_eq!(
        (refused.code(), refused.body["field"].as_str()),
        ("field-malformed", Some("after")),
        "{}",
        refused.text
    );
    let carrier = house.company(S, "carrier").await;
    let line = json!({"recipient": "carrier", "member": carrier, "purpose": "line-support", "items": ["imei"]});
    house.post(S, "support-desk", "provide", line).await.refused("caller-lacks-bulk", "");
}

#[tokio::test]
async fn somebody_is_found_by_what_was_entered_in_another_year() {
    let world = World::open().await;
    let house = &world.house;
    let find = async |number: u32| {
        let body = json!({"purpose": "inquiries", "item": "email", "value": format!("HANAKO{number}@mail.example ")});
        house.post(S, "support-desk", "people/find", body).await
    };
    assert_eq!(find(0).await.done().body["person"], world.her);
    // A minute before and after the year turns in Tokyo.
    for (now, number) in [("2027-12-31T14:59:00Z", 70), ("2027-12-31T15:01:00Z", 71)] {
        house.clock(now).await;
        let one = house.person(S, "site", "inquiry", inquiry(number)).await;
        assert_eq!(find(number).await.done().body["person"], one);
        assert_eq!(find(0).await.done().body["person"], world.her, "{now}");
    }
    assert_eq!(find(70).await.status, 200);
    // Corrected in the new year, found by the new value and by the old one no more.
    let body = json!({"items": {"email": "new@mail.example"}, "by": by("correction")});
    house.post(S, "request-desk", &format!("people/{}/correct", world.her), body).await.done();
    find(0).await.refused("not-found", "");
}

#[tokio::test]
async fn a_version_that_compiles_no_more_refuses_its_service_and_no_other() {
    let house = House::open().await;
    let her = house.person("sessa", "web", "signup", json!({"email": "a@mail.example"})).await;
    let use_ = |role: &'static str| house.opens(("sessa", role), &her, "contacting", &["email"]);
    use_("support").await.done();
    let conn = open(&house.data());
    // Everything but its meaning: the sources stay JSON, and a changed service is read again.
    let changed = conn
        .execute(
            "UPDATE version SET sources = CAST(replace(CAST(sources AS TEXT), 'needed = true', 'needed = 7') AS BLOB)
             WHERE service = (SELECT key FROM service WHERE name = 'sessa')",
            [],
        )
        .expect("a change");
    assert_eq!(changed, 1);
    conn.execute(
        "UPDATE operation SET number = number + 1 WHERE service = (SELECT key FROM service WHERE name = 'sessa')",
        [],
    )
    .expect("a change");
    conn.execute("UPDATE service SET number = number + 1, operation = operation + 1 WHERE name = 'sessa'", [])
        .expect("a change");
    let refused = use_("support").await;
    assert_eq!((refused.status, refused.code()), (503, "policy-not-compiling"), "{}", refused.text);
    let members = house.post("sessa", "officer", "members", json!({"class": "contractor", "name": "x"})).await;
    assert_eq!(members.code(), "policy-not-compiling", "{}", members.text);
    let board = house.read("/sessa/promises?lang=en").await;
    assert!(board.text.contains("does not compile") || board.text.contains("no longer"), "{}", board.text);
    let items = json!({"name": "高橋 誠", "organisation": "中央商事株式会社", "email": "b@mail.example"});
    house.person("onplanetz", "web", "registration", items).await;
}
