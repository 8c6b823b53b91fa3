//! The one writer: a thread that takes every waiting job into one transaction, a savepoint for each, one sync for all, and
//! answers after the commit, whatever the answer is.

use crate::{
    Committed, Effects, Options, SignedHead, StoreError, Turn, TurnTaken,
    effects::{self, Applied},
    holdings,
    journal::{self, ErasedKey, Fate, Journal},
    leaves::Leaves,
    log, migrate, month_keys, once, outbox, service,
    sqlite::{self, Use},
};
use azukari_model::{Instant, Name};
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{mpsc, oneshot};

/// The most jobs that wait; whoever comes next waits for a place.
pub(crate) const QUEUE: usize = 1024;
/// The most jobs of one batch.
const BATCH_JOBS: usize = 512;
/// No further job is taken into a batch that holds so many effects.
const BATCH_EFFECTS: usize = 2_000;
/// So many pages of the log not yet in the file make the writer move them there.
const CHECKPOINT_PAGES: i64 = 16_000;
/// After so many effects the writer asks how long the log is: to ask costs a tenth of what a small batch costs.
const LOOK_EFFECTS: usize = 256;
/// After so many batches under load, what was erased leaves the log even if nobody has paused.
const FORGET_BATCHES: u32 = 256;

/// Something to write.
#[derive(Debug)]
pub(crate) enum Job {
    Commit { effects: Vec<Effects>, answer: oneshot::Sender<Vec<Committed>> },
    Chore { chore: Chore, answer: oneshot::Sender<Result<u64, StoreError>> },
}

/// What is written besides effects; each is answered with a number.
#[derive(Debug)]
pub(crate) enum Chore {
    /// The key of the service.
    EnsureService(Name),
    /// 1: taken, 0: fenced.
    Turn(Box<Turn>),
    Sign(SignedHead),
    /// How many rows went.
    Sweep {
        now: Instant,
        limit: u32,
    },
}

/// What one job is answered, once its batch is durable.
enum Answer {
    Committed(Vec<Committed>),
    Chore(Result<u64, StoreError>),
}

impl Job {
    fn weight(&self) -> usize {
        match self {
            Self::Commit { effects, .. } => effects.len(),
            Self::Chore { .. } => 1,
        }
    }

    /// Who asked may have gone: then nobody needs the answer.
    fn answer(self, answer: Option<Answer>) {
        match (self, answer) {
            (Self::Commit { answer, .. }, Some(Answer::Committed(committed))) => drop(answer.send(committed)),
            (Self::Commit { effects, answer }, _) => drop(answer.send(vec![Committed::Failed; effects.len()])),
            (Self::Chore { answer, .. }, Some(Answer::Chore(done))) => drop(answer.send(done)),
            (Self::Chore { answer, .. }, _) => drop(answer.send(Err(StoreError::Failed))),
        }
    }
}

/// Works until nobody can send a job any more. Between batches whoever reads a few rows may have the writer.
pub(crate) fn run(writer: &Mutex<Writer>, mut jobs: mpsc::Receiver<Job>) {
    // Who panics while reading leaves a transaction open: the next batch fails, and ends it.
    let locked = || writer.lock().unwrap_or_else(PoisonError::into_inner);
    while let Some(first) = jobs.blocking_recv() {
        let mut weight = first.weight();
        let mut batch = vec![first];
        while batch.len() < BATCH_JOBS && weight < BATCH_EFFECTS {
            let Ok(job) = jobs.try_recv() else { break };
            weight += job.weight();
            batch.push(job);
        }
        let answered = locked().batch(batch);
        // Whoever is answered may read here at once.
        for (job, answer) in answered {
            job.answer(answer);
        }
        locked().tidy(weight, jobs.is_empty());
    }
    locked().tidy(0, true);
}

/// What writes, and what it remembers between batches.
pub(crate) struct Writer {
    conn: Connection,
    journal: Option<Journal>,
    leaves: Option<Arc<Leaves>>,
    path: PathBuf,
    options: Options,
    /// Batches since something was erased that the log may still hold.
    unforgotten: Option<u32>,
    /// Effects since the length of the log was asked.
    unlooked: usize,
}

