//! Values between their boxes and the clear: the only place where a holding is opened or sealed.

use crate::refused::{DoorCode, Refused};
use azukari_model::{Instant, PersonId};
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

    fn value(&self, at: HoldingKey) -> Context<'_> {
        Context::value(self.service, self.person, at.item, at.source, 0)
    }

    /// An entry is bound to its number and time: in another row it does not open.
    fn entry(&self, of: HoldingKey, number: u64, at: Instant) -> Context<'_> {
        Context::entry(self.service, self.person, (of.item, of.source, of.year), number, at)
    }
}

/// A value to be sealed as an entry of a many-valued holding.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    pub(crate) number: u64,
    pub(crate) at: Instant,
    pub(crate) value: &'a Value,
}

/// Opens every value of a holding, oldest first. Empty: a system has it. One box that was changed, or moved to another row,
/// refuses them all.
pub(crate) fn open(keyring: &Keyring, place: Place<'_>, held: &HoldingRow) -> Result<Vec<Value>, Refused> {
    let Some(key) = &held.key else { return Ok(Vec::new()) };
    let key = keyring.wrapping().unwrap(&place.key(held.at), key.wrapped.bytes()).map_err(unreadable)?;
    let one = held.value.iter().map(|value| (place.value(held.at), value));
    let many = held.entries.iter().map(|entry| (place.entry(held.at, entry.number, entry.at), &entry.value));
    one.chain(many)
        .map(|(at, sealed)| read(&azukari_vault::open(&key, &at, sealed.bytes()).map_err(unreadable)?))
        .collect()
}

/// Opens a reference in a system.
pub(crate) fn open_reference(keyring: &Keyring, place: Place<'_>, reference: &ReferenceRow) -> Result<Value, Refused> {
    let at = reference_key(reference.system);
    let key = keyring.wrapping().unwrap(&place.key(at), reference.key.wrapped.bytes()).map_err(unreadable)?;
    read(&azukari_vault::open(&key, &place.value(at), reference.value.bytes()).map_err(unreadable)?)
}

/// A reference is sealed like a value, at the place of its system.
pub(crate) const fn reference_key(system: u32) -> HoldingKey {
    HoldingKey { item: system, source: 0, year: 0 }
}

/// What is stored was changed or moved by somebody else than this program.
fn unreadable(_: VaultError) -> Refused {
    tracing::error!("a stored value does not open where it stands");
    DoorCode::ValueUnreadable.into()
}

fn read(clear: &Clear) -> Result<Value, Refused> {
    serde_json::from_slice(clear.bytes()).map_err(|_| DoorCode::ValueUnreadable.into())
}

/// Seals the one value of a holding under a fresh key: the wrapped key, and the box.
pub(crate) fn seal_value(
    keyring: &Keyring,
    place: Place<'_>,
    at: HoldingKey,
    value: &Value,
    random: &mut Random,
) -> Result<(WrappedKey, Opaque), Refused> {
    let (key, wrapped) = keyring.wrapping().make(&place.key(at), random)?;
    let sealed = seal_under(&key, &place.value(at), value, random)?;
    Ok((wrapped_key(wrapped, random)?, sealed))
}

/// Seals entries under a fresh key: the wrapped key, and each entry in its box.
pub(crate) fn seal_entries(
    keyring: &Keyring,
    place: Place<'_>,
    of: HoldingKey,
    entries: &[Entry<'_>],
    random: &mut Random,
) -> Result<(WrappedKey, Vec<Opaque>), Refused> {
    let (key, wrapped) = keyring.wrapping().make(&place.key(of), random)?;
    let seal = |entry: &Entry<'_>| seal_under(&key, &place.entry(of, entry.number, entry.at), entry.value, random);
    let sealed = entries.iter().map(seal).collect::<Result<_, _>>()?;
    Ok((wrapped_key(wrapped, random)?, sealed))
}

/// Seals one more entry under the key a holding has.
pub(crate) fn seal_entry(
    keyring: &Keyring,
    place: Place<'_>,
    held: &HoldingRow,
    entry: Entry<'_>,
    random: &mut Random,
) -> Result<Opaque, Refused> {
    let wrapped = held.key.as_ref().ok_or(DoorCode::Internal)?;
    let key = keyring.wrapping().unwrap(&place.key(held.at), wrapped.wrapped.bytes()).map_err(unreadable)?;
    seal_under(&key, &place.entry(held.at, entry.number, entry.at), entry.value, random)
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
