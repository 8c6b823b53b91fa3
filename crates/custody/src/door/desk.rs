//! Entering registers, listing them, approving exceptions.

use super::{
    Inner,
    errand::{Moment, facts_about_nobody, policy_caller},
    holds,
    office::{Office, gate_refusal, handles, role},
    perform::person_wanted,
};
use crate::{
    ask::{ApproveAsk, ProvideAsk, Submission, Whom},
    caller::{Caller, Who},
    outcome::{Entered, Outcome},
    plan::Plan,
    refused::{DoorCode, Refused},
    register::{
        Entry, EntryKind, Listed, Told,
        filed::{self, Filed},
    },
    seen::Seen,
    service::Running,
    text::{Line, Note},
    verify::versions::say_filed,
};
use azukari_ledger::Kind;
use azukari_model::{ApprovalId, MemberId, Name, PersonId, RequestId};
use azukari_policy::{
    act::{Act, Attest},
    declared::Recipient,
    facts::Number,
    refusal::RefusalCode,
    verdict::Verdict,
    vocabulary::{Approve, Family, Handle},
};
use azukari_store::{ApprovalRow, Change, Messages, NewFiled, RequestRow, Unique, Want, WrappedKey};
use azukari_vault::{Context, Random};
use serde_json::json;
use std::sync::Arc;

/// How long an approval waits, in microseconds.
const APPROVAL_LASTS: i64 = 86_400_000_000;

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

    /// A register, oldest first.
    pub(crate) async fn list(&self, caller: &Caller, kind: EntryKind) -> Result<Outcome, Refused> {
        let service = self.fresh(&caller.service).await?;
        let moment = Moment::of(&service, caller, self.now_or_newest())?;
        handles(&moment, &[Handle::Policy, Handle::Requests, Handle::Holds, Handle::Incidents])?;
        let word = kind.word();
        let mut listed: Vec<Listed> = (service.filed.iter())
            .filter(|filed| &*filed.kind == word)
            .map(|filed| Listed {
                at: filed.at,
                by: filed.by.clone(),
                member: if let Filed::Member { member, .. } = &filed.what { Some(*member) } else { None },
                person: None,
                request: None,
                entry: serde_json::to_value(&filed.what).unwrap_or_default(),
            })
            .collect();
        match kind {
            EntryKind::Requests => listed.extend(self.list_requests(&moment).await?),
            EntryKind::Approvals => listed.extend(self.list_approvals(&moment).await?),
            EntryKind::Statistics => listed.extend(self.list_releases(&moment).await?),
            EntryKind::Systems => listed.extend(self.list_messages(&moment).await?),
            _ => listed.extend(self.list_standing(&moment, kind).await?),
        }
        Ok(Outcome::Listed(listed))
    }

    async fn list_requests(&self, moment: &Moment<'_>) -> Result<Vec<Listed>, Refused> {
        let rows = self.store.requests(moment.service.key, 1_000).await?;
        Ok((rows.into_iter())
            .map(|row| Listed {
                at: row.received,
                by: "-".into(),
                member: None,
                person: None,
                request: Some(row.id),
                entry: json!({ "state": row.state, "right": moment.running.name(Family::Right, Number(row.right)), "due": row.due, "answered": row.answered }),
            })
            .collect())
    }

    async fn list_approvals(&self, moment: &Moment<'_>) -> Result<Vec<Listed>, Refused> {
        let rows = self.store.approvals(moment.service.key, 1_000).await?;
        Ok((rows.into_iter())
            .map(|row| Listed {
                at: row.at,
                by: row.approver.clone(),
                member: None,
                person: None,
                request: None,
                entry: json!({ "approval": row.id, "requester": row.requester, "until": row.until, "used": row.used }),
            })
            .collect())
    }

    async fn list_releases(&self, moment: &Moment<'_>) -> Result<Vec<Listed>, Refused> {
        let rows = self.store.releases(moment.service.key).await?;
        Ok((rows.into_iter())
            .map(|row| Listed {
                at: row.at,
                by: "-".into(),
                member: None,
                person: None,
                request: None,
                entry: json!({
                    "statistic": moment.running.name(Family::Statistic, Number(row.statistic)),
                    "smallest": row.smallest,
                    "act": row.act,
                    "how": serde_json::from_str::<serde_json::Value>(&row.body).unwrap_or_default(),
                }),
            })
            .collect())
    }

    /// Who was told and has not confirmed it.
    async fn list_messages(&self, moment: &Moment<'_>) -> Result<Vec<Listed>, Refused> {
        let rows = self.store.messages(moment.service.key, Messages::Unconfirmed, 1_000).await?;
        let running = moment.running;
        Ok((rows.into_iter())
            .map(|row| {
                let word = match &*row.to {
                    "system" => running.name(Family::System, Number(row.party)),
                    _ => (running.member_word(Number(row.member)))
                        .unwrap_or_else(|| running.name(Family::Recipient, Number(row.party))),
                };
                let mut entry = json!({ "act": row.act, "due": row.due, "confirmed": row.confirmed });
                if let Some(entry) = entry.as_object_mut() {
                    entry.insert(row.to.to_string(), json!(word));
                    // The text of the message lives for a week; whom it was for and when stays.
                    entry.insert("readable".to_owned(), json!(row.body.is_some()));
                }
                Listed {
                    at: row.at,
                    by: "-".into(),
                    member: None,
                    person: row.person.map(|(_, id)| id),
                    request: None,
                    entry,
                }
            })
            .collect())
    }

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

