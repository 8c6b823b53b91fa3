//! From read tables to a resolved policy: defaults, groups, sets, vendors; and where each value came from.

mod bonds;
pub mod hash;
mod items;
mod maker;
mod names;
mod operation;
mod purposes;
mod recipients;
mod rights;
mod service;
mod tags;

use crate::{
    declared::{Bonds, Operation, Policy},
    diagnostic::Diagnostic,
    prose::Scanned,
    read::Documents,
    source::{Place, Sources},
    vocabulary::Family,
};
use maker::Maker;
use names::Names;
use std::collections::{BTreeMap, BTreeSet};

/// Puts the policy together, and says everything that is wrong with how its parts fit.
pub(crate) fn resolve(mut documents: Documents, sources: &Sources, found: &mut Vec<Diagnostic>) -> Option<Resolved> {
    let lacks_vendors = documents.vendors.is_none() && documents.policy.root("vendors").is_some();
    let names = Names::collect(&documents, lacks_vendors, found);
    let languages = crate::prose::languages(&documents);
    let prose = crate::prose::scan(sources, &languages, &|family, id| names.has(family, id), found);
    names::look_up(&mut documents.policy, &names, &prose.prose, found);
    for document in documents.operation.iter_mut().chain(documents.vendors.iter_mut()) {
        names::look_up(document, &names, &prose.prose, found);
    }
    let resolved = put_together(&documents, lacks_vendors, prose, sources, found);
    once_each(found);
    resolved
}

fn put_together(
    documents: &Documents,
    lacks_vendors: bool,
    prose: Scanned,
    sources: &Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<Resolved> {
    let mut maker = Maker::new(documents, lacks_vendors, found);
    let rules = maker.rules();
    let service = maker.service(sources, &rules)?;
    let operator = maker.operator();
    let contacts = maker.contacts(&operator);
    let sets = maker.sets();
    let groups = maker.all_groups();
    let (events, keeps, items) = (maker.events(), maker.keeps(), maker.all_items());
    let purposes = maker.all_purposes();
    let recipients = maker.all_recipients(&service.grounds);
    let flows = maker.all_flows(&recipients, &purposes, &items);
    let categories = maker.all_categories();
    let mut policy = Policy {
        sources: maker.all_sources(&purposes, &recipients),
        statistics: maker.all_statistics(),
        exceptions: maker.all_exceptions(),
        tags: maker.all_tags(&categories),
        rights: maker.all_rights(),
        declines: maker.all_declines(),
        measures: maker.all_measures(),
        incident: maker.incident(),
        revision: maker.revision(),
        accepts: maker.accepts(&documents.policy),
        hash: hash::of_policy(sources),
        bonds: Bonds::default(),
        prose: crate::prose::Prose::default(),
        rules,
        service,
        operator,
        contacts,
        events,
        keeps,
        items,
        sets,
        groups,
        purposes,
        recipients,
        flows,
        categories,
    };
    if !policy.tags.is_empty()
        && documents.policy.one("service").is_some_and(|one| one.field("transmissions").is_none())
    {
        maker.once_missing("service", "transmissions");
    }
    let named = maker.named();
    maker.clause_places(&prose);
    policy.bonds = bonds::bonds(&policy, &prose.prose, &named);
    policy.prose = prose.prose;
    take_titles(&mut policy);
    let operation = documents.operation.as_ref().map(|document| {
        let hash = sources.operation.as_ref().map(|file| hash::of_file(file)).unwrap_or_default();
        maker.operation(document, &policy.items, hash)
    });
    maker.unused_defaults();
    let origins = maker.origins;
    Some(Resolved { policy, operation, origins })
}

/// A purpose or group without a label takes its clause's title, language by language.
fn take_titles(policy: &mut Policy) {
    let titles: BTreeMap<(Family, String), azukari_model::Words> = policy
        .bonds
        .clause_of
        .iter()
        .filter_map(|(keeper, clause)| match keeper {
            crate::declared::Keeper::Declared(family @ (Family::Purpose | Family::Group), id) => {
                Some(((*family, id.to_string()), policy.prose.clause(clause)?.title.clone()))
            }
            _ => None,
        })
        .collect();
    for purpose in policy.purposes.iter_mut().filter(|purpose| purpose.label.is_empty()) {
        if let Some(title) = titles.get(&(Family::Purpose, purpose.id.to_string())) {
            purpose.label = title.clone();
        }
    }
    for group in policy.groups.iter_mut().filter(|group| group.label.is_empty()) {
        if let Some(title) = titles.get(&(Family::Group, group.id.to_string())) {
            group.label = title.clone();
        }
    }
}

/// A fact that several declarations share, such as a vendor's, is said once.
fn once_each(found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    found.retain(|one| {
        let place = one.place.as_ref().map(|place| (place.file.path.clone(), place.range.start, place.range.end));
        seen.insert((one.code, place, one.arguments.clone()))
    });
}

/// A policy that could be put together, with the places of what it says, for the rules of `check`.
#[derive(Clone, Debug)]
pub struct Resolved {
    pub policy: Policy,
    pub operation: Option<Operation>,
    pub origins: Origins,
}

/// Where a value came from: first hit wins.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Origin {
    Table,
    Vendor,
    Group,
    Category,
    Defaults,
    Kind,
    Language,
}

/// The place and origin of every declaration (`purpose.offers`) and of every key of it (`purpose.offers.items`).
#[derive(Clone, Debug, Default)]
pub struct Origins {
    entries: BTreeMap<String, (Origin, Option<Place>)>,
}

impl Origins {
    /// Enters the place and origin of a path.
    pub fn insert(&mut self, path: String, origin: Origin, place: Option<Place>) {
        self.entries.insert(path, (origin, place));
    }

    /// Where a value came from.
    pub fn origin(&self, path: &str) -> Option<Origin> {
        self.entries.get(path).map(|entry| entry.0)
    }

    /// Whether the table itself, its vendor, group, category or defaults say it: not the kind or the language.
    pub fn is_written(&self, path: &str) -> bool {
        self.origin(path).is_some_and(|origin| !matches!(origin, Origin::Kind | Origin::Language))
    }

    /// The place of a path, else of the longest beginning of it that has one.
    pub fn place(&self, path: &str) -> Option<Place> {
        let mut rest = path;
        loop {
            if let Some((_, Some(place))) = self.entries.get(rest) {
                return Some(Place { path: path.to_owned(), ..place.clone() });
            }
            rest = rest.rsplit_once('.')?.0;
        }
    }

    /// Every path with its origin and place, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Origin, Option<&Place>)> {
        self.entries.iter().map(|(path, (origin, place))| (path.as_str(), *origin, place.as_ref()))
    }
}
