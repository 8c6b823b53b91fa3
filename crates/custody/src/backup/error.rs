//! Why there is no backup, or no database from one. Each has a stable code.

use azukari_store::StoreError;
use azukari_vault::{VaultError, pieces::PieceError};
use std::{
    io,
    path::{Path, PathBuf},
};

/// Why a backup was not made or not read.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("backup-not-one: `{}` is no backup file", .0.display())]
    NotOne(PathBuf),
    #[error("backup-newer: `{}` is of a newer version; help: restore with the program that wrote it", .0.display())]
    Newer(PathBuf),
    #[error("backup-form: `{}` holds a database of another version; help: restore with the program that wrote it", .0.display())]
    OtherForm(PathBuf),
    #[error(
        "backup-not-opened: `{}` does not open; help: use the key file of the deployment that wrote it; if it is that one, the file was changed",
        .0.display()
    )]
    NotOpened(PathBuf),
    #[error("backup-changed: `{}` was changed in its piece {piece}", path.display())]
    Changed { path: PathBuf, piece: u32 },
    #[error("backup-changed: something stands behind the end of `{}`", .0.display())]
    Longer(PathBuf),
    #[error("backup-cut: `{}` ends too early", .0.display())]
    Cut(PathBuf),
    #[error("backup-pair: `{}` and `{}` are not the two files of one backup", .0.display(), .1.display())]
    OtherPair(PathBuf, PathBuf),
    #[error("backup-incomplete: `{}` holds no data file with its keys file", .0.display())]
    NoPair(PathBuf),
    #[error(
        "journal-missing: beside `{}` there is no erasure journal that goes as far as the backup; help: put `azukari.db.erased` of the lost database there, or say `--without-journal` if it is gone",
        .0.display()
    )]
    NoJournal(PathBuf),
    #[error("backup-not-same: `{}` reads otherwise than it was written, and was thrown away", .0.display())]
    NotSame(PathBuf),
    #[error("backup-exists: `{}` is there already, and is never overwritten", .0.display())]
    Exists(PathBuf),
    #[error("backup-busy: another backup runs into `{}`", .0.display())]
    Busy(PathBuf),
    #[error("backup-disturbed: a server started meanwhile; help: run it again")]
    Disturbed,
    #[error("backup-disk: `{}`", path.display())]
    Disk {
        path: PathBuf,
        #[source]
        error: io::Error,
    },
    #[error("backup-database")]
    Store(#[source] StoreError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl BackupError {
    /// What the disk said of a file.
    pub(super) fn disk(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| match PieceError::of(&error) {
            Some(piece) => Self::piece(path, piece),
            None => match error.kind() {
                io::ErrorKind::AlreadyExists => Self::Exists(path),
                io::ErrorKind::UnexpectedEof => Self::Cut(path),
                _ => Self::Disk { path, error },
            },
        }
    }

    /// What the store said while it read or wrote a file.
    pub(super) fn store(path: &Path) -> impl FnOnce(StoreError) -> Self {
        let path = path.to_owned();
        move |error| match error {
            StoreError::File(error) => Self::disk(&path)(error),
            error => Self::Store(error),
        }
    }

    fn piece(path: PathBuf, error: PieceError) -> Self {
        match error {
            PieceError::First => Self::NotOpened(path),
            PieceError::Changed(piece) => Self::Changed { path, piece },
            PieceError::Cut(_) => Self::Cut(path),
            PieceError::Longer => Self::Longer(path),
        }
    }
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
