//! Where the root of all keys lies: behind one trait, a local key file first.

mod file;

pub use file::{FileError, FileKms, Passphrase};

use crate::VaultError;
use azukari_model::Key;

/// What a key from the root is for. No key serves two uses.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum KeyUse {
    /// Wrapping the keys of holdings, months, holds and messages.
    Wrapping,
    /// The root of the look-up keys.
    LookUp,
    /// The seed of the log's Ed25519 signing key.
    Log,
    /// Recognising a request body again: idempotency, approvals.
    Body,
    /// Sessions and mailed codes.
    Session,
    /// Backups.
    Backup,
}

impl KeyUse {
    /// The word that stands in the derivation; it never changes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wrapping => "wrapping",
            Self::LookUp => "look-up",
            Self::Log => "log",
            Self::Body => "body",
            Self::Session => "session",
            Self::Backup => "backup",
        }
    }
}

/// A key management service.
pub trait Kms: Send + Sync + std::fmt::Debug {
    /// The newest version of the wrapping key.
    fn wrapping_version(&self) -> u32;

    /// The key for a use, of a version. Uses other than wrapping have version 1 only.
    fn key(&self, of: KeyUse, version: u32) -> Result<Key, VaultError>;
}
