//! Versions whose periods are still to be worked into what is held. A row stands from the version's own transaction until the
//! last person was looked at, so that no restart loses it.

use crate::{PersonRow, ServiceKey, StoreError, sqlite};
use azukari_model::Instant;
use rusqlite::{Connection, OptionalExtension, params};

/// A version that is not worked in yet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RecomputeRow {
    pub service: ServiceKey,
    pub version: u32,
    /// The version's own day: not before.
    pub due: Instant,
    /// The last person looked at.
    pub after: PersonRow,
}

/// Puts a version in line.
pub(crate) fn add(conn: &Connection, service: ServiceKey, version: u32, due: Instant) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO recompute (service, version, due, after) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![service.0, version, due.micros(), PersonRow::BEFORE_ALL.0])?;
    Ok(())
}

/// Notes how far it is; `None`: to the end.
pub(crate) fn note(
    conn: &Connection,
    service: ServiceKey,
    version: u32,
    after: Option<PersonRow>,
) -> Result<(), StoreError> {
    match after {
        Some(after) => conn
            .prepare_cached("UPDATE recompute SET after = ?3 WHERE service = ?1 AND version = ?2")?
            .execute(params![service.0, version, after.0])?,
        None => conn
            .prepare_cached("DELETE FROM recompute WHERE service = ?1 AND version = ?2")?
            .execute(params![service.0, version])?,
    };
    Ok(())
}

/// What is due, in the order of versions.
pub(crate) fn due(conn: &Connection, now: Instant) -> Result<Vec<RecomputeRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT service, version, due, after FROM recompute WHERE due <= ?1 ORDER BY service, version",
    )?;
    let rows = statement.query_map([now.micros()], |row| {
        Ok(RecomputeRow {
            service: ServiceKey(row.get(0)?),
            version: row.get(1)?,
            due: sqlite::instant(row, 2)?,
            after: PersonRow(row.get(3)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many people of a service are still to be looked at; `None`: nothing is due.
pub(crate) fn left(conn: &Connection, service: ServiceKey, now: Instant) -> Result<Option<u64>, StoreError> {
    let after: Option<i64> = conn
        .prepare_cached("SELECT after FROM recompute WHERE service = ?1 AND due <= ?2 ORDER BY after LIMIT 1")?
        .query_row([service.0, now.micros()], |row| row.get(0))
        .optional()?;
    let Some(after) = after else { return Ok(None) };
    let mut people =
        conn.prepare_cached("SELECT count(*) FROM person WHERE service = ?1 AND row > ?2 AND erased IS NULL")?;
    Ok(Some(people.query_row([service.0, after], |row| sqlite::count(row, 0))?))
}
