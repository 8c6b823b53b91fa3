//! One record: opened under its key, and held against what stands beside it in clear.

use super::{
    Looking,
    finding::{Finding, Place, What},
    keys::State,
};
use azukari_ledger::{Opened, Record};
use azukari_store::StillRecord;

/// A record as it could be opened.
pub(super) enum Sealed {
    Open(Opened),
    /// Its key is destroyed.
    Closed,
}

impl Looking<'_> {
    /// Opens a record. A key that lives and does not open it means that its bytes were changed.
    pub(super) fn open(&self, stored: &StillRecord, place: &Place) -> Result<Sealed, Finding> {
        let sealing = self.keys.get(&stored.month_key).ok_or_else(|| What::KeyGone.at(place.clone()))?;
        match &sealing.key {
            State::Destroyed => Ok(Sealed::Closed),
            State::Broken => Err(What::DoesNotOpen.at(place.clone())),
            State::Lives(key) => {
                let service = self.services.get(&stored.service).map(azukari_model::Name::as_str).unwrap_or_default();
                crate::record::open(key, service, stored.act, stored.sealed.bytes())
                    .map(Sealed::Open)
                    .ok_or_else(|| What::DoesNotOpen.at(place.clone()))
            }
        }
    }

    /// Reads an opened record, and holds its columns against it.
    pub(super) fn read(&self, stored: &StillRecord, opened: &Opened, place: &Place) -> Result<Record, Finding> {
        let record = Record::read(&opened.record).map_err(|_| What::Unreadable.at(place.clone()))?;
        let service = self.services.get(&stored.service);
        let fits = *stored.kind == *record.kind.word()
            && stored.act == record.act
            && stored.at == record.at
            && record.service.as_ref() == service
            // An account is left out where its reach is counted by another record.
            && (stored.account.is_none() || stored.account == record.by.account)
            && stored.person.is_some() == record.person.is_some();
        if fits { Ok(record) } else { Err(What::OtherColumns.at(place.clone())) }
    }
}
