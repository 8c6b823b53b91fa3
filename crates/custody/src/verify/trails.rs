//! Trails: the lines of people's histories say what the leaves say, in both directions.

use super::finding::{Odd, Place, What};
use azukari_store::Still;

pub(super) fn check(still: &Still) -> Result<(), Odd> {
    if let Some((person, sequence)) = still.false_trail()? {
        return Err(What::TrailWithoutLeaf.at(Place::Trail(person, sequence)).into());
    }
    match still.missing_trail()? {
        Some((person, sequence)) => Err(What::TrailMissing.at(Place::Trail(person, sequence)).into()),
        None => Ok(()),
    }
}
