//! Refusals: recorded at once, equal ones within a minute counted; with what would have to be true.

use super::{Inner, errand::Moment};
use crate::{
    caller::Who,
    record::Draft,
    refused::{Code, Refused, WouldNeed},
    seen::Seen,
    service::Running,
};
use azukari_policy::{act::Act, declared::Keeper, guarantee::Guarantee, refusal::RefusalCode, verdict::Refusal};
use azukari_store::{Committed, Conflict, Effects, RefusalKey, Subject, Unique};
use azukari_vault::RecordKind;
use std::sync::Arc;

/// A minute, in microseconds.
const MINUTE: i64 = 60_000_000;

impl Inner {
    /// A refusal of the gate as it is told.
    pub(crate) fn refused(&self, moment: &Moment<'_>, act: &Act, refusal: Refusal) -> Refused {
        let running = moment.running;
        let clause: Option<Arc<str>> = refusal.clause.map(|place| running.gate.clause(place).into());
        let refused = Refused {
            code: Code::Gate(refusal.code),
            clauses: running.shown(clause.iter().cloned().chain(undertaking(refusal.code, clause.as_deref(), running))),
            would_need: would_need(refusal.code, act, running).into(),
            field: None,
            act: None,
            retry_after: None,
        };
        if refusal.code == RefusalCode::CallerLimitReached { self.limit_reached(moment, refused) } else { refused }
    }

    /// The account reached its people of the day: the board says so, and the answer says when the next day begins.
    pub(crate) fn limit_reached(&self, moment: &Moment<'_>, refused: Refused) -> Refused {
        let zone = moment.running.zone();
        let today = zone.date(moment.now);
        self.evidence.note_limit(&moment.service.id, &moment.caller.who, today);
        let left = (zone.end_of(today).micros() - moment.now.micros()) / 1_000_000 + 1;
        Refused { retry_after: Some(u64::try_from(left).unwrap_or(1)), ..refused }
    }

    /// Records a refusal; `None`: the person or the service changed meanwhile, decide again.
    pub(crate) async fn refuse_once(
        &self,
        moment: &Moment<'_>,
        draft: Draft,
        about: Option<&Seen>,
        mut refused: Refused,
    ) -> Result<Option<Refused>, Refused> {
        let clauses: Vec<Arc<str>> = refused.clauses.iter().map(|clause| clause.id.clone()).collect();
        let draft = draft.refused(refused.code, 1).clauses(&clauses);
        let (draft, subject) = match about.and_then(|seen| Some((seen, seen.row?))) {
            Some((seen, row)) => (draft.about(seen.id), Subject::Known { row, revision: seen.revision, raises: false }),
            None => (draft, Subject::Nobody),
        };
        let of = RefusalKey { minute: moment.now.micros().div_euclid(MINUTE), hash: self.same(moment, &draft, about) };
        let act = draft.act();
        let evidence =
            self.month_key(moment.service, RecordKind::Evidence, super::months::month_of(moment.now)).await?;
        let mut record = draft.seal(&evidence.used(), false, &mut self.random())?;
        // Nobody was reached by a refusal.
        record.account = None;
        let effects = |unique, records| Effects {
            service: moment.service.key,
            number: moment.service.number,
            subject,
            at: moment.now,
            unique,
            records,
            changes: Vec::new(),
        };
        let first = effects(vec![Unique::Refusal { of, act }], vec![record]);
        let committed = match self.commit(first, moment.now).await {
            Committed::Conflict(Conflict::Refusal) => {
                let counted = effects(vec![Unique::Repeat(of)], Vec::new());
                match self.commit(counted, moment.now).await {
                    Committed::Done(_) => return Ok(Some(refused)),
                    other => other,
                }
            }
            other => other,
        };
        match committed {
            Committed::Done(_) => {
                refused.act = Some(act);
                Ok(Some(refused))
            }
            Committed::Stale | Committed::Conflict(_) => Ok(None),
            Committed::Failed => Err(crate::refused::DoorCode::Unavailable.into()),
        }
    }

    /// What makes two refusals equal: who was refused what, about whom.
    fn same(&self, moment: &Moment<'_>, draft: &Draft, about: Option<&Seen>) -> [u8; 32] {
        let who = match &moment.caller.who {
            Who::Staff { account, role, .. } => format!("staff {account} {role}"),
            Who::Person(person) => person.to_string(),
            Who::Visitor(visitor) => visitor.to_string(),
            Who::Retention => "retention".to_owned(),
        };
        let person = about.map(|seen| seen.id.bytes()).unwrap_or_default();
        self.keyring.body_mark(&[b"refusal", moment.service.id.as_bytes(), who.as_bytes(), &person, &draft.sameness()])
    }
}

/// The clause that promises agreements, beside the clause of the provision: a refusal for want of one keeps both.
fn undertaking(code: RefusalCode, cited: Option<&str>, running: &Running) -> Option<Arc<str>> {
    if !matches!(code, RefusalCode::PolicyAgreementMissing | RefusalCode::PolicyAgreementExpired) {
        return None;
    }
    let promised = Keeper::Guarantee(Guarantee::AgreementBeforeProvision);
    let by = &running.policy.bonds.kept_by;
    let mut promising = by.iter().filter(|(_, by)| by.contains(&promised)).map(|(clause, _)| clause.as_str());
    let first = promising.next()?;
    (Some(first) != cited && promising.all(|one| Some(one) != cited)).then(|| first.into())
}

