//! The committed log: what was written once verifies for ever, and what is written now is written the same.
//!
//! `testdata/second.py` and `verify-go` read the same files with other implementations of everything. Writing them anew,
//! which means that a format has changed: `cargo test -p azukari-ledger --test vectors -- --ignored`.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test says by failing that a vector is broken"
)]

use azukari_ledger::{
    By, ByKind, Checkpoint, Edge, Extra, Hash, Head, Kind, LogSigner, Opened, Opening, Pending, Proof, PurposeRef,
    Record, TileId, TileSet, Verdict, VerifierKey,
    destroyed::Destroyed,
    integrate,
    proof::verify_file,
    tile::{TilePath, bundle, unbundle},
    tree,
    verify::{Entry, Recompute, Summary, compare},
};
use azukari_model::{ActId, Instant, PersonId};
use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

#[path = "vectors/negative.rs"]
mod negative;

const ORIGIN: &str = "azukari.example/ledger";
const SIZE: u64 = 300;
const KEPT: u64 = 123;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/log")
}

fn read(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn text(name: &str) -> String {
    String::from_utf8(read(name)).unwrap()
}

fn signer() -> LogSigner {
    LogSigner::from_seed(ORIGIN, &std::array::from_fn(|at| u8::try_from(at).unwrap())).unwrap()
}

fn person(number: u64) -> Option<(i64, PersonId)> {
    let whom = number % 5;
    (whom > 0).then(|| (i64::try_from(whom).unwrap(), PersonId::from_bits(u128::from(whom) << 64 | 0xabc)))
}

/// Records of several kinds; the last announces the list of destroyed openings.
fn record(number: u64) -> Record {
    let act = ActId::from_bits(u128::from(number) + 1);
    let at = Instant::parse("2026-11-22T00:00:00Z").unwrap().plus_micros(i64::try_from(number).unwrap() * 1_234_567);
    let staff = By { account: Some("sato".into()), role: "support".parse().ok(), ..By::of(ByKind::Staff) };
    let mut record = Record::new(Kind::Use, act, at, staff);
    record.service = "sessa".parse().ok();
    record.person = person(number).map(|(_, id)| id);
    match number % 4 {
        0 => record.purpose = Some(PurposeRef { id: "settlement".into(), meaning: 2 }),
        1 => record.verdict = Verdict::Refused { code: "policy-use-ceased".into(), count: 1 },
        2 => record.reason = Some("振込先の確認".to_owned()),
        _ => record.items = vec!["bank-account".into(), "email".into()],
    }
    record
}

struct Log {
    opened: Vec<Opened>,
    leaves: Vec<azukari_ledger::Numbered>,
    tiles: Vec<azukari_ledger::TileRow>,
    head: Head,
    kept: Head,
    list: Destroyed,
}

fn log() -> Log {
    let open = |number: u64, record: &Record| Opened {
        opening: Opening::new(*Hash::of(&[b"opening", &number.to_be_bytes()]).bytes()),
        record: record.to_bytes().unwrap(),
    };
    let mut opened: Vec<_> = (0..SIZE - 1).map(|number| open(number, &record(number))).collect();
    let list = Destroyed {
        service: "sessa".parse().ok(),
        kind: "evidence".parse().unwrap(),
        period: "2023-11".to_owned(),
        commitments: (30..33).zip(opened.iter().skip(30)).map(|(index, opened)| (index, opened.commitment())).collect(),
    };
    let mut last = Record::new(
        Kind::OpeningsDestroyed,
        ActId::from_bits(u128::from(SIZE)),
        Instant::parse("2026-12-01T00:00:00Z").unwrap(),
        By::of(ByKind::Program),
    );
    last.more = list.announcement();
    opened.push(open(SIZE - 1, &last));
    let pending: Vec<_> = opened
        .iter()
        .zip(0..)
        .map(|(opened, number)| Pending {
            record: i64::try_from(number).unwrap(),
            person: person(number).filter(|_| number < SIZE - 1).map(|(row, _)| row),
            commitment: opened.commitment(),
        })
        .collect();
    let kept = integrate(&Edge::empty(), &BTreeMap::new(), &pending[..usize::try_from(KEPT).unwrap()]).head;
    let done = integrate(&Edge::empty(), &BTreeMap::new(), &pending);
    Log { opened, leaves: done.leaves, tiles: done.tiles, head: done.head, kept, list }
}

fn tile_set(log: &Log) -> TileSet {
    let mut tiles = TileSet::new();
    for tile in &log.tiles {
        tiles.insert(tile.id, &tile.bytes).unwrap();
    }
    tiles
}

fn proof(log: &Log, index: u64, open: bool) -> Proof {
    let at = usize::try_from(index).unwrap();
    let (opened, sequence) = (log.opened[at].clone(), log.leaves[at].sequence);
    let extra = if open {
        Extra::Open { sequence, opened }
    } else {
        Extra::Closed { sequence, commitment: opened.commitment() }
    };
    let path = tile_set(log).path(&tree::inclusion(index, SIZE).unwrap()).unwrap();
    Proof::new(&extra, index, path, Checkpoint::sign(log.head, &signer()))
}

/// Proofs that must be refused, each for its own reason.
fn refused(log: &Log) -> Vec<(&'static str, String)> {
    let good = || proof(log, 42, true);
    let extra = |change: fn(&mut u64, &mut Opened)| {
        let Some(Extra::Open { mut sequence, mut opened }) = good().extra.as_deref().and_then(Extra::read) else {
            panic!("an open proof")
        };
        change(&mut sequence, &mut opened);
        Proof { extra: Some(Extra::Open { sequence, opened }.to_bytes()), ..good() }.to_string()
    };
    let path = |change: fn(&mut Vec<Hash>)| {
        let mut proof = good();
        change(&mut proof.path);
        proof.to_string()
    };
    let signed =
        |head: Head, signer: &LogSigner| Proof { checkpoint: Checkpoint::sign(head, signer), ..good() }.to_string();
    let forger = LogSigner::from_seed(ORIGIN, &[9; 32]).unwrap();
    let elsewhere = LogSigner::from_seed("elsewhere.example/ledger", &[9; 32]).unwrap();
    let text = good().to_string();
    vec![
        (
            "record-changed",
            extra(|_, opened| opened.record = String::from_utf8_lossy(&opened.record).replace("use", "find").into()),
        ),
        ("opening-changed", extra(|_, opened| opened.opening = Opening::new([0; 32]))),
        ("sequence-changed", extra(|sequence, _| *sequence += 1)),
        ("index-changed", Proof { index: 43, ..good() }.to_string()),
        ("path-hash-changed", path(|path| path[3] = Hash::new([0; 32]))),
        ("path-swapped", path(|path| path.swap(0, 1))),
        ("path-short", path(|path| path.truncate(path.len() - 1))),
        ("path-long", path(|path| path.push(Hash::new([0; 32])))),
        ("path-empty", path(Vec::clear)),
        ("size-changed", text.replace("\n300\n", "\n301\n")),
        ("root-changed", text.replace(&log.head.root.to_string(), &log.kept.root.to_string())),
        ("signed-by-another", signed(log.head, &forger)),
        ("signed-for-another-log", signed(log.head, &elsewhere)),
        ("older-checkpoint", signed(log.kept, &signer())),
        ("unsigned", text.rsplit_once("\u{2014}").unwrap().0.to_owned()),
        ("other-version", text.replace("tlog-proof@v1", "tlog-proof@v2")),
        ("index-with-zero", text.replace("index 42", "index 042")),
        ("without-extra", Proof { extra: None, ..good() }.to_string()),
    ]
}

/// Every file of the folder.
fn files() -> BTreeMap<String, Vec<u8>> {
    let log = log();
    let mut files = BTreeMap::new();
    let mut add = |name: String, bytes: Vec<u8>| assert!(files.insert(name, bytes).is_none());
    add("log.vkey".to_owned(), format!("{}\n", signer().public()).into_bytes());
    add("checkpoint".to_owned(), Checkpoint::sign(log.head, &signer()).into_bytes());
    add(format!("checkpoint-{KEPT}"), Checkpoint::sign(log.kept, &signer()).into_bytes());
    let consistency = tile_set(&log).path(&tree::consistency(KEPT, SIZE).unwrap()).unwrap();
    let lines: Vec<_> = consistency.iter().map(Hash::to_string).collect();
    add(format!("consistency-{KEPT}-{SIZE}"), (lines.join("\n") + "\n").into_bytes());
    for tile in &log.tiles {
        add(TilePath::Tile(tile.id, tile.id.width_in(SIZE)).to_string(), tile.bytes.clone());
    }
    for (chunk, index) in log.leaves.chunks(256).zip(0..) {
        let entries: Vec<_> = chunk.iter().map(|numbered| numbered.leaf.entry()).collect();
        let bytes = bundle(entries.iter().map(<[u8; 33]>::as_slice)).unwrap();
        add(TilePath::Entries(index, chunk.len() as u64).to_string(), bytes);
    }
    // A line each: index, person sequence, opening (hexadecimal), record. Those in the list of destroyed openings are gone.
    let mut lines = String::new();
    for (opened, leaf) in log.opened.iter().zip(&log.leaves) {
        let opening: Vec<_> = opened.opening.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let record = String::from_utf8(opened.record.clone()).unwrap();
        if !log.list.commitments.contains_key(&leaf.index) {
            writeln!(lines, "{} {} {} {record}", leaf.index, leaf.sequence, opening.concat()).unwrap();
        }
    }
    add("records".to_owned(), lines.into_bytes());
    add("destroyed".to_owned(), log.list.to_text().into_bytes());
    for index in [0, 42, 255, 256, 299] {
        add(format!("proofs/{index}.tlog-proof"), proof(&log, index, true).to_string().into_bytes());
    }
    add("proofs/31-closed.tlog-proof".to_owned(), proof(&log, 31, false).to_string().into_bytes());
    for (name, text) in refused(&log) {
        add(format!("refused/{name}.tlog-proof"), text.into_bytes());
    }
    for (name, bytes) in negative::files(log.head, &signer()) {
        add(name.to_owned(), bytes);
    }
    files
}

fn proofs(of: &str) -> Vec<(String, String)> {
    let mut proofs: Vec<_> = fs::read_dir(folder().join(of))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap()))
        .collect();
    proofs.sort();
    proofs
}

