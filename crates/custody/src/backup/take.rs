//! Taking a backup: one moment of the database, beside whoever writes it.

use super::{
    BackupError, Progress, Step,
    head::{Found, Head, Inside, found},
};
use azukari_model::{Instant, Key};
use azukari_store::{Half, Still, StoreError};
use azukari_vault::{
    Keyring, Random,
    pieces::{OpenPieces, SealPieces},
};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufReader, BufWriter, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// The end of the name of a file that is not done.
pub(super) const PART: &str = ".part";

/// What a backup is made of.
#[derive(Debug)]
pub struct Taking<'a> {
    pub database: &'a Path,
    pub keyring: &'a Keyring,
    /// The folder it goes into.
    pub out: &'a Path,
    pub now: Instant,
    /// When its keys file is to be gone.
    pub until: Instant,
}

/// A backup that was opened again and is the same.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Taken {
    pub data: PathBuf,
    pub keys: PathBuf,
    /// Leaves of the log in it.
    pub size: u64,
    pub rows: u64,
    pub bytes: u64,
}

/// Keys files whose time was over, and what a backup that broke off left.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Removed {
    pub keys: Vec<PathBuf>,
    pub parts: Vec<PathBuf>,
}

/// A file on its way: gone with this value unless it got its name.
struct Part {
    head: Head,
    bytes: Vec<u8>,
    path: PathBuf,
}

impl Drop for Part {
    fn drop(&mut self) {
        // What cannot be removed now, the next backup removes.
        let _ = fs::remove_file(&self.path);
    }
}

impl Part {
    /// Makes the file with its head: from now on an erasure counts with it.
    fn begin(out: &Path, head: Head) -> Result<Self, BackupError> {
        let path = out.join(format!(".{}{PART}", head.name()));
        let bytes = head.to_bytes();
        let mut options = OpenOptions::new();
        let mut file =
            options.write(true).create_new(true).mode(0o600).open(&path).map_err(BackupError::disk(&path))?;
        let part = Self { head, bytes, path };
        file.write_all(&part.bytes).and_then(|()| file.sync_all()).map_err(BackupError::disk(&part.path))?;
        Ok(part)
    }

    /// Writes what is in it, syncs, and opens it again.
    fn fill(
        &self,
        still: &Still,
        inside: &Inside,
        key: &Key,
        told: &mut dyn FnMut(bool, u64),
    ) -> Result<u64, BackupError> {
        let disk = || BackupError::disk(&self.path);
        let file = OpenOptions::new().append(true).open(&self.path).map_err(disk())?;
        let mut pieces = SealPieces::begin(BufWriter::new(file), key, &self.bytes, self.head.file, Random::system())?;
        pieces.write_all(&inside.to_bytes()).map_err(disk())?;
        still
            .dump(self.head.half, &mut pieces, &mut |rows| told(false, rows))
            .map_err(BackupError::store(&self.path))?;
        let (file, sum) = pieces.finish().map_err(disk())?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error).map_err(disk())?;
        file.sync_all().map_err(disk())?;
        self.compare(inside, key, sum, told)?;
        Ok(file.metadata().map_err(disk())?.len())
    }

    /// Reads the file from its first byte to its last: it is what was written, in every byte.
    fn compare(
        &self,
        inside: &Inside,
        key: &Key,
        sum: [u8; 32],
        told: &mut dyn FnMut(bool, u64),
    ) -> Result<(), BackupError> {
        let not_same = || BackupError::NotSame(self.path.clone());
        let (head, read, mut pieces) = open(&self.path, key)?;
        if head != self.head || read != *inside {
            return Err(not_same());
        }
        let (rows, mut buffer, mut done) = (inside.rows(), vec![0; 64 * 1024], 0_u64);
        loop {
            match pieces.read(&mut buffer) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(BackupError::disk(&self.path)(error)),
            }
            // How far it is by rows is not seen from here; that it goes on is.
            let step = (rows / 100).min(rows - done);
            done += step;
            told(true, step);
        }
        told(true, rows - done);
        if pieces.sum() == sum { Ok(()) } else { Err(not_same()) }
    }

    /// Gives the file its name, which no other may have.
    fn name(self, out: &Path) -> Result<PathBuf, BackupError> {
        let path = out.join(self.head.name());
        fs::hard_link(&self.path, &path).map_err(BackupError::disk(&path))?;
        Ok(path)
    }
}

