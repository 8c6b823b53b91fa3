//! One act on one person, from look to release: snapshot, decide, plan, commit; again if somebody was faster.

use super::{Inner, office::handles, once};
use crate::{
    acts::Stage,
    ask::{Submission, Whom},
    caller::{Caller, Who},
    look_up::Indexer,
    outcome::Outcome,
    plan::Plan,
    record::Draft,
    refused::{Code, DoorCode, Refused},
    seen::Seen,
    service::{Running, Service},
};
use azukari_ledger::Kind;
use azukari_model::{ActId, ApprovalId, Instant, PersonId};
use azukari_policy::{
    act::{self, Act},
    facts::{Approval, Facts},
    refusal::RefusalCode,
    verdict::{Permit, Refusal, Verdict},
    vocabulary::{Family, Handle},
};
use azukari_store::{Committed, Conflict, Effects, IdempotencyRow, Person, Snapshot, Subject, Unique, Want, Written};
use azukari_vault::{Random, RecordKind, lookup::LookUpUse};
use std::sync::Arc;

/// Plans an act from what is seen.
pub(crate) type Planning<'a> = dyn Fn(&Stage<'_>, &Act, &mut Random) -> Result<(Plan, Outcome), Refused> + Sync + 'a;

/// The mark of the body an approval must have been given for, once it is known whom it is about.
pub(crate) type Marking<'a> = dyn Fn(PersonId) -> [u8; 32] + Sync + 'a;

/// What is to be done, and how its parts are made. The parts are asked again at each try.
pub(crate) struct Errand<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) submission: &'a Submission,
    pub(crate) kind: Kind,
    /// `None`: the act makes the person.
    pub(crate) whom: Option<&'a Whom>,
    pub(crate) want: &'a (dyn Fn(&Running) -> Want + Sync),
    pub(crate) act: &'a (dyn Fn(&Seen, &Running) -> Act + Sync),
    pub(crate) plan: &'a Planning<'a>,
    /// The approval the act cites, and the mark it must have been given for.
    pub(crate) approval: Option<(ApprovalId, &'a Marking<'a>)>,
    /// It serves a right that outlives an erasure: who handles requests reaches the erased too.
    pub(crate) for_right: bool,
    /// It changes the person: it waits for others who do.
    pub(crate) changes: bool,
    /// Whether it reaches a person, which counts against the account's day.
    pub(crate) reaches: Reaches,
    /// The status its answer has.
    pub(crate) status: u16,
}

/// Who holds an act to the limit of people a day.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Reaches {
    /// Nobody is shown to the account.
    Nobody,
    /// Row 12 of the gate.
    ByGate,
    /// The rows of rights ask no limit: the door does.
    ByDoor,
}

/// What one try came to.
pub(crate) enum Try {
    Done(Box<Result<Outcome, Refused>>),
    /// Somebody was faster: look again.
    Again,
}

/// How often a reading act tries before it waits in line.
const TRIES_FREE: u32 = 3;
/// How often any act tries before the store counts as broken.
const TRIES_MAX: u32 = 64;

/// What is known at one try.
pub(crate) struct Moment<'a> {
    pub(crate) service: &'a Arc<Service>,
    pub(crate) running: &'a Running,
    pub(crate) caller: &'a Caller,
    pub(crate) now: Instant,
}

impl<'a> Moment<'a> {
    /// A moment of a service that runs, for a caller whose token holds.
    pub(crate) fn of(service: &'a Arc<Service>, caller: &'a Caller, now: Instant) -> Result<Self, Refused> {
        service.check_token(caller, now)?;
        Ok(Self { service, running: service.runs()?, caller, now })
    }
}

impl Inner {
    /// Runs an errand to its end.
    pub(crate) async fn run(&self, errand: &Errand<'_>) -> Result<Outcome, Refused> {
        let mut lock = None;
        for attempt in 0..TRIES_MAX {
            let service = self.service(&errand.caller.service).await?;
            if lock.is_none()
                && (errand.changes || attempt >= TRIES_FREE)
                && let Some(stripe) = self.stripe(&service, errand).await?
            {
                lock = self.locks.hold(stripe).await;
            }
            match self.attempt(&service, errand).await? {
                Try::Done(answer) => return *answer,
                Try::Again => {}
            }
        }
        tracing::error!("an act met others {TRIES_MAX} times");
        Err(DoorCode::Unavailable.into())
    }

