//! What the caller may (rows 8 to 12).

use super::super::{
    Check::{Each, Whole},
    Row, fails, has,
};
use azukari_model::Date;
use azukari_policy::{
    act::{Act, AnswerTo, Caller, FindBy, RightVerb},
    declared::Per,
    vocabulary::{Family, Handle},
};

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    (8, "aufpxnrset", "caller-unpledged", Whole(|l| {
        let Caller::Staff { account, .. } = l.caller else { return Ok(()) };
        // Evidence for a measure is not blocked by the lack of it: nobody could enter the first.
        let attested = |id: &str| matches!(l.act, Act::Attest(act) if &*act.measure == id);
        for measure in l.policy.measures.iter().filter(|one| one.blocks && one.per == Per::Staff && !attested(&one.id)) {
            let on_file = l.facts.register.staff.get(account).and_then(|of| of.get(&l.no(Family::Measure, &measure.id)));
            if on_file.is_none_or(|end| *end <= l.now) {
                return Err(l.clause(Family::Measure, &measure.id));
            }
        }
        Ok(())
    })),
    (9, "uf", "caller-lacks-purpose", Whole(|l| {
        fails(!l.role().is_some_and(|role| role.uses.contains(&l.purpose().unwrap().id)), l.own())
    })),
    (9, "upx", "caller-lacks-item", Each(|l, item| {
        let narrowed = l.role().and_then(|role| role.items.as_ref());
        fails(narrowed.is_some_and(|items| !has(items, item)), l.own())
    })),
    (9, "f", "caller-lacks-find", Whole(|l| {
        let Act::Find(act) = l.act else { return Ok(()) };
        let lists = l.role().is_some_and(|role| match &act.by {
            FindBy::Item(item) => !l.policy.item(item).unwrap().lookup || has(&role.find_items, item),
            FindBy::System(system) => has(&role.find_systems, system),
        });
        fails(!lists, l.own())
    })),
    (9, "a", "caller-lacks-source", Whole(|l| {
        fails(!l.role().is_some_and(|role| role.acquire.contains(&l.source().unwrap().id)), l.own())
    })),
    (9, "p", "caller-lacks-provision", Whole(|l| {
        fails(!l.role().is_some_and(|role| l.joining().iter().any(|flow| role.provide.contains(&flow.id))), l.own())
    })),
    (9, "x", "caller-lacks-provision", Whole(|l| fails(!l.role().is_some_and(|role| role.exceptions), l.own()))),
    (9, "r", "caller-lacks-handling", Whole(|l| {
        let may = match l.caller {
            Caller::Person => true,
            Caller::Visitor | Caller::Retention => false,
            Caller::Staff { .. } => l.role().is_some_and(|role| {
                role.handle.contains(&match l.verb() {
                    RightVerb::Disclose => Handle::Requests,
                    RightVerb::Correct => Handle::Correct,
                    RightVerb::Cease | RightVerb::Resume => Handle::Cease,
                    RightVerb::Erase => Handle::Erase,
                })
            }),
        };
        fails(!may, l.own())
    })),
    (9, "s", "caller-lacks-statistic", Whole(|l| {
        fails(!l.role().is_some_and(|role| role.count.contains(&l.statistic().unwrap().id)), l.own())
    })),
    (9, "e", "caller-lacks-event", Whole(|l| {
        let Act::Report(act) = l.act else { return Ok(()) };
        fails(!l.role().is_some_and(|role| has(&role.report, &act.event)), l.own())
    })),
    (9, "n", "caller-lacks-consent", Whole(|l| {
        let Act::Answer(act) = l.act else { return Ok(()) };
        let may = match l.caller {
            Caller::Person => true,
            Caller::Visitor => matches!(act.to, AnswerTo::Tag(_)),
            _ => l.role().is_some_and(|role| role.consent),
        };
        fails(!may, l.own())
    })),
    (9, "t", "caller-lacks-measure", Whole(|l| {
        fails(!l.role().is_some_and(|role| role.attest.contains(&l.measure().unwrap().id)), l.own())
    })),
    (10, "upx", "caller-lacks-bulk", Whole(|l| {
        let role = l.role().unwrap();
        let may = match l.act {
            Act::Use(act) => !act.bulk || has(&role.bulk, &act.purpose),
            Act::Provide(act) if act.exception.is_some() => !act.bulk,
            Act::Provide(act) => !act.bulk || !l.candidates().is_empty(),
            _ => true,
        };
        fails(!may, l.own())
    })),
    (11, "an", "caller-lacks-import", Whole(|l| {
        let past = match l.act {
            Act::Acquire(act) => act.past.is_some(),
            Act::Answer(act) => act.at.is_some(),
            _ => false,
        };
        fails(past && l.role().is_none_or(|role| !role.import), l.own())
    })),
    (11, "a", "policy-version-unknown", Whole(|l| {
        let Act::Acquire(act) = l.act else { return Ok(()) };
        let Some(past) = act.past else { return Ok(()) };
        let known = |version: Date| version <= past.on && l.facts.register.versions.contains(&version);
        fails(!past.version.is_some_and(known), l.revision())
    })),
    (12, "ufpx", "caller-limit-reached", Whole(|l| {
        let bulk = match l.act {
            Act::Use(act) => act.bulk,
            Act::Provide(act) => act.bulk,
            _ => false,
        };
        let over = l.role().and_then(|role| role.people_per_day).is_some_and(|limit| l.facts.people_reached >= limit);
        fails(!bulk && over && !l.facts.person_reached, l.own())
    })),
];
