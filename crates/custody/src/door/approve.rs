//! Approving exceptions.

use super::{
    Inner,
    desk::{account, malformed},
    errand::Moment,
    office::{Office, gate_refusal, role},
};
use crate::{
    ask::{ApproveAsk, ProvideAsk, Submission},
    caller::{Caller, Who},
    outcome::Outcome,
    plan::Plan,
    refused::{DoorCode, Refused},
    text::{Line, Note},
};
use azukari_ledger::Kind;
use azukari_model::{ApprovalId, Name, PersonId};
use azukari_policy::{refusal::RefusalCode, vocabulary::Approve};
use azukari_store::{ApprovalRow, Change};
use serde_json::json;

/// How long an approval waits, in microseconds.
const APPROVAL_LASTS: i64 = 86_400_000_000;

impl Inner {
    /// Approves an exception that somebody else will ask for, word for word.
    pub(crate) async fn approve(
        &self,
        caller: &Caller,
        submission: &Submission,
        ask: &ApproveAsk,
    ) -> Result<Outcome, Refused> {
        self.office(&Office {
            whom: Some(&ask.provide.whom),
            allowed: &|moment| {
                let role = role(moment.caller, moment.running);
                if !role.is_some_and(|role| role.approve.contains(&Approve::Exceptions)) {
                    return Err(gate_refusal(RefusalCode::CallerApproverNotEntitled));
                }
                if *account(moment.caller) == *ask.requester.open() {
                    return Err(gate_refusal(RefusalCode::CallerApprovesOwn));
                }
                Ok(())
            },
            plan: &|moment, seen, draft, random| {
                let seen = seen.ok_or(DoorCode::NotFound)?;
                is_spelt(moment, &ask.provide)?;
                let Who::Staff { account, role, .. } = &moment.caller.who else {
                    return Err(DoorCode::Internal.into());
                };
                let id = ApprovalId::in_time(moment.now, random.array()?);
                let until = moment.now.plus_micros(APPROVAL_LASTS);
                let row = ApprovalRow {
                    id,
                    hmac: self.provision_mark(&moment.service.id, seen.id, &ask.provide),
                    requester: ask.requester.open().into(),
                    approver: account.clone(),
                    role: role.clone(),
                    at: moment.now,
                    until,
                    used: None,
                };
                let act = draft.act();
                let draft = draft.with("approval", id).with("requester", ask.requester.open()).with("until", until);
                let plan = Plan { changes: vec![Change::AddApproval(row)], ..Plan::record(draft) };
                Ok((plan, Outcome::Approved { approval: id, until, act }))
            },
            ..Office::of(caller, submission, Kind::Approve, "approval")
        })
        .await
    }

    /// What an approval is bound to: whose, to whom, for what, which items, on what exception and why. Not the approval's id.
    pub(crate) fn provision_mark(&self, service: &Name, person: PersonId, ask: &ProvideAsk) -> [u8; 32] {
        let exception = ask.exception.as_ref();
        let body = json!({
            "recipient": crate::translate::party(&ask.recipient, ask.member.as_ref()),
            "purpose": ask.purpose,
            "items": ask.items,
            "exception": exception.map(|exception| exception.exception.clone()),
            "reason": exception.and_then(|exception| exception.reason.as_ref()).map(Note::open),
            "reference": exception.and_then(|exception| exception.reference.as_ref()).map(Line::open),
            "consent-difficult": exception.is_some_and(|exception| exception.consent_difficult),
            "would-hinder": exception.is_some_and(|exception| exception.would_hinder),
        });
        self.keyring.body_mark(&[b"approval", service.as_bytes(), &person.bytes(), body.to_string().as_bytes()])
    }
}

/// Whether a provision that is to be approved names what there is: it could never be asked for otherwise.
fn is_spelt(moment: &Moment<'_>, ask: &ProvideAsk) -> Result<(), Refused> {
    let (policy, members) = (&moment.running.policy, &moment.running.register.members);
    let knows = |is_known: bool, field: &str| if is_known { Ok(()) } else { Err(malformed(field)) };
    let is_party = |word: &str| policy.recipient(word).is_some() || members.contains_key(word);
    knows(is_party(&ask.recipient), "provide.recipient")?;
    crate::translate::check_party(moment.running, &ask.recipient, ask.member.as_ref())?;
    knows(ask.member.as_ref().is_none_or(|member| is_party(member)), "provide.member")?;
    knows(ask.purpose.as_ref().is_none_or(|purpose| policy.purpose(purpose).is_some()), "provide.purpose")?;
    knows(ask.items.iter().all(|item| policy.item(item).is_some()), "provide.items")?;
    // Which exceptions there are is the gate's to know.
    let exception = ask.exception.as_ref().map(|exception| exception.exception.parse::<Name>());
    knows(exception.is_none_or(|name| name.is_ok()), "provide.exception.exception")
}
