//! Forgetting: keys go at once, the bytes they leave behind go soon, and a backup brings nothing back.

use crate::support::{House, at, everything, holding, key, lookup, record, reference, standing};
use azukari_model::{ActId, Instant, PersonId};
use azukari_store::{
    Change, Committed, Effects, HOLD, HoldingKey, HoldingRow, LeafRow, Messages, MonthKeyRow, NewEntry, NewMessage,
    NewMonthKey, Opaque, Options, PersonRow, Store, Subject, Turn, TurnTaken, Unique, Want, Who, Whom, WrappedKey,
};

const PLANTED: &[u8] = b"PLANTED-KEY-BYTES-0123456789abcdef";

fn planted(item: u32, key_id: u64) -> HoldingRow {
    let key = WrappedKey { id: key_id, wrapped: Opaque::from(PLANTED.to_vec()) };
    HoldingRow { key: Some(key), ..holding(item, key_id, b"value") }
}

fn contains(house: &House, needle: &[u8]) -> bool {
    let files =
        ["azukari.db", "azukari.db-wal"].map(|name| std::fs::read(house.folder.path().join(name)).unwrap_or_default());
    files.iter().any(|bytes| bytes.windows(needle.len()).any(|window| window == needle))
}

/// The log is emptied when the writer has nothing else to do, which is after the answer.
async fn is_soon_gone(house: &House) -> bool {
    for _ in 0..100 {
        house.store.sweep(at(0), 1).await.unwrap();
        if !contains(house, PLANTED) {
            return true;
        }
    }
    false
}

fn many(year: u16, key_id: u64) -> HoldingRow {
    HoldingRow { at: HoldingKey { item: 4, source: 2, year }, value: None, ..holding(4, key_id, b"") }
}

fn entry(year: u16, value: u8, expires: Option<Instant>) -> Change {
    let of = HoldingKey { item: 4, source: 2, year };
    Change::AddEntry(NewEntry { of, number: u64::from(value), at: at(1), expires, value: vec![value].into() })
}

#[tokio::test]
async fn no_byte_of_an_erased_key_stays_in_the_files() {
    let house = House::new().await;
    let row = house.person(1, vec![Change::PutHolding(planted(1, 50))]).await;
    assert!(contains(&house, PLANTED), "the key was never planted");
    house.done(house.effects(house.known(row, true).await, vec![Change::EraseHolding(holding(1, 0, b"").at)])).await;
    assert!(is_soon_gone(&house).await);
}

#[tokio::test]
async fn a_corrected_holding_gets_a_new_key_and_loses_the_old_one() {
    let house = House::new().await;
    let mut first = planted(1, 50);
    first.lookup = Some(lookup(1));
    let row = house.person(1, vec![Change::PutHolding(first)]).await;
    let mut second = holding(1, 51, b"new");
    second.lookup = Some(lookup(2));
    house.done(house.effects(house.known(row, true).await, vec![Change::PutHolding(second.clone())])).await;
    assert_eq!(house.see(row).await.holdings, [second]);
    assert_eq!(house.store.find(house.service, &[lookup(1)]).await.unwrap(), []);
    assert_eq!(house.store.find(house.service, &[lookup(2)]).await.unwrap()[0].person, row);
    assert!(is_soon_gone(&house).await);
}

