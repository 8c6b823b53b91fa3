//! What an act wants written: plain data, put together without looking anywhere.

use crate::record::Draft;
use azukari_store::{Change, Unique};

/// Everything one act writes, or nothing of it.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) record: Draft,
    /// The record Articles 29 and 30 ask for, kept under its own key and period.
    pub(crate) provision: Option<Draft>,
    pub(crate) unique: Vec<Unique>,
    pub(crate) changes: Vec<Change>,
}

impl Plan {
    /// Only a record.
    pub(crate) const fn record(record: Draft) -> Self {
        Self { record, provision: None, unique: Vec::new(), changes: Vec::new() }
    }

    /// Whether something about the person changes, so that others must look again.
    pub(crate) fn raises(&self) -> bool {
        self.changes.iter().any(raises) || self.unique.iter().any(|one| matches!(one, Unique::Reference(_)))
    }
}

const fn raises(change: &Change) -> bool {
    matches!(
        change,
        Change::PutHolding(_)
            | Change::AddEntry(_)
            | Change::SetEnds { .. }
            | Change::EraseHolding(_)
            | Change::PutStanding(_)
            | Change::ErasePerson
    )
}
