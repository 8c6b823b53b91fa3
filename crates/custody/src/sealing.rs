//! Values between their boxes and the clear: the only place where a holding is opened or sealed.

use crate::refused::{DoorCode, Refused};
use azukari_model::PersonId;
use azukari_store::{HoldingKey, HoldingRow, Opaque, ReferenceRow, WrappedKey};
use azukari_vault::{Clear, Context, Keyring, Random, VaultError};
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
    fn key(&self, at: HoldingKey) -> Context<'_> {
        Context::holding_key(self.service, self.person, at.item, at.source, at.year)
    }

    /// Entries of one holding share their place: the store numbers them only when they are written.
    fn value(&self, at: HoldingKey) -> Context<'_> {
        Context::value(self.service, self.person, at.item, at.source, u64::from(at.year))
    }
}

/// Opens every value of a holding, oldest first. Empty: a system has it.
pub(crate) fn open(keyring: &Keyring, place: Place<'_>, held: &HoldingRow) -> Result<Vec<Value>, Refused> {
    let Some(key) = &held.key else { return Ok(Vec::new()) };
    let key = keyring.wrapping().unwrap(&place.key(held.at), key.wrapped.bytes())?;
    let boxes = held.value.iter().chain(held.entries.iter().map(|entry| &entry.value));
    boxes.map(|sealed| read(&azukari_vault::open(&key, &place.value(held.at), sealed.bytes())?)).collect()
}

/// Opens a reference in a system.
pub(crate) fn open_reference(keyring: &Keyring, place: Place<'_>, reference: &ReferenceRow) -> Result<Value, Refused> {
    let at = reference_key(reference.system);
    let key = keyring.wrapping().unwrap(&place.key(at), reference.key.wrapped.bytes())?;
    read(&azukari_vault::open(&key, &place.value(at), reference.value.bytes())?)
}

/// A reference is sealed like a value, at the place of its system.
pub(crate) const fn reference_key(system: u32) -> HoldingKey {
    HoldingKey { item: system, source: 0, year: 0 }
}

fn read(clear: &Clear) -> Result<Value, Refused> {
    serde_json::from_slice(clear.bytes()).map_err(|_| DoorCode::Unavailable.into())
}

/// Seals values under a fresh key: the wrapped key, and each value in its box.
pub(crate) fn seal_new(
    keyring: &Keyring,
    place: Place<'_>,
    at: HoldingKey,
    values: &[&Value],
    random: &mut Random,
) -> Result<(WrappedKey, Vec<Opaque>), Refused> {
    let (key, wrapped) = keyring.wrapping().make(&place.key(at), random)?;
    let sealed =
        values.iter().map(|value| seal_under(&key, &place.value(at), value, random)).collect::<Result<_, _>>()?;
    Ok((wrapped_key(wrapped, random)?, sealed))
}

/// Seals one more value under the key a holding has.
pub(crate) fn seal_more(
    keyring: &Keyring,
    place: Place<'_>,
    held: &HoldingRow,
    value: &Value,
    random: &mut Random,
) -> Result<Opaque, Refused> {
    let wrapped = held.key.as_ref().ok_or(DoorCode::Internal)?;
    let key = keyring.wrapping().unwrap(&place.key(held.at), wrapped.wrapped.bytes())?;
    seal_under(&key, &place.value(held.at), value, random)
}

fn seal_under(
    key: &azukari_model::Key,
    place: &Context<'_>,
    value: &Value,
    random: &mut Random,
) -> Result<Opaque, Refused> {
    let clear = Clear::new(serde_json::to_vec(value).map_err(|_| DoorCode::Internal)?);
    Ok(azukari_vault::seal(key, place, clear.bytes(), random)?.into_bytes().into())
}

/// A wrapped key with the random id that the erasure journal knows it by.
pub(crate) fn wrapped_key(wrapped: azukari_vault::Sealed, random: &mut Random) -> Result<WrappedKey, Refused> {
    Ok(WrappedKey { id: u64::from_be_bytes(random.array()?), wrapped: wrapped.into_bytes().into() })
}
