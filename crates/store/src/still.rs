//! The database held still: one moment of it, opened to be looked at and for nothing else. For whoever verifies.

use crate::{
    Head, LeafRow, MonthKey, MonthKeyRow, Opaque, OpeningList, PersonRow, RecordRow, ServiceKey, ServiceRow,
    ServiceRows, StoreError, TileRow, log, migrate, month_keys, opening_lists, service, sqlite,
};
use azukari_model::{ActId, Instant, PersonId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

/// One moment of the database. Nothing is written: no table, no migration, no erasure journal.
#[derive(Debug)]
pub struct Still {
    conn: Connection,
    path: PathBuf,
    /// What the file looked like, if nobody had it open.
    alone: Option<Outside>,
}

/// What a file looks like from outside.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Outside {
    length: u64,
    changed: Option<SystemTime>,
}

/// A leaf, with the record and the person it names where these are still there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StillLeaf {
    pub leaf: LeafRow,
    pub person: Option<PersonId>,
    pub record: Option<StillRecord>,
}

/// A record that waits to be numbered, with what waits for it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StillPending {
    pub record: RecordRow,
    /// The person of the row that waits.
    pub person: Option<PersonRow>,
    pub id: Option<PersonId>,
    pub commitment: [u8; 32],
    /// `None`: nothing is stored under this number.
    pub stored: Option<StillRecord>,
}

/// A record with all that stands beside it in clear.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StillRecord {
    pub service: ServiceKey,
    pub person: Option<PersonRow>,
    pub act: ActId,
    pub kind: Arc<str>,
    pub account: Option<Arc<str>>,
    pub at: Instant,
    pub month_key: MonthKeyRow,
    pub sealed: Opaque,
}

impl Still {
    /// Opens the database at a path. Beside a server it reads through the server's log, one moment for everything; a file
    /// that nobody has open is read as it lies there, and no file comes to be beside it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let alone = if log_of(path).exists() { None } else { Some(Outside::of(path)?) };
        let conn = sqlite::look(path, alone.is_some())?;
        conn.execute_batch("BEGIN")?;
        migrate::ensure_known(&conn)?;
        Ok(Self { conn, path: path.to_owned(), alone })
    }

    pub(crate) const fn conn(&self) -> &Connection {
        &self.conn
    }

    /// Whether somebody opened the file while it was read as one that nobody has open: then look again.
    pub fn is_disturbed(&self) -> bool {
        self.alone.is_some_and(|seen| log_of(&self.path).exists() || Outside::of(&self.path).ok() != Some(seen))
    }

    /// What the engine says of the file itself: pages, and indexes against their tables. `None`: nothing to say.
    pub fn damage(&self) -> Result<Option<String>, StoreError> {
        let said: String = self.conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        // It may come in lines; a finding is one.
        Ok((said != "ok").then(|| said.replace('\n', " ")))
    }

    /// The table of the first row that names a row of another table which is not there.
    pub fn lost_row(&self) -> Result<Option<String>, StoreError> {
        self.first("PRAGMA foreign_key_check", |row| row.get(0))
    }

    /// The first table, index or trigger that is not what this program makes: a trigger could write what nobody asked for.
    pub fn stranger(&self) -> Result<Option<String>, StoreError> {
        let fresh = Connection::open_in_memory()?;
        migrate::migrate(&fresh)?;
        let (found, known) = (schema(&self.conn)?, schema(&fresh)?);
        let odd =
            found.iter().find(|one| !known.contains(one)).or_else(|| known.iter().find(|one| !found.contains(one)));
        Ok(odd.map(|(name, _)| name.clone()))
    }
}

