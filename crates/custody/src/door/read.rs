//! Reading without values: what is held, what happened, what changed, older versions.

use super::{
    Inner,
    errand::Moment,
    office::{Office, gate_refusal, handles, role},
    perform::person_wanted,
};
use crate::{
    acts::disclose,
    ask::{ChangesAsk, HistoryAsk, HoldingsAsk},
    caller::{Caller, Who},
    outcome::{Change, Changes, Destroyed, Ended, History, HistoryAct, HoldingShown, Outcome},
    plan::Plan,
    record,
    refused::{DoorCode, Refused},
    seen::Seen,
    service::{Running, Service},
};
use azukari_ledger::Kind;
use azukari_policy::{
    declared::Policy,
    refusal::RefusalCode,
    vocabulary::{Family, Handle},
};
use azukari_store::{HOLD, MonthKey, PersonRow, RecordRead, Want};
use std::sync::{Arc, Mutex, PoisonError};

/// Who handles people's rights.
const DESK: &[Handle] = &[Handle::Requests, Handle::Correct, Handle::Cease, Handle::Erase];

/// The most rows one page shows.
const PAGE_MAX: u32 = 200;

impl Inner {
    /// What is held of a person, without a value.
    pub(crate) async fn holdings(&self, caller: &Caller, ask: &HoldingsAsk) -> Result<Outcome, Refused> {
        self.office(&Office {
            caller,
            kind: Kind::Disclose,
            what: "holdings",
            key: None,
            whom: Some(&ask.whom),
            for_right: false,
            reaches: true,
            want: Want { counts: true, ..person_wanted() },
            status: 200,
            allowed: &|moment| may_look(moment, ask.purpose.as_deref()),
            plan: &|moment, seen, draft, _| {
                let shown = seen.map(|seen| held(moment, seen, ask.purpose.as_deref())).unwrap_or_default();
                let draft = draft.with("what", "holdings").with_some("for", ask.purpose.as_ref());
                Ok((Plan::record(draft), Outcome::Holdings(shown)))
            },
        })
        .await
    }

    /// The acts about a person, newest first.
    pub(crate) async fn history(&self, caller: &Caller, ask: &HistoryAsk) -> Result<Outcome, Refused> {
        let row: Mutex<Option<PersonRow>> = Mutex::new(None);
        self.office(&Office {
            caller,
            kind: Kind::Disclose,
            what: "history",
            key: None,
            whom: Some(&ask.whom),
            for_right: true,
            reaches: true,
            want: Want::default(),
            status: 200,
            allowed: &|moment| may_look(moment, None),
            plan: &|_, seen, draft, _| {
                *row.lock().unwrap_or_else(PoisonError::into_inner) = seen.and_then(|seen| seen.row);
                Ok((Plan::record(draft.with("what", "history")), Outcome::Holdings(Vec::new())))
            },
        })
        .await?;
        let row = row.into_inner().unwrap_or_else(PoisonError::into_inner).ok_or(DoorCode::NotFound)?;
        let service = self.service(&caller.service).await?;
        let page = self.store.history(row, ask.before, ask.limit.clamp(1, PAGE_MAX)).await?;
        let mut acts = Vec::with_capacity(page.records.len());
        let (running, keys) = (service.runs()?, self.store.month_keys(service.key).await?);
        for read in &page.records {
            acts.extend(self.history_act(&service, running, &keys, read).await?);
        }
        if matches!(caller.who, Who::Person(_)) {
            acts.iter_mut().filter_map(|act| act.record.as_mut()).for_each(keep_from_the_person);
        }
        let checkpoint = self.store.head().await?.signed.map_or(0, |signed| signed.size);
        Ok(Outcome::History(History { acts, before: page.before, checkpoint }))
    }

    async fn history_act(
        &self,
        service: &Service,
        running: &Running,
        keys: &[MonthKey],
        read: &RecordRead,
    ) -> Result<Option<HistoryAct>, Refused> {
        let Some(place) = read.place else { return Ok(None) };
        let record = self.open_record(service, read).await?;
        let record = record.and_then(|opened| serde_json::from_slice(&opened.record).ok());
        let destroyed = keys.iter().find(|key| key.row == read.month_key && key.destroyed.is_some());
        let destroyed = destroyed.and_then(|key| {
            let why = if &*key.kind == HOLD { Ended::Hold } else { Ended::Period };
            Some(Destroyed { on: running.zone().date(key.destroyed?), why })
        });
        let (act, at) = (read.act, read.at);
        Ok(Some(HistoryAct { sequence: place.sequence, index: place.index, act, at, record, destroyed }))
    }

