//! Rights: disclose, correct, cease, resume, erase; or decline to.

use super::{CallerNo, Gate, Row, asked::AskedRight, ensure, refusal, rows::RightRow};
use crate::{
    act::{Now, RightVerb},
    declared::Papers,
    facts::{Facts, Holding},
    refusal::RefusalCode,
    verdict::{Permit, Refusal},
    vocabulary::{Handle, Identity, Paper},
};
use std::{str::FromStr, sync::Arc};

impl Gate {
    pub(super) fn permit_right(
        &self,
        asked: &AskedRight,
        caller: &CallerNo,
        facts: &Facts<'_>,
        now: Now,
    ) -> Result<Permit, Refusal> {
        if matches!(caller, CallerNo::Retention) {
            return self.permit_retention(asked, facts, now);
        }
        let companies: Vec<&str> = asked.companies.iter().map(|name| &**name).collect();
        self.declared(asked.undeclared, &companies, facts)?;
        let no_right = refusal(RefusalCode::PolicyRightNotDeclared, self.place.rights.or(self.place.words));
        let right = self.rights.get(usize::from(asked.right)).ok_or(no_right)?;
        self.pledged(caller, facts, now)?;
        ensure(self.may_handle(asked, caller), RefusalCode::CallerLacksHandling, right.clause)?;
        asks_rightly(asked, right)?;
        self.is_identified(asked, right, facts)?;
        let reached = |item| right.items.as_ref().is_none_or(|items| items.has(item));
        let within = asked.items.iter().all(|item| reached(*item));
        ensure(within, RefusalCode::PolicyItemOutsideRight, right.clause)?;
        is_declined_rightly(asked, right)?;
        let mut permit = Permit::default();
        if asked.verb == RightVerb::Erase && asked.decline.is_none() {
            self.outlived(asked, facts, now, &mut permit)?;
        }
        self.oblige(asked, &mut permit);
        if let Some(clause) = right.clause {
            permit.clauses.push(clause);
        }
        Ok(permit)
    }

    /// Row 9: who may carry it out.
    fn may_handle(&self, asked: &AskedRight, caller: &CallerNo) -> bool {
        match caller {
            CallerNo::Person => true,
            CallerNo::Visitor | CallerNo::Retention => false,
            CallerNo::Staff { .. } => self.role(caller).is_some_and(|role| match asked.handle() {
                Handle::Requests => role.requests,
                Handle::Correct => role.correct,
                Handle::Cease => role.cease,
                _ => role.erase,
            }),
        }
    }

    /// Retention erases what has outlived its period, and does nothing else. It needs no right, for nobody asked; what is not
    /// declared any more nobody may use, so it may go.
    fn permit_retention(&self, asked: &AskedRight, facts: &Facts<'_>, now: Now) -> Result<Permit, Refusal> {
        let is_over = |held: &Holding| held.expires.is_some_and(|end| end <= now);
        let keeps = || asked.items.iter().filter_map(|item| self.item(*item)).map(|item| item.keep_clause);
        let all_over = asked.items.iter().all(|item| self.held_of(*item, facts).all(is_over));
        let may = asked.verb == RightVerb::Erase && asked.decline.is_none() && all_over;
        let clause = keeps().find_map(|clause| clause).or(self.place.words);
        ensure(may, RefusalCode::CallerLacksHandling, clause)?;
        let mut permit = Permit::default();
        keeps().flatten().for_each(|clause| permit.clauses.push(clause));
        permit.duties.tell_recipients = true;
        permit.duties.tell_systems = true;
        self.name_systems(asked, &mut permit);
        Ok(permit)
    }

