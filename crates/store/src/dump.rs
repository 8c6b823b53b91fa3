//! A database as two streams of rows, and back: one without keys and look-ups, one of them alone.
//!
//! ```text
//! row = 0x01 ‖ number of the table (1) ‖ a value for each of its columns
//! end = 0x00 ‖ number of rows (8)
//! value = 0x00 nothing | 0x01 ‖ integer (8) | 0x02 ‖ length (4) ‖ text | 0x03 ‖ length (4) ‖ bytes
//! ```

use crate::{Gap, Still, StoreError, gap, migrate};
use rusqlite::{
    Connection, OpenFlags, ToSql,
    types::{ToSqlOutput, Value, ValueRef},
};
use std::{
    fs::File,
    io::{Read, Write},
    path::Path,
};

/// Which half.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Half {
    /// Every column but keys and look-ups.
    Data,
    /// Keys and look-ups.
    Keys,
}

/// A table of a half.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<String>,
    pub rows: u64,
}

/// Columns that are keys or look-ups: the table, what its rows are told apart by, the columns.
const SECRET: &[(&str, &[&str], &[&str])] = &[
    ("reference", &["person", "system"], &["lookup", "key"]),
    ("lookup", &[], &["hash", "kind", "person", "part", "service"]),
    ("holding", &["row"], &["key", "lookup"]),
    ("message", &["row"], &["key"]),
    ("request", &["service", "id"], &["key"]),
    ("month_key", &["row"], &["key"]),
];
/// Tables that are made anew with a database.
const NOT_COPIED: &[&str] = &["migration"];
/// No value is longer, in bytes.
const VALUE_MAX: u32 = 256 * 1024 * 1024;

/// What stands for a table in a half: what is read from it, and what is written to it.
struct Part {
    table: Table,
    read: String,
    write: String,
}

fn parts(conn: &Connection, half: Half) -> Result<Vec<Part>, StoreError> {
    let mut tables = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid")?;
    let names: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut parts = Vec::new();
    for name in names.into_iter().filter(|name| !NOT_COPIED.contains(&name.as_str())) {
        parts.extend(part(conn, half, name)?);
    }
    Ok(parts)
}

fn part(conn: &Connection, half: Half, name: String) -> Result<Option<Part>, StoreError> {
    let mut columns = conn.prepare("SELECT name, \"notnull\" FROM pragma_table_info(?1) ORDER BY cid")?;
    let all: Vec<(String, bool)> =
        columns.query_map([&name], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let secret = SECRET.iter().find(|(table, ..)| *table == name);
    let is_secret = |column: &str| secret.is_some_and(|(.., secret)| secret.contains(&column));
    let open: Vec<&str> = all.iter().map(|(column, _)| column.as_str()).filter(|column| !is_secret(column)).collect();
    let (columns, filter, write) = match (half, secret) {
        // All of it is secret.
        (Half::Data, _) if open.is_empty() => return Ok(None),
        (Half::Data, _) => {
            // A column that may not be empty stands empty until the other half fills it.
            let empty: Vec<_> = all.iter().filter(|(column, never)| *never && is_secret(column)).collect();
            let into = open.iter().copied().chain(empty.iter().map(|(column, _)| column.as_str()));
            let values = (1..=open.len()).map(|n| format!("?{n}")).chain(empty.iter().map(|_| "x''".to_owned()));
            (open.clone(), String::new(), insert(&name, into, values))
        }
        (Half::Keys, None) => return Ok(None),
        (Half::Keys, Some((_, [], secret))) => {
            let values = (1..=secret.len()).map(|n| format!("?{n}"));
            (secret.to_vec(), String::new(), insert(&name, secret.iter().copied(), values))
        }
        (Half::Keys, Some((_, by, secret))) => {
            let columns: Vec<&str> = by.iter().chain(*secret).copied().collect();
            let there = secret.iter().map(|column| format!("\"{column}\" IS NOT NULL")).collect::<Vec<_>>();
            let place = |column: &str| columns.iter().position(|known| *known == column).unwrap_or_default() + 1;
            let set = |columns: &[&str], between: &str| {
                let each = columns.iter().map(|column| format!("\"{column}\" = ?{}", place(column)));
                each.collect::<Vec<_>>().join(between)
            };
            let write = format!("UPDATE \"{name}\" SET {} WHERE {}", set(secret, ", "), set(by, " AND "));
            (columns.clone(), format!(" WHERE {}", there.join(" OR ")), write)
        }
    };
    let quoted = columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
    let rows: i64 = conn.query_row(&format!("SELECT count(*) FROM \"{name}\"{filter}"), [], |row| row.get(0))?;
    let read = format!("SELECT {quoted} FROM \"{name}\"{filter}");
    let columns = columns.into_iter().map(str::to_owned).collect();
    Ok(Some(Part { table: Table { name, columns, rows: rows.cast_unsigned() }, read, write }))
}

fn insert<'a>(table: &str, columns: impl Iterator<Item = &'a str>, values: impl Iterator<Item = String>) -> String {
    let columns = columns.map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
    format!("INSERT INTO \"{table}\" ({columns}) VALUES ({})", values.collect::<Vec<_>>().join(", "))
}

