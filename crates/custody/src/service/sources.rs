//! The sources of a version as they are stored, and compiled again.

use azukari_model::{Date, Language};
use azukari_policy::{
    Compiled,
    source::{File, Sources, Today},
};
use azukari_store::Opaque;
use std::{collections::BTreeMap, sync::Arc};

/// A version's files as stored, with the operation it was activated with: by that it is compiled again when it is old.
#[derive(Debug, serde::Deserialize, serde::Serialize)]
struct Stored {
    folder: String,
    policy: Option<StoredFile>,
    operation: Option<StoredFile>,
    vendors: Option<StoredFile>,
    prose: BTreeMap<Language, StoredFile>,
}

#[derive(Debug, serde::Deserialize, serde::Serialize)]
struct StoredFile {
    path: String,
    text: String,
}

impl StoredFile {
    fn of(file: &Arc<File>) -> Self {
        Self { path: file.path.clone(), text: file.text.clone() }
    }

    fn file(self) -> Arc<File> {
        Arc::new(File { path: self.path, text: self.text })
    }
}

/// What a version is compiled from.
pub(crate) fn store_version(sources: &Sources) -> Opaque {
    let stored = Stored {
        folder: sources.folder.clone(),
        policy: sources.policy.as_ref().map(StoredFile::of),
        operation: sources.operation.as_ref().map(StoredFile::of),
        vendors: sources.vendors.as_ref().map(StoredFile::of),
        prose: sources.prose.iter().map(|(language, file)| (*language, StoredFile::of(file))).collect(),
    };
    serde_json::to_vec(&stored).unwrap_or_default().into()
}

/// What a revision of the operation is compiled from.
pub(crate) fn store_operation(file: &Arc<File>) -> Opaque {
    serde_json::to_vec(&StoredFile::of(file)).unwrap_or_default().into()
}

/// Reads stored sources back, with a newer revision of the operation where one is given; `None` if they are not what was stored.
pub(crate) fn read(version: &Opaque, operation: Option<&Opaque>) -> Option<Sources> {
    let stored: Stored = serde_json::from_slice(version.bytes()).ok()?;
    let operation: Option<StoredFile> = match operation {
        Some(bytes) => Some(serde_json::from_slice(bytes.bytes()).ok()?),
        None => None,
    };
    Some(Sources {
        folder: stored.folder,
        policy: stored.policy.map(StoredFile::file),
        operation: operation.or(stored.operation).map(StoredFile::file),
        vendors: stored.vendors.map(StoredFile::file),
        prose: stored.prose.into_iter().map(|(language, file)| (language, file.file())).collect(),
        left_out: Vec::new(),
    })
}

/// Reads the stored file of a revision of the operation back.
pub(crate) fn read_operation(stored: &Opaque) -> Option<Arc<File>> {
    serde_json::from_slice(stored.bytes()).ok().map(StoredFile::file)
}

/// Compiles stored sources. Law findings and advice do not stop a version that was activated; errors do.
pub(crate) fn compile(sources: &Sources, today: Date) -> Compiled {
    azukari_policy::compile(sources, Today(today))
}
