//! What passes over the desk: requests of people, approvals of single acts.

use crate::{
    Opaque, PersonRow, ServiceKey, StoreError, WrappedKey,
    journal::{ErasedKey, KeyPlace},
    keys, sqlite,
};
use azukari_model::{ActId, ApprovalId, Instant, Name, RequestId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::sync::Arc;

/// A request of a person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RequestRow {
    pub id: RequestId,
    /// `None`: whoever asks is not known here.
    pub person: Option<PersonRow>,
    /// The word of the declared right; 0: an inquiry or complaint.
    pub right: u32,
    /// `received`, `identified`, `answered`, `declined`, …
    pub state: Arc<str>,
    pub received: Instant,
    pub due: Option<Instant>,
    pub answered: Option<Instant>,
    /// What the answer showed: words of items.
    pub items: Vec<u32>,
    /// Way, evidence of identity, decisions per item, as JSON without a personal value.
    pub body: String,
    /// What the person wrote, sealed.
    pub text: Option<(WrappedKey, Opaque)>,
}

/// An approval of one act by a second person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ApprovalRow {
    pub id: ApprovalId,
    /// Of the body that was approved.
    pub hmac: [u8; 32],
    pub requester: Arc<str>,
    pub approver: Arc<str>,
    pub role: Name,
    pub at: Instant,
    pub until: Instant,
    /// The act it was used for; it is used once.
    pub used: Option<ActId>,
}

/// Puts a request, new or instead of what stands under its id.
pub(crate) fn put_request(
    conn: &Connection,
    service: ServiceKey,
    request: &RequestRow,
    erased: &mut Vec<ErasedKey>,
) -> Result<(), StoreError> {
    let text = request.text.as_ref();
    let key_id = text.map(|(key, _)| key.id.cast_signed());
    let old: Option<(Option<i64>, Option<i64>)> = conn
        .prepare_cached("SELECT key_id, person FROM request WHERE service = ?1 AND id = ?2")?
        .query_row(params![service.0, request.id.bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((Some(old_key), person)) = old
        && Some(old_key) != key_id
    {
        erased.push(ErasedKey { place: KeyPlace::Request, row: person.unwrap_or_default(), key_id: old_key });
    }
    conn.prepare_cached(
        "INSERT INTO request (service, id, person, right_word, state, received, due, answered, items, body, key_id, key, text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (service, id) DO UPDATE SET
           person = excluded.person, right_word = excluded.right_word, state = excluded.state, due = excluded.due,
           answered = excluded.answered, items = excluded.items, body = excluded.body,
           key_id = excluded.key_id, key = excluded.key, text = excluded.text",
    )?
    .execute(params![
        service.0,
        request.id.bytes(),
        request.person.map(|person| person.0),
        request.right,
        request.state,
        request.received.micros(),
        sqlite::micros(request.due),
        sqlite::micros(request.answered),
        sqlite::words_text(&request.items),
        request.body,
        key_id,
        text.map(|(key, _)| key.wrapped.bytes()),
        text.map(|(_, text)| text.bytes()),
    ])?;
    Ok(())
}

/// Takes every request of a person away.
pub(crate) fn remove_of(conn: &Connection, person: PersonRow, erased: &mut Vec<ErasedKey>) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached("DELETE FROM request WHERE person = ?1 RETURNING key_id")?;
    let mut rows = statement.query([person.0])?;
    while let Some(row) = rows.next()? {
        let key_id: Option<i64> = row.get(0)?;
        erased.extend(key_id.map(|key_id| ErasedKey { place: KeyPlace::Request, row: person.0, key_id }));
    }
    Ok(())
}

/// Answers a request; `false`: it was answered before, or never came in.
pub(crate) fn answer_request(
    conn: &Connection,
    service: ServiceKey,
    id: RequestId,
    at: Instant,
    items: &[u32],
) -> Result<bool, StoreError> {
    let answered = conn
        .prepare_cached(
            "UPDATE request SET state = 'answered', answered = ?3, items = ?4
             WHERE service = ?1 AND id = ?2 AND answered IS NULL",
        )?
        .execute(params![service.0, id.bytes(), at.micros(), sqlite::words_text(items)])?;
    Ok(answered == 1)
}

/// Columns of a request, as [`request_from_row`] reads them.
macro_rules! select_request {
    ($rest:literal) => {
        concat!(
            "SELECT id, person, right_word, state, received, due, answered, items, body, key_id, key, text FROM request ",
            $rest
        )
    };
}

fn request_from_row(row: &Row<'_>) -> rusqlite::Result<RequestRow> {
    Ok(RequestRow {
        id: sqlite::id(row, 0)?,
        person: row.get::<_, Option<i64>>(1)?.map(PersonRow),
        right: row.get(2)?,
        state: row.get(3)?,
        received: sqlite::instant(row, 4)?,
        due: sqlite::instant_or_none(row, 5)?,
        answered: sqlite::instant_or_none(row, 6)?,
        items: sqlite::words(row, 7)?,
        body: row.get(8)?,
        text: keys::sealed(row, 9)?,
    })
}

/// A request.
pub(crate) fn request(conn: &Connection, service: ServiceKey, id: RequestId) -> Result<Option<RequestRow>, StoreError> {
    let mut statement = conn.prepare_cached(select_request!("WHERE service = ?1 AND id = ?2"))?;
    Ok(statement.query_row(params![service.0, id.bytes()], request_from_row).optional()?)
}

/// Requests, newest first.
pub(crate) fn requests(conn: &Connection, service: ServiceKey, limit: u32) -> Result<Vec<RequestRow>, StoreError> {
    let mut statement =
        conn.prepare_cached(select_request!("WHERE service = ?1 ORDER BY received DESC, id DESC LIMIT ?2"))?;
    let rows = statement.query_map(params![service.0, limit], request_from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Adds an approval.
pub(crate) fn add_approval(conn: &Connection, service: ServiceKey, approval: &ApprovalRow) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO approval (service, id, hmac, requester, approver, role, at, until, used)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        service.0,
        approval.id.bytes(),
        approval.hmac,
        approval.requester,
        approval.approver,
        approval.role.as_str(),
        approval.at.micros(),
        approval.until.micros(),
        approval.used.map(ActId::bytes),
    ])?;
    Ok(())
}

