//! Whether a tag may load in a browser. Nothing is opened and nothing is kept: the site asks on every page.

use super::{
    Inner,
    errand::{Moment, clauses_of, facts_about_nobody, policy_caller},
    perform::person_wanted,
};
use crate::{
    ask::LoadAsk,
    caller::Caller,
    outcome::Outcome,
    refused::{DoorCode, Refused},
    seen::Seen,
};
use azukari_model::PersonId;
use azukari_policy::{
    act::{Act, LoadAct},
    facts::Facts,
    verdict::Verdict,
};
use azukari_store::Whom;

/// How often the service may change under one question.
const TRIES_MAX: u32 = 8;

impl Inner {
    /// Decides whether a tag may load; a browser linked to a person asks that person's choices too.
    pub(crate) async fn load(&self, caller: &Caller, ask: &LoadAsk) -> Result<Outcome, Refused> {
        for _ in 0..TRIES_MAX {
            let service = self.service(&caller.service).await?;
            let now = self.now()?;
            let running = service.runs()?;
            service.check_token(caller, now)?;
            let who = match &ask.whom {
                Some(whom) => self.who(&Moment { service: &service, running, caller, now }, whom, false),
                None => azukari_store::Who::Nobody,
            };
            let of = Whom { service: service.key, who };
            let snapshot = self.store.snapshot(&of, &person_wanted()).await?;
            if snapshot.number != service.number {
                self.reload(service.key, Some(snapshot.number)).await?;
                continue;
            }
            // Whoever is not there is answered as a browser linked to nobody: what differs is a refusal of somebody who is.
            let person = snapshot.person.filter(|person| person.erased.is_none());
            let linked = person.is_some();
            let nobody = || Seen::new(PersonId::from_bits(0));
            let seen = person.map_or_else(nobody, |person| Seen::of(person, None, running));
            let act = Act::Load(LoadAct {
                tag: ask.tag.clone(),
                page: ask.page.clone(),
                on: ask.on,
                hosts: ask.hosts.clone(),
                choices: ask.choices.clone(),
                linked,
            });
            let facts = Facts { holdings: &seen.holdings, standing: &seen.standing, ..facts_about_nobody(running) };
            return match running.gate.decide(&act, &policy_caller(caller), &facts, now) {
                Verdict::Permit(_) if let Err(uncertain) = service.ensure_certain(&act) => Err(uncertain),
                Verdict::Permit(permit) => Ok(Outcome::Loads { clauses: clauses_of(running, &permit) }),
                Verdict::Refuse(refusal) => {
                    let moment = Moment { service: &service, running, caller, now };
                    Err(self.refused(&moment, &act, refusal))
                }
            };
        }
        Err(DoorCode::Unavailable.into())
    }
}
