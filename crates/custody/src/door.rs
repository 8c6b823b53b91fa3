//! The one choke point: nothing is decided, opened or written anywhere else.

mod approve;
mod auth;
mod board;
mod bulk;
mod cache;
mod desk;
mod destroyed;
pub(crate) mod errand;
mod filing;
mod find;
mod gap;
mod holds;
mod lines;
mod listing;
mod load;
mod log;
pub(crate) mod months;
mod office;
mod once;
mod perform;
mod read;
pub(crate) mod refusing;
mod reservation;
mod start;
mod statistic;

use crate::{
    ask::{BulkAsk, Submission, TokenAsk},
    board::{BoardEvidence, MeasureDue},
    caller::Caller,
    clock::Clock,
    limit::Reached,
    locks::Locks,
    outcome::{BulkLine, Outcome},
    procedures::{
        activate::{ActivateError, Activated, By},
        gap::{ClosedGap, Decision, GapError},
        token::{NewToken, TokenError},
    },
    refused::{DoorCode, Refused},
    service::Service,
};
use azukari_ledger::{Hash, LogSigner, destroyed::Listed};
use azukari_model::{ActId, Instant, Period, TokenId};
use azukari_policy::{declared::Policy, source::Sources};
use azukari_store::Store;
use azukari_vault::{Keyring, Random};
use std::{
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};
use tokio::sync::{mpsc, watch};

pub(crate) use auth::parse_network;
pub(crate) use errand::clauses_of;
pub(crate) use perform::person_wanted;
pub use start::OpenError;

/// The door. Cloning it gives another handle to the same.
#[derive(Clone, Debug)]
pub struct Door(Arc<Inner>);

/// What a door is made of.
#[derive(Debug)]
pub struct Parts {
    pub store: Store,
    pub keyring: Keyring,
    pub random: Random,
    pub clock: Arc<dyn Clock>,
    pub settings: Settings,
}

/// What the door does not find out by itself.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name of the log, and of the key that signs it: `azukari.example/log`.
    pub origin: String,
    /// How long a keys backup is kept; `None`: none is made.
    pub backups: Option<Period>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) keyring: Keyring,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) settings: Settings,
    pub(crate) signer: LogSigner,
    random: Mutex<Random>,
    cache: cache::Cache,
    pub(crate) months: months::Months,
    locks: Locks,
    pub(crate) reached: Reached,
    /// When the newest record was made, in microseconds.
    newest: AtomicI64,
    pub(crate) log: log::Log,
    pub(crate) evidence: board::Evidence,
    /// Held while the slower jobs run: two turns of them would be stale to each other.
    pub(crate) turns: tokio::sync::Mutex<()>,
}

/// How far the clock may be behind the newest record, in microseconds.
const BEHIND_MAX: i64 = 120_000_000;

impl Inner {
    /// Randomness, one at a time.
    pub(crate) fn random(&self) -> MutexGuard<'_, Random> {
        self.random.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Now, unless the clock cannot be believed.
    pub(crate) fn now(&self) -> Result<Instant, Refused> {
        let now = self.clock.now();
        if now.micros().saturating_add(BEHIND_MAX) < self.newest.load(Ordering::Acquire) {
            return Err(DoorCode::ClockBehind.into());
        }
        Ok(now)
    }

    /// Now, for a reading that leaves no record: it waits for no clock, and never counts from before the newest record, so that
    /// a clock that went back opens nothing that has ended.
    pub(crate) fn now_or_newest(&self) -> Instant {
        self.clock.now().max(Instant::from_micros(self.newest.load(Ordering::Acquire)))
    }

    /// Remembers that a record was made.
    pub(crate) fn saw_record(&self, at: Instant) {
        self.newest.fetch_max(at.micros(), Ordering::AcqRel);
    }
}

impl Door {
    /// Every service, in the order of their ids.
    pub async fn services(&self) -> Result<Vec<Arc<Service>>, Refused> {
        self.0.all_services().await
    }

    /// A service as it stands now.
    pub async fn service(&self, id: &str) -> Result<Arc<Service>, Refused> {
        self.0.fresh(id).await
    }

