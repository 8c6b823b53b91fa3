//! Whoever has a database shell and one byte to change: every column of every table, either found and named by `azukari
//! verify`, or told here why it is not. A column without a row in the table fails.

mod columns;

use crate::{served::Served, support::House};
use columns::{CLAIMED, Claimed, LEFT};
use rusqlite::{Connection, OptionalExtension, params_from_iter, types::Value as Sql};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    process::Command,
};

/// A data folder that nobody serves.
struct Data {
    folder: PathBuf,
    _keep: Box<dyn std::any::Any>,
}

impl Data {
    fn shell(&self) -> Connection {
        let conn = Connection::open(self.folder.join("azukari.db")).expect("the database");
        conn.pragma_update(None, "foreign_keys", "OFF").expect("a pragma");
        conn
    }

    /// What `azukari verify` says: exit code, and each line of place and code.
    fn verify(&self) -> (Option<i32>, Vec<(String, String)>) {
        let output = Command::new(env!("CARGO_BIN_EXE_azukari"))
            .args(["--lang", "en", "verify", "--format", "plain", "--data"])
            .arg(&self.folder)
            .output()
            .expect("it runs");
        let text = String::from_utf8(output.stdout).expect("a text");
        let found = text.lines().filter_map(|line| {
            let mut words = line.split('\t');
            (words.next() == Some("failed")).then(|| (words.next(), words.next()))
        });
        let found = found.map(|(place, code)| (place.expect("a place").to_owned(), code.expect("a code").to_owned()));
        (output.status.code(), found.collect())
    }
}

/// More entries than a tile holds, two people, a line of a register, a revoked token; and a record that waits for its number,
/// for it was made while nobody served.
async fn with_a_full_tile() -> Data {
    let mut served = Served::open("sessa", &["web", "support", "officer"]);
    let house = &served.house;
    let mut people = Vec::new();
    for number in 0..2 {
        let items = json!({"email": format!("p{number}@mail.example")});
        people.push(house.person("sessa", "web", "signup", items).await);
    }
    let account = json!({"account": "stf-other", "role": "support", "over": false});
    house.post("sessa", "officer", "accounts", account).await.done();
    let mut last = json!(null);
    for number in 0..270 {
        let opened = house.opens(("sessa", "support"), &people[number % 2], "contacting", &["email"]).await.done();
        last = opened.body["act"].clone();
    }
    house.wait_for(&format!("/ledger/proof/{}", last.as_str().expect("an act"))).await;
    let (made, token, _) = served.command(&[
        "token",
        "create",
        "--service",
        "sessa",
        "--role",
        "support",
        "--owner",
        "leaving",
        "--network",
        "192.0.2.0/24",
    ]);
    assert!(made, "{token}");
    served.ended();
    let id = format!("tok_{}", token.split('_').nth(1).expect("an id"));
    let (revoked, _, said) = served.command(&["token", "revoke", "--service", "sessa", &id]);
    assert!(revoked, "{said}");
    Data { folder: served.data(), _keep: Box::new(served) }
}

/// The same program three years on: what was evidence is in a list of destroyed openings.
async fn with_lists() -> Data {
    let mut house = House::open_with(crate::support::Draft::of("sessa").path()).await;
    house.person("sessa", "web", "signup", json!({"email": "a@mail.example"})).await;
    house.jobs("2030-02-01T15:00:00Z").await;
    house.kill();
    Data { folder: house.data(), _keep: Box::new(house) }
}

/// Every column, with whether it is of the primary key.
fn all_columns(conn: &Connection) -> BTreeMap<String, Vec<(String, bool)>> {
    let mut tables = BTreeMap::new();
    let mut statement = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").expect("the tables");
    let names = statement.query_map([], |row| row.get::<_, String>(0)).expect("names").map(Result::unwrap);
    for table in names.filter(|name| !name.starts_with("sqlite_")) {
        let mut statement = conn.prepare(&format!("PRAGMA table_info({table})")).expect("a table");
        let columns = statement.query_map([], |row| Ok((row.get(1)?, row.get::<_, i64>(5)? > 0))).expect("columns");
        tables.insert(table.clone(), columns.map(Result::unwrap).collect());
    }
    tables
}

