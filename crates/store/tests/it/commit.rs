//! Commit: done, stale, conflict, failed; one batch, a savepoint each.

use crate::support::{House, at, holding, record, reference, standing};
use azukari_model::{ActId, ApprovalId, PersonId};
use azukari_store::{
    ApprovalRow, Change, Committed, Conflict, Effects, HoldingKey, IdempotencyKey, IdempotencyRow, NewEntry, NewFiled,
    Options, RefusalKey, Store, Subject, Unique, Want, Who, Whom,
};
use std::collections::BTreeSet;

fn filed() -> Change {
    Change::File(NewFiled { kind: "reviews".into(), by: "ofc".into(), act: ActId::from_bits(1), body: "{}".into() })
}

fn write(key: &str, day: i64, micros: i64) -> Unique {
    Unique::Idempotency(IdempotencyRow {
        of: IdempotencyKey { day, token: [4; 16], key: key.into() },
        hmac: [8; 32],
        act: ActId::from_bits(1),
        status: 200,
        person: None,
        at: at(micros),
    })
}

#[tokio::test]
async fn what_was_written_is_read_back() {
    let house = House::new().await;
    let changes = vec![Change::PutHolding(holding(1, 50, b"sealed")), Change::PutStanding(standing(1, 7, true))];
    let mut effects = house.effects(Subject::New(PersonId::from_bits(9)), changes);
    effects.unique = vec![Unique::Reference(reference(3, 33))];
    effects.records = vec![record(77)];
    let written = house.done(effects).await;
    let person = house.see(written.person.unwrap()).await;
    assert_eq!((person.id, person.revision, person.erased), (PersonId::from_bits(9), 1, None));
    assert_eq!(person.holdings, [holding(1, 50, b"sealed")]);
    assert_eq!(person.standing, [standing(1, 7, true)]);
    assert_eq!(person.references, [reference(3, 33)]);
    let read = house.store.record(ActId::from_bits(77)).await.unwrap().unwrap();
    assert_eq!((read.row, read.person, read.place), (written.records[0], written.person, None));
    assert_eq!(house.store.last_record().await.unwrap().unwrap().act, ActId::from_bits(77));
    assert_eq!(house.store.last_record().await.unwrap().unwrap().at, at(10_000));
}

#[tokio::test]
async fn a_changed_person_makes_effects_of_an_older_snapshot_stale() {
    let house = House::new().await;
    let row = house.person(1, vec![]).await;
    let before = house.known(row, true).await;
    house.done(house.effects(before, vec![Change::PutStanding(standing(1, 1, true))])).await;
    let late = house.effects(before, vec![Change::PutStanding(standing(1, 1, false))]);
    assert_eq!(house.one(late).await, Committed::Stale);
    assert!(house.see(row).await.standing[0].yes);
    assert_eq!(house.see(row).await.revision, 2);
}

#[tokio::test]
async fn a_reading_act_asks_for_the_revision_and_leaves_it() {
    let house = House::new().await;
    let row = house.person(1, vec![]).await;
    let subject = house.known(row, false).await;
    let mut effects = house.effects(subject, vec![]);
    effects.records = vec![record(1)];
    house.done(effects.clone()).await;
    house.done(effects).await;
    assert_eq!(house.see(row).await.revision, 1);
}

#[tokio::test]
async fn whatever_is_filed_raises_the_service_and_makes_the_rest_stale() {
    let house = House::new().await;
    house.done(house.effects(Subject::Nobody, vec![filed()])).await;
    assert_eq!(house.store.number(house.service).await.unwrap(), 2);
    assert_eq!(house.one(house.effects(Subject::Nobody, vec![filed()])).await, Committed::Stale);
    assert_eq!(house.store.service(house.service).await.unwrap().unwrap().filed.len(), 1);
}

#[tokio::test]
async fn a_person_of_another_service_is_never_found_and_never_changed() {
    let house = House::new().await;
    let row = house.person(1, vec![]).await;
    let other = house.store.ensure_service(&"other".parse().unwrap()).await.unwrap();
    for who in [Who::Row(row), Who::Id(PersonId::from_bits(1))] {
        let whom = Whom { service: other, who };
        assert_eq!(house.store.snapshot(&whom, &Want::default()).await.unwrap().person, None);
    }
    let mut effects = house.effects(house.known(row, true).await, vec![Change::ErasePerson]);
    effects.service = other;
    assert_eq!(house.one(effects).await, Committed::Stale);
}

