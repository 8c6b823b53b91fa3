//! Walks over many rows, on reader threads: everybody in row order, what is due, counts for the board.

use crate::{HoldingKey, Person, PersonRow, RecordRow};
use azukari_model::{ActId, Instant};

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
