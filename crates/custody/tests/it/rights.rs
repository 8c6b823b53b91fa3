//! What outlives an erasure: the person is found for a right, by who handles requests, until the last record about them dies.

use crate::support::*;
use azukari_custody::{
    Ask, Caller, Outcome, Refused, Whom,
    ask::{
        AcquireAsk, Authority, DiscloseAsk, EraseAsk, FindAsk, FindForRightAsk, FindKey, HistoryAsk, HoldingsAsk,
        ProvideAsk,
    },
    procedures::activate::By,
    register::Entry,
};
use azukari_model::{Instant, PersonId, Personal};
use azukari_policy::{
    notice::NoticeOf,
    source::File,
    vocabulary::{Gives, Route},
};
use serde_json::json;
use std::sync::Arc;

/// Somebody with an account at sessa, whom the mail tool knows as `kaiin-1`, and whose address went to Stripe.
async fn customer(house: &House) -> PersonId {
    let (web, officer) = (house.caller("sessa", "web").await, house.caller("sessa", "officer").await);
    let ask = AcquireAsk {
        source: "signup".into(),
        notice: Some(house.notice("sessa", NoticeOf::Source(name("signup"))).await),
        items: vec![("email".into(), Some(Personal::new(json!("hanako@example.jp"))))],
        refs: vec![("mail-tool".into(), Personal::new("kaiin-1".to_owned()))],
        ..AcquireAsk::default()
    };
    let Outcome::Acquired(acquired) = house.perform(&web, Ask::Acquire(ask)).await.unwrap() else { panic!() };
    let day = |text: &str| text.parse().unwrap();
    for entry in [
        Entry::Agreement {
            party: "stripe".into(),
            from: day("2027-01-01"),
            until: day("2027-12-31"),
            items: None,
            reference: None,
        },
        Entry::Choice { party: "stripe".into(), because: "the largest".parse().unwrap() },
        Entry::Review { party: "stripe".into(), on: None, findings: None },
        Entry::Route { party: "stripe".into(), route: Route::EquivalentSystem, checked: Some(day("2027-01-10")) },
    ] {
        house.perform(&officer, Ask::Enter(entry)).await.unwrap();
    }
    let desk = house.caller("sessa", "payout-desk").await;
    house.perform(&desk, Ask::Provide(provide(Whom::Id(acquired.person)))).await.unwrap();
    acquired.person
}

fn provide(whom: Whom) -> ProvideAsk {
    ProvideAsk {
        whom,
        recipient: "stripe".into(),
        member: None,
        purpose: Some("settlement".into()),
        items: vec!["email".into()],
        ground: None,
        partial: false,
        exception: None,
    }
}

async fn erase(house: &House, person: PersonId) {
    let officer = house.caller("sessa", "officer").await;
    let ask = EraseAsk { whom: Whom::Id(person), all: true, ..EraseAsk::default() };
    house.perform(&officer, Ask::Erase(ask)).await.unwrap();
    house.door.turn_jobs().await.unwrap();
}

fn email() -> (FindKey, Personal<String>) {
    (FindKey::Item("email".into()), Personal::new("Hanako@Example.jp".to_owned()))
}

fn reference() -> (FindKey, Personal<String>) {
    (FindKey::System("mail-tool".into()), Personal::new("kaiin-1".to_owned()))
}

/// Everybody found for a right, and whether they are erased.
async fn meant(
    house: &House,
    caller: &Caller,
    (by, value): (FindKey, Personal<String>),
) -> Result<Vec<(PersonId, bool)>, Refused> {
    match house.perform(caller, Ask::FindForRight(FindForRightAsk { by, value })).await? {
        Outcome::FoundForRight(found) => {
            Ok(found.people.into_iter().map(|(person, erased)| (person, erased.is_some())).collect())
        }
        other => panic!("{other:?}"),
    }
}

async fn kinds(house: &House, caller: &Caller, whom: Whom) -> Result<Vec<String>, Refused> {
    let Outcome::History(history) =
        house.perform(caller, Ask::History(HistoryAsk { whom, before: None, limit: 50 })).await?
    else {
        panic!()
    };
    let kind =
        |act: &azukari_custody::outcome::HistoryAct| Some(act.record.as_ref()?.get("kind")?.as_str()?.to_owned());
    Ok(history.acts.iter().filter_map(kind).collect())
}