/// What a record says of an act that was refused: the names in it that are names.
pub(crate) fn describe(draft: Draft, act: &Act, running: &Running) -> Draft {
    let names = crate::acts::names;
    match act {
        Act::Acquire(acquire) => draft
            .fill(|record| {
                record.source = name(&acquire.source);
                record.notice = acquire.notice;
            })
            .items(&names(&acquire.items)),
        Act::Use(use_) => draft.purpose(&use_.purpose, running).items(&names(&use_.items)),
        Act::Find(find) => draft.purpose(&find.purpose, running),
        Act::Provide(provide) => {
            let draft = match &provide.purpose {
                Some(purpose) => draft.purpose(purpose, running),
                None => draft,
            };
            let exception = provide.exception.as_ref().and_then(|exception| name(&exception.exception));
            draft
                .fill(|record| {
                    record.recipient = name(&provide.recipient);
                    record.member = provide.recipient.parse().ok();
                })
                .items(&names(&provide.items))
                .with_some("exception", exception)
        }
        Act::Answer(answer) => {
            let (to, id) = match &answer.to {
                azukari_policy::act::AnswerTo::Purpose(id) => ("purpose", id),
                azukari_policy::act::AnswerTo::Provision(id) => ("provision", id),
                azukari_policy::act::AnswerTo::Tag(id) => ("tag", id),
            };
            draft.with("to", to).with_some("id", name(id)).with("given", answer.given)
        }
        Act::Right(right) => {
            draft.items(&names(&right.items)).with_some("right", right.right.as_ref().and_then(|right| name(right)))
        }
        Act::Statistic(statistic) => draft.with_some("statistic", name(&statistic.statistic)),
        Act::Load(load) => draft.with_some("tag", name(&load.tag)),
        Act::Report(report) => draft.with_some("event", name(&report.event)),
        Act::Attest(attest) => draft.with_some("measure", name(&attest.measure)),
    }
}

/// A word that is a name; anything else was never declared, and is not repeated.
fn name(word: &str) -> Option<Arc<str>> {
    word.parse::<azukari_model::Name>().ok().map(|name| name.as_str().into())
}

/// What would have to be true, as far as the policy and the act alone say it: nothing of the person.
fn would_need(code: RefusalCode, act: &Act, running: &Running) -> Vec<WouldNeed> {
    use RefusalCode as C;
    let need = |what, of: &str| WouldNeed { what, of: of.to_owned() };
    let purpose = match act {
        Act::Use(use_) => Some(&use_.purpose),
        Act::Find(find) => Some(&find.purpose),
        Act::Provide(provide) => provide.purpose.as_ref(),
        _ => None,
    };
    let recipient = if let Act::Provide(provide) = act { Some(&provide.recipient) } else { None };
    let declared = purpose.and_then(|purpose| running.policy.purpose(purpose));
    match code {
        C::CallerLacksPurpose => purpose.map(|purpose| need("role-use", purpose)).into_iter().collect(),
        C::CallerLacksBulk => purpose.map(|purpose| need("role-bulk", purpose)).into_iter().collect(),
        C::CallerLacksProvision => recipient.map(|recipient| need("role-provide", recipient)).into_iter().collect(),
        C::PolicyConsentMissing | C::PolicyConsentRefused | C::PolicyConsentWithdrawn | C::PolicyConsentOutdated => {
            purpose.map(|purpose| need("consent", purpose)).into_iter().collect()
        }
        C::PolicyEventMissing | C::PolicyEventLapsed => {
            let events = declared.map(|purpose| purpose.when.iter()).into_iter().flatten();
            let flows = running.policy.flows.iter().filter(|flow| {
                recipient.is_some_and(|recipient| flow.to.iter().any(|to| to.as_str() == &**recipient))
                    && purpose.is_some_and(|purpose| flow.purposes.iter().any(|one| one.as_str() == &**purpose))
            });
            let mut needs: Vec<WouldNeed> =
                events.chain(flows.flat_map(|flow| flow.when.iter())).map(|event| need("event", event)).collect();
            needs.dedup();
            needs
        }
        C::PolicyItemNotForPurpose => {
            declared.map(|purpose| purpose.items.iter().map(|item| need("item", item)).collect()).unwrap_or_default()
        }
        C::PolicyNoticeMissing | C::PolicyNoticeOutdated => {
            let notice = match act {
                Act::Acquire(acquire) => running.gate.source_notice(&acquire.source),
                Act::Answer(answer) => match &answer.to {
                    azukari_policy::act::AnswerTo::Purpose(id) => running.gate.purpose_notice(id),
                    azukari_policy::act::AnswerTo::Provision(id) => running.gate.flow_notice(id),
                    azukari_policy::act::AnswerTo::Tag(id) => running.gate.tag_notice(id),
                },
                _ => None,
            };
            notice.map(|notice| need("notice", &notice.to_string())).into_iter().collect()
        }
        C::PolicyRequiredMissing => {
            let Act::Acquire(acquire) = act else { return Vec::new() };
            let Some(source) = running.policy.source(&acquire.source) else { return Vec::new() };
            let items = source.required.iter().filter(|item| !acquire.items.iter().any(|sent| **sent == ***item));
            let confirms = source.confirms.iter().filter(|word| !acquire.confirms.iter().any(|sent| **sent == ***word));
            items.map(|item| need("item", item)).chain(confirms.map(|word| need("confirms", word))).collect()
        }
        C::PolicyAgreementMissing | C::PolicyAgreementExpired => {
            recipient.map(|recipient| need("agreement", recipient)).into_iter().collect()
        }
        C::PolicyApprovalMissing => vec![need("approval", "")],
        _ => Vec::new(),
    }
}
