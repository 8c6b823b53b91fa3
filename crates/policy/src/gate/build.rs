//! Building: names become dense numbers, declarations rows, notices bit sets. Done once per activation.

use super::{
    Gate, Names, Places,
    bits::{Bits, Items, Purposes},
    rows::{
        AfterRow, CategoryRow, EventRow, FlowRow, GroundRow, ItemRow, KeepRow, MeasureRow, PerRow, Place, PurposeRow,
        RecipientRow, RightRow, RoleRow, ShownRow, SourceRow, StatisticRow, TagRow, When,
    },
};
use crate::{
    declared::{After, Item, Keeper, Operation, Per, Policy, Role},
    facts::{Number, Numbers},
    guarantee::Guarantee,
    kinds::{ItemKind, MeasureKind},
    notice::{self, Notice, NoticeFacts, NoticeOf},
    vocabulary::{About, Approve, By, Class, Family, Handle, LegalException, Need, Shown, Stage, Whence},
};
use azukari_model::{Name, NoticeId, Period};
use std::{collections::BTreeMap, str::FromStr};

/// Raised when the way a gate decides from the same sources changes.
const FORMAT: u8 = 1;
/// Numbers of notices are small; one beyond this is nobody's.
const NUMBERS_MAX: usize = 1 << 24;
const NO_ROW: u32 = u32::MAX;

/// What building looks at, and the clauses met on the way.
struct Site<'a> {
    policy: &'a Policy,
    operation: Option<&'a Operation>,
    numbers: &'a Numbers,
    names: Names,
    clauses: Vec<String>,
    places: BTreeMap<String, u16>,
    todays: BTreeMap<NoticeOf, NoticeId>,
}

impl Gate {
    /// Builds the gate. `operation` absent: nobody of the staff may do anything. `numbers` knows every declaration
    /// ([`Numbers::ensure_all`]); one without a number can never be named, nor can the 257th item or the 1,025th purpose.
    pub fn build(policy: &Policy, operation: Option<&Operation>, notices: &[Notice], numbers: &Numbers) -> Self {
        let todays = notice::notices(policy).into_iter().map(|facts| (facts.of.clone(), facts.id())).collect();
        let mut site = Site {
            policy,
            operation,
            numbers,
            names: name(policy, operation, numbers),
            clauses: Vec::new(),
            places: BTreeMap::new(),
            todays,
        };
        let items = site.items();
        let sources = site.sources();
        let purposes = site.purposes();
        let recipients = site.recipients();
        let flows = site.flows(&purposes);
        let grounds = site.grounds();
        let tags = site.tags();
        let categories = site.categories();
        let statistics = site.statistics();
        let rights = site.rights();
        let measures = site.measures();
        let staff_measures = site.staff_measures();
        let source_clauses = site.source_clauses();
        let place = site.stand_ins(&items);
        let (shown_of, shown) = site.shown(notices, &purposes);
        let (keeps_of, keeps_shown) = site.keeps_shown(notices);
        let dense = |numbers: &mut dyn Iterator<Item = Number>| numbers.zip(0_u16..).collect::<BTreeMap<_, _>>();
        Self {
            zone: policy.service.zone.clone(),
            decides: policy.service.stage == Stage::Decide,
            hash: hash(policy, operation, notices),
            held: marked(&items, |item| item.is_held),
            personal: marked(&items, |item| item.class >= Class::Personal),
            item_of: dense(&mut items.iter().map(|row| row.number)),
            recipient_of: dense(&mut recipients.iter().map(|row| row.number)),
            announce: site.announce(),
            events: site.events(),
            roles: site.roles(),
            ids: site.ids(),
            items,
            sources,
            purposes,
            recipients,
            flows,
            grounds,
            tags,
            categories,
            statistics,
            rights,
            measures,
            staff_measures,
            shown_of,
            shown,
            keeps_of,
            keeps_shown,
            source_clauses,
            place,
            clauses: site.clauses,
            names: site.names,
        }
    }
}

fn marked(items: &[ItemRow], is: impl Fn(&ItemRow) -> bool) -> Items {
    (0_u16..).zip(items).filter(|(_, row)| is(row)).map(|(place, _)| place).collect()
}

