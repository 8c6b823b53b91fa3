//! Acquire: items arrive by a source.

use super::{
    CallerNo, Gate, Row,
    asked::AskedAcquire,
    bits::Items,
    ensure, refusal,
    rows::{RoleRow, SourceRow},
};
use crate::{
    act::{Now, Past},
    facts::Facts,
    refusal::RefusalCode,
    verdict::{Permit, Refusal},
    vocabulary::{Extra, Shown},
};

impl Gate {
    pub(super) fn permit_acquire(
        &self,
        asked: &AskedAcquire,
        caller: &CallerNo,
        facts: &Facts<'_>,
        now: Now,
    ) -> Result<Permit, Refusal> {
        self.declared(asked.undeclared, &[], facts)?;
        let no_source = refusal(RefusalCode::PolicySourceNotDeclared, self.place.words);
        let source = self.sources.get(usize::from(asked.source)).ok_or(no_source)?;
        let clause = source.clause;
        self.pledged(caller, facts, now)?;
        let role = self.role(caller).filter(|role| role.acquire.contains(&asked.source));
        let role = role.ok_or(refusal(RefusalCode::CallerLacksSource, clause))?;
        if let Some(past) = asked.past {
            self.came_before(past, source, role, facts)?;
        }
        self.stays_elsewhere(asked, source)?;
        if asked.past.is_none() {
            self.was_shown(asked, source)?;
        }
        if source.from_outside {
            self.comes_from(asked, source, facts)?;
        }
        let mut permit = Permit::default();
        let taken = take(asked, source, &mut permit)?;
        let confirmed = source.confirms.iter().all(|word| asked.confirms.iter().any(|said| **said == **word));
        ensure(source.required.is_within(&taken) && confirmed, RefusalCode::PolicyRequiredMissing, clause)?;

        for (place, item) in asked.items.iter().enumerate() {
            if let Some(system) = item.and_then(|item| self.item(item)).and_then(|row| row.system)
                && !permit.dropped.contains(&place)
            {
                permit.elsewhere.push((place, system));
            }
        }
        if let Some(clause) = clause {
            permit.clauses.push(clause);
        }
        Ok(permit)
    }

    /// Row 11: the past may be entered, under a version that was known before that day.
    fn came_before(&self, past: Past, source: &SourceRow, role: &RoleRow, facts: &Facts<'_>) -> Row {
        ensure(role.import, RefusalCode::CallerLacksImport, source.clause)?;
        let known =
            past.version.is_some_and(|version| version <= past.on && facts.register.versions.contains(&version));
        ensure(known, RefusalCode::PolicyVersionUnknown, self.place.revision.or(self.place.words))
    }

    /// Row 14: what a recipient holds is not taken, and what a system holds comes without its value.
    fn stays_elsewhere(&self, asked: &AskedAcquire, source: &SourceRow) -> Row {
        let held = asked.items.iter().flatten().find_map(|item| self.holder_refuses(*item, None));
        held.map_or(Ok(()), Err)?;
        ensure(!asked.looks_like_card, RefusalCode::PolicyHeldElsewhere, self.place.card.or(source.clause))?;
        let in_system = |item: u16| self.item(item).is_some_and(|row| row.system.is_some());
        let came = asked.items.iter().flatten().any(|item| in_system(*item) && asked.values.has(*item));
        ensure(!came, RefusalCode::PolicyValueElsewhere, source.clause)
    }

    /// Row 34: what had to be shown first was, and as it is today.
    fn was_shown(&self, asked: &AskedAcquire, source: &SourceRow) -> Row {
        let clause = self.place.words.or(source.clause);
        let first = match source.shown {
            Some(shown) => shown == Shown::Before,
            None => asked.creates_person,
        };
        ensure(!first || asked.notice.is_some(), RefusalCode::PolicyNoticeMissing, clause)?;
        let todays = asked.notice.is_none_or(|notice| notice == source.notice);
        ensure(todays, RefusalCode::PolicyNoticeOutdated, clause)
    }

    /// Row 35: from outside, a registered company of a class the source names, and who gave it is confirmed.
    fn comes_from(&self, asked: &AskedAcquire, source: &SourceRow, facts: &Facts<'_>) -> Row {
        let clause = source.clause;
        let company = asked.member.as_ref().and_then(|member| self.company(member, facts));
        let company = company.filter(super::company::Company::is_registered);
        let company = company.ok_or(refusal(RefusalCode::PolicyMemberNotRegistered, clause))?;
        let fits = source.provider.contains(&company.row.number);
        ensure(fits, RefusalCode::PolicyProviderMismatch, clause)?;
        ensure(asked.receipt_confirmed, RefusalCode::PolicyReceiptUnconfirmed, clause)
    }
}

/// Row 36: what the source takes, within the grant; the rest is dropped or refuses the act.
fn take(asked: &AskedAcquire, source: &SourceRow, permit: &mut Permit) -> Result<Items, Refusal> {
    let granted = |item| asked.granted.as_ref().is_none_or(|granted| granted.has(item));
    let mut taken = Items::EMPTY;
    for (place, item) in asked.items.iter().enumerate() {
        match item.filter(|item| source.takes.has(*item) && granted(*item)) {
            Some(item) => taken.insert(item),
            None if source.extra == Extra::Drop => permit.dropped.push(place),
            None => return Err(refusal(RefusalCode::PolicyItemNotFromSource, source.clause)),
        }
    }
    Ok(taken)
}
