//! The local key file: a random root, either as it is in a file only its owner can read, or sealed under a passphrase.
//!
//! ```text
//! azukari-key-file v1
//! root <base64 of 32 bytes>
//! ```
//! or
//! ```text
//! azukari-key-file v1
//! argon2id <memory in KiB> <passes> <lanes> <base64 of the salt>
//! sealed <base64 of a sealed box, version 1, label `root`>
//! ```
//! The key for a use is HKDF-SHA256(ikm = root, salt = none, info = "azukari/key/v1" 0x00 ‖ use ‖ version), 32 bytes.

use super::{KeyUse, Kms};
use crate::{Context, Random, VaultError, context::prefix, open, seal};
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::hkdf;
use azukari_model::Key;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{
    fmt, fs,
    io::{self, Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const FIRST_LINE: &str = "azukari-key-file v1";
/// No key file is longer.
const LENGTH_MAX: u64 = 4096;
/// What a passphrase costs to try: 64 MiB, 3 passes (RFC 9106, second recommendation, on one lane).
const MEMORY: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// A file may not ask for more than this: whoever can write it could else stop the start.
const MEMORY_MAX: u32 = 1024 * 1024;
const PASSES_MAX: u32 = 64;
const INFO: &[u8] = b"azukari/key/v1\0";

/// A passphrase. Its `Debug` says nothing, and its memory is overwritten when it goes.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Passphrase(String);

impl Passphrase {
    /// Takes a passphrase in charge.
    pub const fn new(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

/// Why a key file was not made or not opened. The path is shown, nothing of the content.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file system said no.
    #[error("key file `{}`: {error}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What it said.
        error: io::Error,
    },
    /// A key file is never overwritten: with it would go everything sealed under it.
    #[error("key file `{}` exists already and is never overwritten", .0.display())]
    Exists(PathBuf),
    /// Others could read or write it.
    #[error("key file `{}` can be read by others (mode {mode:04o}): run `chmod 600` on it, and make a new one if others may have read it", path.display())]
    Open {
        /// Which file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// It is no key file of this version.
    #[error("`{}` is not a key file that this version reads", .0.display())]
    Unreadable(PathBuf),
    /// The file is sealed, and no passphrase was given.
    #[error("key file `{}` is sealed: give its passphrase", .0.display())]
    PassphraseMissing(PathBuf),
    /// A passphrase was given, and the file is not sealed: one of the two is not what was meant.
    #[error("key file `{}` is not sealed under a passphrase, but one was given", .0.display())]
    PassphraseUnused(PathBuf),
    /// The passphrase does not open the file, or the file was changed.
    #[error("the passphrase does not open key file `{}`, or the file was changed", .0.display())]
    PassphraseWrong(PathBuf),
    /// Something else failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// The root of all keys, from a local key file.
#[derive(Debug)]
pub struct FileKms {
    root: Key,
}

impl FileKms {
    /// Uses a root that is kept nowhere: for tests and the demo.
    pub const fn in_memory(root: Key) -> Self {
        Self { root }
    }

    /// Makes a key file with a fresh root: all of it or nothing, on the disk when this returns, readable by its owner only.
    pub fn create(path: &Path, passphrase: Option<&Passphrase>, random: &mut Random) -> Result<Self, FileError> {
        let root = Key::new(random.array()?);
        let text = match passphrase {
            None => Zeroizing::new(format!("{FIRST_LINE}\nroot {}\n", &*Zeroizing::new(STANDARD.encode(root.bytes())))),
            Some(passphrase) => Zeroizing::new(sealed_text(&root, passphrase, random)?),
        };
        write_new(path, text.as_bytes(), random)?;
        Ok(Self { root })
    }

    /// Opens a key file. A file that others can read is refused.
    pub fn open(path: &Path, passphrase: Option<&Passphrase>) -> Result<Self, FileError> {
        let text = read_private(path)?;
        let unreadable = || FileError::Unreadable(path.to_owned());
        let mut lines = text.lines();
        if lines.next() != Some(FIRST_LINE) {
            return Err(unreadable());
        }
        let lines = [lines.next(), lines.next(), lines.next()];
        let root = match (lines, passphrase) {
            ([Some(root), None, None], None) => read_root(root).ok_or_else(unreadable)?,
            ([Some(_), None, None], Some(_)) => return Err(FileError::PassphraseUnused(path.to_owned())),
            ([Some(_), Some(_), None], None) => return Err(FileError::PassphraseMissing(path.to_owned())),
            ([Some(cost), Some(sealed), None], Some(passphrase)) => {
                let cost = Cost::read(cost).ok_or_else(unreadable)?;
                let sealed = read_field(sealed, "sealed").ok_or_else(unreadable)?;
                let wrong = |_| FileError::PassphraseWrong(path.to_owned());
                let clear = open(&cost.key(passphrase)?, &Context::root(), &sealed).map_err(wrong)?;
                Key::new(clear.bytes().try_into().map_err(|_| unreadable())?)
            }
            _ => return Err(unreadable()),
        };
        Ok(Self { root })
    }
}

impl Kms for FileKms {
    fn wrapping_version(&self) -> u32 {
        1
    }

    fn key(&self, of: KeyUse, version: u32) -> Result<Key, VaultError> {
        // A file cannot forget single versions, so it offers none: epochs need a KMS that destroys.
        if version != 1 {
            return Err(VaultError::NoSuchKey(version));
        }
        let mut place = INFO.to_vec();
        prefix(&mut place, of.word().as_bytes());
        prefix(&mut place, &version.to_be_bytes());
        let mut key = Zeroizing::new([0_u8; 32]);
        hkdf::Salt::new(hkdf::HKDF_SHA256, &[])
            .extract(self.root.bytes())
            .expand(&[&place], hkdf::HKDF_SHA256)
            .and_then(|okm| okm.fill(key.as_mut_slice()))
            .map_err(|_| VaultError::NoSuchKey(version))?;
        Ok(Key::new(*key))
    }
}

/// What it costs to try a passphrase.
struct Cost {
    memory: u32,
    passes: u32,
    lanes: u32,
    salt: Vec<u8>,
}

impl Cost {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.strip_prefix("argon2id ")?.split(' ');
        let memory = words.next()?.parse().ok().filter(|memory| (8..=MEMORY_MAX).contains(memory))?;
        let passes = words.next()?.parse().ok().filter(|passes| (1..=PASSES_MAX).contains(passes))?;
        let lanes = words.next()?.parse().ok().filter(|lanes| (1..=16).contains(lanes))?;
        let salt = STANDARD.decode(words.next()?).ok().filter(|salt| (16..=64).contains(&salt.len()))?;
        words.next().is_none().then_some(Self { memory, passes, lanes, salt })
    }

    fn key(&self, passphrase: &Passphrase) -> Result<Key, VaultError> {
        let params = Params::new(self.memory, self.passes, self.lanes, Some(32)).map_err(|_| VaultError::NotOpened)?;
        let mut key = Zeroizing::new([0_u8; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.0.as_bytes(), &self.salt, key.as_mut_slice())
            .map_err(|_| VaultError::NotOpened)?;
        Ok(Key::new(*key))
    }
}

fn sealed_text(root: &Key, passphrase: &Passphrase, random: &mut Random) -> Result<String, VaultError> {
    let cost = Cost { memory: MEMORY, passes: PASSES, lanes: LANES, salt: random.array::<16>()?.to_vec() };
    let sealed = seal(&cost.key(passphrase)?, &Context::root(), root.bytes(), random)?;
    let salt = STANDARD.encode(&cost.salt);
    let sealed = STANDARD.encode(sealed.bytes());
    Ok(format!("{FIRST_LINE}\nargon2id {MEMORY} {PASSES} {LANES} {salt}\nsealed {sealed}\n"))
}

fn read_root(line: &str) -> Option<Key> {
    read_field(line, "root")?.as_slice().try_into().ok().map(Key::new)
}

fn read_field(line: &str, name: &str) -> Option<Zeroizing<Vec<u8>>> {
    STANDARD.decode(line.strip_prefix(name)?.strip_prefix(' ')?).ok().map(Zeroizing::new)
}

/// Looks at the permissions of the file that is open, not of whatever has its name a moment later.
fn read_private(path: &Path) -> Result<Zeroizing<String>, FileError> {
    let failed = |error| FileError::Io { path: path.to_owned(), error };
    let file = fs::File::open(path).map_err(failed)?;
    let meta = file.metadata().map_err(failed)?;
    let mode = meta.mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(FileError::Open { path: path.to_owned(), mode });
    }
    if !meta.is_file() || meta.len() > LENGTH_MAX {
        return Err(FileError::Unreadable(path.to_owned()));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
    file.take(LENGTH_MAX).read_to_end(&mut bytes).map_err(failed)?;
    std::str::from_utf8(&bytes)
        .map(|text| Zeroizing::new(text.to_owned()))
        .map_err(|_| FileError::Unreadable(path.to_owned()))
}

/// Writes beside, syncs, then gives the name by a link, which fails if the name is taken.
fn write_new(path: &Path, bytes: &[u8], random: &mut Random) -> Result<(), FileError> {
    let failed = |error| FileError::Io { path: path.to_owned(), error };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let beside = folder.join(format!(".azukari-key-{:032x}", random.bits()?));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside).map_err(failed)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::hard_link(&beside, path));
    let removed = fs::remove_file(&beside);
    match written {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(FileError::Exists(path.to_owned())),
        written => written.and(removed).map_err(failed)?,
    }
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}

#[cfg(test)]
mod tests;
