//! Use: items are opened for a purpose.

use super::{CallerNo, Gate, Row, asked::AskedUse, ensure, person::Opening, refusal, sieve::Sieve};
use crate::{
    act::Now,
    facts::Facts,
    refusal::RefusalCode,
    verdict::{Permit, Refusal},
};

impl Gate {
    pub(super) fn permit_use(
        &self,
        asked: &AskedUse,
        caller: &CallerNo,
        facts: &Facts<'_>,
        now: Now,
        permit: &mut Permit,
    ) -> Row {
        self.declared(asked.undeclared, &[], facts)?;
        let no_purpose = refusal(RefusalCode::PolicyPurposeNotDeclared, self.place.words);
        let purpose = self.purposes.get(usize::from(asked.purpose)).ok_or(no_purpose)?;
        let clause = purpose.clause;
        ensure(purpose.ours, RefusalCode::PolicyPurposeOfRecipient, clause)?;
        self.pledged(caller, facts, now)?;

        let role = self.role(caller).filter(|role| role.uses.has(asked.purpose));
        let role = role.ok_or(refusal(RefusalCode::CallerLacksPurpose, clause))?;
        let mut sieve = Sieve::new(asked.partial, asked.items.dense.len());
        if let Some(narrowed) = role.items.as_ref().filter(|items| !asked.items.bits.is_within(items)) {
            sieve.each(&asked.items.dense, |item| {
                ensure(narrowed.has(item), RefusalCode::CallerLacksItem, clause).err()
            })?;
        }
        if asked.bulk {
            ensure(role.bulk_purposes.has(asked.purpose), RefusalCode::CallerLacksBulk, clause)?;
        } else {
            Self::below_limit(role, facts, clause)?;
        }
        if asked.items.meets_held {
            sieve.each(&asked.items.dense, |item| self.holder_refuses(item, None))?;
        }
        if !asked.items.are_for_purpose {
            let within = |item| ensure(purpose.items.has(item), RefusalCode::PolicyItemNotForPurpose, clause);
            sieve.each(&asked.items.dense, |item| within(item).err())?;
        }
        ensure(!purpose.mail || asked.way_out, RefusalCode::PolicyWayOutMissing, clause)?;

        let opening = Opening { items: &asked.items, purpose: Some((asked.purpose, purpose)), flow: None, clause };
        self.open(&opening, facts, now, &mut sieve, permit)?;
        permit.duties.way_out = purpose.mail;
        permit.duties.mask = asked.masked;
        if let Some(clause) = clause {
            permit.clauses.push(clause);
        }
        Ok(())
    }

    /// Row 14: an item that a recipient holds is refused, by the clause given or else the holder's.
    pub(super) fn holder_refuses(&self, item: u16, clause: Option<u16>) -> Option<Refusal> {
        let holder = || self.item(item).and_then(|row| row.holder);
        self.held.has(item).then(|| refusal(RefusalCode::PolicyHeldElsewhere, clause.or_else(holder)))
    }
}