impl Writer {
    /// Opens the database, brings its tables up to date and works the journal in; says how many keys that destroyed again.
    pub(crate) fn open(path: &Path, options: &Options) -> Result<(Self, usize), StoreError> {
        let leaves = options.journal.then(|| Leaves::open(path)).transpose()?.map(Arc::new);
        // Asked before the database is looked at: beside another process that writes, it only grows behind it.
        let count = leaves.as_ref().map_or(Ok(0), |leaves| leaves.count())?;
        let has_journal = Journal::path(path).exists();
        let conn = sqlite::connect(path, options, Use::Write)?;
        migrate::migrate(&conn)?;
        if let Some(leaves) = &leaves
            && leaves.compare(&conn, count, has_journal)?
        {
            tracing::warn!("the database is older than its log: it came back from a backup");
        }
        let mut journal = options.journal.then(|| Journal::open(path)).transpose()?;
        let replayed = journal.as_mut().map_or(Ok(0), |journal| journal.replay(&conn))?;
        let unforgotten = (replayed > 0).then_some(0);
        let writer =
            Self { conn, journal, leaves, path: path.to_owned(), options: options.clone(), unforgotten, unlooked: 0 };
        Ok((writer, replayed))
    }

    /// The connection, between batches: in no transaction.
    pub(crate) const fn conn(&self) -> &Connection {
        &self.conn
    }

    pub(crate) fn leaves(&self) -> Option<Arc<Leaves>> {
        self.leaves.clone()
    }

    /// One batch, durable or failed; and what each job of it is to be answered.
    fn batch(&mut self, batch: Vec<Job>) -> Vec<(Job, Option<Answer>)> {
        let mut is_journaled = false;
        let written = self.write(&batch, &mut is_journaled);
        if let Some(journal) = self.journal.as_mut().filter(|_| is_journaled) {
            journal.settle(if written.is_ok() { Fate::Committed } else { Fate::Void });
        }
        match written {
            Ok(answers) => batch.into_iter().zip(answers.into_iter().map(Some)).collect(),
            Err(error) => {
                tracing::error!(%error, jobs = batch.len(), "a batch was not committed");
                self.recover();
                batch.into_iter().map(|job| (job, None)).collect()
            }
        }
    }

    /// One transaction. An error means that nothing of it may be taken for written; what it destroyed may stand in the journal.
    fn write(&mut self, batch: &[Job], is_journaled: &mut bool) -> Result<Vec<Answer>, StoreError> {
        self.conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let mut erased = Vec::new();
        let answers = batch.iter().map(|job| self.job(job, &mut erased)).collect::<Result<Vec<_>, _>>()?;
        if let Some(journal) = self.journal.as_mut().filter(|_| !erased.is_empty()) {
            *is_journaled = true;
            let length = journal.append(&erased)?;
            journal::set_mark(&self.conn, length)?;
        }
        let has_swept = |(job, answer): (&Job, &Answer)| {
            matches!((job, answer), (Job::Chore { chore: Chore::Sweep { .. }, .. }, Answer::Chore(Ok(1..))))
        };
        if !erased.is_empty() || batch.iter().zip(&answers).any(has_swept) {
            self.unforgotten.get_or_insert(0);
        }
        self.conn.prepare_cached("COMMIT")?.execute([])?;
        Ok(answers)
    }

    fn job(&self, job: &Job, erased: &mut Vec<ErasedKey>) -> Result<Answer, StoreError> {
        match job {
            Job::Commit { effects, .. } => {
                let each = effects.iter().map(|effects| self.effects(effects, erased));
                Ok(Answer::Committed(each.collect::<Result<_, _>>()?))
            }
            Job::Chore { chore, .. } => {
                // What is signed is kept beside the database first: a log that was shown goes on from there.
                if let (Chore::Sign(signed), Some(leaves)) = (chore, &self.leaves)
                    && let Err(error) = leaves.keep(&self.conn, signed.size)
                {
                    tracing::error!(%error, "a head was not signed: its leaves could not be kept");
                    return Ok(Answer::Chore(Err(error)));
                }
                let done = self.apart(erased, |conn, erased| self::chore(conn, chore, erased), |_| true)?;
                Ok(Answer::Chore(done))
            }
        }
    }

