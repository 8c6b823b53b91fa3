//! Retention: what has outlived its period is erased, keys first, through the door like every other act.

use crate::{
    caller::{Caller, Who},
    door::{Inner, errand::Moment},
    look_up,
    plan::Plan,
    refused::Refused,
    seen::Seen,
    service::Service,
};
use azukari_ledger::Kind;
use azukari_model::Instant;
use azukari_policy::{
    facts::{Number, StandingKind},
    vocabulary::Family,
};
use azukari_store::{Change, DueMark, DueRow, HoldingKey, PersonRow, Subject, Want};
use std::{collections::BTreeSet, sync::Arc};

/// Holdings looked at in one turn.
const TURN: u32 = 500;

impl Inner {
    /// Erases what is due, of every service.
    pub(crate) async fn expire(&self) -> Result<(), Refused> {
        for service in self.all_services().await? {
            if service.running.is_none() {
                continue;
            }
            // What a hold keeps is passed by, or nothing behind it would ever be looked at.
            let mut after = Some(DueMark::BEFORE_ALL);
            while let Some(mark) = after {
                let now = self.now()?;
                let due = self.store.due(service.key, now, mark, TURN).await?;
                after = due.get(TURN as usize - 1).map(|last| last.mark);
                self.expire_rows(&service, due, now).await?;
            }
        }
        Ok(())
    }

    async fn expire_rows(&self, service: &Arc<Service>, due: Vec<DueRow>, now: Instant) -> Result<(), Refused> {
        let people: BTreeSet<PersonRow> = due.into_iter().map(|row| row.person).collect();
        for person in people {
            self.expire_person(service, person, now).await?;
        }
        Ok(())
    }

    /// Erases what is due of one person; nothing if a hold keeps it. If somebody was faster, the next turn does.
    async fn expire_person(&self, service: &Arc<Service>, row: PersonRow, now: Instant) -> Result<(), Refused> {
        let running = service.runs()?;
        let caller = Caller { service: service.id.clone(), who: Who::Retention };
        let moment = Moment { service, running, caller: &caller, now };
        let whom = azukari_store::Whom { service: service.key, who: azukari_store::Who::Row(row) };
        let want = Want { values: look_up::wanted(running), references: true, ..crate::door::person_wanted() };
        let snapshot = self.store.snapshot(&whom, &want).await?;
        let Some(person) = snapshot.person.filter(|_| snapshot.number == service.number) else { return Ok(()) };
        let seen = Seen::of(person, None, running);
        let is_held = |item: Number| {
            let holds = |subject| seen.standing(StandingKind::Hold, subject, Number(0)).is_some_and(|row| row.yes);
            holds(Number(0)) || holds(item)
        };
        let over = |end: Option<Instant>| end.is_some_and(|end| end <= now);
        let due: Vec<HoldingKey> = (seen.holdings.iter().zip(&seen.held))
            .filter(|(holding, _)| over(holding.expires) && holding.kept_by_law_until.is_none_or(|until| until <= now))
            .filter(|(holding, _)| !is_held(holding.item))
            .map(|(_, held)| held.at)
            .collect();
        if due.is_empty() {
            return Ok(());
        }
        let items: Vec<azukari_model::Name> =
            due.iter().filter_map(|at| running.declared(Family::Item, Number(at.item))).collect();
        let draft = self.draft(&moment, Kind::Expire)?.about(seen.id).items(&items);
        let count = due.len();
        let mut changes: Vec<Change> = due.into_iter().map(Change::EraseHolding).collect();
        let asked = seen.standing.iter().any(|row| row.kind == StandingKind::KeptByLaw && row.yes);
        if asked && count == seen.held.len() {
            // The last that a statute kept of somebody who asked to be forgotten: now it is whole.
            changes.extend(self.indexer(&moment).for_rights(&seen)?);
            changes.push(Change::ErasePerson);
        }
        let plan = Plan { changes, ..Plan::record(draft) };
        let subject = Subject::Known { row, revision: seen.revision, raises: true };
        self.write(&moment, subject, plan, None, true).await?;
        Ok(())
    }
}
