//! Building: names become dense numbers, declarations rows, notices bit sets. Done once per activation.

mod names;
mod office;
mod passed;
mod shown;
mod taken;

use super::{
    Gate, Names, Places,
    bits::Items,
    rows::{ItemRow, Place},
};
use crate::{
    declared::{Keeper, Operation, Policy},
    facts::{Number, Numbers},
    guarantee::Guarantee,
    notice::{self, Notice, NoticeOf},
    vocabulary::{Class, Family, Stage},
};
use azukari_model::{Name, NoticeId};
use std::collections::BTreeMap;

/// Numbers are small; one beyond this is nobody's.
const NUMBERS_MAX: usize = 1 << 24;

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
            names: names::name(policy, operation, numbers),
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
            hash: names::hash(policy, operation, notices),
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
}
