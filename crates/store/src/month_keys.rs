//! Keys that records are sealed under: of a month, or of a hold on a person; their making and their end.

use crate::{
    MonthKeyRow, Opaque, PersonRow, RecordRow, ServiceKey, StoreError, WrappedKey,
    journal::{ErasedKey, KeyPlace},
    keys, people, sqlite,
};
use azukari_model::{Instant, PersonId};
use rusqlite::{Connection, OptionalExtension, params};
use std::{collections::BTreeSet, sync::Arc};

/// A key that records are sealed under.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MonthKey {
    pub row: MonthKeyRow,
    /// `evidence`, `provision`, `lasting`, `hold`.
    pub kind: Arc<str>,
    /// Year and month as one number: 202701. Of a hold: when it was laid.
    pub month: u32,
    /// Whose hold.
    pub person: Option<(PersonRow, PersonId)>,
    /// `None`: its bytes are destroyed.
    pub key: Option<WrappedKey>,
    pub created: Instant,
    /// It opens nothing more; if it has its bytes still, an older database brought them back.
    pub destroyed: Option<Instant>,
}

/// A key to be stored a month ahead.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewMonthKey {
    pub kind: Arc<str>,
    pub month: u32,
    pub key: WrappedKey,
}

/// The word of a hold's key.
pub const HOLD: &str = "hold";

/// Keys of a service, the oldest month first, destroyed ones too.
pub(crate) fn read(conn: &Connection, service: ServiceKey) -> Result<Vec<MonthKey>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT k.row, k.kind, k.month, k.key_id, k.key, k.created, k.destroyed, p.row, p.id
         FROM month_key k LEFT JOIN person p ON p.row = k.person WHERE k.service = ?1 ORDER BY k.month, k.kind, k.row",
    )?;
    let rows = statement.query_map([service.0], |row| {
        let person = row.get::<_, Option<i64>>(7)?.map(PersonRow);
        Ok(MonthKey {
            row: MonthKeyRow(row.get(0)?),
            kind: row.get(1)?,
            month: row.get(2)?,
            person: person.zip(sqlite::id_or_none(row, 8)?),
            key: keys::wrapped(row, 3)?,
            created: sqlite::instant(row, 5)?,
            destroyed: sqlite::instant_or_none(row, 6)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Stores a key, unless somebody stored one for the same kind and month before, or the person has one for a hold.
pub(crate) fn add(
    conn: &Connection,
    service: ServiceKey,
    hold_on: Option<PersonRow>,
    at: Instant,
    key: &NewMonthKey,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO month_key (service, kind, month, person, key_id, key, created, swept)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0) ON CONFLICT DO NOTHING",
    )?
    .execute(params![
        service.0,
        key.kind,
        key.month,
        hold_on.map(|person| person.0),
        key.key.id.cast_signed(),
        key.key.wrapped.bytes(),
        at.micros()
    ])?;
    Ok(())
}

/// How many records are sealed under a key.
pub(crate) fn count_under(conn: &Connection, key: MonthKeyRow) -> Result<u64, StoreError> {
    let mut statement = conn.prepare_cached("SELECT count(*) FROM record WHERE month_key = ?1")?;
    Ok(statement.query_row([key.0], |row| sqlite::count(row, 0))?)
}

/// Seals a record under another key.
pub(crate) fn reseal(
    conn: &Connection,
    record: RecordRow,
    key: MonthKeyRow,
    sealed: &Opaque,
) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE record SET month_key = ?2, sealed = ?3 WHERE row = ?1")?.execute(params![
        record.0,
        key.0,
        sealed.bytes()
    ])?;
    Ok(())
}

/// Destroys a key.
pub(crate) fn destroy(
    conn: &Connection,
    service: ServiceKey,
    key: MonthKeyRow,
    at: Instant,
    erased: &mut Vec<ErasedKey>,
) -> Result<(), StoreError> {
    let key_id = conn
        .prepare_cached(
            "UPDATE month_key SET key = NULL, destroyed = ?3 WHERE row = ?1 AND service = ?2 AND key IS NOT NULL
             RETURNING key_id",
        )?
        .query_row([key.0, service.0, at.micros()], |row| row.get(0))
        .optional()?;
    erased.extend(key_id.map(|key_id| ErasedKey { place: KeyPlace::Month, row: key.0, key_id }));
    Ok(())
}

/// Closes a key that an older database brought back: it opens nothing more. Its bytes stay until the job has sealed again what
/// is under a hold and has written the list, for both were lost with the newer database.
pub(crate) fn close(conn: &Connection, row: i64, key_id: i64) -> Result<usize, StoreError> {
    let sql = "UPDATE month_key SET destroyed = created
               WHERE row = ?1 AND key_id = ?2 AND key IS NOT NULL AND destroyed IS NULL";
    Ok(conn.prepare_cached(sql)?.execute([row, key_id])?)
}

/// Clears what records whose key is destroyed still say in clear: kind, account, the sealed bytes nobody can open. What stays is
/// where they stand in the log, and while the person does, in the person's history. With the last record about an erased
/// person that could be opened the person goes.
pub(crate) fn sweep(conn: &Connection, limit: u32, erased: &mut Vec<ErasedKey>) -> Result<u64, StoreError> {
    let keys: Vec<(i64, i64)> = conn
        .prepare_cached("SELECT row, swept FROM month_key WHERE key IS NULL AND swept < ?1")?
        .query_map([i64::MAX], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut gone = 0;
    for (key, swept) in keys {
        gone += sweep_under(conn, key, swept, u64::from(limit).saturating_sub(gone), erased)?;
    }
    Ok(gone)
}

fn sweep_under(
    conn: &Connection,
    key: i64,
    after: i64,
    limit: u64,
    erased: &mut Vec<ErasedKey>,
) -> Result<u64, StoreError> {
    if limit == 0 {
        return Ok(0);
    }
    let rows: Vec<(i64, Option<i64>)> = conn
        .prepare_cached("SELECT row, person FROM record WHERE month_key = ?1 AND row > ?2 ORDER BY row LIMIT ?3")?
        .query_map([key, after, limit.cast_signed()], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (row, _) in &rows {
        conn.prepare_cached("UPDATE record SET kind = '', account = NULL, changes = 0, sealed = ?2 WHERE row = ?1")?
            .execute(params![row, [0_u8; 0]])?;
    }
    let people: BTreeSet<i64> = rows.iter().filter_map(|(_, person)| *person).collect();
    for person in people {
        people::forget(conn, PersonRow(person), erased)?;
    }
    let swept = rows.last().map_or(i64::MAX, |(row, _)| *row);
    conn.prepare_cached("UPDATE month_key SET swept = ?2 WHERE row = ?1")?.execute([key, swept])?;
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}
