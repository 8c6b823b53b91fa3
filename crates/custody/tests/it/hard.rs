//! What the door must withstand: replays, restarts, two writers, a clock that goes back, an insider.

use crate::support::*;
use azukari_custody::{
    Ask, Outcome, Whom,
    ask::{AcquireAsk, ChangesAsk, CorrectAsk, DiscloseAsk, EraseAsk, EventAsk, HoldingsAsk, ListAsk, TokenAsk},
    procedures::activate::{ActivateError, By, What},
    register::{Entry, EntryKind},
};
use azukari_ledger::{Proof, VerifierKey};
use azukari_model::{Instant, Period, PersonId, Personal};
use azukari_policy::notice::NoticeOf;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_answers_the_same_act_and_another_body_is_refused() {
    let house = House::with(&["sessa"]).await;
    let web = house.caller("sessa", "web").await;
    let notice = house.notice("sessa", NoticeOf::Source(name("signup"))).await;
    let ask = || {
        Ask::Acquire(AcquireAsk {
            source: "signup".into(),
            notice: Some(notice),
            items: vec![("email".into(), Some(Personal::new(json!("hanako@example.jp"))))],
            ..AcquireAsk::default()
        })
    };
    let Outcome::Acquired(first) = house.door.perform(&web, keyed(ask(), "k-1", "body")).await.unwrap() else {
        panic!()
    };
    let records = house.records("sessa").await;
    match house.door.perform(&web, keyed(ask(), "k-1", "body")).await.unwrap() {
        Outcome::Replayed { act, status, person } => {
            assert_eq!((act, status, person), (first.act, 201, Some(first.person)));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(house.records("sessa").await, records, "a replay runs nothing");
    assert_eq!(code(house.door.perform(&web, keyed(ask(), "k-1", "other")).await), "idempotency-key-reused");
    house.clock.set(Instant::parse("2027-01-16T00:31:00Z").unwrap());
    let later = house.door.perform(&web, keyed(ask(), "k-1", "body")).await.unwrap();
    assert!(matches!(later, Outcome::Acquired(_)), "a day later the key is free");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_people_of_the_day_survive_a_restart() {
    let house = House::with(&["sessa"]).await;
    let mut people = Vec::new();
    for number in 0..6 {
        people.push(house.sessa_person(&format!("p{number}@example.jp")).await);
    }
    let mut sources = sources("sessa");
    let file = sources.operation.take().unwrap();
    let text = file.text.replace("limit = { people-per-day = 100 }", "limit = { people-per-day = 5 }");
    sources.operation = Some(std::sync::Arc::new(azukari_policy::source::File { path: file.path.clone(), text }));
    assert_eq!(house.door.activate(&sources, By::Serve).await.unwrap().what, What::Operation);
    let support = house.caller("sessa", "support").await;
    for person in &people[..5] {
        house.use_(&support, *person, "contacting", &["email"]).await.unwrap();
    }
    let house = house.again().await;
    let refused = house.use_(&support, people[5], "contacting", &["email"]).await.unwrap_err();
    assert_eq!(refused.code.word(), "caller-limit-reached");
    assert_eq!(refused.status().number(), 429);
    assert!(refused.retry_after.is_some_and(|seconds| seconds > 3_600));
    house.use_(&support, people[0], "contacting", &["email"]).await.unwrap();
    let evidence = house.door.board_evidence("sessa").await.unwrap();
    assert_eq!(evidence.limits_reached, ["stf-support".into()]);
    house.clock.set(Instant::parse("2027-01-16T00:30:00Z").unwrap());
    house.use_(&support, people[5], "contacting", &["email"]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_holds_against_requests_side_by_side_and_for_rights_too() {
    let house = House::with(&["sessa"]).await;
    let mut people = Vec::new();
    for number in 0..4 {
        people.push(house.sessa_person(&format!("p{number}@example.jp")).await);
    }
    let mut sources = sources("sessa");
    let file = sources.operation.take().unwrap();
    let text = file.text.replace("limit = { people-per-day = 100 }", "limit = { people-per-day = 2 }");
    sources.operation = Some(std::sync::Arc::new(azukari_policy::source::File { path: file.path.clone(), text }));
    house.door.activate(&sources, By::Serve).await.unwrap();
    let (support, officer) = (house.caller("sessa", "support").await, house.caller("sessa", "officer").await);
    for person in &people[..2] {
        house.use_(&support, *person, "contacting", &["email"]).await.unwrap();
    }
    for _ in 0..10 {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let (door, support, person) = (house.door.clone(), support.clone(), people[3]);
            let ask = Ask::Use(use_ask(person, "contacting", &["email"]));
            tasks.spawn(async move { door.perform(&support, ask.into()).await });
        }
        while let Some(answer) = tasks.join_next().await {
            assert_eq!(code(answer.unwrap()), "caller-limit-reached");
        }
    }
    let disclose = |person| Ask::Disclose(DiscloseAsk { whom: Whom::Id(person), ..DiscloseAsk::default() });
    for person in &people[..2] {
        house.perform(&officer, disclose(*person)).await.unwrap();
    }
    assert_eq!(code(house.perform(&officer, disclose(people[2])).await), "caller-limit-reached");
    let holdings = Ask::Holdings(HoldingsAsk { whom: Whom::Id(people[2]), purpose: None });
    assert_eq!(code(house.perform(&officer, holdings).await), "caller-limit-reached");
    house.perform(&officer, disclose(people[0])).await.unwrap();
    let house = house.again().await;
    assert_eq!(code(house.perform(&officer, disclose(people[2])).await), "caller-limit-reached");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_destroys_nothing_that_a_hold_keeps() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let officer = house.caller("sessa", "officer").await;
    let hold = |over| {
        Ask::Enter(Entry::Hold { whom: Whom::Id(person), items: Vec::new(), because: "a claim".parse().unwrap(), over })
    };
    let correct = || {
        let items = vec![("email".into(), Some(Personal::new(json!("h@example.jp"))))];
        Ask::Correct(CorrectAsk { whom: Whom::Id(person), items, ..CorrectAsk::default() })
    };
    house.perform(&officer, hold(false)).await.unwrap();
    assert_eq!(code(house.perform(&officer, correct()).await), "policy-restricted");
    house.perform(&officer, hold(true)).await.unwrap();
    assert!(matches!(house.perform(&officer, correct()).await, Ok(Outcome::Corrected(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_a_day_to_come_is_refused() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let web = house.caller("sessa", "web").await;
    let event = |on: &str| {
        Ask::Event(EventAsk {
            whom: Whom::Id(person),
            event: "account".into(),
            on: Some(on.parse().unwrap()),
            reference: Some("r1".parse().unwrap()),
            member: None,
            over: false,
        })
    };
    assert_eq!(code(house.perform(&web, event("9000-01-01")).await), "field-malformed");
    assert!(house.perform(&web, event("2027-01-15")).await.is_ok(), "today");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_on_one_person_all_get_through() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let web = house.caller("sessa", "web").await;
    let support = house.caller("sessa", "support").await;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..40 {
        let (door, web, support) = (house.door.clone(), web.clone(), support.clone());
        tasks.spawn(async move {
            if number % 2 == 0 {
                let event = EventAsk {
                    whom: Whom::Id(person),
                    event: "account".into(),
                    on: None,
                    reference: Some(format!("T-{number}").parse().unwrap()),
                    member: None,
                    over: false,
                };
                door.perform(&web, Ask::Event(event).into()).await.map(|_| ())
            } else {
                door.perform(&support, Ask::Use(use_ask(person, "contacting", &["email"])).into()).await.map(|_| ())
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_unknown_the_foreign_and_the_erased_meet_one_answer_and_leave_one_trace() {
    let house = House::with(&["sessa", "ijgn"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let support = house.caller("sessa", "support").await;
    let officer = house.caller("sessa", "officer").await;
    let erased = house.sessa_person("taro@example.jp").await;
    let erase = EraseAsk { whom: Whom::Id(erased), all: true, ..EraseAsk::default() };
    house.perform(&officer, Ask::Erase(erase)).await.unwrap();
    let before = house.records("sessa").await;
    let unknown = house.use_(&support, PersonId::from_bits(7), "contacting", &["email"]).await.unwrap_err();
    let gone = house.use_(&support, erased, "contacting", &["email"]).await.unwrap_err();
    assert_eq!(house.records("sessa").await, before + 1, "equal refusals within a minute are one record");
    for refused in [&unknown, &gone] {
        assert_eq!((refused.code.word(), refused.clauses.len(), refused.would_need.len()), ("not-found", 0, 0));
    }
    let foreign = house.caller("ijgn", "support").await;
    assert_eq!(code(house.use_(&foreign, person, "guidance", &["email"]).await), "not-found");
    house.clock.set(Instant::parse("2027-01-15T00:32:00Z").unwrap());
    house.door.turn_jobs().await.unwrap();
    assert_eq!(house.records("sessa").await, before + 2, "a second record says how many there were");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_goes_back_opens_nothing() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let support = house.caller("sessa", "support").await;
    house.clock.set(Instant::parse("2027-01-15T00:40:00Z").unwrap());
    house.use_(&support, person, "contacting", &["email"]).await.unwrap();
    house.clock.set(Instant::parse("2027-01-15T00:37:00Z").unwrap());
    assert_eq!(code(house.use_(&support, person, "contacting", &["email"]).await), "clock-behind");
    house.clock.set(Instant::parse("2027-01-15T00:39:00Z").unwrap());
    house.use_(&support, person, "contacting", &["email"]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_goes_back_keeps_no_register_shut_and_opens_no_token_that_has_ended() {
    let house = House::with(&["sessa"]).await;
    house.sessa_person("hanako@example.jp").await;
    let ask = TokenAsk {
        role: "officer".into(),
        owner: "stf-officer".into(),
        expires: Some(Period::days(1)),
        networks: Vec::new(),
    };
    let ends = house.door.create_token("sessa", ask).await.unwrap().text;
    house.clock.set(Instant::parse("2027-01-20T00:00:00Z").unwrap());
    let officer = house.caller("sessa", "officer").await;
    house.clock.set(Instant::parse(MORNING).unwrap());
    let list = Ask::List(ListAsk { kind: EntryKind::Holds });
    assert!(matches!(house.perform(&officer, list).await.unwrap(), Outcome::Listed(_)));
    let changes = Ask::Changes(ChangesAsk { after: 0, limit: 9 });
    assert!(matches!(house.perform(&officer, changes).await.unwrap(), Outcome::Changes(_)));
    house.door.measures(&officer).await.unwrap();
    assert_eq!(code(house.door.authenticate("sessa", Some(&ends), None).await), "token-invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_opens_nothing_more() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let support = house.caller("sessa", "support").await;
    let azukari_custody::Who::Staff { token: Some(token), .. } = &support.who else { panic!() };
    house.use_(&support, person, "contacting", &["email"]).await.unwrap();
    house.door.revoke_token("sessa", *token).await.unwrap();
    assert_eq!(code(house.use_(&support, person, "contacting", &["email"]).await), "token-invalid");
    assert_eq!(code(house.door.authenticate("sessa", Some("azk_nonsense"), None).await), "token-invalid");
    assert_eq!(code(house.door.authenticate("sessa", None, None).await), "token-missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nothing_can_be_recorded_nothing_is_released() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let support = house.caller("sessa", "support").await;
    house.use_(&support, person, "contacting", &["email"]).await.unwrap();
    let other = rusqlite_lock(house.path());
    let answer = house.use_(&support, person, "contacting", &["email"]).await;
    assert_eq!(code(answer), "unavailable");
    drop(other);
    house.use_(&support, person, "contacting", &["email"]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_is_numbered_signed_and_proven() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let support = house.caller("sessa", "support").await;
    let used = house.use_(&support, person, "contacting", &["email"]).await.unwrap();
    assert_eq!(code(house.door.proof(used.act).await), "not-yet-integrated");
    assert!(house.door.turn_jobs().await.unwrap() > 3);
    let proof = Proof::read(&house.door.proof(used.act).await.unwrap()).unwrap();
    let key: VerifierKey = house.door.verifier_key().parse().unwrap();
    let record = house.store.record(used.act).await.unwrap().unwrap();
    let place = record.place.unwrap();
    let leaf = azukari_ledger::Commitment::new(place.commitment).leaf(place.sequence);
    proof.verify(&leaf, &[key]).unwrap();
    let house = house.again().await;
    house.use_(&support, person, "contacting", &["email"]).await.unwrap();
    house.door.turn_jobs().await.unwrap();
    assert!(house.door.checkpoint().await.unwrap().starts_with("azukari.example/log\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_widens_waits_for_a_named_officer() {
    let house = House::with(&["sessa"]).await;
    let wider = changed(
        "sessa",
        "contacting       = \"email\"",
        "contacting       = { items = [\"email\", \"bank-account\"], meaning = 2 }",
    );
    match house.door.activate(&wider, By::Serve).await {
        Err(ActivateError::Widens { changes, .. }) => assert!(!changes.is_empty()),
        Err(ActivateError::NotClean { diagnostics, .. }) => panic!("{diagnostics:#?}"),
        other => panic!("{other:?}"),
    }
    let done = house.door.activate(&wider, By::Officer("officer".into())).await.unwrap();
    assert_eq!((done.what, done.version), (What::Version, 2));
    assert_eq!(house.door.activate(&wider, By::Serve).await.unwrap().what, What::Nothing);
    assert!(house.door.version("sessa", 1).await.unwrap().purpose("contacting").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn card_numbers_do_not_come_in() {
    let house = House::with(&["sessa"]).await;
    let web = house.caller("sessa", "web").await;
    let person = house.sessa_person("hanako@example.jp").await;
    let card = json!("4242 4242 4242 4242");
    assert_eq!(
        code(house.acquire(&web, Some(person), "payout-form", &[("bank-account", card.clone())]).await),
        "policy-held-elsewhere"
    );
    let officer = house.caller("sessa", "officer").await;
    let correct = CorrectAsk {
        whom: Whom::Id(person),
        items: vec![("bank-account".into(), Some(Personal::new(card)))],
        ..CorrectAsk::default()
    };
    assert_eq!(code(house.perform(&officer, Ask::Correct(correct)).await), "card-number");
    let refused =
        house.acquire(&web, Some(person), "payout-form", &[("bank-account", json!("a\u{0}"))]).await.unwrap_err();
    assert_eq!((refused.code.word(), refused.field.as_deref()), ("value-invalid", Some("items.bank-account")));
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_was_done_the_log_computes_again_and_an_edit_by_hand_shows() {
    let house = House::with(&["sessa", "ijgn"]).await;
    let web = house.caller("sessa", "web").await;
    let support = house.caller("sessa", "support").await;
    let officer = house.caller("sessa", "officer").await;
    let mut people = Vec::new();
    // A sequence that looks random and is the same each time.
    let mut state = 7_u64;
    for step in 0..300 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let choice = (state >> 33) % 8;
        let whom = people.get(usize::try_from(state >> 40).unwrap() % people.len().max(1)).copied();
        match (choice, whom) {
            (0, _) | (_, None) => people.push(house.sessa_person(&format!("p{step}@example.jp")).await),
            (1, Some(person)) => drop(house.event(&web, person, "account", step % 3 == 0).await),
            (2, Some(person)) => drop(
                house.answer(&crate::support::person("sessa", person), person, "announcements", step % 2 == 0).await,
            ),
            (3, Some(person)) => {
                let erase = EraseAsk { whom: Whom::Id(person), all: true, ..EraseAsk::default() };
                drop(house.perform(&officer, Ask::Erase(erase)).await);
            }
            (4, Some(person)) => drop(
                house.acquire(&web, Some(person), "payout-form", &[("bank-account", json!("みずほ 1234567"))]).await,
            ),
            (5, Some(person)) => drop(house.use_(&support, person, "settlement", &["email"]).await),
            (_, Some(person)) => drop(house.use_(&support, person, "contacting", &["email"]).await),
        }
        if step % 60 == 0 {
            house.door.turn_jobs().await.unwrap();
        }
    }
    house.door.turn_jobs().await.unwrap();
    let report = verified(house.path(), &[house.door.checkpoint().await.unwrap()]);
    assert_eq!(report.findings, []);
    let log = report.log.unwrap();
    assert!(log.opened > 200 && log.opened == log.head.size, "{log:?}");
}

/// Holds the database's write lock, as a stuck process would.
fn rusqlite_lock(folder: &std::path::Path) -> impl Drop {
    struct Lock(rusqlite::Connection);
    impl Drop for Lock {
        fn drop(&mut self) {
            self.0.execute_batch("ROLLBACK").unwrap();
        }
    }
    let conn = rusqlite::Connection::open(folder.join("azukari.db")).unwrap();
    conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    Lock(conn)
}
