//! The log: numbering what waits, signing heads, serving tiles and proofs.

use super::Inner;
use crate::refused::{DoorCode, Refused};
use azukari_ledger::{
    Checkpoint, Commitment, Edge, Extra, Head, Leaf, Pending, Proof, TileSet, integrate,
    tile::{TilePath, bundle},
    tree,
};
use azukari_model::ActId;
use azukari_store::{LeafRow, SignedHead, TileRow, Turn, TurnTaken};
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// How many records one turn numbers at most.
const TURN_MAX: u32 = 1_000;

/// Why the log does not go on after a restore.
const WAITS_FOR_OFFICER: &str = "restored from a backup: an officer has to close the gap";

/// What the sequencer holds in memory.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// The tree's right edge; `None`: to be read again.
    edge: tokio::sync::Mutex<Option<Edge>>,
    stopped: Mutex<Option<String>>,
}

impl Log {
    /// Why the sequencer does not go on.
    pub(crate) fn stopped(&self) -> Option<String> {
        self.stopped.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn stop(&self, why: Option<&str>) {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner) = why.map(str::to_owned);
    }
}

impl Inner {
    /// Reads the edge, and signs the head if a crash left it unsigned.
    pub(crate) async fn open_log(&self) -> Result<(), Refused> {
        let mut edge = self.log.edge.lock().await;
        *edge = Some(self.read_edge().await?);
        if self.store.has_gap().await? {
            // The leaves that others were shown are there again, to be signed as they were; nothing comes behind them.
            while self.put_back(&mut edge).await? {}
            self.log.stop(Some(WAITS_FOR_OFFICER));
        }
        self.sign_what_is_not(&mut edge).await
    }

    async fn sign(&self, head: Head) -> Result<(), Refused> {
        let note = Checkpoint::sign(head, &self.signer);
        Ok(self.store.sign_head(SignedHead { size: head.size, at: self.clock.now(), note }).await?)
    }

    /// Signs the head if it is not: whoever wrote it failed, or was cut off, before signing it. One size, one root, so no fork.
    async fn sign_what_is_not(&self, held: &mut Option<Edge>) -> Result<(), Refused> {
        let head = self.store.head().await?;
        if head.signed.is_some_and(|signed| signed.size >= head.size) {
            return Ok(());
        }
        let edge = match held.take().filter(|edge| edge.size() == head.size) {
            Some(edge) => edge,
            None => self.read_edge().await?,
        };
        self.sign(edge.head()).await?;
        *held = Some(edge);
        Ok(())
    }

    /// One turn of the sequencer; gives back how many records it numbered.
    pub(crate) async fn sequence(&self) -> Result<u64, Refused> {
        let mut held = self.log.edge.lock().await;
        if self.store.has_gap().await? {
            self.log.stop(Some(WAITS_FOR_OFFICER));
            return Ok(0);
        }
        let rows = self.store.pending(TURN_MAX).await?;
        if rows.is_empty() {
            self.sign_what_is_not(&mut held).await?;
            self.log.stop(None);
            return Ok(0);
        }
        let edge = match held.take() {
            Some(edge) => edge,
            None => self.read_edge().await?,
        };
        let pending: Vec<Pending> = (rows.iter())
            .map(|row| Pending {
                record: row.record.0,
                person: row.person.map(|person| person.0),
                commitment: Commitment::new(row.commitment),
            })
            .collect();
        let last: BTreeMap<i64, u64> = rows.iter().filter_map(|row| Some((row.person?.0, row.last))).collect();
        let done = integrate(&edge, &last, &pending);
        let leaves = done.leaves.iter().zip(&rows).map(|(numbered, row)| LeafRow {
            index: numbered.index,
            record: row.record,
            person: row.person,
            sequence: numbered.sequence,
            commitment: row.commitment,
            leaf: leaf_bytes(&numbered.leaf),
        });
        let tiles = done.tiles.iter().map(|tile| TileRow {
            level: tile.id.level,
            index: tile.id.index,
            hashes: tile.bytes.clone(),
        });
        let turn = Turn {
            from: edge.size(),
            leaves: leaves.collect(),
            tiles: tiles.collect(),
            size: done.head.size,
            root: *done.head.root.bytes(),
            at: self.clock.now(),
        };
        match self.store.take_turn(turn).await? {
            TurnTaken::Done => {
                self.sign(done.head).await?;
                self.log.stop(None);
                *held = Some(done.edge);
                Ok(rows.len() as u64)
            }
            // Another process was faster; its edge is read at the next turn.
            TurnTaken::Fenced => Ok(0),
        }
    }

    /// The newest checkpoint.
    pub(crate) async fn checkpoint(&self) -> Result<String, Refused> {
        let head = self.store.head().await?;
        head.signed.map(|signed| signed.note).ok_or_else(|| DoorCode::NotFound.into())
    }

    /// A tile or an entry bundle.
    pub(crate) async fn tile(&self, path: &str) -> Result<Vec<u8>, Refused> {
        let missing = || Refused::from(DoorCode::NotFound);
        match TilePath::parse(path).ok_or_else(missing)? {
            TilePath::Tile(id, width) => {
                let row = self.store.tile(id.level, id.index).await?.ok_or_else(missing)?;
                let length = usize::try_from(width * 32).map_err(|_| DoorCode::NotFound)?;
                row.hashes.get(..length).map(<[u8]>::to_vec).ok_or_else(missing)
            }
            TilePath::Entries(index, width) => {
                let width = u32::try_from(width).map_err(|_| DoorCode::NotFound)?;
                let from = index.checked_mul(azukari_ledger::tile::WIDTH).ok_or_else(missing)?;
                let rows = self.store.leaves(from, width).await?;
                if rows.len() as u64 != u64::from(width) {
                    return Err(missing());
                }
                let entries: Vec<[u8; 33]> = rows.iter().map(entry).collect();
                bundle(entries.iter().map(<[u8; 33]>::as_slice)).ok_or_else(missing)
            }
        }
    }

    /// The proof that an act's record is in the log: it says nothing of the record.
    pub(crate) async fn proof(&self, act: ActId) -> Result<String, Refused> {
        let record = self.store.record(act).await?.ok_or(DoorCode::NotFound)?;
        let not_yet = || Refused { retry_after: Some(1), ..Refused::door(DoorCode::NotYetIntegrated) };
        let place = record.place.ok_or_else(not_yet)?;
        let signed = self.store.head().await?.signed.filter(|signed| signed.size > place.index).ok_or_else(not_yet)?;
        let ranges = tree::inclusion(place.index, signed.size).ok_or_else(not_yet)?;
        let mut tiles = TileSet::new();
        for id in TileSet::needed(&ranges) {
            let row = self.store.tile(id.level, id.index).await?.ok_or(DoorCode::Unavailable)?;
            tiles.insert(id, &row.hashes).map_err(|_| DoorCode::Unavailable)?;
        }
        let path = tiles.path(&ranges).map_err(|_| DoorCode::Unavailable)?;
        let extra = Extra::Closed { sequence: place.sequence, commitment: Commitment::new(place.commitment) };
        Ok(Proof::new(&extra, place.index, path, signed.note).to_string())
    }
}

/// What the store keeps of a leaf: the entry without its first byte.
pub(super) fn leaf_bytes(leaf: &Leaf) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(leaf.entry().iter().skip(1)).for_each(|(to, from)| *to = *from);
    bytes
}

fn entry(row: &LeafRow) -> [u8; 33] {
    let mut entry = [1; 33];
    entry.iter_mut().skip(1).zip(row.leaf).for_each(|(to, from)| *to = from);
    entry
}
