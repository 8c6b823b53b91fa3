//! Numbering what waits: tree index, person sequence, leaves, tiles, head. Pure: the sequencer writes what comes out.

use crate::{Commitment, Edge, Head, Leaf, TileRow};
use std::collections::BTreeMap;

/// A record that waits for its number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pending {
    /// The row of the record.
    pub record: i64,
    /// The row of the person it is about, if it is about one.
    pub person: Option<i64>,
    /// Its commitment.
    pub commitment: Commitment,
}

/// A record with its numbers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Numbered {
    /// The row of the record.
    pub record: i64,
    /// The row of the person it is about, if it is about one.
    pub person: Option<i64>,
    /// Its place in the tree, from 0.
    pub index: u64,
    /// Its number among the person's records, from 1; 0 if it is about nobody.
    pub sequence: u64,
    /// Its entry in the log.
    pub leaf: Leaf,
}

/// What one turn of the sequencer writes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Integration {
    /// The records in the order of the tree.
    pub leaves: Vec<Numbered>,
    /// Those about a person, sorted by person and number: the rows of the persons' trails, as the index likes them.
    pub trails: Vec<Numbered>,
    /// New rows of tiles; a row that is not full replaces the narrower one of the same tile.
    pub tiles: Vec<TileRow>,
    /// The new head.
    pub head: Head,
    /// The new edge.
    pub edge: Edge,
}

/// Numbers what waits, in the order given, which is the order of commit.
///
/// `last`: the highest number so far of each person among the pending; a person who is missing has none yet.
pub fn integrate(edge: &Edge, last: &BTreeMap<i64, u64>, pending: &[Pending]) -> Integration {
    let mut edge = edge.clone();
    let mut last = last.clone();
    let mut tiles = Vec::new();
    let mut leaves = Vec::with_capacity(pending.len());
    for waiting in pending {
        let sequence = waiting.person.map_or(0, |person| {
            let number = last.entry(person).or_insert(0);
            *number += 1;
            *number
        });
        let leaf = waiting.commitment.leaf(sequence);
        leaves.push(Numbered { record: waiting.record, person: waiting.person, index: edge.size(), sequence, leaf });
        edge.push(leaf.hash(), &mut tiles);
    }
    if !pending.is_empty() {
        tiles.extend(edge.partial());
    }
    let mut trails: Vec<_> = leaves.iter().filter(|numbered| numbered.person.is_some()).copied().collect();
    trails.sort_by_key(|numbered| (numbered.person, numbered.sequence));
    Integration { leaves, trails, tiles, head: edge.head(), edge }
}

#[cfg(test)]
mod tests;
