//! The keys records are sealed under, opened once.

use super::finding::{Finding, Place, What};
use crate::door::months::{kind_of, month_of_row};
use azukari_model::{Key, Name};
use azukari_store::{MonthKey, MonthKeyRow, ServiceKey, Still, StoreError};
use azukari_vault::{Context, Keyring};
use std::collections::{BTreeMap, HashMap};

/// Keys by their rows.
pub(super) type Keys = HashMap<MonthKeyRow, Sealing>;

/// What records of a row's key were sealed under.
#[derive(Debug)]
pub(super) struct Sealing {
    pub(super) service: ServiceKey,
    /// As lists name it: kind and period.
    pub(super) kind: String,
    pub(super) period: String,
    pub(super) key: State,
}

/// What became of a key.
#[derive(Debug)]
pub(super) enum State {
    Lives(Key),
    Destroyed,
    /// It is there, and the wrapping key does not open it: nothing under it can be opened either.
    Broken,
}

/// Opens every key that lives; with the first that does not open.
pub(super) fn open(
    still: &Still,
    keyring: &Keyring,
    services: &BTreeMap<ServiceKey, Name>,
) -> Result<(Keys, Option<Finding>), StoreError> {
    let (mut keys, mut odd) = (Keys::new(), None);
    for (service, name) in services {
        for row in still.month_keys(*service)? {
            let month = month_of_row(row.month);
            let key = match &row.key {
                None => State::Destroyed,
                Some(wrapped) => context(name, &row)
                    .and_then(|context| keyring.wrapping().unwrap(&context, wrapped.wrapped.bytes()).ok())
                    .map_or(State::Broken, State::Lives),
            };
            if matches!(key, State::Broken) {
                let place = Place::Key(format!("{name} {} {month}", row.kind));
                odd.get_or_insert(What::DoesNotOpen.at(place));
            }
            let (kind, period) = (row.kind.to_string(), month.to_string());
            keys.insert(row.row, Sealing { service: *service, kind, period, key });
        }
    }
    Ok((keys, odd))
}

fn context<'a>(service: &'a str, row: &MonthKey) -> Option<Context<'a>> {
    if let Some((_, person)) = row.person {
        return row.key.as_ref().map(|key| Context::hold_key(service, person, key.id.into()));
    }
    kind_of(row).map(|kind| Context::month_key(service, kind, month_of_row(row.month)))
}
