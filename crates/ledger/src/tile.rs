//! Tiles of height 8 and entry bundles (C2SP tlog-tiles): how the tree is stored and served.

use crate::{
    Hash,
    tree::{self, Node, Range},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// The hashes of a full tile.
pub const WIDTH: u64 = 256;
/// The height of a tile.
const HEIGHT: u32 = 8;

/// Which tile: its level, and its place in the level.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TileId {
    /// Level 0 holds leaf hashes; one above holds the hash of each full tile below.
    pub level: u8,
    /// Its place, from the left.
    pub index: u64,
}

impl TileId {
    /// How many hashes it has in a tree of `size` leaves.
    pub fn width_in(self, size: u64) -> u64 {
        let hashes = size.checked_shr(HEIGHT * u32::from(self.level)).unwrap_or(0);
        hashes.saturating_sub(self.index.saturating_mul(WIDTH)).min(WIDTH)
    }
}

/// A tile as stored: its hashes one after the other. A wider row of the same tile begins with the narrower one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TileRow {
    /// Which tile.
    pub id: TileId,
    /// Its hashes, 32 bytes each.
    pub bytes: Vec<u8>,
}

/// What a path below `/ledger/` names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TilePath {
    /// A tile with so many hashes.
    Tile(TileId, u64),
    /// The entries from `256 × index` on, so many.
    Entries(u64, u64),
}

impl TilePath {
    /// Reads a path as in `tile/0/x001/234.p/5`; one spelling only.
    pub fn parse(path: &str) -> Option<Self> {
        let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, number(width).filter(|width| (1..WIDTH).contains(width))?),
            None => (rest, WIDTH),
        };
        let index = parse_index(index)?;
        if kind == "entries" {
            return Some(Self::Entries(index, width));
        }
        let level = number(kind).filter(|level| *level <= 63).and_then(|level| u8::try_from(level).ok())?;
        Some(Self::Tile(TileId { level, index }, width))
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (index, width) = match self {
            Self::Tile(id, width) => {
                write!(f, "tile/{}/", id.level)?;
                (id.index, *width)
            }
            Self::Entries(index, width) => {
                f.write_str("tile/entries/")?;
                (*index, *width)
            }
        };
        let mut parts = vec![format!("{:03}", index % 1000)];
        let mut rest = index / 1000;
        while rest > 0 {
            parts.push(format!("x{:03}", rest % 1000));
            rest /= 1000;
        }
        parts.reverse();
        f.write_str(&parts.join("/"))?;
        if width < WIDTH { write!(f, ".p/{width}") } else { Ok(()) }
    }
}

/// A decimal number without leading zeros.
pub(crate) fn number(text: &str) -> Option<u64> {
    let plain = text == "0" || !text.starts_with('0');
    (plain && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn parse_index(text: &str) -> Option<u64> {
    let mut parts: Vec<&str> = text.split('/').collect();
    let last = parts.pop()?;
    let digits = |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut index = 0_u64;
    for (place, part) in parts.iter().enumerate() {
        let part = part.strip_prefix('x').filter(|part| digits(part))?;
        if place == 0 && part == "000" {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(part.parse().ok()?)?;
    }
    let last: u64 = digits(last).then(|| last.parse().ok())??;
    index.checked_mul(1000)?.checked_add(last)
}

/// Renders an entry bundle: each entry after its length in two bytes. `None` if one is longer than those can say.
pub fn bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for entry in entries {
        bytes.extend_from_slice(&u16::try_from(entry.len()).ok()?.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Some(bytes)
}

/// Reads an entry bundle.
pub fn unbundle(mut bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<2>()?;
        let (entry, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
        entries.push(entry);
        bytes = rest;
    }
    Some(entries)
}

/// A handful of tiles, fetched for one proof.
#[derive(Clone, Debug, Default)]
pub struct TileSet(BTreeMap<TileId, Vec<Hash>>);

/// A tile that is missing, too narrow, or no tile at all.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("tile {} of level {} is missing or too short", .0.index, .0.level)]
pub struct TileError(pub TileId);

impl TileSet {
    /// No tiles.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// The tiles one has to fetch to hash these ranges.
    pub fn needed(ranges: &[Range]) -> BTreeSet<TileId> {
        ranges.iter().flat_map(|range| range.nodes()).map(|node| place(node).0).collect()
    }

    /// Adds a tile's bytes.
    pub fn insert(&mut self, id: TileId, bytes: &[u8]) -> Result<(), TileError> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        if !rest.is_empty() || hashes.len() as u64 > WIDTH {
            return Err(TileError(id));
        }
        self.0.insert(id, hashes.iter().copied().map(Hash::new).collect());
        Ok(())
    }

    /// The hash of a complete subtree.
    fn node(&self, node: Node) -> Result<Hash, TileError> {
        let (id, start, count) = place(node);
        self.0.get(&id).and_then(|hashes| hashes.get(start..start + count)).map(tree::root_of).ok_or(TileError(id))
    }

    /// The hash of a range.
    pub fn range(&self, range: Range) -> Result<Hash, TileError> {
        let hashes = range.nodes().into_iter().map(|node| self.node(node)).collect::<Result<Vec<_>, _>>()?;
        Ok(tree::fold(hashes.into_iter()).unwrap_or_else(tree::empty_root))
    }

    /// The hashes of ranges, in their order: the path of a proof.
    pub fn path(&self, ranges: &[Range]) -> Result<Vec<Hash>, TileError> {
        ranges.iter().map(|range| self.range(*range)).collect()
    }

    /// The root of the tree of `size`.
    pub fn root(&self, size: u64) -> Result<Hash, TileError> {
        self.range(Range { start: 0, end: size })
    }

    pub(crate) fn hashes(&self, id: TileId) -> Option<&[Hash]> {
        self.0.get(&id).map(Vec::as_slice)
    }
}

/// Where a node is: tile, first hash, number of hashes.
fn place(node: Node) -> (TileId, usize, usize) {
    let level = node.height / HEIGHT;
    let below = node.height % HEIGHT;
    let first = node.index << below;
    let id = TileId { level: u8::try_from(level).unwrap_or(u8::MAX), index: first / WIDTH };
    (id, usize::try_from(first % WIDTH).unwrap_or(usize::MAX), 1 << below)
}

#[cfg(test)]
mod tests;