/// Dense numbers in source order, for what has a permanent one.
fn dense<'a>(
    ids: impl Iterator<Item = &'a Name>,
    family: Option<Family>,
    numbers: &Numbers,
    most: usize,
) -> BTreeMap<Name, u16> {
    let known = ids.filter(|id| family.is_none_or(|family| numbers.lookup(family, id).is_some()));
    known.take(most).zip(0_u16..).map(|(id, place)| (id.clone(), place)).collect()
}

fn name(policy: &Policy, operation: Option<&Operation>, numbers: &Numbers) -> Names {
    let most = usize::from(u16::MAX);
    let roles = operation.map_or(&[][..], |operation| &operation.roles);
    let systems = operation.map_or(&[][..], |operation| &operation.systems);
    Names {
        items: dense(policy.items.iter().map(|one| &one.id), Some(Family::Item), numbers, Items::SIZE),
        sources: dense(policy.sources.iter().map(|one| &one.id), Some(Family::Source), numbers, most),
        purposes: dense(policy.purposes.iter().map(|one| &one.id), Some(Family::Purpose), numbers, Purposes::SIZE),
        recipients: dense(policy.recipients.iter().map(|one| &one.id), Some(Family::Recipient), numbers, most),
        flows: dense(policy.flows.iter().map(|one| &one.id), Some(Family::Provision), numbers, most),
        tags: dense(policy.tags.iter().map(|one| &one.id), Some(Family::Tag), numbers, most),
        categories: dense(policy.categories.iter().map(|one| &one.id), Some(Family::Category), numbers, most),
        statistics: dense(policy.statistics.iter().map(|one| &one.id), Some(Family::Statistic), numbers, most),
        events: dense(policy.events.iter().map(|one| &one.id), Some(Family::Event), numbers, most),
        measures: dense(policy.measures.iter().map(|one| &one.id), Some(Family::Measure), numbers, most),
        roles: dense(roles.iter().map(|one| &one.id), None, numbers, most),
        systems: systems
            .iter()
            .filter_map(|one| Some((one.id.clone(), numbers.lookup(Family::System, &one.id)?)))
            .collect(),
    }
}

/// SHA-256 over the hashes of the sources, the operation and the notices, and a format number: never over built bytes.
fn hash(policy: &Policy, operation: Option<&Operation>, notices: &[Notice]) -> [u8; 32] {
    let mut context = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
    context.update(b"azukari gate");
    context.update(&[FORMAT]);
    context.update(&policy.hash);
    context.update(&operation.map_or([0; 32], |operation| operation.hash));
    let mut known: Vec<_> = notices.iter().map(|notice| (notice.number, notice.facts.id())).collect();
    known.sort_unstable();
    for (number, id) in known {
        context.update(&number.0.to_be_bytes());
        context.update(&id.bytes());
    }
    let mut hash = [0; 32];
    hash.iter_mut().zip(context.finish().as_ref()).for_each(|(to, from)| *to = *from);
    hash
}

fn parts(period: Period) -> (u16, u16, u16) {
    period.parts()
}

fn at(names: &BTreeMap<Name, u16>, ids: &[Name]) -> Vec<u16> {
    ids.iter().filter_map(|id| names.get(id).copied()).collect()
}

fn set<const W: usize>(names: &BTreeMap<Name, u16>, ids: &[Name]) -> Bits<W> {
    ids.iter().filter_map(|id| names.get(id).copied()).collect()
}

impl<'a> Site<'a> {
    fn place(&mut self, clause: &str) -> Place {
        if let Some(place) = self.places.get(clause) {
            return Some(*place);
        }
        let place = u16::try_from(self.clauses.len()).ok()?;
        self.clauses.push(clause.to_owned());
        self.places.insert(clause.to_owned(), place);
        Some(place)
    }

    fn clause(&mut self, family: Family, id: &Name) -> Place {
        let clause = self.policy.clause_of_declared(family, id)?;
        self.place(clause)
    }

