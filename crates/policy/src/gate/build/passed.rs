//! What is done with it: purposes, and to whom it is passed on, by which flow or exception.

use super::{
    Site,
    names::{at, set},
};
use crate::{
    declared::Per,
    facts::Number,
    gate::rows::{FlowRow, GroundRow, Place, PurposeRow, RecipientRow, When},
    notice::NoticeOf,
    vocabulary::{About, By, Family, LegalException, Need},
};
use azukari_model::Name;
use std::str::FromStr;

impl<'a> Site<'a> {
    pub(super) fn purposes(&mut self) -> Vec<PurposeRow> {
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

    fn when(&self, events: &[Name]) -> Vec<When> {
        // An event without a number can never hold: number 0 is nobody's.
        let row = |event: &Name| When {
            event: self.number(Family::Event, event).unwrap_or_default(),
            of_member: self.policy.event(event).is_some_and(|event| event.about == About::Member),
        };
        events.iter().map(row).collect()
    }

    pub(super) fn recipients(&mut self) -> Vec<RecipientRow> {
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

    pub(super) fn staff_measures(&mut self) -> Vec<(Number, Place)> {
        self.blocking(|per| *per == Per::Staff)
    }

    pub(super) fn flows(&mut self, purposes: &[PurposeRow]) -> Vec<FlowRow> {
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
    pub(super) fn grounds(&mut self) -> Vec<GroundRow> {
        let policy = self.policy;
        let row = |id: &Name| {
            let case = policy.exception(id);
            let needs = case.map(|case| case.needs.clone());
            let needs = needs.or_else(|| LegalException::from_str(id).ok().map(|legal| legal_needs(legal).to_vec()))?;
            Some(GroundRow { id: id.clone(), needs, clause: self.clause(Family::Exception, id) })
        };
        policy.service.grounds.iter().filter_map(row).collect()
    }
}

/// What the law asks of its exceptions (Act Art. 27(1)), whatever a policy adds.
const fn legal_needs(exception: LegalException) -> &'static [Need] {
    match exception {
        LegalException::Law => &[Need::Approver, Need::Reason, Need::Reference],
        LegalException::LifeBodyProperty | LegalException::PublicHealthChildren => {
            &[Need::Approver, Need::ConsentDifficult, Need::Reason]
        }
        LegalException::StateCooperation => &[Need::Approver, Need::Reason, Need::Reference, Need::WouldHinder],
    }
}