#[tokio::test]
async fn an_erased_person_is_found_for_rights_alone_and_two_of_one_reference_are_nobody() {
    let house = House::new().await;
    let mut with_lookup = holding(1, 50, b"v");
    with_lookup.lookup = Some(lookup(1));
    let mut effects = house.effects(
        Subject::New(PersonId::from_bits(9)),
        vec![Change::PutHolding(with_lookup), Change::PutStanding(standing(1, 1, true))],
    );
    effects.unique = vec![Unique::Reference(reference(3, 33))];
    let row = house.done(effects).await.person.unwrap();
    let erase = vec![Change::ErasePerson, Change::PutRightsLookup(lookup(33))];
    house.done(house.effects(house.known(row, true).await, erase)).await;
    let person = house.snapshot(Who::Reference(vec![lookup(33)])).await.person.unwrap();
    assert_eq!(person.erased, Some(at(10_000)));
    assert_eq!((person.holdings.len(), person.standing.len(), person.references.len()), (0, 0, 0));
    assert_eq!(house.store.find(house.service, &[lookup(1)]).await.unwrap(), []);
    assert!(house.store.find(house.service, &[lookup(33)]).await.unwrap()[0].rights_only);
    // Somebody new may have the same reference now.
    let mut next = house.effects(Subject::New(PersonId::from_bits(10)), vec![]);
    next.unique = vec![Unique::Reference(reference(3, 33))];
    let next = house.done(next).await.person.unwrap();
    assert_eq!(house.snapshot(Who::Reference(vec![lookup(33)])).await.person.unwrap().row, next);
    let erase = vec![Change::ErasePerson, Change::PutRightsLookup(lookup(33))];
    let third = house.person(11, vec![]).await;
    house.done(house.effects(house.known(third, true).await, erase.clone())).await;
    assert_eq!(house.snapshot(Who::Reference(vec![lookup(33)])).await.person.unwrap().row, next, "the living first");
    assert_eq!(house.store.find(house.service, &[lookup(33)]).await.unwrap().len(), 3);
    house.done(house.effects(house.known(next, true).await, erase)).await;
    assert_eq!(house.snapshot(Who::Reference(vec![lookup(33)])).await.person, None);
    house.person(12, vec![]).await;
    assert_eq!(
        house.store.page(house.service, PersonRow::BEFORE_ALL, 9, &Want::default()).await.unwrap().people.len(),
        1
    );
}

#[tokio::test]
async fn with_the_last_record_the_erased_go_wholly_and_their_number_is_never_given_again() {
    let house = House::new().await;
    let row = house.person(9, vec![]).await;
    let message = NewMessage {
        act: ActId::from_bits(1),
        to: "system".into(),
        party: 3,
        member: 0,
        due: None,
        body: Some((key(70), vec![1].into())),
    };
    let erase = vec![Change::ErasePerson, Change::PutRightsLookup(lookup(33)), Change::AddMessage(message)];
    let known = house.known(row, true).await;
    let written = house.done(Effects { records: vec![record(1)], ..house.effects(known, erase) }).await;
    let leaf = LeafRow {
        index: 0,
        record: written.records[0],
        person: Some(row),
        sequence: 1,
        commitment: [9; 32],
        leaf: [1; 32],
    };
    let turn = Turn { from: 0, leaves: vec![leaf], tiles: vec![], size: 1, root: [5; 32], at: at(20_000) };
    assert_eq!(house.store.take_turn(turn).await.unwrap(), TurnTaken::Done);
    house.store.sweep(at(20_000), 9).await.unwrap();
    assert_eq!(house.store.find(house.service, &[lookup(33)]).await.unwrap()[0].erased, Some(at(10_000)));
    house.done(house.effects(Subject::Nobody, vec![destroy(1, 1)])).await;
    house.store.sweep(at(20_000), 9).await.unwrap();
    assert_eq!(house.store.find(house.service, &[lookup(33)]).await.unwrap(), []);
    assert_eq!(house.snapshot(Who::Row(row)).await.person, None);
    assert_eq!(house.store.messages(house.service, Messages::Of(ActId::from_bits(1)), 9).await.unwrap(), []);
    assert_eq!(
        house.store.record(ActId::from_bits(1)).await.unwrap().unwrap().person,
        None,
        "nor does the record say whose it was"
    );
    let next = Effects { number: 2, ..house.effects(Subject::New(PersonId::from_bits(10)), vec![]) };
    assert!(house.done(next).await.person.unwrap() > row);
}

#[tokio::test]
async fn entries_of_a_destroyed_key_never_show_under_a_new_one_and_are_swept() {
    let house = House::new().await;
    let mut changes = vec![Change::PutHolding(many(2026, 50)), Change::PutHolding(many(2027, 51))];
    changes.extend((0..40).map(|value| entry(2026, value, None)));
    changes.push(entry(2027, 99, None));
    let row = house.person(1, changes).await;
    assert_eq!(house.see(row).await.holdings[0].count, 40);
    let anew = vec![
        Change::EraseHolding(HoldingKey { item: 4, source: 2, year: 2026 }),
        Change::PutHolding(many(2026, 52)),
        entry(2026, 7, None),
    ];
    house.done(house.effects(house.known(row, true).await, anew)).await;
    let values = |person: &azukari_store::Person| -> Vec<Vec<u8>> {
        person.holdings.iter().flat_map(|holding| &holding.entries).map(|entry| entry.value.bytes().to_vec()).collect()
    };
    assert_eq!(values(&house.see(row).await), [vec![7], vec![99]]);
    let mut swept = 0;
    while let gone @ 1.. = house.store.sweep(at(0), 15).await.unwrap() {
        assert!(gone <= 16);
        swept += gone;
    }
    assert_eq!(swept, 41);
    assert_eq!(values(&house.see(row).await), [vec![7], vec![99]]);
}

