//! A service: its numbers, versions, operation revisions, words, notices, registers and tokens. Read whole, cached outside.

use crate::{Gap, Opaque, ServiceKey, StoreError, gap, sqlite};
use azukari_model::{ActId, Date, Instant, Name, NoticeId, TokenId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::sync::Arc;

/// A service in the list of all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ServiceRow {
    pub key: ServiceKey,
    pub name: Name,
    /// Raised by every change that is not about one person.
    pub number: u64,
    /// The number of the version that decides; 0: none yet.
    pub version: u32,
    /// The number of the newest operation revision; 0: none.
    pub operation: u32,
}

/// Everything about a service that is not about one person, read at once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ServiceRows {
    pub service: ServiceRow,
    /// Without their sources.
    pub versions: Vec<VersionRow>,
    pub operations: Vec<OperationRow>,
    pub words: Vec<WordRow>,
    pub notices: Vec<NoticeRow>,
    /// In the order in which they were filed.
    pub filed: Vec<FiledRow>,
    pub tokens: Vec<TokenRow>,
    /// What is not known since a restore.
    pub gap: Option<Gap>,
}

/// A version that is known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VersionRow {
    /// Counted from 1 in the order of activation.
    pub number: u32,
    pub hash: [u8; 32],
    pub label: String,
    /// From when it counts.
    pub effective: Instant,
    /// The day it counts from, or was published.
    pub day: Date,
    pub by: Arc<str>,
    pub activated: Instant,
    /// Entered afterwards: published before the program was there.
    pub is_past: bool,
}

/// A version to add, with what it was compiled from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewVersion {
    pub version: VersionRow,
    pub sources: Opaque,
}

/// A revision of the operation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OperationRow {
    pub number: u32,
    pub hash: [u8; 32],
    pub by: Arc<str>,
    pub at: Instant,
}

/// A revision of the operation to add, with what it was compiled from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewOperation {
    pub operation: OperationRow,
    pub sources: Opaque,
}

/// The number of a declared id, given once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WordRow {
    pub family: Arc<str>,
    pub name: Name,
    pub number: u32,
}

/// A notice that was ever given.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoticeRow {
    pub number: u32,
    pub id: NoticeId,
    /// What was shown, as JSON.
    pub facts: String,
}

/// A line of a register: dated, never overwritten.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FiledRow {
    /// Counted from 1 within the service.
    pub number: u64,
    /// The register: `members`, `attestations`.
    pub kind: Arc<str>,
    pub at: Instant,
    pub by: Arc<str>,
    pub act: ActId,
    /// What was entered, as JSON without a personal value.
    pub body: String,
}

/// A line to file; the store gives it the next number.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewFiled {
    pub kind: Arc<str>,
    pub by: Arc<str>,
    pub act: ActId,
    pub body: String,
}

/// A token: never its secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TokenRow {
    pub id: TokenId,
    pub hash: [u8; 32],
    pub owner: Arc<str>,
    pub role: Name,
    pub created: Instant,
    pub expires: Instant,
    /// CIDR; empty: from anywhere.
    pub networks: Vec<String>,
    pub revoked: Option<Instant>,
}

/// What a statistic gave away, so that a later one can be held against it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReleaseRow {
    /// The word of the statistic.
    pub statistic: u32,
    pub at: Instant,
    pub act: ActId,
    /// The smallest group shown.
    pub smallest: u32,
    /// How it was broken down and to whom, as JSON.
    pub body: String,
}

/// Every service, in the order of names.
pub(crate) fn all(conn: &Connection) -> Result<Vec<ServiceRow>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT key, name, number, version, operation FROM service ORDER BY name")?;
    let rows = statement.query_map([], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<ServiceRow> {
    Ok(ServiceRow {
        key: ServiceKey(row.get(0)?),
        name: sqlite::name(row, 1)?,
        number: sqlite::count(row, 2)?,
        version: row.get(3)?,
        operation: row.get(4)?,
    })
}

/// The service of this name, made if there is none.
pub(crate) fn ensure(conn: &Connection, name: &Name) -> Result<ServiceKey, StoreError> {
    conn.prepare_cached(
        "INSERT INTO service (name, number, version, operation) VALUES (?1, 1, 0, 0) ON CONFLICT (name) DO NOTHING",
    )?
    .execute([name.as_str()])?;
    let mut statement = conn.prepare_cached("SELECT key FROM service WHERE name = ?1")?;
    Ok(statement.query_row([name.as_str()], |row| row.get(0).map(ServiceKey))?)
}

/// The number alone.
pub(crate) fn number(conn: &Connection, key: ServiceKey) -> Result<u64, StoreError> {
    let mut statement = conn.prepare_cached("SELECT number FROM service WHERE key = ?1")?;
    statement.query_row([key.0], |row| sqlite::count(row, 0)).optional()?.ok_or(StoreError::Unreadable("service"))
}

/// Raises the number by one.
pub(crate) fn raise(conn: &Connection, key: ServiceKey) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE service SET number = number + 1 WHERE key = ?1")?.execute([key.0])?;
    Ok(())
}