    /// Which lock stands for the person.
    async fn stripe(&self, service: &Arc<Service>, errand: &Errand<'_>) -> Result<Option<u128>, Refused> {
        let running = service.runs()?;
        let moment = Moment { service, running, caller: errand.caller, now: self.now()? };
        Ok(match errand.whom {
            None => None,
            Some(whom) => match self.who(&moment, whom, errand.for_right) {
                azukari_store::Who::Id(id) => Some(id.bits()),
                azukari_store::Who::Reference(lookups) => {
                    self.store.find(service.key, &lookups).await?.first().map(|found| found.id.bits())
                }
                azukari_store::Who::Nobody | azukari_store::Who::Row(_) => None,
            },
        })
    }

    async fn attempt(&self, service: &Arc<Service>, errand: &Errand<'_>) -> Result<Try, Refused> {
        let now = self.now()?;
        let running = service.runs()?;
        service.check_token(errand.caller, now)?;
        let moment = Moment { service, running, caller: errand.caller, now };
        let who = errand.whom.map_or(azukari_store::Who::Nobody, |whom| self.who(&moment, whom, errand.for_right));
        let mut want = (errand.want)(running);
        let key = errand.submission.key.as_ref();
        want.idempotency = once::key_of(&moment, key);
        want.approval = errand.approval.map(|(id, _)| id);
        let snapshot = self.store.snapshot(&azukari_store::Whom { service: service.key, who }, &want).await?;
        if snapshot.number != service.number {
            self.reload(service.key, Some(snapshot.number)).await?;
            return Ok(Try::Again);
        }
        if let Some(answer) = self.before(&moment, key, &snapshot) {
            return Ok(Try::Done(Box::new(answer)));
        }
        let known = snapshot.person.as_ref().is_some_and(|person| is_reached(&moment, person, errand.for_right));
        let approval = usable_approval(errand, &snapshot, now);
        let seen = match snapshot.person {
            Some(person) if known => Seen::of(person, snapshot.request.as_ref(), running),
            _ => Seen::new(PersonId::from_bits(self.random().bits()?)),
        };
        let is_missing = errand.whom.is_some() && !known;
        let act = (errand.act)(&seen, running);
        let reservation =
            (errand.reaches != Reaches::Nobody && !is_missing).then(|| self.reserve(&moment, seen.id)).flatten();
        let counted = reservation.as_ref().map(|reservation| reservation.count).unwrap_or_default();
        let facts = Facts {
            register: &running.register,
            holdings: &seen.holdings,
            standing: &seen.standing,
            people_reached: if errand.reaches == Reaches::ByGate && is_missing {
                self.reached_today(&moment)
            } else {
                counted.people
            },
            person_reached: counted.has_this,
            approval: approval.as_ref(),
            request: seen.request.as_ref(),
        };
        match running.gate.decide(&act, &policy_caller(errand.caller), &facts, now) {
            Verdict::Refuse(refusal) => {
                let about = (!is_missing && seen.row.is_some()).then_some(&seen);
                let code = if is_missing && is_about_person(refusal.code) { Err(()) } else { Ok(refusal) };
                self.refuse(&moment, errand, &act, about, code).await
            }
            Verdict::Permit(_) if is_missing => self.refuse(&moment, errand, &act, None, Err(())).await,
            Verdict::Permit(_)
                if errand.reaches == Reaches::ByDoor
                    && reservation.as_ref().is_some_and(|one| one.is_beyond(&moment)) =>
            {
                let refused = self.limit_reached(&moment, super::office::gate_refusal(RefusalCode::CallerLimitReached));
                self.record_refusal(&moment, errand, &act, Some(&seen), refused).await
            }
            Verdict::Permit(_) if let Err(uncertain) = service.ensure_certain(&act) => {
                self.record_refusal(&moment, errand, &act, Some(&seen), uncertain).await
            }
            Verdict::Permit(permit) => {
                let tried = self.permitted(&moment, errand, &act, &seen, &permit).await?;
                if let (Some(reservation), Try::Done(answer)) = (reservation, &tried)
                    && answer.is_ok()
                {
                    reservation.keep();
                }
                Ok(tried)
            }
        }
    }

