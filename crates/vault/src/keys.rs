//! Keys of holdings, months, holds and messages: random, wrapped, and destroyed by forgetting the wrapped bytes.

use crate::{Context, Random, Sealed, VaultError, open, seal};
use azukari_model::Key;

/// The key other keys are wrapped under, with its version.
#[derive(Debug)]
pub struct Wrapping {
    key: Key,
    version: u32,
}

impl Wrapping {
    /// A wrapping key of this version.
    pub const fn new(key: Key, version: u32) -> Self {
        Self { key, version }
    }

    /// Its version: to be stored beside what it wraps.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// A fresh key, and the same wrapped for its place.
    pub fn make(&self, place: &Context<'_>, random: &mut Random) -> Result<(Key, Sealed), VaultError> {
        let key = Key::new(random.array()?);
        let wrapped = self.wrap(place, &key, random)?;
        Ok((key, wrapped))
    }

    /// Wraps a key for its place.
    pub fn wrap(&self, place: &Context<'_>, key: &Key, random: &mut Random) -> Result<Sealed, VaultError> {
        seal(&self.key, &place.with_key(self.version), key.bytes(), random)
    }

    /// Unwraps a key at its place.
    pub fn unwrap(&self, place: &Context<'_>, wrapped: &[u8]) -> Result<Key, VaultError> {
        let clear = open(&self.key, &place.with_key(self.version), wrapped)?;
        <[u8; 32]>::try_from(clear.bytes()).map(Key::new).map_err(|_| VaultError::NotOpened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Month, RecordKind};

    fn wrapping(byte: u8, version: u32) -> Wrapping {
        Wrapping::new(Key::new([byte; 32]), version)
    }

    #[test]
    fn a_key_unwraps_at_its_place_under_its_version_only() {
        let mut random = Random::seeded(b"keys");
        let month = Month::of("2026-11-01".parse().unwrap());
        let place = Context::month_key("sessa", RecordKind::Evidence, month);
        let (key, wrapped) = wrapping(1, 1).make(&place, &mut random).unwrap();
        assert_eq!(wrapping(1, 1).unwrap(&place, wrapped.bytes()).unwrap().bytes(), key.bytes());

        let next = Context::month_key("sessa", RecordKind::Evidence, month.next());
        let kind = Context::month_key("sessa", RecordKind::Provision, month);
        for elsewhere in [next, kind] {
            assert_eq!(wrapping(1, 1).unwrap(&elsewhere, wrapped.bytes()).unwrap_err(), VaultError::NotOpened);
        }
        assert!(wrapping(1, 2).unwrap(&place, wrapped.bytes()).is_err());
        assert!(wrapping(2, 1).unwrap(&place, wrapped.bytes()).is_err());
    }

    #[test]
    fn what_is_not_a_key_does_not_unwrap() {
        let place = Context::hold_key("sessa", azukari_model::PersonId::from_bits(1), 1);
        let mut random = Random::seeded(b"short");
        let short = seal(&Key::new([1; 32]), &place, &[0; 31], &mut random).unwrap();
        assert!(wrapping(1, 1).unwrap(&place, short.bytes()).is_err());
    }
}
