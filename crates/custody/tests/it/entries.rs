//! Items of many values: each entry opens in its own row alone, and a correction corrects the list over all its years.

use crate::support::*;
use azukari_custody::{
    Ask, Outcome, Whom,
    ask::{CeaseAsk, CorrectAsk, HoldingsAsk},
};
use azukari_model::{Instant, PersonId, Personal};
use serde_json::{Value, json};

const S: &str = "mobile-planning";

/// One more entry, on a day.
async fn bill(house: &House, person: PersonId, at: &str, yen: u32) {
    house.clock.set(Instant::parse(at).unwrap());
    let billing = house.caller(S, "billing-system").await;
    house.event(&billing, person, "in-contract", false).await.unwrap();
    house.acquire(&billing, Some(person), "operation", &[("billing", json!(yen))]).await.unwrap();
}

async fn billed(house: &House, person: PersonId) -> Result<Value, azukari_custody::Refused> {
    let desk = house.caller(S, "billing-desk").await;
    Ok(house.use_(&desk, person, "fees", &["billing"]).await?.items[0].1.open().clone())
}

async fn correct(house: &House, person: PersonId, value: Value) -> Result<Outcome, azukari_custody::Refused> {
    let ask = CorrectAsk {
        whom: Whom::Id(person),
        items: vec![("billing".into(), Some(Personal::new(value)))],
        ..CorrectAsk::default()
    };
    house.perform(&crate::support::person(S, person), Ask::Correct(ask)).await
}

/// Runs SQL beside the program, as somebody with a database shell could.
fn sql(house: &House, text: &str) {
    rusqlite::Connection::open(house.path().join("azukari.db")).unwrap().execute_batch(text).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_in_the_place_of_another_is_refused_and_never_read_as_it() {
    let house = House::with(&[S]).await;
    let person = customer(&house).await;
    for (at, yen) in [("2027-01-20T03:00:00Z", 1), ("2027-02-20T03:00:00Z", 2)] {
        bill(&house, person, at, yen).await;
    }
    assert_eq!(billed(&house, person).await.unwrap(), json!([1, 2]));
    let values = "CREATE TEMP TABLE kept AS SELECT number, value FROM entry;
        UPDATE entry SET value = (SELECT value FROM kept WHERE kept.number = 3 - entry.number); DROP TABLE kept";
    let numbers = "UPDATE entry SET number = number - 3; UPDATE entry SET number = -number";
    let (earlier, later) =
        ("UPDATE entry SET at = at - 1 WHERE number = 2", "UPDATE entry SET at = at + 1 WHERE number = 2");
    for (change, back) in [(values, values), (numbers, numbers), (earlier, later)] {
        sql(&house, change);
        assert_eq!(code(billed(&house, person).await), "value-unreadable", "{change}");
        sql(&house, back);
        assert_eq!(billed(&house, person).await.unwrap(), json!([1, 2]), "put back, it opens again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_of_a_list_reaches_over_the_years_and_doubles_nothing() {
    let house = House::with(&[S]).await;
    let person = customer(&house).await;
    for (at, yen) in [("2027-03-20T03:00:00Z", 1), ("2027-11-20T03:00:00Z", 2), ("2028-02-20T03:00:00Z", 3)] {
        bill(&house, person, at, yen).await;
    }
    assert_eq!(billed(&house, person).await.unwrap(), json!([1, 2, 3]));
    correct(&house, person, json!([10, 20, 30])).await.unwrap();
    assert_eq!(billed(&house, person).await.unwrap(), json!([10, 20, 30]));
    correct(&house, person, json!([10, 20, 30, 40])).await.unwrap();
    assert_eq!(billed(&house, person).await.unwrap(), json!([10, 20, 30, 40]));
    correct(&house, person, json!(7)).await.unwrap();
    assert_eq!(billed(&house, person).await.unwrap(), json!([7]), "the rest went with its key");
    assert_eq!(code(correct(&house, person, json!([])).await), "value-invalid");
    bill(&house, person, "2028-02-21T03:00:00Z", 8).await;
    assert_eq!(billed(&house, person).await.unwrap(), json!([7, 8]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_ends_with_its_newest_entry_whatever_the_person_does_meanwhile() {
    let house = House::with(&[S]).await;
    let person = customer(&house).await;
    let site = house.caller(S, "site").await;
    house.acquire(&site, Some(person), "site", &[("web-activity", json!("/a"))]).await.unwrap();
    house.clock.set(Instant::parse("2027-12-20T03:00:00Z").unwrap());
    let site = house.caller(S, "site").await;
    house.acquire(&site, Some(person), "site", &[("web-activity", json!("/b"))]).await.unwrap();
    let own = crate::support::person(S, person);
    let ends = async || {
        let Outcome::Holdings(held) =
            house.perform(&own, Ask::Holdings(HoldingsAsk { whom: Whom::Id(person), purpose: None })).await.unwrap()
        else {
            panic!()
        };
        held.into_iter().find(|held| &*held.item == "web-activity").unwrap().expires.unwrap()
    };
    let end = ends().await;
    assert!(end > Instant::parse("2029-01-01T00:00:00Z").unwrap(), "{end:?}");
    let cease = CeaseAsk { whom: Whom::Id(person), purposes: vec!["offers".into()], ..CeaseAsk::default() };
    house.perform(&own, Ask::Cease(cease)).await.unwrap();
    assert_eq!(ends().await, end);
}
