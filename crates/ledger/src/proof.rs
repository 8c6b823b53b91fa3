//! Proofs (C2SP tlog-proof v1): the file that is handed out, and that anyone can check without asking.
//!
//! The `extra` line carries what turns a leaf into a record, in one of two forms:
//! ```text
//! closed: 0x01 ‖ person sequence (8) ‖ commitment (32)
//! open:   0x02 ‖ person sequence (8) ‖ opening (32) ‖ record bytes
//! ```
//! The format does not authenticate this line, and need not: the leaf is computed from it.

use crate::{
    Checkpoint, Commitment, Hash, Leaf, Opened, Opening, VerifierKey,
    note::{Note, NoteError},
    tile::number,
    tree,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::fmt;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// A tree of 2^63 leaves has no longer path.
const PATH_MAX: usize = 63;
/// No proof is longer.
const LENGTH_MAX: usize = 4 << 20;

/// Why a proof proves nothing.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ProofError {
    /// It is not a tlog-proof.
    #[error("not a tlog-proof: {0}")]
    Malformed(&'static str),
    /// The `extra` line is missing or not of this version.
    #[error("the `extra` line is missing or not of a form that this version reads")]
    Extra,
    /// The checkpoint is signed by keys, of which none is among those given.
    #[error("the checkpoint is not signed by the key given; it names {0}")]
    UnknownKey(String),
    /// The checkpoint is not believed.
    #[error("checkpoint: {0}")]
    Checkpoint(NoteError),
    /// The path does not lead from this leaf to the checkpoint's root.
    #[error("entry {index}: not in the tree of the checkpoint (size {size}): record, number or path was changed")]
    NotIncluded {
        /// The index the proof says.
        index: u64,
        /// The size the checkpoint says.
        size: u64,
    },
}

/// What turns a leaf into a record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Extra {
    /// Only the commitment: proves that it is in the log, and says nothing of the record.
    Closed {
        /// The record's number among the person's.
        sequence: u64,
        /// The commitment.
        commitment: Commitment,
    },
    /// The record itself with its opening.
    Open {
        /// The record's number among the person's.
        sequence: u64,
        /// Record and opening.
        opened: Opened,
    },
}

impl Extra {
    const CLOSED: u8 = 1;
    const OPEN: u8 = 2;

    /// The bytes of the line, before base64.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (kind, sequence, rest) = match self {
            Self::Closed { sequence, commitment } => (Self::CLOSED, sequence, commitment.bytes().to_vec()),
            Self::Open { sequence, opened } => (Self::OPEN, sequence, opened.pack()),
        };
        [&[kind], sequence.to_be_bytes().as_slice(), &rest].concat()
    }

    /// Reads the bytes of the line.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        let (sequence, rest) = rest.split_first_chunk::<8>()?;
        let sequence = u64::from_be_bytes(*sequence);
        match *kind {
            Self::CLOSED => Some(Self::Closed { sequence, commitment: Commitment::new(rest.try_into().ok()?) }),
            Self::OPEN => Some(Self::Open { sequence, opened: Opened::unpack(rest)? }),
            _ => None,
        }
    }

    /// The number of the record among the person's.
    pub const fn sequence(&self) -> u64 {
        match self {
            Self::Closed { sequence, .. } | Self::Open { sequence, .. } => *sequence,
        }
    }

    /// The commitment.
    pub fn commitment(&self) -> Commitment {
        match self {
            Self::Closed { commitment, .. } => *commitment,
            Self::Open { opened, .. } => opened.commitment(),
        }
    }

    /// The leaf it claims to be.
    pub fn leaf(&self) -> Leaf {
        self.commitment().leaf(self.sequence())
    }
}

/// A proof: that an entry is in the log at this index, with the checkpoint that says so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proof {
    /// What the `extra` line carries, undeciphered.
    pub extra: Option<Vec<u8>>,
    /// The index of the entry.
    pub index: u64,
    /// The inclusion path, from the leaf's sibling up.
    pub path: Vec<Hash>,
    /// The checkpoint, verbatim.
    pub checkpoint: String,
}

