//! Entering registers.

use super::{
    Inner,
    errand::{Moment, facts_about_nobody, policy_caller},
    filing::filed_of,
    holds,
    office::{Office, gate_refusal, handles},
    perform::person_wanted,
};
use crate::{
    ask::{Submission, Whom},
    caller::{Caller, Who},
    outcome::{Entered, Outcome},
    plan::Plan,
    refused::{DoorCode, Refused},
    register::{Entry, Told, filed::Filed},
    seen::Seen,
    service::Running,
    verify::versions::say_filed,
};
use azukari_ledger::Kind;
use azukari_model::RequestId;
use azukari_policy::{
    act::{Act, Attest},
    declared::Recipient,
    facts::Number,
    refusal::RefusalCode,
    verdict::Verdict,
    vocabulary::{Family, Handle},
};
use azukari_store::{Change, Messages, NewFiled, RequestRow, Unique, Want, WrappedKey};
use azukari_vault::{Context, Random};
use serde_json::json;
use std::sync::Arc;

impl Inner {
    /// Enters something into a register.
    pub(crate) async fn enter(
        &self,
        caller: &Caller,
        submission: &Submission,
        entry: &Entry,
    ) -> Result<Outcome, Refused> {
        if let Entry::Done { by, act } = entry {
            return self.done(caller, submission, by, *act).await;
        }
        if let Entry::RequestAnswered { request, items } = entry {
            return self.request_answered(caller, submission, *request, items).await;
        }
        let whom = whom(entry);
        self.office(&Office {
            whom,
            for_right: matches!(entry, Entry::Request { .. }),
            want: if whom.is_some() { person_wanted() } else { Want::default() },
            allowed: &|moment| self.may_enter(moment, entry),
            plan: &|moment, seen, draft, random| {
                let act = draft.act();
                let (changes, member, request) = match (filed_of(moment, entry, random)?, seen) {
                    (Some(filed), _) => {
                        let member = if let Filed::Member { member, .. } = &filed { Some(*member) } else { None };
                        let by = account(moment.caller);
                        let body = serde_json::to_string(&filed).map_err(|_| DoorCode::Internal)?;
                        let new = NewFiled { kind: entry.kind().word().into(), by, act, body };
                        (vec![Change::File(new)], member, None)
                    }
                    (None, Some(seen)) => {
                        let (changes, request) = self.about_person(moment, entry, seen, random)?;
                        (changes, None, request)
                    }
                    (None, None) => return Err(DoorCode::NotFound.into()),
                };
                let filed: Vec<String> = (changes.iter())
                    .filter_map(|change| match change {
                        Change::File(line) => Some(say_filed(&line.kind, &line.body)),
                        _ => None,
                    })
                    .collect();
                let draft = draft.with("register", entry.kind().word()).with_list("filed", &filed);
                let draft = holds::said(entry, draft).fill(|record| {
                    record.member = member;
                    record.request = request;
                });
                let plan = Plan { changes, ..Plan::record(draft) };
                Ok((plan, Outcome::Entered(Entered { act, member, request })))
            },
            ..Office::of(caller, submission, record_kind(entry), "entry")
        })
        .await
    }

    fn may_enter(&self, moment: &Moment<'_>, entry: &Entry) -> Result<(), Refused> {
        match entry {
            Entry::Attestation { measure, evidence, of, .. } => {
                let of = of.as_ref().map(|of| of.open().into());
                let act = Act::Attest(Attest { measure: measure.clone(), has_evidence: evidence.is_some(), of });
                let facts = facts_about_nobody(moment.running);
                match moment.running.gate.decide(&act, &policy_caller(moment.caller), &facts, moment.now) {
                    Verdict::Permit(_) => Ok(()),
                    Verdict::Refuse(refusal) => Err(self.refused(moment, &act, refusal)),
                }
            }
            Entry::Restriction { .. } => handles(moment, &[Handle::Requests, Handle::Holds]),
            Entry::Hold { .. } => handles(moment, &[Handle::Holds]),
            Entry::Confirmation { .. } => handles(moment, &[Handle::Policy, Handle::Requests]),
            Entry::Request { .. } | Entry::RequestAnswered { .. } => handles(moment, &[Handle::Requests]),
            Entry::Done { .. } => handles(moment, &[Handle::Erase, Handle::Policy]),
            _ => handles(moment, &[Handle::Policy]),
        }
    }

    /// Entries about one person: rows of standing, requests.
    fn about_person(
        &self,
        moment: &Moment<'_>,
        entry: &Entry,
        seen: &Seen,
        random: &mut Random,
    ) -> Result<(Vec<Change>, Option<RequestId>), Refused> {
        let running = moment.running;
        if let Some(changes) = self.stood(moment, entry, seen, random)? {
            return Ok((changes, None));
        }
        match entry {
            Entry::Request { gives, way, text, .. } => {
                let id = RequestId::in_time(moment.now, random.array()?);
                let declared = running.policy.rights.iter().find(|right| right.gives == *gives);
                let declared = declared.ok_or_else(|| gate_refusal(RefusalCode::PolicyRightNotDeclared))?;
                let due = running.zone().end_of_period(moment.now, declared.answer_within);
                let sealed = match text {
                    Some(text) => Some(self.seal_request(moment, id, text.open(), random)?),
                    None => None,
                };
                let request = RequestRow {
                    id,
                    person: seen.row,
                    right: running.number(Family::Right, &declared.id).unwrap_or_default().0,
                    state: "received".into(),
                    received: moment.now,
                    due: Some(due),
                    answered: None,
                    items: Vec::new(),
                    body: json!({ "gives": gives, "way": way }).to_string(),
                    text: sealed,
                };
                Ok((vec![Change::PutRequest(request)], Some(id)))
            }
            _ => Err(DoorCode::Internal.into()),
        }
    }

