//! A database made from the two files of a backup.

use super::{
    BackupError, Progress, Step,
    head::{Found, Head, found},
    take::{open, sync},
};
use azukari_model::Instant;
use azukari_store::{Beside, Gap, Half, Load, Table};
use azukari_vault::Keyring;
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// A database that was made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Restored {
    /// The moment it is of.
    pub taken: Instant,
    /// Leaves of the log in it.
    pub size: u64,
    pub rows: u64,
    /// Leaves the log is known to have had.
    pub log: Option<u64>,
    /// The erasure journal is there, and is worked in when the database is opened.
    pub has_journal: bool,
}

/// The newest backup of which both files are there. Each of the two is a folder or a file.
pub fn pair_in(data: &Path, keys: &Path) -> Result<(PathBuf, PathBuf), BackupError> {
    let (all_data, all_keys) = (found_at(data)?, found_at(keys)?);
    if let (true, [data], [keys]) = (data.is_file() && keys.is_file(), all_data.as_slice(), all_keys.as_slice()) {
        // Both are named: whether they belong together, opening them tells.
        return Ok((data.path.clone(), keys.path.clone()));
    }
    let newest_first = all_data.iter().rev().filter(|one| one.head.half == Half::Data && !one.is_part);
    let mut pairs = newest_first.filter_map(|data| {
        let is_its = |keys: &&Found| keys.head.half == Half::Keys && !keys.is_part && keys.head.pair == data.head.pair;
        Some((data.path.clone(), all_keys.iter().find(is_its)?.path.clone()))
    });
    pairs.next().ok_or_else(|| BackupError::NoPair(data.to_owned()))
}

fn found_at(path: &Path) -> Result<Vec<Found>, BackupError> {
    if !path.is_file() {
        return found(path);
    }
    let mut file = File::open(path).map_err(BackupError::disk(path))?;
    let (head, _) = Head::read(path, &mut file)?;
    Ok(vec![Found { path: path.to_owned(), head, is_part: false }])
}

/// Makes a database from two files, which must be of one pair. `database`: where there is none yet; the erasure journal and the
/// leaves of the lost one are looked for beside it. What breaks off leaves nothing.
pub fn restore(
    (data, keys): (&Path, &Path),
    keyring: &Keyring,
    database: &Path,
    without_journal: bool,
    now: Instant,
    told: &mut Progress<'_>,
) -> Result<Restored, BackupError> {
    if database.exists() {
        return Err(BackupError::Exists(database.to_owned()));
    }
    let found = Beside::of(database)?;
    if found.journal.is_none() && !without_journal {
        return Err(BackupError::NoJournal(database.to_owned()));
    }
    let (data_head, inside, mut data_rows) = open(data, keyring.backup())?;
    let (keys_head, keys_inside, mut keys_rows) = open(keys, keyring.backup())?;
    let is_pair = (data_head.half, keys_head.half) == (Half::Data, Half::Keys)
        && data_head.pair == keys_head.pair
        && (inside.taken, inside.size, &inside.checkpoint)
            == (keys_inside.taken, keys_inside.size, &keys_inside.checkpoint);
    if !is_pair {
        return Err(BackupError::OtherPair(data.to_owned(), keys.to_owned()));
    }
    if inside.form != azukari_store::form() || keys_inside.form != inside.form {
        return Err(BackupError::OtherForm(data.to_owned()));
    }
    let beside = Unfinished::new(database)?;
    let mut load = Load::begin(&beside.0).map_err(BackupError::store(&beside.0))?;
    let mut rows = 0;
    let halves: [(_, _, _, &mut dyn std::io::Read, _); 2] = [
        (Half::Data, data, &inside, &mut data_rows, Step::ReadData),
        (Half::Keys, keys, &keys_inside, &mut keys_rows, Step::ReadKeys),
    ];
    for (half, path, inside, from, step) in halves {
        let tables: Vec<Table> = inside.tables.iter().map(Into::into).collect();
        let (all, mut done) = (inside.rows(), 0);
        let mut hear = |more| {
            done += more;
            told(step, done, all);
        };
        load.read(half, &tables, from, &mut hear).map_err(BackupError::store(path))?;
        rows += all;
    }
    // A journal that is shorter than it was is not the newest.
    let mark = load.journal_mark()?;
    let has_journal = found.journal.is_some_and(|length| length >= mark);
    if !has_journal && !without_journal {
        return Err(BackupError::NoJournal(database.to_owned()));
    }
    let log = found.leaves.filter(|leaves| *leaves >= inside.size);
    let gap = Gap { since: inside.taken, size: inside.size, log, has_journal, found: now };
    load.finish(&beside.0, &gap).map_err(BackupError::store(&beside.0))?;
    fs::hard_link(&beside.0, database).map_err(BackupError::disk(database))?;
    drop(beside);
    sync(database.parent().unwrap_or(Path::new(".")))?;
    Ok(Restored { taken: inside.taken, size: inside.size, rows, log, has_journal })
}

/// A database on its way: gone with this value.
struct Unfinished(PathBuf);

impl Unfinished {
    fn new(database: &Path) -> Result<Self, BackupError> {
        let mut name = database.as_os_str().to_owned();
        name.push(super::take::PART);
        let path = PathBuf::from(name);
        // What a restore that broke off has left.
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(BackupError::disk(&path)(error)),
            _ => Ok(Self(path)),
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
