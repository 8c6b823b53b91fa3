//! Computing the whole log again from the records' bytes upward: nothing stored is believed but the keys.

use super::{Door, Inner};
use crate::{record, refused::Refused, service::Service};
use azukari_ledger::{
    Checkpoint, Commitment, Hash, Head, Opened,
    tile::TileRow,
    verify::{Entry, Failure, Recompute, Summary, compare},
};
use azukari_model::PersonId;
use azukari_store::{LeafRow, PersonRow, RecordRead, RecordRow, ServiceKey, Who, Whom};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// What does not fit, or why it could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("{0}")]
    Failure(#[from] Failure),
    #[error("what is stored could not be read: {0}")]
    Store(#[from] Refused),
}

impl From<azukari_store::StoreError> for VerifyError {
    fn from(error: azukari_store::StoreError) -> Self {
        Self::Store(error.into())
    }
}

/// Leaves computed in one go.
const CHUNK: u32 = 1_000;

impl Door {
    /// Computes the log again and compares it with what is stored and signed. `kept`: checkpoints somebody kept, already
    /// believed.
    pub async fn verify(&self, kept: &[Checkpoint]) -> Result<Summary, VerifyError> {
        let mut recompute = Recompute::new();
        for checkpoint in kept {
            recompute.with_kept(checkpoint);
        }
        let mut walk = Walk { door: &self.0, services: self.0.all_services().await?, people: HashMap::new() };
        let head = self.0.store.head().await?;
        let mut from = 0;
        while from < head.size {
            let leaves = self.0.store.leaves(from, CHUNK).await?;
            let Some(last) = leaves.last() else {
                return Err(Failure::Missing { expected: from, found: head.size }.into());
            };
            from = last.index + 1;
            walk.chunk(&leaves, &mut recompute).await?;
        }
        for tile in recompute.edge_tiles() {
            self.0.compare_tile(&tile).await?;
        }
        let checkpoint = head.signed.map(|signed| signed.note).unwrap_or_default();
        let head = Head { size: head.size, root: Hash::new(head.root) };
        Ok(recompute.finish(head, &checkpoint, &[self.0.signer.public().clone()])?)
    }
}

impl Inner {
    async fn compare_tile(&self, tile: &TileRow) -> Result<(), VerifyError> {
        let stored = self.store.tile(tile.id.level, tile.id.index).await?;
        Ok(compare(tile, stored.as_ref().map(|row| row.hashes.as_slice()))?)
    }
}

struct Walk<'a> {
    door: &'a Inner,
    services: Vec<Arc<Service>>,
    people: HashMap<PersonRow, Option<PersonId>>,
}

impl Walk<'_> {
    async fn chunk(&mut self, leaves: &[LeafRow], recompute: &mut Recompute) -> Result<(), VerifyError> {
        let records = self.records(leaves).await?;
        for leaf in leaves {
            let read = records.get(&leaf.record);
            let opened = match read {
                Some(read) => self.open(read).await?,
                None => None,
            };
            let person = match (leaf.person, read) {
                (Some(row), Some(read)) => Some((row.0, self.person(read.service, row).await?)),
                _ => None,
            };
            // The entry as it is served, from the stored leaf and not from the commitment.
            let entry: Vec<u8> = [&[1_u8], leaf.leaf.as_slice()].concat();
            let full = recompute.take(&Entry {
                index: leaf.index,
                person,
                sequence: leaf.sequence,
                commitment: Commitment::new(leaf.commitment),
                entry: &entry,
                opened: opened.as_ref(),
            })?;
            for tile in full {
                self.door.compare_tile(&tile).await?;
            }
        }
        Ok(())
    }

    /// The records of these leaves: rows are numbered in the order of commits, as leaves are.
    async fn records(&self, leaves: &[LeafRow]) -> Result<BTreeMap<RecordRow, RecordRead>, VerifyError> {
        let rows = || leaves.iter().map(|leaf| leaf.record.0);
        let (first, last) = (rows().min().unwrap_or(0), rows().max().unwrap_or(0));
        let mut records = BTreeMap::new();
        for service in &self.services {
            let mut before = RecordRow(last.saturating_add(1));
            loop {
                let page = self.door.store.records(service.key, Some(before), CHUNK).await?;
                let Some(oldest) = page.last().map(|read| read.row) else { break };
                records.extend(page.into_iter().filter(|read| read.row.0 >= first).map(|read| (read.row, read)));
                if oldest.0 <= first {
                    break;
                }
                before = oldest;
            }
        }
        Ok(records)
    }

    async fn open(&self, read: &RecordRead) -> Result<Option<Opened>, VerifyError> {
        let Some(service) = self.services.iter().find(|service| service.key == read.service) else { return Ok(None) };
        let key = self.door.key_of_row(service, read.month_key).await?;
        Ok(key.and_then(|key| record::open(&key.key, &service.id, read.act, read.sealed.bytes())))
    }

    async fn person(&mut self, service: ServiceKey, row: PersonRow) -> Result<PersonId, VerifyError> {
        if let Some(known) = self.people.get(&row) {
            return Ok(known.unwrap_or(PersonId::from_bits(0)));
        }
        let whom = Whom { service, who: Who::Row(row) };
        let id = self.door.store.snapshot(&whom, &azukari_store::Want::default()).await?.person.map(|person| person.id);
        self.people.insert(row, id);
        Ok(id.unwrap_or(PersonId::from_bits(0)))
    }
}
