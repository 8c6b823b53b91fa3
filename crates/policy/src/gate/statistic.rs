//! Statistic: people are counted; and whether one may be.

use super::{
    CallerNo, Gate,
    asked::AskedStatistic,
    ensure,
    person::{ceases, counts},
    refusal,
};
use crate::{
    act::Now,
    facts::{Facts, Number, Standing, StandingKind},
    refusal::RefusalCode,
    verdict::{Permit, Refusal},
    vocabulary::Choice,
};

impl Gate {
    pub(super) fn permit_statistic(
        &self,
        asked: &AskedStatistic,
        caller: &CallerNo,
        facts: &Facts<'_>,
        now: Now,
    ) -> Result<Permit, Refusal> {
        let companies: Vec<&str> = asked.to.iter().map(|name| &**name).collect();
        self.declared(asked.undeclared, &companies, facts)?;
        let none = refusal(RefusalCode::PolicyStatisticNotDeclared, self.place.words);
        let statistic = self.statistics.get(usize::from(asked.statistic)).ok_or(none)?;
        let clause = statistic.clause;
        self.pledged(caller, facts, now)?;
        let may = self.role(caller).is_some_and(|role| role.count.contains(&asked.statistic));
        ensure(may, RefusalCode::CallerLacksStatistic, clause)?;
        let company = asked.to.as_ref().and_then(|to| self.company(to, facts));
        if let Some(company) = company.filter(|company| !company.is_class_itself) {
            let today = self.today(now);
            company.measured(today)?;
            company.agreed(today, clause)?;
        }
        let declared = asked.by.iter().all(|item| statistic.by.has(*item));
        ensure(declared, RefusalCode::PolicyBreakdownNotDeclared, clause)?;
        let goes_there = company.is_none_or(|to| to.is_registered() && statistic.to.contains(&to.recipient));
        ensure(goes_there, RefusalCode::PolicyRecipientNotForStatistic, clause)?;
        let large_enough = asked.smallest_group.is_none_or(|smallest| smallest >= statistic.min_group);
        ensure(large_enough, RefusalCode::PolicyGroupTooSmall, clause)?;
        let mut permit = Permit::default();
        if let Some(clause) = clause {
            permit.clauses.push(clause);
        }
        Ok(permit)
    }

    /// Whether a person may be counted in a statistic: not who ceased, stopped or restricted one of its purposes of ours.
    pub fn may_be_counted(&self, statistic: &str, standing: &[Standing], now: Now) -> bool {
        let number = self.names.statistics.get(statistic);
        let Some(row) = number.and_then(|number| self.statistics.get(usize::from(*number))) else { return false };
        let ours = || {
            let purposes = row.purposes.iter().filter_map(|number| self.purposes.get(usize::from(*number)));
            purposes.filter(|purpose| purpose.ours)
        };
        !standing.iter().any(|fact| match fact.kind {
            StandingKind::Restriction | StandingKind::Hold => fact.subject == Number(0) && counts(fact, now),
            StandingKind::CessationPurpose => ours().any(|purpose| ceases(fact, purpose, now)),
            StandingKind::AnswerPurpose => {
                ours().any(|purpose| purpose.choice != Choice::None && fact.subject == purpose.number && !fact.yes)
            }
            _ => false,
        })
    }
}