/// A file opened: its head, what is sealed about it, and the rows behind.
pub(super) fn open(path: &Path, key: &Key) -> Result<(Head, Inside, OpenPieces<BufReader<File>>), BackupError> {
    let mut file = BufReader::new(File::open(path).map_err(BackupError::disk(path))?);
    let (head, bytes) = Head::read(path, &mut file)?;
    let mut pieces = OpenPieces::begin(file, key, &bytes, head.file).map_err(BackupError::disk(path))?;
    let inside = Inside::read(path, &mut pieces)?;
    Ok((head, inside, pieces))
}

/// Held while somebody writes backups into a folder.
#[derive(Debug)]
struct Lock(#[expect(dead_code, reason = "closing the file gives the lock back")] File);

fn lock(out: &Path) -> Result<Lock, BackupError> {
    let path = out.join(".lock");
    let file = File::create(&path).map_err(BackupError::disk(&path))?;
    file.try_lock().map_err(|_| BackupError::Busy(out.to_owned()))?;
    Ok(Lock(file))
}

/// Takes a backup. Nothing has its name before it was opened again; what breaks off leaves nothing under a name.
pub fn take(taking: &Taking<'_>, told: &mut Progress<'_>) -> Result<Taken, BackupError> {
    let out = taking.out;
    fs::create_dir_all(out).map_err(BackupError::disk(out))?;
    let _lock = lock(out)?;
    let mut random = Random::system();
    let pair = random.bits()?;
    let mut begin = |half| {
        let until = (half == Half::Keys).then_some(taking.until);
        Part::begin(out, Head { half, file: random.bits()?, pair, begun: taking.now, until })
    };
    // Made before the moment is chosen: who is erased after it is told of these keys.
    let (keys, data) = (begin(Half::Keys)?, begin(Half::Data)?);
    sync(out)?;
    let still = Still::open(taking.database)?;
    let log = still.head()?;
    let inside = |half| -> Result<Inside, StoreError> {
        Ok(Inside {
            form: azukari_store::form(),
            taken: taking.now,
            size: log.size,
            checkpoint: log.signed.as_ref().map(|signed| signed.note.clone()),
            tables: still.tables(half)?.into_iter().map(Into::into).collect(),
        })
    };
    let (mut rows, mut bytes) = (0, 0);
    for (part, steps) in [(&data, [Step::WriteData, Step::CompareData]), (&keys, [Step::WriteKeys, Step::CompareKeys])]
    {
        let inside = inside(part.head.half)?;
        let (all, mut done) = (inside.rows(), [0; 2]);
        let mut hear = |compares: bool, more: u64| {
            let place = usize::from(compares);
            if let (Some(done), Some(step)) = (done.get_mut(place), steps.get(place)) {
                *done += more;
                told(*step, *done, all);
            }
        };
        bytes += part.fill(&still, &inside, taking.keyring.backup(), &mut hear)?;
        rows += all;
    }
    if still.is_disturbed() {
        return Err(BackupError::Disturbed);
    }
    drop(still);
    // Keys first: data whose keys are missing would look like a backup.
    let keys = keys.name(out)?;
    let data = data.name(out).inspect_err(|_| drop(fs::remove_file(&keys)))?;
    sync(out)?;
    Ok(Taken { data, keys, size: log.size, rows, bytes })
}

pub(super) fn sync(folder: &Path) -> Result<(), BackupError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(BackupError::disk(folder))
}

/// Removes keys files whose time is over, and parts that nobody writes any more.
pub fn remove_over(out: &Path, now: Instant) -> Result<Removed, BackupError> {
    let _lock = lock(out)?;
    let mut removed = Removed::default();
    for Found { path, head, is_part } in found(out)? {
        if is_part || head.until.is_some_and(|until| until <= now) {
            fs::remove_file(&path).map_err(BackupError::disk(&path))?;
            if is_part { removed.parts.push(path) } else { removed.keys.push(path) }
        }
    }
    sync(out)?;
    Ok(removed)
}