#[tokio::test]
async fn an_entry_may_end_before_its_holding() {
    let house = House::new().await;
    let changes = vec![
        Change::PutHolding(many(2026, 50)),
        entry(2026, 1, None),
        entry(2026, 2, Some(at(500))),
        entry(2026, 3, None),
    ];
    let row = house.person(1, changes).await;
    assert_eq!(house.store.sweep(at(499), 10).await.unwrap(), 0);
    assert_eq!(house.store.sweep(at(500), 10).await.unwrap(), 1);
    let numbers: Vec<_> = house.see(row).await.holdings[0].entries.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [1, 3]);
}

#[tokio::test]
async fn what_a_backup_brings_back_the_journal_destroys_again() {
    let house = House::new().await;
    let row =
        house.person(1, vec![Change::PutHolding(holding(1, 50, b"a")), Change::PutHolding(holding(2, 51, b"b"))]).await;
    let backup = house.folder.path().join("backup.db");
    let conn = rusqlite::Connection::open(house.path()).unwrap();
    conn.execute("VACUUM INTO ?1", [backup.to_str().unwrap()]).unwrap();
    drop(conn);
    // Item 1 is corrected: its old key dies, the new one must live through a replay.
    house.done(house.effects(house.known(row, true).await, vec![Change::PutHolding(holding(1, 60, b"c"))])).await;
    let House { folder, store, service } = house;
    store.close();

    let whom = Whom { service, who: Who::Row(row) };
    let path = folder.path().join("azukari.db");
    let same = Store::open(&path, &Options::default()).unwrap();
    assert_eq!(same.replayed(), 0);
    assert_eq!(same.snapshot(&whom, &everything()).await.unwrap().person.unwrap().holdings.len(), 2);
    same.close();

    std::fs::copy(&backup, &path).unwrap();
    let restored = Store::open(&path, &Options::default()).unwrap();
    assert_eq!(restored.replayed(), 1);
    let person = restored.snapshot(&whom, &everything()).await.unwrap().person.unwrap();
    assert_eq!(person.holdings, [holding(2, 51, b"b")]);
    restored.close();
    let again = Store::open(&path, &Options::default()).unwrap();
    assert_eq!(again.replayed(), 0);
    again.close();
}

#[tokio::test]
async fn a_correction_cut_off_between_journal_and_commit_takes_nothing_away() {
    let house = House::new().await;
    let row = house.person(1, vec![Change::PutHolding(holding(1, 50, b"a"))]).await;
    let before = house.folder.path().join("before.db");
    let conn = rusqlite::Connection::open(house.path()).unwrap();
    conn.execute("VACUUM INTO ?1", [before.to_str().unwrap()]).unwrap();
    drop(conn);
    house.done(house.effects(house.known(row, true).await, vec![Change::PutHolding(holding(1, 60, b"c"))])).await;
    let House { folder, store, service } = house;
    store.close();
    let (path, journal) = (folder.path().join("azukari.db"), folder.path().join("azukari.db.erased"));
    let whole = std::fs::read_to_string(&journal).unwrap();
    let whom = Whom { service, who: Who::Row(row) };
    let held = async || {
        std::fs::copy(&before, &path).unwrap();
        let store = Store::open(&path, &Options::default()).unwrap();
        let person = store.snapshot(&whom, &everything()).await.unwrap().person.unwrap();
        let replayed = store.replayed();
        store.close();
        (replayed, person.holdings)
    };
    // The journal as a crash before the commit leaves it, and as a failed commit does.
    for cut in [whole.trim_end_matches("committed\n").to_owned(), whole.replace("committed", "void")] {
        std::fs::write(&journal, &cut).unwrap();
        assert_eq!(held().await, (0, vec![holding(1, 50, b"a")]), "{cut}");
    }
    std::fs::write(&journal, &whole).unwrap();
    assert_eq!(held().await, (1, vec![]), "committed: the database is an older one");
}

