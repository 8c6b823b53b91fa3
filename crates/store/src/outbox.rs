//! Who is told of a change: messages to systems and recipients, and what was passed on under which reference.

use crate::{
    MessageRow, Opaque, PersonRow, ServiceKey, StoreError, WrappedKey,
    journal::{ErasedKey, KeyPlace},
    keys, sqlite,
};
use azukari_model::{ActId, Instant, PersonId, ProvisionId};
use rusqlite::{Connection, OptionalExtension, Row, params, types::Value};
use std::sync::Arc;

/// A message to be written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewMessage {
    pub act: ActId,
    /// `system`, `recipient` or `person`.
    pub to: Arc<str>,
    /// The word of the system or recipient; 0: the person.
    pub party: u32,
    /// The number of a company of a class, or 0.
    pub member: u32,
    /// Until when it has to be confirmed.
    pub due: Option<Instant>,
    /// Gone on delivery, or after seven days.
    pub body: Option<(WrappedKey, Opaque)>,
}

/// A message as it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Message {
    pub row: MessageRow,
    pub person: Option<(PersonRow, PersonId)>,
    pub act: ActId,
    pub to: Arc<str>,
    pub party: u32,
    pub member: u32,
    pub at: Instant,
    pub due: Option<Instant>,
    pub told: Option<Instant>,
    pub confirmed: Option<Instant>,
    pub body: Option<(WrappedKey, Opaque)>,
}

/// Which messages are asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Messages {
    /// Not confirmed yet.
    Unconfirmed,
    /// Not confirmed, and due before this.
    Overdue(Instant),
    /// Of one act.
    Of(ActId),
}

/// What was passed on to whom: what a later notice of erasure cites.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ProvisionRow {
    pub id: ProvisionId,
    /// The word of the recipient.
    pub recipient: u32,
    /// The number of a company of a class, or 0.
    pub member: u32,
    /// The word of the purpose, or 0.
    pub purpose: u32,
    /// Words of items.
    pub items: Vec<u32>,
    pub at: Instant,
    /// When the law lets it go.
    pub until: Option<Instant>,
    /// Random; the only thing the recipient is told to call it by.
    pub reference: String,
}

/// Writes a message.
pub(crate) fn add(
    conn: &Connection,
    service: ServiceKey,
    person: Option<PersonRow>,
    at: Instant,
    message: &NewMessage,
) -> Result<(), StoreError> {
    let body = message.body.as_ref();
    conn.prepare_cached(
        "INSERT INTO message (service, person, act, to_kind, party, member, at, due, key_id, key, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        service.0,
        person.map(|person| person.0),
        message.act.bytes(),
        message.to,
        message.party,
        message.member,
        at.micros(),
        sqlite::micros(message.due),
        body.map(|(key, _)| key.id.cast_signed()),
        body.map(|(key, _)| key.wrapped.bytes()),
        body.map(|(_, body)| body.bytes()),
    ])?;
    Ok(())
}

/// Notes that whom a message was for has confirmed it, and so was told; the first time counts.
pub(crate) fn confirm(
    conn: &Connection,
    service: ServiceKey,
    row: MessageRow,
    at: Instant,
    erased: &mut Vec<ErasedKey>,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "UPDATE message SET told = coalesce(told, ?3), confirmed = coalesce(confirmed, ?3) WHERE row = ?1 AND service = ?2",
    )?
    .execute([row.0, service.0, at.micros()])?;
    empty(conn, service, row, erased)
}

/// Takes a message's body away, with its key: what it said nobody reads again; to whom it went and when, the row keeps.
fn empty(
    conn: &Connection,
    service: ServiceKey,
    row: MessageRow,
    erased: &mut Vec<ErasedKey>,
) -> Result<(), StoreError> {
    let key_id: Option<i64> = conn
        .prepare_cached("SELECT key_id FROM message WHERE row = ?1 AND service = ?2 AND key_id IS NOT NULL")?
        .query_row([row.0, service.0], |row| row.get(0))
        .optional()?;
    if let Some(key_id) = key_id {
        conn.prepare_cached("UPDATE message SET key_id = NULL, key = NULL, body = NULL WHERE row = ?1")?
            .execute([row.0])?;
        erased.push(ErasedKey { place: KeyPlace::Message, row: row.0, key_id });
    }
    Ok(())
}

