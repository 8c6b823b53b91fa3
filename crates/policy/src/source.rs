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
}

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
    let (table, _) = toml::de::DeTable::parse_recoverable(policy);
    table.get_ref().get("vendors").and_then(|value| value.get_ref().as_str()).map(str::to_owned)
}
