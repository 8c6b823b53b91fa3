//! Which clause each declaration stands in, and what keeps each clause.
//!
//! A declaration not named in `[clause]` keeps `P.ID` if the prose has it, else `P`: the clause of its group or category,
//! else of its family if `[clause]` names the bare family, else the family's plural.

use super::{Origin, maker::Maker, names::KEEPERS};
use crate::{
    declared::{Bonds, Keeper, Policy},
    guarantee::Guarantee,
    prose::Prose,
    vocabulary::Family,
};
use azukari_model::Name;
use std::collections::{BTreeMap, BTreeSet};

/// `[clause]` as written.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// Each clause with what it names, in source order.
    written: Vec<(String, Vec<Keeper>)>,
    /// The clause of a declaration that is named.
    clause_of: BTreeMap<Keeper, String>,
    /// The clause of a family that is named bare.
    family: BTreeMap<Family, String>,
}

impl Maker<'_> {
    /// Reads `[clause]`.
    pub(super) fn named(&mut self) -> Named {
        let mut named = Named::default();
        let document = &self.documents.policy;
        for entry in document.many("clause") {
            let chain = self.chain(document, entry);
            let Some(id) = entry.path.strip_prefix("clause.") else { continue };
            let mut keepers = Vec::new();
            for text in self.all::<String>(&chain, "kept-by") {
                match keeper(&text) {
                    Some(Written::Keeper(keeper)) => {
                        named.clause_of.entry(keeper.clone()).or_insert_with(|| id.to_owned());
                        keepers.push(keeper);
                    }
                    Some(Written::Family(family)) => {
                        named.family.entry(family).or_insert_with(|| id.to_owned());
                    }
                    None => {}
                }
            }
            named.written.push((id.to_owned(), keepers));
        }
        named
    }

    /// The place of each clause: where `[clause]` names it, else in the governing prose.
    pub(super) fn clause_places(&mut self, prose: &crate::prose::Scanned) {
        for (language, file) in &prose.files {
            let whole = crate::source::Place { file: file.clone(), range: 0..0, path: format!("prose.{language}") };
            self.origins.insert(format!("prose.{language}"), Origin::Table, Some(whole));
        }
        for ((language, id), place) in &prose.places {
            self.origins.insert(format!("prose.{language}.{id}"), Origin::Table, Some(place.clone()));
            if *language == self.governing && self.origins.origin(&format!("clause.{id}")).is_none() {
                self.origins.insert(format!("clause.{id}"), Origin::Table, Some(place.clone()));
            }
        }
    }
}

enum Written {
    Keeper(Keeper),
    Family(Family),
}

fn keeper(text: &str) -> Option<Written> {
    let keeper = match text {
        "service.grounds" => Keeper::Grounds,
        "service.transmissions" => Keeper::Transmissions,
        "incident" => Keeper::Incident,
        "revision" => Keeper::Revision,
        _ => {
            if let Some(id) = text.strip_prefix("guarantee:") {
                Keeper::Guarantee(id.parse::<Guarantee>().ok()?)
            } else if let Some((family, id)) = text.split_once('.') {
                Keeper::Declared(family.parse().ok()?, id.parse().ok()?)
            } else {
                return text.parse().ok().map(Written::Family);
            }
        }
    };
    Some(Written::Keeper(keeper))
}

/// The plural a family's clause is called by.
const fn plural(family: Family) -> &'static str {
    match family {
        Family::Contact => "contacts",
        Family::Event => "events",
        Family::Keep => "kept",
        Family::Item => "items",
        Family::Source => "sources",
        Family::Group | Family::Purpose => "purposes",
        Family::Recipient => "recipients",
        Family::Provision => "provisions",
        Family::JointUse => "joint-use",
        Family::Exception => "exceptions",
        Family::Category | Family::Tag => "tags",
        Family::Statistic => "statistics",
        Family::Right => "rights",
        Family::Decline => "declines",
        Family::Measure => "measures",
        Family::Set => "sets",
        Family::System => "systems",
        Family::Role => "roles",
        Family::Vendor => "vendors",
    }
}

/// Finds the clause of every declaration, and the keepers of every clause.
pub(super) fn bonds(policy: &Policy, prose: &Prose, named: &Named) -> Bonds {
    let clauses = prose.clauses.iter().map(|clause| clause.id.as_str()).collect();
    let mut finder = Finder { policy, clauses, named, clause_of: BTreeMap::new() };
    let order = declared(policy);
    for (family, id) in &order {
        finder.declared(*family, id);
    }
    for (keeper, name) in [
        (Keeper::Grounds, "grounds"),
        (Keeper::Incident, "incident"),
        (Keeper::Revision, "revision"),
        (Keeper::Transmissions, "transmissions"),
    ] {
        finder.single(keeper, name);
    }
    let clause_of = finder.clause_of;
    let mut kept_by: BTreeMap<&str, Vec<Keeper>> = BTreeMap::new();
    for (clause, keepers) in &named.written {
        kept_by.entry(clause).or_default().extend(keepers.iter().cloned());
    }
    // What names bind comes after what is written, in the order of the reference.
    let singles = [Keeper::Grounds, Keeper::Incident, Keeper::Revision, Keeper::Transmissions];
    let all = order.into_iter().map(|(family, id)| Keeper::Declared(family, id.clone())).chain(singles);
    for keeper in all {
        let Some(clause) = clause_of.get(&keeper) else { continue };
        let kept = kept_by.entry(clause).or_default();
        if !kept.contains(&keeper) {
            kept.push(keeper);
        }
    }
    let in_order = prose.clauses.iter();
    let kept_by = in_order.map(|clause| (clause.id.clone(), kept_by.remove(clause.id.as_str()).unwrap_or_default()));
    Bonds { kept_by: kept_by.collect(), clause_of }
}