fn by_reference() -> Whom {
    Whom::parse("mail-tool:kaiin-1")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_erased_are_found_for_a_right_and_for_no_purpose() {
    let house = House::with(&["sessa"]).await;
    let person = customer(&house).await;
    erase(&house, person).await;
    let (officer, support, desk, web) = (
        house.caller("sessa", "officer").await,
        house.caller("sessa", "support").await,
        house.caller("sessa", "payout-desk").await,
        house.caller("sessa", "web").await,
    );
    for key in [email(), reference()] {
        assert_eq!(meant(&house, &officer, key).await.unwrap(), [(person, true)]);
    }
    house.door.turn_jobs().await.unwrap();
    for whom in [Whom::Id(person), by_reference()] {
        let kinds = kinds(&house, &officer, whom.clone()).await.unwrap();
        for kind in ["acquire", "provide", "erase", "find"] {
            assert!(kinds.iter().any(|known| known == kind), "{kind}: {kinds:?}");
        }
        let disclose = DiscloseAsk { whom: whom.clone(), by: Authority::default(), ..DiscloseAsk::default() };
        let Outcome::Disclosed(disclosed) = house.perform(&officer, Ask::Disclose(disclose)).await.unwrap() else {
            panic!()
        };
        assert_eq!((disclosed.items.len(), disclosed.provisions.len()), (0, 1));
        let request = Entry::Request { whom: whom.clone(), gives: Gives::Disclosure, way: None, text: None };
        house.perform(&officer, Ask::Enter(request)).await.unwrap();

        let mut used = use_ask(person, "contacting", &["email"]);
        used.whom = whom.clone();
        assert_eq!(code(house.perform(&support, Ask::Use(used)).await), "not-found");
        assert_eq!(code(house.perform(&desk, Ask::Provide(provide(whom.clone()))).await), "not-found");
        let held = HoldingsAsk { whom: whom.clone(), purpose: None };
        assert_eq!(code(house.perform(&officer, Ask::Holdings(held)).await), "not-found");
        let again = EraseAsk { whom, all: true, ..EraseAsk::default() };
        assert_eq!(code(house.perform(&officer, Ask::Erase(again)).await), "not-found");
    }
    let (by, value) = email();
    let find = FindAsk { purpose: "login-identity".into(), by, value };
    assert_eq!(code(house.perform(&web, Ask::Find(find)).await), "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn to_who_does_not_handle_requests_the_unknown_the_foreign_and_the_erased_are_one() {
    let house = House::with(&["sessa", "ijgn"]).await;
    let mut sources = sources("sessa");
    let file = sources.operation.take().unwrap();
    let text = file
        .text
        .replace("[role.officer]", "clerk = { handle = [\"erase\", \"correct\", \"cease\"] }\n\n[role.officer]");
    sources.operation = Some(Arc::new(File { path: file.path.clone(), text }));
    house.door.activate(&sources, By::Officer("officer".into())).await.unwrap();
    let erased = customer(&house).await;
    erase(&house, erased).await;
    let site = house.caller("ijgn", "support").await;
    let living = house.sessa_person("taro@example.jp").await;
    let (support, clerk) = (house.caller("sessa", "support").await, house.caller("sessa", "clerk").await);
    for key in [email(), reference()] {
        for caller in [&support, &clerk] {
            assert_eq!(code(meant(&house, caller, key.clone()).await), "caller-lacks-handling");
        }
    }
    // Of one service the erased and the unknown; from another one somebody who lives here.
    for whom in [Whom::Id(erased), by_reference(), Whom::Id(PersonId::from_bits(7)), Whom::parse("mail-tool:nobody")] {
        let history = kinds(&house, &clerk, whom.clone()).await.unwrap_err();
        assert_eq!((history.code.word(), history.clauses.len()), ("not-found", 0));
        let disclose = DiscloseAsk { whom: whom.clone(), ..DiscloseAsk::default() };
        assert_eq!(code(house.perform(&clerk, Ask::Disclose(disclose)).await), "caller-lacks-handling");
        assert_eq!(code(kinds(&house, &support, whom).await), "caller-lacks-handling");
    }
    assert_eq!(code(house.use_(&site, living, "guidance", &["email"]).await), "not-found");
    assert!(kinds(&house, &clerk, Whom::Id(living)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_up_again_is_somebody_new_and_both_are_found_for_a_right() {
    let house = House::with(&["sessa"]).await;
    let before = customer(&house).await;
    erase(&house, before).await;
    let now = customer(&house).await;
    let (officer, support) = (house.caller("sessa", "officer").await, house.caller("sessa", "support").await);
    assert_ne!(before, now);
    for key in [email(), reference()] {
        assert_eq!(meant(&house, &officer, key).await.unwrap(), [(before, true), (now, false)]);
    }
    let mut used = use_ask(now, "contacting", &["email"]);
    used.whom = by_reference();
    assert!(matches!(house.perform(&support, Ask::Use(used)).await, Ok(Outcome::Used(_))));
    let (by, value) = email();
    let find = Ask::Find(FindAsk { purpose: "contacting".into(), by, value });
    let Outcome::Found { person, .. } = house.perform(&support, find).await.unwrap() else { panic!() };
    assert_eq!(person, now);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_last_record_about_them_the_erased_are_gone_for_rights_too() {
    let house = House::with(&["sessa"]).await;
    let person = customer(&house).await;
    erase(&house, person).await;
    house.clock.set(Instant::parse("2031-01-15T00:30:00Z").unwrap());
    let officer = house.caller("sessa", "officer").await;
    house.door.turn_jobs().await.unwrap();
    for key in [email(), reference()] {
        assert_eq!(code(meant(&house, &officer, key).await), "not-found");
    }
    assert_eq!(code(kinds(&house, &officer, Whom::Id(person)).await), "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_statute_kept_goes_at_last_and_the_person_with_it() {
    const S: &str = "mobile-planning";
    let house = House::with(&[S]).await;
    let person = crate::support::customer(&house).await;
    let billing = house.caller(S, "billing-system").await;
    house.acquire(&billing, Some(person), "operation", &[("billing", json!(3000))]).await.unwrap();
    let desk = house.caller(S, "request-desk").await;
    let ask = EraseAsk { whom: Whom::Id(person), all: true, ..EraseAsk::default() };
    house.perform(&desk, Ask::Erase(ask)).await.unwrap();
    // The books are still here, so the person is; by e-mail for a right alone.
    assert_eq!(meant(&house, &desk, email()).await.unwrap(), [(person, false)]);
    house.clock.set(Instant::parse("2036-01-15T00:30:00Z").unwrap());
    house.door.turn_jobs().await.unwrap();
    let desk = house.caller(S, "request-desk").await;
    let held = HoldingsAsk { whom: Whom::Id(person), purpose: None };
    assert_eq!(code(house.perform(&desk, Ask::Holdings(held)).await), "not-found");
}
