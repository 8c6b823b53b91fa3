//! From what is asked to what the gate is asked: the same words, without the values.

use crate::ask::{
    AcquireAsk, AnswerAsk, AnswerKey, Authority, BulkWhat, CeaseAsk, CorrectAsk, DeclineAsk, DiscloseAsk, EraseAsk,
    EventAsk, ExceptionAsk, FindAsk, FindKey, ProvideAsk, StatisticAsk, UseAsk,
};
use crate::{
    refused::{DoorCode, Refused},
    service::Running,
};
use azukari_policy::{
    act::{
        Acquire, Act, Answer, AnswerTo, CeaseScope, ExceptionClaim, Find, FindBy, Past, Provide, Report, RightAct,
        RightVerb, StatisticAct, Use,
    },
    vocabulary::{Family, Identity},
};
use std::sync::Arc;

/// An acquisition; `looks_like_card` names the items whose text looks as if it held a card number.
pub(crate) fn acquire(ask: &AcquireAsk, creates_person: bool, looks_like_card: Vec<Arc<str>>) -> Act {
    Act::Acquire(Acquire {
        source: ask.source.clone(),
        items: ask.items.iter().map(|(item, _)| item.clone()).collect(),
        values: ask.items.iter().filter(|(_, value)| value.is_some()).map(|(item, _)| item.clone()).collect(),
        looks_like_card,
        notice: ask.notice,
        creates_person,
        member: ask.member.clone(),
        receipt_confirmed: ask.receipt_confirmed,
        granted: ask.granted.clone(),
        confirms: ask.confirms.clone(),
        past: ask.acquired_on.map(|on| Past { on, version: ask.version }),
    })
}

pub(crate) fn find(ask: &FindAsk) -> Act {
    let by = match &ask.by {
        FindKey::Item(item) => FindBy::Item(item.clone()),
        FindKey::System(system) => FindBy::System(system.clone()),
    };
    Act::Find(Find { purpose: ask.purpose.clone(), by })
}

pub(crate) fn use_(ask: &UseAsk) -> Act {
    Act::Use(Use {
        purpose: ask.purpose.clone(),
        items: ask.items.clone(),
        bulk: false,
        way_out: ask.way_out,
        partial: ask.partial,
        masked: ask.masked,
    })
}

pub(crate) fn provide(ask: &ProvideAsk) -> Act {
    Act::Provide(Provide {
        recipient: party(&ask.recipient, ask.member.as_ref()),
        purpose: ask.purpose.clone(),
        items: ask.items.clone(),
        ground: ask.ground,
        bulk: false,
        partial: ask.partial,
        exception: ask.exception.as_ref().map(exception),
    })
}

/// The company where one is named, else the recipient.
pub(crate) fn party(recipient: &Arc<str>, member: Option<&Arc<str>>) -> Arc<str> {
    member.unwrap_or(recipient).clone()
}

/// Whether the company named is one of the class named beside it. A company nobody registered is the gate's to refuse.
pub(crate) fn check_party(running: &Running, recipient: &str, member: Option<&Arc<str>>) -> Result<(), Refused> {
    let Some(member) = member.filter(|member| ***member != *recipient) else { return Ok(()) };
    let company = running.register.members.get(&**member);
    if company.is_none_or(|company| *running.name(Family::Recipient, company.class) == *recipient) {
        Ok(())
    } else {
        Err(Refused::door(DoorCode::FieldMalformed).at("member"))
    }
}

fn exception(ask: &ExceptionAsk) -> ExceptionClaim {
    ExceptionClaim {
        exception: ask.exception.clone(),
        has_reason: ask.reason.is_some(),
        has_reference: ask.reference.is_some(),
        consent_difficult: ask.consent_difficult,
        would_hinder: ask.would_hinder,
    }
}

pub(crate) fn bulk(what: &BulkWhat) -> Act {
    match what {
        BulkWhat::Use { purpose, items, partial, masked, way_out } => Act::Use(Use {
            purpose: purpose.clone(),
            items: items.clone(),
            bulk: true,
            way_out: *way_out,
            partial: *partial,
            masked: *masked,
        }),
        BulkWhat::Provide { recipient, member, purpose, items, ground, partial } => Act::Provide(Provide {
            recipient: party(recipient, member.as_ref()),
            purpose: Some(purpose.clone()),
            items: items.clone(),
            ground: *ground,
            bulk: true,
            partial: *partial,
            exception: None,
        }),
    }
}

pub(crate) fn answer(ask: &AnswerAsk) -> Act {
    let to = match &ask.to {
        AnswerKey::Purpose(id) => AnswerTo::Purpose(id.clone()),
        AnswerKey::Provision(id) => AnswerTo::Provision(id.clone()),
        AnswerKey::Tag(id) => AnswerTo::Tag(id.clone()),
    };
    Act::Answer(Answer { to, given: ask.given, notice: ask.notice, at: ask.at })
}

fn right(verb: RightVerb, by: &Authority, items: Vec<Arc<str>>) -> RightAct {
    RightAct {
        verb,
        right: by.right.clone(),
        way: by.way.clone(),
        // The site has signed the person in, unless an earlier request is what is cited.
        identity: by.identity.clone().or_else(|| by.request.is_none().then(|| Identity::Login.word().into())),
        documents: by.documents.clone(),
        agent: by.agent.clone(),
        items,
        decline: None,
        has_reason: false,
        request: by.request.map(|request| request.to_string().into()),
        scope: CeaseScope::default(),
    }
}

pub(crate) fn cease(ask: &CeaseAsk) -> Act {
    let verb = if ask.resume { RightVerb::Resume } else { RightVerb::Cease };
    let scope = CeaseScope {
        all: ask.all,
        provision: ask.provision,
        purposes: ask.purposes.clone(),
        recipients: ask.recipients.clone(),
    };
    Act::Right(RightAct { scope, ..right(verb, &ask.by, Vec::new()) })
}

pub(crate) fn correct(ask: &CorrectAsk) -> Act {
    Act::Right(right(RightVerb::Correct, &ask.by, ask.items.iter().map(|(item, _)| item.clone()).collect()))
}

/// `held`: every item held, which "everything" stands for.
pub(crate) fn erase(ask: &EraseAsk, held: &[Arc<str>]) -> Act {
    Act::Right(right(RightVerb::Erase, &ask.by, if ask.all { held.to_vec() } else { ask.items.clone() }))
}

/// `held` as for [`erase`].
pub(crate) fn disclose(ask: &DiscloseAsk, held: &[Arc<str>]) -> Act {
    let items = if ask.items.is_empty() { held.to_vec() } else { ask.items.clone() };
    Act::Right(right(RightVerb::Disclose, &ask.by, items))
}

pub(crate) fn decline(ask: &DeclineAsk, has_reason: bool) -> Act {
    let plain = right(ask.verb, &ask.by, ask.items.clone());
    Act::Right(RightAct { decline: Some(ask.ground.clone()), has_reason, ..plain })
}

pub(crate) fn event(ask: &EventAsk) -> Act {
    Act::Report(Report {
        event: ask.event.clone(),
        has_reference: ask.reference.is_some(),
        member: ask.member.clone(),
        over: ask.over,
    })
}

pub(crate) fn statistic(ask: &StatisticAsk, smallest_group: Option<u32>) -> Act {
    Act::Statistic(StatisticAct {
        statistic: ask.statistic.clone(),
        by: ask.by.clone(),
        to: ask.to.clone(),
        smallest_group,
    })
}
