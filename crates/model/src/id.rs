//! Ids: a prefix that says what is named, and 128 bits that say nothing.

use std::{fmt, marker::PhantomData, str::FromStr};

/// What an id names. One type per prefix, so that one cannot stand for another.
pub trait IdKind {
    /// The prefix before the underscore.
    const PREFIX: &'static str;
}

/// An id of one kind: 128 bits, printed as `PREFIX_` and 26 characters of Crockford's base 32, in lower case.
pub struct Id<K> {
    bits: u128,
    kind: PhantomData<fn() -> K>,
}

/// Why a text is not an id of the kind asked for. It never repeats the text.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an id that begins with `{prefix}_`")]
pub struct IdError {
    prefix: &'static str,
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

impl<K> Id<K> {
    /// Makes an id of 128 random bits.
    pub const fn from_bits(bits: u128) -> Self {
        Self { bits, kind: PhantomData }
    }

    /// Makes an id that sorts by time: 48 bits of milliseconds, 80 random bits.
    pub fn in_time(at: crate::Instant, random: [u8; 10]) -> Self {
        let millis = u128::from((at.micros() / 1000).unsigned_abs()) & ((1 << 48) - 1);
        let tail = random.iter().fold(0_u128, |sum, byte| (sum << 8) | u128::from(*byte));
        Self::from_bits((millis << 80) | tail)
    }

    /// The 128 bits.
    pub const fn bits(self) -> u128 {
        self.bits
    }

    /// The 128 bits, the highest first.
    pub const fn bytes(self) -> [u8; 16] {
        self.bits.to_be_bytes()
    }

    /// Reads back what [`Id::bytes`] wrote.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self::from_bits(u128::from_be_bytes(bytes))
    }
}

impl<K: IdKind> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let error = IdError { prefix: K::PREFIX };
        let digits = text.strip_prefix(K::PREFIX).and_then(|rest| rest.strip_prefix('_')).ok_or(error)?;
        if digits.len() != LENGTH {
            return Err(error);
        }
        let mut bits = 0_u128;
        for (place, byte) in digits.bytes().enumerate() {
            let value = ALPHABET.iter().position(|letter| *letter == byte).ok_or(error)?;
            // 26 digits carry 130 bits: the first may use only three of its five.
            if place == 0 && value > 7 {
                return Err(error);
            }
            bits = (bits << 5) | value as u128;
        }
        Ok(Self::from_bits(bits))
    }
}

impl<K: IdKind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0_u8; LENGTH];
        let mut rest = self.bits;
        for digit in digits.iter_mut().rev() {
            *digit = ALPHABET.get((rest & 31) as usize).copied().unwrap_or(b'0');
            rest >>= 5;
        }
        write!(f, "{}_{}", K::PREFIX, std::str::from_utf8(&digits).map_err(|_| fmt::Error)?)
    }
}

impl<K: IdKind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.bits.cmp(&other.bits)
    }
}
impl<K> std::hash::Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.bits.hash(state);
    }
}
impl<K: IdKind> serde::Serialize for Id<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, K: IdKind> serde::Deserialize<'de> for Id<K> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $id:ident $prefix:literal;)*) => {$(
        /// The kind of the id of the same name.
        #[derive(Debug)]
        pub struct $kind;
        impl IdKind for $kind {
            const PREFIX: &'static str = $prefix;
        }
        $(#[$doc])*
        pub type $id = Id<$kind>;
    )*};
}

kinds! {
    /// An act.
    Act ActId "act";
    /// An approval of one act by a second person.
    Approval ApprovalId "apr";
    /// A company of a class of recipients.
    Member MemberId "rcp";
    /// A notice: the first 128 bits of the hash of what was shown.
    Notice NoticeId "ntc";
    /// Whom information is about.
    Person PersonId "psn";
    /// The record of one provision.
    Provision ProvisionId "prv";
    /// A request of a person: a right, an inquiry or a complaint.
    Request RequestId "req";
    /// A named account inside the operator.
    Staff StaffId "stf";
    /// A token; its secret is not part of the id.
    Token TokenId "tok";
    /// A browser nobody has identified.
    Visitor VisitorId "vis";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_reads_back_as_it_was_printed(bits in any::<u128>()) {
            let id = PersonId::from_bits(bits);
            prop_assert_eq!(id.to_string().parse::<PersonId>(), Ok(id));
            prop_assert_eq!(PersonId::from_bytes(id.bytes()), id);
        }
    }

    #[test]
    fn an_id_of_one_kind_is_none_of_another() {
        let text = PersonId::from_bits(7).to_string();
        assert!(text.parse::<ActId>().is_err());
    }

    #[test]
    fn more_than_128_bits_are_refused() {
        assert!("psn_zzzzzzzzzzzzzzzzzzzzzzzzzz".parse::<PersonId>().is_err());
        assert!("psn_7zzzzzzzzzzzzzzzzzzzzzzzzz".parse::<PersonId>().is_ok());
        assert!("psn_7ZZZZZZZZZZZZZZZZZZZZZZZZZ".parse::<PersonId>().is_err());
    }

    #[test]
    fn ids_made_later_sort_later() {
        let early = ActId::in_time(crate::Instant::from_micros(1_000_000), [255; 10]);
        let late = ActId::in_time(crate::Instant::from_micros(2_000_000), [0; 10]);
        assert!(early < late);
    }
}
