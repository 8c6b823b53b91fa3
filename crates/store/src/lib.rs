//! The only SQL: what an act reads at once, what it writes all of or nothing, and the walks of the jobs.
//!
//! This room knows rows. It must never know what a policy says, what a sealed value means, or a key in clear: keys come
//! wrapped, values sealed, look-ups hashed, and words are numbers that somebody else gives.

mod desk;
mod effects;
mod error;
mod holdings;
mod keys;
mod log;
mod once;
mod outbox;
mod people;
mod records;
mod scan;
mod service;
mod snapshot;
mod standing;

pub use desk::*;
pub use effects::*;
pub use error::StoreError;
pub use holdings::*;
pub use keys::*;
pub use log::*;
pub use once::*;
pub use outbox::*;
pub use people::*;
pub use records::*;
pub use scan::*;
pub use service::*;
pub use snapshot::*;
pub use standing::*;

use azukari_model::{ActId, ApprovalId, Instant, Name, RequestId};
use std::{path::Path, sync::Arc};

/// How the database is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// The most page cache of the writer and of each reader, in KiB.
    pub cache_kib: u32,
    /// Whether erased key ids are written to a journal beside the database, before their commit.
    pub journal: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { cache_kib: 8 * 1024, journal: true }
    }
}

/// The store. Cloning it gives another handle to the same.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {}

impl Store {
    /// Opens the database at a path, makes it if there is none, and brings its tables up to date.
    pub fn open(path: &Path, options: &Options) -> Result<Self, StoreError> {
        let _ = (path, options);
        Err(StoreError::Closed)
    }
    /// Commits what waits, stops the writer and waits for it.
    pub fn close(self) {}

    /// Reads what one act looks at, at once.
    pub async fn snapshot(&self, whom: &Whom, want: &Want) -> Result<Snapshot, StoreError> {
        let _ = (&self.0, whom, want);
        Err(StoreError::Closed)
    }
    /// Writes effects and answers each, in order, after their batch is durable. A list is one job of the writer.
    pub async fn commit(&self, effects: Vec<Effects>) -> Vec<Committed> {
        let _ = &self.0;
        effects.iter().map(|_| Committed::Failed).collect()
    }
    /// Who is found by any of these look-ups, in row order.
    pub async fn find(&self, service: ServiceKey, lookups: &[Lookup]) -> Result<Vec<Found>, StoreError> {
        let _ = (service, lookups);
        Err(StoreError::Closed)
    }

    /// Every service, in the order of names.
    pub async fn services(&self) -> Result<Vec<ServiceRow>, StoreError> {
        Err(StoreError::Closed)
    }
    /// The service of this name, made if there is none.
    pub async fn ensure_service(&self, name: &Name) -> Result<ServiceKey, StoreError> {
        let _ = name;
        Err(StoreError::Closed)
    }
    /// Everything about a service that is not about one person.
    pub async fn service(&self, key: ServiceKey) -> Result<Option<ServiceRows>, StoreError> {
        let _ = key;
        Err(StoreError::Closed)
    }
    /// The number alone.
    pub async fn number(&self, key: ServiceKey) -> Result<u64, StoreError> {
        let _ = key;
        Err(StoreError::Closed)
    }
    /// What a version was compiled from.
    pub async fn version_sources(&self, key: ServiceKey, number: u32) -> Result<Option<Opaque>, StoreError> {
        let _ = (key, number);
        Err(StoreError::Closed)
    }
    /// What a revision of the operation was compiled from.
    pub async fn operation_sources(&self, key: ServiceKey, number: u32) -> Result<Option<Opaque>, StoreError> {
        let _ = (key, number);
        Err(StoreError::Closed)
    }
    /// What a statistic gave away, oldest first.
    pub async fn releases(&self, key: ServiceKey) -> Result<Vec<ReleaseRow>, StoreError> {
        let _ = key;
        Err(StoreError::Closed)
    }
    /// Keys of months, destroyed ones too.
    pub async fn month_keys(&self, key: ServiceKey) -> Result<Vec<MonthKey>, StoreError> {
        let _ = key;
        Err(StoreError::Closed)
    }

    /// A page of somebody's history, newest first, below the person's number `before`.
    pub async fn history(&self, person: PersonRow, before: Option<u64>, limit: u32) -> Result<Trail, StoreError> {
        let _ = (person, before, limit);
        Err(StoreError::Closed)
    }
    /// The record of an act; of several, the first.
    pub async fn record(&self, act: ActId) -> Result<Option<RecordRead>, StoreError> {
        let _ = act;
        Err(StoreError::Closed)
    }
    /// Records of a service, newest first, below a row.
    pub async fn records(
        &self,
        service: ServiceKey,
        before: Option<RecordRow>,
        limit: u32,
    ) -> Result<Vec<RecordRead>, StoreError> {
        let _ = (service, before, limit);
        Err(StoreError::Closed)
    }
    /// Records sealed under a key, in row order after a row: to seal those under a hold again, to list commitments.
    pub async fn records_under(
        &self,
        key: MonthKeyRow,
        after: Option<RecordRow>,
        limit: u32,
    ) -> Result<Vec<RecordRead>, StoreError> {
        let _ = (key, after, limit);
        Err(StoreError::Closed)
    }
    /// The newest record of all.
    pub async fn last_record(&self) -> Result<Option<LastRecord>, StoreError> {
        Err(StoreError::Closed)
    }
    /// Whom accounts reached since a moment.
    pub async fn reached(&self, service: ServiceKey, since: Instant) -> Result<Vec<ReachedRow>, StoreError> {
        let _ = (service, since);
        Err(StoreError::Closed)
    }
    /// Changes of a service that copies follow, by tree index.
    pub async fn changes(&self, service: ServiceKey, after: u64, limit: u32) -> Result<ChangedPage, StoreError> {
        let _ = (service, after, limit);
        Err(StoreError::Closed)
    }
    /// A list of destroyed openings.
    pub async fn opening_lists(&self, service: ServiceKey) -> Result<Vec<OpeningList>, StoreError> {
        let _ = service;
        Err(StoreError::Closed)
    }