/// Uses an approval; `false`: it was used before, or never given.
pub(crate) fn use_approval(
    conn: &Connection,
    service: ServiceKey,
    id: ApprovalId,
    act: ActId,
) -> Result<bool, StoreError> {
    let used = conn
        .prepare_cached("UPDATE approval SET used = ?3 WHERE service = ?1 AND id = ?2 AND used IS NULL")?
        .execute(params![service.0, id.bytes(), act.bytes()])?;
    Ok(used == 1)
}

/// Columns of an approval, as [`approval_from_row`] reads them.
macro_rules! select_approval {
    ($rest:literal) => {
        concat!("SELECT id, hmac, requester, approver, role, at, until, used FROM approval ", $rest)
    };
}

fn approval_from_row(row: &Row<'_>) -> rusqlite::Result<ApprovalRow> {
    Ok(ApprovalRow {
        id: sqlite::id(row, 0)?,
        hmac: row.get(1)?,
        requester: row.get(2)?,
        approver: row.get(3)?,
        role: sqlite::name(row, 4)?,
        at: sqlite::instant(row, 5)?,
        until: sqlite::instant(row, 6)?,
        used: sqlite::id_or_none(row, 7)?,
    })
}

/// An approval.
pub(crate) fn approval(
    conn: &Connection,
    service: ServiceKey,
    id: ApprovalId,
) -> Result<Option<ApprovalRow>, StoreError> {
    let mut statement = conn.prepare_cached(select_approval!("WHERE service = ?1 AND id = ?2"))?;
    Ok(statement.query_row(params![service.0, id.bytes()], approval_from_row).optional()?)
}

/// Approvals, newest first.
pub(crate) fn approvals(conn: &Connection, service: ServiceKey, limit: u32) -> Result<Vec<ApprovalRow>, StoreError> {
    let mut statement =
        conn.prepare_cached(select_approval!("WHERE service = ?1 ORDER BY at DESC, id DESC LIMIT ?2"))?;
    let rows = statement.query_map(params![service.0, limit], approval_from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}
