//! The few keys a running server holds in memory.

use crate::{
    Kms, VaultError, Wrapping,
    context::length,
    kms::KeyUse,
    lookup::{LookUpKey, LookUpUse},
};
use aws_lc_rs::hmac;
use azukari_model::Key;

/// Wrapping, look-up, log and body keys, taken from the [`Kms`] at start. Keys of persons are never among them.
#[derive(Debug)]
pub struct Keyring {
    wrapping: Wrapping,
    look_up: Key,
    log: Key,
    session: Key,
    backup: Key,
    body: hmac::Key,
}

impl Keyring {
    /// Asks the service for each.
    pub fn load(kms: &dyn Kms) -> Result<Self, VaultError> {
        let version = kms.wrapping_version();
        Ok(Self {
            wrapping: Wrapping::new(kms.key(KeyUse::Wrapping, version)?, version),
            look_up: kms.key(KeyUse::LookUp, 1)?,
            log: kms.key(KeyUse::Log, 1)?,
            session: kms.key(KeyUse::Session, 1)?,
            backup: kms.key(KeyUse::Backup, 1)?,
            body: hmac::Key::new(hmac::HMAC_SHA256, kms.key(KeyUse::Body, 1)?.bytes()),
        })
    }

    /// The key other keys are wrapped under.
    pub const fn wrapping(&self) -> &Wrapping {
        &self.wrapping
    }

    /// The look-up key of a service's item (or system, by its number), of a year's version.
    pub fn look_up(&self, of: LookUpUse, service: &str, item: u32, year: u16) -> LookUpKey {
        LookUpKey::derive(&self.look_up, of, service, item, year)
    }

    /// The seed of the log's signing key.
    pub const fn log_seed(&self) -> &Key {
        &self.log
    }

    /// The key that sessions and mailed codes are sealed under.
    pub const fn session(&self) -> &Key {
        &self.session
    }

    /// The key that backups are sealed under.
    pub const fn backup(&self) -> &Key {
        &self.backup
    }

    /// The mark by which a request is recognised again: HMAC-SHA256 over the parts, each with its length before it.
    pub fn body_mark(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut text = hmac::Context::with_key(&self.body);
        for part in parts {
            text.update(&length(part));
            text.update(part);
        }
        let mut mark = [0; 32];
        for (byte, tag) in mark.iter_mut().zip(text.sign().as_ref()) {
            *byte = *tag;
        }
        mark
    }
}