/// A value is replaced, the journal comes to stand as `left` leaves it, the program starts once, and then an older database
/// takes the place of the newest: how many keys are destroyed again.
async fn replayed_in_an_older_database(left: impl Fn(&str) -> String) -> usize {
    let house = House::new().await;
    let row = house.person(1, vec![Change::PutHolding(holding(1, 50, b"a"))]).await;
    let older = house.folder.path().join("older.db");
    let conn = rusqlite::Connection::open(house.path()).unwrap();
    conn.execute("VACUUM INTO ?1", [older.to_str().unwrap()]).unwrap();
    drop(conn);
    house.done(house.effects(house.known(row, true).await, vec![Change::PutHolding(holding(1, 60, b"c"))])).await;
    let House { folder, store, service: _ } = house;
    store.close();
    let (path, journal) = (folder.path().join("azukari.db"), folder.path().join("azukari.db.erased"));
    let whole = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, left(&whole)).unwrap();
    Store::open(&path, &Options::default()).unwrap().close();
    std::fs::copy(&older, &path).unwrap();
    let restored = Store::open(&path, &Options::default()).unwrap();
    let replayed = restored.replayed();
    restored.close();
    replayed
}

#[tokio::test]
async fn what_a_power_cut_takes_from_the_journal_the_next_start_says_again() {
    let cut = |whole: &str| whole.trim_end_matches("committed\n").to_owned();
    assert_eq!(replayed_in_an_older_database(cut).await, 1);
}

#[tokio::test]
async fn a_failed_commit_that_a_crash_brings_back_is_destroyed_in_older_databases_too() {
    assert_eq!(replayed_in_an_older_database(|whole| whole.replace("committed", "void")).await, 1);
}

#[tokio::test]
async fn a_message_loses_its_body_when_it_is_confirmed_and_after_seven_days() {
    const DAY: i64 = 86_400_000_000;
    let house = House::new().await;
    let message = NewMessage {
        act: ActId::from_bits(4),
        to: "system".into(),
        party: 3,
        member: 0,
        due: Some(at(DAY)),
        body: Some((key(70), vec![1].into())),
    };
    let row = house.person(1, vec![Change::AddMessage(message.clone()), Change::AddMessage(message)]).await;
    let untold = house.store.messages(house.service, Messages::Unconfirmed, 9).await.unwrap();
    assert_eq!(untold.len(), 2);
    assert_eq!(untold[0].person, Some((row, PersonId::from_bits(1))));
    house.done(house.effects(Subject::Nobody, vec![Change::MessageConfirmed(untold[0].row)])).await;
    assert_eq!(house.store.sweep(at(7 * DAY), 9).await.unwrap(), 0);
    assert_eq!(house.store.sweep(at(7 * DAY + 10_000), 9).await.unwrap(), 1);
    let of = house.store.messages(house.service, Messages::Of(ActId::from_bits(4)), 9).await.unwrap();
    assert!(of.iter().all(|message| message.body.is_none()));
    assert_eq!(of.iter().filter(|message| message.told.is_some()).count(), 1);
    let overdue = house.store.messages(house.service, Messages::Overdue(at(DAY + 1)), 9).await.unwrap();
    assert_eq!(overdue.iter().map(|message| message.row).collect::<Vec<_>>(), [untold[1].row]);
    assert_eq!((overdue[0].at, &*overdue[0].to, overdue[0].party), (at(10_000), "system", 3), "whom and when stays");
    house.done(house.effects(Subject::Nobody, vec![Change::MessageConfirmed(overdue[0].row)])).await;
    assert_eq!(house.store.counts(house.service, at(DAY + 1)).await.unwrap().overdue, 0);
}

/// Two records about one person, numbered.
async fn two_records(house: &House) -> (PersonRow, Subject) {
    let row = house.person(1, vec![]).await;
    let known = house.known(row, false).await;
    let written = house.done(Effects { records: vec![record(1), record(2)], ..house.effects(known, vec![]) }).await;
    let leaves = (0..2_u64).zip(&written.records).map(|(index, record)| LeafRow {
        index,
        record: *record,
        person: Some(row),
        sequence: index + 1,
        commitment: [9; 32],
        leaf: [1; 32],
    });
    let turn = Turn { from: 0, leaves: leaves.collect(), tiles: vec![], size: 2, root: [5; 32], at: at(20_000) };
    assert_eq!(house.store.take_turn(turn).await.unwrap(), TurnTaken::Done);
    (row, known)
}