#[tokio::test]
async fn what_is_there_already_is_a_conflict_and_leaves_nothing_behind() {
    let house = House::new().await;
    house.person(1, vec![]).await;
    let again = house.effects(Subject::New(PersonId::from_bits(1)), vec![]);
    assert_eq!(house.one(again).await, Committed::Conflict(Conflict::Person));

    let mut first = house.effects(Subject::New(PersonId::from_bits(2)), vec![]);
    first.unique = vec![Unique::Reference(reference(3, 33))];
    house.done(first.clone()).await;
    first.subject = Subject::New(PersonId::from_bits(3));
    assert_eq!(house.one(first).await, Committed::Conflict(Conflict::Reference));
    assert_eq!(house.snapshot(Who::Id(PersonId::from_bits(3))).await.person, None);

    let refusal = Unique::Refusal { of: RefusalKey { minute: 5, hash: [1; 32] }, act: ActId::from_bits(6) };
    let mut refused = house.effects(Subject::Nobody, vec![]);
    refused.unique = vec![refusal];
    house.done(refused.clone()).await;
    assert_eq!(house.one(refused).await, Committed::Conflict(Conflict::Refusal));
    let of = RefusalKey { minute: 5, hash: [1; 32] };
    let with = |unique| Effects { unique: vec![unique], ..house.effects(Subject::Nobody, vec![]) };
    let before = house.store.refusals(house.service, 6).await.unwrap()[0];
    house.done(with(Unique::Repeat(of))).await;
    let after = house.store.refusals(house.service, 6).await.unwrap()[0];
    assert_eq!((before.count, after.count), (1, 2));
    assert_eq!(house.store.refusals(house.service, 5).await.unwrap(), []);
    assert_eq!(house.one(with(Unique::Counted(before))).await, Committed::Conflict(Conflict::Refusal), "one more came");
    house.done(with(Unique::Counted(after))).await;
    assert_eq!(house.one(with(Unique::Repeat(of))).await, Committed::Conflict(Conflict::Refusal), "the first is gone");
}

#[tokio::test]
async fn a_key_stands_for_its_write_for_a_day_also_over_midnight() {
    const HOUR: i64 = 3_600_000_000;
    let house = House::new().await;
    let with = |unique| Effects { unique: vec![unique], ..house.effects(Subject::Nobody, vec![]) };
    house.done(with(write("k", 0, 23 * HOUR))).await;
    assert_eq!(house.one(with(write("k", 0, 23 * HOUR))).await, Committed::Conflict(Conflict::Idempotency));
    assert_eq!(house.one(with(write("k", 1, 25 * HOUR))).await, Committed::Conflict(Conflict::Idempotency));
    assert_eq!(
        house.one(with(write("k", -1, -1))).await,
        Committed::Conflict(Conflict::Idempotency),
        "a clock gone back"
    );
    let want =
        |day| Want { idempotency: Some(IdempotencyKey { day, token: [4; 16], key: "k".into() }), ..Want::default() };
    let whom = Whom { service: house.service, who: Who::Nobody };
    assert!(house.store.snapshot(&whom, &want(1)).await.unwrap().idempotency.is_some());
    assert!(house.store.snapshot(&whom, &want(2)).await.unwrap().idempotency.is_none());
    house.done(with(write("k", 1, 47 * HOUR + 1))).await;
}

#[tokio::test]
async fn an_approval_is_used_once() {
    let house = House::new().await;
    let id = ApprovalId::from_bits(3);
    let approval = ApprovalRow {
        id,
        hmac: [2; 32],
        requester: "desk".into(),
        approver: "chief".into(),
        role: "officer".parse().unwrap(),
        at: at(1),
        until: at(2),
        used: None,
    };
    house.done(house.effects(Subject::Nobody, vec![Change::AddApproval(approval)])).await;
    let mut effects = house.effects(Subject::Nobody, vec![]);
    effects.unique = vec![Unique::Approval { id, act: ActId::from_bits(4) }];
    house.done(effects.clone()).await;
    assert_eq!(house.one(effects).await, Committed::Conflict(Conflict::Approval));
    assert_eq!(house.store.approval(house.service, id).await.unwrap().unwrap().used, Some(ActId::from_bits(4)));
}

