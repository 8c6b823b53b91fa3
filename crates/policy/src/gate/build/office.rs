//! What the office and the site do by it: tags, statistics, rights, measures, events, roles.

use super::{
    Site,
    names::{at, set},
};
use crate::{
    declared::{Per, Role},
    facts::Number,
    gate::rows::{CategoryRow, EventRow, MeasureRow, PerRow, RightRow, RoleRow, StatisticRow, TagRow},
    kinds::MeasureKind,
    notice::NoticeOf,
    vocabulary::{Approve, Family, Handle},
};

impl<'a> Site<'a> {
    pub(super) fn tags(&mut self) -> Vec<TagRow> {
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

    pub(super) fn categories(&mut self) -> Vec<CategoryRow> {
        let known = self.known(&self.policy.categories, &self.names.categories, Family::Category, |one| &one.id);
        let row = |(category, _): (&'a crate::declared::Category, Number)| CategoryRow {
            notice: self.todays(&NoticeOf::Category(category.id.clone())),
            clause: self.clause(Family::Category, &category.id),
        };
        known.into_iter().map(row).collect()
    }

    pub(super) fn statistics(&mut self) -> Vec<StatisticRow> {
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

    pub(super) fn rights(&mut self) -> Vec<RightRow> {
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

    pub(super) fn measures(&mut self) -> Vec<MeasureRow> {
        let of_kind = |kind| self.policy.measures.iter().find(|one| one.kind == kind).map(|one| &one.id);
        let [inspection, audit] = [MeasureKind::SelfInspection, MeasureKind::IndependentAudit]
            .map(|kind| of_kind(kind).and_then(|id| self.number(Family::Measure, id)));
        let known = self.known(&self.policy.measures, &self.names.measures, Family::Measure, |one| &one.id);
        let row = |(measure, number): (&'a crate::declared::Measure, Number)| MeasureRow {
            number,
            per: match measure.per {
                Per::Operator => PerRow::Operator,
                Per::Staff => PerRow::Staff,
                Per::Recipients(_) => PerRow::Recipients,
            },
            apart_from: match measure.kind {
                MeasureKind::IndependentAudit => inspection,
                MeasureKind::SelfInspection => audit,
                _ => None,
            },
            clause: self.clause(Family::Measure, &measure.id),
        };
        known.into_iter().map(row).collect()
    }

    pub(super) fn events(&self) -> Vec<EventRow> {
        let known = self.known(&self.policy.events, &self.names.events, Family::Event, |one| &one.id);
        known
            .into_iter()
            .map(|(event, number)| EventRow { number, holds: event.holds, reference: event.reference })
            .collect()
    }

    pub(super) fn roles(&self) -> Vec<RoleRow> {
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
}
