//! Merkle trees of RFC 6962: hashes, which subtrees a proof consists of, and the verification of proofs (RFC 9162).

use crate::Hash;

/// The hash of a leaf: SHA-256(0x00 ‖ entry).
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash::of(&[&[0], entry])
}

/// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash::of(&[&[1], left.bytes(), right.bytes()])
}

/// The root of the tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Hash::of(&[])
}

/// The root over leaf hashes, computed whole.
pub fn root_of(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len() as u64).try_into().unwrap_or(usize::MAX));
            node_hash(&root_of(left), &root_of(right))
        }
    }
}

/// The leaves from `start` to before `end`: a subtree that RFC 6962 splits off.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Range {
    /// The first leaf.
    pub start: u64,
    /// The leaf after the last.
    pub end: u64,
}

/// A complete subtree: 2^height leaves, the `index`-th such from the left.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Node {
    /// Its height; a leaf has 0.
    pub height: u32,
    /// Its place among those of its height.
    pub index: u64,
}

impl Range {
    /// The complete subtrees it consists of, the largest (leftmost) first.
    pub fn nodes(self) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut start = self.start;
        while let Some(height) = self.end.saturating_sub(start).checked_ilog2() {
            nodes.push(Node { height, index: start >> height });
            start += 1 << height;
        }
        nodes
    }
}

/// The hash of a range from the hashes of its nodes.
pub fn fold(hashes: impl DoubleEndedIterator<Item = Hash>) -> Option<Hash> {
    hashes.rev().reduce(|right, left| node_hash(&left, &right))
}

/// The subtrees whose hashes prove that leaf `index` is in the tree of `size`, from the leaf's sibling up.
pub fn inclusion(index: u64, size: u64) -> Option<Vec<Range>> {
    if index >= size {
        return None;
    }
    let mut whole = Range { start: 0, end: size };
    let mut path = Vec::new();
    while whole.end - whole.start > 1 {
        let middle = whole.start + split(whole.end - whole.start);
        if index < middle {
            path.push(Range { start: middle, ..whole });
            whole.end = middle;
        } else {
            path.push(Range { end: middle, ..whole });
            whole.start = middle;
        }
    }
    path.reverse();
    Some(path)
}

/// The subtrees whose hashes prove that the tree of `old` leaves is the beginning of the tree of `new`.
pub fn consistency(old: u64, new: u64) -> Option<Vec<Range>> {
    if old > new {
        return None;
    }
    let mut path = Vec::new();
    if old == 0 || old == new {
        return Some(path);
    }
    let mut whole = Range { start: 0, end: new };
    while whole.end != old {
        let middle = whole.start + split(whole.end - whole.start);
        if old <= middle {
            path.push(Range { start: middle, ..whole });
            whole.end = middle;
        } else {
            path.push(Range { end: middle, ..whole });
            whole.start = middle;
        }
    }
    if whole.start > 0 {
        path.push(whole);
    }
    path.reverse();
    Some(path)
}

/// The largest power of two below a number of at least 2.
fn split(leaves: u64) -> u64 {
    1 << leaves.saturating_sub(1).checked_ilog2().unwrap_or(0)
}

/// Whether a path proves that the leaf with this hash is number `index` of the tree (RFC 9162, 2.1.3.2).
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut place, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in path {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            hash = node_hash(sibling, &hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether a path proves that the old tree is the beginning of the new (RFC 9162, 2.1.4.2).
pub fn verify_consistency(old: (u64, &Hash), new: (u64, &Hash), path: &[Hash]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size > new_size {
        return false;
    }
    if old_size == new_size {
        return path.is_empty() && old_root == new_root;
    }
    if old_size == 0 {
        return path.is_empty() && *old_root == empty_root();
    }
    // An old tree that is complete is its own first hash.
    let mut path = old_size.is_power_of_two().then_some(old_root).into_iter().chain(path);
    let Some(first) = path.next() else { return false };
    let (mut place, mut last) = (old_size - 1, new_size - 1);
    while place & 1 == 1 {
        place >>= 1;
        last >>= 1;
    }
    let (mut old_hash, mut new_hash) = (*first, *first);
    for hash in path {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            old_hash = node_hash(hash, &old_hash);
            new_hash = node_hash(hash, &new_hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, hash);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == *old_root && new_hash == *new_root
}

#[cfg(test)]
mod tests;
