//! The act of a case, as the gate is asked it.

use super::{
    file::{ActSaid, CaseError},
    world::World,
    wrong::{ANSWER_TO, FIND_BY, MISSING, NO_ACT, NOT_A_WORD, wrong},
};
use crate::{
    act::{
        Acquire, Act, AgentClaim, Answer, AnswerTo, Attest, Caller, CeaseScope, ExceptionClaim, Find, FindBy, LoadAct,
        Past, Provide, Report, RightAct, RightVerb, StatisticAct, Use,
    },
    facts::Approval,
};
use azukari_model::NoticeId;
use serde_json::Value;
use std::sync::Arc;

/// The account of a case that names none.
const ACCOUNT: &str = "stf_0";

/// An act with who asks it, and what the door would find beside it.
pub(super) struct Asks {
    pub(super) act: Act,
    pub(super) caller: Caller,
    pub(super) account: String,
    pub(super) approval: Option<Approval>,
    pub(super) request: Option<String>,
}

fn need(value: Option<&String>, key: &str) -> Result<Arc<str>, CaseError> {
    value.map(|text| Arc::from(text.as_str())).ok_or_else(|| wrong(MISSING.with([("key", &key)])))
}

fn maybe(value: Option<&String>) -> Option<Arc<str>> {
    value.map(|text| Arc::from(text.as_str()))
}

fn names(values: Option<&Vec<String>>) -> Vec<Arc<str>> {
    values.into_iter().flatten().map(|text| Arc::from(text.as_str())).collect()
}

fn is_said(value: Option<&String>) -> bool {
    value.is_some_and(|text| !text.is_empty())
}

fn word<T: std::str::FromStr>(value: Option<&String>, key: &str) -> Result<Option<T>, CaseError> {
    value.map(|text| text.parse().map_err(|_| wrong(NOT_A_WORD.with([("text", text), ("key", &key)])))).transpose()
}

pub(super) fn read(said: &ActSaid, world: &World<'_>) -> Result<Asks, CaseError> {
    let account = said.actor.clone().unwrap_or_else(|| ACCOUNT.to_owned());
    let caller = match (&said.role, said.by.as_ref().and_then(Value::as_str)) {
        (Some(role), _) => {
            let role = role.parse().map_err(|_| wrong(NOT_A_WORD.with([("text", role), ("key", &"role")])))?;
            Caller::Staff { account: Arc::from(account.as_str()), role }
        }
        (None, Some("person")) => Caller::Person,
        (None, _) => Caller::Visitor,
    };
    Ok(Asks { act: act(said, world)?, caller, account, approval: approval(said)?, request: said.request.clone() })
}

fn approval(said: &ActSaid) -> Result<Option<Approval>, CaseError> {
    let Some(approver) = &said.approver else { return Ok(None) };
    let role = said.approver_role.as_ref().ok_or_else(|| wrong(MISSING.with([("key", &"approver-role")])))?;
    let role = role.parse().map_err(|_| wrong(NOT_A_WORD.with([("text", role), ("key", &"approver-role")])))?;
    Ok(Some(Approval { approver: Arc::from(approver.as_str()), role }))
}

fn act(said: &ActSaid, world: &World<'_>) -> Result<Act, CaseError> {
    Ok(match said.act.as_str() {
        "use" => Act::Use(Use {
            purpose: need(said.purpose.as_ref(), "purpose")?,
            items: names(said.items.as_ref()),
            bulk: said.bulk,
            way_out: said.way_out,
            partial: said.partial,
            masked: said.masked,
        }),
        "find" => Act::Find(find(said)?),
        "acquire" => Act::Acquire(acquire(said, world)?),
        "provide" => Act::Provide(provide(said)?),
        "answer" => Act::Answer(answer(said, world)?),
        "statistic" => Act::Statistic(statistic(said)?),
        "load" => Act::Load(LoadAct {
            tag: need(said.tag.as_ref(), "tag")?,
            page: maybe(said.page.as_ref()),
            on: word(said.on.as_ref(), "on")?,
            hosts: names(said.hosts.as_ref()),
            choices: said.choice.iter().map(|(name, yes)| (Arc::from(name.as_str()), *yes)).collect(),
            linked: said.linked,
        }),
        "report" => Act::Report(Report {
            event: need(said.event.as_ref(), "event")?,
            has_reference: is_said(said.reference.as_ref()),
            member: maybe(said.member.as_ref()),
            over: said.over,
        }),
        "attest" => Act::Attest(Attest {
            measure: need(said.measure.as_ref(), "measure")?,
            has_evidence: is_said(said.evidence.as_ref()),
            of: maybe(said.of.as_ref()),
        }),
        "disclose" => Act::Right(right(said, RightVerb::Disclose)),
        "correct" => Act::Right(right(said, RightVerb::Correct)),
        "cease" => Act::Right(right(said, RightVerb::Cease)),
        "resume" => Act::Right(right(said, RightVerb::Resume)),
        "erase" => Act::Right(right(said, RightVerb::Erase)),
        other => return Err(wrong(NO_ACT.with([("act", &other)]))),
    })
}