/// One place of the database, and how to find it again.
struct Cell<'a> {
    table: &'a str,
    column: &'a str,
    key: Vec<(String, Sql)>,
    value: Sql,
}

impl Cell<'_> {
    /// Writes something else there; `false`: the database itself does not take it.
    fn write(&self, conn: &Connection, value: &Sql, is_text: bool) -> bool {
        let which: Vec<_> =
            self.key.iter().enumerate().map(|(at, (column, _))| format!("{column} IS ?{}", at + 2)).collect();
        let cast = if is_text { "CAST(?1 AS TEXT)" } else { "?1" };
        let sql = format!("UPDATE {} SET {} = {cast} WHERE {}", self.table, self.column, which.join(" AND "));
        let values = std::iter::once(value).chain(self.key.iter().map(|(_, value)| value));
        conn.execute(&sql, params_from_iter(values)).is_ok_and(|changed| changed == 1)
    }
}

/// A middle row of a table at one column where something stands; in the long form the first and the last too.
fn cells<'a>(
    conn: &Connection,
    table: &'a str,
    column: &'a str,
    of: &str,
    columns: &[(String, bool)],
) -> Vec<Cell<'a>> {
    let keys: Vec<_> = columns.iter().filter(|(_, is_key)| *is_key).map(|(name, _)| name.clone()).collect();
    let wanted = format!("{}, {column}", keys.join(", "));
    let rows = format!("FROM {table} WHERE {column} IS NOT NULL AND {column} <> '' AND {of}");
    let count: i64 = conn.query_row(&format!("SELECT count(*) {rows}"), [], |row| row.get(0)).expect("a count");
    let wished = if is_long() { vec![0, count / 2, count - 1] } else { vec![count / 2] };
    let places: BTreeSet<i64> = wished.into_iter().filter(|place| (0..count).contains(place)).collect();
    let mut cells = Vec::new();
    for place in places {
        let sql = format!("SELECT {wanted} {rows} ORDER BY {} LIMIT 1 OFFSET {place}", keys.join(", "));
        let cell = conn.query_row(&sql, [], |row| {
            let key = keys.iter().enumerate().map(|(at, key)| Ok((key.clone(), row.get(at)?)));
            Ok(Cell { table, column, key: key.collect::<Result<_, rusqlite::Error>>()?, value: row.get(keys.len())? })
        });
        cells.extend(cell.optional().expect("a row"));
    }
    cells
}

/// What else could stand there, one byte of it changed: a little in the first and the last, and in the middle so that a text
/// is none. In the long form every byte.
fn changed(value: &Sql) -> Vec<(Sql, bool)> {
    let bytes = |bytes: &[u8], is_text| {
        let some = [(0, 1), (bytes.len() / 2, 0x80), (bytes.len().saturating_sub(1), 1)];
        let all = (0..bytes.len()).map(|at| (at, 1)).chain(some);
        let places: BTreeSet<(usize, u8)> =
            if is_long() { all.collect() } else { some.into_iter().filter(|(at, _)| *at < bytes.len()).collect() };
        let with = |(at, mask): (usize, u8)| {
            let mut bytes = bytes.to_vec();
            bytes[at] ^= mask;
            (Sql::Blob(bytes), is_text)
        };
        places.into_iter().map(with).collect()
    };
    match value {
        Sql::Integer(number) => [1, 1 << 40, 1 << 62].map(|bit| (Sql::Integer(number ^ bit), false)).to_vec(),
        Sql::Text(text) => bytes(text.as_bytes(), true),
        Sql::Blob(blob) => bytes(blob, false),
        Sql::Null | Sql::Real(_) => Vec::new(),
    }
}

/// Whether every byte of many rows is to be tried, which takes an hour.
fn is_long() -> bool {
    std::env::var_os("AZUKARI_EVERY_BYTE").is_some()
}

