//! A second reading of the order of decision, to hold the gate against: the rows of the reference (e.1) as a table, by name,
//! slow and obvious. It shares no code with the gate, only the types that come in and go out.
#![expect(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a reading that cannot go on has found a mistake in itself"
)]
#![expect(clippy::result_large_err, reason = "a reading is a reading, refused or not")]

mod look;

use azukari_model::{Date, Instant, Name, Period};
use azukari_policy::{
    act::{Act, AnswerTo, Caller, FindBy, RightVerb},
    declared::{Flow, Operation, Papers, Per, Policy, Purpose, Recipient},
    facts::{Facts, Holding, Number, Numbers, StandingKind},
    kinds::{ItemKind, MeasureKind},
    notice::{Notice, NoticeOf},
    vocabulary::{
        Agent, Approve, By, Choice, Class, Extra, Family, Ground, Handle, Identity, LegalException, Load, Need, Paper,
        Part, Platform, Route, Shown, Stage, Way,
    },
};
use std::sync::Arc;

/// What the reading comes to.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Reading {
    /// `permit`, or a refusal code.
    pub(crate) code: String,
    pub(crate) clauses: Vec<String>,
    pub(crate) dropped: Vec<usize>,
    pub(crate) elsewhere: Vec<(usize, String)>,
    pub(crate) withheld: Vec<(usize, String)>,
    pub(crate) served: Vec<Option<usize>>,
    pub(crate) until: Option<Instant>,
}

/// Everything the rows look at.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) operation: Option<&'a Operation>,
    pub(crate) notices: &'a [Notice],
    pub(crate) numbers: &'a Numbers,
    pub(crate) act: &'a Act,
    pub(crate) caller: &'a Caller,
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) now: Instant,
    /// The flow tried, from row 17 on.
    flow: Option<&'a Flow>,
}

type Acts = &'static str;
/// A row holds, or fails with a clause.
type Held = Result<(), Option<String>>;

enum Check {
    Whole(fn(&Look<'_>) -> Held),
    Each(fn(&Look<'_>, &str) -> Held),
}
use Check::{Each, Whole};

/// Row, acts, code, and what must hold. Acts by letter: a acquire, u use, f find, p provide, n answer, r right, s statistic,
/// l load, e report, t attest; x marks rows an exception is asked too, of those of provide.
#[rustfmt::skip]
const ROWS: &[(u8, Acts, &str, Check)] = &[
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
        let inspection = l.policy.measures.iter().find(|one| one.kind == MeasureKind::SelfInspection);
        let Some(inspection) = inspection else { return Ok(()) };
        let by = l.facts.register.attested.get(&l.no(Family::Measure, &inspection.id));
        let audits = l.measure().unwrap().kind == MeasureKind::IndependentAudit;
        fails(audits && by.is_some_and(|by| by.contains(account)), l.own())
    })),
];

fn fails(it_does: bool, clause: Option<String>) -> Held {
    if it_does { Err(clause) } else { Ok(()) }
}

fn has(list: &[Name], name: &str) -> bool {
    list.iter().any(|one| &**one == name)
}

/// The one acquired last; of several, the first.
fn newest<'f>(held: &[(usize, &'f Holding)]) -> Option<(usize, &'f Holding)> {
    let last = held.iter().map(|(_, one)| one.acquired).max()?;
    held.iter().copied().find(|(_, one)| one.acquired == last)
}

/// Reads the rows for one act.
pub(crate) fn read<'a>(
    policy: &'a Policy,
    operation: Option<&'a Operation>,
    notices: &'a [Notice],
    numbers: &'a Numbers,
    (act, caller): (&'a Act, &'a Caller),
    facts: &'a Facts<'a>,
    now: Instant,
) -> Reading {
    let look = Look { policy, operation, notices, numbers, act, caller, facts, now, flow: None };
    if matches!(caller, Caller::Retention)
        && let Act::Right(act) = act
    {
        return look.retention(act.verb == RightVerb::Erase && act.decline.is_none());
    }
    let by_flow = matches!(act, Act::Provide(act) if act.exception.is_none());
    if !by_flow {
        return look.ask(1, 49, &mut Vec::new()).unwrap_or_else(|refused| refused);
    }
    let mut withheld = Vec::new();
    if let Err(refused) = look.ask(1, 15, &mut withheld) {
        return refused;
    }
    // Those the role holds, then those whose items cover the request; any that permits, permits.
    let (mut uncovered, mut refused) = (None, None);
    for flow in look.candidates() {
        let (look, mut withheld) = (Look { flow: Some(flow), ..look }, withheld.clone());
        match look.ask(16, 16, &mut withheld) {
            Err(why) => uncovered = uncovered.or(Some(why)),
            Ok(_) => match look.ask(17, 49, &mut withheld) {
                Err(why) => refused = refused.or(Some(why)),
                Ok(permitted) => return permitted,
            },
        }
    }
    refused.or(uncovered).unwrap()
}

