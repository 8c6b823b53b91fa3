//! The erasure journal: ids of destroyed keys, in a file beside the database.
//!
//! A batch's ids are written and synced before its COMMIT, and after it a line says whether it was committed. After a
//! database came back from a backup, lines beyond its mark destroy what the backup brought back. A batch whose COMMIT failed,
//! or was cut off by a crash, destroys nothing: a correction in it would have taken the old value and brought no new one.

use crate::{StoreError, holdings, month_keys, sqlite};
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

/// No line is longer, bytes.
const LINE_MAX: u64 = 128;

/// What became of the ids above it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fate {
    Committed,
    Void,
}

impl Fate {
    const fn line(self) -> &'static str {
        match self {
            Self::Committed => "committed\n",
            Self::Void => "void\n",
        }
    }
}

/// The file.
#[derive(Debug)]
pub(crate) struct Journal {
    file: File,
    /// The last write failed, perhaps in the middle of a line.
    is_torn: bool,
    /// A fate that could not be written: the next batch brings it.
    owed: Option<Fate>,
}

impl Journal {
    /// Beside the database: `azukari.db` has `azukari.db.erased`.
    pub(crate) fn path(database: &Path) -> PathBuf {
        let mut name = database.as_os_str().to_owned();
        name.push(".erased");
        name.into()
    }

    pub(crate) fn open(database: &Path) -> Result<Self, StoreError> {
        let mut file = sqlite::private().open(Self::path(database))?;
        let is_torn = ends_within_a_line(&mut file)?;
        Ok(Self { file, is_torn, owed: None })
    }

    /// Writes and syncs the lines; gives back how long the file is now.
    pub(crate) fn append(&mut self, erased: &[ErasedKey]) -> Result<i64, StoreError> {
        let mut lines = String::new();
        if self.is_torn {
            lines.push('\n');
        }
        lines.push_str(self.owed.map_or("", Fate::line));
        lines.extend(erased.iter().map(|key| key.line()));
        self.is_torn = true;
        self.file.write_all(lines.as_bytes())?;
        self.file.sync_data()?;
        self.is_torn = false;
        self.owed = None;
        self.length()
    }

    /// Says what became of the batch. Not synced: should it be lost with the power, the database's mark still tells, and it is
    /// said again at the next start.
    pub(crate) fn settle(&mut self, fate: Fate) {
        let line = if self.is_torn { format!("\n{}", fate.line()) } else { fate.line().to_owned() };
        match self.file.write_all(line.as_bytes()) {
            Ok(()) => (self.is_torn, self.owed) = (false, None),
            Err(error) => {
                tracing::warn!(%error, "the erasure journal does not say yet what became of a batch");
                (self.is_torn, self.owed) = (true, Some(fate));
            }
        }
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
        if length == 0 {
            set_mark(conn, 0)?;
            return Ok(0);
        }
        if mark == length {
            return self.say_again(conn);
        }
        // A file shorter than the mark is another file: all of it is looked at.
        let from = if mark < length { u64::try_from(mark).unwrap_or(0) } else { 0 };
        self.file.seek(SeekFrom::Start(from))?;
        let mut text = Vec::new();
        self.file.read_to_end(&mut text)?;
        let text = String::from_utf8_lossy(&text);
        if mark < length && text.starts_with(Fate::Void.line()) {
            return self.revive(conn, from);
        }
        let (keys, was_cut_off) = committed(&text);
        let mut destroyed = 0;
        for key in keys {
            destroyed += destroy(conn, key)?;
        }
        if was_cut_off {
            self.settle(Fate::Void);
        }
        set_mark(conn, self.length()?)?;
        Ok(destroyed)
    }
}

/// Whether the last write was cut off: what is written next begins a line of its own, or neither would be read.
fn ends_within_a_line(file: &mut File) -> Result<bool, StoreError> {
    let Some(before_last) = file.metadata()?.len().checked_sub(1) else { return Ok(false) };
    file.seek(SeekFrom::Start(before_last))?;
    let mut last = Vec::new();
    file.read_to_end(&mut last)?;
    Ok(last != b"\n")
}