    /// What waits to be numbered, in commit order.
    pub async fn pending(&self, limit: u32) -> Result<Vec<PendingRow>, StoreError> {
        let _ = limit;
        Err(StoreError::Closed)
    }
    /// Writes one turn of the sequencer.
    pub async fn take_turn(&self, turn: Turn) -> Result<TurnTaken, StoreError> {
        let _ = turn;
        Err(StoreError::Closed)
    }
    /// The head of the log.
    pub async fn head(&self) -> Result<Head, StoreError> {
        Err(StoreError::Closed)
    }
    /// Keeps a signed checkpoint, unless a larger one is there.
    pub async fn sign_head(&self, signed: SignedHead) -> Result<(), StoreError> {
        let _ = signed;
        Err(StoreError::Closed)
    }
    /// A tile as it was last written.
    pub async fn tile(&self, level: u8, index: u64) -> Result<Option<TileRow>, StoreError> {
        let _ = (level, index);
        Err(StoreError::Closed)
    }
    /// The newest tile of each level: the right edge of the tree.
    pub async fn edge(&self) -> Result<Vec<TileRow>, StoreError> {
        Err(StoreError::Closed)
    }
    /// Leaves from an index on.
    pub async fn leaves(&self, from: u64, limit: u32) -> Result<Vec<LeafRow>, StoreError> {
        let _ = (from, limit);
        Err(StoreError::Closed)
    }

    /// A page of everybody in row order, erased people left out.
    pub async fn page(
        &self,
        service: ServiceKey,
        after: PersonRow,
        limit: u32,
        want: &Want,
    ) -> Result<Page, StoreError> {
        let _ = (service, after, limit, want);
        Err(StoreError::Closed)
    }
    /// Erased people in row order.
    pub async fn erased_page(
        &self,
        service: ServiceKey,
        after: PersonRow,
        limit: u32,
        want: &Want,
    ) -> Result<Page, StoreError> {
        let _ = (service, after, limit, want);
        Err(StoreError::Closed)
    }
    /// Holdings whose periods are over, the longest over first.
    pub async fn due(&self, service: ServiceKey, now: Instant, limit: u32) -> Result<Vec<DueRow>, StoreError> {
        let _ = (service, now, limit);
        Err(StoreError::Closed)
    }
    /// Counts for the board.
    pub async fn counts(&self, service: ServiceKey, now: Instant) -> Result<Counts, StoreError> {
        let _ = (service, now);
        Err(StoreError::Closed)
    }
    /// Who has standing of a kind (holds, restrictions), in row order.
    pub async fn standing_of_kind(
        &self,
        service: ServiceKey,
        kind: u8,
        limit: u32,
    ) -> Result<Vec<(PersonRow, azukari_model::PersonId, StandingRow)>, StoreError> {
        let _ = (service, kind, limit);
        Err(StoreError::Closed)
    }

    /// Messages, oldest first.
    pub async fn messages(&self, service: ServiceKey, which: Messages, limit: u32) -> Result<Vec<Message>, StoreError> {
        let _ = (service, which, limit);
        Err(StoreError::Closed)
    }
    /// Requests, newest first.
    pub async fn requests(&self, service: ServiceKey, limit: u32) -> Result<Vec<RequestRow>, StoreError> {
        let _ = (service, limit);
        Err(StoreError::Closed)
    }
    /// A request.
    pub async fn request(&self, service: ServiceKey, id: RequestId) -> Result<Option<RequestRow>, StoreError> {
        let _ = (service, id);
        Err(StoreError::Closed)
    }
    /// An approval.
    pub async fn approval(&self, service: ServiceKey, id: ApprovalId) -> Result<Option<ApprovalRow>, StoreError> {
        let _ = (service, id);
        Err(StoreError::Closed)
    }
    /// Approvals, newest first.
    pub async fn approvals(&self, service: ServiceKey, limit: u32) -> Result<Vec<ApprovalRow>, StoreError> {
        let _ = (service, limit);
        Err(StoreError::Closed)
    }
    /// Refusals whose minute is over and that still have to be counted in a record.
    pub async fn refusals(&self, service: ServiceKey, before_minute: i64) -> Result<Vec<RefusalCount>, StoreError> {
        let _ = (service, before_minute);
        Err(StoreError::Closed)
    }

    /// Clears away what nobody can read or needs any more, a little at a time; says how many rows went. 0: nothing is left.
    pub async fn sweep(&self, now: Instant, limit: u32) -> Result<u64, StoreError> {
        let _ = (now, limit);
        Err(StoreError::Closed)
    }
}