    fn seal_request(
        &self,
        moment: &Moment<'_>,
        id: RequestId,
        text: &str,
        random: &mut Random,
    ) -> Result<(WrappedKey, azukari_store::Opaque), Refused> {
        let place = Context::request(&moment.service.id, id.bits(), 0);
        let (key, wrapped) = self.keyring.wrapping().make(&place, random)?;
        let sealed = azukari_vault::seal(&key, &place, text.as_bytes(), random)?;
        Ok((crate::sealing::wrapped_key(wrapped, random)?, sealed.into_bytes().into()))
    }

    /// Who was told says that it is done.
    async fn done(
        &self,
        caller: &Caller,
        submission: &Submission,
        by: &Told,
        act: azukari_model::ActId,
    ) -> Result<Outcome, Refused> {
        let service = self.service(&caller.service).await?;
        let running = service.runs()?;
        let (word, (to, party, member)) = match by {
            Told::System(system) => {
                let number = running.number(Family::System, system).ok_or_else(|| malformed("system"))?;
                (system, ("system", number, Number(0)))
            }
            Told::Recipient(word) => {
                let (recipient, member) = party_numbers(running, word).ok_or_else(|| malformed("recipient"))?;
                (word, ("recipient", recipient, member))
            }
        };
        let messages = self.store.messages(service.key, Messages::Of(act), 1_000).await?;
        let is_theirs = |message: &&azukari_store::Message| {
            (&*message.to, message.party, message.member) == (to, party.0, member.0)
        };
        let row = messages.iter().find(is_theirs).map(|message| message.row);
        self.office(&Office {
            allowed: &|moment| handles(moment, &[Handle::Erase, Handle::Policy, Handle::Requests]),
            plan: &|_, _, draft, _| {
                // Said only to who may enter it: whether somebody was told is nobody else's to know.
                let row = row.ok_or(DoorCode::NotFound)?;
                let own = draft.act();
                let draft = draft.with(to, word).with("of", act).with("confirmed", true);
                let plan = Plan { changes: vec![Change::MessageConfirmed(row)], ..Plan::record(draft) };
                Ok((plan, Outcome::Entered(Entered { act: own, member: None, request: None })))
            },
            ..Office::of(caller, submission, Kind::Told, "done")
        })
        .await
    }

    /// A request was answered, once, and its answer showed these items.
    async fn request_answered(
        &self,
        caller: &Caller,
        submission: &Submission,
        request: RequestId,
        items: &[Arc<str>],
    ) -> Result<Outcome, Refused> {
        let service = self.service(&caller.service).await?;
        let row = self.store.request(service.key, request).await?;
        self.office(&Office {
            allowed: &|moment| handles(moment, &[Handle::Requests]),
            plan: &|moment, _, draft, _| {
                let row = row.as_ref().ok_or(DoorCode::NotFound)?;
                if row.answered.is_some() {
                    return Err(DoorCode::Conflict.into());
                }
                let number = |item: &Arc<str>| moment.running.number(Family::Item, item).map(|number| number.0);
                let shown: Option<Vec<u32>> = items.iter().map(number).collect();
                let shown = shown.ok_or_else(|| malformed("items"))?;
                let act = draft.act();
                let draft = draft.fill(|record| record.request = Some(request)).with_list("items", items);
                let plan = Plan { unique: vec![Unique::Answer { id: request, items: shown }], ..Plan::record(draft) };
                Ok((plan, Outcome::Entered(Entered { act, member: None, request: Some(request) })))
            },
            ..Office::of(caller, submission, Kind::RequestAnswered, "request-answered")
        })
        .await
    }
}

/// The account that enters something.
pub(crate) fn account(caller: &Caller) -> Arc<str> {
    match &caller.who {
        Who::Staff { account, .. } => account.clone(),
        Who::Person(_) => "person".into(),
        Who::Visitor(_) => "visitor".into(),
        Who::Retention => "retention".into(),
    }
}

/// Whom an entry is about.
const fn whom(entry: &Entry) -> Option<&Whom> {
    match entry {
        Entry::Confirmation { whom, .. }
        | Entry::Restriction { whom, .. }
        | Entry::Hold { whom, .. }
        | Entry::Request { whom, .. } => Some(whom),
        _ => None,
    }
}

const fn record_kind(entry: &Entry) -> Kind {
    match entry {
        Entry::Member { .. } | Entry::Stop { .. } => Kind::Member,
        Entry::Agreement { .. } => Kind::Agreement,
        Entry::Choice { .. } | Entry::Review { .. } => Kind::Review,
        Entry::Route { .. } => Kind::Route,
        Entry::Confirmation { .. } => Kind::Confirm,
        Entry::Announcement { .. } => Kind::Announce,
        Entry::Account { .. } => Kind::Staff,
        Entry::Attestation { .. } => Kind::Attest,
        Entry::Restriction { over, .. } | Entry::Hold { over, .. } => {
            if *over {
                Kind::HoldEnded
            } else {
                Kind::Hold
            }
        }
        Entry::Done { .. } => Kind::Told,
        Entry::Request { .. } => Kind::RequestOpened,
        Entry::RequestAnswered { .. } => Kind::RequestAnswered,
    }
}

pub(super) fn malformed(field: &str) -> Refused {
    Refused::door(DoorCode::FieldMalformed).at(field)
}

pub(super) fn party_numbers(running: &Running, word: &str) -> Option<(Number, Number)> {
    if let Some(company) = running.register.members.get(word) {
        return Some((company.class, company.number));
    }
    let declared = running.policy.recipient(word).filter(|recipient: &&Recipient| !recipient.is_class)?;
    Some((running.number(Family::Recipient, &declared.id)?, Number(0)))
}
