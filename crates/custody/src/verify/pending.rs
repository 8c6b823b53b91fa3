//! What waits to be numbered: every record not in the log has one row there that its bytes bear out.

use super::{
    Looking,
    finding::{Odd, Place, What},
    record::Sealed,
    versions::Said,
};
use azukari_ledger::{Commitment, verify::Recompute};
use azukari_store::{RecordRow, StillPending};

/// Rows looked at in one go.
const CHUNK: u32 = 1_000;

pub(super) fn check(looking: &Looking<'_>, recompute: &mut Recompute, said: &mut Said) -> Result<(), Odd> {
    if let Some(record) = looking.still.lost_record()? {
        return Err(What::Unnumbered.at(Place::Record(record)).into());
    }
    if let Some(record) = looking.still.twice_record()? {
        return Err(What::Twice.at(Place::Record(record)).into());
    }
    let mut after = RecordRow(i64::MIN);
    loop {
        let rows = looking.still.pending(after, CHUNK)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.record;
        looking.pending.set(looking.pending.get() + rows.len() as u64);
        for row in &rows {
            one(looking, row, recompute, said)?;
        }
    }
}

/// A key is destroyed only when what is under it has been numbered, so that every record here opens.
fn one(looking: &Looking<'_>, row: &StillPending, recompute: &mut Recompute, said: &mut Said) -> Result<(), Odd> {
    let place = Place::Record(row.record);
    let Some(stored) = &row.stored else { return Err(What::RecordGone.at(place).into()) };
    let Sealed::Open(opened) = looking.open(stored, &place)? else { return Err(What::KeyGone.at(place).into()) };
    if opened.commitment() != Commitment::new(row.commitment) {
        return Err(What::Changed.at(place).into());
    }
    let record = looking.read(stored, &opened, &place)?;
    if record.person != row.id || stored.person != row.person {
        return Err(What::OtherPerson.at(place).into());
    }
    recompute.hear(&record);
    said.hear(&record);
    Ok(())
}
