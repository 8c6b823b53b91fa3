//! The only SQL: what an act reads at once, what it writes all of or nothing, and the walks of the jobs.
//!
//! This room knows rows. It must never know what a policy says, what a sealed value means, or a key in clear: keys come
//! wrapped, values sealed, look-ups hashed, and words are numbers that somebody else gives.

mod desk;
mod dump;
mod effects;
mod error;
mod gap;
mod holdings;
mod journal;
mod keys;
mod leaves;
mod log;
mod migrate;
mod month_keys;
mod once;
mod opening_lists;
mod outbox;
mod people;
mod reader;
mod recompute;
mod records;
mod scan;
mod service;
mod snapshot;
mod sqlite;
mod standing;
mod still;
pub mod tamper;
mod writer;

pub use desk::{ApprovalRow, RequestRow};
pub use dump::{Half, Load, Table, form};
pub use effects::{Change, Committed, Conflict, Effects, Subject, Unique, Written};
pub use error::StoreError;
pub use gap::Gap;
pub use holdings::{EntryRow, HoldingKey, HoldingRow, NewEntry};
pub use keys::{Lookup, MessageRow, MonthKeyRow, Opaque, PersonRow, RecordRow, ServiceKey, WrappedKey};
pub use leaves::Beside;
pub use log::{Head, LeafRow, PendingRow, SignedHead, TileRow, Turn, TurnTaken};
pub use month_keys::{HOLD, MonthKey, NewMonthKey};
pub use once::{IdempotencyKey, IdempotencyRow, RefusalCount, RefusalKey};
pub use opening_lists::{NewOpeningList, OpeningList};
pub use outbox::{Message, Messages, NewMessage, ProvisionRow};
pub use people::{Found, Person, ReferenceRow};
pub use recompute::RecomputeRow;
pub use records::{Changed, ChangedPage, NewRecord, Place, ReachedRow, RecordRead, Trail};
pub use scan::{Counts, DueMark, DueRow, LastRecord, Page};
pub use service::{
    FiledRow, NewFiled, NewOperation, NewVersion, NoticeRow, OperationRow, ReleaseRow, ServiceRow, ServiceRows,
    TokenRow, VersionRow, WordRow,
};
pub use snapshot::{Snapshot, Values, Want, Who, Whom};
pub use standing::{StandingKey, StandingRow};
pub use still::{Still, StillLeaf, StillPending, StillRecord};

use azukari_model::{ActId, ApprovalId, Instant, Name, PersonId, RequestId};
use leaves::Leaves;
use reader::Readers;
use rusqlite::Connection;
use std::{
    path::Path,
    sync::{Arc, Mutex},
    thread,
};
use tokio::sync::{mpsc, oneshot};
use writer::{Chore, Job, Writer};

/// How the database is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// The most page cache of the writer and of each reader, in KiB.
    pub cache_kib: u32,
    /// Whether ids of destroyed keys are written to a journal beside the database, before their commit.
    pub journal: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { cache_kib: 8 * 1024, journal: true }
    }
}

/// The store. Cloning it gives another handle to the same. Its walks need a Tokio runtime around them.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    readers: Arc<Readers>,
    jobs: mpsc::Sender<Job>,
    writer: thread::JoinHandle<()>,
    replayed: usize,
    /// Leaves of the log, kept beside the database.
    leaves: Option<Arc<Leaves>>,
}

impl Store {
    /// Opens the database at a path, makes it if there is none, brings its tables up to date, and destroys again what its
    /// erasure journal names beyond it.
    pub fn open(path: &Path, options: &Options) -> Result<Self, StoreError> {
        let (writer, replayed) = Writer::open(path, options)?;
        let leaves = writer.leaves();
        let (sender, jobs) = mpsc::channel(writer::QUEUE);
        let writer = Arc::new(Mutex::new(writer));
        let readers = Arc::new(Readers::new(path.to_owned(), options.clone(), Arc::clone(&writer)));
        let writer =
            thread::Builder::new().name("store-writer".to_owned()).spawn(move || writer::run(&writer, jobs))?;
        Ok(Self(Arc::new(Inner { readers, jobs: sender, writer, replayed, leaves })))
    }

    /// How many keys opening destroyed again: above 0 the database had come back from a backup.
    pub fn replayed(&self) -> usize {
        self.0.replayed
    }

