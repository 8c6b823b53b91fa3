//! Records: the sealed bytes an act or event leaves.

use crate::{LastRecord, MonthKeyRow, Opaque, PersonRow, RecordRow, ServiceKey, StoreError, log, sqlite};
use azukari_model::{ActId, Instant, PersonId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::sync::Arc;

/// A record to append. It is about the person of its effects, unless `alone`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewRecord {
    pub act: ActId,
    /// A short word in clear: `use`, `erase`, `activation`.
    pub kind: Arc<str>,
    /// The account that acted, in clear, so that the people it reached today can be counted again.
    pub account: Option<Arc<str>>,
    /// It is the service's own, although its effects are about a person.
    pub alone: bool,
    /// It stands in the changes that copies follow: standing, items or existence changed.
    pub changes: bool,
    pub month_key: MonthKeyRow,
    pub commitment: [u8; 32],
    /// Opening and bytes, sealed.
    pub sealed: Opaque,
}

/// A record as it stands. After its key was destroyed, kind, account and sealed bytes are empty.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecordRead {
    pub row: RecordRow,
    pub service: ServiceKey,
    pub person: Option<PersonRow>,
    pub act: ActId,
    pub kind: Arc<str>,
    pub account: Option<Arc<str>>,
    pub at: Instant,
    pub month_key: MonthKeyRow,
    pub sealed: Opaque,
    /// Its place in the log; `None`: not numbered yet.
    pub place: Option<Place>,
}

/// The place of a record in the log.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Place {
    /// The leaf in the tree.
    pub index: u64,
    /// The person's own number of it; 0 where it is about nobody.
    pub sequence: u64,
    pub commitment: [u8; 32],
    pub leaf: [u8; 32],
}

/// A page of somebody's history, newest first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Trail {
    pub records: Vec<RecordRead>,
    /// Ask for what lies before this to go on; `None`: that was all.
    pub before: Option<u64>,
}

/// One line of the changes that copies follow.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Changed {
    pub index: u64,
    pub person: PersonId,
    pub kind: Arc<str>,
    pub at: Instant,
}

/// A page of changes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ChangedPage {
    pub changes: Vec<Changed>,
    /// Give this as `after` to go on.
    pub after: u64,
    pub more: bool,
}

/// A person an account reached.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReachedRow {
    pub account: Arc<str>,
    pub person: PersonId,
    pub kind: Arc<str>,
    pub at: Instant,
}