fn find(said: &ActSaid) -> Result<Find, CaseError> {
    let by = match (&said.item, &said.system) {
        (Some(item), None) => FindBy::Item(Arc::from(item.as_str())),
        (None, Some(system)) => FindBy::System(Arc::from(system.as_str())),
        _ => return Err(wrong(FIND_BY)),
    };
    Ok(Find { purpose: need(said.purpose.as_ref(), "purpose")?, by })
}

/// `"current"` is today's notice; any other word is one that is not.
fn notice(said: &ActSaid, todays: Option<NoticeId>) -> Option<NoticeId> {
    let said = said.notice.as_ref()?;
    let older = NoticeId::from_bits(0);
    Some(if said == "current" { todays.unwrap_or(older) } else { older })
}

/// Every item comes with its value, but those a system holds, unless the case says it does.
fn acquire(said: &ActSaid, world: &World<'_>) -> Result<Acquire, CaseError> {
    let source = need(said.source.as_ref(), "source")?;
    let items = names(said.items.as_ref());
    let sent = names(said.values.as_ref());
    let stays = |item: &Arc<str>| world.operation.is_some_and(|operation| operation.holder_of(item).is_some());
    let values = items.iter().filter(|item| !stays(item) || sent.contains(item)).cloned().collect();
    let past = said.acquired.map(|on| Past { on, version: said.version });
    Ok(Acquire {
        notice: notice(said, world.gate.source_notice(&source)),
        source,
        items,
        values,
        looks_like_card: names(said.looks_like_card.as_ref()),
        creates_person: said.new,
        member: maybe(said.member.as_ref()),
        receipt_confirmed: said.confirmed,
        granted: said.granted.as_ref().map(|granted| names(Some(granted))),
        confirms: names(said.confirms.as_ref()),
        past,
    })
}

fn provide(said: &ActSaid) -> Result<Provide, CaseError> {
    let claim = |exception: &String| ExceptionClaim {
        exception: Arc::from(exception.as_str()),
        has_reason: is_said(said.reason.as_ref()),
        has_reference: is_said(said.reference.as_ref()),
        consent_difficult: said.consent_difficult,
        would_hinder: said.would_hinder,
    };
    Ok(Provide {
        recipient: need(said.recipient.as_ref(), "recipient")?,
        purpose: maybe(said.purpose.as_ref()),
        items: names(said.items.as_ref()),
        ground: word(said.ground.as_ref(), "ground")?,
        bulk: said.bulk,
        partial: said.partial,
        exception: said.exception.as_ref().map(claim),
    })
}

fn answer(said: &ActSaid, world: &World<'_>) -> Result<Answer, CaseError> {
    let to = said.to.as_ref();
    let named = |key: &str| to.and_then(|to| to.get(key)).and_then(Value::as_str);
    let (to, todays) = if let Some(purpose) = named("purpose") {
        (AnswerTo::Purpose(Arc::from(purpose)), world.gate.purpose_notice(purpose))
    } else if let Some(flow) = named("provision") {
        (AnswerTo::Provision(Arc::from(flow)), world.gate.flow_notice(flow))
    } else if let Some(tag) = named("tag") {
        (AnswerTo::Tag(Arc::from(tag)), world.gate.tag_notice(tag))
    } else {
        return Err(wrong(ANSWER_TO));
    };
    Ok(Answer { to, given: said.given, notice: notice(said, todays), at: said.at })
}

fn statistic(said: &ActSaid) -> Result<StatisticAct, CaseError> {
    let list = said.by.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    Ok(StatisticAct {
        statistic: need(said.statistic.as_ref(), "statistic")?,
        by: list.iter().filter_map(Value::as_str).map(Arc::from).collect(),
        to: said.to.as_ref().and_then(Value::as_str).map(Arc::from),
        smallest_group: said.smallest_group,
    })
}

fn right(said: &ActSaid, verb: RightVerb) -> RightAct {
    let agent = |kind: &String| AgentClaim { kind: Arc::from(kind.as_str()), is_proven: said.authority };
    RightAct {
        verb,
        right: maybe(said.right.as_ref()),
        way: maybe(said.way.as_ref()),
        identity: maybe(said.identity.as_ref()),
        documents: names(said.documents.as_ref()),
        agent: said.agent.as_ref().map(agent),
        items: names(said.items.as_ref()),
        decline: maybe(said.decline.as_ref()),
        has_reason: is_said(said.reason.as_ref()),
        request: maybe(said.request.as_ref()),
        scope: CeaseScope {
            all: said.all,
            provision: said.provision,
            purposes: names(said.purposes.as_ref()),
            recipients: names(said.recipients.as_ref()),
        },
    }
}