    fn clause_of(&mut self, keeper: &Keeper) -> Place {
        let clause = self.policy.clause_of(keeper)?;
        self.place(clause)
    }

    fn number(&self, family: Family, id: &Name) -> Option<Number> {
        self.numbers.lookup(family, id)
    }

    fn todays(&self, of: &NoticeOf) -> NoticeId {
        self.todays.get(of).copied().unwrap_or(NoticeId::from_bits(0))
    }

    /// The declarations that have a dense number, with their permanent one, in its order.
    fn known<T>(
        &self,
        list: &'a [T],
        names: &BTreeMap<Name, u16>,
        family: Family,
        id: impl Fn(&T) -> &Name,
    ) -> Vec<(&'a T, Number)> {
        let is_known = |one: &&'a T| names.contains_key(id(one));
        list.iter().filter(is_known).filter_map(|one| Some((one, self.number(family, id(one))?))).collect()
    }

    fn items(&mut self) -> Vec<ItemRow> {
        let known = self.known(&self.policy.items, &self.names.items, Family::Item, |one| &one.id);
        known.into_iter().map(|(item, number)| self.item(item, number)).collect()
    }

    fn item(&mut self, item: &'a Item, number: Number) -> ItemRow {
        let policy = self.policy;
        let stored = item.derived_from.as_ref().and_then(|from| policy.item(from)).unwrap_or(item);
        let holders = if item.held_by.is_empty() { &stored.held_by } else { &item.held_by };
        let keep = stored.keep.as_ref().and_then(|keep| policy.keep(keep));
        let system = self.operation.and_then(|operation| {
            let holder = operation.holder_of(&item.id).or_else(|| operation.holder_of(&stored.id))?;
            self.number(Family::System, &holder.id)
        });
        ItemRow {
            number,
            stored: self.number(Family::Item, &stored.id).unwrap_or(number),
            class: item.class,
            lookup: item.lookup,
            is_held: !holders.is_empty(),
            is_card: item.kind == ItemKind::PaymentCard,
            holder: holders.first().and_then(|holder| self.clause(Family::Recipient, holder)),
            system,
            keep: keep.map(|keep| self.keep_row(keep.period, &keep.after, keep.at_least)),
            keep_clause: keep.and_then(|keep| self.clause(Family::Keep, &keep.id)),
            keep_because: keep.and_then(|keep| keep.because),
        }
    }

    fn keep_row(&self, period: Period, after: &After, at_least: Option<Period>) -> KeepRow {
        let after = match after {
            After::Acquired => AfterRow::Acquired,
            After::LastSeen => AfterRow::LastSeen,
            After::Event(event) => self.number(Family::Event, event).map_or(AfterRow::Acquired, AfterRow::Event),
            After::LastUse(of) => {
                AfterRow::LastUse(of.iter().filter_map(|purpose| self.number(Family::Purpose, purpose)).collect())
            }
        };
        KeepRow { period: parts(period), after, at_least: at_least.map(parts) }
    }

    fn sources(&mut self) -> Vec<SourceRow> {
        let known = self.known(&self.policy.sources, &self.names.sources, Family::Source, |one| &one.id);
        let row = |(source, _): (&'a crate::declared::Source, Number)| SourceRow {
            from_outside: matches!(source.from, Whence::Affiliate | Whence::Recipient),
            takes: set(&self.names.items, &source.takes),
            required: set(&self.names.items, &source.required),
            confirms: source.confirms.clone(),
            shown: source.shown,
            extra: source.extra,
            provider: source.provider.iter().filter_map(|id| self.number(Family::Recipient, id)).collect(),
            limited_by_grant: source.limited_by_grant,
            notice: self.todays(&NoticeOf::Source(source.id.clone())),
            clause: self.clause(Family::Source, &source.id),
        };
        known.into_iter().map(row).collect()
    }

    fn source_clauses(&mut self) -> BTreeMap<Number, Place> {
        let known = self.known(&self.policy.sources, &self.names.sources, Family::Source, |one| &one.id);
        known.into_iter().map(|(source, number)| (number, self.clause(Family::Source, &source.id))).collect()
    }