/// What a proof has proven.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proven {
    /// The checkpoint that was believed.
    pub checkpoint: Checkpoint,
    /// The index of the entry.
    pub index: u64,
    /// What the entry is.
    pub extra: Extra,
}

impl Proven {
    /// The record's bytes, if the proof is an open one.
    pub fn record(&self) -> Option<&[u8]> {
        match &self.extra {
            Extra::Open { opened, .. } => Some(&opened.record),
            Extra::Closed { .. } => None,
        }
    }

    /// The opening, if the proof is an open one.
    pub const fn opening(&self) -> Option<&Opening> {
        match &self.extra {
            Extra::Open { opened, .. } => Some(&opened.opening),
            Extra::Closed { .. } => None,
        }
    }
}

impl Proof {
    /// A proof for one entry.
    pub fn new(extra: &Extra, index: u64, path: Vec<Hash>, checkpoint: String) -> Self {
        Self { extra: Some(extra.to_bytes()), index, path, checkpoint }
    }

    /// Reads a proof. What it says is not believed yet.
    pub fn read(text: &str) -> Result<Self, ProofError> {
        if text.len() > LENGTH_MAX {
            return Err(ProofError::Malformed("too long"));
        }
        let (head, checkpoint) = text.split_once("\n\n").ok_or(ProofError::Malformed("no checkpoint"))?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FIRST_LINE) {
            return Err(ProofError::Malformed("the first line is not `c2sp.org/tlog-proof@v1`"));
        }
        let extra = lines
            .next_if(|line| line.starts_with("extra "))
            .map(|line| STANDARD.decode(line.get("extra ".len()..).unwrap_or_default()))
            .transpose()
            .map_err(|_| ProofError::Malformed("`extra` is not base64"))?;
        let index = lines
            .next()
            .and_then(|line| line.strip_prefix("index "))
            .and_then(number)
            .ok_or(ProofError::Malformed("no `index`"))?;
        let path = lines
            .map(Hash::from_base64)
            .collect::<Option<Vec<_>>>()
            .filter(|path| path.len() <= PATH_MAX)
            .ok_or(ProofError::Malformed("the path is not base64 of hashes, or too long"))?;
        Ok(Self { extra, index, path, checkpoint: checkpoint.to_owned() })
    }

    /// Whether this leaf is where the proof says, in a checkpoint that one of these keys signed.
    pub fn verify(&self, leaf: &Leaf, keys: &[VerifierKey]) -> Result<Checkpoint, ProofError> {
        let checkpoint = Checkpoint::open(&self.checkpoint, keys).map_err(|error| self.explain(error))?;
        let head = &checkpoint.head;
        if tree::verify_inclusion(&leaf.hash(), self.index, head.size, &self.path, &head.root) {
            Ok(checkpoint)
        } else {
            Err(ProofError::NotIncluded { index: self.index, size: head.size })
        }
    }

    /// Says which keys the checkpoint names, where none of them was given.
    fn explain(&self, error: NoteError) -> ProofError {
        match (error, Note::parse(&self.checkpoint)) {
            (NoteError::Unsigned, Ok(note)) => {
                let names = note.signers().map(|(name, id)| format!("`{name}+{:08x}`", u32::from_be_bytes(id)));
                ProofError::UnknownKey(names.collect::<Vec<_>>().join(", "))
            }
            (error, _) => ProofError::Checkpoint(error),
        }
    }
}

/// The text of the file.
impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

/// Checks a whole `.tlog-proof` file against keys one trusts, and says what it proves.
pub fn verify_file(text: &str, keys: &[VerifierKey]) -> Result<Proven, ProofError> {
    let proof = Proof::read(text)?;
    let extra = proof.extra.as_deref().and_then(Extra::read).ok_or(ProofError::Extra)?;
    let checkpoint = proof.verify(&extra.leaf(), keys)?;
    Ok(Proven { checkpoint, index: proof.index, extra })
}

#[cfg(test)]
mod tests;
