//! What the rows look up: which clause a refusal names (e.2), what the act names, companies, holdings, the person.

use super::{Look, has};
use azukari_model::{Date, Instant, Name, NoticeId};
use azukari_policy::{
    act::{Act, AnswerTo, Caller, ExceptionClaim, FindBy, RightVerb},
    declared::{Flow, Item, Keeper, Measure, Per, Purpose, Recipient, Right, Role, Source, Statistic, Tag},
    facts::{Holding, Member, Number, Standing, StandingKind},
    guarantee::Guarantee,
    notice::{NoticeFacts, NoticeOf, notices},
    vocabulary::{About, By, Choice, Family, Gives, Ground, Need, Part, Route, Shown, Whence},
};
use std::collections::BTreeMap;

impl<'a> Look<'a> {
    // Clauses: which one a refusal names (e.2).

    pub(super) fn clause(&self, family: Family, id: &Name) -> Option<String> {
        self.policy.clause_of_declared(family, id).map(str::to_owned)
    }

    pub(super) fn first_part(clause: Option<String>) -> Option<String> {
        clause.and_then(|clause| clause.split('.').next().map(str::to_owned))
    }

    pub(super) fn words(&self) -> Option<String> {
        Self::first_part(self.policy.purposes.first().and_then(|first| self.clause(Family::Purpose, &first.id)))
    }

    pub(super) fn revision(&self) -> Option<String> {
        self.policy.clause_of(&Keeper::Revision).map(str::to_owned).or(self.words())
    }

    pub(super) fn grounds(&self) -> Option<String> {
        self.policy.clause_of(&Keeper::Grounds).map(str::to_owned).or(self.words())
    }

    pub(super) fn rights_at_large(&self) -> Option<String> {
        let first = self.policy.rights.first().and_then(|first| self.clause(Family::Right, &first.id));
        Self::first_part(first).or(self.words())
    }

    pub(super) fn measures_at_large(&self) -> Option<String> {
        let first = self.policy.measures.first().and_then(|first| self.clause(Family::Measure, &first.id));
        Self::first_part(first).or(self.words())
    }

    pub(super) fn tags_at_large(&self) -> Option<String> {
        let tags = Keeper::Guarantee(Guarantee::UnlistedTagsBlocked);
        let kept = self.policy.bonds.kept_by.iter().find(|(_, by)| by.contains(&tags));
        kept.map(|(clause, _)| clause.clone()).or(self.words())
    }

    /// The clause of what the act is about.
    pub(super) fn own(&self) -> Option<String> {
        match self.act {
            Act::Use(_) | Act::Find(_) => self.clause(Family::Purpose, &self.purpose()?.id),
            Act::Acquire(_) => self.clause(Family::Source, &self.source()?.id),
            Act::Provide(act) => match (&act.exception, self.flow) {
                (Some(claim), _) => {
                    let id = claim.exception.parse().ok()?;
                    self.clause(Family::Exception, &id).or(self.grounds())
                }
                (None, Some(flow)) => self.clause(flow.family, &flow.id),
                (None, None) => self.clause(Family::Recipient, &self.to().0.id),
            },
            Act::Answer(act) => match &act.to {
                AnswerTo::Purpose(id) => self.clause(Family::Purpose, &id.parse().ok()?),
                AnswerTo::Provision(id) => self.policy.flow(id).and_then(|flow| self.clause(flow.family, &flow.id)),
                AnswerTo::Tag(id) if self.policy.tag(id).is_some() => self.clause(Family::Tag, &id.parse().ok()?),
                AnswerTo::Tag(id) => self.clause(Family::Category, &id.parse().ok()?),
            },
            Act::Right(_) => self.clause(Family::Right, &self.right()?.id),
            Act::Statistic(_) => self.clause(Family::Statistic, &self.statistic()?.id),
            Act::Load(_) => self.clause(Family::Tag, &self.tag().id),
            Act::Report(_) => self.words(),
            Act::Attest(_) => self.clause(Family::Measure, &self.measure()?.id),
        }
    }

    // What the act names.

