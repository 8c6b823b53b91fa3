//! Answer: a person's yes or no to a purpose, a flow, a tag or a category of tags.

use super::{
    CallerNo, Gate,
    asked::{AskedAnswer, AskedTo},
    ensure, refusal,
    rows::Place,
};
use crate::{
    act::Now,
    facts::Facts,
    refusal::RefusalCode,
    verdict::{Permit, Refusal},
};
use azukari_model::NoticeId;

impl Gate {
    pub(super) fn permit_answer(
        &self,
        asked: &AskedAnswer,
        caller: &CallerNo,
        facts: &Facts<'_>,
        now: Now,
    ) -> Result<Permit, Refusal> {
        self.declared(asked.undeclared, &[], facts)?;
        let (notice, clause) = self.answered(asked.to);
        self.pledged(caller, facts, now)?;
        let role = self.role(caller);
        let may = match caller {
            CallerNo::Staff { .. } => role.is_some_and(|role| role.consent),
            CallerNo::Person => true,
            CallerNo::Visitor => matches!(asked.to, AskedTo::Tag(_) | AskedTo::Category(_)),
            CallerNo::Retention => false,
        };
        ensure(may, RefusalCode::CallerLacksConsent, clause)?;
        if asked.is_past {
            ensure(role.is_some_and(|role| role.import), RefusalCode::CallerLacksImport, clause)?;
        } else if asked.given {
            let shown = asked.notice.ok_or(refusal(RefusalCode::PolicyNoticeMissing, clause))?;
            ensure(Some(shown) == notice, RefusalCode::PolicyNoticeOutdated, clause)?;
        }
        let mut permit = Permit::default();
        if let Some(clause) = clause {
            permit.clauses.push(clause);
        }
        Ok(permit)
    }

    /// What must be shown before an answer, and the clause it is about.
    fn answered(&self, to: AskedTo) -> (Option<NoticeId>, Place) {
        match to {
            AskedTo::Purpose(number) => {
                self.purposes.get(usize::from(number)).map_or((None, None), |row| (Some(row.notice), row.clause))
            }
            AskedTo::Flow(number) => {
                self.flows.get(usize::from(number)).map_or((None, None), |row| (Some(row.notice), row.clause))
            }
            AskedTo::Tag(number) => {
                self.tags.get(usize::from(number)).map_or((None, None), |row| (Some(row.notice), row.clause))
            }
            AskedTo::Category(number) => {
                self.categories.get(usize::from(number)).map_or((None, None), |row| (Some(row.notice), row.clause))
            }
        }
    }
}
