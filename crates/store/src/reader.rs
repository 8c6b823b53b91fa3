//! Reading: each read is one transaction, so it sees one moment, and it waits for nobody.

use crate::{
    Options, StoreError,
    sqlite::{self, Use},
    writer::Writer,
};
use rusqlite::Connection;
use std::{
    fmt,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

/// The most connections that are kept when nobody reads.
const IDLE_MAX: usize = 16;

/// Connections that read.
pub(crate) struct Readers {
    path: PathBuf,
    options: Options,
    idle: Mutex<Vec<Connection>>,
    writer: Arc<Mutex<Writer>>,
}

impl Readers {
    pub(crate) const fn new(path: PathBuf, options: Options, writer: Arc<Mutex<Writer>>) -> Self {
        Self { path, options, idle: Mutex::new(Vec::new()), writer }
    }

    /// Reads a few rows at once: beside the writer while it has nothing to do, whose pages are at hand. A reader's never are:
    /// the engine throws them away after each commit of another connection.
    pub(crate) fn read_few<T>(&self, look: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        match self.writer.try_lock() {
            Ok(writer) => at_once(writer.conn(), look),
            Err(_) => self.read(look),
        }
    }

    /// Reads at once, on a connection of its own: everything `look` sees is of one moment.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let conn = self.take()?;
        let seen = at_once(&conn, look);
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

/// One transaction that writes nothing.
fn at_once<T>(conn: &Connection, look: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
    conn.prepare_cached("BEGIN")?.execute([])?;
    let seen = look(conn);
    conn.prepare_cached("COMMIT")?.execute([])?;
    seen
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers").field("path", &self.path).finish_non_exhaustive()
    }
}