    async fn permitted(
        &self,
        moment: &Moment<'_>,
        errand: &Errand<'_>,
        act: &Act,
        seen: &Seen,
        permit: &Permit,
    ) -> Result<Try, Refused> {
        let act_id = self.act_id(moment.now)?;
        let stage = Stage {
            service: moment.service,
            running: moment.running,
            keyring: &self.keyring,
            caller: errand.caller,
            seen,
            permit,
            act: act_id,
            now: moment.now,
            case: errand.submission.case.as_ref(),
            reason: errand.submission.reason.as_ref(),
        };
        let planned = {
            let mut random = self.random();
            (errand.plan)(&stage, act, &mut random)
        };
        let (plan, outcome) = match planned {
            Ok(planned) => planned,
            // What a statute keeps is refused by the plan, which alone sees that nothing else would go.
            Err(refused) => match refused.code {
                Code::Gate(_) => return self.record_refusal(moment, errand, act, Some(seen), refused).await,
                Code::Door(_) => return Ok(Try::Done(Box::new(Err(refused)))),
            },
        };
        let key = errand.submission.key.as_ref();
        let idempotency = self.stands_for(moment, key, (act_id, errand.status), Some(seen.id));
        let subject = match seen.row {
            None => Subject::New(seen.id),
            Some(row) => Subject::Known { row, revision: seen.revision, raises: plan.raises() },
        };
        let changes = plan.raises() || seen.row.is_none();
        match self.write(moment, subject, plan, idempotency, changes).await? {
            Committed::Done(_) => {
                self.evidence.note(&moment.service.id, &stage.clauses(), act_id, moment.now);
                Ok(Try::Done(Box::new(Ok(outcome))))
            }
            // An approval used meanwhile: the next look finds it used, and the gate says that one is missing.
            Committed::Stale | Committed::Conflict(Conflict::Idempotency | Conflict::Person | Conflict::Approval) => {
                Ok(Try::Again)
            }
            Committed::Conflict(Conflict::Reference) => Ok(Try::Done(Box::new(Err(DoorCode::AlreadyHeld.into())))),
            Committed::Conflict(Conflict::Refusal | Conflict::Answered) => Err(DoorCode::Internal.into()),
            Committed::Failed => Err(DoorCode::Unavailable.into()),
        }
    }

    /// Seals the records of a plan and commits all of it.
    pub(crate) async fn write(
        &self,
        moment: &Moment<'_>,
        subject: Subject,
        plan: Plan,
        idempotency: Option<IdempotencyRow>,
        changes: bool,
    ) -> Result<Committed, Refused> {
        let effects = self.effects(moment, subject, plan, idempotency, changes).await?;
        Ok(self.commit(effects, moment.now).await)
    }

    /// Seals the records of a plan.
    pub(crate) async fn effects(
        &self,
        moment: &Moment<'_>,
        subject: Subject,
        plan: Plan,
        idempotency: Option<IdempotencyRow>,
        changes: bool,
    ) -> Result<Effects, Refused> {
        let month = super::months::month_of(moment.now);
        let evidence = self.month_key(moment.service, RecordKind::Evidence, month).await?;
        let provision = match &plan.provision {
            Some(_) => Some(self.month_key(moment.service, RecordKind::Provision, month).await?),
            None => None,
        };
        let mut random = self.random();
        let mut records = vec![plan.record.seal(&evidence.used(), changes, &mut random)?];
        if let (Some(draft), Some(key)) = (&plan.provision, &provision) {
            let mut record = draft.seal(&key.used(), false, &mut random)?;
            // One act, one person reached: the evidence is counted, this is not.
            record.account = None;
            records.push(record);
        }
        let unique = idempotency.map(Unique::Idempotency).into_iter().chain(plan.unique).collect();
        Ok(Effects {
            service: moment.service.key,
            number: moment.service.number,
            subject,
            at: moment.now,
            unique,
            records,
            changes: plan.changes,
        })
    }

    /// Commits one act's effects.
    pub(crate) async fn commit(&self, effects: Effects, now: Instant) -> Committed {
        let committed = self.store.commit(vec![effects]).await.pop().unwrap_or(Committed::Failed);
        if let Committed::Done(Written { records, .. }) = &committed
            && !records.is_empty()
        {
            self.saw_record(now);
        }
        committed
    }

    /// Records a refusal of the gate, or that nobody is there (`Err`), which looks the same whoever is not there.
    async fn refuse(
        &self,
        moment: &Moment<'_>,
        errand: &Errand<'_>,
        act: &Act,
        about: Option<&Seen>,
        refusal: Result<Refusal, ()>,
    ) -> Result<Try, Refused> {
        let refused = match refusal {
            Ok(refusal) => self.refused(moment, act, refusal),
            Err(()) => DoorCode::NotFound.into(),
        };
        self.record_refusal(moment, errand, act, about, refused).await
    }

    async fn record_refusal(
        &self,
        moment: &Moment<'_>,
        errand: &Errand<'_>,
        act: &Act,
        about: Option<&Seen>,
        refused: Refused,
    ) -> Result<Try, Refused> {
        let (case, reason) = (errand.submission.case.as_ref(), errand.submission.reason.as_ref());
        let draft = super::refusing::describe(self.draft(moment, errand.kind)?, act, moment.running).said(case, reason);
        match self.refuse_once(moment, draft, about, refused).await? {
            Some(refused) => Ok(Try::Done(Box::new(Err(refused)))),
            None => Ok(Try::Again),
        }
    }

    /// Begins a record.
    pub(crate) fn draft(&self, moment: &Moment<'_>, kind: Kind) -> Result<Draft, Refused> {
        Ok(Draft::new(self.act_id(moment.now)?, kind, moment.now, moment.caller)
            .decided(moment.service, moment.running))
    }