fn key() -> VerifierKey {
    text("log.vkey").trim_end().parse().unwrap()
}

#[test]
fn every_committed_proof_verifies() {
    let all = proofs("proofs");
    assert_eq!(all.len(), 6);
    for (name, text) in all {
        let proven = verify_file(&text, &[key()]).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(proven.checkpoint.head.size, SIZE);
        if let Some(bytes) = proven.record() {
            assert!(Record::read(bytes).is_ok(), "{name}");
        }
    }
}

#[test]
fn every_committed_forgery_is_refused() {
    let all = proofs("refused");
    assert_eq!(all.len(), 18);
    for (name, text) in all {
        assert!(verify_file(&text, &[key()]).is_err(), "{name}");
    }
}

#[test]
fn the_kept_checkpoint_is_the_beginning_of_the_log() {
    let kept = Checkpoint::open(&text("checkpoint-123"), &[key()]).unwrap().head;
    let head = Checkpoint::open(&text("checkpoint"), &[key()]).unwrap().head;
    let path: Vec<_> = text("consistency-123-300").lines().map(|line| Hash::from_base64(line).unwrap()).collect();
    assert!(tree::verify_consistency((kept.size, &kept.root), (head.size, &head.root), &path));
}

#[test]
fn the_committed_log_verifies_from_its_records_up() {
    let head = Checkpoint::open(&text("checkpoint"), &[key()]).unwrap().head;
    let list = Destroyed::read(&text("destroyed")).unwrap();
    let mut log = Recompute::new();
    log.with_kept(&Checkpoint::open(&text("checkpoint-123"), &[key()]).unwrap());
    log.with_list(&list);
    log.with_signed(&text("checkpoint"), &[key()]).unwrap();
    let (first, second) = (read("tile/entries/000"), read("tile/entries/001.p/44"));
    let entries = [unbundle(&first).unwrap(), unbundle(&second).unwrap()].concat();
    let records = text("records");
    let mut records: BTreeMap<u64, (u64, Opened)> = records
        .lines()
        .map(|line| {
            let mut words = line.splitn(4, ' ');
            let mut word = || words.next().unwrap();
            let (index, sequence, opening, record) = (word(), word(), word(), word());
            let opening = std::array::from_fn(|at| u8::from_str_radix(&opening[2 * at..2 * at + 2], 16).unwrap());
            let opened = Opened { opening: Opening::new(opening), record: record.as_bytes().to_vec() };
            (index.parse().unwrap(), (sequence.parse().unwrap(), opened))
        })
        .collect();
    // What was destroyed keeps its number in the store; here the list and the records around it give it back.
    let lost = log_numbers(&list);
    for (entry, index) in entries.iter().zip(0..) {
        let opened = records.remove(&index);
        let (sequence, opened) =
            opened.map_or_else(|| (lost[&index], None), |(sequence, opened)| (sequence, Some(opened)));
        let commitment = opened.as_ref().map_or_else(|| list.commitments[&index], Opened::commitment);
        let person = person(index).filter(|_| index < SIZE - 1);
        let entry = Entry { index, person, sequence, commitment, entry, opened: opened.as_ref() };
        for tile in log.take(&entry).unwrap() {
            compare(&tile, Some(&read(&TilePath::Tile(tile.id, 256).to_string()))).unwrap();
        }
    }
    for tile in log.edge_tiles() {
        let path = TilePath::Tile(tile.id, tile.id.width_in(SIZE)).to_string();
        compare(&tile, Some(&read(&path))).unwrap();
    }
    let summary = log.finish(head).unwrap();
    assert_eq!(summary, Summary { head, signed: SIZE, opened: 297, destroyed: 3, lost: 0, persons: 4 });
}

