//! What was shown: every notice ever given, folded, so that as many rows stay as differ.

use super::{NUMBERS_MAX, Site};
use crate::{
    facts::Number,
    gate::{
        bits::Purposes,
        rows::{KeepRow, PurposeRow, ShownRow},
    },
    notice::{self, Notice, NoticeFacts, NoticeOf},
    vocabulary::Family,
};
use azukari_model::Name;
use std::collections::BTreeMap;

const NO_ROW: u32 = u32::MAX;

impl Site<'_> {
    /// What each notice showed, folded: notices that show the same share a row.
    pub(super) fn shown(&self, notices: &[Notice], purposes: &[PurposeRow]) -> (Vec<u32>, Vec<ShownRow>) {
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

    pub(super) fn keeps_shown(&self, notices: &[Notice]) -> (Vec<u32>, Vec<BTreeMap<Number, KeepRow>>) {
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
