//! From the day a version counts: periods that became shorter are worked into every holding. None becomes longer by it.

use crate::{
    door::{Inner, person_wanted},
    refused::{DoorCode, Refused},
    seen::Seen,
    service::{Running, Service},
};
use azukari_model::Instant;
use azukari_store::{Change, Committed, Effects, Page, PersonRow, RecomputeRow, Subject};

/// People looked at in one go.
const PAGE: u32 = 500;

impl Inner {
    /// Works in every version whose day has come.
    pub(crate) async fn recompute(&self) -> Result<(), Refused> {
        for row in self.store.recomputes(self.clock.now()).await? {
            let mut after = Some(row.after);
            while let Some(last) = after {
                after = self.recompute_page(row, last).await?;
            }
        }
        Ok(())
    }

    /// One page, and then how far it is: a crash between the two looks at the page again, where nothing is left to change.
    /// Gives back after whom to go on.
    async fn recompute_page(&self, row: RecomputeRow, last: PersonRow) -> Result<Option<PersonRow>, Refused> {
        loop {
            let service = self.reload(row.service, None).await?;
            // What does not compile says nothing about periods: the row waits.
            let Some(running) = &service.running else { return Ok(None) };
            let page = self.store.page(row.service, last, PAGE, &person_wanted()).await?;
            if page.number != service.number {
                continue;
            }
            let after = page.after;
            let now = self.clock.now();
            if self.is_written(shorter(&service, running, page, now)).await? {
                let done = Change::Recomputed { version: row.version, after };
                if self.is_written(vec![effects(&service, Subject::Nobody, vec![done], now)]).await? {
                    return Ok(after);
                }
            }
        }
    }

    /// Whether all of it was written; somebody may have been faster.
    async fn is_written(&self, effects: Vec<Effects>) -> Result<bool, Refused> {
        if effects.is_empty() {
            return Ok(true);
        }
        let committed = self.store.commit(effects).await;
        if committed.contains(&Committed::Failed) {
            return Err(DoorCode::Unavailable.into());
        }
        Ok(committed.iter().all(|one| matches!(one, Committed::Done(_))))
    }
}

/// What becomes shorter for the people of a page.
fn shorter(service: &Service, running: &Running, page: Page, now: Instant) -> Vec<Effects> {
    let people = page.people.into_iter().map(|person| Seen::of(person, None, running));
    people
        .filter_map(|seen| {
            let changes = shorter_ends(running, &seen);
            let subject = Subject::Known { row: seen.row?, revision: seen.revision, raises: true };
            (!changes.is_empty()).then(|| effects(service, subject, changes, now))
        })
        .collect()
}

fn shorter_ends(running: &Running, seen: &Seen) -> Vec<Change> {
    (seen.holdings.iter().zip(&seen.held))
        .filter_map(|(holding, held)| {
            let ends = running.gate.ends(holding.item, holding.notice, holding.acquired, &seen.standing);
            let is_shorter = ends.expires.is_some_and(|end| holding.expires.is_none_or(|known| end < known));
            let expires = if is_shorter { ends.expires } else { holding.expires };
            let differs = is_shorter || ends.kept_by_law_until != holding.kept_by_law_until;
            differs.then_some(Change::SetEnds { of: held.at, expires, kept_until: ends.kept_by_law_until })
        })
        .collect()
}

fn effects(service: &Service, subject: Subject, changes: Vec<Change>, at: Instant) -> Effects {
    Effects {
        service: service.key,
        number: service.number,
        subject,
        at,
        unique: Vec::new(),
        records: Vec::new(),
        changes,
    }
}
