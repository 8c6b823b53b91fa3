//! The log: what waits to be numbered, leaves, tiles, the head.

use crate::{PersonRow, RecordRow};
use azukari_model::Instant;

/// A record that waits to be numbered, in commit order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PendingRow {
    pub record: RecordRow,
    pub person: Option<PersonRow>,
    /// The person's newest number; 0: none yet.
    pub last: u64,
    pub commitment: [u8; 32],
}

/// A numbered record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeafRow {
    pub index: u64,
    pub record: RecordRow,
    pub person: Option<PersonRow>,
    /// The person's own number of it; 0 where it is about nobody.
    pub sequence: u64,
    pub commitment: [u8; 32],
    /// What the tree hashes, without its prefix.
    pub leaf: [u8; 32],
}

/// A tile of hashes, whole or partial.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TileRow {
    pub level: u8,
    pub index: u64,
    /// 32 bytes a hash, at most 256 of them.
    pub hashes: Vec<u8>,
}

/// The head of the log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Head {
    pub size: u64,
    pub root: [u8; 32],
    pub at: Instant,
    /// The newest signed checkpoint with the size it speaks of. It may lag behind `size` after a crash: sign again.
    pub signed: Option<SignedHead>,
}

/// A signed checkpoint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignedHead {
    pub size: u64,
    pub at: Instant,
    /// The signed note, as it is served.
    pub note: String,
}

/// One turn of the sequencer: written whole, or not at all if somebody else was there first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Turn {
    /// The size it goes on from: the fence.
    pub from: u64,
    /// In the order of the tree.
    pub leaves: Vec<LeafRow>,
    pub tiles: Vec<TileRow>,
    pub size: u64,
    pub root: [u8; 32],
    pub at: Instant,
}

/// What came of a turn.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TurnTaken {
    Done,
    /// The log has another size than the turn began from.
    Fenced,
}