    /// Opens a record; `None`: its key is destroyed.
    pub(crate) async fn open_record(
        &self,
        service: &Service,
        read: &RecordRead,
    ) -> Result<Option<azukari_ledger::Opened>, Refused> {
        let key = self.key_of_row(service, read.month_key).await?;
        Ok(key.and_then(|key| record::open(&key.key, &service.id, read.act, read.sealed.bytes())))
    }

    /// Whose standing, items or existence changed, in the order of the log.
    pub(crate) async fn changes(&self, caller: &Caller, ask: ChangesAsk) -> Result<Outcome, Refused> {
        // No snapshot is taken here that would show a token revoked a moment ago.
        let service = self.fresh(&caller.service).await?;
        let moment = Moment::of(&service, caller, self.now_or_newest())?;
        // Everybody's ids in a row: for whoever reaches everybody, or writes the policy.
        if role(caller, moment.running).is_none_or(|role| role.bulk.is_empty())
            && handles(&moment, &[Handle::Policy]).is_err()
        {
            return Err(gate_refusal(RefusalCode::CallerLacksBulk));
        }
        let page = self.store.changes(service.key, ask.after, ask.limit.clamp(1, 1_000)).await?;
        let changes = page.changes.into_iter();
        let changes =
            changes.map(|row| Change { index: row.index, person: row.person, kind: row.kind, at: row.at }).collect();
        Ok(Outcome::Changes(Changes { changes, after: page.after, more: page.more }))
    }

    /// The policy of a version, compiled from its stored sources.
    pub(crate) async fn version(&self, service: &str, number: u32) -> Result<Arc<Policy>, Refused> {
        let service = self.fresh(service).await?;
        if let Some(running) = service.running.as_ref().filter(|running| running.version == number) {
            return Ok(running.policy.clone());
        }
        if !service.versions.iter().any(|version| version.number == number) {
            return Err(DoorCode::NotFound.into());
        }
        let compiled = self.compile_stored(service.key, number, None, self.clock.now()).await?;
        compiled.map(|compiled| compiled.policy).ok_or_else(|| DoorCode::PolicyNotCompiling.into())
    }
}

/// Why the office holds or restricts may be a dispute with the very person: the words are for the office. That it does, since
/// when and what is shown.
fn keep_from_the_person(record: &mut serde_json::Value) {
    let kind = record.get("kind").and_then(serde_json::Value::as_str);
    if [Kind::Hold, Kind::HoldEnded].iter().any(|of_hold| kind == Some(of_hold.word()))
        && let Some(fields) = record.as_object_mut()
    {
        fields.remove("reason");
    }
}

/// The person looks at their own; the desk at anybody's; others under a purpose their role holds.
fn may_look(moment: &Moment<'_>, purpose: Option<&str>) -> Result<(), Refused> {
    if matches!(moment.caller.who, Who::Person(_)) {
        return Ok(());
    }
    let Some(purpose) = purpose else { return handles(moment, DESK) };
    if moment.running.policy.purpose(purpose).is_none() {
        return Err(gate_refusal(RefusalCode::PolicyPurposeNotDeclared));
    }
    let role = role(moment.caller, moment.running);
    if role.is_some_and(|role| role.uses.iter().any(|used| **used == *purpose)) {
        Ok(())
    } else {
        Err(gate_refusal(RefusalCode::CallerLacksPurpose))
    }
}

fn held(moment: &Moment<'_>, seen: &Seen, purpose: Option<&str>) -> Vec<HoldingShown> {
    let purpose = purpose.and_then(|purpose| moment.running.policy.purpose(purpose));
    (seen.holdings.iter().zip(&seen.held))
        .filter(|(holding, _)| {
            purpose.is_none_or(|purpose| {
                moment.running.declared(Family::Item, holding.item).is_some_and(|item| purpose.items.contains(&item))
            })
        })
        .map(|(holding, row)| disclose::shown_holding(moment.service, moment.running, holding, row))
        .collect()
}
