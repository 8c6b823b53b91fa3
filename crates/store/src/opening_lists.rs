//! Lists of destroyed openings: kept for ever, served as they are.

use crate::{ServiceKey, StoreError, sqlite};
use azukari_model::{ActId, Instant};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::sync::Arc;

/// What is known of a list besides its lines.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OpeningList {
    /// What the key was of: `evidence`, `provision`, `hold`.
    pub kind: Arc<str>,
    /// Year and month as one number: 202701.
    pub month: u32,
    pub count: u64,
    pub hash: [u8; 32],
    /// The record that announces it.
    pub act: ActId,
    pub at: Instant,
}

/// A list to be kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewOpeningList {
    pub list: OpeningList,
    /// The file that is served.
    pub text: Arc<str>,
}

/// Keeps a list.
pub(crate) fn add(conn: &Connection, service: ServiceKey, new: &NewOpeningList) -> Result<(), StoreError> {
    let list = &new.list;
    conn.prepare_cached(
        "INSERT INTO opening_list (service, kind, month, count, hash, text, act, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        service.0,
        list.kind,
        list.month,
        list.count.cast_signed(),
        list.hash,
        new.text,
        list.act.bytes(),
        list.at.micros()
    ])?;
    Ok(())
}

/// Every list of every service in the order they were written, each with the leaf that announces it, once it has one.
pub(crate) fn index(conn: &Connection) -> Result<Vec<(OpeningList, Option<u64>)>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT o.kind, o.month, o.count, o.hash, o.act, o.at, l.place
         FROM opening_list o LEFT JOIN record r ON r.act = o.act LEFT JOIN leaf l ON l.record = r.row ORDER BY o.row",
    )?;
    let rows =
        statement.query_map([], |row| Ok((from_row(row)?, row.get::<_, Option<i64>>(6)?.map(i64::cast_unsigned))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every list in the order they were written, each with its service and its file.
pub(crate) fn whole(conn: &Connection) -> Result<Vec<(ServiceKey, OpeningList, String)>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT kind, month, count, hash, act, at, service, text FROM opening_list ORDER BY row")?;
    let rows = statement.query_map([], |row| Ok((ServiceKey(row.get(6)?), from_row(row)?, row.get(7)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<OpeningList> {
    Ok(OpeningList {
        kind: row.get(0)?,
        month: row.get(1)?,
        count: sqlite::count(row, 2)?,
        hash: row.get(3)?,
        act: sqlite::id(row, 4)?,
        at: sqlite::instant(row, 5)?,
    })
}

/// The file of a list.
pub(crate) fn text(conn: &Connection, hash: [u8; 32]) -> Result<Option<String>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT text FROM opening_list WHERE hash = ?1")?;
    Ok(statement.query_row([hash], |row| row.get(0)).optional()?)
}
