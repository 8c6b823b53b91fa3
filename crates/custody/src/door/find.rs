//! Finding a person by an item or by a system's reference: for a purpose one, nobody, or more than one, which names nobody;
//! for a right everybody a request may be meant by, the erased too.

use super::{
    Inner,
    errand::{Moment, clauses_of, facts_about_nobody, policy_caller},
    office::{gate_refusal, handles},
    once::Glance,
};
use crate::{
    ask::{FindAsk, FindForRightAsk, FindKey, Submission},
    caller::{Caller, Who},
    outcome::{FoundForRight, Outcome},
    plan::Plan,
    record::Draft,
    refused::{DoorCode, Refused},
    translate,
};
use azukari_ledger::Kind;
use azukari_model::Personal;
use azukari_policy::{
    facts::Facts,
    refusal::RefusalCode,
    verdict::Verdict,
    vocabulary::{Family, Handle},
};
use azukari_store::{Committed, Conflict, Found, IdempotencyRow, Lookup, Subject, Want};
use azukari_vault::lookup::LookUpUse;

/// How often somebody may be faster.
const TRIES_MAX: u32 = 64;

impl Inner {
    /// Finds somebody for a purpose.
    pub(crate) async fn find(
        &self,
        caller: &Caller,
        submission: &Submission,
        ask: &FindAsk,
    ) -> Result<Outcome, Refused> {
        for _ in 0..TRIES_MAX {
            if let Some(answer) = self.try_find(caller, submission, ask).await? {
                return answer;
            }
        }
        Err(DoorCode::Unavailable.into())
    }

    async fn try_find(
        &self,
        caller: &Caller,
        submission: &Submission,
        ask: &FindAsk,
    ) -> Result<Option<Result<Outcome, Refused>>, Refused> {
        let service = self.fresh(&caller.service).await?;
        let moment = Moment::of(&service, caller, self.now()?)?;
        let (now, running) = (moment.now, moment.running);
        match self.glance(&moment, submission.key.as_ref()).await? {
            Glance::Changed => return Ok(None),
            Glance::Before(answer) => return Ok(Some(*answer)),
            Glance::Clear => {}
        }
        // Looked up before the decision, so that somebody reached today already is not counted again; told only after it.
        let found = self.found(&moment, &ask.by, &ask.value, &[LookUpUse::Acts]).await?;
        let found: Vec<Found> = found.into_iter().filter(|found| found.erased.is_none()).collect();
        let only = if let [only] = found.as_slice() { Some(*only) } else { None };
        let reservation = only.and_then(|found| self.reserve(&moment, found.id));
        let counted = reservation.as_ref().map(|reservation| reservation.count).unwrap_or_default();
        let facts = Facts {
            people_reached: if only.is_some() { counted.people } else { self.reached_today(&moment) },
            person_reached: counted.has_this,
            ..facts_about_nobody(running)
        };
        let act = translate::find(ask);
        let verdict = running.gate.decide(&act, &policy_caller(caller), &facts, now);
        let draft = super::refusing::describe(self.draft(&moment, Kind::Find)?, &act, running)
            .with("by", by(&ask.by))
            .said(submission.case.as_ref(), submission.reason.as_ref());
        let refused = match (verdict, only) {
            (Verdict::Refuse(refusal), _) => self.refused(&moment, &act, refusal),
            (Verdict::Permit(_), _) if let Err(uncertain) = service.ensure_certain(&act) => uncertain,
            (Verdict::Permit(_), None) if found.is_empty() => DoorCode::NotFound.into(),
            (Verdict::Permit(_), None) => DoorCode::FindAmbiguous.into(),
            (Verdict::Permit(permit), Some(found)) => {
                let clauses = clauses_of(running, &permit);
                let act = draft.act();
                let once = self.stands_for(&moment, submission.key.as_ref(), (act, 200), Some(found.id));
                if !self.note_found(&moment, found, draft.clauses(&clauses), once).await? {
                    return Ok(None);
                }
                if let Some(reservation) = reservation {
                    reservation.keep();
                }
                self.evidence.note(&service.id, &clauses, act, now);
                return Ok(Some(Ok(Outcome::Found { person: found.id, act })));
            }
        };
        Ok(self.refuse_once(&moment, draft, None, refused).await?.map(Err))
    }

    /// Finds everybody a request may be meant by, the living and the erased.
    pub(crate) async fn find_for_right(
        &self,
        caller: &Caller,
        submission: &Submission,
        ask: &FindForRightAsk,
    ) -> Result<Outcome, Refused> {
        for _ in 0..TRIES_MAX {
            if let Some(answer) = self.try_find_for_right(caller, submission, ask).await? {
                return answer;
            }
        }
        Err(DoorCode::Unavailable.into())
    }