impl Look<'_> {
    fn letter(&self) -> char {
        match self.act {
            Act::Acquire(_) => 'a',
            Act::Use(_) => 'u',
            Act::Find(_) => 'f',
            Act::Provide(act) if act.exception.is_some() => 'x',
            Act::Provide(_) => 'p',
            Act::Answer(_) => 'n',
            Act::Right(_) => 'r',
            Act::Statistic(_) => 's',
            Act::Load(_) => 'l',
            Act::Report(_) => 'e',
            Act::Attest(_) => 't',
        }
    }

    fn is_partial(&self) -> bool {
        match self.act {
            Act::Use(act) => act.partial,
            Act::Provide(act) => act.partial,
            _ => false,
        }
    }

    /// Asks the rows from one to another. Items withheld so far are asked no more.
    fn ask(&self, from: u8, to: u8, withheld: &mut Vec<(usize, Reading)>) -> Result<Reading, Reading> {
        let items: Vec<&str> = self.act.items().iter().map(|item| &**item).collect();
        let rows = ROWS.iter().filter(|(row, acts, ..)| (from..=to).contains(row) && acts.contains(self.letter()));
        for (_, _, code, check) in rows {
            let refused = |clause: Option<String>| Reading {
                code: (*code).to_owned(),
                clauses: clause.into_iter().collect(),
                ..Reading::default()
            };
            match check {
                Whole(check) => check(self).map_err(refused)?,
                Each(check) => {
                    for (place, item) in items.iter().enumerate() {
                        if withheld.iter().any(|(known, _)| *known == place) {
                            continue;
                        }
                        if let Err(clause) = check(self, item) {
                            if !self.is_partial() {
                                return Err(refused(clause));
                            }
                            withheld.push((place, refused(clause)));
                            if withheld.len() == items.len() {
                                return Err(withheld[0].1.clone());
                            }
                        }
                    }
                }
            }
        }
        Ok(self.permit(withheld))
    }

    fn permit(&self, withheld: &[(usize, Reading)]) -> Reading {
        let left = |place: usize| !withheld.iter().any(|(known, _)| *known == place);
        let items = self.act.items();
        let mut reading = Reading { code: "permit".to_owned(), clauses: self.clauses(), ..Reading::default() };
        reading.withheld = withheld.iter().map(|(place, why)| (*place, why.code.clone())).collect();
        if let Act::Acquire(_) = self.act {
            reading.dropped = (0..items.len()).filter(|place| !self.takes(&items[*place])).collect();
        }
        if self.is_erasure() {
            reading.withheld =
                self.kept_by_law().into_iter().map(|place| (place, "policy-kept-by-law".to_owned())).collect();
        }
        reading.withheld.sort();
        if "uparx".contains(self.letter()) {
            let stays = |place: &usize| left(*place) && !reading.dropped.contains(place);
            let system = |place: usize| Some((place, self.system_of(&items[place])?));
            reading.elsewhere = (0..items.len()).filter(stays).filter_map(system).collect();
        }
        if "upx".contains(self.letter()) && (self.letter() != 'p' || self.flow.is_some()) {
            let serves = |place: usize| if left(place) { newest(&self.passing(&items[place])) } else { None };
            let served: Vec<_> = (0..items.len()).map(serves).collect();
            let mut ends: Vec<Instant> = served.iter().flatten().filter_map(|(_, held)| held.expires).collect();
            reading.served = served.into_iter().map(|held| held.map(|(place, _)| place)).collect();
            if self.letter() != 'x' {
                ends.extend(self.events().iter().filter_map(|event| self.event_ends(event)));
            }
            if self.letter() != 'u'
                && let (Recipient { agreement_required: true, .. }, Some(member)) = self.to()
            {
                ends.extend(member.agreement_until.map(|until| self.policy.service.zone.end_of(until)));
            }
            reading.until = ends.into_iter().min();
        }
        reading
    }

    /// "Every clause of the provision and of the purpose", or what the act names.
    fn clauses(&self) -> Vec<String> {
        let mut clauses: Vec<String> = self.own().into_iter().collect();
        if self.letter() == 'p' {
            clauses.extend(self.purpose().and_then(|purpose| self.clause(Family::Purpose, &purpose.id)));
        }
        let mut seen = Vec::new();
        clauses.retain(|clause| {
            !seen.contains(clause) && {
                seen.push(clause.clone());
                true
            }
        });
        clauses
    }

    /// What retention may do: erase what has outlived its period.
    fn retention(&self, erases: bool) -> Reading {
        if let Err(refused) = self.ask(1, 2, &mut Vec::new()) {
            return refused;
        }
        let declared: Vec<_> = self.act.items().iter().filter_map(|item| self.policy.item(item)).collect();
        let all_over = declared
            .iter()
            .all(|item| self.held(&item.id).iter().all(|(_, held)| held.expires.is_some_and(|end| end <= self.now)));
        let keeps = declared.iter().filter_map(|item| self.clause(Family::Keep, self.base(item).keep.as_ref()?));
        let mut clauses: Vec<String> = Vec::new();
        keeps.for_each(|clause| {
            if !clauses.contains(&clause) {
                clauses.push(clause);
            }
        });
        if !erases || !all_over {
            let clauses = clauses.into_iter().next().or(self.words()).into_iter().collect();
            return Reading { code: "caller-lacks-handling".to_owned(), clauses, ..Reading::default() };
        }
        clauses.truncate(4);
        let places = self.act.items().iter().enumerate();
        let elsewhere = places.filter_map(|(place, item)| Some((place, self.system_of(item)?))).collect();
        Reading { code: "permit".to_owned(), clauses, elsewhere, ..Reading::default() }
    }
}