    /// Commits what waits, stops the writer and waits for it. While there are other handles it only gives up this one.
    pub fn close(self) {
        if let Some(inner) = Arc::into_inner(self.0) {
            drop(inner.jobs);
            // A writer that panicked has already failed every job that waited for it.
            drop(inner.writer.join());
        }
    }

    /// Reads what one act looks at, at once.
    pub async fn snapshot(&self, whom: &Whom, want: &Want) -> Result<Snapshot, StoreError> {
        self.look_few(|conn| snapshot::read(conn, whom, want)).await
    }

    /// Writes effects and answers each, in order, after their batch is durable. A list is one job of the writer.
    pub async fn commit(&self, effects: Vec<Effects>) -> Vec<Committed> {
        let count = effects.len();
        let (answer, answered) = oneshot::channel();
        if self.0.jobs.send(Job::Commit { effects, answer }).await.is_err() {
            return vec![Committed::Failed; count];
        }
        answered.await.unwrap_or_else(|_| vec![Committed::Failed; count])
    }

    /// Who is found by any of these look-ups, in row order.
    pub async fn find(&self, service: ServiceKey, lookups: &[Lookup]) -> Result<Vec<Found>, StoreError> {
        self.look(|conn| people::find_all(conn, service, lookups)).await
    }

    async fn chore(&self, chore: Chore) -> Result<u64, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.0.jobs.send(Job::Chore { chore, answer }).await.map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// What every act reads: a few rows, which the writer has at hand.
    #[expect(clippy::unused_async, reason = "an engine behind a network waits here")]
    async fn look_few<T>(&self, look: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.0.readers.read_few(look)
    }

    /// Some rows: read where one stands, which costs less than to ask another thread.
    #[expect(clippy::unused_async, reason = "an engine behind a network waits here")]
    async fn look<T>(&self, look: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.0.readers.read(look)
    }

    /// Many rows: read on another thread.
    async fn walk<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let readers = Arc::clone(&self.0.readers);
        tokio::task::spawn_blocking(move || readers.read(look)).await.map_err(|_| StoreError::Closed)?
    }
}

/// Services.
impl Store {
    /// Every service, in the order of names.
    pub async fn services(&self) -> Result<Vec<ServiceRow>, StoreError> {
        self.look(service::all).await
    }

    /// The service of this name, made if there is none.
    pub async fn ensure_service(&self, name: &Name) -> Result<ServiceKey, StoreError> {
        let key = self.chore(Chore::EnsureService(name.clone())).await?;
        Ok(ServiceKey(key.cast_signed()))
    }

    /// Everything about a service that is not about one person.
    pub async fn service(&self, key: ServiceKey) -> Result<Option<ServiceRows>, StoreError> {
        self.look(|conn| service::read(conn, key)).await
    }

    /// The service's number alone.
    pub async fn number(&self, key: ServiceKey) -> Result<u64, StoreError> {
        self.look(|conn| service::number(conn, key)).await
    }

    /// What a version was compiled from.
    pub async fn version_sources(&self, key: ServiceKey, number: u32) -> Result<Option<Opaque>, StoreError> {
        self.look(|conn| service::version_sources(conn, key, number)).await
    }

    /// What a revision of the operation was compiled from.
    pub async fn operation_sources(&self, key: ServiceKey, number: u32) -> Result<Option<Opaque>, StoreError> {
        self.look(|conn| service::operation_sources(conn, key, number)).await
    }

    /// What statistics gave away, oldest first.
    pub async fn releases(&self, key: ServiceKey) -> Result<Vec<ReleaseRow>, StoreError> {
        self.look(|conn| service::releases(conn, key)).await
    }
}

/// Records and the keys they are sealed under.
impl Store {
    /// Keys of months and holds, the oldest month first, destroyed ones too.
    pub async fn month_keys(&self, key: ServiceKey) -> Result<Vec<MonthKey>, StoreError> {
        self.look(|conn| month_keys::read(conn, key)).await
    }

    /// A page of somebody's history, newest first, below the person's number `before`. What waits to be numbered is not
    /// in it.
    pub async fn history(&self, person: PersonRow, before: Option<u64>, limit: u32) -> Result<Trail, StoreError> {
        self.look(|conn| records::trail(conn, person, before, limit)).await
    }

    /// The record of an act; of several, the first.
    pub async fn record(&self, act: ActId) -> Result<Option<RecordRead>, StoreError> {
        self.look(|conn| records::of_act(conn, act)).await
    }

