//! The keys records are sealed under: one per service, kind and month, made a month ahead, held in memory while they live.

use super::Inner;
use crate::{
    record::MonthKeyUse,
    refused::{DoorCode, Refused},
    service::Service,
};
use azukari_model::{Instant, Key, Name};
use azukari_store::{Change, Effects, MonthKeyRow, NewMonthKey, ServiceKey, Subject, WrappedKey};
use azukari_vault::{Context, Month, RecordKind};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// Keys of months in memory.
#[derive(Debug, Default)]
pub(crate) struct Months {
    keys: RwLock<HashMap<(ServiceKey, RecordKind, Month), Arc<MonthKey>>>,
    making: tokio::sync::Mutex<()>,
}

/// A month's key, open.
#[derive(Debug)]
pub(crate) struct MonthKey {
    pub(crate) row: MonthKeyRow,
    pub(crate) key: Key,
}

impl MonthKey {
    /// As a record is sealed with it.
    pub(crate) const fn used(&self) -> MonthKeyUse<'_> {
        MonthKeyUse { row: self.row, key: &self.key }
    }
}

/// 202701 for January 2027.
pub(crate) fn row_number(month: Month) -> u32 {
    let number = month.number();
    u32::try_from(number.div_euclid(12) * 100 + number.rem_euclid(12) + 1).unwrap_or(0)
}

/// The month of a row's number.
pub(crate) fn month_of_row(number: u32) -> Month {
    let number = i32::try_from(number).unwrap_or(0);
    Month::from_number(number / 100 * 12 + number % 100 - 1)
}

/// The month an instant belongs to, in UTC: it is about keys, not about people's days.
pub(crate) fn month_of(now: Instant) -> Month {
    Month::of(azukari_model::Zone::UTC.date(now))
}

impl Inner {
    /// The key of a month, made now if the job did not make it ahead.
    pub(crate) async fn month_key(
        &self,
        service: &Service,
        kind: RecordKind,
        month: Month,
    ) -> Result<Arc<MonthKey>, Refused> {
        self.month_key_of(service.key, &service.id, kind, month).await
    }

    /// The same, for a service that is not put together yet.
    pub(crate) async fn month_key_of(
        &self,
        service: ServiceKey,
        id: &Name,
        kind: RecordKind,
        month: Month,
    ) -> Result<Arc<MonthKey>, Refused> {
        let place = (service, kind, month);
        let known = || self.months.keys.read().unwrap_or_else(PoisonError::into_inner).get(&place).cloned();
        if let Some(key) = known() {
            return Ok(key);
        }
        let _one_at_a_time = self.months.making.lock().await;
        if let Some(key) = known() {
            return Ok(key);
        }
        self.read_months(service, id).await?;
        if known().is_none() {
            self.make_month(service, id, kind, month).await?;
            self.read_months(service, id).await?;
        }
        known().ok_or_else(|| DoorCode::Unavailable.into())
    }

    /// Opens every key of a service that still lives.
    pub(crate) async fn read_months(&self, service: ServiceKey, id: &Name) -> Result<(), Refused> {
        let rows = self.store.month_keys(service).await?;
        let mut keys = self.months.keys.write().unwrap_or_else(PoisonError::into_inner);
        for row in rows {
            let Some(kind) = RecordKind::ALL.into_iter().find(|kind| kind.word() == &*row.kind) else { continue };
            let place = (service, kind, month_of_row(row.month));
            match row.key {
                Some(wrapped) => {
                    let context = Context::month_key(id, kind, place.2);
                    let key = self.keyring.wrapping().unwrap(&context, wrapped.wrapped.bytes())?;
                    keys.insert(place, Arc::new(MonthKey { row: row.row, key }));
                }
                None => {
                    keys.remove(&place);
                }
            }
        }
        Ok(())
    }

    /// Makes the key of a month; somebody else may have made it meanwhile, and theirs counts then.
    pub(crate) async fn make_month(
        &self,
        service: ServiceKey,
        id: &Name,
        kind: RecordKind,
        month: Month,
    ) -> Result<(), Refused> {
        let wrapped = {
            let mut random = self.random();
            let (_, wrapped) = self.keyring.wrapping().make(&Context::month_key(id, kind, month), &mut random)?;
            WrappedKey { id: u64::from_be_bytes(random.array()?), wrapped: wrapped.into_bytes().into() }
        };
        let number = self.store.number(service).await?;
        let effects = Effects {
            service,
            number,
            subject: Subject::Nobody,
            at: self.clock.now(),
            unique: Vec::new(),
            records: Vec::new(),
            changes: vec![Change::AddMonthKey(NewMonthKey {
                kind: kind.word().into(),
                month: row_number(month),
                key: wrapped,
            })],
        };
        self.store.commit(vec![effects]).await;
        Ok(())
    }

    /// The key a record was sealed under, if it lives.
    pub(crate) async fn key_of_row(
        &self,
        service: &Service,
        row: MonthKeyRow,
    ) -> Result<Option<Arc<MonthKey>>, Refused> {
        let find = || {
            let keys = self.months.keys.read().unwrap_or_else(PoisonError::into_inner);
            keys.values().find(|key| key.row == row).cloned()
        };
        if let Some(key) = find() {
            return Ok(Some(key));
        }
        self.read_months(service.key, &service.id).await?;
        Ok(find())
    }
}
