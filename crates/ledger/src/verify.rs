//! Computing a whole log again, from the bytes of its records up, and naming the first thing that does not fit.

use crate::{
    Checkpoint, Commitment, Edge, Hash, Head, Kind, Leaf, Opened, Record, TileId, TileRow, VerifierKey,
    destroyed::Destroyed, note::NoteError,
};
use azukari_model::PersonId;
use std::collections::{BTreeMap, BTreeSet};

/// One entry, as the store has it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its index.
    pub index: u64,
    /// The person it is about, by row and id.
    pub person: Option<(i64, PersonId)>,
    /// Its number among the person's records; 0 if it is about nobody.
    pub sequence: u64,
    /// The stored commitment.
    pub commitment: Commitment,
    /// The stored entry of the log.
    pub entry: &'a [u8],
    /// The record with its opening; none: the key that sealed it was destroyed.
    pub opened: Option<&'a Opened>,
}

/// The first thing that does not fit.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Failure {
    /// An entry is missing, or there twice.
    #[error("entry {expected}: missing; the next is {found}")]
    Missing {
        /// The index that should have come.
        expected: u64,
        /// The index that came.
        found: u64,
    },
    /// The record was changed, or the commitment.
    #[error("entry {0}: record does not match its commitment")]
    Record(u64),
    /// The record matches, and is none.
    #[error("entry {0}: record is not one that this version reads")]
    Unreadable(u64),
    /// The row says another person than the record.
    #[error("entry {0}: record is about somebody else than its row says")]
    Person(u64),
    /// The opening is gone, and no list says so.
    #[error("entry {0}: record cannot be opened and stands in no list of destroyed openings")]
    Unopened(u64),
    /// The record was lost, and no restore says so.
    #[error("entry {0}: record is not there, and no record of a restore says that it was lost")]
    Lost(u64),
    /// A list names another commitment for this entry.
    #[error("entry {0}: commitment is not the one in the list of destroyed openings")]
    Listed(u64),
    /// A list was not announced, or not as it is.
    #[error("list of destroyed openings `{0}`: no record announces it as it is")]
    Unannounced(String),
    /// The numbers of a person have a gap or repeat.
    #[error("entry {index}: person sequence is {found}, should be {expected}")]
    Sequence {
        /// Which entry.
        index: u64,
        /// The number that should have come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// The leaf is not of this commitment and number.
    #[error("entry {0}: leaf does not match commitment and person sequence")]
    Leaf(u64),
    /// A stored tile is not what the leaves give.
    #[error("tile {} of level {}: hash {hash} does not match the leaves", id.index, id.level)]
    Tile {
        /// Which tile.
        id: TileId,
        /// Which hash in it is the first to differ.
        hash: usize,
    },
    /// A checkpoint that was kept says another root for this size.
    #[error("size {0}: root is not that of the checkpoint kept")]
    Kept(u64),
    /// The stored checkpoint says another root for this size.
    #[error("size {0}: root is not that of the stored checkpoint")]
    Signed(u64),
    /// A checkpoint that was kept is longer than the log.
    #[error("the log has {found} entries, a checkpoint that was kept had {kept}")]
    Shorter {
        /// What the log has.
        found: u64,
        /// What the checkpoint had.
        kept: u64,
    },
    /// The stored head says another number of leaves than there are.
    #[error("head: says {head} leaves, there are {found}")]
    Size {
        /// What the head says.
        head: u64,
        /// What there is.
        found: u64,
    },
    /// The stored root is not that of the leaves.
    #[error("head: root does not match the leaves")]
    Root,
    /// The stored checkpoint is of more leaves than there are.
    #[error("the log has {found} entries, its checkpoint speaks of {signed}")]
    Ahead {
        /// What there is.
        found: u64,
        /// What was signed.
        signed: u64,
    },
    /// The checkpoint is not believed.
    #[error("checkpoint: {0}")]
    Checkpoint(NoteError),
}

