//! Sealed boxes and the keys to them: what an auditor of the cryptography reads, alone and whole.
//!
//! This room knows how a value is sealed, how its key is wrapped, how a look-up is computed and where the root of all keys
//! lies. It must never know what a purpose is, who may open what, or where rows are stored. Its one file is the key file.
//! No function takes a nonce; randomness is passed in. What is written here is described in `docs/formats.md`.
#![warn(missing_docs)]

mod clear;
mod context;
mod keyring;
mod keys;
pub mod kms;
pub mod lookup;
pub mod pieces;
mod random;
mod sealed;
mod token;

pub use clear::Clear;
pub use context::{Context, Label, MessageTo, Month, RecordKind};
pub use keyring::Keyring;
pub use keys::Wrapping;
pub use kms::Kms;
pub use random::Random;
pub use sealed::{Sealed, open, seal};
pub use token::{Token, TokenError, TokenHash};

/// Why the vault did not do what it was asked. It never says anything of a key or a value.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum VaultError {
    /// Another key, another context, or bytes that were changed: on purpose there is one answer for all of them.
    #[error("the box does not open: other key, other place, or changed bytes")]
    NotOpened,
    /// The operating system gave no randomness.
    #[error("no randomness from the operating system")]
    NoRandom,
    /// The wrapping key of this version is not there (any more).
    #[error("no wrapping key of version {0}")]
    NoSuchKey(u32),
    /// A box holds at most 4 GiB.
    #[error("too long to seal")]
    TooLong,
}
