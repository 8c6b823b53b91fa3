//! What is held of the person, what was shown, what they answered (rows 26 to 33).

use super::super::{
    Check::{Each, Whole},
    Row, fails, newest,
};
use azukari_model::Name;
use azukari_policy::{
    facts::{Number, StandingKind},
    vocabulary::{By, Choice, Family},
};

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    (26, "upx", "policy-not-held", Each(|l, item| fails(l.held(item).is_empty(), l.own()))),
    (27, "upx", "policy-holding-expired", Each(|l, item| {
        let keep = l.base(l.policy.item(item).unwrap()).keep.clone();
        let clause = keep.and_then(|keep| l.clause(Family::Keep, &keep)).or(l.own());
        fails(l.running(item).is_empty(), clause)
    })),
    (28, "up", "policy-source-unannounced", Each(|l, item| {
        let newest = newest(&l.running(item)).unwrap().1.source;
        let source = l.policy.sources.iter().find(|source| l.no(Family::Source, &source.id) == newest);
        fails(l.announced(item).is_empty(), source.and_then(|source| l.clause(Family::Source, &source.id)).or(l.own()))
    })),
    (29, "up", "policy-purpose-not-shown", Each(|l, item| fails(l.purpose_shown(item).is_empty(), l.own()))),
    (29, "p", "policy-recipient-not-shown", Each(|l, item| fails(l.flow_shown(item).is_empty(), l.own()))),
    (30, "up", "policy-restricted", Each(|l, item| {
        let item = l.policy.item(item).unwrap();
        let base = l.base(item);
        let numbers = [l.no(Family::Item, &item.id), l.no(Family::Item, &base.id)];
        let whole = l.stands(StandingKind::Restriction).chain(l.stands(StandingKind::Hold));
        let restricted = whole.into_iter().any(|fact| fact.subject == Number(0) || numbers.contains(&fact.subject));
        let statute = base.keep.as_ref().and_then(|keep| l.policy.keep(keep)).and_then(|keep| keep.because);
        let because = l.purpose().unwrap().because;
        let by_law = l.stands(StandingKind::KeptByLaw).any(|fact| numbers.contains(&fact.subject));
        fails(restricted || by_law && (because.is_none() || because != statute), l.own())
    })),
    (31, "up", "policy-use-ceased", Whole(|l| {
        let purpose = l.purpose().unwrap();
        fails(purpose.by == By::Us && l.is_ceased(purpose), l.own())
    })),
    (32, "up", "policy-consent-missing", Whole(|l| fails(l.asks_first() && l.purpose_answer().is_none(), l.own()))),
    (32, "up", "policy-consent-refused", Whole(|l| {
        fails(l.asks_first() && l.purpose_answer().is_some_and(|answer| !answer.yes && !answer.had_yes), l.own())
    })),
    (32, "up", "policy-consent-withdrawn", Whole(|l| {
        fails(l.asks_first() && l.purpose_answer().is_some_and(|answer| !answer.yes && answer.had_yes), l.own())
    })),
    (32, "up", "policy-consent-outdated", Whole(|l| {
        fails(l.asks_first() && l.purpose_answer().is_some_and(|answer| answer.meaning < l.purpose().unwrap().meaning), l.own())
    })),
    (32, "up", "policy-stopped", Whole(|l| {
        let purpose = l.purpose().unwrap();
        let stoppable = purpose.by == By::Us && purpose.choice == Choice::CanStop;
        fails(stoppable && l.purpose_answer().is_some_and(|answer| !answer.yes), l.own())
    })),
    (33, "up", "policy-event-missing", Whole(|l| fails(l.events().iter().any(|event| l.reports(event).is_empty()), l.own()))),
    (33, "up", "policy-event-lapsed", Whole(|l| {
        let holds = |event: &Name| l.reports(event).iter().any(|fact| l.counts(fact));
        fails(!l.events().iter().all(holds), l.own())
    })),
];