    pub(super) fn purposes_named(&self) -> Vec<&'a str> {
        match self.act {
            Act::Use(act) => vec![&act.purpose],
            Act::Find(act) => vec![&act.purpose],
            Act::Provide(act) => act.purpose.as_deref().into_iter().collect(),
            Act::Answer(act) => match &act.to {
                AnswerTo::Purpose(purpose) => vec![purpose],
                _ => Vec::new(),
            },
            Act::Right(act) => act.scope.purposes.iter().map(|purpose| &**purpose).collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn words_for_items(&self) -> Vec<&'a str> {
        match self.act {
            Act::Find(act) => match &act.by {
                FindBy::Item(item) => vec![item],
                FindBy::System(_) => Vec::new(),
            },
            act => act.items().iter().map(|item| &**item).collect(),
        }
    }

    pub(super) fn companies_named(&self) -> Vec<&'a str> {
        match self.act {
            Act::Provide(act) => vec![&act.recipient],
            Act::Right(act) => act.scope.recipients.iter().map(|one| &**one).collect(),
            Act::Statistic(act) => act.to.as_deref().into_iter().collect(),
            Act::Report(act) => act.member.as_deref().into_iter().collect(),
            Act::Attest(act) if self.measure().is_some_and(|one| matches!(one.per, Per::Recipients(_))) => {
                act.of.as_deref().into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn purpose(&self) -> Option<&'a Purpose> {
        match self.act {
            Act::Use(act) => self.policy.purpose(&act.purpose),
            Act::Find(act) => self.policy.purpose(&act.purpose),
            Act::Provide(act) => self.policy.purpose(act.purpose.as_ref()?),
            _ => None,
        }
    }

    pub(super) fn source(&self) -> Option<&'a Source> {
        let Act::Acquire(act) = self.act else { return None };
        self.policy.source(&act.source)
    }

