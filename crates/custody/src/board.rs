//! What the promise board shows beside each clause: evidence, counted from what is on file.

use azukari_model::{ActId, Date, Instant, Name, PersonId};
use std::{collections::BTreeMap, sync::Arc};

/// The evidence of one service.
#[derive(Clone, Debug, Default)]
pub struct BoardEvidence {
    /// The last act that rested on a clause, since the server started or within the newest records.
    pub last_act: BTreeMap<Arc<str>, LastAct>,
    /// The newest evidence of each measure.
    pub measures: BTreeMap<Arc<str>, MeasureEvidence>,
    /// Systems that have not confirmed an erasure in time.
    pub overdue_erasures: Vec<OverdueErasure>,
    pub last_record: Option<LastAct>,
    /// Holdings whose period is over and that are not erased yet.
    pub overdue_holdings: u64,
    /// How the retention of records does.
    pub retention: Retention,
    /// Accounts that reached their people of the day today.
    pub limits_reached: Vec<Arc<str>>,
    /// A change of retention is being worked in: people still to be looked at.
    pub recomputing: Option<u64>,
    /// Why the active version, or a newer one, does not run.
    pub not_running: Option<String>,
    pub ledger: LedgerHealth,
}

/// An act as evidence.
#[derive(Clone, Debug)]
pub struct LastAct {
    pub act: ActId,
    pub at: Instant,
}

/// Evidence of a measure.
#[derive(Clone, Debug)]
pub struct MeasureEvidence {
    pub last: Option<Instant>,
    /// The last day that the evidence counts for: from the next on it is overdue.
    pub due: Option<Date>,
    pub overdue: bool,
    /// Accounts or companies without evidence in time.
    pub missing: Vec<Arc<str>>,
}

/// A measure, for those who look after it: with names.
#[derive(Clone, Debug)]
pub struct MeasureDue {
    pub measure: Name,
    /// The clauses it keeps.
    pub clauses: Vec<Arc<str>>,
    /// The day of the newest evidence.
    pub last: Option<Date>,
    pub evidence: MeasureEvidence,
}

/// A system that has not confirmed an erasure in time.
#[derive(Clone, Debug)]
pub struct OverdueErasure {
    pub system: Arc<str>,
    pub person: PersonId,
    pub act: ActId,
    pub due: Date,
}

/// How the retention of records does.
#[derive(Clone, Debug, Default)]
pub struct Retention {
    /// When the job last came to its end, since the server started.
    pub last_run: Option<Instant>,
    /// The day on which the next key of records is destroyed.
    pub next: Option<Date>,
    /// Keys whose period was over an hour ago and more.
    pub overdue: u64,
}

/// How the ledger does.
#[derive(Clone, Debug, Default)]
pub struct LedgerHealth {
    /// Leaves under the newest checkpoint.
    pub size: u64,
    pub checkpoint_at: Option<Instant>,
    /// Records not numbered yet.
    pub pending: u64,
    /// The sequencer stopped, and why.
    pub stopped: Option<String>,
}
