//! What may happen once: a write under its idempotency key, a refusal within its minute.

use crate::{ServiceKey, StoreError, sqlite};
use azukari_model::{ActId, Instant, PersonId};
use rusqlite::{Connection, OptionalExtension, params};
use std::sync::Arc;

/// The key of a write, within a day and a token (or a person's session).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IdempotencyKey {
    /// Days since 1970-01-01, UTC. The days beside it are looked at too.
    pub day: i64,
    pub token: [u8; 16],
    pub key: Arc<str>,
}

/// What a write was: never what it answered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IdempotencyRow {
    pub of: IdempotencyKey,
    /// Of method, path and body.
    pub hmac: [u8; 32],
    pub act: ActId,
    pub status: u16,
    pub person: Option<PersonId>,
    pub at: Instant,
}

/// Equal refusals within one minute.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RefusalKey {
    /// Minutes since 1970-01-01T00:00Z.
    pub minute: i64,
    /// Hash of all that makes two refusals equal.
    pub hash: [u8; 32],
}

/// How often a refusal was repeated within its minute.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RefusalCount {
    pub of: RefusalKey,
    /// The act whose record stands for all of them.
    pub first: ActId,
    pub count: u64,
}

/// How long a key stands for its write.
const KEY_LIVES_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// Enters a write under its key; `false`: there was one within 24 hours.
pub(crate) fn enter(conn: &Connection, row: &IdempotencyRow) -> Result<bool, StoreError> {
    let entered = conn
        .prepare_cached(
            "INSERT INTO idempotency (day, token, key, hmac, act, status, person, at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
             WHERE NOT EXISTS
               (SELECT 1 FROM idempotency WHERE day IN (?1 - 1, ?1 + 1) AND token = ?2 AND key = ?3 AND at > ?9)
             ON CONFLICT (day, token, key) DO NOTHING",
        )?
        .execute(params![
            row.of.day,
            row.of.token,
            row.of.key,
            row.hmac,
            row.act.bytes(),
            row.status,
            row.person.map(PersonId::bytes),
            row.at.micros(),
            row.at.plus_micros(-KEY_LIVES_MICROS).micros(),
        ])?;
    Ok(entered == 1)
}

/// What was written under a key, that day or a day beside it: the clock may have gone back over midnight.
pub(crate) fn find(conn: &Connection, of: &IdempotencyKey) -> Result<Option<IdempotencyRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT day, hmac, act, status, person, at FROM idempotency
         WHERE day IN (?1 - 1, ?1, ?1 + 1) AND token = ?2 AND key = ?3 ORDER BY day DESC LIMIT 1",
    )?;
    let found = statement.query_row(params![of.day, of.token, of.key], |row| {
        Ok(IdempotencyRow {
            of: IdempotencyKey { day: row.get(0)?, token: of.token, key: Arc::clone(&of.key) },
            hmac: row.get(1)?,
            act: sqlite::id(row, 2)?,
            status: row.get(3)?,
            person: sqlite::id_or_none(row, 4)?,
            at: sqlite::instant(row, 5)?,
        })
    });
    Ok(found.optional()?)
}

/// Clears keys away that stand for nothing any more; gives back how many.
pub(crate) fn sweep(conn: &Connection, now: Instant, limit: u32) -> Result<u64, StoreError> {
    let yesterday = now.micros().div_euclid(KEY_LIVES_MICROS) - 1;
    let gone = conn
        .prepare_cached(
            "DELETE FROM idempotency WHERE (day, token, key) IN
               (SELECT day, token, key FROM idempotency WHERE day < ?1 LIMIT ?2)",
        )?
        .execute(params![yesterday, limit])?;
    Ok(u64::try_from(gone).unwrap_or(u64::MAX))
}

/// Enters the first of equal refusals; `false`: it is not the first.
pub(crate) fn enter_refusal(
    conn: &Connection,
    service: ServiceKey,
    of: RefusalKey,
    act: ActId,
) -> Result<bool, StoreError> {
    let entered = conn
        .prepare_cached(
            "INSERT INTO refusal (service, minute, hash, first, count) VALUES (?1, ?2, ?3, ?4, 1)
             ON CONFLICT (service, minute, hash) DO NOTHING",
        )?
        .execute(params![service.0, of.minute, of.hash, act.bytes()])?;
    Ok(entered == 1)
}

/// Counts one more; `false`: the first is counted and gone.
pub(crate) fn raise_refusal(conn: &Connection, service: ServiceKey, of: RefusalKey) -> Result<bool, StoreError> {
    let raised = conn
        .prepare_cached("UPDATE refusal SET count = count + 1 WHERE service = ?1 AND minute = ?2 AND hash = ?3")?
        .execute(params![service.0, of.minute, of.hash])?;
    Ok(raised == 1)
}

/// Takes a counted refusal away; `false`: it was counted further meanwhile.
pub(crate) fn drop_refusal(conn: &Connection, service: ServiceKey, counted: &RefusalCount) -> Result<bool, StoreError> {
    let RefusalCount { of, count, .. } = counted;
    let dropped = conn
        .prepare_cached("DELETE FROM refusal WHERE service = ?1 AND minute = ?2 AND hash = ?3 AND count = ?4")?
        .execute(params![service.0, of.minute, of.hash, count.cast_signed()])?;
    Ok(dropped == 1)
}

/// Refusals of minutes before this one.
pub(crate) fn refusals(conn: &Connection, service: ServiceKey, before: i64) -> Result<Vec<RefusalCount>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT minute, hash, first, count FROM refusal WHERE service = ?1 AND minute < ?2 ORDER BY minute, hash",
    )?;
    let rows = statement.query_map([service.0, before], |row| {
        Ok(RefusalCount {
            of: RefusalKey { minute: row.get(0)?, hash: row.get(1)? },
            first: sqlite::id(row, 2)?,
            count: sqlite::count(row, 3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