fn log_numbers(list: &Destroyed) -> BTreeMap<u64, u64> {
    list.commitments.keys().map(|index| (*index, person(*index).map_or(0, |_| index / 5 + 1))).collect()
}

#[test]
fn what_is_written_now_is_what_was_written_then() {
    for (name, bytes) in files() {
        assert!(read(&name) == bytes, "{name} has changed");
    }
}

#[test]
fn what_is_nearly_right_is_committed_with_what_everybody_says_of_it() {
    let of = |name: &str| {
        let all: Vec<serde_json::Value> = text(name).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let good = all.iter().filter(|one| one["good"] == true).count();
        (good, all.len() - good)
    };
    assert_eq!(of("negative/notes"), (7, 55));
    assert_eq!(of("negative/inclusion"), (14, 190));
    assert_eq!(of("negative/consistency"), (12, 161));
}

#[test]
fn a_tile_is_needed_only_where_a_proof_passes() {
    let needed = TileSet::needed(&tree::inclusion(42, SIZE).unwrap());
    assert_eq!(needed, [TileId { level: 0, index: 0 }, TileId { level: 0, index: 1 }].into());
}

#[test]
#[ignore = "writes the committed vectors anew"]
fn write_the_vectors() {
    for (name, bytes) in files() {
        let path = folder().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
