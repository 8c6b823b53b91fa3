//! The right edge of the tree: all that is needed to append.

use crate::{
    Hash, Head, TileId, TileRow, TileSet,
    tile::{TileError, WIDTH},
    tree,
};

/// The right edge: of each level the tile that is not yet full.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Edge {
    size: u64,
    /// The hashes of the last, not full tile of each level.
    levels: Vec<Vec<Hash>>,
}

impl Edge {
    /// The edge of the empty tree.
    pub const fn empty() -> Self {
        Self { size: 0, levels: Vec::new() }
    }

    /// The tiles the edge of a tree of `size` is rebuilt from: the last of each level, where it is not full.
    pub fn tiles(size: u64) -> Vec<TileId> {
        (0_u8..8)
            .map_while(|level| size.checked_shr(8 * u32::from(level)).filter(|hashes| *hashes > 0).map(|n| (level, n)))
            .filter(|(_, hashes)| hashes % WIDTH > 0)
            .map(|(level, hashes)| TileId { level, index: hashes / WIDTH })
            .collect()
    }

    /// Rebuilds the edge from its tiles; a tile may be wider than the edge is.
    pub fn rebuild(size: u64, tiles: &TileSet) -> Result<Self, TileError> {
        let mut edge = Self { size, levels: Vec::new() };
        for id in Self::tiles(size) {
            let width = usize::try_from(id.width_in(size)).unwrap_or(usize::MAX);
            let hashes = tiles.hashes(id).and_then(|hashes| hashes.get(..width)).ok_or(TileError(id))?;
            edge.levels.resize(usize::from(id.level), Vec::new());
            edge.levels.push(hashes.to_vec());
        }
        Ok(edge)
    }

    /// How many leaves the tree has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf hash; full tiles go to `full`.
    pub fn push(&mut self, leaf: Hash, full: &mut Vec<TileRow>) {
        self.size += 1;
        let mut hash = leaf;
        for level in 0..8_u8 {
            if self.levels.len() <= usize::from(level) {
                self.levels.push(Vec::new());
            }
            let Some(hashes) = self.levels.get_mut(usize::from(level)) else { return };
            hashes.push(hash);
            if (hashes.len() as u64) < WIDTH {
                return;
            }
            let index = (self.size >> (8 * (u32::from(level) + 1))) - 1;
            full.push(TileRow { id: TileId { level, index }, bytes: bytes_of(hashes) });
            hash = tree::root_of(hashes);
            hashes.clear();
        }
    }

    /// The tiles at the edge, not full.
    pub fn partial(&self) -> Vec<TileRow> {
        self.levels
            .iter()
            .zip(0_u8..)
            .filter(|(hashes, _)| !hashes.is_empty())
            .map(|(hashes, level)| {
                let index = (self.size >> (8 * u32::from(level))) / WIDTH;
                TileRow { id: TileId { level, index }, bytes: bytes_of(hashes) }
            })
            .collect()
    }

    /// Size and root.
    pub fn head(&self) -> Head {
        let mut peaks = Vec::new();
        for hashes in self.levels.iter().rev() {
            let mut rest = hashes.as_slice();
            while let Some(height) = rest.len().checked_ilog2() {
                let (peak, after) = rest.split_at(1 << height);
                peaks.push(tree::root_of(peak));
                rest = after;
            }
        }
        let root = tree::fold(peaks.into_iter()).unwrap_or_else(tree::empty_root);
        Head { size: self.size, root }
    }
}

fn bytes_of(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.bytes()).collect()
}
