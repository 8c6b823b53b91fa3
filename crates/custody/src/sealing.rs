//! Values between their boxes and the clear: the only place where a holding is opened or sealed.

use crate::{
    refused::{DoorCode, Refused},
    seen::{Held, Slot},
};
use azukari_model::PersonId;
use azukari_vault::{Context, Keyring, Random, VaultError};
use serde_json::Value;

impl From<VaultError> for Refused {
    /// What the vault could not do is never the caller's fault, and never told in detail.
    fn from(_: VaultError) -> Self {
        DoorCode::Unavailable.into()
    }
}

/// Whose holdings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) service: &'a str,
    pub(crate) person: PersonId,
}

impl Place<'_> {
    fn key(&self, slot: Slot) -> Context<'_> {
        Context::holding_key(self.service, self.person, slot.item.0, slot.source.0, slot.year)
    }

    fn value(&self, slot: Slot, entry: u64) -> Context<'_> {
        Context::value(self.service, self.person, slot.item.0, slot.source.0, entry)
    }
}

/// Opens every entry of a holding, oldest first. Empty: a system has it.
pub(crate) fn open(keyring: &Keyring, place: Place<'_>, held: &Held) -> Result<Vec<Value>, Refused> {
    let Some(wrapped) = &held.key else { return Ok(Vec::new()) };
    let key = keyring.wrapping().unwrap(&place.key(held.slot), wrapped)?;
    held.values
        .iter()
        .map(|(entry, sealed)| {
            let clear = azukari_vault::open(&key, &place.value(held.slot, *entry), sealed)?;
            serde_json::from_slice(clear.bytes()).map_err(|_| DoorCode::Unavailable.into())
        })
        .collect()
}

/// A wrapped key and the entries sealed under it.
pub(crate) type SealedHolding = (Vec<u8>, Vec<(u64, Vec<u8>)>);

/// Seals entries under a fresh key: the wrapped key, and each entry with its number.
pub(crate) fn seal_new(
    keyring: &Keyring,
    place: Place<'_>,
    slot: Slot,
    entries: &[(u64, &Value)],
    random: &mut Random,
) -> Result<SealedHolding, Refused> {
    let (key, wrapped) = keyring.wrapping().make(&place.key(slot), random)?;
    let sealed = entries
        .iter()
        .map(|(entry, value)| {
            let clear = azukari_vault::Clear::new(serde_json::to_vec(value).map_err(|_| DoorCode::Internal)?);
            let sealed = azukari_vault::seal(&key, &place.value(slot, *entry), clear.bytes(), random)?;
            Ok((*entry, sealed.into_bytes()))
        })
        .collect::<Result<_, Refused>>()?;
    Ok((wrapped.into_bytes(), sealed))
}

/// Seals one more entry under the key a holding has.
pub(crate) fn seal_entry(
    keyring: &Keyring,
    place: Place<'_>,
    held: &Held,
    entry: u64,
    value: &Value,
    random: &mut Random,
) -> Result<Vec<u8>, Refused> {
    let wrapped = held.key.as_deref().ok_or(DoorCode::Internal)?;
    let key = keyring.wrapping().unwrap(&place.key(held.slot), wrapped)?;
    let clear = azukari_vault::Clear::new(serde_json::to_vec(value).map_err(|_| DoorCode::Internal)?);
    Ok(azukari_vault::seal(&key, &place.value(held.slot, entry), clear.bytes(), random)?.into_bytes())
}