/// Whether a finding is at a place that a row of the table allows.
fn fits(claimed: &Claimed, table: &str, found: &[(String, String)]) -> bool {
    let of_table = format!("database ({table})");
    let mut allowed = claimed.place.split('|').chain([of_table.as_str()]);
    allowed.any(|allowed| found.iter().any(|(place, _)| place.starts_with(allowed)))
}

/// Tables that are tried three years on as well.
const LATER: [&str; 3] = ["opening_list", "leaf", "trail"];

#[tokio::test(flavor = "multi_thread")]
async fn one_byte_changed_in_any_claimed_column_is_found_and_its_place_named() {
    let houses = [(with_a_full_tile().await, false), (with_lists().await, true)];
    let mut tried: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (data, is_later) in &houses {
        assert_eq!(data.verify(), (Some(0), Vec::new()), "whole before");
        let tables = all_columns(&data.shell());
        every_column_has_a_row(&tables);
        for claimed in CLAIMED {
            let (table, column) = claimed.column.split_once('.').expect("table.column");
            if *is_later && !LATER.contains(&table) {
                continue;
            }
            for cell in cells(&data.shell(), table, column, claimed.of, &tables[table]) {
                for (value, is_text) in changed(&cell.value) {
                    if !cell.write(&data.shell(), &value, is_text) {
                        continue;
                    }
                    *tried.entry(claimed.column).or_default() += 1;
                    let (code, found) = data.verify();
                    if code != Some(1) || !fits(claimed, table, &found) {
                        wrong.push(format!("{} {:?}: exit {code:?}, {found:?}", claimed.column, cell.key));
                    }
                    restore(&data.shell(), &cell, &value);
                }
            }
        }
        assert_eq!(data.verify(), (Some(0), Vec::new()), "whole after");
    }
    let all = tried.values().sum::<usize>();
    assert!(wrong.is_empty(), "{} of {all}:\n{}", wrong.len(), wrong.join("\n"));
    let untried: Vec<_> =
        CLAIMED.iter().map(|claimed| claimed.column).filter(|name| !tried.contains_key(name)).collect();
    assert_eq!(untried, [""; 0], "nothing stands there to be changed");
    println!("{all} bytes changed in {} columns, each found and named", tried.len());
}

/// A column is claimed, or it or its table is left with a reason; and never both.
fn every_column_has_a_row(tables: &BTreeMap<String, Vec<(String, bool)>>) {
    for (table, columns) in tables {
        for (column, _) in columns {
            let name = format!("{table}.{column}");
            let claimed = CLAIMED.iter().filter(|claimed| claimed.column == name).count();
            let left = LEFT.iter().filter(|(left, _)| *left == name || left == table).count();
            assert_eq!(claimed + left, 1, "{name} has no row, or two");
        }
    }
}

/// Puts back what stood there, by the key as it is now.
fn restore(conn: &Connection, cell: &Cell<'_>, changed: &Sql) {
    let key = cell
        .key
        .iter()
        .map(|(column, value)| (column.clone(), if column == cell.column { changed.clone() } else { value.clone() }));
    let now = Cell { table: cell.table, column: cell.column, key: key.collect(), value: cell.value.clone() };
    let (value, is_text) = match &cell.value {
        Sql::Text(text) => (Sql::Blob(text.clone().into_bytes()), true),
        other => (other.clone(), false),
    };
    // A key that is a text was written from bytes, and is compared as a text.
    assert!(now.write_as_text(conn, &value, is_text), "{}.{} is put back", cell.table, cell.column);
}

impl Cell<'_> {
    /// The same as [`Cell::write`], where a changed key may be a text that is none.
    fn write_as_text(&self, conn: &Connection, value: &Sql, is_text: bool) -> bool {
        if self.write(conn, value, is_text) {
            return true;
        }
        let which: Vec<_> = self
            .key
            .iter()
            .enumerate()
            .map(|(at, (column, _))| format!("CAST({column} AS BLOB) IS CAST(?{} AS BLOB)", at + 2))
            .collect();
        let sql = format!("UPDATE {} SET {} = CAST(?1 AS TEXT) WHERE {}", self.table, self.column, which.join(" AND "));
        let values = std::iter::once(value).chain(self.key.iter().map(|(_, value)| value));
        conn.execute(&sql, params_from_iter(values)).is_ok_and(|changed| changed == 1)
    }
}

