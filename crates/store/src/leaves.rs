//! Leaves of the log in a file beside the database, written before a head is signed: whatever becomes of the database, the log
//! that others were shown goes on from where it was.
//!
//! ```text
//! "azukari-leaves v1\n" and zeros, 32 bytes together ‖ leaf 0 (32) ‖ leaf 1 (32) …
//! ```

use crate::{Gap, StoreError, gap, log, sqlite};
use azukari_model::Instant;
use rusqlite::Connection;
use std::{
    fs::{File, OpenOptions},
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

const WORD: &[u8] = b"azukari-leaves v1\n";
/// The length of a leaf, and of what stands before the first.
const LEAF: u64 = 32;
const BYTES: usize = 32;
/// How many leaves are held against the database when it is opened.
const COMPARED: u64 = 256;

/// The file.
#[derive(Debug)]
pub(crate) struct Leaves {
    file: File,
}

impl Leaves {
    /// Beside the database: `azukari.db` has `azukari.db.leaves`.
    pub(crate) fn path(database: &Path) -> PathBuf {
        let mut name = database.as_os_str().to_owned();
        name.push(".leaves");
        name.into()
    }

    /// Opens the file, made if there is none.
    pub(crate) fn open(database: &Path) -> Result<Self, StoreError> {
        let path = Self::path(database);
        let mut options = OpenOptions::new();
        let file = options.create(true).truncate(false).read(true).write(true).mode(0o600).open(path)?;
        let mut first = [0; BYTES];
        first.iter_mut().zip(WORD).for_each(|(to, from)| *to = *from);
        if file.metadata()?.len() < LEAF {
            file.write_all_at(&first, 0)?;
        }
        let mut found = [0; BYTES];
        file.read_exact_at(&mut found, 0)?;
        if found == first { Ok(Self { file }) } else { Err(StoreError::Unreadable("azukari.db.leaves")) }
    }

    /// How many leaves it holds.
    pub(crate) fn count(&self) -> Result<u64, StoreError> {
        Ok((self.file.metadata()?.len() / LEAF).saturating_sub(1))
    }

    /// Leaves from an index on, as many as there are of so many.
    pub(crate) fn read(&self, from: u64, limit: u64) -> Result<Vec<[u8; 32]>, StoreError> {
        let count = self.count()?.saturating_sub(from).min(limit);
        let mut leaves = vec![[0; BYTES]; usize::try_from(count).unwrap_or(0)];
        self.file.read_exact_at(leaves.as_flattened_mut(), (from + 1) * LEAF)?;
        Ok(leaves)
    }

    /// Writes every leaf below `size` that the last signed head does not vouch for, and syncs them. To be called before a head
    /// of that size is signed, with the database as it was committed.
    pub(crate) fn keep(&self, conn: &Connection, size: u64) -> Result<(), StoreError> {
        let mut at = self.count()?.min(signed(conn)?);
        if at >= size {
            return Ok(());
        }
        while at < size {
            let limit = u32::try_from((size - at).min(10_000)).unwrap_or(u32::MAX);
            let leaves: Vec<[u8; 32]> = log::leaves(conn, at, limit)?.into_iter().map(|row| row.leaf).collect();
            if leaves.is_empty() {
                return Err(StoreError::Unreadable("leaf"));
            }
            self.file.write_all_at(leaves.as_flattened(), (at + 1) * LEAF)?;
            at += leaves.len() as u64;
        }
        self.file.sync_data()?;
        Ok(())
    }

    /// Holds the file against a database that is being opened: with more leaves than it, the database is an older one, and
    /// what it may lack is noted. `count`: how many leaves the file had before the database was looked at.
    pub(crate) fn compare(&self, conn: &Connection, count: u64, has_journal: bool) -> Result<bool, StoreError> {
        let head = log::head(conn)?;
        let common = count.min(head.signed.as_ref().map_or(0, |signed| signed.size));
        let from = common.saturating_sub(COMPARED);
        let ours = log::leaves(conn, from, u32::try_from(common - from).unwrap_or(0))?;
        let theirs = self.read(from, common - from)?;
        if !ours.iter().map(|row| row.leaf).eq(theirs) {
            return Err(StoreError::OtherLog);
        }
        if count <= head.size || gap::is_any(conn)? {
            return Ok(false);
        }
        let gap =
            Gap { since: head.at, size: head.size, log: Some(count), has_journal, found: Instant::from_micros(0) };
        conn.execute_batch("BEGIN IMMEDIATE")?;
        let opened = gap::open(conn, &gap);
        conn.execute_batch(if opened.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        opened.map(|()| true)
    }
}

/// What lies beside a database, or beside where one is to be made.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Beside {
    /// The length of the erasure journal; `None`: there is none.
    pub journal: Option<u64>,
    /// How many leaves of the log are kept; `None`: there are none.
    pub leaves: Option<u64>,
}

impl Beside {
    /// Looks, and makes nothing.
    pub fn of(database: &Path) -> Result<Self, StoreError> {
        let length = |path: PathBuf| match std::fs::metadata(path) {
            Ok(metadata) => Ok(Some(metadata.len())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::from(error)),
        };
        let leaves = length(Leaves::path(database))?.map(|length| (length / LEAF).saturating_sub(1));
        Ok(Self { journal: length(crate::journal::Journal::path(database))?, leaves })
    }
}

/// How many leaves the newest signed head has.
fn signed(conn: &Connection) -> Result<u64, StoreError> {
    let mut statement = conn.prepare_cached("SELECT coalesce(signed_size, 0) FROM log_head WHERE key = 1")?;
    Ok(statement.query_row([], |row| sqlite::count(row, 0))?)
}
