//! The file itself: its pages, and that nothing stands in it that this program did not make.

use super::finding::{Odd, Place, What};
use azukari_store::Still;

pub(super) fn check(still: &Still) -> Result<(), Odd> {
    if let Some(damage) = still.damage()? {
        return Err(What::Damaged.at(Place::File(damage)).into());
    }
    if let Some(table) = still.lost_row()? {
        return Err(What::Lost.at(Place::File(table)).into());
    }
    match still.stranger()? {
        Some(name) => Err(What::Stranger.at(Place::File(name)).into()),
        None => Ok(()),
    }
}