    /// The caller that a bearer token stands for: `token-missing`, `token-invalid`, `caller-other-service`, `-network`.
    pub async fn authenticate(
        &self,
        service: &str,
        bearer: Option<&str>,
        from: Option<IpAddr>,
    ) -> Result<Caller, Refused> {
        self.0.authenticate(service, bearer, from).await
    }

    /// Performs one act: looks, decides, records, and only then answers.
    pub async fn perform(&self, caller: &Caller, submission: Submission) -> Result<Outcome, Refused> {
        self.0.perform(caller, &submission).await
    }

    /// Everybody at once. A line is sent only after the chunk it is in was recorded; the sender waits for the reader.
    pub async fn bulk(&self, caller: &Caller, ask: BulkAsk) -> Result<mpsc::Receiver<BulkLine>, Refused> {
        bulk::begin(&self.0, caller, ask).await
    }

    /// Many acts: those about one person in the order given, others side by side; answers in the order of the lines. A line
    /// that could not be read is passed through as its refusal.
    pub fn batch(
        &self,
        caller: &Caller,
        lines: mpsc::Receiver<Result<Submission, Refused>>,
    ) -> mpsc::Receiver<Result<Outcome, Refused>> {
        lines::begin(self.clone(), caller.clone(), lines)
    }

    /// What the board shows of a service.
    pub async fn board_evidence(&self, service: &str) -> Result<BoardEvidence, Refused> {
        self.0.board_evidence(service).await
    }

    /// When each measure is due, and who is without evidence.
    pub async fn measures(&self, caller: &Caller) -> Result<Vec<MeasureDue>, Refused> {
        self.0.measures(caller).await
    }

    /// The policy of a version that is known, compiled from its stored sources.
    pub async fn version(&self, service: &str, number: u32) -> Result<Arc<Policy>, Refused> {
        self.0.version(service, number).await
    }

    /// The newest checkpoint, as the signed note it is.
    pub async fn checkpoint(&self) -> Result<String, Refused> {
        self.0.checkpoint().await
    }

    /// A tile by its path below `/ledger/`: `tile/0/x001/067`, `tile/0/000.p/12`, `tile/entries/000`.
    pub async fn tile(&self, path: &str) -> Result<Vec<u8>, Refused> {
        self.0.tile(path).await
    }

    /// The proof of an act, as a tlog-proof: `not-yet-integrated` until the next checkpoint.
    pub async fn proof(&self, act: ActId) -> Result<String, Refused> {
        self.0.proof(act).await
    }

    /// Lists of destroyed openings, oldest first.
    pub async fn destroyed(&self) -> Result<Vec<Listed>, Refused> {
        self.0.destroyed().await
    }

    /// A list of destroyed openings by its hash, as it was announced.
    pub async fn destroyed_list(&self, hash: Hash) -> Result<String, Refused> {
        self.0.destroyed_list(hash).await
    }

    /// The key others verify checkpoints with: `name+hash+base64`.
    pub fn verifier_key(&self) -> String {
        self.0.signer.public().to_string()
    }

    /// Activates what a folder says.
    pub async fn activate(&self, sources: &Sources, by: By) -> Result<Activated, ActivateError> {
        crate::procedures::activate::activate(&self.0, sources, by).await
    }

    /// Closes the gap that a restore left, by an officer's decision.
    pub async fn close_gap(&self, decision: &Decision) -> Result<Vec<ClosedGap>, GapError> {
        crate::procedures::gap::close(&self.0, decision).await
    }

    /// Makes a token.
    pub async fn create_token(&self, service: &str, ask: TokenAsk) -> Result<NewToken, TokenError> {
        crate::procedures::token::create(&self.0, service, ask).await
    }

    /// Revokes a token.
    pub async fn revoke_token(&self, service: &str, token: TokenId) -> Result<(), TokenError> {
        crate::procedures::token::revoke(&self.0, service, token).await
    }

    /// Runs the jobs (sequencer, retention, month keys, refusals, periods) until `stop` says so.
    pub async fn run_jobs(&self, stop: watch::Receiver<bool>) {
        crate::jobs::run(&self.0, stop).await;
    }

    /// One turn of every job, for tests and the demo; gives back how many records were numbered.
    pub async fn turn_jobs(&self) -> Result<u64, Refused> {
        crate::jobs::turn(&self.0).await
    }
}
