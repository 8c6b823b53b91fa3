//! Holdings: that an item of a person is held, from one source; with its own key, and its value or entries.

use crate::{Lookup, Opaque, WrappedKey};
use azukari_model::Instant;

/// Which holding of a person: an item from a source; of a many-valued item one for each calendar year of acquisition.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct HoldingKey {
    /// The word of the item.
    pub item: u32,
    /// The word of the source.
    pub source: u32,
    /// 0 where the item has one value.
    pub year: u16,
}

/// A holding as it stands in its row; the same to write and to read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HoldingRow {
    pub at: HoldingKey,
    /// The number of the notice it came under.
    pub notice: u32,
    /// The number of the version it came under.
    pub version: u32,
    pub acquired: Instant,
    pub expires: Option<Instant>,
    pub kept_until: Option<Instant>,
    /// The word of the system that has the value; 0: it is here.
    pub system: u32,
    /// Read only where the value was wanted.
    pub key: Option<WrappedKey>,
    /// Read only where it was wanted; many-valued holdings have entries instead.
    pub value: Option<Opaque>,
    pub lookup: Option<Lookup>,
    /// Read only where the value was wanted, in the order of their numbers. Never written with the holding.
    pub entries: Vec<EntryRow>,
    /// How many entries there are, read where entries were counted or wanted.
    pub count: u32,
}

/// One value of a many-valued holding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EntryRow {
    /// Given by the store, rising within the holding.
    pub number: u64,
    pub at: Instant,
    /// Where it ends before its holding does.
    pub expires: Option<Instant>,
    pub value: Opaque,
}

/// An entry to add to a holding that stands, or is put by the same effects.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewEntry {
    pub of: HoldingKey,
    pub at: Instant,
    pub expires: Option<Instant>,
    pub value: Opaque,
}