/// Names and definitions of everything in the database that is not the engine's own.
fn schema(conn: &Connection) -> Result<Vec<(String, Option<String>)>, StoreError> {
    let mut statement = conn.prepare(
        "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_autoindex%' AND name NOT LIKE 'sqlite_stat%'",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The engine's log beside a database; it is there while anybody has the database open.
fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

impl Outside {
    fn of(path: &Path) -> Result<Self, StoreError> {
        let metadata = fs::metadata(path)?;
        Ok(Self { length: metadata.len(), changed: metadata.modified().ok() })
    }
}

/// What stands there.
impl Still {
    /// Every service, in the order of names.
    pub fn services(&self) -> Result<Vec<ServiceRow>, StoreError> {
        sqlite::of("service", service::all(&self.conn))
    }

    /// Everything about a service that is not about one person.
    pub fn service(&self, key: ServiceKey) -> Result<Option<ServiceRows>, StoreError> {
        service::read(&self.conn, key)
    }

    /// What a version was compiled from.
    pub fn version_sources(&self, key: ServiceKey, number: u32) -> Result<Option<Opaque>, StoreError> {
        service::version_sources(&self.conn, key, number)
    }

    /// What a revision of the operation was compiled from.
    pub fn operation_sources(&self, key: ServiceKey, number: u32) -> Result<Option<Opaque>, StoreError> {
        service::operation_sources(&self.conn, key, number)
    }

    /// Keys of months, oldest first, destroyed ones too.
    pub fn month_keys(&self, key: ServiceKey) -> Result<Vec<MonthKey>, StoreError> {
        sqlite::of("month_key", month_keys::read(&self.conn, key))
    }

    /// Lists of destroyed openings of every service, oldest first, each with its service and its file.
    pub fn opening_lists(&self) -> Result<Vec<(ServiceKey, OpeningList, String)>, StoreError> {
        sqlite::of("opening_list", opening_lists::whole(&self.conn))
    }

    /// The head of the log.
    pub fn head(&self) -> Result<Head, StoreError> {
        sqlite::of("log_head", log::head(&self.conn))
    }

    /// A tile.
    pub fn tile(&self, level: u8, index: u64) -> Result<Option<TileRow>, StoreError> {
        sqlite::of("tile", log::tile(&self.conn, level, index))
    }

    /// Level and place of every tile, the lowest level first.
    pub fn tiles(&self) -> Result<Vec<(u8, u64)>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT level, place FROM tile ORDER BY level, place")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, sqlite::count(row, 1)?)))?;
        sqlite::of("tile", rows.collect::<Result<_, _>>().map_err(StoreError::from))
    }

    /// Leaves from an index on.
    pub fn leaves(&self, from: u64, limit: u32) -> Result<Vec<StillLeaf>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT r.service, r.person, r.act, r.kind, r.account, r.at, r.month_key, r.sealed,
                    l.place, l.record, l.person, l.sequence, l.commitment, l.leaf, p.id
             FROM leaf l LEFT JOIN record r ON r.row = l.record LEFT JOIN person p ON p.row = l.person
             WHERE l.place >= ?1 ORDER BY l.place LIMIT ?2",
        )?;
        let rows = statement.query_map(params![from.cast_signed(), limit], |row| {
            let leaf = LeafRow {
                index: sqlite::count(row, 8)?,
                record: RecordRow(row.get(9)?),
                person: row.get::<_, Option<i64>>(10)?.map(PersonRow),
                sequence: sqlite::count(row, 11)?,
                commitment: row.get(12)?,
                leaf: row.get(13)?,
            };
            Ok(StillLeaf { leaf, person: sqlite::id_or_none(row, 14)?, record: record(row)? })
        })?;
        sqlite::of("record", rows.collect::<Result<_, _>>().map_err(StoreError::from))
    }

    /// What waits to be numbered, after a record.
    pub fn pending(&self, after: RecordRow, limit: u32) -> Result<Vec<StillPending>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT r.service, r.person, r.act, r.kind, r.account, r.at, r.month_key, r.sealed,
                    w.record, w.person, w.commitment, p.id
             FROM pending w LEFT JOIN record r ON r.row = w.record LEFT JOIN person p ON p.row = w.person
             WHERE w.record > ?1 ORDER BY w.record LIMIT ?2",
        )?;
        let rows = statement.query_map(params![after.0, limit], |row| {
            Ok(StillPending {
                record: RecordRow(row.get(8)?),
                person: row.get::<_, Option<i64>>(9)?.map(PersonRow),
                id: sqlite::id_or_none(row, 11)?,
                commitment: row.get(10)?,
                stored: record(row)?,
            })
        })?;
        sqlite::of("record", rows.collect::<Result<_, _>>().map_err(StoreError::from))
    }
}

