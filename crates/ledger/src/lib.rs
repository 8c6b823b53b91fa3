//! The records and the log they sit in: what an auditor reads to know what a proof proves.
//!
//! This room knows how a record becomes bytes, bytes a commitment, a commitment a leaf, and leaves a tree whose head is
//! signed. It must never know a value, a policy or a table: rows come in as plain numbers and go out as plain numbers.
//! Nothing here reads a clock, a file or randomness. Everything written is a public format, described in `docs/formats.md`:
//! C2SP signed-note, tlog-checkpoint, tlog-tiles and tlog-proof over RFC 6962 trees.
#![warn(missing_docs)]

pub mod checkpoint;
pub mod destroyed;
mod edge;
mod hash;
mod integrate;
mod leaf;
pub mod note;
pub mod proof;
pub mod record;
pub mod tile;
pub mod tree;
pub mod verify;

pub use checkpoint::{Checkpoint, Head};
pub use edge::Edge;
pub use hash::Hash;
pub use integrate::{Integration, Numbered, Pending, integrate};
pub use leaf::{Commitment, Leaf, Opened, Opening};
pub use note::{LogSigner, VerifierKey};
pub use proof::{Extra, Proof};
pub use record::{By, ByKind, Kind, PurposeRef, Record, Verdict};
pub use tile::{TileId, TileRow, TileSet};
