//! Acts the gate has no word for: reading what is held, entering registers, approving. The same way through the door: the
//! role is asked, the record is durable, then the answer leaves.

use super::{
    Inner,
    errand::{Moment, Try, is_reached},
    once,
    reservation::Reservation,
};
use crate::{
    ask::{Submission, Whom, WriteKey},
    caller::{Caller, Who},
    outcome::Outcome,
    plan::Plan,
    record::Draft,
    refused::{Code, DoorCode, Refused},
    seen::Seen,
    service::Running,
};
use azukari_ledger::Kind;
use azukari_policy::{declared::Role, refusal::RefusalCode, vocabulary::Handle};
use azukari_store::{Committed, Conflict, Subject, Want};
use azukari_vault::Random;

/// Plans an act of the office.
pub(crate) type Planning<'a> =
    dyn Fn(&Moment<'_>, Option<&Seen>, Draft, &mut Random) -> Result<(Plan, Outcome), Refused> + Sync + 'a;

/// An act of the office.
pub(crate) struct Office<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) kind: Kind,
    /// What it is, for the record of a refusal.
    pub(crate) what: &'static str,
    pub(crate) key: Option<&'a WriteKey>,
    /// `None`: it is about nobody.
    pub(crate) whom: Option<&'a Whom>,
    /// It serves a right that outlives an erasure: who handles requests reaches the erased too.
    pub(crate) for_right: bool,
    /// It shows somebody to the account, which counts against its day.
    pub(crate) reaches: bool,
    pub(crate) want: Want,
    pub(crate) status: u16,
    pub(crate) allowed: &'a (dyn Fn(&Moment<'_>) -> Result<(), Refused> + Sync),
    pub(crate) plan: &'a Planning<'a>,
}

impl<'a> Office<'a> {
    /// One about nobody, with what a submission brings.
    pub(crate) fn of(caller: &'a Caller, submission: &'a Submission, kind: Kind, what: &'static str) -> Self {
        Self {
            caller,
            kind,
            what,
            key: submission.key.as_ref(),
            whom: None,
            for_right: false,
            reaches: false,
            want: Want::default(),
            status: 201,
            allowed: &|_| Err(DoorCode::Internal.into()),
            plan: &|_, _, _, _| Err(DoorCode::Internal.into()),
        }
    }
}

impl Inner {
    /// Runs it to its end.
    pub(crate) async fn office(&self, office: &Office<'_>) -> Result<Outcome, Refused> {
        let mut lock = None;
        for _ in 0..64 {
            if let (None, Some(Whom::Id(id))) = (&lock, office.whom) {
                lock = self.locks.hold(id.bits()).await;
            }
            if let Try::Done(answer) = self.try_office(office).await? {
                return *answer;
            }
        }
        Err(DoorCode::Unavailable.into())
    }

    async fn try_office(&self, office: &Office<'_>) -> Result<Try, Refused> {
        let service = self.service(&office.caller.service).await?;
        let (now, running) = (self.now()?, service.runs()?);
        service.check_token(office.caller, now)?;
        let moment = Moment { service: &service, running, caller: office.caller, now };
        let who = office.whom.map_or(azukari_store::Who::Nobody, |whom| self.who(&moment, whom, office.for_right));
        let mut want = office.want.clone();
        want.idempotency = once::key_of(&moment, office.key);
        let snapshot = self.store.snapshot(&azukari_store::Whom { service: service.key, who }, &want).await?;
        if snapshot.number != service.number {
            self.reload(service.key, Some(snapshot.number)).await?;
            return Ok(Try::Again);
        }
        if let Some(answer) = self.before(&moment, office.key, &snapshot) {
            return Ok(Try::Done(Box::new(answer)));
        }
        let seen = snapshot
            .person
            .filter(|person| is_reached(&moment, person, office.for_right))
            .map(|person| Seen::of(person, snapshot.request.as_ref(), running));
        let reservation = seen.as_ref().filter(|_| office.reaches).and_then(|seen| self.reserve(&moment, seen.id));
        let answer = match (office.allowed)(&moment) {
            Err(refused) => Err(refused),
            Ok(()) if office.whom.is_some() && seen.is_none() => Err(DoorCode::NotFound.into()),
            Ok(()) if reservation.as_ref().is_some_and(|one| one.is_beyond(&moment)) => {
                Err(self.limit_reached(&moment, gate_refusal(RefusalCode::CallerLimitReached)))
            }
            Ok(()) => Ok(()),
        };
        let draft = self.draft(&moment, office.kind)?;
        if let Err(refused) = answer {
            if !matches!(refused.code, Code::Gate(_) | Code::Door(DoorCode::NotFound)) {
                return Ok(Try::Done(Box::new(Err(refused))));
            }
            let refused = self.refuse_once(&moment, draft.with("what", office.what), None, refused).await?;
            return Ok(refused.map_or(Try::Again, |refused| Try::Done(Box::new(Err(refused)))));
        }
        let act = draft.act();
        let draft = match &seen {
            Some(seen) => draft.about(seen.id),
            None => draft,
        };
        let planned = (office.plan)(&moment, seen.as_ref(), draft, &mut self.random());
        let (plan, outcome) = match planned {
            Ok(planned) => planned,
            Err(refused) => return Ok(Try::Done(Box::new(Err(refused)))),
        };
        let subject = match seen.as_ref().and_then(|seen| Some((seen.row?, seen.revision))) {
            Some((row, revision)) => Subject::Known { row, revision, raises: plan.raises() },
            None => Subject::Nobody,
        };
        let person = seen.as_ref().map(|seen| seen.id);
        let idempotency = self.stands_for(&moment, office.key, (act, office.status), person);
        let changes = plan.raises();
        match self.write(&moment, subject, plan, idempotency, changes).await? {
            Committed::Done(_) => {
                reservation.into_iter().for_each(Reservation::keep);
                Ok(Try::Done(Box::new(Ok(outcome))))
            }
            Committed::Stale | Committed::Conflict(Conflict::Idempotency) => Ok(Try::Again),
            Committed::Conflict(_) => Ok(Try::Done(Box::new(Err(DoorCode::Conflict.into())))),
            Committed::Failed => Err(DoorCode::Unavailable.into()),
        }
    }
}

/// The role of a caller, if it has one.
pub(crate) fn role<'r>(caller: &Caller, running: &'r Running) -> Option<&'r Role> {
    match &caller.who {
        Who::Staff { role, .. } => running.operation.as_ref()?.role(role),
        _ => None,
    }
}

/// Passes if the role handles one of these.
pub(crate) fn handles(moment: &Moment<'_>, any_of: &[Handle]) -> Result<(), Refused> {
    let role = role(moment.caller, moment.running);
    if role.is_some_and(|role| role.handle.iter().any(|handle| any_of.contains(handle))) {
        Ok(())
    } else {
        Err(gate_refusal(RefusalCode::CallerLacksHandling))
    }
}

/// A refusal with a code of the gate, of something the gate is not asked.
pub(crate) fn gate_refusal(code: RefusalCode) -> Refused {
    Refused { code: Code::Gate(code), ..Refused::door(DoorCode::Internal) }
}
