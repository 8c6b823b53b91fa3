//! What stands at the beginning of a backup file: in clear what somebody without a key may need, and sealed what is in it.

use super::BackupError;
use azukari_model::Instant;
use azukari_store::{Half, Table};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

const WORD: &str = "azukari-backup";
const VERSION: &str = "v1";
/// No head is longer, in bytes.
const LENGTH_MAX: u64 = 4096;
/// What is sealed about a file is not longer, in bytes.
const INSIDE_MAX: u32 = 1024 * 1024;

/// The head of a file, in clear. Every byte of it is bound into the key of the file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Head {
    pub half: Half,
    /// The number of the file, and of the pair it belongs to.
    pub file: u128,
    pub pair: u128,
    /// Before the moment it is of.
    pub begun: Instant,
    /// A keys file: when it is to be gone.
    pub until: Option<Instant>,
}

pub(super) const fn word(half: Half) -> &'static str {
    match half {
        Half::Data => "data",
        Half::Keys => "keys",
    }
}

impl Head {
    /// The bytes at the beginning of the file.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let until = self.until.map(|until| format!("until {until}\n")).unwrap_or_default();
        let (half, file, pair, begun) = (word(self.half), self.file, self.pair, self.begun);
        format!("{WORD} {VERSION}\nhalf {half}\nfile {file:032x}\npair {pair:032x}\nbegun {begun}\n{until}\n")
            .into_bytes()
    }

    /// Reads a head and leaves the file behind it.
    pub(super) fn read(path: &Path, file: &mut impl Read) -> Result<(Self, Vec<u8>), BackupError> {
        let not_one = || BackupError::NotOne(path.to_owned());
        let mut bytes = Vec::new();
        let mut one = [0];
        while !bytes.ends_with(b"\n\n") {
            if bytes.len() as u64 >= LENGTH_MAX || file.read(&mut one).map_err(BackupError::disk(path))? == 0 {
                return Err(not_one());
            }
            bytes.extend(one);
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| not_one())?;
        match text.lines().next().and_then(|line| line.strip_prefix(WORD)?.strip_prefix(' ')) {
            Some(VERSION) => {}
            Some(_) => return Err(BackupError::Newer(path.to_owned())),
            None => return Err(not_one()),
        }
        let head = Self::parse(text).filter(|head| head.to_bytes() == bytes).ok_or_else(not_one)?;
        Ok((head, bytes))
    }

    fn parse(text: &str) -> Option<Self> {
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let number = |name| u128::from_str_radix(field(name)?, 16).ok();
        Some(Self {
            half: [Half::Data, Half::Keys].into_iter().find(|half| Some(word(*half)) == field("half"))?,
            file: number("file")?,
            pair: number("pair")?,
            begun: Instant::parse(field("begun")?)?,
            until: match field("until") {
                Some(text) => Some(Instant::parse(text)?),
                None => None,
            },
        })
    }

    /// The name of the file.
    pub(super) fn name(&self) -> String {
        let at: String = self.begun.to_string().chars().filter(char::is_ascii_alphanumeric).collect();
        // To the second; the number keeps two of one second apart.
        let at = at.get(..15).unwrap_or(&at);
        format!("{}-{at}Z-{:08x}", word(self.half), self.pair >> 96)
    }
}

/// What is sealed at the beginning: of what moment it is, and what follows.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Inside {
    /// The number of the tables' form.
    pub(super) form: u64,
    /// The moment it is of.
    pub(super) taken: Instant,
    /// Leaves of the log, and the newest signed checkpoint.
    pub(super) size: u64,
    pub(super) checkpoint: Option<String>,
    pub(super) tables: Vec<Listed>,
}

/// A table as a file lists it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Listed {
    name: String,
    columns: Vec<String>,
    rows: u64,
}

impl From<Table> for Listed {
    fn from(table: Table) -> Self {
        Self { name: table.name, columns: table.columns, rows: table.rows }
    }
}

impl From<&Listed> for Table {
    fn from(listed: &Listed) -> Self {
        Self { name: listed.name.clone(), columns: listed.columns.clone(), rows: listed.rows }
    }
}

impl Inside {
    pub(super) fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let json = serde_json::to_vec(self).unwrap_or_default();
        let length = u32::try_from(json.len()).unwrap_or(u32::MAX).to_be_bytes();
        [length.as_slice(), &json].concat()
    }

    pub(super) fn read(path: &Path, from: &mut impl Read) -> Result<Self, BackupError> {
        let mut length = [0; 4];
        from.read_exact(&mut length).map_err(BackupError::disk(path))?;
        let length = u32::from_be_bytes(length);
        let mut json = Vec::new();
        from.take(u64::from(length.min(INSIDE_MAX))).read_to_end(&mut json).map_err(BackupError::disk(path))?;
        serde_json::from_slice(&json).map_err(|_| BackupError::NotOne(path.to_owned()))
    }
}

/// A backup file that was found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Found {
    pub path: PathBuf,
    pub head: Head,
    /// It is not done, or never was.
    pub is_part: bool,
}

/// Every backup file of a folder by its head, oldest first; what is none is passed over. Parts count: one that is being
/// written will soon be whole.
pub fn found(folder: &Path) -> Result<Vec<Found>, BackupError> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).map_err(BackupError::disk(folder))? {
        let path = entry.map_err(BackupError::disk(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_part = name.starts_with('.') && name.ends_with(super::take::PART);
        if !is_part && ![Half::Data, Half::Keys].iter().any(|half| name.starts_with(word(*half))) {
            continue;
        }
        let Ok(mut file) = File::open(&path) else { continue };
        match Head::read(&path, &mut file) {
            Ok((head, _)) => all.push(Found { path, head, is_part }),
            Err(BackupError::NotOne(_) | BackupError::Newer(_)) => {}
            Err(error) => return Err(error),
        }
    }
    all.sort_by_key(|one| (one.head.begun, one.head.pair));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        Head {
            half: Half::Keys,
            file: 7,
            pair: 0xabcd_ef01 << 96,
            begun: Instant::parse("2026-11-30T01:02:03.456Z").unwrap(),
            until: Instant::parse("2026-12-30T00:00:00Z"),
        }
    }

    #[test]
    fn a_head_reads_back_and_names_its_file() {
        let bytes = head().to_bytes();
        let (read, raw) = Head::read(Path::new("x"), &mut bytes.as_slice()).unwrap();
        assert_eq!((read, raw), (head(), bytes));
        assert_eq!(head().name(), "keys-20261130T010203Z-abcdef01");
    }

    #[test]
    fn what_is_not_to_the_byte_a_head_is_none() {
        let text = String::from_utf8(head().to_bytes()).unwrap();
        let read = |text: &str| Head::read(Path::new("x"), &mut text.as_bytes());
        for wrong in [
            "",
            "\n\n",
            &text.replace("keys", "kees"),
            &text.replace("file", "fyle"),
            &text.replace("\nuntil", "\nmore x\nuntil"),
            text.trim_end(),
        ] {
            assert!(matches!(read(wrong), Err(BackupError::NotOne(_))), "{wrong}");
        }
        assert!(matches!(read(&text.replace("v1", "v2")), Err(BackupError::Newer(_))));
    }
}