    pub(super) fn statistic(&self) -> Option<&'a Statistic> {
        let Act::Statistic(act) = self.act else { return None };
        self.policy.statistic(&act.statistic)
    }

    pub(super) fn measure(&self) -> Option<&'a Measure> {
        let Act::Attest(act) = self.act else { return None };
        self.policy.measure(&act.measure)
    }

    pub(super) fn tag(&self) -> &'a Tag {
        let Act::Load(act) = self.act else { panic!("no tag is loaded") };
        self.policy.tag(&act.tag).unwrap()
    }

    pub(super) fn verb(&self) -> RightVerb {
        let Act::Right(act) = self.act else { panic!("no right is asked") };
        act.verb
    }

    pub(super) fn is_erasure(&self) -> bool {
        matches!(self.act, Act::Right(act) if act.verb == RightVerb::Erase && act.decline.is_none())
    }

    pub(super) fn right(&self) -> Option<&'a Right> {
        let Act::Right(act) = self.act else { return None };
        let gives: &[Gives] = match act.verb {
            RightVerb::Disclose => &[Gives::Disclosure, Gives::See, Gives::Records, Gives::PurposeNotice],
            RightVerb::Correct => &[Gives::Correction, Gives::Addition],
            RightVerb::Cease | RightVerb::Resume => &[Gives::CeaseUse, Gives::CeaseProvision],
            RightVerb::Erase => &[Gives::Deletion, Gives::CeaseUse],
        };
        match &act.right {
            Some(named) => self.policy.right(named).filter(|right| gives.contains(&right.gives)),
            None => gives.iter().find_map(|wanted| self.policy.rights.iter().find(|right| right.gives == *wanted)),
        }
    }

    pub(super) fn cites_a_request(&self) -> bool {
        matches!(self.act, Act::Right(act) if act.verb == RightVerb::Correct && act.request.is_some())
    }

    pub(super) fn claim(&self) -> &'a ExceptionClaim {
        let Act::Provide(act) = self.act else { panic!("nothing is provided") };
        act.exception.as_ref().unwrap()
    }

    pub(super) fn needs(&self, need: Need) -> bool {
        let id = &*self.claim().exception;
        let declared = self.policy.exception(id).map(|case| case.needs.clone());
        let needs = declared.unwrap_or_else(|| match id {
            "law" => vec![Need::Reason, Need::Reference, Need::Approver],
            "state-cooperation" => vec![Need::Reason, Need::Reference, Need::WouldHinder, Need::Approver],
            _ => vec![Need::Reason, Need::ConsentDifficult, Need::Approver],
        });
        needs.contains(&need)
    }

    pub(super) fn role(&self) -> Option<&'a Role> {
        let Caller::Staff { role, .. } = self.caller else { return None };
        self.operation?.role(role)
    }

    // Companies.

    pub(super) fn company(&self, name: &str) -> Option<(&'a Recipient, Option<&'a Member>)> {
        let register = self.facts.register;
        if let Some(recipient) = self.policy.recipient(name) {
            let party = register.parties.get(&self.no(Family::Recipient, &recipient.id));
            return Some((recipient, party.filter(|_| !recipient.is_class)));
        }
        let member = register.members.get(name)?;
        let class = self.policy.recipients.iter().find(|one| self.no(Family::Recipient, &one.id) == member.class)?;
        class.is_class.then_some((class, Some(member)))
    }

    pub(super) fn to(&self) -> (&'a Recipient, Option<&'a Member>) {
        let Act::Provide(act) = self.act else { panic!("nothing is provided") };
        self.company(&act.recipient).unwrap()
    }

    /// Who gets something: a company; a statistic may go to nobody, and a class is none.
    pub(super) fn gets(&self) -> Option<(&'a Recipient, Option<&'a Member>)> {
        match self.act {
            Act::Provide(_) => Some(self.to()),
            Act::Statistic(act) => {
                self.company(act.to.as_ref()?).filter(|(recipient, member)| !recipient.is_class || member.is_some())
            }
            _ => None,
        }
    }

    pub(super) fn where_to(&self) -> (String, Option<Route>) {
        let (recipient, member) = self.to();
        let country = member.and_then(|member| member.country.clone()).unwrap_or_else(|| recipient.country.clone());
        (country, member.and_then(|member| member.route).or(recipient.route))
    }

    pub(super) fn goes_abroad_by_consent(&self) -> bool {
        let (country, route) = self.where_to();
        country != "JP" && route == Some(Route::Consent)
    }

    pub(super) fn joining(&self) -> Vec<&'a Flow> {
        let Some(purpose) = self.purpose() else { return Vec::new() };
        let recipient = &self.to().0.id;
        let joins = |flow: &&Flow| flow.to.contains(recipient) && flow.purposes.contains(&purpose.id);
        self.policy.flows.iter().filter(joins).collect()
    }

    pub(super) fn candidates(&self) -> Vec<&'a Flow> {
        let (Act::Provide(act), Some(role)) = (self.act, self.role()) else { return Vec::new() };
        let may = |flow: &&Flow| role.provide.contains(&flow.id) && (!act.bulk || role.bulk.contains(&flow.id));
        self.joining().into_iter().filter(may).collect()
    }

    #[expect(clippy::option_option, reason = "not asked for, and not on file, are two things")]
    /// Of the party behind a tag: `None` if no agreement is asked for, else the last day of the latest.
    pub(super) fn party_bound(&self) -> Option<Option<Date>> {
        let recipient = self.policy.recipient(self.tag().recipient.as_ref()?)?;
        let number = self.no(Family::Recipient, &recipient.id);
        let register = self.facts.register;
        let companies: Vec<&Member> = if recipient.is_class {
            register.members.values().filter(|member| member.class == number).collect()
        } else {
            register.parties.get(&number).into_iter().collect()
        };
        let ends = companies.iter().filter(|one| !one.stopped).filter_map(|one| one.agreement_until).max();
        recipient.agreement_required.then_some(ends)
    }

    // Items and holdings.

    pub(super) fn base(&self, item: &'a Item) -> &'a Item {
        item.derived_from.as_ref().and_then(|from| self.policy.item(from)).unwrap_or(item)
    }

    pub(super) fn system_of(&self, item: &str) -> Option<String> {
        let item = self.policy.item(item)?;
        let operation = self.operation?;
        let holder = operation.holder_of(&item.id).or_else(|| operation.holder_of(&self.base(item).id))?;
        Some(holder.id.to_string())
    }

    pub(super) fn takes(&self, item: &str) -> bool {
        let (Act::Acquire(act), Some(source)) = (self.act, self.source()) else { return false };
        let granted = || act.granted.iter().flatten().any(|granted| **granted == *item);
        has(&source.takes, item) && (!source.limited_by_grant || granted())
    }

    pub(super) fn comes_from_outside(&self) -> bool {
        self.source().is_some_and(|source| matches!(source.from, Whence::Affiliate | Whence::Recipient))
    }

    pub(super) fn held(&self, item: &str) -> Vec<(usize, &'a Holding)> {
        let Some(item) = self.policy.item(item) else { return Vec::new() };
        let number = self.no(Family::Item, &self.base(item).id);
        self.facts.holdings.iter().enumerate().filter(|(_, held)| held.item == number).collect()
    }

    pub(super) fn running(&self, item: &str) -> Vec<(usize, &'a Holding)> {
        let mut held = self.held(item);
        held.retain(|(_, one)| one.expires.is_none_or(|end| self.now < end));
        held
    }

    pub(super) fn announced(&self, item: &str) -> Vec<(usize, &'a Holding)> {
        let mut held = self.running(item);
        held.retain(|(_, one)| {
            let source = self.policy.sources.iter().find(|source| self.no(Family::Source, &source.id) == one.source);
            let shown = self.notice(one).is_some_and(|facts| facts.announced);
            let must = source.map_or(shown, |source| source.shown == Some(Shown::Announced));
            !must || self.facts.register.announced.get(&one.source).is_some_and(|at| *at <= self.now)
        });
        held
    }

    pub(super) fn purpose_shown(&self, item: &str) -> Vec<(usize, &'a Holding)> {
        let purpose = self.purpose().unwrap();
        let said_yes = self.purpose_answer().is_some_and(|answer| answer.yes && answer.meaning >= purpose.meaning);
        let mut held = self.announced(item);
        held.retain(|(_, one)| {
            purpose.by == By::Recipient || said_yes || self.notice(one).is_some_and(|facts| self.shows(facts, purpose))
        });
        held
    }

    pub(super) fn shows(&self, facts: &NoticeFacts, purpose: &Purpose) -> bool {
        let todays = |(id, meaning): &(Name, u32)| *id == purpose.id && *meaning >= purpose.meaning;
        let related = self.policy.revision.as_ref().map_or(&[][..], |revision| &revision.related);
        let from_shown = |from: &Name| facts.purposes.iter().any(|(id, _)| id == from);
        facts.purposes.iter().any(todays) || related.iter().any(|one| one.to == purpose.id && from_shown(&one.from))
    }

    pub(super) fn flow_shown(&self, item: &str) -> Vec<(usize, &'a Holding)> {
        let flow = self.flow.unwrap();
        let outside = matches!(self.to().0.part, Part::ThirdParty | Part::JointUser);
        let said_yes = self.flow_answer().is_some_and(|answer| answer.yes && answer.meaning >= self.flow_meaning());
        let mut held = self.purpose_shown(item);
        held.retain(|(_, one)| {
            !outside || said_yes || self.notice(one).is_some_and(|facts| facts.flows.contains(&flow.id))
        });
        held
    }

    pub(super) fn passing(&self, item: &str) -> Vec<(usize, &'a Holding)> {
        match self.letter() {
            'x' => self.running(item),
            'p' => self.flow_shown(item),
            _ => self.purpose_shown(item),
        }
    }

    pub(super) fn notice(&self, held: &Holding) -> Option<&'a NoticeFacts> {
        let known = self.notices.iter().find(|notice| notice.number == held.notice)?;
        Some(&known.facts)
    }

    pub(super) fn todays(&self, of: &NoticeOf) -> Option<NoticeId> {
        notices(self.policy).into_iter().find(|facts| facts.of == *of).map(|facts| facts.id())
    }

    pub(super) fn kept_by_law(&self) -> Vec<usize> {
        if !self.is_erasure() {
            return Vec::new();
        }
        let kept = |item: &str| {
            self.held(item).iter().any(|(_, held)| held.kept_by_law_until.is_some_and(|until| until > self.now))
        };
        self.act.items().iter().enumerate().filter(|(_, item)| kept(item)).map(|(place, _)| place).collect()
    }

    // The person.

    pub(super) fn counts(&self, fact: &Standing) -> bool {
        fact.yes && fact.until.is_none_or(|until| until > self.now)
    }

    pub(super) fn stands(&self, kind: StandingKind) -> impl Iterator<Item = &'a Standing> {
        let look = *self;
        self.facts.standing.iter().filter(move |fact| fact.kind == kind && look.counts(fact))
    }

    pub(super) fn answer(&self, kind: StandingKind, subject: Number) -> Option<&'a Standing> {
        self.facts.standing.iter().find(|fact| fact.kind == kind && fact.subject == subject)
    }

    pub(super) fn purpose_answer(&self) -> Option<&'a Standing> {
        self.answer(StandingKind::AnswerPurpose, self.no(Family::Purpose, &self.purpose()?.id))
    }

    pub(super) fn flow_answer(&self) -> Option<&'a Standing> {
        self.answer(StandingKind::AnswerFlow, self.no(Family::Provision, &self.flow?.id))
    }

    pub(super) fn flow_meaning(&self) -> u32 {
        self.flow.unwrap().purposes.iter().map(|id| self.policy.purpose(id).unwrap().meaning).sum()
    }

    pub(super) fn asks_for_flow(&self) -> bool {
        self.flow.unwrap().ground == Some(Ground::Consent) || self.goes_abroad_by_consent()
    }

    pub(super) fn asks_first(&self) -> bool {
        let purpose = self.purpose().unwrap();
        purpose.by == By::Us && purpose.choice == Choice::AsksFirst
    }

    pub(super) fn is_ceased(&self, purpose: &Purpose) -> bool {
        let number = self.no(Family::Purpose, &purpose.id);
        let mut ceased = self.stands(StandingKind::CessationPurpose);
        purpose.because.is_none() && ceased.any(|fact| fact.subject == Number(0) || fact.subject == number)
    }

    pub(super) fn events(&self) -> Vec<Name> {
        let of_purpose = self.purpose().map(|purpose| purpose.when.clone()).unwrap_or_default();
        let of_flow = self.flow.map(|flow| flow.when.clone()).unwrap_or_default();
        of_purpose.into_iter().chain(of_flow).collect()
    }

    /// What was reported of an event: towards this company, where it is true of one.
    pub(super) fn reports(&self, event: &Name) -> Vec<&'a Standing> {
        let number = self.no(Family::Event, event);
        let of_member = self.policy.event(event).unwrap().about == About::Member;
        let company = self.flow.map(|_| self.to().1.map_or(Number(0), |member| member.number));
        let is_about = |fact: &&Standing| match company {
            Some(company) if of_member => company != Number(0) && fact.member == company,
            _ => true,
        };
        let reported = |fact: &&Standing| fact.kind == StandingKind::Event && fact.subject == number;
        self.facts.standing.iter().filter(reported).filter(is_about).collect()
    }

    /// When an event that holds stops doing so: the last of the reports that hold.
    pub(super) fn event_ends(&self, event: &Name) -> Option<Instant> {
        let ends: Vec<_> =
            self.reports(event).into_iter().filter(|fact| self.counts(fact)).map(|fact| fact.until).collect();
        if ends.contains(&None) { None } else { ends.into_iter().flatten().max() }
    }

    // The visitor.

    pub(super) fn is_linked(&self) -> bool {
        matches!(self.act, Act::Load(act) if act.linked)
    }

    pub(super) fn visitor_said(&self) -> Option<bool> {
        let Act::Load(act) = self.act else { return None };
        let said: BTreeMap<&str, bool> = act.choices.iter().rev().map(|(name, yes)| (&**name, *yes)).collect();
        let tag = self.tag();
        said.get(&*tag.id).or_else(|| said.get(&*tag.category)).copied()
    }

    pub(super) fn refuses_tag(&self) -> bool {
        let tag = self.tag();
        let of_tag = self.answer(StandingKind::AnswerTag, self.no(Family::Tag, &tag.id));
        let of_category = || self.answer(StandingKind::AnswerTag, self.no(Family::Category, &tag.category));
        let person = of_tag.or_else(of_category).is_some_and(|answer| !answer.yes);
        self.visitor_said() == Some(false) || self.is_linked() && person
    }

    pub(super) fn tag_purposes(&self) -> Vec<&'a Purpose> {
        self.tag().our_purpose.iter().filter_map(|id| self.policy.purpose(id)).collect()
    }

    // Numbers.

    pub(super) fn no(&self, family: Family, id: &Name) -> Number {
        self.numbers.lookup(family, id).unwrap_or(Number(u32::MAX))
    }

    pub(super) fn no_of(&self, family: Family, id: &str) -> Number {
        id.parse().map_or(Number(u32::MAX), |id| self.no(family, &id))
    }

    pub(super) fn today(&self) -> Date {
        self.policy.service.zone.date(self.now)
    }
}