const fn destroy(key: i64, records: u64) -> Change {
    Change::DestroyMonthKey { key: MonthKeyRow(key), records }
}

#[tokio::test]
async fn records_under_a_destroyed_key_keep_their_place_and_say_nothing_more() {
    let house = House::new().await;
    let (row, known) = two_records(&house).await;
    let too_few = house.one(house.effects(Subject::Nobody, vec![destroy(1, 1)])).await;
    assert_eq!(too_few, Committed::Stale, "a record came under the key meanwhile");
    house.done(house.effects(Subject::Nobody, vec![destroy(1, 2)])).await;
    assert!(house.store.month_keys(house.service).await.unwrap()[0].key.is_none());
    for swept in [1, 1, 0, 0] {
        assert_eq!(house.store.sweep(at(0), 1).await.unwrap(), swept);
    }
    let trail = house.store.history(row, None, 9).await.unwrap().records;
    let places: Vec<_> = trail.iter().map(|read| read.place.unwrap().index).collect();
    assert_eq!(places, [1, 0]);
    assert!(trail.iter().all(|read| read.kind.is_empty() && read.account.is_none() && read.sealed.bytes().is_empty()));
    let late = Effects { records: vec![record(3)], ..house.effects(known, vec![]) };
    assert_eq!(house.one(late).await, Committed::Stale, "an act that began before cannot use the key any more");
}

#[tokio::test]
async fn no_byte_of_a_destroyed_month_key_stays_in_the_files() {
    let house = House::new().await;
    let key = WrappedKey { id: 77, wrapped: Opaque::from(PLANTED.to_vec()) };
    let month = NewMonthKey { kind: "evidence".into(), month: 202_702, key };
    house.done(house.effects(Subject::Nobody, vec![Change::AddMonthKey(month)])).await;
    assert!(contains(&house, PLANTED), "the key was never planted");
    let planted = house.store.month_keys(house.service).await.unwrap()[1].row.0;
    house.done(house.effects(Subject::Nobody, vec![destroy(planted, 0)])).await;
    assert!(is_soon_gone(&house).await);
}

#[tokio::test]
async fn a_destroyed_month_key_that_a_backup_brings_back_opens_nothing_more() {
    let house = House::new().await;
    let backup = house.folder.path().join("backup.db");
    let conn = rusqlite::Connection::open(house.path()).unwrap();
    conn.execute("VACUUM INTO ?1", [backup.to_str().unwrap()]).unwrap();
    drop(conn);
    house.done(house.effects(Subject::Nobody, vec![destroy(1, 0)])).await;
    let House { folder, store, service } = house;
    store.close();
    let path = folder.path().join("azukari.db");
    std::fs::copy(&backup, &path).unwrap();
    let restored = Store::open(&path, &Options::default()).unwrap();
    assert_eq!(restored.replayed(), 1);
    let keys = restored.month_keys(service).await.unwrap();
    // The bytes wait for the job, which seals again what is under a hold and writes the list.
    assert!(keys[0].destroyed.is_some() && keys[0].key.is_some());
    restored.close();
}

#[tokio::test]
async fn a_person_has_one_key_for_holds_until_it_is_destroyed() {
    let house = House::new().await;
    let row = house.person(1, vec![]).await;
    let hold = |id| Change::AddHoldKey(NewMonthKey { kind: HOLD.into(), month: 202_701, key: key(id) });
    let raised = |effects: Effects, number| Effects { number, ..effects };
    let known = house.known(row, false).await;
    house.done(house.effects(known, vec![hold(5)])).await;
    house.done(raised(house.effects(known, vec![hold(6)]), 2)).await;
    let keys = async || {
        let keys = house.store.month_keys(house.service).await.unwrap().into_iter();
        keys.filter(|key| &*key.kind == HOLD).collect::<Vec<_>>()
    };
    let found = keys().await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].person, Some((row, PersonId::from_bits(1))));
    house.done(raised(house.effects(Subject::Nobody, vec![destroy(found[0].row.0, 0)]), 3)).await;
    house.done(raised(house.effects(known, vec![hold(7)]), 4)).await;
    assert_eq!(keys().await.iter().map(|key| key.key.is_some()).collect::<Vec<_>>(), [false, true]);
}
