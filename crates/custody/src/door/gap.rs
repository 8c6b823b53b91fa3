//! After a restore: what is not certain until an officer has decided, and how the log goes on from where others saw it.

use super::Inner;
use crate::{
    refused::{DoorCode, Refused},
    service::{Running, Service},
};
use azukari_ledger::{Commitment, Edge, Leaf, Pending, TileId, TileSet, integrate};
use azukari_policy::{
    act::{Act, RightVerb},
    vocabulary::{Choice, Load},
};
use azukari_store::{LeafRow, TileRow, Turn, TurnTaken};
use std::collections::BTreeMap;

/// How many leaves are put back in one turn.
const TURN: u32 = 1_000;

impl Service {
    /// Refuses what may rest on a choice that was lost with the newer database. Without the erasure journal everything that
    /// reaches somebody is refused: who was erased since is back.
    pub(crate) fn ensure_certain(&self, act: &Act) -> Result<(), Refused> {
        match (&self.gap, &self.running) {
            (Some(gap), Some(running)) if !gap.has_journal && reaches(act) || rests_on_choice(act, running) => {
                Err(DoorCode::StandingUncertain.into())
            }
            _ => Ok(()),
        }
    }
}

/// Whether a person's word could stop the act.
fn rests_on_choice(act: &Act, running: &Running) -> bool {
    match act {
        Act::Use(act) => running.policy.purpose(&act.purpose).is_some_and(|purpose| purpose.choice != Choice::None),
        // Every passing on can be stopped; what the law excepts asks nobody.
        Act::Provide(act) => act.exception.is_none(),
        Act::Statistic(_) => true,
        Act::Load(act) => act.linked && running.policy.tag(&act.tag).is_some_and(|tag| tag.load != Load::Always),
        _ => false,
    }
}

fn reaches(act: &Act) -> bool {
    match act {
        Act::Use(_) | Act::Find(_) | Act::Provide(_) | Act::Statistic(_) => true,
        Act::Load(act) => act.linked,
        Act::Right(act) => act.verb == RightVerb::Disclose,
        Act::Acquire(_) | Act::Answer(_) | Act::Report(_) | Act::Attest(_) => false,
    }
}

impl Inner {
    /// Puts back what the log had more than the database: records that waited get the places they had, for the others their
    /// leaves stand alone. One turn of it; `false`: nothing is missing.
    pub(super) async fn put_back(&self, held: &mut Option<Edge>) -> Result<bool, Refused> {
        let head = self.store.head().await?;
        let kept = self.store.kept_leaves(head.size, u64::from(TURN)).await?;
        if kept.is_empty() {
            return Ok(false);
        }
        let edge = match held.take().filter(|edge| edge.size() == head.size) {
            Some(edge) => edge,
            None => self.read_edge().await?,
        };
        let rows = self.store.pending(TURN).await?;
        let pending: Vec<Pending> = (rows.iter())
            .map(|row| Pending {
                record: row.record.0,
                person: row.person.map(|person| person.0),
                commitment: Commitment::new(row.commitment),
            })
            .collect();
        let last: BTreeMap<i64, u64> = rows.iter().filter_map(|row| Some((row.person?.0, row.last))).collect();
        let known = integrate(&edge, &last, &pending).leaves;
        let mut leaves: Vec<LeafRow> = (known.iter().zip(&rows).zip(&kept))
            .take_while(|((numbered, _), kept)| super::log::leaf_bytes(&numbered.leaf) == **kept)
            .map(|((numbered, row), leaf)| LeafRow {
                index: numbered.index,
                record: row.record,
                person: row.person,
                sequence: numbered.sequence,
                commitment: row.commitment,
                leaf: *leaf,
            })
            .collect();
        if leaves.is_empty() {
            leaves.extend((edge.size()..).zip(&kept).map(|(index, leaf)| LeafRow::lost(index, *leaf)));
        }
        let (mut edge, from, mut full) = (edge.clone(), edge.size(), Vec::new());
        for row in &leaves {
            let entry: Vec<u8> = [&[1_u8], row.leaf.as_slice()].concat();
            let leaf = Leaf::from_entry(&entry).ok_or(DoorCode::Internal)?;
            edge.push(leaf.hash(), &mut full);
        }
        full.extend(edge.partial());
        let tiles =
            full.into_iter().map(|tile| TileRow { level: tile.id.level, index: tile.id.index, hashes: tile.bytes });
        let new = edge.head();
        let turn = Turn {
            from,
            leaves,
            tiles: tiles.collect(),
            size: new.size,
            root: *new.root.bytes(),
            at: self.clock.now(),
        };
        if self.store.take_turn(turn).await? == TurnTaken::Done {
            *held = Some(edge);
        }
        Ok(true)
    }

    pub(super) async fn read_edge(&self) -> Result<Edge, Refused> {
        let head = self.store.head().await?;
        let mut tiles = TileSet::new();
        for row in self.store.edge().await? {
            tiles
                .insert(TileId { level: row.level, index: row.index }, &row.hashes)
                .map_err(|_| DoorCode::Unavailable)?;
        }
        let edge = Edge::rebuild(head.size, &tiles).map_err(|_| DoorCode::Unavailable)?;
        if head.size > 0 && edge.head().root != azukari_ledger::Hash::new(head.root) {
            self.log.stop(Some("the stored tiles do not lead to the stored root"));
            return Err(DoorCode::Unavailable.into());
        }
        Ok(edge)
    }
}