/// A change by SQL of more than a byte, with exit code 1 and the place it is named by.
#[tokio::test(flavor = "multi_thread")]
async fn records_swapped_a_tail_dropped_and_a_tile_gone_are_found_by_the_program() {
    let data = with_a_full_tile().await;
    let pair: (i64, i64) = data
        .shell()
        .query_row(
            "SELECT a.row, b.row FROM record a JOIN record b ON b.row > a.row AND length(a.sealed) = length(b.sealed)
             AND a.kind = 'use' AND b.kind = 'use' ORDER BY a.row, b.row LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .expect("two of one length");
    let place: i64 =
        data.shell().query_row("SELECT place FROM leaf WHERE record = ?1", [pair.0], |row| row.get(0)).expect("a leaf");
    let all = "person, act, kind, account, at, changes, month_key, sealed";
    let (one, two) = pair;
    let swapped = format!(
        "CREATE TEMP TABLE kept AS SELECT * FROM record WHERE row IN ({one}, {two});
         UPDATE record SET ({all}) = (SELECT {all} FROM kept WHERE row = {two}) WHERE row = {one};
         UPDATE record SET ({all}) = (SELECT {all} FROM kept WHERE row = {one}) WHERE row = {two};"
    );
    let whole = std::fs::read(data.folder.join("azukari.db")).expect("the database");
    for (what, sql, named) in [
        ("two records of equal length", swapped.as_str(), format!("entry {place}")),
        (
            "the tail: records, leaves and lines",
            "DELETE FROM trail WHERE record >= (SELECT record FROM leaf WHERE place = 250);
             DELETE FROM record WHERE row >= (SELECT record FROM leaf WHERE place = 250);
             DELETE FROM pending; DELETE FROM leaf WHERE place >= 250;",
            "head".to_owned(),
        ),
        (
            "the tail, with a head that fits",
            "DELETE FROM trail WHERE record >= (SELECT record FROM leaf WHERE place = 250);
             DELETE FROM record WHERE row >= (SELECT record FROM leaf WHERE place = 250);
             DELETE FROM pending; DELETE FROM leaf WHERE place >= 250; UPDATE log_head SET size = 250;",
            "tile ".to_owned(),
        ),
        ("a tile", "DELETE FROM tile WHERE level = 0 AND place = 0;", "tile 0 of level 0".to_owned()),
        ("whom what waits is about", "UPDATE pending SET person = 1;", "record ".to_owned()),
        ("what waits", "DELETE FROM pending;", "record ".to_owned()),
    ] {
        data.shell().execute_batch(sql).expect("a change");
        let (code, found) = data.verify();
        assert_eq!(code, Some(1), "{what}: {found:?}");
        assert!(found.iter().any(|(place, _)| place.starts_with(&named)), "{what}: {found:?}");
        std::fs::write(data.folder.join("azukari.db"), &whole).expect("the database");
    }
    assert_eq!(data.verify(), (Some(0), Vec::new()));
}

/// Bytes of the file itself, wherever they stand: whatever comes of it, the program says so and does not break.
#[tokio::test(flavor = "multi_thread")]
async fn no_byte_of_the_file_breaks_the_program_that_looks_at_it() {
    let data = with_lists().await;
    let path = data.folder.join("azukari.db");
    // Everything into the file itself.
    data.shell().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("a checkpoint");
    let whole = std::fs::read(&path).expect("the database");
    let mut found = 0;
    for at in (0..whole.len()).step_by(whole.len() / 150) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x41;
        std::fs::write(&path, &bytes).expect("the database");
        let (code, _) = data.verify();
        assert!(matches!(code, Some(0..=2)), "byte {at}: {code:?}");
        found += usize::from(code != Some(0));
    }
    assert!(found > 20, "{found}");
}