    /// The holdings of an item.
    fn held_of<'f>(&self, item: u16, facts: &Facts<'f>) -> impl Iterator<Item = &'f Holding> + use<'f> {
        let stored = self.item(item).map(|row| row.stored);
        facts.holdings.iter().filter(move |held| Some(held.item) == stored)
    }

    /// Row 40: identity is proven enough; or a correction follows an answered disclosure of these items.
    fn is_identified(&self, asked: &AskedRight, right: &RightRow, facts: &Facts<'_>) -> Row {
        let clause = right.clause;
        let Some(shown) = &asked.identity else {
            if asked.verb == RightVerb::Correct && asked.has_request {
                return ensure(self.follows(asked, facts), RefusalCode::PolicyFollowOnNotOffered, clause);
            }
            return Err(refusal(RefusalCode::PolicyIdentityMissing, clause));
        };
        let shown = Identity::from_str(shown).ok().filter(|shown| right.identity.contains(shown));
        let shown = shown.ok_or(refusal(RefusalCode::PolicyIdentityTooWeak, clause))?;
        let accepted = shown != Identity::Document || right.documents.iter().any(|line| is_met(line, &asked.documents));
        ensure(accepted, RefusalCode::PolicyDocumentNotAccepted, clause)
    }

    /// The request cited was answered under a right with `then`, and showed every item to be corrected.
    fn follows(&self, asked: &AskedRight, facts: &Facts<'_>) -> bool {
        facts.request.is_some_and(|request| {
            let offers = self.rights.iter().any(|right| right.id == request.right && right.then_correct);
            let showed =
                |item: u16| self.item(item).and_then(|row| self.name(crate::vocabulary::Family::Item, row.number));
            let all = asked.items.iter().all(|item| showed(*item).is_some_and(|name| request.items.contains(name)));
            offers && request.answered && all
        })
    }

    /// Row 43: an item a statute keeps stays; the act is refused if nothing else would go.
    fn outlived(&self, asked: &AskedRight, facts: &Facts<'_>, now: Now, permit: &mut Permit) -> Row {
        for (place, item) in asked.items.iter().enumerate() {
            if self.held_of(*item, facts).any(|held| held.kept_by_law_until.is_some_and(|until| until > now)) {
                let clause = self.item(*item).and_then(|row| row.keep_clause);
                permit.withheld.push((place, refusal(RefusalCode::PolicyKeptByLaw, clause)));
            }
        }
        match permit.withheld.first() {
            Some((_, first)) if permit.withheld.len() == asked.items.len() => Err(*first),
            _ => Ok(()),
        }
    }

    /// Duties, and which systems hold what is asked about.
    fn oblige(&self, asked: &AskedRight, permit: &mut Permit) {
        let changes = asked.verb != RightVerb::Disclose && asked.decline.is_none();
        permit.duties.tell_recipients = changes;
        permit.duties.tell_systems = changes;
        permit.duties.tell_person = true;
        self.name_systems(asked, permit);
    }

    fn name_systems(&self, asked: &AskedRight, permit: &mut Permit) {
        for (place, item) in asked.items.iter().enumerate() {
            if let Some(system) = self.item(*item).and_then(|row| row.system) {
                permit.elsewhere.push((place, system));
            }
        }
    }
}

/// Row 39: this way is offered; an agent is of a kind accepted, and proven.
fn asks_rightly(asked: &AskedRight, right: &RightRow) -> Row {
    let clause = right.clause;
    let offered = asked.way.as_ref().is_none_or(|way| right.by.iter().any(|offered| offered.word() == &**way));
    ensure(offered, RefusalCode::PolicyWayNotOffered, clause)?;
    let Some(agent) = &asked.agent else { return Ok(()) };
    let accepted = right.agents.iter().any(|accepted| accepted.word() == &*agent.kind);
    ensure(accepted, RefusalCode::PolicyAgentNotAccepted, clause)?;
    ensure(agent.is_proven, RefusalCode::PolicyAgentUnproven, clause)
}

/// Row 42: declined on a declared ground, and the reason is told.
fn is_declined_rightly(asked: &AskedRight, right: &RightRow) -> Row {
    let Some(ground) = &asked.decline else { return Ok(()) };
    let declared = right.may_decline.iter().any(|declared| **declared == **ground);
    ensure(declared, RefusalCode::PolicyDeclineNotDeclared, right.clause)?;
    ensure(asked.has_reason, RefusalCode::PolicyReasonMissing, right.clause)
}

/// Whether the papers shown meet one line.
fn is_met(line: &Papers, shown: &[Arc<str>]) -> bool {
    let (accepted, needed) = match line {
        Papers::OneOf(accepted) => (accepted, 1),
        Papers::TwoOf(accepted) => (accepted, 2),
    };
    let mut met: Vec<Paper> = shown.iter().filter_map(|paper| Paper::from_str(paper).ok()).collect();
    met.sort_unstable();
    met.dedup();
    met.iter().filter(|paper| accepted.contains(paper)).count() >= needed
}
