//! Finding a person by an item or by a system's reference: one, nobody, or more than one, which names nobody.

use super::{
    Inner,
    errand::{Moment, policy_caller},
};
use crate::{
    acts::acquire::{normal, reference_look_up, stored},
    ask::{FindAsk, FindKey, Submission},
    caller::{Caller, Who},
    outcome::Outcome,
    plan::Plan,
    refused::{DoorCode, Refused},
    translate,
};
use azukari_ledger::Kind;
use azukari_policy::{facts::Facts, verdict::Verdict, vocabulary::Family};
use azukari_store::{Committed, Found, Lookup, Subject, Want};
use azukari_vault::lookup::{LookUpUse, normalise};

impl Inner {
    /// Finds somebody for a purpose.
    pub(crate) async fn find(
        &self,
        caller: &Caller,
        submission: &Submission,
        ask: &FindAsk,
    ) -> Result<Outcome, Refused> {
        for _ in 0..64 {
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
        let service = self.service(&caller.service).await?;
        let (now, running) = (self.now()?, service.runs()?);
        service.check_token(caller, now)?;
        let moment = Moment { service: &service, running, caller, now };
        let number = self.store.number(service.key).await?;
        if number != service.number {
            self.reload(service.key, Some(number)).await?;
            return Ok(None);
        }
        // Looked up before the decision, so that somebody reached today already is not counted again; told only after it.
        let found: Vec<Found> = match self.look_ups(&moment, ask) {
            lookups if lookups.is_empty() => Vec::new(),
            lookups => {
                self.store.find(service.key, &lookups).await?.into_iter().filter(|found| !found.rights_only).collect()
            }
        };
        let only = if let [only] = found.as_slice() { Some(*only) } else { None };
        let reservation = only.and_then(|found| self.reserve(&moment, found.id));
        let counted = reservation.as_ref().map(|reservation| reservation.count).unwrap_or_default();
        let facts = Facts {
            register: &running.register,
            holdings: &[],
            standing: &[],
            people_reached: if only.is_some() { counted.people } else { self.reached_today(&moment) },
            person_reached: counted.has_this,
            approval: None,
            request: None,
        };
        let act = translate::find(ask);
        let verdict = running.gate.decide(&act, &policy_caller(caller), &facts, now);
        let draft = super::refusing::describe(self.draft(&moment, Kind::Find)?, &act, running)
            .with("by", by(ask))
            .said(submission.case.as_ref(), submission.reason.as_ref());
        let refused = match (verdict, only) {
            (Verdict::Refuse(refusal), _) => self.refused(&moment, &act, refusal),
            (Verdict::Permit(_), None) if found.is_empty() => DoorCode::NotFound.into(),
            (Verdict::Permit(_), None) => DoorCode::FindAmbiguous.into(),
            (Verdict::Permit(permit), Some(found)) => {
                let clauses: Vec<_> = permit.clauses.iter().map(|place| running.gate.clause(place).into()).collect();
                let whom = azukari_store::Whom { service: service.key, who: azukari_store::Who::Row(found.person) };
                let Some(person) = self.store.snapshot(&whom, &Want::default()).await?.person else { return Ok(None) };
                let act = draft.act();
                let plan = Plan::record(draft.about(found.id).clauses(&clauses));
                let subject = Subject::Known { row: found.person, revision: person.revision, raises: false };
                return match self.write(&moment, subject, plan, None, false).await? {
                    Committed::Done(_) => {
                        if let Some(reservation) = reservation {
                            reservation.keep();
                        }
                        self.evidence.note(&service.id, &clauses, act, now);
                        Ok(Some(Ok(Outcome::Found { person: found.id, act })))
                    }
                    Committed::Stale => Ok(None),
                    Committed::Conflict(_) | Committed::Failed => Err(DoorCode::Unavailable.into()),
                };
            }
        };
        Ok(self.refuse_once(&moment, draft, None, refused).await?.map(Err))
    }

    /// Every look-up the value may stand under: keys have a version for each year since the service began.
    fn look_ups(&self, moment: &Moment<'_>, ask: &FindAsk) -> Vec<Lookup> {
        let running = moment.running;
        let service = &*moment.service.id;
        // A person's own session is no way to find others.
        if !matches!(moment.caller.who, Who::Staff { .. }) {
            return Vec::new();
        }
        match &ask.by {
            FindKey::System(system) => {
                let number = running.number(Family::System, system);
                number
                    .and_then(|number| reference_look_up(&self.keyring, service, number, ask.value.open()))
                    .into_iter()
                    .collect()
            }
            FindKey::Item(item) => {
                let declared = running.policy.item(item).filter(|declared| declared.lookup);
                let kind = declared.and_then(|declared| normal(declared.kind));
                let (Some(kind), Some(number)) = (kind, running.number(Family::Item, item)) else { return Vec::new() };
                let Some(normal) = normalise(kind, ask.value.open()) else { return Vec::new() };
                let year = |date: azukari_model::Date| u16::try_from(date.year()).unwrap_or(0);
                let first =
                    moment.service.versions.iter().map(|version| year(running.zone().date(version.activated))).min();
                let this = year(running.zone().date(moment.now));
                (first.unwrap_or(this)..=this)
                    .map(|year| stored(self.keyring.look_up(LookUpUse::Acts, service, number.0, year).of(&normal)))
                    .collect()
            }
        }
    }
}

fn by(ask: &FindAsk) -> Option<azukari_model::Name> {
    match &ask.by {
        FindKey::Item(word) | FindKey::System(word) => word.parse().ok(),
    }
}