fn name(field: &str, word: &str) -> Result<Name, Refused> {
    word.parse().map_err(|_| malformed(field))
}

/// A recipient that is one company, or a company of a class, that is known here.
fn party(moment: &Moment<'_>, word: &Arc<str>) -> Result<Arc<str>, Refused> {
    party_numbers(moment.running, word).map(|_| word.clone()).ok_or_else(|| malformed("party"))
}

pub(super) fn party_numbers(running: &Running, word: &str) -> Option<(Number, Number)> {
    if let Some(company) = running.register.members.get(word) {
        return Some((company.class, company.number));
    }
    let declared = running.policy.recipient(word).filter(|recipient: &&Recipient| !recipient.is_class)?;
    Some((running.number(Family::Recipient, &declared.id)?, Number(0)))
}

/// The text of a line, as it is filed.
fn line(text: &Line) -> String {
    text.open().to_owned()
}

/// The text of a note, as it is filed.
fn note(text: &Note) -> String {
    text.open().to_owned()
}

/// A company of a class. A record of what is passed on to it names it with address and representative (Act Art. 29), where
/// the law asks for one.
fn member(moment: &Moment<'_>, company: &Company<'_>, random: &mut Random) -> Result<Filed, Refused> {
    let declared = moment.running.policy.recipient(company.class).filter(|recipient| recipient.is_class);
    let declared = declared.ok_or_else(|| malformed("class"))?;
    let country = company.country.map(line);
    if country.as_ref().is_some_and(|code| code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase())) {
        return Err(malformed("country"));
    }
    let is_abroad = country.as_ref().unwrap_or(&declared.country) != "JP";
    for (field, text) in [("address", company.address), ("representative", company.representative)] {
        if text.is_none() && declared.part.owes_record(is_abroad) {
            return Err(Refused::door(DoorCode::FieldMissing).at(field));
        }
    }
    Ok(Filed::Member {
        member: MemberId::in_time(moment.now, random.array()?),
        number: filed::last_member_number(moment.service.filed()) + 1,
        class: declared.id.clone(),
        name: line(company.name),
        address: company.address.map(line),
        representative: company.representative.map(line),
        country,
    })
}

/// A company as it is entered.
struct Company<'a> {
    class: &'a str,
    name: &'a Line,
    address: Option<&'a Line>,
    representative: Option<&'a Line>,
    country: Option<&'a Line>,
}

/// What is filed; `None`: it is about a person, and goes to their standing.
fn filed_of(moment: &Moment<'_>, entry: &Entry, random: &mut Random) -> Result<Option<Filed>, Refused> {
    let policy = &moment.running.policy;
    let today = moment.running.zone().date(moment.now);
    Ok(Some(match entry {
        Entry::Member { class, name, address, representative, country } => {
            let company = Company {
                class,
                name,
                address: address.as_ref(),
                representative: representative.as_ref(),
                country: country.as_ref(),
            };
            member(moment, &company, random)?
        }
        Entry::Stop { party: word, because } => {
            Filed::Stop { party: party(moment, word)?, because: because.as_ref().map(note) }
        }
        Entry::Agreement { party: word, from, until, items, reference } => {
            if until < from {
                return Err(malformed("until"));
            }
            let items = match items {
                Some(items) => Some(
                    items
                        .iter()
                        .map(|item| Ok(policy.item(item).ok_or_else(|| malformed("items"))?.id.clone()))
                        .collect::<Result<_, Refused>>()?,
                ),
                None => None,
            };
            Filed::Agreement {
                party: party(moment, word)?,
                from: *from,
                until: *until,
                items,
                reference: reference.as_ref().map(line),
            }
        }
        Entry::Choice { party: word, because } => Filed::Choice { party: party(moment, word)?, because: note(because) },
        Entry::Review { party: word, on, findings } => Filed::Review {
            party: party(moment, word)?,
            on: on.filter(|on| *on <= today).unwrap_or(today),
            findings: findings.as_ref().map(note),
        },
        Entry::Route { party: word, route, checked } => {
            Filed::Route { party: party(moment, word)?, route: *route, checked: *checked }
        }
        Entry::Announcement { source, at, place, text } => Filed::Announcement {
            source: policy.source(source).ok_or_else(|| malformed("source"))?.id.clone(),
            at: at.unwrap_or(moment.now),
            place: line(place),
            text: text.as_ref().map(note),
        },
        Entry::Account { account, role, over } => {
            Filed::Account { account: account.open().into(), role: name("role", role)?, over: *over }
        }
        Entry::Attestation { measure, evidence, of, on } => Filed::Attestation {
            measure: name("measure", measure)?,
            on: on.filter(|on| *on <= today).unwrap_or(today),
            evidence: evidence.as_ref().map(note),
            of: of.as_ref().map(|of| of.open().into()),
            by: account(moment.caller),
        },
        Entry::Confirmation { .. } | Entry::Restriction { .. } | Entry::Hold { .. } | Entry::Request { .. } => {
            return Ok(None);
        }
        Entry::Done { .. } | Entry::RequestAnswered { .. } => return Err(malformed("request")),
    }))
}
