//! The log: numbered once, behind a fence, found by person and by act.

use crate::support::{House, at, record};
use azukari_model::{ActId, PersonId};
use azukari_store::{
    Effects, LeafRow, NewRecord, PendingRow, PersonRow, SignedHead, Subject, TileRow, Turn, TurnTaken,
};

/// A turn over what waits, with leaves that only count.
fn turn(from: u64, pending: &[PendingRow]) -> Turn {
    let mut last = std::collections::BTreeMap::<PersonRow, u64>::new();
    let leaves: Vec<_> = (from..)
        .zip(pending)
        .map(|(index, waits)| {
            let sequence = waits.person.map_or(0, |person| {
                let number = last.entry(person).or_insert(waits.last);
                *number += 1;
                *number
            });
            let leaf = [u8::try_from(index).unwrap(); 32];
            LeafRow { index, record: waits.record, person: waits.person, sequence, commitment: waits.commitment, leaf }
        })
        .collect();
    let size = from + leaves.len() as u64;
    let tiles = vec![TileRow { level: 0, index: 0, hashes: vec![1; 32 * usize::try_from(size).unwrap()] }];
    Turn { from, leaves, tiles, size, root: [3; 32], at: at(1) }
}

async fn with_records(house: &House) -> (PersonRow, PersonRow) {
    let (one, two) = (house.person(1, vec![]).await, house.person(2, vec![]).await);
    for (act, who) in [(10, one), (11, two), (12, one)] {
        let subject = house.known(who, false).await;
        let records = vec![NewRecord { changes: act != 11, ..record(act) }];
        house.done(Effects { records, ..house.effects(subject, vec![]) }).await;
    }
    let alone = NewRecord { account: None, ..record(13) };
    house.done(Effects { records: vec![alone], ..house.effects(Subject::Nobody, vec![]) }).await;
    (one, two)
}

