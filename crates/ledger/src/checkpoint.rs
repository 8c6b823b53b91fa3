//! Checkpoints (C2SP tlog-checkpoint v1): a signed note of origin, size and root.

use crate::{
    Hash, LogSigner, VerifierKey,
    note::{Note, NoteError},
    tile::number,
};
use std::fmt;

/// Size and root of the tree.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Head {
    /// How many leaves.
    pub size: u64,
    /// The root hash.
    pub root: Hash,
}

/// What a checkpoint says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// Its head.
    pub head: Head,
}

/// The text that is signed.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.head.size, self.head.root)
    }
}

impl Checkpoint {
    /// Signs a head: the whole note. The same head may be signed again; one size must never get two roots.
    pub fn sign(head: Head, signer: &LogSigner) -> String {
        let checkpoint = Self { origin: signer.public().name().to_owned(), head };
        signer.sign(&checkpoint.to_string())
    }

    /// Believes a checkpoint if one of these keys signed it under the log's own origin.
    pub fn open(note: &str, keys: &[VerifierKey]) -> Result<Self, NoteError> {
        let note = Note::parse(note)?;
        let origin = note.unverified_text().split('\n').next().ok_or(NoteError::Malformed)?;
        let keys: Vec<_> = keys.iter().filter(|key| key.name() == origin).cloned().collect();
        Self::parse(note.verify(&keys)?).ok_or(NoteError::Malformed)
    }

    /// Reads the text of a checkpoint, which must be believed by other means. Extension lines are passed over.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        if origin.is_empty() || lines.any(str::is_empty) {
            return None;
        }
        let head = Head { size: number(size)?, root: Hash::from_base64(root)? };
        Some(Self { origin: origin.to_owned(), head })
    }
}
