//! Where the items are, and what passing them on asks (rows 13 to 25).

use super::super::{
    Check::{Each, Whole},
    Row, fails, has,
};
use azukari_model::Period;
use azukari_policy::{
    act::{Act, Caller, FindBy},
    declared::Per,
    facts::{Holding, Number, StandingKind},
    kinds::ItemKind,
    vocabulary::{Approve, By, Class, Family, Ground, Need, Part, Route},
};

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    (13, "f", "policy-item-not-findable", Whole(|l| {
        let Act::Find(act) = l.act else { return Ok(()) };
        fails(matches!(&act.by, FindBy::Item(item) if !l.policy.item(item).unwrap().lookup), l.own())
    })),
    (14, "upxa", "policy-held-elsewhere", Each(|l, item| {
        let Some(item) = l.policy.item(item) else { return Ok(()) };
        let base = l.base(item);
        let holder = item.held_by.first().or_else(|| base.held_by.first());
        let Some(holder) = holder else { return Ok(()) };
        let provides = matches!(l.act, Act::Provide(_));
        let holders = l.clause(Family::Recipient, holder);
        Err(if provides { l.own().or(holders) } else { holders })
    })),
    (14, "a", "policy-held-elsewhere", Whole(|l| {
        let Act::Acquire(act) = l.act else { return Ok(()) };
        let card = l.policy.items.iter().find(|item| item.kind == ItemKind::PaymentCard && !item.held_by.is_empty());
        let clause = card.and_then(|item| l.clause(Family::Recipient, &item.held_by[0]));
        fails(!act.looks_like_card.is_empty(), clause.or(l.own()))
    })),
    (14, "a", "policy-value-elsewhere", Whole(|l| {
        let Act::Acquire(act) = l.act else { return Ok(()) };
        let came = act.values.iter().any(|item| act.items.contains(item) && l.system_of(item).is_some());
        fails(came, l.own())
    })),
    (15, "u", "policy-item-not-for-purpose", Each(|l, item| fails(!has(&l.purpose().unwrap().items, item), l.own()))),
    (15, "u", "policy-way-out-missing", Whole(|l| {
        let Act::Use(act) = l.act else { return Ok(()) };
        fails(l.purpose().unwrap().mail_to_customers && !act.way_out, l.own())
    })),
    (16, "p", "policy-item-not-for-recipient", Each(|l, item| {
        fails(!has(&l.flow.unwrap().items, item) || !has(&l.purpose().unwrap().items, item), l.own())
    })),
    (17, "x", "policy-recipient-not-for-exception", Whole(|l| fails(!has(&l.to().0.under, &l.claim().exception), l.own()))),
    (17, "x", "policy-reason-missing", Whole(|l| fails(l.needs(Need::Reason) && !l.claim().has_reason, l.own()))),
    (17, "x", "policy-reference-missing", Whole(|l| fails(l.needs(Need::Reference) && !l.claim().has_reference, l.own()))),
    (17, "x", "policy-difficulty-not-stated", Whole(|l| {
        fails(l.needs(Need::ConsentDifficult) && !l.claim().consent_difficult, l.own())
    })),
    (17, "x", "policy-hindrance-not-stated", Whole(|l| fails(l.needs(Need::WouldHinder) && !l.claim().would_hinder, l.own()))),
    (17, "x", "policy-approval-missing", Whole(|l| fails(l.needs(Need::Approver) && l.facts.approval.is_none(), l.own()))),
    (17, "x", "caller-approves-own", Whole(|l| {
        let Caller::Staff { account, .. } = l.caller else { return Ok(()) };
        fails(l.needs(Need::Approver) && l.facts.approval.is_some_and(|approval| approval.approver == *account), l.own())
    })),
    (17, "x", "caller-approver-not-entitled", Whole(|l| {
        let role = l.facts.approval.and_then(|approval| l.operation?.role(&approval.role));
        let may = role.is_some_and(|role| role.approve.contains(&Approve::Exceptions));
        fails(l.needs(Need::Approver) && !may, l.own())
    })),
    (18, "p", "policy-ground-mismatch", Whole(|l| {
        let (Act::Provide(act), Some(flow)) = (l.act, l.flow) else { return Ok(()) };
        fails(flow.ground.is_none() || act.ground.is_some() && act.ground != flow.ground, l.own())
    })),
    (18, "x", "policy-ground-mismatch", Whole(|l| {
        let Act::Provide(act) = l.act else { return Ok(()) };
        fails(!matches!(act.ground, None | Some(Ground::Exception)), l.own())
    })),
    (19, "ps", "policy-measure-missing", Whole(|l| {
        let Some((recipient, member)) = l.gets() else { return Ok(()) };
        for measure in l.policy.measures.iter().filter(|one| one.blocks) {
            let asked = matches!(&measure.per, Per::Recipients(of) if of.contains(&recipient.id));
            let until = member.and_then(|member| member.measures.get(&l.no(Family::Measure, &measure.id)));
            if asked && until.is_none_or(|until| *until < l.today()) {
                return Err(l.clause(Family::Measure, &measure.id));
            }
        }
        Ok(())
    })),
    (19, "pxs", "policy-agreement-missing", Whole(|l| {
        let Some((recipient, member)) = l.gets() else { return Ok(()) };
        fails(recipient.agreement_required && member.is_none_or(|member| member.agreement_until.is_none()), l.own())
    })),
    (19, "pxs", "policy-agreement-expired", Whole(|l| {
        let Some((recipient, member)) = l.gets() else { return Ok(()) };
        let until = member.and_then(|member| member.agreement_until);
        fails(recipient.agreement_required && until.is_some_and(|until| until < l.today()), l.own())
    })),
    (19, "p", "policy-choice-unchecked", Whole(|l| {
        let (recipient, member) = l.to();
        fails(recipient.part == Part::Entrustee && member.is_none_or(|member| !member.chosen), l.own())
    })),
    (19, "p", "policy-review-overdue", Whole(|l| {
        let (recipient, member) = l.to();
        let Some(every) = recipient.review_every else { return Ok(()) };
        let reviewed = member.and_then(|member| member.reviewed);
        fails(reviewed.is_some_and(|reviewed| reviewed.plus(every) < l.today()), l.own())
    })),
    (19, "p", "policy-item-outside-agreement", Each(|l, item| {
        let (recipient, member) = l.to();
        let within = member.and_then(|member| member.agreement_items.as_ref());
        let outside = within.is_some_and(|within| !within.contains(&l.no_of(Family::Item, item)));
        fails(recipient.agreement_required && outside, l.own())
    })),
    (20, "p", "policy-route-missing", Whole(|l| {
        let equivalent = ["IS", "LI", "NO", "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT",
            "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "GB"];
        let (country, route) = l.where_to();
        let open = match route {
            None => false,
            Some(Route::EquivalentCountry) => equivalent.contains(&&*country),
            Some(_) => true,
        };
        fails(country != "JP" && !open, l.own())
    })),
    (20, "p", "policy-route-check-overdue", Whole(|l| {
        let (country, route) = l.where_to();
        let checked = l.to().1.and_then(|member| member.route_checked);
        let fresh = checked.is_some_and(|checked| checked.plus(Period::years(1)) >= l.today());
        fails(country != "JP" && route == Some(Route::EquivalentSystem) && !fresh, l.own())
    })),
    (21, "p", "policy-joint-use-unpublished", Whole(|l| {
        let flow = l.flow.unwrap();
        let Some(joint) = &flow.joint else { return Ok(()) };
        let entered = l.facts.register.joint_use_since.get(&l.no(Family::Provision, &flow.id)).copied();
        fails(entered.or(joint.since).is_some_and(|since| since > l.today()), l.own())
    })),
    (22, "p", "policy-identifiable", Whole(|l| {
        let is_personal = |held: &Holding| {
            let item = l.policy.items.iter().find(|item| l.no(Family::Item, &item.id) == held.item);
            item.is_none_or(|item| item.class != Class::Referable)
        };
        fails(l.flow.unwrap().ground == Some(Ground::NotPersonal) && l.facts.holdings.iter().any(is_personal), l.own())
    })),
    (23, "p", "policy-confirmation-missing", Whole(|l| {
        let (recipient, member) = l.to();
        let (recipient, member) = (l.no(Family::Recipient, &recipient.id), member.map_or(Number(0), |one| one.number));
        let confirmed = l.stands(StandingKind::Confirmation).any(|fact| fact.subject == recipient && fact.member == member);
        fails(l.flow.unwrap().links_to_person && !confirmed, l.own())
    })),
    (24, "p", "policy-provision-ceased", Whole(|l| {
        let (recipient, member) = l.to();
        let (recipient, member) = (l.no(Family::Recipient, &recipient.id), member.map_or(Number(0), |one| one.number));
        let by_recipient = l.stands(StandingKind::CessationRecipient).any(|fact| {
            fact.subject == Number(0) || fact.subject == recipient && (fact.member == Number(0) || fact.member == member)
        });
        let purpose = l.purpose().unwrap();
        let number = l.no(Family::Purpose, &purpose.id);
        let by_purpose = purpose.by == By::Recipient
            && l.stands(StandingKind::CessationPurpose).any(|fact| fact.subject == Number(0) || fact.subject == number);
        fails(by_recipient || by_purpose, l.own())
    })),
    (25, "p", "policy-consent-missing", Whole(|l| fails(l.asks_for_flow() && l.flow_answer().is_none(), l.own()))),
    (25, "p", "policy-consent-refused", Whole(|l| {
        fails(l.asks_for_flow() && l.flow_answer().is_some_and(|answer| !answer.yes && !answer.had_yes), l.own())
    })),
    (25, "p", "policy-consent-withdrawn", Whole(|l| {
        fails(l.asks_for_flow() && l.flow_answer().is_some_and(|answer| !answer.yes && answer.had_yes), l.own())
    })),
    (25, "p", "policy-consent-outdated", Whole(|l| {
        fails(l.asks_for_flow() && l.flow_answer().is_some_and(|answer| answer.meaning < l.flow_meaning()), l.own())
    })),
    (25, "p", "policy-country-not-told", Whole(|l| {
        let told = l.flow_answer().is_some_and(|answer| answer.country_told);
        fails(l.goes_abroad_by_consent() && !told, l.own())
    })),
];
