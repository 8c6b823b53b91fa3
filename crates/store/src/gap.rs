//! The gap: what is not known since the database came back from a backup, service by service, until an officer has decided.

use crate::{ServiceKey, StoreError, sqlite};
use azukari_model::Instant;
use rusqlite::{Connection, OptionalExtension, params};

/// What is not known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Gap {
    /// The moment the database is of.
    pub since: Instant,
    /// How many leaves it had.
    pub size: u64,
    /// How many leaves the log is known to have had; `None`: that is not known.
    pub log: Option<u64>,
    /// Whether the erasure journal was there: then nothing that was destroyed or stopped since came back.
    pub has_journal: bool,
    /// When it came back, or was found to have.
    pub found: Instant,
}

/// Opens a gap in every service that has none.
pub(crate) fn open(conn: &Connection, gap: &Gap) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO gap (service, since, size, log, journal, found)
         SELECT key, ?1, ?2, ?3, ?4, ?5 FROM service WHERE version > 0 ON CONFLICT (service) DO UPDATE SET
           size = min(size, excluded.size), since = min(since, excluded.since), log = excluded.log,
           journal = min(journal, excluded.journal), found = excluded.found",
    )?
    .execute(params![
        gap.since.micros(),
        gap.size.cast_signed(),
        gap.log.map(u64::cast_signed),
        i64::from(gap.has_journal),
        gap.found.micros()
    ])?;
    conn.prepare_cached("UPDATE service SET number = number + 1 WHERE version > 0")?.execute([])?;
    Ok(())
}

/// The gap of a service.
pub(crate) fn read(conn: &Connection, service: ServiceKey) -> Result<Option<Gap>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT since, size, log, journal, found FROM gap WHERE service = ?1")?;
    let gap = statement.query_row([service.0], |row| {
        Ok(Gap {
            since: sqlite::instant(row, 0)?,
            size: sqlite::count(row, 1)?,
            log: row.get::<_, Option<i64>>(2)?.map(i64::cast_unsigned),
            has_journal: row.get::<_, i64>(3)? == 1,
            found: sqlite::instant(row, 4)?,
        })
    });
    Ok(gap.optional()?)
}

/// Whether any service has a gap.
pub(crate) fn is_any(conn: &Connection) -> Result<bool, StoreError> {
    Ok(conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM gap)")?.query_row([], |row| row.get(0))?)
}

/// Closes the gap of a service.
pub(crate) fn close(conn: &Connection, service: ServiceKey) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM gap WHERE service = ?1")?.execute([service.0])?;
    Ok(())
}