/// What was computed again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Summary {
    /// Size and root.
    pub head: Head,
    /// How many entries the newest checkpoint speaks of: fewer than there are, where the newest are not signed yet.
    pub signed: u64,
    /// How many records were opened and matched.
    pub opened: u64,
    /// How many stand in lists of destroyed openings.
    pub destroyed: u64,
    /// How many were lost with a database, as the record of its restore says.
    pub lost: u64,
    /// About how many persons there are records.
    pub persons: u64,
}

/// A log on its way to be computed again. Entries are handed in one by one, so that a log of any length passes through.
#[derive(Debug, Default)]
pub struct Recompute {
    edge: Edge,
    last: BTreeMap<i64, u64>,
    kept: BTreeSet<(u64, Hash)>,
    signed: Option<Checkpoint>,
    destroyed: BTreeMap<u64, Commitment>,
    /// Lists by hash, until a record announces them.
    lists: BTreeMap<Hash, (String, u64)>,
    announced: BTreeSet<(Hash, u64)>,
    opened: u64,
    closed: u64,
    lost: Vec<u64>,
    /// From and to, as records of restores say.
    restored: Vec<(u64, u64)>,
}

impl Recompute {
    /// Nothing computed yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a list of destroyed openings, before any entry.
    pub fn with_list(&mut self, list: &Destroyed) {
        let name = format!("{} {} {}", list.service.as_deref().unwrap_or("-"), list.kind, list.period);
        self.lists.insert(list.hash(), (name, list.commitments.len() as u64));
        self.destroyed.extend(&list.commitments);
    }

    /// Adds a checkpoint that somebody kept, already believed, before any entry.
    pub fn with_kept(&mut self, checkpoint: &Checkpoint) {
        self.kept.insert((checkpoint.head.size, checkpoint.head.root));
    }

    /// Believes the stored checkpoint, before any entry. It may be of an earlier size than the head: heads are signed after
    /// they were written.
    pub fn with_signed(&mut self, note: &str, keys: &[VerifierKey]) -> Result<&Checkpoint, Failure> {
        let signed = Checkpoint::open(note, keys).map_err(Failure::Checkpoint)?;
        Ok(self.signed.insert(signed))
    }

    /// Takes the next entry. Gives the tiles that it fills: to be compared with the stored ones by [`compare`].
    pub fn take(&mut self, entry: &Entry<'_>) -> Result<Vec<TileRow>, Failure> {
        let index = entry.index;
        if index != self.edge.size() {
            return Err(Failure::Missing { expected: self.edge.size(), found: index });
        }
        match entry.opened {
            Some(opened) => self.check_record(entry, opened)?,
            None => self.check_destroyed(entry)?,
        }
        self.check_sequence(entry)?;
        let leaf = entry.commitment.leaf(entry.sequence);
        if Leaf::from_entry(entry.entry) != Some(leaf) {
            return Err(Failure::Leaf(index));
        }
        self.push(leaf)
    }

    /// Takes the next entry, of which nothing is left but itself: the record of a restore must say so.
    pub fn take_lost(&mut self, index: u64, entry: &[u8]) -> Result<Vec<TileRow>, Failure> {
        if index != self.edge.size() {
            return Err(Failure::Missing { expected: self.edge.size(), found: index });
        }
        self.lost.push(index);
        self.push(Leaf::from_entry(entry).ok_or(Failure::Leaf(index))?)
    }

    fn push(&mut self, leaf: Leaf) -> Result<Vec<TileRow>, Failure> {
        let mut tiles = Vec::new();
        self.edge.push(leaf.hash(), &mut tiles);
        self.check_heads()?;
        Ok(tiles)
    }

    /// Whether the checkpoints of this very size have its root.
    fn check_heads(&self) -> Result<(), Failure> {
        let size = self.edge.size();
        let of_size = (size, Hash::new([0; 32]))..=(size, Hash::new([u8::MAX; 32]));
        let mut kept = self.kept.range(of_size).map(|(_, root)| *root).peekable();
        let signed = self.signed.as_ref().map(|signed| signed.head).filter(|head| head.size == size);
        if kept.peek().is_none() && signed.is_none() {
            return Ok(());
        }
        let root = self.edge.head().root;
        if kept.any(|kept| kept != root) {
            return Err(Failure::Kept(size));
        }
        if signed.is_some_and(|signed| signed.root != root) { Err(Failure::Signed(size)) } else { Ok(()) }
    }

