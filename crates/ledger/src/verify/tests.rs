use super::*;
use crate::{By, ByKind, LogSigner, Opening, Pending, integrate};
use azukari_model::{ActId, Instant};

/// A stored log, as rows.
struct Stored {
    entries: Vec<Row>,
    tiles: BTreeMap<TileId, Vec<u8>>,
    head: Head,
    signed: Head,
    lists: Vec<Destroyed>,
    kept: Vec<Checkpoint>,
}

#[derive(Clone)]
struct Row {
    person: Option<(i64, PersonId)>,
    sequence: u64,
    commitment: Commitment,
    entry: Vec<u8>,
    opened: Option<Opened>,
}

fn signer() -> LogSigner {
    LogSigner::from_seed("log.example/azukari", &[7; 32]).unwrap()
}

fn person(number: u64) -> Option<(i64, PersonId)> {
    (!number.is_multiple_of(4))
        .then(|| (i64::try_from(number % 4).unwrap(), PersonId::from_bits(u128::from(number % 4))))
}

/// 600 records; those from 10 to before 20 were destroyed, which the last record announces.
fn stored() -> Stored {
    let mut lists = vec![];
    let mut rows: Vec<(Option<(i64, PersonId)>, Opened)> = vec![];
    for number in 0..600_u64 {
        let act = ActId::from_bits(u128::from(number));
        let at = Instant::from_micros(i64::try_from(number).unwrap() * 1_000_000);
        let mut record = Record::new(Kind::Use, act, at, By::of(ByKind::Program));
        let whom = person(number).filter(|_| number < 599);
        record.person = whom.map(|(_, id)| id);
        if number == 599 {
            let commitments = (10..20_u64).map(|at| (at, rows[usize::try_from(at).unwrap()].1.commitment())).collect();
            let list = Destroyed {
                service: None,
                kind: "evidence".parse().unwrap(),
                period: "2023-11".to_owned(),
                commitments,
            };
            record.kind = Kind::OpeningsDestroyed;
            record.more = list.announcement();
            lists.push(list);
        }
        let opening = Opening::new(*Hash::of(&[&number.to_be_bytes()]).bytes());
        rows.push((whom, Opened { opening, record: record.to_bytes().unwrap() }));
    }
    let pending: Vec<_> = rows
        .iter()
        .zip(0..)
        .map(|((person, opened), record)| Pending {
            record,
            person: person.map(|(row, _)| row),
            commitment: opened.commitment(),
        })
        .collect();
    let done = integrate(&Edge::empty(), &BTreeMap::new(), &pending);
    let kept = integrate(&Edge::empty(), &BTreeMap::new(), &pending[..300]).head;
    let entries = rows
        .iter()
        .zip(&done.leaves)
        .map(|((person, opened), leaf)| Row {
            person: *person,
            sequence: leaf.sequence,
            commitment: opened.commitment(),
            entry: leaf.leaf.entry().to_vec(),
            opened: (!(10..20).contains(&leaf.index)).then(|| opened.clone()),
        })
        .collect();
    Stored {
        entries,
        tiles: done.tiles.into_iter().map(|tile| (tile.id, tile.bytes)).collect(),
        head: done.head,
        signed: done.head,
        lists,
        kept: vec![Checkpoint { origin: "log.example/azukari".to_owned(), head: kept }],
    }
}

fn verify(stored: &Stored) -> Result<Summary, Failure> {
    let mut log = Recompute::new();
    for list in &stored.lists {
        log.with_list(list);
    }
    for checkpoint in &stored.kept {
        log.with_kept(checkpoint);
    }
    log.with_signed(&Checkpoint::sign(stored.signed, &signer()), &[signer().public().clone()])?;
    for (row, index) in stored.entries.iter().zip(0..) {
        let entry = Entry {
            index,
            person: row.person,
            sequence: row.sequence,
            commitment: row.commitment,
            entry: &row.entry,
            opened: row.opened.as_ref(),
        };
        for tile in log.take(&entry)? {
            compare(&tile, stored.tiles.get(&tile.id).map(Vec::as_slice))?;
        }
    }
    for tile in log.edge_tiles() {
        compare(&tile, stored.tiles.get(&tile.id).map(Vec::as_slice))?;
    }
    log.finish(stored.head)
}

#[test]
fn an_honest_log_verifies() {
    let stored = stored();
    let summary = verify(&stored).unwrap();
    assert_eq!(summary, Summary { head: stored.head, signed: 600, opened: 590, destroyed: 10, lost: 0, persons: 3 });
}

/// One change of a stored row, and the failure that it must be named as.
type Case = (&'static str, fn(&mut Stored), &'static str);

