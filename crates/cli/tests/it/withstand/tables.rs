//! The database as somebody with a shell sees it.

use rusqlite::{Connection, types::ValueRef};
use std::{collections::BTreeMap, fmt::Write as _, path::Path};

/// Opens the database of a data folder, beside whoever else has it open.
pub(super) fn open(data: &Path) -> Connection {
    let conn = Connection::open(data.join("azukari.db")).expect("the database");
    conn.busy_timeout(std::time::Duration::from_secs(10)).expect("a timeout");
    conn
}

/// What jobs write by themselves: places in the log, keys of coming months.
const BY_ITSELF: [&str; 8] =
    ["pending", "leaf", "trail", "tile", "log_head", "month_key", "journal_mark", "opening_list"];

/// Every row of every table but those that jobs write by themselves, and but these.
pub(super) fn rows_but(data: &Path, but: &[&str]) -> BTreeMap<String, Vec<String>> {
    let conn = open(data);
    let mut statement = conn.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").expect("the tables");
    let names: Vec<String> = statement.query_map([], |row| row.get(0)).expect("names").map(Result::unwrap).collect();
    let wanted = names.into_iter().filter(|name| !BY_ITSELF.contains(&name.as_str()) && !but.contains(&name.as_str()));
    wanted.map(|name| (name.clone(), rows(&conn, &name))).collect()
}

fn rows(conn: &Connection, table: &str) -> Vec<String> {
    let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).expect("a table");
    let columns = statement.column_count();
    let mut found = statement.query([]).expect("rows");
    let mut rows = Vec::new();
    while let Some(row) = found.next().expect("a row") {
        let mut text = String::new();
        for column in 0..columns {
            match row.get_ref(column).expect("a column") {
                ValueRef::Null => text.push('-'),
                ValueRef::Integer(number) => write!(text, "{number}").expect("a text"),
                ValueRef::Real(number) => write!(text, "{number}").expect("a text"),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => write!(text, "{bytes:?}").expect("a text"),
            }
            text.push('|');
        }
        rows.push(text);
    }
    rows.sort();
    rows
}

/// How many rows a question finds: `person WHERE erased IS NULL`.
pub(super) fn count(data: &Path, of: &str) -> u64 {
    let count: i64 =
        open(data).query_row(&format!("SELECT count(*) FROM {of}"), [], |row| row.get(0)).expect("a count");
    count.unsigned_abs()
}

/// Whether these bytes stand in a file of the data folder.
pub(super) fn stands_on_disk(data: &Path, wanted: &str) -> bool {
    let files = std::fs::read_dir(data).expect("the folder").map(|entry| entry.expect("an entry").path());
    files.filter(|path| path.is_file()).any(|path| {
        let bytes = std::fs::read(path).expect("a file");
        bytes.windows(wanted.len()).any(|window| window == wanted.as_bytes())
    })
}
