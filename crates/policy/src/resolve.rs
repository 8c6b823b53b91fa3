//! From read tables to a resolved policy: defaults, groups, sets, vendors; and where each value came from.

use crate::{
    declared::{Operation, Policy},
    source::Place,
};
use std::collections::BTreeMap;

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
