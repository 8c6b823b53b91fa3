//! Whoever has a database shell: each thing they could change is found, and named by its place.

mod deciding;
mod rolled_back;

use crate::{
    retention::DAY_AFTER,
    support::{House, verified},
};
use azukari_custody::verify::{Finding, Place, What};
use azukari_store::{PersonRow, RecordRow};
use rusqlite::{Connection, params};
use std::{fs, path::Path};

/// An entry about a person, in the first tile.
const ENTRY: u64 = 100;
const OF_ENTRY: &str = "row = (SELECT record FROM leaf WHERE place = 100)";

/// Two services, two people, more entries than a tile holds, and three records that wait for their number.
async fn house() -> House {
    let house = House::with(&["sessa", "ijgn"]).await;
    let (one, two) = (house.sessa_person("one@example.jp").await, house.sessa_person("two@example.jp").await);
    let support = house.caller("sessa", "support").await;
    for number in 0..280 {
        let person = if number % 3 == 0 { two } else { one };
        house.use_(&support, person, "contacting", &["email"]).await.unwrap();
    }
    house.door.turn_jobs().await.unwrap();
    for person in [one, two, one] {
        house.use_(&support, person, "contacting", &["email"]).await.unwrap();
    }
    house
}

fn copied(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for name in ["azukari.db", "key"] {
        fs::copy(folder.join(name), copy.path().join(name)).unwrap();
    }
    copy
}

fn shell(folder: &Path) -> Connection {
    Connection::open(folder.join("azukari.db")).unwrap()
}

/// Changes one byte of one value.
fn flip(conn: &Connection, table: &str, column: &str, which: &str, at: usize) {
    let sql = format!("SELECT CAST({column} AS BLOB) FROM {table} WHERE {which}");
    let mut bytes: Vec<u8> = conn.query_row(&sql, [], |row| row.get(0)).unwrap();
    bytes[at] ^= 1;
    let is_text: bool = conn
        .query_row(&format!("SELECT typeof({column}) = 'text' FROM {table} WHERE {which}"), [], |row| row.get(0))
        .unwrap();
    let sql = format!("UPDATE {table} SET {column} = ?1 WHERE {which}");
    let changed =
        if is_text { conn.execute(&sql, [String::from_utf8(bytes).unwrap()]) } else { conn.execute(&sql, [bytes]) };
    assert_eq!(changed.unwrap(), 1, "{table}.{column}");
}

type Change = Box<dyn Fn(&Connection)>;

fn sql(sql: &'static str) -> Change {
    Box::new(move |conn| conn.execute_batch(sql).unwrap())
}

fn byte(table: &'static str, column: &'static str, which: &'static str, at: usize) -> Change {
    Box::new(move |conn| flip(conn, table, column, which, at))
}