/// Everything about a service that is not about one person.
pub(crate) fn read(conn: &Connection, key: ServiceKey) -> Result<Option<ServiceRows>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT key, name, number, version, operation FROM service WHERE key = ?1")?;
    let Some(service) = statement.query_row([key.0], from_row).optional()? else { return Ok(None) };
    Ok(Some(ServiceRows {
        service,
        versions: sqlite::of("version", versions(conn, key))?,
        operations: sqlite::of("operation", operations(conn, key))?,
        words: sqlite::of("word", words(conn, key))?,
        notices: sqlite::of("notice", notices(conn, key))?,
        filed: sqlite::of("filed", filed(conn, key))?,
        tokens: sqlite::of("token", tokens(conn, key))?,
        gap: sqlite::of("gap", gap::read(conn, key))?,
    }))
}

fn versions(conn: &Connection, key: ServiceKey) -> Result<Vec<VersionRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT number, hash, label, effective, day, by_whom, activated, is_past
         FROM version WHERE service = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([key.0])?;
    let mut versions = Vec::new();
    while let Some(row) = rows.next()? {
        versions.push(VersionRow {
            number: row.get(0)?,
            hash: row.get(1)?,
            label: row.get(2)?,
            effective: sqlite::instant(row, 3)?,
            day: Date::from_days(row.get(4)?).ok_or(StoreError::Unreadable("version"))?,
            by: row.get(5)?,
            activated: sqlite::instant(row, 6)?,
            is_past: row.get(7)?,
        });
    }
    Ok(versions)
}

