//! The erasure journal: ids of destroyed keys, in a file beside the database.
//!
//! A batch's ids are written and synced before its COMMIT. A line without a commit is harmless: the person had asked, or
//! the period was over. After a database came back from a backup, lines beyond its mark destroy what the backup brought back.

use crate::{StoreError, holdings, records, sqlite};
use rusqlite::Connection;
use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// Which table a destroyed key stood in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum KeyPlace {
    Holding,
    Reference,
    Message,
    Request,
    Month,
}

/// Each place with its word in the journal.
const PLACES: [(KeyPlace, &str); 5] = [
    (KeyPlace::Holding, "holding"),
    (KeyPlace::Reference, "reference"),
    (KeyPlace::Message, "message"),
    (KeyPlace::Request, "request"),
    (KeyPlace::Month, "month"),
];

/// A key that was destroyed: where it stood, and its id.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct ErasedKey {
    pub(crate) place: KeyPlace,
    /// The row; of a reference and a request, the person's (0: nobody's).
    pub(crate) row: i64,
    pub(crate) key_id: i64,
}

impl ErasedKey {
    fn line(self) -> String {
        let word = PLACES.iter().find(|(place, _)| *place == self.place).map_or("", |(_, word)| word);
        format!("{word} {} {:016x}\n", self.row, self.key_id)
    }

    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split(' ');
        let word = parts.next()?;
        let place = PLACES.iter().find(|(_, known)| *known == word)?.0;
        let row = parts.next()?.parse().ok()?;
        let digits = parts.next().filter(|digits| digits.len() == 16)?;
        let key_id = u64::from_str_radix(digits, 16).ok()?.cast_signed();
        Some(Self { place, row, key_id })
    }
}

/// The file.
#[derive(Debug)]
pub(crate) struct Journal {
    file: File,
    /// The last write failed, perhaps in the middle of a line.
    is_torn: bool,
}

impl Journal {
    /// Beside the database: `azukari.db` has `azukari.db.erased`.
    pub(crate) fn path(database: &Path) -> PathBuf {
        let mut name = database.as_os_str().to_owned();
        name.push(".erased");
        name.into()
    }

    pub(crate) fn open(database: &Path) -> Result<Self, StoreError> {
        let file = sqlite::private().open(Self::path(database))?;
        Ok(Self { file, is_torn: false })
    }

    /// Writes and syncs the lines; gives back how long the file is now.
    pub(crate) fn append(&mut self, erased: &[ErasedKey]) -> Result<i64, StoreError> {
        let mut lines = String::new();
        if self.is_torn {
            lines.push('\n');
        }
        lines.extend(erased.iter().map(|key| key.line()));
        self.is_torn = true;
        self.file.write_all(lines.as_bytes())?;
        self.file.sync_data()?;
        self.is_torn = false;
        self.length()
    }

    fn length(&self) -> Result<i64, StoreError> {
        Ok(i64::try_from(self.file.metadata()?.len()).unwrap_or(i64::MAX))
    }

    /// Destroys again what stands in the file beyond the database's mark; gives back how many keys that were.
    pub(crate) fn replay(&mut self, conn: &Connection) -> Result<usize, StoreError> {
        // The mark is read under the lock of writers: another process may be between its journal and its commit.
        conn.execute_batch("BEGIN IMMEDIATE")?;
        let replayed = self.replay_locked(conn);
        conn.execute_batch(if replayed.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        replayed
    }

    fn replay_locked(&mut self, conn: &Connection) -> Result<usize, StoreError> {
        let mark: i64 = conn.query_row("SELECT length FROM journal_mark WHERE key = 1", [], |row| row.get(0))?;
        let length = self.length()?;
        if mark == length {
            return Ok(0);
        }
        // A file shorter than the mark is another file: all of it is looked at.
        let from = if mark < length { u64::try_from(mark).unwrap_or(0) } else { 0 };
        self.file.seek(SeekFrom::Start(from))?;
        let mut text = Vec::new();
        self.file.read_to_end(&mut text)?;
        let text = String::from_utf8_lossy(&text);
        let mut destroyed = 0;
        for key in text.lines().filter_map(ErasedKey::parse) {
            destroyed += destroy(conn, key)?;
        }
        set_mark(conn, length)?;
        Ok(destroyed)
    }
}

/// Notes in the database how much of the journal belongs to it.
pub(crate) fn set_mark(conn: &Connection, length: i64) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE journal_mark SET length = ?1 WHERE key = 1")?.execute([length])?;
    Ok(())
}

fn destroy(conn: &Connection, key: ErasedKey) -> Result<usize, StoreError> {
    let sql = match key.place {
        KeyPlace::Holding => return holdings::destroy(conn, key.row, key.key_id),
        KeyPlace::Month => return records::destroy_month_key(conn, key.row, key.key_id),
        KeyPlace::Reference => "DELETE FROM reference WHERE person = ?1 AND key_id = ?2",
        KeyPlace::Message => "UPDATE message SET key_id = NULL, key = NULL, body = NULL WHERE row = ?1 AND key_id = ?2",
        KeyPlace::Request => {
            "UPDATE request SET key_id = NULL, key = NULL, text = NULL WHERE coalesce(person, 0) = ?1 AND key_id = ?2"
        }
    };
    Ok(conn.prepare_cached(sql)?.execute([key.row, key.key_id])?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back() {
        for (place, _) in PLACES {
            let key = ErasedKey { place, row: 7 << 20 | 3, key_id: -1 };
            assert_eq!(ErasedKey::parse(key.line().trim_end()), Some(key));
        }
    }

    #[test]
    fn half_a_line_is_not_a_key() {
        for half in ["", "holding", "holding 7", "holding 7 00ff", "house 7 00000000000000ff"] {
            assert_eq!(ErasedKey::parse(half), None, "{half}");
        }
    }
}
