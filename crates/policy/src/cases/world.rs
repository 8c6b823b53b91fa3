//! The world a case is decided in: a gate with the notices of then and now, a register, a person.

use super::{
    asks::Asks,
    file::{Case, CaseError, Cases, CompanySaid, ConsentSaid, EventSaid, HoldingSaid, PersonSaid, RegisterSaid},
    wrong::{NO_CLASS, NO_COMPANY, NOT_A_WORD, NOT_DECLARED, NOTHING_TO_ANSWER, wrong},
};
use crate::{
    declared::{Operation, Policy, Related, Revision},
    facts::{Facts, Holding, Member, Number, Numbers, PastRequest, Register, Standing, StandingKind},
    gate::Gate,
    notice::{Notice, NoticeOf, notices},
    vocabulary::Family,
};
use azukari_model::{Date, Instant, Name, Period, Zone};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// How long before the day of the cases the default person's items were acquired.
const HELD_SINCE: Period = Period::days(26);
/// Noon: no case depends on the hour.
const NOON: i64 = 12 * 3_600 * 1_000_000;
/// Companies are numbered from here on, clear of what is declared.
const FIRST_MEMBER: u32 = 1 << 30;

/// Everything a decision looks at.
pub(super) struct World<'a> {
    pub(super) gate: Gate,
    pub(super) now: Instant,
    pub(super) operation: Option<&'a Operation>,
    register: Register,
    holdings: Vec<Holding>,
    standing: Vec<Standing>,
    requests: BTreeMap<String, PastRequest>,
    reached: BTreeMap<String, u32>,
}

/// What building goes by.
struct Ground<'a> {
    policy: &'a Policy,
    numbers: Numbers,
    zone: &'a Zone,
    now: Instant,
}

impl<'a> World<'a> {
    pub(super) fn build(
        policy: &'a Policy,
        operation: Option<&'a Operation>,
        cases: &Cases,
        case: &Case,
    ) -> Result<Self, CaseError> {
        let said = merge_register(&cases.register, &case.world);
        let zone = &policy.service.zone;
        let now = zone.start_of(cases.now).plus_micros(NOON);
        let mut numbers = Numbers::default();
        numbers.ensure_all(policy, operation);
        let ground = Ground { policy, numbers, zone, now };
        let register = ground.register(&said)?;
        let person = ground.person(cases, &case.person);
        let holdings_said = person.holdings.clone().unwrap_or_default();
        let added = said.added.clone().unwrap_or_default();
        let (notices, under) = ground.notices(&holdings_said, &added);
        let todays = related_to_all(policy, said.related.as_deref().unwrap_or_default(), said.stage.as_deref())?;
        let gate = Gate::build(&todays, operation, &notices, &ground.numbers);
        let standing = ground.standing(&person, &register, &gate)?;
        let holdings = holdings_said.iter().map(|(item, held)| ground.holding(item, held, &under, &standing, &gate));
        let holdings = holdings.collect::<Result<_, _>>()?;
        let requests = ground.requests(&person)?;
        let reached = said.reached.unwrap_or_default();
        Ok(Self { gate, now, operation, register, holdings, standing, requests, reached })
    }

    pub(super) fn facts<'f>(&'f self, asks: &'f Asks) -> Facts<'f> {
        Facts {
            register: &self.register,
            holdings: &self.holdings,
            standing: &self.standing,
            people_reached: self.reached.get(&asks.account).copied().unwrap_or(0),
            person_reached: false,
            approval: asks.approval.as_ref(),
            request: asks.request.as_ref().and_then(|id| self.requests.get(id)),
        }
    }
}

fn merge_register(base: &RegisterSaid, over: &RegisterSaid) -> RegisterSaid {
    let (base, over) = (base.clone(), over.clone());
    RegisterSaid {
        members: over.members.or(base.members),
        parties: over.parties.or(base.parties),
        staff: over.staff.or(base.staff),
        versions: over.versions.or(base.versions),
        attested: over.attested.or(base.attested),
        announced: over.announced.or(base.announced),
        added: over.added.or(base.added),
        related: over.related.or(base.related),
        reached: over.reached.or(base.reached),
        effective: over.effective.or(base.effective),
        stage: over.stage.or(base.stage),
        joint_use_since: over.joint_use_since.or(base.joint_use_since),
    }
}