/// The ids of committed batches in what stands beyond the mark, and whether a last batch there was cut off by a crash. If
/// others before it were committed, the database is an older one, and the last batch counts too: its end is not known, and
/// somebody had asked for it.
fn committed(text: &str) -> (Vec<ErasedKey>, bool) {
    let (mut keys, mut batch) = (Vec::new(), Vec::new());
    for line in text.lines() {
        match line {
            "committed" => keys.append(&mut batch),
            "void" => batch.clear(),
            line => batch.extend(ErasedKey::parse(line)),
        }
    }
    let was_cut_off = keys.is_empty() && !batch.is_empty();
    if !was_cut_off {
        keys.append(&mut batch);
    }
    (keys, was_cut_off)
}

impl Journal {
    /// The database has the newest batch; a power cut may have taken the line that says so, which older databases need.
    fn say_again(&mut self, conn: &Connection) -> Result<usize, StoreError> {
        let mut text = Vec::new();
        let from = self.file.metadata()?.len().saturating_sub(LINE_MAX);
        self.file.seek(SeekFrom::Start(from))?;
        self.file.read_to_end(&mut text)?;
        if String::from_utf8_lossy(&text).lines().next_back().is_some_and(|line| ErasedKey::parse(line).is_some()) {
            self.settle(Fate::Committed);
            set_mark(conn, self.length()?)?;
        }
        Ok(0)
    }

    /// A COMMIT that failed was whole on the disk all the same, and the crash after it brought it back: the database's mark
    /// stands behind a batch called void. Its ids are written once more, for databases that are older.
    fn revive(&mut self, conn: &Connection, mark: u64) -> Result<usize, StoreError> {
        self.file.rewind()?;
        let mut before = Vec::new();
        Read::by_ref(&mut self.file).take(mark).read_to_end(&mut before)?;
        let before = String::from_utf8_lossy(&before);
        let keys: Vec<_> = before.lines().rev().map_while(ErasedKey::parse).collect();
        self.append(&keys)?;
        self.settle(Fate::Committed);
        set_mark(conn, self.length()?)?;
        Ok(0)
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
        KeyPlace::Month => return month_keys::close(conn, key.row, key.key_id),
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
    fn only_a_committed_batch_is_destroyed_again() {
        let key = |row| ErasedKey { place: KeyPlace::Holding, row, key_id: row };
        let read = |parts: &[&str]| committed(&parts.concat());
        let (one, two) = (key(1).line(), key(2).line());
        assert_eq!(read(&["committed\n", &one]), (vec![], true), "a crash between the journal and the commit");
        assert_eq!(read(&["committed\n", &one, "void\n", &two]), (vec![], true), "a failed batch before it");
        assert_eq!(read(&[&one, "committed\n"]), (vec![key(1)], false), "an older database");
        assert_eq!(read(&[&one, "committed\n", &two]), (vec![key(1), key(2)], false), "and then a crash");
        assert_eq!(read(&[&one, "void\n", &two, "committed\n"]), (vec![key(2)], false));
        assert_eq!(read(&["committed\n"]), (vec![], false), "nothing happened since");
    }

    #[test]
    fn what_follows_half_a_line_is_read_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("azukari.db");
        let key = |row| ErasedKey { place: KeyPlace::Holding, row, key_id: row };
        let mut journal = Journal::open(&database).unwrap();
        journal.append(&[key(1)]).unwrap();
        journal.settle(Fate::Committed);
        let mut file = std::fs::OpenOptions::new().append(true).open(Journal::path(&database)).unwrap();
        file.write_all(b"holding 2 00ff").unwrap();
        let mut journal = Journal::open(&database).unwrap();
        journal.append(&[key(3)]).unwrap();
        journal.settle(Fate::Committed);
        let text = std::fs::read_to_string(Journal::path(&database)).unwrap();
        assert_eq!(committed(&text), (vec![key(1), key(3)], false), "{text}");
    }

    #[test]
    fn half_a_line_is_not_a_key() {
        for half in ["", "committed", "void", "holding", "holding 7", "holding 7 00ff", "house 7 00000000000000ff"] {
            assert_eq!(ErasedKey::parse(half), None, "{half}");
        }
    }
}