#[tokio::test]
async fn a_turn_gives_numbers_once_and_a_late_one_is_fenced() {
    let house = House::new().await;
    let (one, two) = with_records(&house).await;
    let pending = house.store.pending(1_000).await.unwrap();
    assert_eq!(pending.iter().map(|waits| waits.person).collect::<Vec<_>>(), [Some(one), Some(two), Some(one), None]);
    let first = turn(0, &pending[..3]);
    assert_eq!(house.store.take_turn(first.clone()).await.unwrap(), TurnTaken::Done);
    assert_eq!(house.store.take_turn(first).await.unwrap(), TurnTaken::Fenced);
    let rest = house.store.pending(1_000).await.unwrap();
    assert_eq!(rest.len(), 1);
    assert_eq!(house.store.take_turn(turn(3, &rest)).await.unwrap(), TurnTaken::Done);
    let head = house.store.head().await.unwrap();
    assert_eq!((head.size, head.root, head.signed), (4, [3; 32], None));
    assert_eq!(house.store.leaves(1, 2).await.unwrap().iter().map(|leaf| leaf.index).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(house.store.edge().await.unwrap(), [house.store.tile(0, 0).await.unwrap().unwrap()]);
    assert_eq!(house.store.tile(0, 0).await.unwrap().unwrap().hashes.len(), 4 * 32);
    assert_eq!(house.store.tile(1, 0).await.unwrap(), None);
    let tile = |level, index| TileRow { level, index, hashes: vec![level; 32] };
    let tiles = vec![tile(0, 0), tile(0, 1), tile(1, 0)];
    let later = Turn { from: 4, leaves: vec![], tiles, size: 4, root: [4; 32], at: at(2) };
    assert_eq!(house.store.take_turn(later).await.unwrap(), TurnTaken::Done);
    assert_eq!(house.store.edge().await.unwrap(), [tile(0, 1), tile(1, 0)]);
}

#[tokio::test]
async fn a_turn_over_something_that_does_not_wait_leaves_the_log_as_it_was() {
    let house = House::new().await;
    with_records(&house).await;
    let pending = house.store.pending(2).await.unwrap();
    let mut wrong = turn(0, &pending);
    wrong.leaves[1].record.0 += 100;
    assert!(house.store.take_turn(wrong).await.is_err());
    assert_eq!(house.store.head().await.unwrap().size, 0);
    assert_eq!(house.store.pending(9).await.unwrap().len(), 4);
    assert_eq!(house.store.take_turn(turn(0, &pending)).await.unwrap(), TurnTaken::Done);
}

#[tokio::test]
async fn history_is_read_backwards_in_pages_and_ends() {
    let house = House::new().await;
    let (one, two) = with_records(&house).await;
    assert_eq!(house.store.history(one, None, 9).await.unwrap().records, []);
    house.store.take_turn(turn(0, &house.store.pending(9).await.unwrap())).await.unwrap();
    let first = house.store.history(one, None, 1).await.unwrap();
    assert_eq!((first.records[0].act, first.before), (ActId::from_bits(12), Some(2)));
    let second = house.store.history(one, first.before, 1).await.unwrap();
    assert_eq!((second.records[0].act, second.before), (ActId::from_bits(10), None));
    assert_eq!(house.store.history(two, None, 9).await.unwrap().records.len(), 1);
    let proven = house.store.record(ActId::from_bits(12)).await.unwrap().unwrap().place.unwrap();
    assert_eq!((proven.index, proven.sequence), (2, 2));
    let alone = house.store.record(ActId::from_bits(13)).await.unwrap().unwrap();
    assert_eq!((alone.person, alone.place.unwrap().sequence), (None, 0));
}

#[tokio::test]
async fn changes_appear_with_their_leaf_and_the_cursor_misses_none() {
    let house = House::new().await;
    with_records(&house).await;
    assert_eq!(house.store.changes(house.service, 0, 9).await.unwrap(), azukari_store::ChangedPage::default());
    house.store.take_turn(turn(0, &house.store.pending(9).await.unwrap())).await.unwrap();
    let first = house.store.changes(house.service, 0, 1).await.unwrap();
    assert_eq!((first.changes[0].person, first.after, first.more), (PersonId::from_bits(1), 1, true));
    let rest = house.store.changes(house.service, first.after, 9).await.unwrap();
    assert_eq!((rest.changes.len(), rest.changes[0].index, rest.after, rest.more), (1, 2, 4, false));
    let other = house.store.ensure_service(&"other".parse().unwrap()).await.unwrap();
    assert_eq!(house.store.changes(other, 0, 9).await.unwrap().changes, []);
}

#[tokio::test]
async fn whom_an_account_reached_is_read_from_the_records() {
    let house = House::new().await;
    with_records(&house).await;
    let reached = house.store.reached(house.service, at(10_000)).await.unwrap();
    let people: Vec<_> = reached.iter().map(|line| line.person.bits()).collect();
    assert_eq!(people, [1, 2, 1]);
    assert!(reached.iter().all(|line| &*line.account == "desk"));
    assert_eq!(house.store.reached(house.service, at(10_001)).await.unwrap(), []);
}

#[tokio::test]
async fn a_smaller_checkpoint_never_replaces_a_larger_one() {
    let house = House::new().await;
    with_records(&house).await;
    let pending = house.store.pending(9).await.unwrap();
    house.store.take_turn(turn(0, &pending)).await.unwrap();
    let signed = |size, note: &str| SignedHead { size, at: at(2), note: note.to_owned() };
    house.store.sign_head(signed(4, "four")).await.unwrap();
    house.store.sign_head(signed(3, "three")).await.unwrap();
    // What the log does not have cannot be kept beside the database, so no head speaks of it.
    assert!(house.store.sign_head(signed(5, "five")).await.is_err());
    assert_eq!(house.store.head().await.unwrap().signed, Some(signed(4, "four")));
    house.store.sign_head(signed(4, "again")).await.unwrap();
    assert_eq!(house.store.head().await.unwrap().signed, Some(signed(4, "again")));
}