    fn check_record(&mut self, entry: &Entry<'_>, opened: &Opened) -> Result<(), Failure> {
        if opened.commitment() != entry.commitment {
            return Err(Failure::Record(entry.index));
        }
        let record = Record::read(&opened.record).map_err(|_| Failure::Unreadable(entry.index))?;
        if record.person != entry.person.map(|(_, id)| id) {
            return Err(Failure::Person(entry.index));
        }
        self.hear(&record);
        self.opened += 1;
        Ok(())
    }

    /// Notes what a record announces: also one that waits for its place in the log.
    pub fn hear(&mut self, record: &Record) {
        if record.kind == Kind::Restored {
            let number = |field: &str| record.more.get(field).and_then(serde_json::Value::as_u64);
            self.restored.extend(number("from").zip(number("to")));
        }
        if record.kind == Kind::OpeningsDestroyed {
            let hash = record.more.get("list").and_then(|list| list.as_str()).and_then(Hash::from_base64);
            let count = record.more.get("count").and_then(serde_json::Value::as_u64);
            self.announced.extend(hash.zip(count));
        }
    }

    fn check_destroyed(&mut self, entry: &Entry<'_>) -> Result<(), Failure> {
        match self.destroyed.get(&entry.index) {
            None => Err(Failure::Unopened(entry.index)),
            Some(listed) if *listed != entry.commitment => Err(Failure::Listed(entry.index)),
            Some(_) => {
                self.closed += 1;
                Ok(())
            }
        }
    }

    fn check_sequence(&mut self, entry: &Entry<'_>) -> Result<(), Failure> {
        let expected = entry.person.map_or(0, |(person, _)| {
            let last = self.last.entry(person).or_insert(0);
            *last += 1;
            *last
        });
        if entry.sequence == expected {
            Ok(())
        } else {
            Err(Failure::Sequence { index: entry.index, expected, found: entry.sequence })
        }
    }

    /// The tiles at the right edge, to be compared with the stored ones when every entry has been taken.
    pub fn edge_tiles(&self) -> Vec<TileRow> {
        self.edge.partial()
    }

    /// Compares the stored head with what was computed, when every entry has been taken.
    pub fn finish(self, head: Head) -> Result<Summary, Failure> {
        let computed = self.edge.head();
        if let Some((kept, _)) = self.kept.last().filter(|(kept, _)| *kept > computed.size) {
            return Err(Failure::Shorter { found: computed.size, kept: *kept });
        }
        if head.size != computed.size {
            return Err(Failure::Size { head: head.size, found: computed.size });
        }
        if head.root != computed.root {
            return Err(Failure::Root);
        }
        let signed = self.signed.as_ref().ok_or(Failure::Checkpoint(NoteError::Unsigned))?.head.size;
        if signed > computed.size {
            return Err(Failure::Ahead { found: computed.size, signed });
        }
        for (hash, (name, count)) in &self.lists {
            if !self.announced.contains(&(*hash, *count)) {
                return Err(Failure::Unannounced(name.clone()));
            }
        }
        let is_told = |index: &u64| self.restored.iter().any(|(from, to)| (from..to).contains(&index));
        if let Some(index) = self.lost.iter().find(|index| !is_told(index)) {
            return Err(Failure::Lost(*index));
        }
        let (persons, lost) = (self.last.len() as u64, self.lost.len() as u64);
        Ok(Summary { head, signed, opened: self.opened, destroyed: self.closed, lost, persons })
    }
}

/// Compares a computed tile with the stored one of the same moment.
pub fn compare(computed: &TileRow, stored: Option<&[u8]>) -> Result<(), Failure> {
    let stored = stored.unwrap_or_default();
    if computed.bytes == stored {
        return Ok(());
    }
    let pairs = computed.bytes.chunks(Hash::LENGTH).zip(stored.chunks(Hash::LENGTH));
    // None differs: one of the two ends before the other.
    Err(Failure::Tile { id: computed.id, hash: pairs.take_while(|(computed, stored)| computed == stored).count() })
}

#[cfg(test)]
mod tests;
