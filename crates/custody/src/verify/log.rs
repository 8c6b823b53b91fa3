//! The log: records, commitments, leaves, tiles of every level, head, checkpoints; then what waits for its place.

use super::{
    Looking,
    finding::{Odd, Place, What},
    pending,
    record::Sealed,
    versions::Said,
};
use azukari_ledger::{
    Checkpoint, Commitment, Hash, Head, TileRow,
    verify::{Entry, Failure, Recompute, Summary, compare},
};
use azukari_model::PersonId;
use azukari_store::{LeafRow, RecordRow, StillLeaf};
use std::collections::BTreeSet;

/// Entries looked at in one go.
const CHUNK: u32 = 1_000;

/// Computes the log again. What records of activation say goes to `said`.
pub(super) fn check(looking: &Looking<'_>, kept: &[String], said: &mut Said) -> Result<Summary, Odd> {
    let stored = looking.still.head()?;
    let mut walk = Walk {
        looking,
        said,
        recompute: Recompute::new(),
        tiles: BTreeSet::new(),
        newest: RecordRow(0),
        listed: BTreeSet::new(),
    };
    for (_, list) in &looking.lists {
        walk.recompute.with_list(list);
        walk.listed.extend(list.commitments.keys());
    }
    for note in kept {
        walk.believe_kept(note)?;
    }
    let note = stored.signed.as_ref().map(|signed| signed.note.as_str()).unwrap_or_default();
    let signed = walk.recompute.with_signed(note, looking.log_key.as_slice())?.head.size;
    if stored.signed.as_ref().is_some_and(|stored| stored.size != signed) {
        return Err(What::Size.at(Place::Checkpoint).into());
    }
    let size = walk.entries(stored.size)?;
    if size != stored.size {
        return Err(Failure::Size { head: stored.size, found: size }.into());
    }
    walk.edge()?;
    pending::check(looking, &mut walk.recompute, walk.said)?;
    Ok(walk.recompute.finish(Head { size: stored.size, root: Hash::new(stored.root) })?)
}

struct Walk<'a, 'b> {
    looking: &'a Looking<'a>,
    said: &'b mut Said,
    recompute: Recompute,
    tiles: BTreeSet<(u8, u64)>,
    /// The record of the entry before.
    newest: RecordRow,
    /// Entries that stand in lists of destroyed openings.
    listed: BTreeSet<u64>,
}

impl Walk<'_, '_> {
    /// A kept checkpoint counts if the log's own key signed it, under the log's own name.
    fn believe_kept(&mut self, note: &str) -> Result<(), Odd> {
        let size = note.lines().nth(1).and_then(|size| size.parse().ok());
        let kept = Checkpoint::open(note, self.looking.log_key.as_slice());
        self.recompute.with_kept(&kept.map_err(|_| What::OtherKey.at(Place::Kept(size)))?);
        Ok(())
    }

    /// Every entry; gives back how many there are.
    fn entries(&mut self, size: u64) -> Result<u64, Odd> {
        let mut from = 0;
        loop {
            let leaves = self.looking.still.leaves(from, CHUNK)?;
            let Some(last) = leaves.last() else { return Ok(from) };
            from = last.leaf.index + 1;
            for leaf in &leaves {
                self.entry(leaf)?;
            }
            (self.looking.progress)(from, size);
        }
    }

    fn entry(&mut self, stored: &StillLeaf) -> Result<(), Odd> {
        let leaf = &stored.leaf;
        let place = Place::Entry(leaf.index);
        // The entry as it is served, from the stored leaf and not from the commitment.
        let entry: Vec<u8> = [&[1_u8], leaf.leaf.as_slice()].concat();
        if leaf.is_lost() {
            if *leaf != LeafRow::lost(leaf.index, leaf.leaf) {
                return Err(What::LostRecord.at(place).into());
            }
            let full = self.recompute.take_lost(leaf.index, &entry)?;
            return full.iter().try_for_each(|tile| self.tile(tile));
        }
        let opened = self.opened(stored, &place)?;
        let full = self.recompute.take(&Entry {
            index: leaf.index,
            // Of somebody who is gone nothing can be opened, so that nobody's id stands for theirs.
            person: leaf.person.map(|row| (row.0, stored.person.unwrap_or(PersonId::from_bits(0)))),
            sequence: leaf.sequence,
            commitment: Commitment::new(leaf.commitment),
            entry: &entry,
            opened: opened.as_ref(),
        })?;
        // Rows of records count in the order of commits, and so does the log.
        if leaf.record <= self.newest {
            return Err(What::Disordered.at(place).into());
        }
        self.newest = leaf.record;
        full.iter().try_for_each(|tile| self.tile(tile))
    }

    /// The record of an entry; `None` where a list says that its opening was destroyed.
    fn opened(&mut self, leaf: &StillLeaf, place: &Place) -> Result<Option<azukari_ledger::Opened>, Odd> {
        let is_listed = self.listed.contains(&leaf.leaf.index);
        let Some(stored) = &leaf.record else {
            return if is_listed { Ok(None) } else { Err(What::RecordGone.at(place.clone()).into()) };
        };
        let Sealed::Open(opened) = self.looking.open(stored, place)? else { return Ok(None) };
        if is_listed {
            return Err(What::ListedButOpens.at(place.clone()).into());
        }
        if opened.commitment() != Commitment::new(leaf.leaf.commitment) {
            return Err(Failure::Record(leaf.leaf.index).into());
        }
        let record = self.looking.read(stored, &opened, place)?;
        if stored.person != leaf.leaf.person {
            return Err(What::OtherPerson.at(place.clone()).into());
        }
        self.said.hear(&record);
        Ok(Some(opened))
    }

    fn tile(&mut self, tile: &TileRow) -> Result<(), Odd> {
        let stored = self.looking.still.tile(tile.id.level, tile.id.index)?;
        self.tiles.insert((tile.id.level, tile.id.index));
        Ok(compare(tile, stored.as_ref().map(|row| row.hashes.as_slice()))?)
    }

    /// The tiles of the right edge, and that there are no others.
    fn edge(&mut self) -> Result<(), Odd> {
        self.recompute.edge_tiles().iter().try_for_each(|tile| self.tile(tile))?;
        match self.looking.still.tiles()?.into_iter().find(|tile| !self.tiles.contains(tile)) {
            Some((level, index)) => Err(What::Superfluous.at(Place::Tile(level, index)).into()),
            None => Ok(()),
        }
    }
}
