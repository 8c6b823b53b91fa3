//! Backups: one moment of the database as two sealed files, data without keys and keys alone, and a database made from them.
//!
//! A file is written under a name that says it is not done, synced, opened again and compared, and only then named. The head
//! of each file says in clear what retention and the answer to an erasure need; everything else is sealed.

mod error;
mod head;
mod restore;
mod take;

pub use error::BackupError;
pub use head::{Found, Head, found};
pub use restore::{Restored, pair_in, restore};
pub use take::{Removed, Taken, Taking, remove_over, take};

/// What is being done, for whoever waits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    WriteData,
    WriteKeys,
    CompareData,
    CompareKeys,
    ReadData,
    ReadKeys,
}

/// Hears how many rows of how many are done.
pub type Progress<'a> = dyn FnMut(Step, u64, u64) + 'a;