/// The record of the first columns, if it is there.
fn record(row: &Row<'_>) -> rusqlite::Result<Option<StillRecord>> {
    let Some(service) = row.get::<_, Option<i64>>(0)? else { return Ok(None) };
    Ok(Some(StillRecord {
        service: ServiceKey(service),
        person: row.get::<_, Option<i64>>(1)?.map(PersonRow),
        act: sqlite::id(row, 2)?,
        kind: row.get(3)?,
        account: row.get(4)?,
        at: sqlite::instant(row, 5)?,
        month_key: MonthKeyRow(row.get(6)?),
        sealed: row.get::<_, Vec<u8>>(7)?.into(),
    }))
}

/// Rows that must not be there, or must and are not. Each gives the first.
impl Still {
    /// A record that neither is in the log nor waits for it.
    pub fn lost_record(&self) -> Result<Option<RecordRow>, StoreError> {
        self.first(
            "SELECT r.row FROM record r WHERE NOT EXISTS (SELECT 1 FROM leaf l WHERE l.record = r.row)
             AND NOT EXISTS (SELECT 1 FROM pending w WHERE w.record = r.row) ORDER BY r.row LIMIT 1",
            |row| row.get(0).map(RecordRow),
        )
    }

    /// A record that is in the log and waits for it all the same.
    pub fn twice_record(&self) -> Result<Option<RecordRow>, StoreError> {
        self.first(
            "SELECT w.record FROM pending w JOIN leaf l ON l.record = w.record ORDER BY w.record LIMIT 1",
            |row| row.get(0).map(RecordRow),
        )
    }

    /// A line of somebody's trail that no leaf bears out, or whose person is gone.
    pub fn false_trail(&self) -> Result<Option<(PersonRow, u64)>, StoreError> {
        self.first(
            "SELECT t.person, t.sequence FROM trail t LEFT JOIN leaf l ON l.record = t.record
             WHERE l.place IS NULL OR l.person IS NOT t.person OR l.sequence <> t.sequence
                OR NOT EXISTS (SELECT 1 FROM person p WHERE p.row = t.person)
             ORDER BY t.person, t.sequence LIMIT 1",
            |row| Ok((PersonRow(row.get(0)?), sqlite::count(row, 1)?)),
        )
    }

    /// A line missing in somebody's trail. With a record that was cleared away its line goes, but never the newest of all,
    /// from which the next number is counted; with a person who was taken away, every line.
    pub fn missing_trail(&self) -> Result<Option<(PersonRow, u64)>, StoreError> {
        self.first(
            "SELECT l.person, l.sequence FROM leaf l JOIN person p ON p.row = l.person
             LEFT JOIN trail t ON t.person = l.person AND t.sequence = l.sequence
             WHERE t.record IS NOT l.record AND (EXISTS (SELECT 1 FROM record r WHERE r.row = l.record)
                OR NOT EXISTS (SELECT 1 FROM trail n WHERE n.person = l.person AND n.sequence > l.sequence))
             ORDER BY l.place LIMIT 1",
            |row| Ok((PersonRow(row.get(0)?), sqlite::count(row, 1)?)),
        )
    }

    fn first<T>(&self, sql: &str, read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>) -> Result<Option<T>, StoreError> {
        Ok(self.conn.prepare_cached(sql)?.query_row([], read).optional()?)
    }
}