    /// Records of a service, newest first, below a row.
    pub async fn records(
        &self,
        service: ServiceKey,
        before: Option<RecordRow>,
        limit: u32,
    ) -> Result<Vec<RecordRead>, StoreError> {
        self.walk(move |conn| records::of_service(conn, service, before, limit)).await
    }

    /// Records sealed under a key, in row order after a row: to seal those under a hold again, to list commitments.
    pub async fn records_under(
        &self,
        key: MonthKeyRow,
        after: Option<RecordRow>,
        limit: u32,
    ) -> Result<Vec<RecordRead>, StoreError> {
        self.walk(move |conn| records::under(conn, key, after, limit)).await
    }

    /// The newest record of all.
    pub async fn last_record(&self) -> Result<Option<LastRecord>, StoreError> {
        self.look(records::last).await
    }

    /// Whom accounts reached since a moment, newest first: every record that names an account and a person.
    pub async fn reached(&self, service: ServiceKey, since: Instant) -> Result<Vec<ReachedRow>, StoreError> {
        self.walk(move |conn| records::reached(conn, service, since)).await
    }

    /// Changes of a service that copies follow, from the tree index `after` on; 0: from the first.
    pub async fn changes(&self, service: ServiceKey, after: u64, limit: u32) -> Result<ChangedPage, StoreError> {
        self.walk(move |conn| records::changes(conn, service, after, limit)).await
    }

    /// Somebody's records of a kind that can be opened, newest first.
    pub async fn records_of_kind(
        &self,
        person: PersonRow,
        kind: &'static str,
        limit: u32,
    ) -> Result<Vec<RecordRead>, StoreError> {
        self.walk(move |conn| records::of_kind(conn, person, kind, limit)).await
    }

    /// Every list of destroyed openings, of all services, oldest first; each with the leaf that announces it, once it has one.
    pub async fn opening_lists(&self) -> Result<Vec<(OpeningList, Option<u64>)>, StoreError> {
        self.look(opening_lists::index).await
    }

    /// The file of a list, by its hash.
    pub async fn opening_list(&self, hash: [u8; 32]) -> Result<Option<String>, StoreError> {
        self.walk(move |conn| opening_lists::text(conn, hash)).await
    }
}

/// The log.
impl Store {
    /// What waits to be numbered, in commit order.
    pub async fn pending(&self, limit: u32) -> Result<Vec<PendingRow>, StoreError> {
        self.walk(move |conn| log::pending(conn, limit)).await
    }

    /// Writes one turn of the sequencer.
    pub async fn take_turn(&self, turn: Turn) -> Result<TurnTaken, StoreError> {
        let taken = self.chore(Chore::Turn(Box::new(turn))).await?;
        Ok(if taken == 1 { TurnTaken::Done } else { TurnTaken::Fenced })
    }

    /// The head of the log.
    pub async fn head(&self) -> Result<Head, StoreError> {
        self.look(log::head).await
    }

    /// Keeps a signed checkpoint, unless a larger one is there.
    pub async fn sign_head(&self, signed: SignedHead) -> Result<(), StoreError> {
        self.chore(Chore::Sign(signed)).await.map(drop)
    }

    /// Whether a service has a gap: then the log does not go on.
    pub async fn has_gap(&self) -> Result<bool, StoreError> {
        self.look(gap::is_any).await
    }

    /// How many leaves are kept beside the database; `None`: none are.
    pub async fn kept_size(&self) -> Result<Option<u64>, StoreError> {
        self.kept(Leaves::count).await
    }

    /// Leaves that are kept beside the database, from an index on.
    pub async fn kept_leaves(&self, from: u64, limit: u64) -> Result<Vec<[u8; 32]>, StoreError> {
        Ok(self.kept(move |leaves| leaves.read(from, limit)).await?.unwrap_or_default())
    }

    async fn kept<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Leaves) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<Option<T>, StoreError> {
        let Some(leaves) = self.0.leaves.clone() else { return Ok(None) };
        tokio::task::spawn_blocking(move || read(&leaves)).await.map_err(|_| StoreError::Closed)?.map(Some)
    }

    /// A tile as it was last written.
    pub async fn tile(&self, level: u8, index: u64) -> Result<Option<TileRow>, StoreError> {
        self.look(|conn| log::tile(conn, level, index)).await
    }

    /// The newest tile of each level, the lowest level first: the right edge of the tree.
    pub async fn edge(&self) -> Result<Vec<TileRow>, StoreError> {
        self.look(log::edge).await
    }

    /// Leaves from an index on.
    pub async fn leaves(&self, from: u64, limit: u32) -> Result<Vec<LeafRow>, StoreError> {
        self.walk(move |conn| log::leaves(conn, from, limit)).await
    }
}

