//! What comes in, and answers (rows 34 to 38).

use super::super::{
    Check::{Each, Whole},
    Row, fails,
};
use azukari_model::Name;
use azukari_policy::{
    act::{Act, AnswerTo},
    notice::NoticeOf,
    vocabulary::{Extra, Shown},
};

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    (34, "a", "policy-notice-missing", Whole(|l| {
        let Act::Acquire(act) = l.act else { return Ok(()) };
        let before = match l.source().unwrap().shown {
            Some(shown) => shown == Shown::Before,
            None => act.creates_person,
        };
        fails(act.past.is_none() && before && act.notice.is_none(), l.words().or(l.own()))
    })),
    (34, "a", "policy-notice-outdated", Whole(|l| {
        let Act::Acquire(act) = l.act else { return Ok(()) };
        let todays = l.todays(&NoticeOf::Source(l.source().unwrap().id.clone()));
        fails(act.past.is_none() && act.notice.is_some() && act.notice != todays, l.words().or(l.own()))
    })),
    (35, "a", "policy-member-not-registered", Whole(|l| {
        let Act::Acquire(act) = l.act else { return Ok(()) };
        let company = act.member.as_ref().and_then(|member| l.company(member));
        let registered = company.is_some_and(|(recipient, member)| {
            !member.is_some_and(|member| member.stopped) && (!recipient.is_class || member.is_some())
        });
        fails(l.comes_from_outside() && !registered, l.own())
    })),
    (35, "a", "policy-provider-mismatch", Whole(|l| {
        let Act::Acquire(act) = l.act else { return Ok(()) };
        let company = act.member.as_ref().and_then(|member| l.company(member));
        let fits = company.is_some_and(|(recipient, _)| l.source().unwrap().provider.contains(&recipient.id));
        fails(l.comes_from_outside() && !fits, l.own())
    })),
    (35, "a", "policy-receipt-unconfirmed", Whole(|l| {
        let Act::Acquire(act) = l.act else { return Ok(()) };
        fails(l.comes_from_outside() && !act.receipt_confirmed, l.own())
    })),
    (36, "a", "policy-item-not-from-source", Each(|l, item| {
        fails(l.source().unwrap().extra == Extra::Refuse && !l.takes(item), l.own())
    })),
    (37, "a", "policy-required-missing", Whole(|l| {
        let (Act::Acquire(act), source) = (l.act, l.source().unwrap()) else { return Ok(()) };
        let there = |item: &Name| act.items.iter().any(|named| **named == **item) && l.takes(item);
        let confirmed = |word: &Name| act.confirms.iter().any(|said| **said == **word);
        fails(!source.required.iter().all(there) || !source.confirms.iter().all(confirmed), l.own())
    })),
    (38, "n", "policy-notice-missing", Whole(|l| {
        let Act::Answer(act) = l.act else { return Ok(()) };
        fails(act.given && act.at.is_none() && act.notice.is_none(), l.own())
    })),
    (38, "n", "policy-notice-outdated", Whole(|l| {
        let Act::Answer(act) = l.act else { return Ok(()) };
        let of = match &act.to {
            AnswerTo::Purpose(purpose) => NoticeOf::Purpose(purpose.parse().unwrap()),
            AnswerTo::Provision(flow) => NoticeOf::Flow(flow.parse().unwrap()),
            AnswerTo::Tag(tag) if l.policy.tag(tag).is_some() => NoticeOf::Tag(tag.parse().unwrap()),
            AnswerTo::Tag(category) => NoticeOf::Category(category.parse().unwrap()),
        };
        fails(act.given && act.at.is_none() && act.notice != l.todays(&of), l.own())
    })),
];
