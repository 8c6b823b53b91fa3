//! Row keys, and bytes this room carries without knowing what they mean.

use rusqlite::Row;
use std::fmt;

/// The row of a service. One deployment has few; the key stands in every table instead of the name.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ServiceKey(pub i64);

/// The row of a person: what tables about a person are keyed by, and the order in which everybody is walked.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PersonRow(pub i64);

impl PersonRow {
    /// Before everybody: where a walk begins.
    pub const BEFORE_ALL: Self = Self(0);
}

/// The row of a record, in the order of commits.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RecordRow(pub i64);

/// The row of a key that records of one service, kind and month are sealed under.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct MonthKeyRow(pub i64);

/// The row of a message to a system or a recipient.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct MessageRow(pub i64);

/// A look-up hash: what somebody is found by, without saying it.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Lookup(pub [u8; 32]);

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lookup")
    }
}

/// Bytes that somebody else sealed or wrapped. Its `Debug` says how many.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Opaque(Vec<u8>);

impl Opaque {
    /// Looks at the bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Takes the bytes out.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for Opaque {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// A wrapped key with an id of its own, drawn at random when it was made: what the erasure journal names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WrappedKey {
    pub id: u64,
    pub wrapped: Opaque,
}

/// A wrapped key from two columns, its id and itself; `None` where it is destroyed or never was.
pub(crate) fn wrapped(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<WrappedKey>> {
    let (Some(id), Some(wrapped)) = (row.get::<_, Option<i64>>(column)?, row.get::<_, Option<Vec<u8>>>(column + 1)?)
    else {
        return Ok(None);
    };
    Ok(Some(WrappedKey { id: id.cast_unsigned(), wrapped: wrapped.into() }))
}

/// A wrapped key and what is sealed under it, from three columns.
pub(crate) fn sealed(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<(WrappedKey, Opaque)>> {
    let sealed: Option<Vec<u8>> = row.get(column + 2)?;
    Ok(wrapped(row, column)?.zip(sealed.map(Opaque::from)))
}
