//! A version with shorter periods: worked into what is held from its own day on, whatever happens to the program meanwhile.

use crate::support::*;
use azukari_custody::{
    Ask, Caller, Outcome, Whom,
    ask::{AcquireAsk, HoldingsAsk},
    procedures::activate::By,
};
use azukari_model::{Instant, PersonId, Personal};
use azukari_policy::{notice::NoticeOf, source::Sources};
use azukari_store::PersonRow;
use serde_json::json;
use tokio::sync::mpsc;

/// sessa with half the period, from a day on.
fn shorter(effective: &str) -> Sources {
    changed_all(
        "sessa",
        &[
            ("account = { for = \"P1Y\"", "account = { for = \"P6M\""),
            ("effective     = 2026-12-01", &format!("effective     = {effective}")),
        ],
    )
}

fn officer() -> By {
    By::Officer("officer".into())
}

async fn expires(house: &House, caller: &Caller, person: PersonId) -> Instant {
    let holdings = Ask::Holdings(HoldingsAsk { whom: Whom::Id(person), purpose: None });
    let Outcome::Holdings(held) = house.perform(caller, holdings).await.unwrap() else { panic!() };
    held[0].expires.unwrap()
}

fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// Many people in few commits.
async fn people(house: &House, count: usize) -> Vec<PersonId> {
    let web = house.caller("sessa", "web").await;
    let notice = house.notice("sessa", NoticeOf::Source(name("signup"))).await;
    let (lines, reader) = mpsc::channel(64);
    let mut answers = house.door.batch(&web, reader);
    let writer = tokio::spawn(async move {
        for number in 0..count {
            let ask = AcquireAsk {
                source: "signup".into(),
                notice: Some(notice),
                items: vec![("email".into(), Some(Personal::new(json!(format!("p{number}@example.jp")))))],
                ..AcquireAsk::default()
            };
            lines.send(Ok(Ask::Acquire(ask).into())).await.unwrap();
        }
    });
    let mut people = Vec::new();
    while let Some(answer) = answers.recv().await {
        let Ok(Outcome::Acquired(acquired)) = answer else { panic!("{answer:?}") };
        people.push(acquired.person);
    }
    writer.await.unwrap();
    people
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shorter_period_is_worked_in_after_a_restart_too() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let desk = house.caller("sessa", "officer").await;
    let before = expires(&house, &desk, person).await;
    house.door.activate(&shorter("2027-01-15"), officer()).await.unwrap();
    let house = house.again().await;
    assert_eq!(house.door.board_evidence("sessa").await.unwrap().recomputing, Some(1));
    house.door.turn_jobs().await.unwrap();
    assert!(expires(&house, &desk, person).await < before);
    assert_eq!(house.door.board_evidence("sessa").await.unwrap().recomputing, None);
    assert!(house.store.recomputes(instant("2030-01-01T00:00:00Z")).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_of_the_future_shortens_nothing_before_its_day() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let desk = house.caller("sessa", "officer").await;
    let before = expires(&house, &desk, person).await;
    house.door.activate(&shorter("2027-02-01"), officer()).await.unwrap();
    house.door.turn_jobs().await.unwrap();
    house.clock.set(instant("2027-01-31T14:59:59Z"));
    house.door.turn_jobs().await.unwrap();
    assert_eq!(expires(&house, &desk, person).await, before, "it is still the last of January in Tokyo");
    let house = house.again().await;
    house.clock.set(instant("2027-01-31T15:00:00Z"));
    house.door.turn_jobs().await.unwrap();
    assert!(expires(&house, &desk, person).await < before);
}

/// One thread: the watcher looks after every step of the job. Should its look take as long as a page, a third is still to come.
#[tokio::test]
async fn a_kill_between_two_pages_leaves_the_rest_for_the_next_start() {
    let house = House::with(&["sessa"]).await;
    let people = people(&house, 1_001).await;
    // Each reads their own: the desk may not look at so many in a day.
    let own = |person| crate::support::person("sessa", person);
    let before = expires(&house, &own(people[0]), people[0]).await;
    house.door.activate(&shorter("2027-01-15"), officer()).await.unwrap();
    let now = instant(MORNING);
    let is_begun = async || {
        let rows = house.store.recomputes(now).await.unwrap();
        rows.iter().any(|row| row.version == 2 && row.after > PersonRow::BEFORE_ALL)
    };
    tokio::select! {
        biased;
        () = async { while !is_begun().await { tokio::task::yield_now().await } } => {}
        _ = house.door.turn_jobs() => panic!("nothing came between the pages"),
    }
    let left = house.door.board_evidence("sessa").await.unwrap().recomputing;
    assert!(matches!(left, Some(501 | 1)), "one page is done, or two: {left:?}");
    let house = house.again().await;
    assert_eq!(house.store.recomputes(now).await.unwrap().len(), 1, "the row says that the second page is not done");
    for person in people.iter().take(500) {
        assert!(expires(&house, &own(*person), *person).await < before, "and the first is");
    }
    house.door.turn_jobs().await.unwrap();
    for person in people {
        assert!(expires(&house, &own(person), person).await < before);
    }
    assert_eq!(house.store.recomputes(now).await.unwrap(), []);
}