#[test]
fn the_first_thing_that_does_not_fit_is_named() {
    let cases: [Case; 20] = [
        (
            "one byte of a record",
            |log| log.entries[118].opened.as_mut().unwrap().record[30] ^= 1,
            "entry 118: record does not match its commitment",
        ),
        (
            "an opening",
            |log| log.entries[118].opened.as_mut().unwrap().opening = Opening::new([0; 32]),
            "entry 118: record does not match its commitment",
        ),
        (
            "a record with its commitment",
            |log| {
                let row = &mut log.entries[118];
                let opened = row.opened.as_mut().unwrap();
                opened.record = String::from_utf8(opened.record.clone()).unwrap().replace("use", "find").into_bytes();
                row.commitment = opened.commitment();
            },
            "entry 118: leaf does not match commitment and person sequence",
        ),
        (
            "a record with its commitment and leaf",
            |log| {
                let row = &mut log.entries[118];
                let opened = row.opened.as_mut().unwrap();
                opened.record = String::from_utf8(opened.record.clone()).unwrap().replace("use", "find").into_bytes();
                row.commitment = opened.commitment();
                row.entry = row.commitment.leaf(row.sequence).entry().to_vec();
            },
            "tile 0 of level 0: hash 118 does not match the leaves",
        ),
        (
            "a record with everything in the database, against a checkpoint kept",
            |log| {
                let row = &mut log.entries[118];
                let opened = row.opened.as_mut().unwrap();
                opened.record = String::from_utf8(opened.record.clone()).unwrap().replace("use", "find").into_bytes();
                row.commitment = opened.commitment();
                row.entry = row.commitment.leaf(row.sequence).entry().to_vec();
                let leaf = Leaf::from_entry(&row.entry).unwrap().hash();
                log.tiles.get_mut(&TileId { level: 0, index: 0 }).unwrap()[118 * 32..119 * 32]
                    .copy_from_slice(leaf.bytes());
            },
            "size 300: root is not that of the checkpoint kept",
        ),
        (
            "a record left out",
            |log| {
                log.entries.remove(118);
            },
            "entry 121: person sequence is 31, should be 30",
        ),
        (
            "the end left out",
            |log| {
                log.entries.truncate(299);
            },
            "tile 1 of level 0: hash 43 does not match the leaves",
        ),
        ("a person's number", |log| log.entries[6].sequence += 1, "entry 6: person sequence is 3, should be 2"),
        (
            "whom a record is about",
            |log| log.entries[6].person = Some((2, PersonId::from_bits(9))),
            "entry 6: record is about somebody else than its row says",
        ),
        ("the version of an entry", |log| log.entries[6].entry[0] = 2, "entry 6: leaf does not match"),
        (
            "an opening lost without a list",
            |log| log.entries[30].opened = None,
            "entry 30: record cannot be opened and stands in no list of destroyed openings",
        ),
        (
            "a list that says another commitment",
            |log| {
                let other = Commitment::new([0; 32]);
                log.lists[0].commitments.insert(12, other);
            },
            "entry 12: commitment is not the one in the list",
        ),
        (
            "a list that nobody announced",
            |log| {
                let list = Destroyed { period: "2023-12".to_owned(), ..log.lists[0].clone() };
                log.lists.push(list);
            },
            "list of destroyed openings `- evidence 2023-12`",
        ),
        (
            "a hash of an inner tile",
            |log| log.tiles.get_mut(&TileId { level: 1, index: 0 }).unwrap()[40] ^= 1,
            "tile 0 of level 1: hash 1 does not match the leaves",
        ),
        (
            "the end of a tile",
            |log| log.tiles.get_mut(&TileId { level: 0, index: 2 }).unwrap().truncate(64),
            "tile 2 of level 0: hash 2 does not match the leaves",
        ),
        ("the size of the head", |log| log.head.size -= 1, "head: says 599 leaves, there are 600"),
        ("the root of the head", |log| log.head.root = Hash::new([0; 32]), "head: root does not match the leaves"),
        (
            "the root of a checkpoint that lags behind",
            |log| log.signed = Head { size: 598, root: log.head.root },
            "size 598: root is not that of the stored checkpoint",
        ),
        (
            "a checkpoint of more than there is",
            |log| log.signed.size = 700,
            "the log has 600 entries, its checkpoint speaks of 700",
        ),
        (
            "a checkpoint kept of a longer log",
            |log| log.kept[0].head.size = 700,
            "the log has 600 entries, a checkpoint that was kept had 700",
        ),
    ];
    for (what, change, failure) in cases {
        let mut log = stored();
        change(&mut log);
        let named = verify(&log).expect_err(what).to_string();
        assert!(named.contains(failure), "{what}: {named}");
    }
}

#[test]
fn a_record_that_is_none_is_named() {
    let opened = Opened { opening: Opening::new([1; 32]), record: b"{}".to_vec() };
    let leaf = opened.commitment().leaf(0);
    let entry = Entry {
        index: 0,
        person: None,
        sequence: 0,
        commitment: opened.commitment(),
        entry: &leaf.entry(),
        opened: Some(&opened),
    };
    assert_eq!(Recompute::new().take(&entry), Err(Failure::Unreadable(0)));
    let later = Entry { index: 1, ..entry };
    assert_eq!(Recompute::new().take(&later), Err(Failure::Missing { expected: 0, found: 1 }));
}

#[test]
fn a_checkpoint_of_another_key_is_not_believed() {
    let other = LogSigner::from_seed("log.example/azukari", &[8; 32]).unwrap();
    let head = Edge::empty().head();
    let note = Checkpoint::sign(head, &other);
    let refused = Failure::Checkpoint(NoteError::Unsigned);
    assert_eq!(Recompute::new().with_signed(&note, &[signer().public().clone()]), Err(refused.clone()));
    assert_eq!(Recompute::new().finish(head), Err(refused), "nothing is signed at all");
    let mut log = Recompute::new();
    log.with_signed(&note, &[other.public().clone()]).unwrap();
    assert!(log.finish(head).is_ok());
}

#[test]
fn two_kept_checkpoints_of_one_size_are_a_fork() {
    let mut log = stored();
    let forked = Head { size: 300, root: Hash::new([0; 32]) };
    log.kept.push(Checkpoint { origin: "log.example/azukari".to_owned(), head: forked });
    assert_eq!(verify(&log), Err(Failure::Kept(300)));
}

#[test]
fn the_newest_entries_may_not_be_signed_yet() {
    let mut log = stored();
    log.signed = log.kept[0].head;
    assert_eq!(verify(&log).unwrap().signed, 300);
}
