//! Walks over many rows, on reader threads: everybody in row order, what is due, counts for the board.

use crate::{
    HoldingKey, Person, PersonRow, RecordRow, ServiceKey, StoreError, Want, log, outbox, people, records, service,
    sqlite,
};
use azukari_model::{ActId, Instant};
use rusqlite::{Connection, params};

/// A page of everybody, in row order.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Page {
    pub number: u64,
    /// At most as many as asked for; fewer only at the end.
    pub people: Vec<Person>,
    /// The row to go on after; `None`: that was all.
    pub after: Option<PersonRow>,
}

/// A holding whose periods are over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DueRow {
    pub person: PersonRow,
    pub of: HoldingKey,
    pub due: Instant,
    /// Where to go on behind it.
    pub mark: DueMark,
}

/// A place among the holdings that are due.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DueMark {
    pub(crate) due: i64,
    pub(crate) row: i64,
}

impl DueMark {
    /// Before the one that was due first.
    pub const BEFORE_ALL: Self = Self { due: i64::MIN, row: i64::MIN };
}

/// Counts for the board.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    pub people: u64,
    /// Holdings whose periods are over and that still stand.
    pub due: u64,
    /// Messages not confirmed in time.
    pub overdue: u64,
    /// Records of all services that are not numbered yet.
    pub pending: u64,
    pub last_record: Option<LastRecord>,
}

/// The newest record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LastRecord {
    pub row: RecordRow,
    pub act: ActId,
    pub at: Instant,
}

/// The most people of one page.
const PAGE_MAX: u32 = 500;

/// A page of people, living or erased.
pub(crate) fn page(
    conn: &Connection,
    service: ServiceKey,
    after: PersonRow,
    limit: u32,
    is_erased: bool,
    want: &Want,
) -> Result<Page, StoreError> {
    let limit = limit.clamp(1, PAGE_MAX);
    let number = service::number(conn, service)?;
    let mut people = people::walk(conn, service, after, limit, is_erased)?;
    for person in &mut people {
        people::fill(conn, person, want)?;
    }
    let is_full = u32::try_from(people.len()).is_ok_and(|found| found == limit);
    let after = people.last().map(|person| person.row).filter(|_| is_full);
    Ok(Page { number, people, after })
}

/// Counts for the board.
pub(crate) fn counts(conn: &Connection, service: ServiceKey, now: Instant) -> Result<Counts, StoreError> {
    let mut people = conn.prepare_cached("SELECT count(*) FROM person WHERE service = ?1 AND erased IS NULL")?;
    let mut due = conn.prepare_cached("SELECT count(*) FROM holding WHERE service = ?1 AND due <= ?2")?;
    Ok(Counts {
        people: people.query_row([service.0], |row| sqlite::count(row, 0))?,
        due: due.query_row(params![service.0, now.micros()], |row| sqlite::count(row, 0))?,
        overdue: outbox::count_overdue(conn, service, now)?,
        pending: log::count_pending(conn)?,
        last_record: records::last(conn)?,
    })
}