/// The number of the tables' form: a database is made from rows of the same form alone.
pub fn form() -> u64 {
    migrate::known()
}

impl Still {
    /// The tables of a half with how many rows they have.
    pub fn tables(&self, half: Half) -> Result<Vec<Table>, StoreError> {
        Ok(parts(self.conn(), half)?.into_iter().map(|part| part.table).collect())
    }

    /// Writes every row of a half. `told` hears after each thousand rows how many those were.
    pub fn dump(&self, half: Half, to: &mut dyn Write, told: &mut dyn FnMut(u64)) -> Result<(), StoreError> {
        let (mut rows, mut bytes) = (0_u64, Vec::new());
        for (number, part) in (0_u8..).zip(parts(self.conn(), half)?) {
            let mut statement = self.conn().prepare(&part.read)?;
            let mut found = statement.query([])?;
            while let Some(row) = found.next()? {
                bytes.clear();
                bytes.extend([1, number]);
                for column in 0..part.table.columns.len() {
                    encode(row.get_ref(column)?, &mut bytes)?;
                }
                to.write_all(&bytes)?;
                rows += 1;
                if rows.is_multiple_of(1_000) {
                    told(1_000);
                }
            }
        }
        to.write_all(&[0])?;
        to.write_all(&rows.to_be_bytes())?;
        told(rows % 1_000);
        Ok(())
    }
}

fn encode(value: ValueRef<'_>, to: &mut Vec<u8>) -> Result<(), StoreError> {
    let mut long = |kind: u8, bytes: &[u8]| {
        let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= VALUE_MAX);
        to.push(kind);
        to.extend(length.ok_or(StoreError::Unreadable("a value"))?.to_be_bytes());
        to.extend_from_slice(bytes);
        Ok(())
    };
    match value {
        ValueRef::Null => to.push(0),
        ValueRef::Integer(number) => {
            to.push(1);
            to.extend(number.to_be_bytes());
        }
        ValueRef::Text(text) => return long(2, text),
        ValueRef::Blob(bytes) => return long(3, bytes),
        ValueRef::Real(_) => return Err(StoreError::Unreadable("a value")),
    }
    Ok(())
}

fn decode(from: &mut dyn Read) -> Result<Value, StoreError> {
    Ok(match array::<1>(from)? {
        [0] => Value::Null,
        [1] => Value::Integer(i64::from_be_bytes(array(from)?)),
        [2] => Value::Text(String::from_utf8(long(from)?).map_err(|_| StoreError::Unreadable("a text"))?),
        [3] => Value::Blob(long(from)?),
        _ => return Err(StoreError::Unreadable("a value")),
    })
}

fn array<const N: usize>(from: &mut dyn Read) -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn long(from: &mut dyn Read) -> Result<Vec<u8>, StoreError> {
    let length = u32::from_be_bytes(array(from)?);
    if length > VALUE_MAX {
        return Err(StoreError::Unreadable("a value"));
    }
    // What it says is not believed before it is there.
    let mut bytes = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() == usize::try_from(length).unwrap_or(usize::MAX) {
        Ok(bytes)
    } else {
        Err(StoreError::Unreadable("a value"))
    }
}

struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.0.into()))
    }
}

/// A database on its way to be made from rows. Until [`Load::finish`] it is a file that nobody opens.
#[derive(Debug)]
pub struct Load {
    conn: Connection,
}

impl Load {
    /// Begins in a file that is not there yet.
    pub fn begin(path: &Path) -> Result<Self, StoreError> {
        let mut options = std::fs::OpenOptions::new();
        std::os::unix::fs::OpenOptionsExt::mode(options.write(true).create_new(true), 0o600).open(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags)?;
        // It is synced as a whole before it has its name; what is cut off is thrown away.
        for (pragma, value) in [("journal_mode", "OFF"), ("synchronous", "OFF"), ("temp_store", "MEMORY")] {
            conn.pragma_update(None, pragma, value)?;
        }
        migrate::migrate(&conn)?;
        conn.pragma_update(None, "foreign_keys", "OFF")?;
        conn.execute_batch("BEGIN")?;
        for part in parts(&conn, Half::Data)? {
            conn.execute(&format!("DELETE FROM \"{}\"", part.table.name), [])?;
        }
        Ok(Self { conn })
    }

    /// Reads every row of a half, data first. `tables`: what the rows were said to be.
    pub fn read(
        &mut self,
        half: Half,
        tables: &[Table],
        from: &mut dyn Read,
        told: &mut dyn FnMut(u64),
    ) -> Result<(), StoreError> {
        let parts = parts(&self.conn, half)?;
        let is_ours = parts.len() == tables.len()
            && parts
                .iter()
                .zip(tables)
                .all(|(ours, theirs)| ours.table.name == theirs.name && ours.table.columns == theirs.columns);
        if !is_ours {
            return Err(StoreError::Unreadable("the tables"));
        }
        let mut rows = vec![0_u64; parts.len()];
        let mut all = 0_u64;
        while array::<1>(from)? == [1] {
            let [number] = array(from)?;
            let number = usize::from(number);
            let (Some(part), Some(count)) = (parts.get(number), rows.get_mut(number)) else {
                return Err(StoreError::Unreadable("a table"));
            };
            let values: Vec<Value> = part.table.columns.iter().map(|_| decode(from)).collect::<Result<_, _>>()?;
            let written =
                self.conn.prepare_cached(&part.write)?.execute(rusqlite::params_from_iter(values.iter().map(Bound)))?;
            if written != 1 {
                return Err(StoreError::Unreadable("a key of a row that is not there"));
            }
            *count += 1;
            all += 1;
            if all.is_multiple_of(1_000) {
                told(1_000);
            }
        }
        told(all % 1_000);
        let is_whole =
            u64::from_be_bytes(array(from)?) == all && rows.iter().zip(tables).all(|(found, said)| *found == said.rows);
        if !is_whole || from.read(&mut [0])? != 0 {
            return Err(StoreError::Unreadable("the number of rows"));
        }
        Ok(())
    }

    /// How long the erasure journal was at the moment the rows are of.
    pub fn journal_mark(&self) -> Result<u64, StoreError> {
        let mark: i64 =
            self.conn.query_row("SELECT coalesce(max(length), 0) FROM journal_mark", [], |row| row.get(0))?;
        Ok(mark.cast_unsigned())
    }

    /// Notes what the database may lack, and brings it to the disk.
    pub fn finish(self, path: &Path, gap: &Gap) -> Result<(), StoreError> {
        gap::open(&self.conn, gap)?;
        let mut odd = self.conn.prepare("PRAGMA foreign_key_check")?;
        if odd.exists([])? {
            return Err(StoreError::Unreadable("a row of a service that is not there"));
        }
        drop(odd);
        self.conn.execute_batch("COMMIT")?;
        self.conn.close().map_err(|(_, error)| StoreError::from(error))?;
        File::open(path)?.sync_all()?;
        Ok(())
    }
}