    fn announce(&self) -> Vec<Option<bool>> {
        let known = self.known(&self.policy.sources, &self.names.sources, Family::Source, |one| &one.id);
        let mut table = Vec::new();
        for (source, number) in known {
            let place = number.0 as usize;
            if place < NUMBERS_MAX {
                if table.len() <= place {
                    table.resize(place + 1, None);
                }
                if let Some(entry) = table.get_mut(place) {
                    *entry = Some(source.shown == Some(Shown::Announced));
                }
            }
        }
        table
    }

    fn when(&self, events: &[Name]) -> Vec<When> {
        // An event without a number can never hold: number 0 is nobody's.
        let row = |event: &Name| When {
            event: self.number(Family::Event, event).unwrap_or_default(),
            of_member: self.policy.event(event).is_some_and(|event| event.about == About::Member),
        };
        events.iter().map(row).collect()
    }

    fn purposes(&mut self) -> Vec<PurposeRow> {
        let known = self.known(&self.policy.purposes, &self.names.purposes, Family::Purpose, |one| &one.id);
        let row = |(purpose, number): (&'a crate::declared::Purpose, Number)| PurposeRow {
            number,
            items: set(&self.names.items, &purpose.items),
            choice: purpose.choice,
            because: purpose.because,
            ours: purpose.by == By::Us,
            when: self.when(&purpose.when),
            meaning: purpose.meaning,
            mail: purpose.mail_to_customers,
            notice: self.todays(&NoticeOf::Purpose(purpose.id.clone())),
            clause: self.clause(Family::Purpose, &purpose.id),
        };
        known.into_iter().map(row).collect()
    }

    fn recipients(&mut self) -> Vec<RecipientRow> {
        let known = self.known(&self.policy.recipients, &self.names.recipients, Family::Recipient, |one| &one.id);
        let row = |(recipient, number): (&'a crate::declared::Recipient, Number)| RecipientRow {
            number,
            part: recipient.part,
            is_class: recipient.is_class,
            country: recipient.country.clone(),
            route: recipient.route,
            agreement_required: recipient.agreement_required,
            review_every: recipient.review_every,
            under: recipient.under.clone(),
            measures: self.blocking(|per| matches!(per, Per::Recipients(of) if of.contains(&recipient.id))),
            clause: self.clause(Family::Recipient, &recipient.id),
        };
        known.into_iter().map(row).collect()
    }

    fn blocking(&mut self, is: impl Fn(&Per) -> bool) -> Vec<(Number, Place)> {
        let measures = self.policy.measures.iter().filter(|one| one.blocks && is(&one.per));
        // A blocking measure without a number can never be on file.
        measures
            .map(|one| {
                (self.number(Family::Measure, &one.id).unwrap_or_default(), self.clause(Family::Measure, &one.id))
            })
            .collect()
    }

    fn staff_measures(&mut self) -> Vec<(Number, Place)> {
        self.blocking(|per| *per == Per::Staff)
    }

    fn flows(&mut self, purposes: &[PurposeRow]) -> Vec<FlowRow> {
        let known = self.known(&self.policy.flows, &self.names.flows, Family::Provision, |one| &one.id);
        let row = |(flow, number): (&'a crate::declared::Flow, Number)| {
            let places = at(&self.names.purposes, &flow.purposes);
            let meaning = |place: &u16| purposes.get(usize::from(*place)).map_or(0, |purpose| purpose.meaning);
            FlowRow {
                number,
                to: at(&self.names.recipients, &flow.to),
                meaning: places.iter().map(meaning).sum(),
                purposes: places.into_iter().collect(),
                items: set(&self.names.items, &flow.items),
                ground: flow.ground,
                when: self.when(&flow.when),
                links_to_person: flow.links_to_person,
                is_joint: flow.joint.is_some(),
                since: flow.joint.as_ref().and_then(|joint| joint.since),
                notice: self.todays(&NoticeOf::Flow(flow.id.clone())),
                clause: self.clause(flow.family, &flow.id),
            }
        };
        known.into_iter().map(row).collect()
    }

