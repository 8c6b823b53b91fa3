//! Names and numbers: every declaration gets a dense number in source order, and the hash says what all was built from.

use super::Site;
use crate::{
    declared::{Operation, Policy},
    facts::{Number, Numbers},
    gate::{
        Names,
        bits::{Bits, Items, Purposes},
    },
    notice::Notice,
    vocabulary::Family,
};
use azukari_model::Name;
use std::collections::BTreeMap;

/// Raised when the way a gate decides from the same sources changes.
const FORMAT: u8 = 1;

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

pub(super) fn name(policy: &Policy, operation: Option<&Operation>, numbers: &Numbers) -> Names {
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
pub(super) fn hash(policy: &Policy, operation: Option<&Operation>, notices: &[Notice]) -> [u8; 32] {
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

pub(super) fn at(names: &BTreeMap<Name, u16>, ids: &[Name]) -> Vec<u16> {
    ids.iter().filter_map(|id| names.get(id).copied()).collect()
}

pub(super) fn set<const W: usize>(names: &BTreeMap<Name, u16>, ids: &[Name]) -> Bits<W> {
    ids.iter().filter_map(|id| names.get(id).copied()).collect()
}

impl Site<'_> {
    /// The id of every number declared today.
    pub(super) fn ids(&self) -> BTreeMap<(Family, Number), Name> {
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
}