fn operations(conn: &Connection, key: ServiceKey) -> Result<Vec<OperationRow>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT number, hash, by_whom, at FROM operation WHERE service = ?1 ORDER BY number")?;
    let rows = statement.query_map([key.0], |row| {
        Ok(OperationRow { number: row.get(0)?, hash: row.get(1)?, by: row.get(2)?, at: sqlite::instant(row, 3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn words(conn: &Connection, key: ServiceKey) -> Result<Vec<WordRow>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT family, name, number FROM word WHERE service = ?1 ORDER BY number, family, name")?;
    let rows = statement.query_map([key.0], |row| {
        Ok(WordRow { family: row.get(0)?, name: sqlite::name(row, 1)?, number: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn notices(conn: &Connection, key: ServiceKey) -> Result<Vec<NoticeRow>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT number, id, facts FROM notice WHERE service = ?1 ORDER BY number")?;
    let rows = statement
        .query_map([key.0], |row| Ok(NoticeRow { number: row.get(0)?, id: sqlite::id(row, 1)?, facts: row.get(2)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn filed(conn: &Connection, key: ServiceKey) -> Result<Vec<FiledRow>, StoreError> {
    let mut statement = conn
        .prepare_cached("SELECT number, kind, at, by_whom, act, body FROM filed WHERE service = ?1 ORDER BY number")?;
    let rows = statement.query_map([key.0], |row| {
        Ok(FiledRow {
            number: sqlite::count(row, 0)?,
            kind: row.get(1)?,
            at: sqlite::instant(row, 2)?,
            by: row.get(3)?,
            act: sqlite::id(row, 4)?,
            body: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn tokens(conn: &Connection, key: ServiceKey) -> Result<Vec<TokenRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT id, hash, owner, role, created, expires, networks, revoked FROM token WHERE service = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([key.0], |row| {
        let networks: Arc<str> = row.get(6)?;
        Ok(TokenRow {
            id: sqlite::id(row, 0)?,
            hash: row.get(1)?,
            owner: row.get(2)?,
            role: sqlite::name(row, 3)?,
            created: sqlite::instant(row, 4)?,
            expires: sqlite::instant(row, 5)?,
            networks: networks.lines().map(str::to_owned).collect(),
            revoked: sqlite::instant_or_none(row, 7)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a version was compiled from.
pub(crate) fn version_sources(conn: &Connection, key: ServiceKey, number: u32) -> Result<Option<Opaque>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT sources FROM version WHERE service = ?1 AND number = ?2")?;
    Ok(statement.query_row(params![key.0, number], |row| row.get::<_, Vec<u8>>(0).map(Opaque::from)).optional()?)
}

/// What a revision of the operation was compiled from.
pub(crate) fn operation_sources(conn: &Connection, key: ServiceKey, number: u32) -> Result<Option<Opaque>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT sources FROM operation WHERE service = ?1 AND number = ?2")?;
    Ok(statement.query_row(params![key.0, number], |row| row.get::<_, Vec<u8>>(0).map(Opaque::from)).optional()?)
}

/// Adds a version, and lets it decide.
pub(crate) fn add_version(
    conn: &Connection,
    key: ServiceKey,
    new: &NewVersion,
    decides: bool,
) -> Result<(), StoreError> {
    let version = &new.version;
    conn.prepare_cached(
        "INSERT INTO version (service, number, hash, label, effective, day, by_whom, activated, is_past, sources)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        key.0,
        version.number,
        version.hash,
        version.label,
        version.effective.micros(),
        version.day.days(),
        version.by,
        version.activated.micros(),
        i64::from(version.is_past),
        new.sources.bytes(),
    ])?;
    if decides {
        conn.prepare_cached("UPDATE service SET version = ?2 WHERE key = ?1")?
            .execute(params![key.0, version.number])?;
    }
    Ok(())
}

/// Adds a revision of the operation; it is the newest.
pub(crate) fn add_operation(conn: &Connection, key: ServiceKey, new: &NewOperation) -> Result<(), StoreError> {
    let operation = &new.operation;
    conn.prepare_cached(
        "INSERT INTO operation (service, number, hash, by_whom, at, sources) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        key.0,
        operation.number,
        operation.hash,
        operation.by,
        operation.at.micros(),
        new.sources.bytes()
    ])?;
    conn.prepare_cached("UPDATE service SET operation = ?2 WHERE key = ?1")?
        .execute(params![key.0, operation.number])?;
    Ok(())
}

/// Adds words; known ones stay as they are.
pub(crate) fn add_words(conn: &Connection, key: ServiceKey, words: &[WordRow]) -> Result<(), StoreError> {
    for word in words {
        conn.prepare_cached(
            "INSERT INTO word (service, family, name, number) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (service, family, name) DO NOTHING",
        )?
        .execute(params![key.0, word.family, word.name.as_str(), word.number])?;
    }
    Ok(())
}

/// Adds a notice.
pub(crate) fn add_notice(conn: &Connection, key: ServiceKey, notice: &NoticeRow) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO notice (service, number, id, facts) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![key.0, notice.number, notice.id.bytes(), notice.facts])?;
    Ok(())
}

/// Files a line under the next number.
pub(crate) fn file(conn: &Connection, key: ServiceKey, at: Instant, new: &NewFiled) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO filed (service, number, kind, at, by_whom, act, body)
         VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM filed WHERE service = ?1), ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![key.0, new.kind, at.micros(), new.by, new.act.bytes(), new.body])?;
    Ok(())
}

/// Adds a token.
pub(crate) fn add_token(conn: &Connection, key: ServiceKey, token: &TokenRow) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO token (id, service, hash, owner, role, created, expires, networks, revoked)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        token.id.bytes(),
        key.0,
        token.hash,
        token.owner,
        token.role.as_str(),
        token.created.micros(),
        token.expires.micros(),
        token.networks.join("\n"),
        sqlite::micros(token.revoked),
    ])?;
    Ok(())
}

/// Revokes a token; the first time counts.
pub(crate) fn revoke_token(conn: &Connection, key: ServiceKey, token: TokenId, at: Instant) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE token SET revoked = coalesce(revoked, ?3) WHERE id = ?1 AND service = ?2")?
        .execute(params![token.bytes(), key.0, at.micros()])?;
    Ok(())
}

/// Notes what a statistic gave away.
pub(crate) fn add_release(conn: &Connection, key: ServiceKey, release: &ReleaseRow) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO released (service, statistic, at, act, smallest, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        key.0,
        release.statistic,
        release.at.micros(),
        release.act.bytes(),
        release.smallest,
        release.body
    ])?;
    Ok(())
}

/// What statistics gave away, oldest first.
pub(crate) fn releases(conn: &Connection, key: ServiceKey) -> Result<Vec<ReleaseRow>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT statistic, at, act, smallest, body FROM released WHERE service = ?1 ORDER BY row")?;
    let rows = statement.query_map([key.0], |row| {
        Ok(ReleaseRow {
            statistic: row.get(0)?,
            at: sqlite::instant(row, 1)?,
            act: sqlite::id(row, 2)?,
            smallest: row.get(3)?,
            body: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