    /// The exceptions this policy admits: the law's own, and declared cases of them.
    fn grounds(&mut self) -> Vec<GroundRow> {
        let policy = self.policy;
        let row = |id: &Name| {
            let case = policy.exception(id);
            let needs = case.map(|case| case.needs.clone());
            let needs = needs.or_else(|| LegalException::from_str(id).ok().map(|legal| legal_needs(legal).to_vec()))?;
            Some(GroundRow { id: id.clone(), needs, clause: self.clause(Family::Exception, id) })
        };
        policy.service.grounds.iter().filter_map(row).collect()
    }

    fn tags(&mut self) -> Vec<TagRow> {
        let known = self.known(&self.policy.tags, &self.names.tags, Family::Tag, |one| &one.id);
        let row = |(tag, number): (&'a crate::declared::Tag, Number)| TagRow {
            id: tag.id.clone(),
            number,
            category: tag.category.clone(),
            category_number: self.number(Family::Category, &tag.category).unwrap_or_default(),
            load: tag.load,
            pages: tag.pages.clone(),
            on: tag.on.clone(),
            hosts: tag.hosts.clone(),
            recipient: tag.recipient.as_ref().and_then(|id| self.names.recipients.get(id).copied()),
            purposes: at(&self.names.purposes, &tag.our_purpose),
            notice: self.todays(&NoticeOf::Tag(tag.id.clone())),
            clause: self.clause(Family::Tag, &tag.id),
        };
        known.into_iter().map(row).collect()
    }

    fn categories(&mut self) -> Vec<CategoryRow> {
        let known = self.known(&self.policy.categories, &self.names.categories, Family::Category, |one| &one.id);
        let row = |(category, _): (&'a crate::declared::Category, Number)| CategoryRow {
            notice: self.todays(&NoticeOf::Category(category.id.clone())),
            clause: self.clause(Family::Category, &category.id),
        };
        known.into_iter().map(row).collect()
    }

    fn statistics(&mut self) -> Vec<StatisticRow> {
        let known = self.known(&self.policy.statistics, &self.names.statistics, Family::Statistic, |one| &one.id);
        let row = |(statistic, _): (&'a crate::declared::Statistic, Number)| StatisticRow {
            by: set(&self.names.items, &statistic.by),
            min_group: statistic.min_group,
            to: at(&self.names.recipients, &statistic.to),
            purposes: at(&self.names.purposes, &statistic.purposes),
            clause: self.clause(Family::Statistic, &statistic.id),
        };
        known.into_iter().map(row).collect()
    }

