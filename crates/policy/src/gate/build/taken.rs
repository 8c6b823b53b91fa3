//! What is taken in: items with their periods of keeping, and the sources they come by.

use super::{NUMBERS_MAX, Site, names::set};
use crate::{
    declared::{After, Item},
    facts::Number,
    gate::rows::{AfterRow, ItemRow, KeepRow, Place, SourceRow},
    kinds::ItemKind,
    notice::NoticeOf,
    vocabulary::{Family, Shown, Whence},
};
use azukari_model::Period;
use std::collections::BTreeMap;

impl<'a> Site<'a> {
    pub(super) fn items(&mut self) -> Vec<ItemRow> {
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

    pub(super) fn keep_row(&self, period: Period, after: &After, at_least: Option<Period>) -> KeepRow {
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

    pub(super) fn sources(&mut self) -> Vec<SourceRow> {
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

    pub(super) fn source_clauses(&mut self) -> BTreeMap<Number, Place> {
        let known = self.known(&self.policy.sources, &self.names.sources, Family::Source, |one| &one.id);
        known.into_iter().map(|(source, number)| (number, self.clause(Family::Source, &source.id))).collect()
    }

    pub(super) fn announce(&self) -> Vec<Option<bool>> {
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
}

fn parts(period: Period) -> (u16, u16, u16) {
    period.parts()
}