/// Appends a record and what waits to be numbered.
pub(crate) fn append(
    conn: &Connection,
    service: ServiceKey,
    person: Option<PersonRow>,
    at: Instant,
    record: &NewRecord,
) -> Result<RecordRow, StoreError> {
    let person = person.filter(|_| !record.alone).map(|person| person.0);
    let row: i64 = conn
        .prepare_cached(
            "INSERT INTO record (row, service, person, act, kind, account, at, changes, month_key, sealed)
             VALUES ((SELECT coalesce(max(row), 0) + 1 FROM record), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING row",
        )?
        .query_row(
            params![
                service.0,
                person,
                record.act.bytes(),
                record.kind,
                record.account,
                at.micros(),
                i64::from(record.changes),
                record.month_key.0,
                record.sealed.bytes(),
            ],
            |row| row.get(0),
        )?;
    conn.prepare_cached("INSERT INTO pending (record, person, commitment) VALUES (?1, ?2, ?3)")?.execute(params![
        row,
        person,
        record.commitment
    ])?;
    Ok(RecordRow(row))
}

/// Columns of a record with its place, as [`from_row`] reads them.
macro_rules! select_record {
    ($rest:literal) => {
        concat!(
            "SELECT r.row, r.service, r.person, r.act, r.kind, r.account, r.at, r.month_key, r.sealed,
                    l.place, l.sequence, l.commitment, l.leaf ",
            $rest
        )
    };
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<RecordRead> {
    let place = match row.get::<_, Option<i64>>(9)? {
        None => None,
        Some(index) => Some(Place {
            index: index.cast_unsigned(),
            sequence: sqlite::count(row, 10)?,
            commitment: row.get(11)?,
            leaf: row.get(12)?,
        }),
    };
    Ok(RecordRead {
        row: RecordRow(row.get(0)?),
        service: ServiceKey(row.get(1)?),
        person: row.get::<_, Option<i64>>(2)?.map(PersonRow),
        act: sqlite::id(row, 3)?,
        kind: row.get(4)?,
        account: row.get(5)?,
        at: sqlite::instant(row, 6)?,
        month_key: MonthKeyRow(row.get(7)?),
        sealed: row.get::<_, Vec<u8>>(8)?.into(),
        place,
    })
}

/// The record of an act; of several, the first.
pub(crate) fn of_act(conn: &Connection, act: ActId) -> Result<Option<RecordRead>, StoreError> {
    let mut statement = conn.prepare_cached(select_record!(
        "FROM record r LEFT JOIN leaf l ON l.record = r.row WHERE r.act = ?1 ORDER BY r.row LIMIT 1"
    ))?;
    Ok(statement.query_row([act.bytes()], from_row).optional()?)
}

/// Records of a service, newest first, below a row.
pub(crate) fn of_service(
    conn: &Connection,
    service: ServiceKey,
    before: Option<RecordRow>,
    limit: u32,
) -> Result<Vec<RecordRead>, StoreError> {
    let mut statement = conn.prepare_cached(select_record!(
        "FROM record r LEFT JOIN leaf l ON l.record = r.row
         WHERE r.row < ?2 AND r.service = ?1 ORDER BY r.row DESC LIMIT ?3"
    ))?;
    let before = before.map_or(i64::MAX, |row| row.0);
    let rows = statement.query_map(params![service.0, before, limit], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Records under a key, in row order after a row.
pub(crate) fn under(
    conn: &Connection,
    key: MonthKeyRow,
    after: Option<RecordRow>,
    limit: u32,
) -> Result<Vec<RecordRead>, StoreError> {
    let mut statement = conn.prepare_cached(select_record!(
        "FROM record r LEFT JOIN leaf l ON l.record = r.row
         WHERE r.month_key = ?1 AND r.row > ?2 ORDER BY r.row LIMIT ?3"
    ))?;
    let after = after.map_or(0, |row| row.0);
    let rows = statement.query_map(params![key.0, after, limit], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A page of somebody's history, newest first, below the person's number `before`.
pub(crate) fn trail(
    conn: &Connection,
    person: PersonRow,
    before: Option<u64>,
    limit: u32,
) -> Result<Trail, StoreError> {
    let mut statement = conn.prepare_cached(select_record!(
        "FROM trail t JOIN record r ON r.row = t.record JOIN leaf l ON l.record = r.row
         WHERE t.person = ?1 AND t.sequence < ?2 ORDER BY t.sequence DESC LIMIT ?3"
    ))?;
    let before = before.map_or(i64::MAX, |before| i64::try_from(before).unwrap_or(i64::MAX));
    // One more than asked for says whether there is more.
    let rows = statement.query_map(params![person.0, before, i64::from(limit) + 1], from_row)?;
    let mut records = rows.collect::<Result<Vec<_>, _>>()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = records.len() > limit;
    records.truncate(limit);
    let before = records.last().and_then(|record| record.place).map(|place| place.sequence).filter(|_| has_more);
    Ok(Trail { records, before })
}

/// Somebody's records of a kind that can be opened, newest first.
pub(crate) fn of_kind(
    conn: &Connection,
    person: PersonRow,
    kind: &str,
    limit: u32,
) -> Result<Vec<RecordRead>, StoreError> {
    let mut statement = conn.prepare_cached(select_record!(
        "FROM trail t JOIN record r ON r.row = t.record JOIN leaf l ON l.record = r.row
         WHERE t.person = ?1 AND r.kind = ?2 ORDER BY t.sequence DESC LIMIT ?3"
    ))?;
    let rows = statement.query_map(params![person.0, kind, limit], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The newest record of all.
pub(crate) fn last(conn: &Connection) -> Result<Option<LastRecord>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT row, act, at FROM record ORDER BY row DESC LIMIT 1")?;
    let last = statement.query_row([], |row| {
        Ok(LastRecord { row: RecordRow(row.get(0)?), act: sqlite::id(row, 1)?, at: sqlite::instant(row, 2)? })
    });
    Ok(last.optional()?)
}

/// How much earlier a record may say it was made than one that was committed before it.
const COMMIT_SLACK_MICROS: i64 = 10 * 60 * 1_000_000;

/// Whom accounts reached since a moment. Goes back from the newest record until it is past that moment.
pub(crate) fn reached(conn: &Connection, service: ServiceKey, since: Instant) -> Result<Vec<ReachedRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT r.at, r.service, r.account, r.kind, p.id FROM record r LEFT JOIN person p ON p.row = r.person
         ORDER BY r.row DESC",
    )?;
    let mut rows = statement.query([])?;
    let mut reached = Vec::new();
    while let Some(row) = rows.next()? {
        let at = sqlite::instant(row, 0)?;
        if at.plus_micros(COMMIT_SLACK_MICROS) < since {
            break;
        }
        let account: Option<Arc<str>> = row.get(2)?;
        if let (Some(account), Some(person)) = (account, sqlite::id_or_none(row, 4)?)
            && at >= since
            && row.get::<_, i64>(1)? == service.0
        {
            reached.push(ReachedRow { account, person, kind: row.get(3)?, at });
        }
    }
    Ok(reached)
}

/// The most leaves one page of changes looks at.
const CHANGES_LOOKED_AT: i64 = 10_000;

/// Changes of a service after a tree index: looks at so many leaves at most, and says where to go on.
pub(crate) fn changes(
    conn: &Connection,
    service: ServiceKey,
    after: u64,
    limit: u32,
) -> Result<ChangedPage, StoreError> {
    let size = log::size(conn)?;
    let from = i64::try_from(after).unwrap_or(i64::MAX);
    let to = size.min(from.saturating_add(CHANGES_LOOKED_AT));
    let mut statement = conn.prepare_cached(
        "SELECT l.place, p.id, r.kind, r.at FROM leaf l JOIN record r ON r.row = l.record JOIN person p ON p.row = r.person
         WHERE l.place >= ?2 AND l.place < ?3 AND r.changes = 1 AND r.service = ?1 ORDER BY l.place LIMIT ?4",
    )?;
    let rows = statement.query_map(params![service.0, from, to, limit], |row| {
        Ok(Changed {
            index: sqlite::count(row, 0)?,
            person: sqlite::id(row, 1)?,
            kind: row.get(2)?,
            at: sqlite::instant(row, 3)?,
        })
    })?;
    let changes = rows.collect::<Result<Vec<_>, _>>()?;
    let is_full = u32::try_from(changes.len()).is_ok_and(|found| found >= limit);
    let next = match changes.last() {
        Some(last) if is_full => last.index + 1,
        _ => to.max(from).cast_unsigned(),
    };
    Ok(ChangedPage { changes, after: next, more: next < size.cast_unsigned() })
}