/// Columns of a message, as [`from_row`] reads them.
macro_rules! select_message {
    ($rest:literal) => {
        concat!(
            "SELECT m.row, p.row, p.id, m.act, m.to_kind, m.party, m.member, m.at, m.due, m.told, m.confirmed,
                    m.key_id, m.key, m.body
             FROM message m LEFT JOIN person p ON p.row = m.person ",
            $rest
        )
    };
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Message> {
    let person = row.get::<_, Option<i64>>(1)?.map(PersonRow).zip(sqlite::id_or_none(row, 2)?);
    Ok(Message {
        row: MessageRow(row.get(0)?),
        person,
        act: sqlite::id(row, 3)?,
        to: row.get(4)?,
        party: row.get(5)?,
        member: row.get(6)?,
        at: sqlite::instant(row, 7)?,
        due: sqlite::instant_or_none(row, 8)?,
        told: sqlite::instant_or_none(row, 9)?,
        confirmed: sqlite::instant_or_none(row, 10)?,
        body: keys::sealed(row, 11)?,
    })
}

/// Messages, oldest first.
pub(crate) fn read(
    conn: &Connection,
    service: ServiceKey,
    which: Messages,
    limit: u32,
) -> Result<Vec<Message>, StoreError> {
    let (sql, of) = match which {
        Messages::Unconfirmed => (
            select_message!("WHERE m.service = ?1 AND m.confirmed IS NULL AND ?2 IS NULL ORDER BY m.row LIMIT ?3"),
            Value::Null,
        ),
        Messages::Overdue(now) => (
            select_message!(
                "WHERE m.service = ?1 AND m.confirmed IS NULL AND m.due < ?2 ORDER BY m.due, m.row LIMIT ?3"
            ),
            Value::Integer(now.micros()),
        ),
        Messages::Of(act) => (
            select_message!("WHERE m.act = ?2 AND m.service = ?1 ORDER BY m.row LIMIT ?3"),
            Value::Blob(act.bytes().to_vec()),
        ),
    };
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![service.0, of, limit], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many messages were not confirmed in time.
pub(crate) fn count_overdue(conn: &Connection, service: ServiceKey, now: Instant) -> Result<u64, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT count(*) FROM message WHERE service = ?1 AND confirmed IS NULL AND due < ?2")?;
    Ok(statement.query_row(params![service.0, now.micros()], |row| sqlite::count(row, 0))?)
}

/// How long an undelivered body lives.
const BODY_LIVES_MICROS: i64 = 7 * 24 * 60 * 60 * 1_000_000;

/// Takes bodies away that nobody fetched in seven days; gives back how many.
pub(crate) fn sweep(
    conn: &Connection,
    now: Instant,
    limit: u32,
    erased: &mut Vec<ErasedKey>,
) -> Result<u64, StoreError> {
    let rows: Vec<(i64, i64)> = conn
        .prepare_cached("SELECT row, service FROM message WHERE body IS NOT NULL AND at <= ?1 LIMIT ?2")?
        .query_map([now.plus_micros(-BODY_LIVES_MICROS).micros(), i64::from(limit)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    for (row, service) in &rows {
        empty(conn, ServiceKey(*service), MessageRow(*row), erased)?;
    }
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

/// Notes what was passed on.
pub(crate) fn add_provision(conn: &Connection, person: PersonRow, provision: &ProvisionRow) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO provision (person, id, recipient, member, purpose, items, at, until, reference)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        person.0,
        provision.id.bytes(),
        provision.recipient,
        provision.member,
        provision.purpose,
        sqlite::words_text(&provision.items),
        provision.at.micros(),
        sqlite::micros(provision.until),
        provision.reference,
    ])?;
    Ok(())
}

/// Takes every message about a person away.
pub(crate) fn remove_of(conn: &Connection, person: PersonRow, erased: &mut Vec<ErasedKey>) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached("DELETE FROM message WHERE person = ?1 RETURNING row, key_id")?;
    let mut rows = statement.query([person.0])?;
    while let Some(row) = rows.next()? {
        let key_id: Option<i64> = row.get(1)?;
        let row = row.get(0)?;
        erased.extend(key_id.map(|key_id| ErasedKey { place: KeyPlace::Message, row, key_id }));
    }
    Ok(())
}

/// What was passed on of a person, in the order of ids.
pub(crate) fn read_provisions(conn: &Connection, person: PersonRow) -> Result<Vec<ProvisionRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT id, recipient, member, purpose, items, at, until, reference FROM provision WHERE person = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([person.0], |row| {
        Ok(ProvisionRow {
            id: sqlite::id(row, 0)?,
            recipient: row.get(1)?,
            member: row.get(2)?,
            purpose: row.get(3)?,
            items: sqlite::words(row, 4)?,
            at: sqlite::instant(row, 5)?,
            until: sqlite::instant_or_none(row, 6)?,
            reference: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
