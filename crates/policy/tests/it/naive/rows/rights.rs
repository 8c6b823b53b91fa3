//! What a request asks (rows 39 to 43).

use super::super::{
    Check::{Each, Whole},
    Row, fails, has,
};
use azukari_policy::{
    act::Act,
    declared::Papers,
    vocabulary::{Agent, Family, Identity, Paper, Way},
};
use std::sync::Arc;

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    (39, "r", "policy-way-not-offered", Whole(|l| {
        let Act::Right(act) = l.act else { return Ok(()) };
        let offered = |way: &Arc<str>| way.parse::<Way>().is_ok_and(|way| l.right().unwrap().by.contains(&way));
        fails(!act.way.as_ref().is_none_or(offered), l.own())
    })),
    (39, "r", "policy-agent-not-accepted", Whole(|l| {
        let Act::Right(act) = l.act else { return Ok(()) };
        let accepted = |kind: &str| kind.parse::<Agent>().is_ok_and(|kind| l.right().unwrap().agents.contains(&kind));
        fails(!act.agent.as_ref().is_none_or(|agent| accepted(&agent.kind)), l.own())
    })),
    (39, "r", "policy-agent-unproven", Whole(|l| {
        let Act::Right(act) = l.act else { return Ok(()) };
        fails(act.agent.as_ref().is_some_and(|agent| !agent.is_proven), l.own())
    })),
    (40, "r", "policy-identity-missing", Whole(|l| {
        let Act::Right(act) = l.act else { return Ok(()) };
        fails(act.identity.is_none() && !l.cites_a_request(), l.own())
    })),
    (40, "r", "policy-identity-too-weak", Whole(|l| {
        let Act::Right(act) = l.act else { return Ok(()) };
        let enough = |said: &Arc<str>| said.parse::<Identity>().is_ok_and(|said| l.right().unwrap().identity.contains(&said));
        fails(!act.identity.as_ref().is_none_or(enough), l.own())
    })),
    (40, "r", "policy-document-not-accepted", Whole(|l| {
        let Act::Right(act) = l.act else { return Ok(()) };
        let shown = |papers: &[Paper]| {
            papers.iter().filter(|paper| act.documents.iter().any(|said| &**said == paper.word())).count()
        };
        let met = |line: &Papers| match line {
            Papers::OneOf(papers) => shown(papers) >= 1,
            Papers::TwoOf(papers) => shown(papers) >= 2,
        };
        let by_document = act.identity.as_deref() == Some("document");
        fails(by_document && !l.right().unwrap().documents.iter().any(met), l.own())
    })),
    (40, "r", "policy-follow-on-not-offered", Whole(|l| {
        let Act::Right(act) = l.act else { return Ok(()) };
        let follows = l.facts.request.is_some_and(|request| {
            let right = l.policy.right(&request.right);
            right.is_some_and(|right| right.then_correct)
                && request.answered
                && act.items.iter().all(|item| has(&request.items, item))
        });
        fails(act.identity.is_none() && l.cites_a_request() && !follows, l.own())
    })),
    (41, "r", "policy-item-outside-right", Each(|l, item| {
        fails(l.right().unwrap().items.as_ref().is_some_and(|items| !has(items, item)), l.own())
    })),
    (42, "r", "policy-decline-not-declared", Whole(|l| {
        let Act::Right(act) = l.act else { return Ok(()) };
        fails(act.decline.as_ref().is_some_and(|ground| !has(&l.right().unwrap().may_decline, ground)), l.own())
    })),
    (42, "r", "policy-reason-missing", Whole(|l| {
        let Act::Right(act) = l.act else { return Ok(()) };
        fails(act.decline.is_some() && !act.has_reason, l.own())
    })),
    (43, "r", "policy-kept-by-law", Whole(|l| {
        let kept = l.kept_by_law();
        let Act::Right(act) = l.act else { return Ok(()) };
        let item = kept.first().and_then(|place| l.policy.item(&act.items[*place]));
        let keep = item.and_then(|item| l.base(item).keep.clone());
        fails(!kept.is_empty() && kept.len() == act.items.len(), keep.and_then(|keep| l.clause(Family::Keep, &keep)))
    })),
];