/// Walks of the jobs, and clearing away.
impl Store {
    /// A page of everybody in row order, erased people left out; at most 500.
    pub async fn page(
        &self,
        service: ServiceKey,
        after: PersonRow,
        limit: u32,
        want: &Want,
    ) -> Result<Page, StoreError> {
        let want = want.clone();
        self.walk(move |conn| scan::page(conn, service, after, limit, false, &want)).await
    }

    /// A page of erased people in row order; at most 500.
    pub async fn erased_page(
        &self,
        service: ServiceKey,
        after: PersonRow,
        limit: u32,
        want: &Want,
    ) -> Result<Page, StoreError> {
        let want = want.clone();
        self.walk(move |conn| scan::page(conn, service, after, limit, true, &want)).await
    }

    /// Holdings whose periods are over, the longest over first, from behind a mark on.
    pub async fn due(
        &self,
        service: ServiceKey,
        now: Instant,
        after: DueMark,
        limit: u32,
    ) -> Result<Vec<DueRow>, StoreError> {
        self.walk(move |conn| holdings::read_due(conn, service, now, after, limit)).await
    }

    /// Versions that are to be worked into what is held by now.
    pub async fn recomputes(&self, now: Instant) -> Result<Vec<RecomputeRow>, StoreError> {
        self.look(|conn| recompute::due(conn, now)).await
    }

    /// How many people a version that is being worked in still has to reach; `None`: none is.
    pub async fn recomputing(&self, service: ServiceKey, now: Instant) -> Result<Option<u64>, StoreError> {
        self.walk(move |conn| recompute::left(conn, service, now)).await
    }

    /// Counts for the board.
    pub async fn counts(&self, service: ServiceKey, now: Instant) -> Result<Counts, StoreError> {
        self.walk(move |conn| scan::counts(conn, service, now)).await
    }

    /// Who has standing of a kind (holds, restrictions), in row order.
    pub async fn standing_of_kind(
        &self,
        service: ServiceKey,
        kind: u8,
        limit: u32,
    ) -> Result<Vec<(PersonRow, PersonId, StandingRow)>, StoreError> {
        self.walk(move |conn| standing::of_kind(conn, service, kind, limit)).await
    }

    /// Clears away what nobody can read or needs any more, a little at a time: entries and records whose key is destroyed,
    /// entries whose period is over, old idempotency keys, bodies nobody fetched. Says how many rows went; 0: nothing left.
    pub async fn sweep(&self, now: Instant, limit: u32) -> Result<u64, StoreError> {
        self.chore(Chore::Sweep { now, limit }).await
    }
}

/// The desk and the outbox.
impl Store {
    /// Messages, oldest first.
    pub async fn messages(&self, service: ServiceKey, which: Messages, limit: u32) -> Result<Vec<Message>, StoreError> {
        self.walk(move |conn| outbox::read(conn, service, which, limit)).await
    }

    /// Requests, newest first.
    pub async fn requests(&self, service: ServiceKey, limit: u32) -> Result<Vec<RequestRow>, StoreError> {
        self.walk(move |conn| desk::requests(conn, service, limit)).await
    }

    /// A request.
    pub async fn request(&self, service: ServiceKey, id: RequestId) -> Result<Option<RequestRow>, StoreError> {
        self.look(|conn| desk::request(conn, service, id)).await
    }

    /// An approval.
    pub async fn approval(&self, service: ServiceKey, id: ApprovalId) -> Result<Option<ApprovalRow>, StoreError> {
        self.look(|conn| desk::approval(conn, service, id)).await
    }

    /// Approvals, newest first.
    pub async fn approvals(&self, service: ServiceKey, limit: u32) -> Result<Vec<ApprovalRow>, StoreError> {
        self.walk(move |conn| desk::approvals(conn, service, limit)).await
    }

    /// Refusals of minutes before this one that still have to be counted in a record.
    pub async fn refusals(&self, service: ServiceKey, before_minute: i64) -> Result<Vec<RefusalCount>, StoreError> {
        self.walk(move |conn| once::refusals(conn, service, before_minute)).await
    }
}
