//! The look-up index: finding a person by e-mail, telephone or the company's own reference without storing any of them.

mod normalise;

pub use normalise::{Normal, normalise};

use crate::context::prefix;
use aws_lc_rs::hmac;
use azukari_model::Key;

/// Whether a look-up serves acts, or only the person's rights after erasure.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LookUpUse {
    /// Acts: dies with the holding.
    Acts,
    /// Rights only: keeps the person findable while records about them live, and dies with the last one.
    Rights,
}

impl LookUpUse {
    const fn word(self) -> &'static str {
        match self {
            Self::Acts => "acts",
            Self::Rights => "rights",
        }
    }
}

/// The look-up key of one item of one service, of one year's version.
#[derive(Debug)]
pub struct LookUpKey(hmac::Key);

/// What stands in the index instead of the value: the first 16 bytes of an HMAC-SHA256.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct LookUp([u8; 16]);

impl LookUp {
    /// The 16 bytes.
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl LookUpKey {
    const DOMAIN: &'static [u8] = b"azukari/look-up/v1";

    /// HMAC-SHA256 of the root over domain, use, service, item and version, each with its length before it.
    pub(crate) fn derive(root: &Key, of: LookUpUse, service: &str, item: u32, year: u16) -> Self {
        let mut place = Vec::with_capacity(96);
        for field in [Self::DOMAIN, of.word().as_bytes(), service.as_bytes(), &item.to_be_bytes(), &year.to_be_bytes()]
        {
            prefix(&mut place, field);
        }
        let key = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, root.bytes()), &place);
        Self(hmac::Key::new(hmac::HMAC_SHA256, key.as_ref()))
    }

    /// The index value of a value that was normalised.
    pub fn of(&self, normalised: &[u8]) -> LookUp {
        let tag = hmac::sign(&self.0, normalised);
        let mut index = [0; 16];
        for (byte, tag) in index.iter_mut().zip(tag.as_ref()) {
            *byte = *tag;
        }
        LookUp(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_value_depends_on_use_service_item_year_root_and_value() {
        let index = |root: u8, of, service: &str, item, year, value: &[u8]| {
            *LookUpKey::derive(&Key::new([root; 32]), of, service, item, year).of(value).bytes()
        };
        let base = index(1, LookUpUse::Acts, "sessa", 3, 2026, b"a@example.jp");
        assert_eq!(base, index(1, LookUpUse::Acts, "sessa", 3, 2026, b"a@example.jp"));
        for other in [
            index(2, LookUpUse::Acts, "sessa", 3, 2026, b"a@example.jp"),
            index(1, LookUpUse::Rights, "sessa", 3, 2026, b"a@example.jp"),
            index(1, LookUpUse::Acts, "nicori", 3, 2026, b"a@example.jp"),
            index(1, LookUpUse::Acts, "sessa", 4, 2026, b"a@example.jp"),
            index(1, LookUpUse::Acts, "sessa", 3, 2027, b"a@example.jp"),
            index(1, LookUpUse::Acts, "sessa", 3, 2026, b"b@example.jp"),
        ] {
            assert_ne!(base, other);
        }
    }
}
