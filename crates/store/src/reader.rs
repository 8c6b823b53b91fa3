//! Reading: each read is one transaction on a connection of its own, so it sees one moment and waits for nobody.

use crate::{
    Options, StoreError,
    sqlite::{self, Use},
};
use rusqlite::Connection;
use std::{
    fmt,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

/// The most connections that are kept when nobody reads.
const IDLE_MAX: usize = 16;

/// Connections that read.
pub(crate) struct Readers {
    path: PathBuf,
    options: Options,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) const fn new(path: PathBuf, options: Options) -> Self {
        Self { path, options, idle: Mutex::new(Vec::new()) }
    }

    /// Reads at once: everything `look` sees is of one moment.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let conn = self.take()?;
        conn.prepare_cached("BEGIN")?.execute([])?;
        let seen = look(&conn);
        conn.prepare_cached("COMMIT")?.execute([])?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_MAX {
            idle.push(conn);
        }
        seen
    }

    fn take(&self) -> Result<Connection, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| sqlite::connect(&self.path, &self.options, Use::Read), Ok)
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers").field("path", &self.path).finish_non_exhaustive()
    }
}
