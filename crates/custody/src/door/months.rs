//! The keys records are sealed under: one per service, kind and month, made a month ahead, and one per hold; held in memory
//! while they live.

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
    collections::{HashMap, HashSet},
    sync::{Arc, PoisonError, RwLock},
};

/// Open keys in memory.
#[derive(Debug, Default)]
pub(crate) struct Months {
    open: RwLock<Open>,
    making: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Open {
    keys: HashMap<MonthKeyRow, Arc<MonthKey>>,
    months: HashMap<(ServiceKey, RecordKind, Month), MonthKeyRow>,
    /// Keys that open nothing more.
    destroyed: HashSet<MonthKeyRow>,
}

impl Months {
    fn of(&self, month: &(ServiceKey, RecordKind, Month)) -> Option<Arc<MonthKey>> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.keys.get(open.months.get(month)?).cloned()
    }

    /// The key of a row if it is open.
    fn of_row(&self, row: MonthKeyRow) -> Option<Arc<MonthKey>> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).keys.get(&row).cloned()
    }

    fn is_destroyed(&self, row: MonthKeyRow) -> bool {
        self.open.read().unwrap_or_else(PoisonError::into_inner).destroyed.contains(&row)
    }

    fn keep(&self, month: Option<(ServiceKey, RecordKind, Month)>, key: MonthKey) {
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(month) = month {
            open.months.insert(month, key.row);
        }
        open.keys.insert(key.row, Arc::new(key));
    }

    /// Forgets a key that is destroyed.
    pub(crate) fn forget(&self, row: MonthKeyRow) {
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        open.keys.remove(&row);
        open.months.retain(|_, known| *known != row);
        open.destroyed.insert(row);
    }
}

/// A key of a month or of a hold, open.
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
        if let Some(key) = self.months.of(&place) {
            return Ok(key);
        }
        let _one_at_a_time = self.months.making.lock().await;
        if let Some(key) = self.months.of(&place) {
            return Ok(key);
        }
        self.read_months(service, id).await?;
        if self.months.of(&place).is_none() {
            self.make_month(service, id, kind, month).await?;
            self.read_months(service, id).await?;
        }
        self.months.of(&place).ok_or_else(|| DoorCode::Unavailable.into())
    }

    /// Opens every key of a service that still lives, and forgets the others.
    pub(crate) async fn read_months(&self, service: ServiceKey, id: &Name) -> Result<(), Refused> {
        for row in self.store.month_keys(service).await? {
            if row.key.is_none() || row.destroyed.is_some() {
                self.months.forget(row.row);
            } else if self.months.of_row(row.row).is_none() {
                let month = kind_of(&row).map(|kind| (service, kind, month_of_row(row.month)));
                self.months.keep(month, MonthKey { row: row.row, key: self.unwrapped(id, &row)? });
            }
        }
        Ok(())
    }

    /// A key from its row, whoever may open it.
    pub(crate) fn unwrapped(&self, service: &Name, row: &azukari_store::MonthKey) -> Result<Key, Refused> {
        let wrapped = row.key.as_ref().ok_or(DoorCode::Unavailable)?;
        let context = match (row.person, kind_of(row)) {
            (Some((_, person)), _) => Context::hold_key(service, person, wrapped.id.into()),
            (None, Some(kind)) => Context::month_key(service, kind, month_of_row(row.month)),
            (None, None) => return Err(DoorCode::Unavailable.into()),
        };
        Ok(self.keyring.wrapping().unwrap(&context, wrapped.wrapped.bytes())?)
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
        let known = self.months.of_row(row);
        if known.is_some() || self.months.is_destroyed(row) {
            return Ok(known);
        }
        self.read_months(service.key, &service.id).await?;
        Ok(self.months.of_row(row))
    }
}

/// Whose month it is; `None`: it is a hold's.
pub(crate) fn kind_of(row: &azukari_store::MonthKey) -> Option<RecordKind> {
    RecordKind::ALL.into_iter().find(|kind| kind.word() == &*row.kind)
}