fn merge_person(base: PersonSaid, over: PersonSaid) -> PersonSaid {
    PersonSaid {
        holdings: over.holdings.or(base.holdings),
        consents: over.consents.or(base.consents),
        events: over.events.or(base.events),
        ceased: over.ceased.or(base.ceased),
        restricted: over.restricted.or(base.restricted),
        confirmed: over.confirmed.or(base.confirmed),
        requests: over.requests.or(base.requests),
        last_seen: over.last_seen.or(base.last_seen),
    }
}

/// The policy of the day with what the case changes: its stage, and purposes recorded as related to every other.
fn related_to_all(policy: &Policy, related: &[Name], stage: Option<&str>) -> Result<Policy, CaseError> {
    let mut policy = policy.clone();
    if let Some(stage) = stage {
        policy.service.stage =
            stage.parse().map_err(|()| wrong(NOT_A_WORD.with([("text", &stage), ("key", &"stage")])))?;
    }
    if related.is_empty() {
        return Ok(policy);
    }
    let froms: Vec<Name> = policy.purposes.iter().map(|purpose| purpose.id.clone()).collect();
    let none = Revision { announce: Vec::new(), ahead: Period::default(), related: Vec::new() };
    let revision = policy.revision.get_or_insert(none);
    for to in related {
        revision.related.extend(froms.iter().map(|from| Related {
            from: from.clone(),
            to: to.clone(),
            why: "the case says so".to_owned(),
            decided_by: "the case".to_owned(),
        }));
    }
    Ok(policy)
}

/// The policy as it was: without the purposes and flows that came later.
fn without(policy: &Policy, absent: &BTreeSet<Name>) -> Policy {
    let mut old = policy.clone();
    let is_there = |id: &Name| !absent.contains(id);
    old.purposes.retain(|purpose| is_there(&purpose.id));
    old.flows.retain(|flow| is_there(&flow.id));
    old.flows.iter_mut().for_each(|flow| flow.purposes.retain(is_there));
    old.sources.iter_mut().for_each(|source| source.purposes.retain(is_there));
    old
}

