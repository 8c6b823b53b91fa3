//! People: the row, its references in the company's systems, and look-ups.

use crate::{HoldingRow, Lookup, Opaque, PersonRow, ProvisionRow, StandingRow, WrappedKey};
use azukari_model::{Instant, PersonId};

/// A person, as read at once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Person {
    pub row: PersonRow,
    pub id: PersonId,
    pub revision: u64,
    pub created: Instant,
    /// Erased: nobody finds them but by a right, while records about them live.
    pub erased: Option<Instant>,
    pub holdings: Vec<HoldingRow>,
    pub standing: Vec<StandingRow>,
    pub references: Vec<ReferenceRow>,
    pub provisions: Vec<ProvisionRow>,
}

/// A system's own reference of the person, sealed, with what it is looked up by.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReferenceRow {
    /// The word of the system.
    pub system: u32,
    pub lookup: Lookup,
    pub key: WrappedKey,
    pub value: Opaque,
}

/// Somebody found by a look-up hash.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Found {
    pub person: PersonRow,
    pub id: PersonId,
    /// Only for rights: the person is erased, records about them live.
    pub rights_only: bool,
}
