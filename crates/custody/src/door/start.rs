//! Opening the door: what is rebuilt before the first act.

use super::{Door, Inner, Parts, cache, log, months};
use crate::{limit::Reached, locks::Locks, refused::Refused};
use azukari_ledger::LogSigner;
use std::sync::{Arc, Mutex, atomic::AtomicI64};

/// Why the door does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("`{0}` is not a name for a log: no spaces, no plus signs")]
    Origin(String),
    #[error("what is stored could not be read")]
    Store(#[from] Refused),
}

impl Door {
    /// Opens the door: reads the services, the log's edge, and whom each account has reached today.
    pub async fn open(parts: Parts) -> Result<Self, OpenError> {
        let signer = LogSigner::from_seed(&parts.settings.origin, parts.keyring.log_seed().bytes())
            .map_err(|_| OpenError::Origin(parts.settings.origin.clone()))?;
        let newest = parts.store.last_record().await.map_err(Refused::from)?;
        let inner = Arc::new(Inner {
            store: parts.store,
            keyring: parts.keyring,
            clock: parts.clock,
            settings: parts.settings,
            signer,
            random: Mutex::new(parts.random),
            cache: cache::Cache::default(),
            months: months::Months::default(),
            locks: Locks::default(),
            reached: Reached::default(),
            newest: AtomicI64::new(newest.map_or(i64::MIN, |record| record.at.micros())),
            log: log::Log::default(),
            evidence: super::board::Evidence::default(),
            turns: tokio::sync::Mutex::default(),
        });
        inner.rebuild_reached().await?;
        inner.open_log().await?;
        inner.read_evidence().await?;
        Ok(Self(inner))
    }
}

impl Inner {
    /// The people of the day, from the day's records.
    async fn rebuild_reached(&self) -> Result<(), Refused> {
        let now = self.clock.now();
        for service in self.all_services().await? {
            let Some(running) = &service.running else { continue };
            let today = running.zone().date(now);
            for row in self.store.reached(service.key, running.zone().start_of(today)).await? {
                if matches!(&*row.kind, "use" | "find" | "provide" | "disclose") {
                    let person = super::reservation::person_hash(row.person);
                    self.reached.settle(&service.id, &row.account, today, person, true);
                }
            }
        }
        Ok(())
    }
}
