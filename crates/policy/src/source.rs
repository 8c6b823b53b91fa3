//! The sources of one policy version, in memory.

use azukari_model::{Date, Language};
use std::{collections::BTreeMap, ops::Range, sync::Arc};

/// One file of a policy folder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct File {
    /// The path shown in diagnostics.
    pub path: String,
    pub text: String,
}

/// The files of one service's folder, and what stands beside it. Nothing here reads a disk.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The folder's name; equals `service.id`.
    pub folder: String,
    pub policy: Option<Arc<File>>,
    pub operation: Option<Arc<File>>,
    /// Named by `vendors`, beside the services.
    pub vendors: Option<Arc<File>>,
    pub prose: BTreeMap<Language, Arc<File>>,
    /// What stands in the folder and was not read.
    pub left_out: Vec<LeftOut>,
}

/// A file of a folder that was not read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeftOut {
    /// The path shown in diagnostics.
    pub path: String,
    pub why: Why,
}

/// Why a file was not read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Why {
    /// It is no file of a policy. Everything else keeps the policy from being read.
    Unknown,
    /// The first byte that is no UTF-8.
    NotUtf8(usize),
    /// A folder, a pipe, a device.
    NotAFile,
    /// A link that leads out of the folder.
    Outside,
    /// Larger than so many bytes.
    TooLarge(usize),
    Denied,
    /// A link that leads to nothing.
    Missing,
    /// A link that leads to itself.
    Circular,
    /// What the operating system says, in its words.
    Disk(String),
}

impl Why {
    /// The reason in English.
    pub fn en(&self) -> String {
        match self {
            Self::Unknown => "no file of a policy".to_owned(),
            Self::NotUtf8(at) => format!("byte {} is no UTF-8", at + 1),
            Self::NotAFile => "it is no plain file".to_owned(),
            Self::Outside => "it leads out of the folder".to_owned(),
            Self::TooLarge(most) => format!("it is larger than {} MiB", most >> 20),
            Self::Denied => "permission is denied".to_owned(),
            Self::Missing => "it is not there".to_owned(),
            Self::Circular => "it leads to itself".to_owned(),
            Self::Disk(said) => said.clone(),
        }
    }

    /// The reason in Japanese.
    pub fn ja(&self) -> String {
        match self {
            Self::Unknown => "ポリシーのファイルではない".to_owned(),
            Self::NotUtf8(at) => format!("{}バイト目がUTF-8でない", at + 1),
            Self::NotAFile => "通常のファイルではない".to_owned(),
            Self::Outside => "フォルダの外を指している".to_owned(),
            Self::TooLarge(most) => format!("{} MiB を超えている", most >> 20),
            Self::Denied => "読む権限がない".to_owned(),
            Self::Missing => "ファイルがない".to_owned(),
            Self::Circular => "自分自身を指している".to_owned(),
            Self::Disk(said) => said.clone(),
        }
    }
}

/// The names of a policy folder's own files, but for its prose.
pub const FILES: [&str; 3] = ["policy.toml", "operation.toml", "vendors.toml"];

/// A place in a file: where a diagnostic points.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    pub file: Arc<File>,
    /// Bytes.
    pub range: Range<usize>,
    /// As `[[accept]] at` names it: `purpose.offers.items`.
    pub path: String,
}

/// What the compiler may not find out by itself.
#[derive(Clone, Copy, Debug)]
pub struct Today(pub Date);

/// The `vendors` path of a policy.toml, read ahead so that whoever reads the disk knows which file to bring.
pub fn vendors_path(policy: &str) -> Option<String> {
    if policy.len() > crate::read::SOURCE_BYTES_MAX {
        return None;
    }
    let (table, _) = toml::de::DeTable::parse_recoverable(policy);
    table.get_ref().get("vendors").and_then(|value| value.get_ref().as_str()).map(str::to_owned)
}
