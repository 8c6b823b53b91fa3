//! Report and attest: an event happened, a measure was taken.

use super::{
    CallerNo, Gate,
    asked::{AskedAttest, AskedReport},
    ensure, refusal,
    rows::PerRow,
};
use crate::{
    act::Now,
    facts::Facts,
    refusal::RefusalCode,
    verdict::{Permit, Refusal},
};

impl Gate {
    pub(super) fn permit_report(
        &self,
        asked: &AskedReport,
        caller: &CallerNo,
        facts: &Facts<'_>,
        now: Now,
    ) -> Result<Permit, Refusal> {
        let companies: Vec<&str> = asked.member.iter().map(|name| &**name).collect();
        self.declared(asked.undeclared, &companies, facts)?;
        let clause = self.place.words;
        let none = refusal(RefusalCode::PolicyEventNotDeclared, clause);
        let event = self.events.get(usize::from(asked.event)).ok_or(none)?;
        self.pledged(caller, facts, now)?;
        let may = self.role(caller).is_some_and(|role| role.report.contains(&asked.event));
        ensure(may, RefusalCode::CallerLacksEvent, clause)?;
        ensure(!event.reference || asked.has_reference, RefusalCode::PolicyReferenceMissing, clause)?;
        let mut permit = Permit::default();
        if let Some(clause) = clause {
            permit.clauses.push(clause);
        }
        Ok(permit)
    }

    pub(super) fn permit_attest(
        &self,
        asked: &AskedAttest,
        caller: &CallerNo,
        facts: &Facts<'_>,
        now: Now,
    ) -> Result<Permit, Refusal> {
        let measure = self.measures.get(usize::from(asked.measure));
        let of_company = measure.is_some_and(|measure| matches!(measure.per, PerRow::Recipients));
        let companies: Vec<&str> = asked.of.iter().filter(|_| of_company).map(|name| &**name).collect();
        self.declared(asked.undeclared, &companies, facts)?;
        let none = refusal(RefusalCode::PolicyMeasureNotDeclared, self.place.measures.or(self.place.words));
        let measure = measure.ok_or(none)?;
        let clause = measure.clause;
        self.pledged_but_for(Some(measure.number), caller, facts, now)?;
        let may = self.role(caller).is_some_and(|role| role.attest.contains(&asked.measure));
        ensure(may, RefusalCode::CallerLacksMeasure, clause)?;
        let says_whom = matches!(measure.per, PerRow::Operator) || asked.of.is_some();
        ensure(asked.has_evidence && says_whom, RefusalCode::PolicyEvidenceMissing, clause)?;
        if let (Some(other), CallerNo::Staff { account, .. }) = (measure.apart_from, caller) {
            let attested = facts.register.attested.get(&other);
            let own = attested.is_some_and(|accounts| accounts.contains(account));
            ensure(!own, RefusalCode::CallerAttestsOwn, clause)?;
        }
        let mut permit = Permit::default();
        if let Some(clause) = clause {
            permit.clauses.push(clause);
        }
        Ok(permit)
    }
}
