//! What is asked of the caller alone: rows 8 and 12.

use super::{CallerNo, Gate, Row, ensure, rows::Place, rows::RoleRow};
use crate::{
    act::Now,
    facts::{Facts, Number},
    refusal::RefusalCode,
};

impl Gate {
    /// Row 8: the account has every measure of staff that blocks.
    pub(super) fn pledged(&self, caller: &CallerNo, facts: &Facts<'_>, now: Now) -> Row {
        self.pledged_but_for(None, caller, facts, now)
    }

    /// Row 8 of an attestation: the measure it enters evidence for is not asked, or nobody could enter the first.
    pub(super) fn pledged_but_for(
        &self,
        attested: Option<Number>,
        caller: &CallerNo,
        facts: &Facts<'_>,
        now: Now,
    ) -> Row {
        let CallerNo::Staff { account, .. } = caller else { return Ok(()) };
        if self.staff_measures.is_empty() {
            return Ok(());
        }
        let on_file = facts.register.staff.get(account);
        for (measure, clause) in self.staff_measures.iter().filter(|(measure, _)| Some(*measure) != attested) {
            let runs = on_file.and_then(|on_file| on_file.get(measure)).is_some_and(|end| *end > now);
            ensure(runs, RefusalCode::CallerUnpledged, *clause)?;
        }
        Ok(())
    }

    /// The role of a caller who has one.
    pub(super) fn role(&self, caller: &CallerNo) -> Option<&RoleRow> {
        match caller {
            CallerNo::Staff { role: Some(role), .. } => self.roles.get(usize::from(*role)),
            _ => None,
        }
    }

    /// Row 12: the account has not reached its people of the day.
    pub(super) fn below_limit(role: &RoleRow, facts: &Facts<'_>, clause: Place) -> Row {
        let below = role.people_per_day.is_none_or(|limit| facts.person_reached || facts.people_reached < limit);
        ensure(below, RefusalCode::CallerLimitReached, clause)
    }
}