    fn rights(&mut self) -> Vec<RightRow> {
        let policy = self.policy;
        let row = |right: &'a crate::declared::Right| RightRow {
            id: right.id.clone(),
            gives: right.gives,
            by: right.by.clone(),
            identity: right.identity.clone(),
            documents: right.documents.clone(),
            items: right.items.as_ref().map(|items| set(&self.names.items, items)),
            agents: right.agents.clone(),
            may_decline: right.may_decline.clone(),
            then_correct: right.then_correct,
            clause: self.clause(Family::Right, &right.id),
        };
        policy.rights.iter().map(row).collect()
    }

    fn measures(&mut self) -> Vec<MeasureRow> {
        let audited = self.policy.measures.iter().find(|one| one.kind == MeasureKind::SelfInspection);
        let audited = audited.and_then(|one| self.number(Family::Measure, &one.id));
        let known = self.known(&self.policy.measures, &self.names.measures, Family::Measure, |one| &one.id);
        let row = |(measure, number): (&'a crate::declared::Measure, Number)| MeasureRow {
            number,
            per: match measure.per {
                Per::Operator => PerRow::Operator,
                Per::Staff => PerRow::Staff,
                Per::Recipients(_) => PerRow::Recipients,
            },
            audits: audited.filter(|_| measure.kind == MeasureKind::IndependentAudit),
            clause: self.clause(Family::Measure, &measure.id),
        };
        known.into_iter().map(row).collect()
    }

    fn events(&self) -> Vec<EventRow> {
        let known = self.known(&self.policy.events, &self.names.events, Family::Event, |one| &one.id);
        known
            .into_iter()
            .map(|(event, number)| EventRow { number, holds: event.holds, reference: event.reference })
            .collect()
    }

    fn roles(&self) -> Vec<RoleRow> {
        let row = |role: &Role| RoleRow {
            uses: set(&self.names.purposes, &role.uses),
            items: role.items.as_ref().map(|items| set(&self.names.items, items)),
            find_items: set(&self.names.items, &role.find_items),
            find_systems: role.find_systems.iter().filter_map(|id| self.names.systems.get(id).copied()).collect(),
            acquire: at(&self.names.sources, &role.acquire),
            provide: at(&self.names.flows, &role.provide),
            exceptions: role.exceptions,
            bulk_purposes: set(&self.names.purposes, &role.bulk),
            bulk_flows: at(&self.names.flows, &role.bulk),
            report: at(&self.names.events, &role.report),
            count: at(&self.names.statistics, &role.count),
            consent: role.consent,
            import: role.import,
            requests: role.handle.contains(&Handle::Requests),
            correct: role.handle.contains(&Handle::Correct),
            cease: role.handle.contains(&Handle::Cease),
            erase: role.handle.contains(&Handle::Erase),
            approves_exceptions: role.approve.contains(&Approve::Exceptions),
            attest: at(&self.names.measures, &role.attest),
            people_per_day: role.people_per_day,
        };
        self.operation.map_or_else(Vec::new, |operation| operation.roles.iter().map(row).collect())
    }

    /// The id of every number declared today.
    fn ids(&self) -> BTreeMap<(Family, Number), Name> {
        let is_today = |family: Family, id: &Name| match family {
            Family::Item => self.names.items.contains_key(id),
            Family::Source => self.names.sources.contains_key(id),
            Family::Purpose => self.names.purposes.contains_key(id),
            Family::Recipient => self.names.recipients.contains_key(id),
            Family::Provision => self.names.flows.contains_key(id),
            Family::Tag => self.names.tags.contains_key(id),
            Family::Category => self.names.categories.contains_key(id),
            Family::Statistic => self.names.statistics.contains_key(id),
            Family::Event => self.names.events.contains_key(id),
            Family::Measure => self.names.measures.contains_key(id),
            Family::System => self.names.systems.contains_key(id),
            Family::Right => self.policy.right(id).is_some(),
            _ => false,
        };
        let rows = self.numbers.rows().filter(|(family, id, _)| is_today(*family, id));
        rows.map(|(family, id, number)| ((family, number), id.clone())).collect()
    }

    fn stand_ins(&mut self, items: &[ItemRow]) -> Places {
        let policy = self.policy;
        let first_part = |clause: Option<&str>| clause.and_then(|clause| clause.split('.').next()).map(str::to_owned);
        let of_first = |family, id: Option<&Name>| first_part(id.and_then(|id| policy.clause_of_declared(family, id)));
        let words = of_first(Family::Purpose, policy.purposes.first().map(|one| &one.id));
        let rights = of_first(Family::Right, policy.rights.first().map(|one| &one.id));
        let measures = of_first(Family::Measure, policy.measures.first().map(|one| &one.id));
        let tags = Keeper::Guarantee(Guarantee::UnlistedTagsBlocked);
        let names_it = |(_, keepers): &&(String, Vec<Keeper>)| keepers.contains(&tags);
        let tags = policy.bonds.kept_by.iter().find(names_it).map(|(clause, _)| clause.clone());
        Places {
            revision: self.clause_of(&Keeper::Revision).or_else(|| self.place(words.as_deref()?)),
            words: words.as_deref().and_then(|clause| self.place(clause)),
            rights: rights.as_deref().and_then(|clause| self.place(clause)),
            measures: measures.as_deref().and_then(|clause| self.place(clause)),
            tags: tags.as_deref().and_then(|clause| self.place(clause)),
            grounds: self.clause_of(&Keeper::Grounds),
            card: items.iter().find(|row| row.is_card && row.is_held).and_then(|row| row.holder),
        }
    }

    /// What each notice showed, folded: notices that show the same share a row.
    fn shown(&self, notices: &[Notice], purposes: &[PurposeRow]) -> (Vec<u32>, Vec<ShownRow>) {
        let of_number: BTreeMap<Number, u16> = purposes.iter().map(|row| row.number).zip(0..).collect();
        // By name first, for notices are many; else by number, so that what was shown under an older id still counts.
        let todays = |id: &Name| {
            let by_number = || self.number(Family::Purpose, id).and_then(|number| of_number.get(&number));
            self.names.purposes.get(id).or_else(by_number).copied()
        };
        fold(notices, |facts| self.shown_row(facts, purposes, &todays))
    }

    fn shown_row(
        &self,
        facts: &NoticeFacts,
        purposes: &[PurposeRow],
        todays: &impl Fn(&Name) -> Option<u16>,
    ) -> ShownRow {
        let (mut shown, mut in_any_meaning) = (Purposes::EMPTY, Purposes::EMPTY);
        for (id, meaning) in &facts.purposes {
            let Some(place) = todays(id) else { continue };
            in_any_meaning.insert(place);
            if purposes.get(usize::from(place)).is_some_and(|row| *meaning >= row.meaning) {
                shown.insert(place);
            }
        }
        let related = self.policy.revision.as_ref().map_or(&[][..], |revision| &revision.related);
        for one in related.iter().filter(|one| todays(&one.from).is_some_and(|place| in_any_meaning.has(place))) {
            if let Some(place) = self.names.purposes.get(&one.to) {
                shown.insert(*place);
            }
        }
        let flow_numbers: Vec<_> = facts.flows.iter().filter_map(|id| self.number(Family::Provision, id)).collect();
        let is_shown =
            |flow: &Name| self.number(Family::Provision, flow).is_some_and(|number| flow_numbers.contains(&number));
        let mut flows: Vec<u16> =
            self.names.flows.iter().filter(|(id, _)| is_shown(id)).map(|(_, place)| *place).collect();
        flows.sort_unstable();
        ShownRow { purposes: shown, flows, announced: facts.announced }
    }

    fn keeps_shown(&self, notices: &[Notice]) -> (Vec<u32>, Vec<BTreeMap<Number, KeepRow>>) {
        fold(notices, |facts| {
            let row = |keep: &notice::KeepShown| {
                Some((self.number(Family::Item, &keep.item)?, self.keep_row(keep.period, &keep.after, keep.at_least)))
            };
            facts.keeps.iter().filter_map(row).collect()
        })
    }
}

