//! Randomness, passed in: the operating system's, or a seeded stream for tests and the demo.

use crate::VaultError;
use aws_lc_rs::{
    hmac,
    rand::{SecureRandom, SystemRandom},
};
use std::fmt;

/// A source of randomness.
pub struct Random(Source);

enum Source {
    System(SystemRandom),
    Seeded { key: Box<hmac::Key>, block: u64 },
}

impl Random {
    /// The generator of the operating system.
    pub fn system() -> Self {
        Self(Source::System(SystemRandom::new()))
    }

    /// The same stream for the same seed: HMAC-SHA256(seed, block number). For tests and the demo's invented people only.
    pub fn seeded(seed: &[u8]) -> Self {
        Self(Source::Seeded { key: Box::new(hmac::Key::new(hmac::HMAC_SHA256, seed)), block: 0 })
    }

    /// Fills a buffer.
    pub fn fill(&mut self, buffer: &mut [u8]) -> Result<(), VaultError> {
        match &mut self.0 {
            Source::System(system) => system.fill(buffer).map_err(|_| VaultError::NoRandom),
            Source::Seeded { key, block } => {
                for part in buffer.chunks_mut(32) {
                    let tag = hmac::sign(key, &block.to_be_bytes());
                    *block += 1;
                    for (byte, random) in part.iter_mut().zip(tag.as_ref()) {
                        *byte = *random;
                    }
                }
                Ok(())
            }
        }
    }

    /// So many random bytes.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], VaultError> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// 128 random bits, as for an id.
    pub fn bits(&mut self) -> Result<u128, VaultError> {
        self.array().map(u128::from_be_bytes)
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::System(_) => "Random(system)",
            Source::Seeded { .. } => "Random(seeded)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_stream_and_another_seed_another() {
        let mut first = Random::seeded(b"a");
        let mut second = Random::seeded(b"a");
        let mut other = Random::seeded(b"b");
        let bytes = first.array::<80>().unwrap();
        assert_eq!(bytes, second.array::<80>().unwrap());
        assert_ne!(bytes, other.array::<80>().unwrap());
        assert_ne!(bytes, first.array::<80>().unwrap());
    }

    #[test]
    fn the_operating_system_does_not_repeat_itself() {
        let mut random = Random::system();
        assert_ne!(random.array::<32>().unwrap(), random.array::<32>().unwrap());
    }
}
