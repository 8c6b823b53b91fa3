//! Find: a person is looked for, by an item or by a system's own reference.

use super::{
    CallerNo, Gate,
    asked::{AskedFind, AskedFindBy},
    ensure, refusal,
};
use crate::{
    act::Now,
    facts::Facts,
    refusal::RefusalCode,
    verdict::{Permit, Refusal},
};

impl Gate {
    pub(super) fn permit_find(
        &self,
        asked: &AskedFind,
        caller: &CallerNo,
        facts: &Facts<'_>,
        now: Now,
    ) -> Result<Permit, Refusal> {
        self.declared(asked.undeclared, &[], facts)?;
        let no_purpose = refusal(RefusalCode::PolicyPurposeNotDeclared, self.place.words);
        let purpose = self.purposes.get(usize::from(asked.purpose)).ok_or(no_purpose)?;
        let clause = purpose.clause;
        ensure(purpose.ours, RefusalCode::PolicyPurposeOfRecipient, clause)?;
        self.pledged(caller, facts, now)?;

        let role = self.role(caller).filter(|role| role.uses.has(asked.purpose));
        let role = role.ok_or(refusal(RefusalCode::CallerLacksPurpose, clause))?;
        // A role can list only items that people are found by: of any other, row 13 speaks.
        let (listed, findable) = match asked.by {
            AskedFindBy::Item(item) => {
                let findable = self.item(item).is_some_and(|row| row.lookup);
                (!findable || role.find_items.has(item), findable)
            }
            AskedFindBy::System(system) => (role.find_systems.contains(&system), true),
        };
        ensure(listed, RefusalCode::CallerLacksFind, clause)?;
        Self::below_limit(role, facts, clause)?;
        ensure(findable, RefusalCode::PolicyItemNotFindable, clause)?;

        let mut permit = Permit::default();
        if let Some(clause) = clause {
            permit.clauses.push(clause);
        }
        Ok(permit)
    }
}