    /// A new act.
    pub(crate) fn act_id(&self, now: Instant) -> Result<ActId, Refused> {
        Ok(ActId::in_time(now, self.random().array()?))
    }

    /// Whom the store is to look at. A person's session finds nobody but that person.
    pub(crate) fn who(&self, moment: &Moment<'_>, whom: &Whom, for_right: bool) -> azukari_store::Who {
        let who = match whom {
            Whom::Id(id) => azukari_store::Who::Id(*id),
            Whom::Reference { system, reference } => {
                let uses: &[LookUpUse] = if for_right && reaches_erased(moment) {
                    &[LookUpUse::Acts, LookUpUse::Rights]
                } else {
                    &[LookUpUse::Acts]
                };
                let number = moment.running.number(Family::System, system);
                let lookups = number.into_iter().flat_map(|number| {
                    uses.iter().filter_map(move |of| self.indexer(moment).of_reference(*of, number, reference.open()))
                });
                azukari_store::Who::Reference(lookups.collect())
            }
            Whom::Unreadable => azukari_store::Who::Nobody,
        };
        match (&moment.caller.who, &who) {
            (Who::Person(own), azukari_store::Who::Id(id)) if own == id => who,
            (Who::Person(_), _) => azukari_store::Who::Nobody,
            _ => who,
        }
    }

    /// Who makes look-ups at this moment.
    pub(crate) fn indexer<'a>(&'a self, moment: &Moment<'a>) -> Indexer<'a> {
        Indexer { keyring: &self.keyring, service: moment.service, running: moment.running, now: moment.now }
    }
}

/// Whether somebody is there for this act: the erased for a right alone, and for nobody but who handles requests. To all
/// others they are as unknown as anybody.
pub(crate) fn is_reached(moment: &Moment<'_>, person: &Person, for_right: bool) -> bool {
    person.erased.is_none() || (for_right && reaches_erased(moment))
}

fn reaches_erased(moment: &Moment<'_>) -> bool {
    handles(moment, &[Handle::Requests]).is_ok()
}

/// The approval the act cites, if it was given for this very act to this very account and not used.
fn usable_approval(errand: &Errand<'_>, snapshot: &Snapshot, now: Instant) -> Option<Approval> {
    let (_, mark) = errand.approval?;
    let (row, person) = (snapshot.approval.as_ref()?, snapshot.person.as_ref()?);
    let Who::Staff { account, .. } = &errand.caller.who else { return None };
    let fits = row.hmac == mark(person.id) && row.requester == *account && row.until > now && row.used.is_none();
    fits.then(|| Approval { approver: row.approver.clone(), role: row.role.clone() })
}

/// What the gate looks at of an act that is about no single person.
pub(crate) fn facts_about_nobody(running: &Running) -> Facts<'_> {
    Facts {
        register: &running.register,
        holdings: &[],
        standing: &[],
        people_reached: 0,
        person_reached: false,
        approval: None,
        request: None,
    }
}

/// The ids of the clauses a permit rests on.
pub(crate) fn clauses_of(running: &Running, permit: &Permit) -> Vec<Arc<str>> {
    permit.clauses.iter().map(|place| running.gate.clause(place).into()).collect()
}

/// The caller as the gate knows it.
pub(crate) fn policy_caller(caller: &Caller) -> act::Caller {
    match &caller.who {
        Who::Staff { account, role, .. } => act::Caller::Staff { account: account.clone(), role: role.clone() },
        Who::Person(_) => act::Caller::Person,
        Who::Visitor(_) => act::Caller::Visitor,
        Who::Retention => act::Caller::Retention,
    }
}

/// Whether a refusal says something about the person: then somebody who is not there must be refused as nobody.
pub(crate) const fn is_about_person(code: RefusalCode) -> bool {
    use RefusalCode as C;
    matches!(
        code,
        C::PolicyIdentifiable
            | C::PolicyConfirmationMissing
            | C::PolicyProvisionCeased
            | C::PolicyConsentMissing
            | C::PolicyConsentRefused
            | C::PolicyConsentWithdrawn
            | C::PolicyConsentOutdated
            | C::PolicyCountryNotTold
            | C::PolicyNotHeld
            | C::PolicyHoldingExpired
            | C::PolicySourceUnannounced
            | C::PolicyPurposeNotShown
            | C::PolicyRecipientNotShown
            | C::PolicyRestricted
            | C::PolicyUseCeased
            | C::PolicyStopped
            | C::PolicyEventMissing
            | C::PolicyEventLapsed
            | C::PolicyFollowOnNotOffered
            | C::PolicyKeptByLaw
    )
}