#[tokio::test]
async fn one_that_fails_takes_nothing_of_its_neighbours_with_it() {
    let house = House::new().await;
    let row = house.person(1, vec![]).await;
    let subject = house.known(row, true).await;
    // An entry of a holding that does not stand fails after its standing was written.
    let entry = NewEntry {
        of: HoldingKey { item: 9, source: 9, year: 2027 },
        number: 1,
        at: at(1),
        expires: None,
        value: vec![1].into(),
    };
    let broken = house.effects(subject, vec![Change::PutStanding(standing(1, 1, true)), Change::AddEntry(entry)]);
    let good = house.effects(subject, vec![Change::PutStanding(standing(1, 2, true))]);
    let list = vec![house.effects(Subject::New(PersonId::from_bits(2)), vec![]), broken, good.clone(), good];
    let answers = house.store.commit(list).await;
    assert!(matches!(answers[0], Committed::Done(_)));
    assert_eq!(answers[1], Committed::Failed);
    assert!(matches!(answers[2], Committed::Done(_)));
    assert_eq!(answers[3], Committed::Stale);
    assert_eq!(house.see(row).await.standing, [standing(1, 2, true)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_tasks_at_once_are_all_written_once() {
    let house = House::new().await;
    let tasks: Vec<_> = (0..64_u128)
        .map(|task| {
            let store = house.store.clone();
            let mut effects = house.effects(Subject::Nobody, vec![]);
            tokio::spawn(async move {
                let mut people = Vec::new();
                for turn in 0..8 {
                    effects.subject = Subject::New(PersonId::from_bits(task * 100 + turn + 1));
                    effects.records = vec![record(task * 100 + turn)];
                    match store.commit(vec![effects.clone()]).await.remove(0) {
                        Committed::Done(written) => people.push((written.person.unwrap(), written.records[0])),
                        other => panic!("{other:?}"),
                    }
                }
                people
            })
        })
        .collect();
    let mut given = Vec::new();
    for task in tasks {
        given.extend(task.await.unwrap());
    }
    let people: BTreeSet<_> = given.iter().map(|(person, _)| person).collect();
    let records: BTreeSet<_> = given.iter().map(|(_, record)| record).collect();
    assert_eq!((people.len(), records.len()), (512, 512));
    let counts = house.store.counts(house.service, at(0)).await.unwrap();
    assert_eq!((counts.people, counts.pending), (512, 512));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_change_one_person_each_is_done_once_or_told_to_look_again() {
    let house = House::new().await;
    let row = house.person(1, vec![]).await;
    let tasks: Vec<_> = (0..16_u32)
        .map(|task| {
            let store = house.store.clone();
            let whom = Whom { service: house.service, who: Who::Row(row) };
            let mut effects = house.effects(Subject::Nobody, vec![Change::PutStanding(standing(1, task, true))]);
            tokio::spawn(async move {
                loop {
                    let revision = store.snapshot(&whom, &Want::default()).await.unwrap().person.unwrap().revision;
                    effects.subject = Subject::Known { row, revision, raises: true };
                    match store.commit(vec![effects.clone()]).await.remove(0) {
                        Committed::Done(_) => return,
                        Committed::Stale => {}
                        other => panic!("{other:?}"),
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let person = house.see(row).await;
    assert_eq!((person.revision, person.standing.len()), (17, 16));
}

/// A row that COMMIT, not the statement, refuses: what a full disk or a failing one does at the worst moment.
fn make_commits_fail(house: &House) {
    let conn = rusqlite::Connection::open(house.path()).unwrap();
    conn.execute_batch(
        "CREATE TABLE trap (a BIGINT REFERENCES service (key) DEFERRABLE INITIALLY DEFERRED);
         CREATE TRIGGER spring AFTER INSERT ON record WHEN NEW.kind = 'trap' BEGIN INSERT INTO trap VALUES (404); END;",
    )
    .unwrap();
}

#[tokio::test]
async fn a_commit_that_fails_fails_every_act_of_its_batch_and_the_next_is_written() {
    let house = House::new().await;
    make_commits_fail(&house);
    let mut trapped = house.effects(Subject::Nobody, vec![]);
    trapped.records = vec![azukari_store::NewRecord { kind: "trap".into(), ..record(2) }];
    let innocent = house.effects(Subject::New(PersonId::from_bits(5)), vec![]);
    let stale = Effects { number: 99, ..innocent.clone() };
    let answers = house.store.commit(vec![innocent.clone(), trapped, stale]).await;
    assert_eq!(answers, [Committed::Failed, Committed::Failed, Committed::Failed]);
    assert_eq!(house.snapshot(Who::Id(PersonId::from_bits(5))).await.person, None);
    house.done(innocent).await;
}

#[tokio::test]
async fn a_journal_that_cannot_be_written_fails_the_batch_that_erases() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/dev/full", folder.path().join("azukari.db.erased")).unwrap();
    let house = House::within(folder).await;
    let row = house.person(1, vec![Change::PutHolding(holding(1, 50, b"v"))]).await;
    let erase = house.effects(house.known(row, true).await, vec![Change::ErasePerson]);
    let innocent = house.effects(Subject::New(PersonId::from_bits(5)), vec![]);
    let answers = house.store.commit(vec![erase, innocent.clone()]).await;
    assert_eq!(answers, [Committed::Failed, Committed::Failed]);
    assert_eq!(house.see(row).await.holdings.len(), 1);
    house.done(innocent).await;
}

#[tokio::test]
async fn a_second_process_that_writes_waits_its_turn_and_is_seen() {
    let house = House::new().await;
    let beside = Store::open(&house.path(), &Options::default()).unwrap();
    let filing = house.effects(Subject::Nobody, vec![filed()]);
    assert!(matches!(beside.commit(vec![filing.clone()]).await[0], Committed::Done(_)));
    assert_eq!(house.one(filing).await, Committed::Stale);
    assert_eq!(house.snapshot(Who::Nobody).await.number, 2);
    beside.close();
}