    async fn try_find_for_right(
        &self,
        caller: &Caller,
        submission: &Submission,
        ask: &FindForRightAsk,
    ) -> Result<Option<Result<Outcome, Refused>>, Refused> {
        let service = self.fresh(&caller.service).await?;
        let moment = Moment::of(&service, caller, self.now()?)?;
        match self.glance(&moment, submission.key.as_ref()).await? {
            Glance::Changed => return Ok(None),
            Glance::Before(answer) => return Ok(Some(*answer)),
            Glance::Clear => {}
        }
        let draft = || -> Result<Draft, Refused> {
            let draft = self.draft(&moment, Kind::Find)?.with("for", "right").with("by", by(&ask.by));
            Ok(draft.said(submission.case.as_ref(), submission.reason.as_ref()))
        };
        let found = match handles(&moment, &[Handle::Requests]) {
            Ok(()) => self.found(&moment, &ask.by, &ask.value, &[LookUpUse::Acts, LookUpUse::Rights]).await?,
            Err(refused) => return Ok(self.refuse_once(&moment, draft()?, None, refused).await?.map(Err)),
        };
        let reservations: Vec<_> = found.iter().filter_map(|found| self.reserve(&moment, found.id)).collect();
        let over = reservations.iter().any(|one| one.is_beyond(&moment));
        if over || found.is_empty() {
            let refused = if over {
                self.limit_reached(&moment, gate_refusal(RefusalCode::CallerLimitReached))
            } else {
                DoorCode::NotFound.into()
            };
            return Ok(self.refuse_once(&moment, draft()?, None, refused).await?.map(Err));
        }
        let mut acts = Vec::with_capacity(found.len());
        for found in &found {
            let draft = draft()?;
            // The first act stands for all of them.
            let key = submission.key.as_ref().filter(|_| acts.is_empty());
            let once = self.stands_for(&moment, key, (draft.act(), 200), None);
            acts.push(draft.act());
            if !self.note_found(&moment, *found, draft, once).await? {
                return Ok(None);
            }
        }
        reservations.into_iter().for_each(super::reservation::Reservation::keep);
        let people = found.iter().map(|found| (found.id, found.erased)).collect();
        let act = acts.first().copied().ok_or(DoorCode::Internal)?;
        Ok(Some(Ok(Outcome::FoundForRight(FoundForRight { people, act }))))
    }

    /// Records that somebody was found; whether they stayed the same meanwhile.
    async fn note_found(
        &self,
        moment: &Moment<'_>,
        found: Found,
        draft: Draft,
        once: Option<IdempotencyRow>,
    ) -> Result<bool, Refused> {
        let whom = azukari_store::Whom { service: moment.service.key, who: azukari_store::Who::Row(found.person) };
        let Some(person) = self.store.snapshot(&whom, &Want::default()).await?.person else { return Ok(false) };
        let subject = Subject::Known { row: found.person, revision: person.revision, raises: false };
        match self.write(moment, subject, Plan::record(draft.about(found.id)), once, false).await? {
            Committed::Done(_) => Ok(true),
            Committed::Stale | Committed::Conflict(Conflict::Idempotency) => Ok(false),
            Committed::Conflict(_) | Committed::Failed => Err(DoorCode::Unavailable.into()),
        }
    }

    /// Everybody the key leads to. A person's own session is no way to find others.
    async fn found(
        &self,
        moment: &Moment<'_>,
        by: &FindKey,
        value: &Personal<String>,
        uses: &[LookUpUse],
    ) -> Result<Vec<Found>, Refused> {
        let indexer = self.indexer(moment);
        let lookups: Vec<Lookup> = match by {
            _ if !matches!(moment.caller.who, Who::Staff { .. }) => Vec::new(),
            FindKey::Item(item) => uses.iter().flat_map(|of| indexer.of_any_year(*of, item, value.open())).collect(),
            FindKey::System(system) => {
                let number = moment.running.number(Family::System, system);
                let of_system = |of: &LookUpUse| indexer.of_reference(*of, number?, value.open());
                uses.iter().filter_map(of_system).collect()
            }
        };
        if lookups.is_empty() { Ok(Vec::new()) } else { Ok(self.store.find(moment.service.key, &lookups).await?) }
    }
}

fn by(key: &FindKey) -> Option<azukari_model::Name> {
    match key {
        FindKey::Item(word) | FindKey::System(word) => word.parse().ok(),
    }
}