fn records() -> Vec<(&'static str, Change, Place, What)> {
    let entry = || Place::Entry(ENTRY);
    vec![
        ("a byte of a record", byte("record", "sealed", OF_ENTRY, 150), entry(), What::DoesNotOpen),
        ("a byte of its opening", byte("record", "sealed", OF_ENTRY, 70), entry(), What::DoesNotOpen),
        ("the salt of its box", byte("record", "sealed", OF_ENTRY, 3), entry(), What::DoesNotOpen),
        ("nothing left of it", sql("UPDATE record SET sealed = x'' WHERE row = (SELECT record FROM leaf WHERE place = 100)"), entry(), What::DoesNotOpen),
        ("its act", byte("record", "act", OF_ENTRY, 9), entry(), What::DoesNotOpen),
        ("its kind in clear", sql("UPDATE record SET kind = 'find' WHERE row = (SELECT record FROM leaf WHERE place = 100)"), entry(), What::OtherColumns),
        ("its account in clear", sql("UPDATE record SET account = 'somebody' WHERE row = (SELECT record FROM leaf WHERE place = 100)"), entry(), What::OtherColumns),
        ("its time in clear", sql("UPDATE record SET at = at + 1 WHERE row = (SELECT record FROM leaf WHERE place = 100)"), entry(), What::OtherColumns),
        ("its service", sql("UPDATE record SET service = 3 - service WHERE row = (SELECT record FROM leaf WHERE place = 100)"), entry(), What::DoesNotOpen),
        ("its month", sql("UPDATE record SET month_key = 999 WHERE row = (SELECT record FROM leaf WHERE place = 100)"), entry(), What::KeyGone),
        ("its person", sql("UPDATE record SET person = 3 - person WHERE row = (SELECT record FROM leaf WHERE place = 100)"), entry(), What::OtherPerson),
        ("its person and its leaf's", sql("UPDATE record SET person = 3 - person WHERE row = (SELECT record FROM leaf WHERE place = 100);
            UPDATE leaf SET person = 3 - person WHERE place = 100"), entry(), What::OtherPerson),
        ("the record alone, deleted", sql("DELETE FROM record WHERE row = (SELECT record FROM leaf WHERE place = 100)"), entry(), What::RecordGone),
        ("a record with its leaf, deleted", sql("DELETE FROM record WHERE row = (SELECT record FROM leaf WHERE place = 100);
            DELETE FROM trail WHERE record = (SELECT record FROM leaf WHERE place = 100); DELETE FROM leaf WHERE place = 100"), entry(), What::Missing),
        ("two records in each other's place", Box::new(swap), entry(), What::Changed),
        ("two boxes in each other's row", Box::new(swap_boxes), entry(), What::DoesNotOpen),
        ("the key of a month", byte("month_key", "key", "row = (SELECT month_key FROM record ORDER BY row DESC LIMIT 1)", 90),
            Place::Key("sessa evidence 2027-01".to_owned()), What::DoesNotOpen),
        ("the key of a month, gone as if its time had come", sql("UPDATE month_key SET key = NULL, destroyed = 1
            WHERE row = (SELECT month_key FROM record ORDER BY row DESC LIMIT 1)"), Place::Entry(2), What::Unlisted),
    ]
}

/// Two records of equal length, whole rows, exchanged: each opens, and is not what its leaf says.
fn swap(conn: &Connection) {
    conn.execute_batch(
        "CREATE TEMP TABLE two AS SELECT r.* FROM record r JOIN leaf l ON l.record = r.row WHERE l.place IN (100, 101, 102)
            AND length(r.sealed) = (SELECT length(sealed) FROM record JOIN leaf ON record = record.row WHERE place = 100);",
    )
    .unwrap();
    let rows: Vec<i64> = conn
        .prepare("SELECT row FROM two ORDER BY row")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(rows.len() >= 2, "two of one length");
    for (to, from) in [(rows[0], rows[1]), (rows[1], rows[0])] {
        conn.execute(
            "UPDATE record SET (person, act, kind, account, at, month_key, sealed) =
                (SELECT person, act, kind, account, at, month_key, sealed FROM two WHERE row = ?2) WHERE row = ?1",
            params![to, from],
        )
        .unwrap();
    }
    conn.execute_batch("DROP TABLE two").unwrap();
}

fn swap_boxes(conn: &Connection) {
    let of = |place: u64| -> (i64, Vec<u8>) {
        conn.query_row(
            "SELECT r.row, r.sealed FROM record r JOIN leaf l ON l.record = r.row WHERE l.place = ?1",
            [place.cast_signed()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap()
    };
    let (one, two) = (of(100), of(101));
    for (row, sealed) in [(one.0, two.1), (two.0, one.1)] {
        conn.execute("UPDATE record SET sealed = ?2 WHERE row = ?1", params![row, sealed]).unwrap();
    }
}

fn the_log(size: u64) -> Vec<(&'static str, Change, Place, What)> {
    let entry = || Place::Entry(ENTRY);
    vec![
        ("a leaf", byte("leaf", "leaf", "place = 100", 5), entry(), What::Leaf),
        ("a commitment", byte("leaf", "commitment", "place = 100", 5), entry(), What::Changed),
        ("a person's number", sql("UPDATE leaf SET sequence = sequence + 1 WHERE place = 100"), entry(), What::Sequence),
        ("whose leaf it is", sql("UPDATE leaf SET person = NULL, sequence = 0 WHERE place = 100"), entry(), What::OtherPerson),
        ("whose record it is of", sql("UPDATE leaf SET record = 9999 WHERE place = 100"), entry(), What::RecordGone),
        ("a full tile", byte("tile", "hashes", "level = 0 AND place = 0", 77), Place::Tile(0, 0), What::Hash),
        ("the tile at the edge", byte("tile", "hashes", "level = 0 AND place = 1", 7), Place::Tile(0, 1), What::Hash),
        ("a tile of the level above", byte("tile", "hashes", "level = 1 AND place = 0", 7), Place::Tile(1, 0), What::Hash),
        ("a tile too short", sql("UPDATE tile SET hashes = substr(hashes, 1, 64) WHERE level = 0 AND place = 1"), Place::Tile(0, 1), What::Hash),
        ("a tile gone", sql("DELETE FROM tile WHERE level = 0 AND place = 1"), Place::Tile(0, 1), What::Hash),
        ("a tile too many", sql("INSERT INTO tile VALUES (0, 2, zeroblob(32))"), Place::Tile(0, 2), What::Superfluous),
        ("the root", byte("log_head", "root", "key = 1", 0), Place::Head, What::Root),
        ("a head ahead of its leaves", sql("UPDATE log_head SET size = size + 1"), Place::Head, What::Size),
        ("a head behind its leaves", sql("UPDATE log_head SET size = size - 1"), Place::Head, What::Size),
        ("the end, records and leaves", sql("DELETE FROM trail WHERE record >= (SELECT record FROM leaf WHERE place = 250);
            DELETE FROM record WHERE row >= (SELECT record FROM leaf WHERE place = 250); DELETE FROM pending; DELETE FROM leaf WHERE place >= 250"),
            Place::Head, What::Size),
        ("the checkpoint's text", byte("log_head", "note", "key = 1", 3), Place::Checkpoint, What::NotSigned),
        ("the checkpoint's signature", sql("UPDATE log_head SET note = replace(note, substr(note, length(note) - 20, 4), 'AAAA')"), Place::Checkpoint, What::NotSigned),
        ("no checkpoint at all", sql("UPDATE log_head SET note = NULL, signed_size = NULL, signed_at = NULL"), Place::Checkpoint, What::NotSigned),
        ("the size beside the checkpoint", sql("UPDATE log_head SET signed_size = signed_size - 1"), Place::Checkpoint, What::Size),
        ("an entry out of thin air", Box::new(move |conn| {
            conn.execute("INSERT INTO leaf VALUES (?1, 9999, NULL, 0, zeroblob(32), zeroblob(32))", [size.cast_signed()]).unwrap();
        }), Place::Entry(size), What::RecordGone),
    ]
}

fn waiting(first: i64) -> Vec<(&'static str, Change, Place, What)> {
    let record = || Place::Record(RecordRow(first));
    vec![
        (
            "the commitment of what waits",
            byte("pending", "commitment", "record = (SELECT min(record) FROM pending)", 0),
            record(),
            What::Changed,
        ),
        (
            "whom what waits is about",
            sql("UPDATE pending SET person = 3 - person WHERE record = (SELECT min(record) FROM pending)"),
            record(),
            What::OtherPerson,
        ),
        (
            "the record of what waits",
            byte("record", "sealed", "row = (SELECT min(record) FROM pending)", 150),
            record(),
            What::DoesNotOpen,
        ),
        (
            "what waits, without its record",
            sql("DELETE FROM record WHERE row = (SELECT min(record) FROM pending)"),
            record(),
            What::RecordGone,
        ),
        (
            "a record that waits no more",
            sql("DELETE FROM pending WHERE record = (SELECT min(record) FROM pending)"),
            record(),
            What::Unnumbered,
        ),
        (
            "a numbered record that waits",
            sql("INSERT INTO pending SELECT record, person, commitment FROM leaf WHERE place = 100"),
            Place::Record(RecordRow(101)),
            What::Twice,
        ),
    ]
}

fn trails() -> Vec<(&'static str, Change, Place, What)> {
    let line = |person, sequence| Place::Trail(PersonRow(person), sequence);
    vec![
        (
            "two persons' lines",
            Box::new(|conn: &Connection| {
                let of = |person: i64| -> i64 {
                    conn.query_row("SELECT record FROM trail WHERE person = ?1 AND sequence = 7", [person], |row| {
                        row.get(0)
                    })
                    .unwrap()
                };
                let (one, two) = (of(1), of(2));
                for (person, record) in [(1, two), (2, one)] {
                    conn.execute("UPDATE trail SET record = ?2 WHERE person = ?1 AND sequence = 7", [person, record])
                        .unwrap();
                }
            }),
            line(1, 7),
            What::TrailWithoutLeaf,
        ),
        ("a line deleted", sql("DELETE FROM trail WHERE person = 2 AND sequence = 7"), line(2, 7), What::TrailMissing),
        (
            "the newest line deleted",
            sql("DELETE FROM trail WHERE person = 1 AND sequence = (SELECT max(sequence) FROM trail WHERE person = 1)"),
            line(1, 187),
            What::TrailMissing,
        ),
        ("a line too many", sql("INSERT INTO trail VALUES (2, 9999, 100)"), line(2, 9999), What::TrailWithoutLeaf),
        (
            "a person deleted, and their lines left",
            sql("DELETE FROM person WHERE row = 2"),
            line(2, 1),
            What::TrailWithoutLeaf,
        ),
    ]
}

fn found(cases: Vec<(&'static str, Change, Place, What)>, folder: &Path) {
    assert_eq!(verified(folder, &[]).findings, [], "whole before");
    for (what, change, place, why) in cases {
        let copy = copied(folder);
        change(&shell(copy.path()));
        let findings = verified(copy.path(), &[]).findings;
        assert!(findings.contains(&Finding { place, what: why }), "{what}: {findings:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_by_sql_is_found_and_named() {
    let house = house().await;
    let size = house.store.head().await.unwrap().size;
    let first = house.store.pending(1).await.unwrap()[0].record.0;
    let folder = house.close();
    found(records(), folder.path());
    found(the_log(size), folder.path());
    found(waiting(first), folder.path());
    found(trails(), folder.path());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_program_did_not_make_is_found() {
    let folder = House::with(&["sessa"]).await.close();
    let named = |name: &str| Place::File(name.to_owned());
    let trigger = "CREATE TRIGGER quiet AFTER INSERT ON standing BEGIN UPDATE standing SET yes = 1; END";
    let cases: Vec<(&'static str, Change, Place, What)> = vec![
        ("a trigger", sql(trigger), named("quiet"), What::Stranger),
        ("a table", sql("CREATE TABLE more (a)"), named("more"), What::Stranger),
        ("an index gone", sql("DROP INDEX leaf_of_record"), named("leaf_of_record"), What::Stranger),
    ];
    found(cases, folder.path());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_destroyed_openings_that_is_not_what_was_announced_is_found() {
    let house = House::with(&["sessa"]).await;
    house.sessa_person("one@example.jp").await;
    house.turn(DAY_AFTER).await;
    let folder = house.close();
    let full = "row = (SELECT row FROM opening_list WHERE kind = 'evidence' AND count > 0)";
    let list = |kind: &str| Place::List(format!("{kind} 2027-01"));
    let first: i64 = shell(folder.path())
        .query_row("SELECT min(place) FROM leaf JOIN record r ON r.row = record JOIN month_key k ON k.row = month_key WHERE k.kind = 'evidence'", [], |row| row.get(0))
        .unwrap();
    let first = || Place::Entry(first.cast_unsigned());
    let cases: Vec<(&'static str, Change, Place, What)> = vec![
        ("a byte of a commitment", byte("opening_list", "text", full, 100), list("evidence"), What::BadList),
        ("its hash", byte("opening_list", "hash", full, 5), list("evidence"), What::BadList),
        ("the list gone", sql("DELETE FROM opening_list WHERE kind = 'evidence'"), first(), What::Unlisted),
        (
            "its lines gone",
            sql(
                "UPDATE opening_list SET text = substr(text, 1, instr(text, char(10) || char(10)) + 1) WHERE kind = 'evidence'",
            ),
            list("evidence"),
            What::BadList,
        ),
    ];
    found(cases, folder.path());
}
