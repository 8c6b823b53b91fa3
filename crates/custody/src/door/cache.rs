//! The cached services, and when one is put together again.

use super::Inner;
use crate::{
    refused::{DoorCode, Refused},
    service::{
        Service,
        load::{self, CompiledVersion},
        sources,
    },
};
use azukari_model::{Instant, Name};
use azukari_store::{ServiceKey, ServiceRows, StoreError};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

impl From<StoreError> for Refused {
    /// A broken store is nobody's fault outside, and never told in detail.
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        DoorCode::Unavailable.into()
    }
}

/// Services as they were last put together.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    known: RwLock<BTreeMap<Name, Arc<Service>>>,
    /// By service, version and revision of the operation; `None`: it does not compile.
    compiled: Mutex<HashMap<(ServiceKey, u32, u32), Option<CompiledVersion>>>,
    loading: tokio::sync::Mutex<()>,
}

impl Cache {
    fn known(&self, id: &str) -> Option<Arc<Service>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    fn keep(&self, service: &Arc<Service>) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(service.id.clone(), service.clone());
    }
}

impl Inner {
    /// A service as it was last put together, unless the day or the version that counts has changed since.
    pub(crate) async fn service(&self, id: &str) -> Result<Arc<Service>, Refused> {
        match self.cache.known(id) {
            Some(known) if is_of_today(&known, self.clock.now()) => Ok(known),
            Some(known) => self.reload(known.key, None).await,
            None => {
                let rows = self.store.services().await?;
                let row =
                    rows.into_iter().find(|row| *row.name == *id && row.version > 0).ok_or(DoorCode::ServiceUnknown)?;
                self.reload(row.key, None).await
            }
        }
    }

    /// A service as the store has it now: what another process changed a moment ago is seen.
    pub(crate) async fn fresh(&self, id: &str) -> Result<Arc<Service>, Refused> {
        let known = self.service(id).await?;
        let number = self.store.number(known.key).await?;
        if number == known.number { Ok(known) } else { self.reload(known.key, Some(number)).await }
    }

    /// Every service with a version.
    pub(crate) async fn all_services(&self) -> Result<Vec<Arc<Service>>, Refused> {
        let mut services = Vec::new();
        for row in self.store.services().await?.into_iter().filter(|row| row.version > 0) {
            services.push(match self.cache.known(&row.name) {
                Some(known) if known.number == row.number && is_of_today(&known, self.clock.now()) => known,
                _ => self.reload(row.key, Some(row.number)).await?,
            });
        }
        Ok(services)
    }

    /// Puts a service together again. `number`: what a snapshot saw; a cache that knows it already is left alone.
    pub(crate) async fn reload(&self, key: ServiceKey, number: Option<u64>) -> Result<Arc<Service>, Refused> {
        let _one_at_a_time = self.cache.loading.lock().await;
        let now = self.clock.now();
        if let Some(number) = number {
            let known = self.cache.known.read().unwrap_or_else(PoisonError::into_inner);
            let known =
                known.values().find(|known| known.key == key && known.number >= number && is_of_today(known, now));
            if let Some(known) = known {
                return Ok(known.clone());
            }
        }
        let rows = self.store.service(key).await?.ok_or(DoorCode::ServiceUnknown)?;
        let compiled = self.compiled(&rows, now).await?;
        let service = Arc::new(load::service(rows, compiled, now));
        self.cache.keep(&service);
        Ok(service)
    }

    /// The version that decides, compiled once.
    async fn compiled(&self, rows: &ServiceRows, now: Instant) -> Result<Option<CompiledVersion>, Refused> {
        let Some(version) = load::deciding(&rows.versions, now) else { return Ok(None) };
        let place = (rows.service.key, version.number, rows.service.operation);
        let known = self.cache.compiled.lock().unwrap_or_else(PoisonError::into_inner).get(&place).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let compiled = self.compile_stored(rows.service.key, version.number, Some(rows.service.operation), now).await?;
        if compiled.is_none() {
            tracing::error!(service = %rows.service.name, version = version.number, "the active version does not compile; every act is refused");
        }
        self.cache.compiled.lock().unwrap_or_else(PoisonError::into_inner).insert(place, compiled.clone());
        Ok(compiled)
    }

    /// Compiles a stored version with a revision of the operation.
    pub(crate) async fn compile_stored(
        &self,
        key: ServiceKey,
        version: u32,
        operation: Option<u32>,
        now: Instant,
    ) -> Result<Option<CompiledVersion>, Refused> {
        let Some(version) = self.store.version_sources(key, version).await? else { return Ok(None) };
        let operation = match operation.filter(|number| *number > 0) {
            Some(number) => self.store.operation_sources(key, number).await?,
            None => None,
        };
        let Some(sources) = sources::read(&version, operation.as_ref()) else { return Ok(None) };
        let compiled = sources::compile(&sources, azukari_model::Zone::UTC.date(now));
        let operation = compiled.operation.map(Arc::new);
        Ok(compiled.policy.map(|policy| CompiledVersion { policy: Arc::new(policy), operation }))
    }
}

fn is_of_today(service: &Service, now: Instant) -> bool {
    let today = service.running.as_ref().map_or(service.today, |running| running.zone().date(now));
    service.today == today && service.next_effective.is_none_or(|next| next > now)
}
