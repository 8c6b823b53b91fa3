//! From a record's bytes to its leaf.
//!
//! ```text
//! commitment = SHA-256("azukari/commitment/v1" 0x00 ‖ opening (32) ‖ length of the record (8) ‖ record)
//! leaf       = 0x01 ‖ SHA-256("azukari/leaf/v1" 0x00 ‖ commitment (32) ‖ person sequence (8))
//! ```
//! Numbers are big-endian. The sequence counts the records about one person from 1; 0: the record is about nobody.

use crate::Hash;
use std::fmt;

const COMMITMENT: &[u8] = b"azukari/commitment/v1\0";
const LEAF: &[u8] = b"azukari/leaf/v1\0";

/// The 32 random bytes without which a commitment says nothing. A secret as long as the record is one.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct Opening([u8; 32]);

impl Opening {
    /// From 32 random bytes, fresh for each record.
    pub const fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// The bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The commitment to a record's bytes.
    pub fn commit(&self, record: &[u8]) -> Commitment {
        let length = (record.len() as u64).to_be_bytes();
        Commitment(Hash::of(&[COMMITMENT, &self.0, &length, record]))
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opening")
    }
}

/// A commitment to a record: binds it, hides it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Commitment(Hash);

impl Commitment {
    /// From stored bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(Hash::new(bytes))
    }

    /// The 32 bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }

    /// The leaf of this commitment as a person's record number `sequence`.
    pub fn leaf(&self, sequence: u64) -> Leaf {
        Leaf(Hash::of(&[LEAF, self.bytes(), &sequence.to_be_bytes()]))
    }
}

/// Printed in base64.
impl fmt::Display for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// An entry of the log: one version byte and a hash that says nothing by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Leaf(Hash);

impl Leaf {
    /// How many bytes an entry has.
    pub const LENGTH: usize = 33;
    const VERSION: u8 = 1;

    /// The 33 bytes of the entry.
    pub fn entry(&self) -> [u8; Self::LENGTH] {
        let mut entry = [Self::VERSION; Self::LENGTH];
        for (byte, hash) in entry.iter_mut().skip(1).zip(self.0.bytes()) {
            *byte = *hash;
        }
        entry
    }

    /// Reads an entry; `None` if it is none of this version.
    pub fn from_entry(entry: &[u8]) -> Option<Self> {
        match entry.split_first()? {
            (&Self::VERSION, hash) => Hash::try_from(hash).ok().map(Self),
            _ => None,
        }
    }

    /// The entry without its version byte, for stores that keep no more.
    pub const fn body(&self) -> &[u8; 32] {
        self.0.bytes()
    }

    /// Reads back what [`Leaf::body`] gave.
    pub const fn from_body(body: [u8; 32]) -> Self {
        Self(Hash::new(body))
    }

    /// Its hash in the tree.
    pub fn hash(&self) -> Hash {
        crate::tree::leaf_hash(&self.entry())
    }
}

/// A record with its opening: what is sealed and stored together, as opening ‖ record.
#[derive(Clone, Eq, PartialEq)]
pub struct Opened {
    /// The opening of its commitment.
    pub opening: Opening,
    /// The record's bytes, as written once.
    pub record: Vec<u8>,
}

impl Opened {
    /// The commitment of the record.
    pub fn commitment(&self) -> Commitment {
        self.opening.commit(&self.record)
    }

    /// The bytes to seal.
    pub fn pack(&self) -> Vec<u8> {
        [self.opening.bytes().as_slice(), &self.record].concat()
    }

    /// Reads back what [`Opened::pack`] gave.
    pub fn unpack(packed: &[u8]) -> Option<Self> {
        let (opening, record) = packed.split_first_chunk::<32>()?;
        Some(Self { opening: Opening(*opening), record: record.to_vec() })
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opened({} bytes)", self.record.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commitment_binds_opening_length_and_record() {
        let opening = Opening::new([1; 32]);
        let base = opening.commit(b"{}");
        assert_ne!(base, opening.commit(b"{ }"));
        assert_ne!(base, Opening::new([2; 32]).commit(b"{}"));
        assert_ne!(base.leaf(1), base.leaf(2));
    }

    #[test]
    fn an_entry_reads_back_and_no_other_version_does() {
        let leaf = Opening::new([1; 32]).commit(b"{}").leaf(7);
        assert_eq!(Leaf::from_entry(&leaf.entry()), Some(leaf));
        assert_eq!(Leaf::from_body(*leaf.body()), leaf);
        let mut other = leaf.entry();
        other[0] = 2;
        assert_eq!(Leaf::from_entry(&other), None);
        assert_eq!(Leaf::from_entry(&leaf.entry()[..32]), None);
        assert_eq!(Leaf::from_entry(&[]), None);
    }

    #[test]
    fn a_record_unpacks_as_it_was_packed_and_does_not_show_itself() {
        let opened = Opened { opening: Opening::new([9; 32]), record: b"{\"v\":1}".to_vec() };
        assert_eq!(Opened::unpack(&opened.pack()), Some(opened.clone()));
        assert_eq!(Opened::unpack(&[0; 31]), None);
        assert_eq!(format!("{opened:?}"), "Opened(7 bytes)");
    }
}
