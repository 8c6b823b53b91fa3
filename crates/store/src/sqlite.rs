//! How `SQLite` is opened, and how our types stand in its columns.

use crate::{Options, StoreError};
use azukari_model::{Id, Instant, Name};
use rusqlite::{Connection, OpenFlags, Row, config::DbConfig, types::Type};
use std::{fs::OpenOptions, path::Path, sync::Arc, time::Duration};

/// How long somebody waits for another process that writes.
pub(crate) const BUSY: Duration = Duration::from_secs(5);

/// What a connection is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Use {
    Read,
    Write,
}

/// Opens a connection. The writer makes the file if there is none.
pub(crate) fn connect(path: &Path, options: &Options, what_for: Use) -> Result<Connection, StoreError> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if what_for == Use::Write {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
        // Made here, for nobody else to read; the files the engine makes beside it take after it.
        private().open(path)?;
    }
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(160);
    // Else a statement is compiled anew for each value that is bound beside a partial index: a third of a durable act.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    if what_for == Use::Write {
        conn.pragma_update(None, "journal_mode", "WAL")?;
    }
    // Mapped pages would turn a failing disk into a crash; sorting must leave nothing in temporary files.
    for (pragma, value) in [
        ("synchronous", "FULL"),
        ("mmap_size", "0"),
        // The writer moves the log into the file itself, between batches.
        ("wal_autocheckpoint", "0"),
        ("foreign_keys", "ON"),
        ("secure_delete", "ON"),
        ("temp_store", "MEMORY"),
        ("trusted_schema", "OFF"),
    ] {
        conn.pragma_update(None, pragma, value)?;
    }
    conn.pragma_update(None, "cache_size", -i64::from(options.cache_kib))?;
    if what_for == Use::Read {
        conn.pragma_update(None, "query_only", "ON")?;
    }
    Ok(conn)
}

/// Opens a connection that cannot write. `alone`: nobody has the file open, so it is read without the engine's log and locks,
/// which would leave files behind.
pub(crate) fn look(path: &Path, alone: bool) -> Result<Connection, StoreError> {
    let query = if alone { "mode=ro&immutable=1" } else { "mode=ro" };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(format!("file:{}?{query}", escaped(path)), flags)?;
    conn.busy_timeout(BUSY)?;
    for (pragma, value) in [("query_only", "ON"), ("temp_store", "MEMORY"), ("trusted_schema", "OFF")] {
        conn.pragma_update(None, pragma, value)?;
    }
    Ok(conn)
}

/// A path as it stands in a URI.
fn escaped(path: &Path) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => text.push(char::from(*byte)),
            // Writing to a String cannot fail.
            other => drop(write!(text, "%{other:02X}")),
        }
    }
    text
}

/// How files are made that only their owner may read.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).append(true).read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        match error {
            E::InvalidColumnType(..)
            | E::FromSqlConversionFailure(..)
            | E::IntegralValueOutOfRange(..)
            | E::Utf8Error(..)
            | E::QueryReturnedNoRows => Self::Unreadable("a row"),
            other => match other.sqlite_error_code() {
                Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Self::Busy,
                _ => Self::Engine(other.to_string()),
            },
        }
    }
}

/// Says of which table a row is that does not read as what it must be.
pub(crate) fn of<T>(table: &'static str, read: Result<T, StoreError>) -> Result<T, StoreError> {
    read.map_err(|error| if matches!(error, StoreError::Unreadable(_)) { StoreError::Unreadable(table) } else { error })
}

/// Microseconds, where there is a moment.
pub(crate) fn micros(at: Option<Instant>) -> Option<i64> {
    at.map(Instant::micros)
}

/// The moment in a column.
pub(crate) fn instant(row: &Row<'_>, column: usize) -> rusqlite::Result<Instant> {
    row.get(column).map(Instant::from_micros)
}

/// The moment in a column that may be empty.
pub(crate) fn instant_or_none(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Instant>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Instant::from_micros))
}

/// The id in a column.
pub(crate) fn id<K>(row: &Row<'_>, column: usize) -> rusqlite::Result<Id<K>> {
    row.get::<_, [u8; 16]>(column).map(Id::from_bytes)
}

/// The id in a column that may be empty.
pub(crate) fn id_or_none<K>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Id<K>>> {
    Ok(row.get::<_, Option<[u8; 16]>>(column)?.map(Id::from_bytes))
}

/// The name in a column.
pub(crate) fn name(row: &Row<'_>, column: usize) -> rusqlite::Result<Name> {
    let text: Arc<str> = row.get(column)?;
    text.parse().map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}

/// A number that is never negative.
pub(crate) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::cast_unsigned)
}

/// Words, a blank between.
pub(crate) fn words_text(words: &[u32]) -> String {
    words.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Reads back what [`words_text`] wrote.
pub(crate) fn words(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<u32>> {
    let text: Arc<str> = row.get(column)?;
    text.split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}
