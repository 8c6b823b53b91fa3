//! Companies: declared, or registered under a class; and what must be on file for one (rows 5, 19, 20).

use super::{Gate, Row, ensure, rows::Place, rows::RecipientRow, sieve::Sieve};
use crate::{
    act::Now,
    facts::{Facts, Member, Number},
    refusal::RefusalCode,
    vocabulary::{Part, Route},
};
use azukari_model::{Date, Period};

/// A company an act names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Company<'a> {
    /// The recipient it is, or the class it is of; dense.
    pub(super) recipient: u16,
    pub(super) row: &'a RecipientRow,
    /// What is on file; absent of a party nothing was entered about, and of a class named instead of a company.
    pub(super) member: Option<&'a Member>,
    /// The class itself was named.
    pub(super) is_class_itself: bool,
}

/// The home country: no route is asked there.
const HOME: &str = "JP";
/// Countries whose protection is recognised as equivalent (Act Art. 28; the EEA and the United Kingdom).
pub(super) const EQUIVALENT: [&str; 31] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LI",
    "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

impl<'a> Company<'a> {
    /// The number standing speaks of it by: 0 for a party.
    pub(super) fn number(&self) -> Number {
        self.member.map_or(Number(0), |member| member.number)
    }

    pub(super) fn country(&self) -> &'a str {
        self.member.and_then(|member| member.country.as_deref()).unwrap_or(&self.row.country)
    }

    pub(super) fn is_abroad(&self) -> bool {
        self.country() != HOME
    }

    pub(super) fn route(&self) -> Option<Route> {
        self.member.and_then(|member| member.route).or(self.row.route)
    }

    /// The last day of the agreement, where one is asked for.
    pub(super) fn agreement_until(&self) -> Option<Date> {
        if self.row.agreement_required { self.member.and_then(|member| member.agreement_until) } else { None }
    }

    /// Row 5: a registered company of its class, and not stopped.
    pub(super) fn is_registered(&self) -> bool {
        !self.is_class_itself && !self.member.is_some_and(|member| member.stopped)
    }

    /// Row 19, measures that block.
    pub(super) fn measured(&self, today: Date) -> Row {
        for (measure, clause) in &self.row.measures {
            let until = self.member.and_then(|member| member.measures.get(measure));
            ensure(until.is_some_and(|until| today <= *until), RefusalCode::PolicyMeasureMissing, *clause)?;
        }
        Ok(())
    }

    /// Row 19, an agreement in force where one is required.
    pub(super) fn agreed(&self, today: Date, clause: Place) -> Row {
        if !self.row.agreement_required {
            return Ok(());
        }
        let until = self.member.and_then(|member| member.agreement_until);
        ensure(until.is_some(), RefusalCode::PolicyAgreementMissing, clause)?;
        ensure(until.is_some_and(|until| today <= until), RefusalCode::PolicyAgreementExpired, clause)
    }

    /// Row 19, the rest: why an entrustee was chosen, reviewed in time, the items within the agreement.
    pub(super) fn supervised(&self, gate: &Gate, items: &[u16], today: Date, clause: Place, sieve: &mut Sieve) -> Row {
        let chosen = self.row.part != Part::Entrustee || self.member.is_some_and(|member| member.chosen);
        ensure(chosen, RefusalCode::PolicyChoiceUnchecked, clause)?;
        let due = self.row.review_every.zip(self.member.and_then(|member| member.reviewed));
        let in_time = due.is_none_or(|(every, reviewed)| today <= reviewed.plus(every));
        ensure(in_time, RefusalCode::PolicyReviewOverdue, clause)?;
        let Some(within) = self.member.and_then(|member| member.agreement_items.as_ref()) else { return Ok(()) };
        if !self.row.agreement_required {
            return Ok(());
        }
        sieve.each(items, |item| {
            let covered = gate.item(item).is_some_and(|item| within.contains(&item.number));
            ensure(covered, RefusalCode::PolicyItemOutsideAgreement, clause).err()
        })
    }

    /// Row 20: abroad, a route that is open for that country, and its yearly check.
    pub(super) fn routed(&self, today: Date, clause: Place) -> Row {
        if !self.is_abroad() {
            return Ok(());
        }
        let open = match self.route() {
            None => false,
            Some(Route::EquivalentCountry) => EQUIVALENT.contains(&self.country()),
            Some(Route::EquivalentSystem | Route::Consent) => true,
        };
        ensure(open, RefusalCode::PolicyRouteMissing, clause)?;
        let checked = self.member.and_then(|member| member.route_checked);
        let in_time = self.route() != Some(Route::EquivalentSystem)
            || checked.is_some_and(|checked| today <= checked.plus(Period::years(1)));
        ensure(in_time, RefusalCode::PolicyRouteCheckOverdue, clause)
    }
}

impl Gate {
    /// The company of this name: a declared recipient, or one registered under a declared class.
    pub(super) fn company<'a>(&'a self, name: &str, facts: &Facts<'a>) -> Option<Company<'a>> {
        if let Some(recipient) = self.names.recipients.get(name) {
            let row = self.recipients.get(usize::from(*recipient))?;
            let member = if row.is_class { None } else { facts.register.parties.get(&row.number) };
            return Some(Company { recipient: *recipient, row, member, is_class_itself: row.is_class });
        }
        let member = facts.register.members.get(name)?;
        let recipient = *self.recipient_of.get(&member.class)?;
        let row = self.recipients.get(usize::from(recipient)).filter(|row| row.is_class)?;
        Some(Company { recipient, row, member: Some(member), is_class_itself: false })
    }

    /// Row 46: the party behind a tag has its agreement in force; of a class, one company of it.
    pub(super) fn party_agreed(&self, recipient: u16, facts: &Facts<'_>, now: Now, clause: Place) -> Row {
        let Some(row) = self.recipients.get(usize::from(recipient)) else { return Ok(()) };
        if !row.agreement_required {
            return Ok(());
        }
        let today = self.today(now);
        let ends = |member: &Member| if member.stopped { None } else { member.agreement_until };
        let latest = if row.is_class {
            facts.register.members.values().filter(|member| member.class == row.number).filter_map(ends).max()
        } else {
            facts.register.parties.get(&row.number).and_then(ends)
        };
        ensure(latest.is_some(), RefusalCode::PolicyAgreementMissing, clause)?;
        ensure(latest.is_some_and(|until| today <= until), RefusalCode::PolicyAgreementExpired, clause)
    }
}