    fn effects(&self, effects: &Effects, erased: &mut Vec<ErasedKey>) -> Result<Committed, StoreError> {
        match effects::is_stale(&self.conn, effects) {
            Ok(true) => return Ok(Committed::Stale),
            Ok(false) => {}
            Err(error) => return self.survive(error).map(|_| Committed::Failed),
        }
        let applied = self.apart(
            erased,
            |conn, erased| effects::apply(conn, effects, erased),
            |applied| matches!(applied, Applied::Done(_)),
        )?;
        Ok(match applied {
            Ok(Applied::Done(written)) => Committed::Done(written),
            Ok(Applied::Conflict(conflict)) => Committed::Conflict(conflict),
            Err(_) => Committed::Failed,
        })
    }

    /// Does something in a savepoint of its own, which is kept only if it worked and is worth keeping. The outer error
    /// means that the whole transaction is lost.
    fn apart<T>(
        &self,
        erased: &mut Vec<ErasedKey>,
        work: impl FnOnce(&Connection, &mut Vec<ErasedKey>) -> Result<T, StoreError>,
        is_kept: impl FnOnce(&T) -> bool,
    ) -> Result<Result<T, StoreError>, StoreError> {
        let before = erased.len();
        self.conn.prepare_cached("SAVEPOINT apart")?.execute([])?;
        let done = work(&self.conn, erased);
        let done = match done {
            Ok(done) if is_kept(&done) => {
                self.conn.prepare_cached("RELEASE apart")?.execute([])?;
                return Ok(Ok(done));
            }
            Ok(done) => Ok(done),
            Err(error) => Err(self.survive(error)?),
        };
        erased.truncate(before);
        self.conn.prepare_cached("ROLLBACK TO apart")?.execute([])?;
        self.conn.prepare_cached("RELEASE apart")?.execute([])?;
        Ok(done)
    }

    /// Gives an error back, unless the engine has given the whole transaction up because of it.
    fn survive(&self, error: StoreError) -> Result<StoreError, StoreError> {
        if self.conn.is_autocommit() {
            return Err(error);
        }
        tracing::error!(%error, "effects were not written");
        Ok(error)
    }

    /// After a failed batch: back to a connection that is in no transaction.
    fn recover(&mut self) {
        if self.conn.is_autocommit() || self.conn.execute_batch("ROLLBACK").is_ok() {
            return;
        }
        match sqlite::connect(&self.path, &self.options, Use::Write) {
            Ok(conn) => self.conn = conn,
            Err(error) => tracing::error!(%error, "the database could not be opened again"),
        }
    }

    /// Between batches: what was written moves from the log into the file, and what was erased leaves the log.
    fn tidy(&mut self, weight: usize, is_idle: bool) {
        self.unlooked += weight;
        if let Some(batches) = self.unforgotten {
            let is_time = is_idle || batches >= FORGET_BATCHES;
            self.unforgotten = if is_time && self.truncate_log() { None } else { Some(batches.saturating_add(1)) };
        }
        if self.unlooked >= LOOK_EFFECTS {
            self.unlooked = 0;
            if let Err(error) = self.checkpoint() {
                tracing::warn!(%error, "no checkpoint of the database");
            }
        }
    }

    fn checkpoint(&self) -> Result<(), StoreError> {
        let (in_log, in_file): (i64, i64) = self
            .conn
            .prepare_cached("PRAGMA wal_checkpoint(NOOP)")?
            .query_row([], |row| Ok((row.get(1)?, row.get(2)?)))?;
        if in_log - in_file >= CHECKPOINT_PAGES {
            self.conn.prepare_cached("PRAGMA wal_checkpoint(PASSIVE)")?.query_row([], |_| Ok(()))?;
        }
        Ok(())
    }

