#![expect(clippy::cast_possible_truncation, reason = "small trees: every number fits")]

use super::*;
use crate::{Hash, TileId, TileSet, tree};
use proptest::prelude::*;

fn pending(record: i64, person: Option<i64>) -> Pending {
    Pending { record, person, commitment: Commitment::new(*Hash::of(&[&record.to_be_bytes()]).bytes()) }
}

/// A store of tiles that keeps the newest row of each.
#[derive(Default)]
struct Log {
    edge: Edge,
    last: BTreeMap<i64, u64>,
    rows: BTreeMap<TileId, Vec<u8>>,
    leaves: Vec<Hash>,
}

impl Log {
    fn take(&mut self, pending: &[Pending]) -> Integration {
        let done = integrate(&self.edge, &self.last, pending);
        for tile in &done.tiles {
            let known = self.rows.insert(tile.id, tile.bytes.clone()).unwrap_or_default();
            assert!(tile.bytes.starts_with(&known), "a wider tile begins with the narrower");
        }
        for leaf in &done.leaves {
            if let Some(person) = leaf.person {
                self.last.insert(person, leaf.sequence);
            }
            self.leaves.push(leaf.leaf.hash());
        }
        self.edge = done.edge.clone();
        done
    }

    fn tiles(&self) -> TileSet {
        let mut tiles = TileSet::new();
        for (id, bytes) in &self.rows {
            tiles.insert(*id, bytes).unwrap();
        }
        tiles
    }

    fn check(&self) {
        let size = self.leaves.len() as u64;
        let head = self.edge.head();
        assert_eq!(head, Head { size, root: tree::root_of(&self.leaves) });
        let tiles = self.tiles();
        assert_eq!(tiles.root(size).unwrap(), head.root);
        assert_eq!(Edge::rebuild(size, &tiles).unwrap().head(), head);
        for (id, bytes) in &self.rows {
            assert_eq!(bytes.len() as u64, 32 * id.width_in(size), "{id:?} of {size}");
        }
        for at in [0, size / 3, size / 2, size.saturating_sub(1)].into_iter().filter(|at| *at < size) {
            let ranges = tree::inclusion(at, size).unwrap();
            assert!(TileSet::needed(&ranges).iter().all(|id| self.rows.contains_key(id)));
            let path = tiles.path(&ranges).unwrap();
            assert!(tree::verify_inclusion(&self.leaves[at as usize], at, size, &path, &head.root));
            let old = at + 1;
            let path = tiles.path(&tree::consistency(old, size).unwrap()).unwrap();
            let old_root = tree::root_of(&self.leaves[..old as usize]);
            assert!(tree::verify_consistency((old, &old_root), (size, &head.root), &path));
        }
    }
}

#[test]
fn records_are_numbered_in_commit_order_and_persons_from_one() {
    let mut log = Log::default();
    let done = log.take(&[pending(10, Some(7)), pending(11, None), pending(12, Some(3)), pending(13, Some(7))]);
    let numbers: Vec<_> = done.leaves.iter().map(|leaf| (leaf.record, leaf.index, leaf.sequence)).collect();
    assert_eq!(numbers, [(10, 0, 1), (11, 1, 0), (12, 2, 1), (13, 3, 2)]);
    let trails: Vec<_> = done.trails.iter().map(|leaf| (leaf.person, leaf.sequence, leaf.record)).collect();
    assert_eq!(trails, [(Some(3), 1, 12), (Some(7), 1, 10), (Some(7), 2, 13)]);
    let done = log.take(&[pending(14, Some(7))]);
    assert_eq!((done.leaves[0].index, done.leaves[0].sequence), (4, 3));
    log.check();
}

#[test]
fn nothing_pending_changes_nothing() {
    let mut log = Log::default();
    log.take(&[pending(1, None)]);
    let done = integrate(&log.edge, &log.last, &[]);
    assert_eq!((done.head, done.tiles.len(), done.edge), (log.edge.head(), 0, log.edge.clone()));
    assert_eq!(Edge::empty().head(), Head { size: 0, root: tree::empty_root() });
}

/// Over the border of 256² leaves, where the third level begins.
#[test]
fn a_tree_of_three_levels_is_stored_whole() {
    let mut log = Log::default();
    let mut record = 0;
    for size in [255, 1, 1, 65_278, 1, 1, 600] {
        let turn: Vec<_> = (0..size).map(|at| pending(record + at, Some(at % 50))).collect();
        record += size;
        log.take(&turn);
        log.check();
    }
    assert_eq!(log.leaves.len(), 66_137);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn however_the_turns_are_cut_the_tree_is_the_same(turns in prop::collection::vec(0_i64..300, 1..9)) {
        let mut log = Log::default();
        let mut record = 0;
        for turn in &turns {
            let batch: Vec<_> = (record..record + turn).map(|at| pending(at, (at % 3 > 0).then_some(at % 5))).collect();
            record += turn;
            log.take(&batch);
            log.check();
        }
        let whole: Vec<_> = (0..record).map(|at| pending(at, (at % 3 > 0).then_some(at % 5))).collect();
        prop_assert_eq!(integrate(&Edge::empty(), &BTreeMap::new(), &whole).head, log.edge.head());
    }
}
