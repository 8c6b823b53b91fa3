//! After an activation: periods that became shorter are worked into every holding. None becomes longer by it.

use crate::{
    door::{Inner, person_wanted},
    refused::Refused,
    seen::Seen,
};
use azukari_model::Instant;
use azukari_store::{Change, Committed, Effects, PersonRow, ServiceKey, Subject};
use std::sync::{PoisonError, atomic::Ordering};

/// People looked at in one go.
const PAGE: u32 = 500;

impl Inner {
    /// Puts a service in line.
    pub(crate) fn queue_recompute(&self, service: ServiceKey) {
        self.recompute.lock().unwrap_or_else(PoisonError::into_inner).push(service);
    }

    /// Works through the line.
    pub(crate) async fn recompute(&self) -> Result<(), Refused> {
        loop {
            let next = self.recompute.lock().unwrap_or_else(PoisonError::into_inner).first().copied();
            let Some(service) = next else { return Ok(()) };
            self.recompute_service(service).await?;
            self.evidence.recomputing.store(0, Ordering::Relaxed);
            self.recompute.lock().unwrap_or_else(PoisonError::into_inner).retain(|waiting| *waiting != service);
        }
    }

    async fn recompute_service(&self, key: ServiceKey) -> Result<(), Refused> {
        let people = self.store.counts(key, self.clock.now()).await?.people;
        self.evidence.recomputing.store(i64::try_from(people).unwrap_or(i64::MAX), Ordering::Relaxed);
        let mut after = PersonRow::BEFORE_ALL;
        loop {
            let service = self.reload(key, None).await?;
            let Some(running) = &service.running else { return Ok(()) };
            let page = self.store.page(key, after, PAGE, &person_wanted()).await?;
            if page.number != service.number {
                continue;
            }
            let seen: Vec<Seen> = page.people.into_iter().map(|person| Seen::of(person, None, running)).collect();
            self.evidence.recomputing.fetch_sub(i64::try_from(seen.len()).unwrap_or(0), Ordering::Relaxed);
            let effects: Vec<Effects> = seen
                .iter()
                .filter_map(|seen| shortened(running, seen, key, service.number, self.clock.now()))
                .collect();
            if !effects.is_empty() {
                let committed = self.store.commit(effects).await;
                if committed.iter().any(|one| matches!(one, Committed::Stale)) {
                    // Somebody changed meanwhile: the same page again, where the others have nothing left to change.
                    continue;
                }
            }
            match page.after {
                Some(next) => after = next,
                None => return Ok(()),
            }
        }
    }
}

fn shortened(
    running: &crate::service::Running,
    seen: &Seen,
    service: ServiceKey,
    number: u64,
    now: Instant,
) -> Option<Effects> {
    let changes: Vec<Change> = (seen.holdings.iter().zip(&seen.held))
        .filter_map(|(holding, held)| {
            let ends = running.gate.ends(holding.item, holding.notice, holding.acquired, &seen.standing);
            let is_shorter = ends.expires.is_some_and(|end| holding.expires.is_none_or(|known| end < known));
            let expires = if is_shorter { ends.expires } else { holding.expires };
            let differs = is_shorter || ends.kept_by_law_until != holding.kept_by_law_until;
            differs.then_some(Change::SetEnds { of: held.at, expires, kept_until: ends.kept_by_law_until })
        })
        .collect();
    if changes.is_empty() {
        return None;
    }
    let subject = Subject::Known { row: seen.row?, revision: seen.revision, raises: true };
    Some(Effects { service, number, subject, at: now, unique: Vec::new(), records: Vec::new(), changes })
}