    /// Empties the log, without waiting for readers; says whether it could.
    fn truncate_log(&self) -> bool {
        let truncated = self.conn.busy_timeout(Duration::ZERO).and_then(|()| {
            self.conn.prepare_cached("PRAGMA wal_checkpoint(TRUNCATE)")?.query_row([], |row| row.get::<_, i64>(0))
        });
        let restored = self.conn.busy_timeout(sqlite::BUSY);
        matches!((truncated, restored), (Ok(0), Ok(())))
    }
}

fn chore(conn: &Connection, chore: &Chore, erased: &mut Vec<ErasedKey>) -> Result<u64, StoreError> {
    match chore {
        Chore::EnsureService(name) => service::ensure(conn, name).map(|key| key.0.cast_unsigned()),
        Chore::Turn(turn) => log::take_turn(conn, turn).map(|taken| u64::from(taken == TurnTaken::Done)),
        Chore::Sign(signed) => log::sign(conn, signed).map(|()| 0),
        Chore::Sweep { now, limit } => Ok(holdings::sweep(conn, *now, *limit)?
            + once::sweep(conn, *now, *limit)?
            + outbox::sweep(conn, *now, *limit, erased)?
            + month_keys::sweep(conn, *limit, erased)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writer(folder: &tempfile::TempDir) -> Writer {
        Writer::open(&folder.path().join("azukari.db"), &Options::default()).unwrap().0
    }

    fn pages(writer: &Writer) -> (i64, i64) {
        let ask = "PRAGMA wal_checkpoint(NOOP)";
        writer.conn.query_row(ask, [], |row| Ok((row.get(1)?, row.get(2)?))).unwrap()
    }

    #[test]
    fn the_log_moves_into_the_file_when_it_is_long_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer(&folder);
        let write = |writer: &Writer, bytes: i64| {
            let sql = "INSERT INTO version VALUES ((SELECT key FROM service), random(), x'', '', 0, 0, '', 0, 0, zeroblob(?1))";
            writer.conn.execute(sql, [bytes]).unwrap();
        };
        service::ensure(&writer.conn, &"sessa".parse().unwrap()).unwrap();
        let tidy = |writer: &mut Writer| {
            writer.tidy(LOOK_EFFECTS, true);
        };
        write(&writer, 100);
        tidy(&mut writer);
        let (in_log, in_file) = pages(&writer);
        assert!(in_log > 0 && in_file == 0, "{in_log} {in_file}");
        write(&writer, (CHECKPOINT_PAGES + 100) * 4096);
        assert!(pages(&writer).0 > CHECKPOINT_PAGES);
        tidy(&mut writer);
        let (in_log, in_file) = pages(&writer);
        assert_eq!(in_log, in_file);
        write(&writer, 100);
        assert!(pages(&writer).0 < 100, "the log begins anew");
    }

    #[test]
    fn the_log_is_emptied_after_an_erasure_once_nobody_reads() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer(&folder);
        service::ensure(&writer.conn, &"sessa".parse().unwrap()).unwrap();
        let reader = sqlite::connect(&writer.path, &writer.options, Use::Read).unwrap();
        reader.execute_batch("BEGIN; SELECT * FROM service;").unwrap();
        service::ensure(&writer.conn, &"other".parse().unwrap()).unwrap();
        let log = || std::fs::metadata(folder.path().join("azukari.db-wal")).unwrap().len();
        writer.unforgotten = Some(0);
        writer.tidy(0, true);
        assert!(log() > 0 && writer.unforgotten == Some(1));
        reader.execute_batch("COMMIT").unwrap();
        writer.tidy(0, true);
        assert!(log() == 0 && writer.unforgotten.is_none());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_the_files() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let writer = writer(&folder);
        service::ensure(&writer.conn, &"sessa".parse().unwrap()).unwrap();
        for name in ["azukari.db", "azukari.db-wal", "azukari.db-shm", "azukari.db.erased"] {
            let mode = std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }
}