/// Every declaration, flows before the recipients that stand where they stand, groups and categories before their members.
fn declared(policy: &Policy) -> Vec<(Family, &Name)> {
    let mut all = Vec::new();
    for family in KEEPERS.iter().filter(|family| **family != Family::Recipient).chain(&[Family::Recipient]) {
        let family = *family;
        let ids: Vec<&Name> = match family {
            Family::Contact => policy.contacts.iter().map(|one| &one.id).collect(),
            Family::Event => policy.events.iter().map(|one| &one.id).collect(),
            Family::Keep => policy.keeps.iter().map(|one| &one.id).collect(),
            Family::Item => policy.items.iter().map(|one| &one.id).collect(),
            Family::Source => policy.sources.iter().map(|one| &one.id).collect(),
            Family::Group => policy.groups.iter().map(|one| &one.id).collect(),
            Family::Purpose => policy.purposes.iter().map(|one| &one.id).collect(),
            Family::Recipient => policy.recipients.iter().map(|one| &one.id).collect(),
            Family::Provision | Family::JointUse => {
                policy.flows.iter().filter(|flow| flow.family == family).map(|flow| &flow.id).collect()
            }
            Family::Exception => policy.exceptions.iter().map(|one| &one.id).collect(),
            Family::Category => policy.categories.iter().map(|one| &one.id).collect(),
            Family::Tag => policy.tags.iter().map(|one| &one.id).collect(),
            Family::Statistic => policy.statistics.iter().map(|one| &one.id).collect(),
            Family::Right => policy.rights.iter().map(|one| &one.id).collect(),
            Family::Decline => policy.declines.iter().map(|one| &one.id).collect(),
            Family::Measure => policy.measures.iter().map(|one| &one.id).collect(),
            Family::Set | Family::System | Family::Role | Family::Vendor => Vec::new(),
        };
        all.extend(ids.into_iter().map(|id| (family, id)));
    }
    all
}

struct Finder<'a> {
    policy: &'a Policy,
    clauses: BTreeSet<&'a str>,
    named: &'a Named,
    clause_of: BTreeMap<Keeper, String>,
}

impl Finder<'_> {
    fn declared(&mut self, family: Family, id: &Name) {
        let keeper = Keeper::Declared(family, id.clone());
        let clause = match self.named.clause_of.get(&keeper) {
            Some(clause) => Some(clause.clone()).filter(|clause| self.clauses.contains(clause.as_str())),
            None => self.nearest(family, id),
        };
        if let Some(clause) = clause {
            self.clause_of.insert(keeper, clause);
        }
    }

    fn nearest(&self, family: Family, id: &Name) -> Option<String> {
        let parent = match family {
            Family::Purpose => {
                let group = self.policy.purpose(id).and_then(|purpose| purpose.group.clone());
                group.and_then(|group| self.clause(Family::Group, &group))
            }
            Family::Tag => {
                let category = self.policy.tag(id).map(|tag| tag.category.clone());
                category.and_then(|category| self.clause(Family::Category, &category))
            }
            _ => None,
        };
        let family_clause = self.named.family.get(&family).cloned();
        let parent = parent.or(family_clause).unwrap_or_else(|| plural(family).to_owned());
        let inside = format!("{parent}.{id}");
        let own = [inside, parent].into_iter().find(|clause| self.clauses.contains(clause.as_str()));
        if family == Family::Recipient { own.or_else(|| self.of_recipient(id)) } else { own }
    }

    fn clause(&self, family: Family, id: &Name) -> Option<String> {
        self.clause_of.get(&Keeper::Declared(family, id.clone())).cloned()
    }

    /// Where its first provision or statistic stands; reached by exceptions alone, where these stand.
    fn of_recipient(&self, id: &Name) -> Option<String> {
        let flows = self.policy.flows.iter().filter(|flow| flow.to.contains(id) && flow.family != Family::Recipient);
        let statistics = self.policy.statistics.iter().filter(|statistic| statistic.to.contains(id));
        let by_flow = flows.map(|flow| (flow.family, &flow.id));
        let mut by = by_flow.chain(statistics.map(|statistic| (Family::Statistic, &statistic.id)));
        let first = by.find_map(|(family, id)| self.clause(family, id));
        let recipient = self.policy.recipient(id)?;
        first.or_else(|| {
            let by_exception = !recipient.under.is_empty();
            by_exception.then(|| self.single_clause(&Keeper::Grounds, "grounds")).flatten()
        })
    }

    fn single(&mut self, keeper: Keeper, name: &str) {
        let is_there = match keeper {
            Keeper::Grounds => !self.policy.service.grounds.is_empty(),
            Keeper::Incident => self.policy.incident.is_some(),
            Keeper::Revision => self.policy.revision.is_some(),
            Keeper::Transmissions => self.policy.service.transmissions.is_some(),
            Keeper::Declared(..) | Keeper::Guarantee(_) => false,
        };
        if let Some(clause) = self.single_clause(&keeper, name).filter(|_| is_there) {
            self.clause_of.insert(keeper, clause);
        }
    }

    fn single_clause(&self, keeper: &Keeper, name: &str) -> Option<String> {
        let clause = self.named.clause_of.get(keeper).map_or(name, String::as_str);
        self.clauses.contains(clause).then(|| clause.to_owned())
    }
}
