//! The sealed box, version 1: one use of one key, bound to its place, with a commitment that is looked at first.
//!
//! ```text
//! 0x01 ‖ salt (32) ‖ commitment (32) ‖ ciphertext ‖ tag (16)
//! HKDF-SHA256(ikm = key, salt, info = "azukari/box/v1" 0x00 ‖ context) → AES-256-GCM key (32) ‖ commitment (32)
//! nonce = 0 (the key is used once), additional data = 0x01 ‖ context
//! ```

use crate::{Clear, Context, Random, VaultError};
use aws_lc_rs::{aead, constant_time, hkdf};
use azukari_model::Key;
use std::fmt;
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const SALT: usize = 32;
const COMMITMENT: usize = 32;
const TAG: usize = 16;
const INFO: &[u8] = b"azukari/box/v1\0";

/// A sealed box, as stored.
#[derive(Clone, Eq, PartialEq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// How much longer a box is than what is in it.
    pub const OVERHEAD: usize = 1 + SALT + COMMITMENT + TAG;

    /// The bytes of the box.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes of the box, to keep.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

/// Seals bytes for one place.
pub fn seal(key: &Key, context: &Context<'_>, clear: &[u8], random: &mut Random) -> Result<Sealed, VaultError> {
    if u32::try_from(clear.len()).is_err() {
        return Err(VaultError::TooLong);
    }
    let salt = random.array::<SALT>()?;
    let place = context.encode();
    let (once, commitment) = derive(key, &salt, &place)?;

    let mut sealed = Vec::with_capacity(clear.len() + Sealed::OVERHEAD);
    sealed.push(VERSION);
    sealed.extend_from_slice(&salt);
    sealed.extend_from_slice(&commitment);
    let start = sealed.len();
    sealed.extend_from_slice(clear);
    let body = sealed.get_mut(start..).ok_or(VaultError::NotOpened)?;
    let tag = once
        .seal_in_place_separate_tag(nonce(), aead::Aad::from(additional(&place)), body)
        .map_err(|_| VaultError::TooLong)?;
    sealed.extend_from_slice(tag.as_ref());
    Ok(Sealed(sealed))
}

/// Opens a box at its place. The commitment is compared first and in constant time: a box opens under one key and at one
/// place only, even for somebody who chose both.
pub fn open(key: &Key, context: &Context<'_>, sealed: &[u8]) -> Result<Clear, VaultError> {
    let parts = Parts::of(sealed).ok_or(VaultError::NotOpened)?;
    let place = context.encode();
    let (once, commitment) = derive(key, parts.salt, &place)?;
    constant_time::verify_slices_are_equal(&commitment, parts.commitment).map_err(|_| VaultError::NotOpened)?;

    let mut body = Zeroizing::new(parts.body.to_vec());
    let length = once
        .open_in_place(nonce(), aead::Aad::from(additional(&place)), &mut body)
        .map_err(|_| VaultError::NotOpened)?
        .len();
    body.truncate(length);
    Ok(Clear::from(body))
}

struct Parts<'a> {
    salt: &'a [u8; SALT],
    commitment: &'a [u8; COMMITMENT],
    /// Ciphertext and tag.
    body: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(sealed: &'a [u8]) -> Option<Self> {
        let (version, rest) = sealed.split_first()?;
        let (salt, rest) = rest.split_first_chunk::<SALT>()?;
        let (commitment, body) = rest.split_first_chunk::<COMMITMENT>()?;
        (*version == VERSION && body.len() >= TAG).then_some(Self { salt, commitment, body })
    }
}

struct Length64;

impl hkdf::KeyType for Length64 {
    fn len(&self) -> usize {
        64
    }
}

/// The one-use key and the commitment of a box.
fn derive(key: &Key, salt: &[u8], place: &[u8]) -> Result<(aead::LessSafeKey, [u8; COMMITMENT]), VaultError> {
    let mut okm = Zeroizing::new([0_u8; 64]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
        .extract(key.bytes())
        .expand(&[INFO, place], Length64)
        .and_then(|okm_of| okm_of.fill(okm.as_mut_slice()))
        .map_err(|_| VaultError::NotOpened)?;
    let (once, commitment) = okm.split_at(32);
    let once = aead::UnboundKey::new(&aead::AES_256_GCM, once).map_err(|_| VaultError::NotOpened)?;
    let commitment = commitment.first_chunk::<COMMITMENT>().copied().ok_or(VaultError::NotOpened)?;
    Ok((aead::LessSafeKey::new(once), commitment))
}

/// Zero is no risk: each key comes from a fresh salt and seals once.
fn nonce() -> aead::Nonce {
    aead::Nonce::assume_unique_for_key([0; aead::NONCE_LEN])
}

fn additional(place: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1 + place.len());
    bytes.push(VERSION);
    bytes.extend_from_slice(place);
    bytes
}

#[cfg(test)]
mod tests;