/// One row per distinct value, and the row of each notice by its number. Only sources' notices are what information came under.
fn fold<T: Clone + Ord>(notices: &[Notice], row: impl Fn(&NoticeFacts) -> T) -> (Vec<u32>, Vec<T>) {
    let (mut places, mut rows) = (BTreeMap::new(), Vec::new());
    let mut table = Vec::new();
    for notice in notices.iter().filter(|notice| matches!(notice.facts.of, NoticeOf::Source(_))) {
        let number = notice.number.0 as usize;
        if number >= NUMBERS_MAX {
            continue;
        }
        let value = row(&notice.facts);
        let place = *places.entry(value.clone()).or_insert_with(|| {
            rows.push(value);
            u32::try_from(rows.len() - 1).unwrap_or(NO_ROW)
        });
        if table.len() <= number {
            table.resize(number + 1, NO_ROW);
        }
        if let Some(entry) = table.get_mut(number) {
            *entry = place;
        }
    }
    (table, rows)
}

/// What the law asks of its exceptions (Act Art. 27(1)), whatever a policy adds.
pub(super) const fn legal_needs(exception: LegalException) -> &'static [Need] {
    match exception {
        LegalException::Law => &[Need::Approver, Need::Reason, Need::Reference],
        LegalException::LifeBodyProperty | LegalException::PublicHealthChildren => {
            &[Need::Approver, Need::ConsentDifficult, Need::Reason]
        }
        LegalException::StateCooperation => &[Need::Approver, Need::Reason, Need::Reference, Need::WouldHinder],
    }
}
