//! What the act names is there at all: the stage, the day, the names, the recipient (rows 1 to 7).

use super::super::{Check::Whole, Row, fails};
use azukari_policy::{
    act::{Act, AnswerTo, FindBy},
    vocabulary::{By, Extra, Family, LegalException, Part, Stage},
};

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    (1, "aufpxnrslet", "policy-not-deciding", Whole(|l| fails(l.policy.service.stage != Stage::Decide, l.revision()))),
    (2, "aufpxnrslet", "policy-not-in-force", Whole(|l| {
        fails(l.facts.register.effective.is_none_or(|since| since > l.now), l.revision())
    })),
    (3, "ufpxnr", "policy-purpose-not-declared", Whole(|l| {
        fails(l.purposes_named().iter().any(|p| l.policy.purpose(p).is_none()), l.words())
    })),
    (3, "aufpxrs", "policy-item-not-declared", Whole(|l| {
        let drops = matches!(l.act, Act::Acquire(_)) && l.source().is_some_and(|source| source.extra == Extra::Drop);
        fails(!drops && l.words_for_items().iter().any(|i| l.policy.item(i).is_none()), l.words())
    })),
    (3, "pxnrset", "policy-recipient-not-declared", Whole(|l| {
        let unknown = match l.act {
            Act::Answer(act) => matches!(&act.to, AnswerTo::Provision(flow) if l.policy.flow(flow).is_none()),
            _ => l.companies_named().iter().any(|company| l.company(company).is_none()),
        };
        fails(unknown, l.grounds())
    })),
    (3, "a", "policy-source-not-declared", Whole(|l| fails(l.source().is_none(), l.words()))),
    (3, "r", "policy-right-not-declared", Whole(|l| fails(l.right().is_none(), l.rights_at_large()))),
    (3, "s", "policy-statistic-not-declared", Whole(|l| fails(l.statistic().is_none(), l.words()))),
    (3, "e", "policy-event-not-declared", Whole(|l| {
        let Act::Report(act) = l.act else { return Ok(()) };
        fails(l.policy.event(&act.event).is_none(), l.words())
    })),
    (3, "ln", "policy-tag-not-declared", Whole(|l| {
        let unknown = match l.act {
            Act::Load(act) => l.policy.tag(&act.tag).is_none(),
            Act::Answer(act) => match &act.to {
                AnswerTo::Tag(tag) => l.policy.tag(tag).is_none() && l.policy.category(tag).is_none(),
                _ => false,
            },
            _ => false,
        };
        fails(unknown, l.tags_at_large())
    })),
    (3, "t", "policy-measure-not-declared", Whole(|l| fails(l.measure().is_none(), l.measures_at_large()))),
    (3, "f", "policy-system-not-declared", Whole(|l| {
        let Act::Find(act) = l.act else { return Ok(()) };
        let FindBy::System(system) = &act.by else { return Ok(()) };
        fails(l.operation.is_none_or(|operation| operation.system(system).is_none()), l.words())
    })),
    (4, "uf", "policy-purpose-of-recipient", Whole(|l| fails(l.purpose().unwrap().by == By::Recipient, l.own()))),
    (5, "px", "policy-member-not-registered", Whole(|l| {
        let (recipient, member) = l.to();
        let stopped = member.is_some_and(|member| member.stopped);
        fails(stopped || recipient.is_class && member.is_none(), l.clause(Family::Recipient, &recipient.id))
    })),
    (6, "x", "policy-exception-not-declared", Whole(|l| {
        let claimed = &*l.claim().exception;
        let legal = claimed.parse::<LegalException>().is_ok();
        let admitted = l.policy.service.grounds.iter().any(|ground| &**ground == claimed);
        fails(!admitted || !legal && l.policy.exception(claimed).is_none(), l.grounds())
    })),
    (6, "p", "policy-exception-missing", Whole(|l| fails(l.to().0.part == Part::Authority, l.grounds()))),
    (7, "p", "policy-purpose-not-for-recipient", Whole(|l| fails(l.joining().is_empty(), l.own()))),
];
