//! Look-ups: what stands in the index instead of a value or a reference. One that serves acts dies with what it stands for;
//! one for rights is written when everything of a person goes, and dies with the last record about them.

use crate::{
    refused::Refused,
    sealing::{self, Place},
    seen::Seen,
    service::{Running, Service},
};
use azukari_model::{Date, Instant};
use azukari_policy::{declared::Item, facts::Number, kinds::ItemKind, vocabulary::Family};
use azukari_store::{Change, Lookup, Values};
use azukari_vault::{
    Keyring,
    lookup::{LookUp, LookUpUse, Normal, normalise},
};
use serde_json::Value;

/// Who makes look-ups of a service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Indexer<'a> {
    pub(crate) keyring: &'a Keyring,
    pub(crate) service: &'a Service,
    pub(crate) running: &'a Running,
    pub(crate) now: Instant,
}

/// References have no yearly version of their key: one lives as long as the person.
const NO_YEAR: u16 = 0;

impl Indexer<'_> {
    /// Under this year's key; `None`: people are not found by it.
    pub(crate) fn of_value(&self, of: LookUpUse, declared: &Item, item: Number, value: &Value) -> Option<Lookup> {
        let normal = normalise(normal(declared)?, value.as_str()?)?;
        let key = self.keyring.look_up(of, &self.service.id, item.0, year_of(self.running.zone().date(self.now)));
        Some(stored(key.of(&normal)))
    }

    /// Every look-up the value may stand under: keys have a version for each year since the service began.
    pub(crate) fn of_any_year(&self, of: LookUpUse, item: &str, value: &str) -> Vec<Lookup> {
        let declared = self.running.policy.item(item);
        let normal = declared.and_then(normal).and_then(|form| normalise(form, value));
        let (Some(normal), Some(number)) = (normal, self.running.number(Family::Item, item)) else { return Vec::new() };
        let year = |at: Instant| year_of(self.running.zone().date(at));
        let first = self.service.versions.iter().map(|version| year(version.activated)).min();
        let this = year(self.now);
        (first.unwrap_or(this)..=this)
            .map(|year| stored(self.keyring.look_up(of, &self.service.id, number.0, year).of(&normal)))
            .collect()
    }

    /// Of a system's own reference.
    pub(crate) fn of_reference(&self, of: LookUpUse, system: Number, reference: &str) -> Option<Lookup> {
        let normal = normalise(Normal::Reference, reference)?;
        Some(stored(self.keyring.look_up(of, &self.service.id, system.0, NO_YEAR).of(&normal)))
    }

    /// What a person stays findable by for their rights: made from what is about to go, which is opened for it.
    pub(crate) fn for_rights(&self, seen: &Seen) -> Result<Vec<Change>, Refused> {
        let place = Place { service: &self.service.id, person: seen.id };
        let mut lookups = Vec::new();
        for held in seen.held.iter().filter(|held| held.lookup.is_some()) {
            let item = Number(held.at.item);
            let name = self.running.declared(Family::Item, item);
            let Some(declared) = name.and_then(|name| self.running.policy.item(&name)) else { continue };
            for value in sealing::open(self.keyring, place, held)? {
                lookups.extend(self.of_value(LookUpUse::Rights, declared, item, &value));
            }
        }
        for reference in &seen.references {
            let value = sealing::open_reference(self.keyring, place, reference)?;
            let lookup =
                value.as_str().and_then(|text| self.of_reference(LookUpUse::Rights, Number(reference.system), text));
            lookups.extend(lookup);
        }
        Ok(lookups.into_iter().map(Change::PutRightsLookup).collect())
    }
}

/// The values that people are found by.
pub(crate) fn wanted(running: &Running) -> Values {
    let items = running.policy.items.iter().filter(|item| item.lookup);
    Values::Items(items.filter_map(|item| running.number(Family::Item, &item.id)).map(|number| number.0).collect())
}

/// How the values of an item are brought to one form, if people are found by it.
const fn normal(declared: &Item) -> Option<Normal> {
    match declared.kind {
        ItemKind::Email if declared.lookup => Some(Normal::Email),
        ItemKind::Telephone if declared.lookup => Some(Normal::Telephone),
        _ => None,
    }
}

fn year_of(date: Date) -> u16 {
    u16::try_from(date.year()).unwrap_or(0)
}

/// A look-up hash as the store keeps it.
fn stored(look_up: LookUp) -> Lookup {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(look_up.bytes()).for_each(|(to, from)| *to = *from);
    Lookup(bytes)
}
