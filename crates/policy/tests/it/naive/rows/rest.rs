//! Statistics, tags, reports and evidence (rows 44 to 49).

use super::super::{Check::Whole, Row, fails, has};
use azukari_policy::{
    act::{Act, Caller},
    declared::{Per, Purpose},
    facts::{Number, StandingKind},
    kinds::MeasureKind,
    vocabulary::{Choice, Family, Load, Platform},
};
use std::sync::Arc;

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    (44, "s", "policy-breakdown-not-declared", Whole(|l| {
        let Act::Statistic(act) = l.act else { return Ok(()) };
        fails(act.by.iter().any(|item| !has(&l.statistic().unwrap().by, item)), l.own())
    })),
    (44, "s", "policy-recipient-not-for-statistic", Whole(|l| {
        let Act::Statistic(act) = l.act else { return Ok(()) };
        let goes = |to: &Arc<str>| {
            let (recipient, member) = l.company(to).unwrap();
            let registered = !member.is_some_and(|one| one.stopped) && (!recipient.is_class || member.is_some());
            registered && l.statistic().unwrap().to.contains(&recipient.id)
        };
        fails(!act.to.as_ref().is_none_or(goes), l.own())
    })),
    (44, "s", "policy-group-too-small", Whole(|l| {
        let Act::Statistic(act) = l.act else { return Ok(()) };
        fails(act.smallest_group.is_some_and(|smallest| smallest < l.statistic().unwrap().min_group), l.own())
    })),
    (45, "l", "policy-tag-not-on-page", Whole(|l| {
        let (Act::Load(act), tag) = (l.act, l.tag()) else { return Ok(()) };
        let on_page = tag.pages.iter().any(|page| page == "all" || Some(page.as_str()) == act.page.as_deref());
        fails(!on_page || !tag.on.contains(&act.on.unwrap_or(Platform::Web)), l.own())
    })),
    (45, "l", "policy-tag-consent-missing", Whole(|l| {
        fails(l.tag().load == Load::AfterConsent && l.visitor_said().is_none() && !l.refuses_tag(), l.own())
    })),
    (45, "l", "policy-tag-refused", Whole(|l| fails(l.tag().load != Load::Always && l.refuses_tag(), l.own()))),
    (45, "l", "policy-host-not-declared", Whole(|l| {
        let Act::Load(act) = l.act else { return Ok(()) };
        fails(act.hosts.iter().any(|host| !l.tag().hosts.iter().any(|own| **own == **host)), l.own())
    })),
    (46, "l", "policy-agreement-missing", Whole(|l| fails(l.party_bound() == Some(None), l.own()))),
    (46, "l", "policy-agreement-expired", Whole(|l| {
        fails(l.party_bound().is_some_and(|until| until.is_some_and(|until| until < l.today())), l.own())
    })),
    (47, "l", "policy-provision-ceased", Whole(|l| {
        let Some(recipient) = &l.tag().recipient else { return Ok(()) };
        let number = l.no(Family::Recipient, recipient);
        let mut ceased = l.stands(StandingKind::CessationRecipient);
        fails(l.is_linked() && ceased.any(|fact| fact.subject == Number(0) || fact.subject == number), l.own())
    })),
    (47, "l", "policy-use-ceased", Whole(|l| fails(l.is_linked() && l.tag_purposes().iter().any(|p| l.is_ceased(p)), l.own()))),
    (47, "l", "policy-stopped", Whole(|l| {
        let said_no = |purpose: &&Purpose| {
            let answer = l.answer(StandingKind::AnswerPurpose, l.no(Family::Purpose, &purpose.id));
            purpose.choice != Choice::None && answer.is_some_and(|answer| !answer.yes)
        };
        fails(l.is_linked() && l.tag_purposes().iter().any(said_no), l.own())
    })),
    (48, "e", "policy-reference-missing", Whole(|l| {
        let Act::Report(act) = l.act else { return Ok(()) };
        fails(l.policy.event(&act.event).unwrap().reference && !act.has_reference, l.own())
    })),
    (48, "t", "policy-evidence-missing", Whole(|l| {
        let Act::Attest(act) = l.act else { return Ok(()) };
        let says_whom = l.measure().unwrap().per == Per::Operator || act.of.is_some();
        fails(!act.has_evidence || !says_whom, l.own())
    })),
    (49, "t", "caller-attests-own", Whole(|l| {
        let Caller::Staff { account, .. } = l.caller else { return Ok(()) };
        // Whichever was first of the two, the other is somebody else's.
        let other = match l.measure().unwrap().kind {
            MeasureKind::IndependentAudit => MeasureKind::SelfInspection,
            MeasureKind::SelfInspection => MeasureKind::IndependentAudit,
            _ => return Ok(()),
        };
        let Some(other) = l.policy.measures.iter().find(|one| one.kind == other) else { return Ok(()) };
        let by = l.facts.register.attested.get(&l.no(Family::Measure, &other.id));
        fails(by.is_some_and(|by| by.contains(account)), l.own())
    })),
];