impl Ground<'_> {
    fn number(&self, family: Family, id: &Name) -> Result<Number, CaseError> {
        self.numbers.lookup(family, id).ok_or_else(|| wrong(NOT_DECLARED.with([("family", &family), ("id", id)])))
    }

    fn register(&self, said: &RegisterSaid) -> Result<Register, CaseError> {
        let mut register = Register::default();
        for (number, (id, company)) in (FIRST_MEMBER..).zip(said.members.iter().flatten()) {
            let class = company.class.as_ref().ok_or_else(|| wrong(NO_CLASS.with([("id", id)])))?;
            let class = self.number(Family::Recipient, class)?;
            let member = Member { number: Number(number), class, ..self.company(company)? };
            register.members.insert(Arc::from(id.as_str()), member);
        }
        for (id, company) in said.parties.iter().flatten() {
            register.parties.insert(self.number(Family::Recipient, id)?, self.company(company)?);
        }
        for (account, measures) in said.staff.iter().flatten() {
            let end = |(id, last): (&Name, &Date)| Ok((self.number(Family::Measure, id)?, self.zone.end_of(*last)));
            let on_file = measures.iter().map(end).collect::<Result<_, CaseError>>()?;
            register.staff.insert(Arc::from(account.as_str()), on_file);
        }
        for (id, accounts) in said.attested.iter().flatten() {
            let accounts = accounts.iter().map(|account| Arc::from(account.as_str())).collect();
            register.attested.insert(self.number(Family::Measure, id)?, accounts);
        }
        for id in said.announced.iter().flatten() {
            register.announced.insert(self.number(Family::Source, id)?, self.now);
        }
        if let Some(since) = said.joint_use_since {
            for flow in self.policy.flows.iter().filter(|flow| flow.joint.is_some()) {
                register.joint_use_since.insert(self.number(Family::Provision, &flow.id)?, since);
            }
        }
        let service = &self.policy.service;
        let effective = said.effective.or(service.effective);
        register.effective = Some(effective.map_or(self.now, |date| self.zone.start_of(date)));
        register.versions =
            said.versions.clone().unwrap_or_else(|| service.history.iter().copied().chain(service.effective).collect());
        Ok(register)
    }

    fn company(&self, said: &CompanySaid) -> Result<Member, CaseError> {
        let items = |items: &Vec<Name>| items.iter().map(|id| self.number(Family::Item, id)).collect::<Result<_, _>>();
        let measure = |(id, last): (&Name, &Date)| Ok((self.number(Family::Measure, id)?, *last));
        let route =
            |word: &String| word.parse().map_err(|()| wrong(NOT_A_WORD.with([("text", word), ("key", &"route")])));
        Ok(Member {
            country: said.country.clone(),
            route: said.route.as_ref().map(route).transpose()?,
            route_checked: said.checked,
            agreement_until: said.agreement,
            agreement_items: said.items.as_ref().map(items).transpose()?,
            chosen: said.chosen,
            reviewed: said.reviewed,
            measures: said.measures.iter().map(measure).collect::<Result<_, CaseError>>()?,
            stopped: said.stopped,
            ..Member::default()
        })
    }

    fn person(&self, cases: &Cases, over: &PersonSaid) -> PersonSaid {
        let mut base = cases.person.clone().unwrap_or_default();
        if base.holdings.is_none() {
            base.holdings = Some(self.holds_everything(cases.now.minus(HELD_SINCE)));
        }
        merge_person(base, over.clone())
    }

    /// Every item some source takes, by the first that does; but what is derived or held by a recipient.
    fn holds_everything(&self, on: Date) -> BTreeMap<Name, HoldingSaid> {
        let is_held =
            |id: &Name| self.policy.item(id).is_some_and(|item| item.held_by.is_empty() && item.derived_from.is_none());
        let mut holdings = BTreeMap::new();
        for source in &self.policy.sources {
            for item in source.takes.iter().filter(|item| is_held(item)) {
                holdings.entry(item.clone()).or_insert_with(|| HoldingSaid { source: source.id.clone(), on });
            }
        }
        holdings
    }

    /// The notices of every day something was acquired on, and under which of them each source was on each day.
    fn notices(
        &self,
        holdings: &BTreeMap<Name, HoldingSaid>,
        added: &BTreeMap<Name, Date>,
    ) -> (Vec<Notice>, BTreeMap<(Name, Date), Number>) {
        let (mut given, mut under) = (Vec::<Notice>::new(), BTreeMap::new());
        let days: BTreeSet<Date> = holdings.values().map(|held| held.on).collect();
        for day in days {
            let absent = added.iter().filter(|(_, since)| **since > day).map(|(id, _)| id.clone()).collect();
            for facts in notices(&without(self.policy, &absent)) {
                let NoticeOf::Source(source) = facts.of.clone() else { continue };
                let known = given.iter().find(|notice| notice.facts == facts).map(|notice| notice.number);
                let number = known.unwrap_or_else(|| Number(u32::try_from(given.len() + 1).unwrap_or(u32::MAX)));
                if known.is_none() {
                    given.push(Notice { number, facts });
                }
                under.insert((source, day), number);
            }
        }
        (given, under)
    }

    fn holding(
        &self,
        item: &Name,
        held: &HoldingSaid,
        under: &BTreeMap<(Name, Date), Number>,
        standing: &[Standing],
        gate: &Gate,
    ) -> Result<Holding, CaseError> {
        let (number, source) = (self.number(Family::Item, item)?, self.number(Family::Source, &held.source)?);
        let notice = under.get(&(held.source.clone(), held.on)).copied().unwrap_or_default();
        let acquired = self.zone.start_of(held.on);
        let ends = gate.ends(number, notice, acquired, standing);
        let (expires, kept_by_law_until) = (ends.expires, ends.kept_by_law_until);
        Ok(Holding { item: number, source, notice, acquired, expires, kept_by_law_until })
    }

    fn fact(&self, kind: StandingKind, subject: Number) -> Standing {
        let member = Number(0);
        Standing {
            kind,
            subject,
            member,
            yes: true,
            meaning: 0,
            had_yes: false,
            country_told: false,
            at: self.now,
            until: None,
        }
    }

    fn standing(&self, person: &PersonSaid, register: &Register, gate: &Gate) -> Result<Vec<Standing>, CaseError> {
        let mut facts = Vec::new();
        for (id, said) in person.consents.iter().flatten() {
            facts.extend(self.answers(id, said, gate)?);
        }
        for said in person.events.iter().flatten() {
            let fact = self.event(said, register, gate)?;
            facts.retain(|known: &Standing| {
                (known.kind, known.subject, known.member) != (fact.kind, fact.subject, fact.member)
            });
            facts.push(fact);
        }
        let ceased = person.ceased.clone().unwrap_or_default();
        if ceased.all {
            facts.push(self.fact(StandingKind::CessationPurpose, Number(0)));
        }
        if ceased.provision {
            facts.push(self.fact(StandingKind::CessationRecipient, Number(0)));
        }
        for id in &ceased.purposes {
            facts.push(self.fact(StandingKind::CessationPurpose, self.number(Family::Purpose, id)?));
        }
        for id in &ceased.recipients {
            facts.push(self.about_company(StandingKind::CessationRecipient, id, register)?);
        }
        if person.restricted == Some(true) {
            facts.push(self.fact(StandingKind::Restriction, Number(0)));
        }
        for id in person.confirmed.iter().flatten() {
            facts.push(self.about_company(StandingKind::Confirmation, id, register)?);
        }
        if let Some(date) = person.last_seen {
            let at = self.zone.start_of(date);
            facts.push(Standing { at, ..self.fact(StandingKind::LastSeen, Number(0)) });
        }
        Ok(facts)
    }

    /// An answer to whatever is called so: a purpose, a flow, a tag or a category.
    fn answers(&self, id: &Name, said: &ConsentSaid, gate: &Gate) -> Result<Vec<Standing>, CaseError> {
        let kinds = [
            (Family::Purpose, StandingKind::AnswerPurpose),
            (Family::Provision, StandingKind::AnswerFlow),
            (Family::Tag, StandingKind::AnswerTag),
            (Family::Category, StandingKind::AnswerTag),
        ];
        let mut answers = Vec::new();
        for (family, kind) in kinds {
            let Some(subject) = self.numbers.lookup(family, id) else { continue };
            let meaning = gate.meaning(family, subject).saturating_sub(u32::from(said.meaning == 0));
            let (yes, had_yes, country_told) = (said.given, said.was, said.country_told);
            answers.push(Standing { yes, meaning, had_yes, country_told, ..self.fact(kind, subject) });
        }
        if answers.is_empty() { Err(wrong(NOTHING_TO_ANSWER.with([("id", id)]))) } else { Ok(answers) }
    }

    fn event(&self, said: &EventSaid, register: &Register, gate: &Gate) -> Result<Standing, CaseError> {
        let event = self.number(Family::Event, &said.event)?;
        let at = self.zone.start_of(said.on);
        let member = match &said.about {
            None => Number(0),
            // What happened with a company may outlast its place in the register.
            Some(id) => register.members.get(id.as_str()).map_or(Number(u32::MAX), |member| member.number),
        };
        let until = if said.over { None } else { Some(gate.event_until(event, at).unwrap_or(at)) };
        Ok(Standing { member, yes: !said.over, at, until, ..self.fact(StandingKind::Event, event) })
    }

    /// A fact about a declared recipient, or about a company of a class.
    fn about_company(&self, kind: StandingKind, id: &str, register: &Register) -> Result<Standing, CaseError> {
        if let Some(number) = id.parse::<Name>().ok().and_then(|name| self.numbers.lookup(Family::Recipient, &name)) {
            return Ok(self.fact(kind, number));
        }
        let unknown = || wrong(NO_COMPANY.with([("id", &id)]));
        let member = register.members.get(id).ok_or_else(unknown)?;
        Ok(Standing { member: member.number, ..self.fact(kind, member.class) })
    }

    fn requests(&self, person: &PersonSaid) -> Result<BTreeMap<String, PastRequest>, CaseError> {
        let mut requests = BTreeMap::new();
        for (id, said) in person.requests.iter().flatten() {
            let right = self.policy.right(&said.right);
            let right =
                right.ok_or_else(|| wrong(NOT_DECLARED.with([("family", &Family::Right), ("id", &said.right)])))?;
            let (items, answered) = (said.items.clone(), said.answered);
            requests.insert(id.clone(), PastRequest { right: right.id.clone(), gives: right.gives, answered, items });
        }
        Ok(requests)
    }
}
