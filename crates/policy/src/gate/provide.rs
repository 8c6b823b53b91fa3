//! Provide: items go to somebody else, by a flow or by a coded exception.

use super::{
    CallerNo, Gate, Row,
    asked::AskedProvide,
    company::Company,
    ensure,
    person::{Opening, Passing, counts, said_yes, sooner},
    refusal,
    rows::{FlowRow, GroundRow, Place, PurposeRow, RoleRow},
    sieve::Sieve,
};
use crate::{
    act::{ExceptionClaim, Now},
    facts::{Facts, Number, Standing, StandingKind},
    refusal::RefusalCode,
    verdict::{Permit, Refusal},
    vocabulary::{Ground, Need, Part, Route},
};

/// One provision while its rows are asked.
struct Asking<'a> {
    asked: &'a AskedProvide,
    company: Company<'a>,
    facts: &'a Facts<'a>,
    now: Now,
}

impl Gate {
    pub(super) fn permit_provide(
        &self,
        asked: &AskedProvide,
        caller: &CallerNo,
        facts: &Facts<'_>,
        now: Now,
    ) -> Result<Permit, Refusal> {
        self.declared(asked.undeclared, &[&asked.recipient], facts)?;
        let unknown = refusal(RefusalCode::PolicyRecipientNotDeclared, self.place.grounds.or(self.place.words));
        let company = self.company(&asked.recipient, facts).ok_or(unknown)?;
        let at = Asking { asked, company, facts, now };
        ensure(company.is_registered(), RefusalCode::PolicyMemberNotRegistered, company.row.clause)?;
        match &asked.exception {
            Some(claim) => self.permit_exception(&at, claim, caller),
            None => self.permit_flow(&at, caller),
        }
    }

    fn permit_exception(&self, at: &Asking<'_>, claim: &ExceptionClaim, caller: &CallerNo) -> Result<Permit, Refusal> {
        let (asked, company) = (at.asked, at.company);
        let stands_in = self.place.grounds.or(self.place.words);
        let admitted = self.grounds.iter().find(|ground| *ground.id == *claim.exception);
        let ground = admitted.ok_or(refusal(RefusalCode::PolicyExceptionNotDeclared, stands_in))?;
        let clause = ground.clause.or(stands_in);
        self.pledged(caller, at.facts, at.now)?;
        let mut sieve = Sieve::new(asked.partial, asked.items.dense.len());
        let role = self.role(caller);
        let lacks = refusal(RefusalCode::CallerLacksProvision, clause);
        if let Some(role) = role {
            narrowed(role, asked, clause, &mut sieve)?;
        }
        let role = role.filter(|role| role.exceptions).ok_or(lacks)?;
        ensure(!asked.bulk, RefusalCode::CallerLacksBulk, clause)?;
        Self::below_limit(role, at.facts, clause)?;
        self.none_held(asked, clause, &mut sieve)?;
        self.claimed(at, claim, ground, caller, clause)?;
        let said = asked.ground.is_none_or(|said| said == Ground::Exception);
        ensure(said, RefusalCode::PolicyGroundMismatch, clause)?;
        company.agreed(self.today(at.now), clause)?;

        let mut permit = Permit { ground: Some(Ground::Exception), ..Permit::default() };
        let opening = Opening { items: &asked.items, purpose: None, flow: None, clause };
        self.open(&opening, at.facts, at.now, &mut sieve, &mut permit)?;
        self.finish(at, &mut permit);
        if let Some(clause) = clause {
            permit.clauses.push(clause);
        }
        Ok(permit)
    }

    /// Row 17: the exception may reach the company, all it needs is there, and another who may has approved.
    fn claimed(
        &self,
        at: &Asking<'_>,
        claim: &ExceptionClaim,
        ground: &GroundRow,
        caller: &CallerNo,
        clause: Place,
    ) -> Row {
        let reaches = at.company.row.under.contains(&ground.id);
        ensure(reaches, RefusalCode::PolicyRecipientNotForException, clause)?;
        let stated = [
            (Need::Reason, claim.has_reason, RefusalCode::PolicyReasonMissing),
            (Need::Reference, claim.has_reference, RefusalCode::PolicyReferenceMissing),
            (Need::ConsentDifficult, claim.consent_difficult, RefusalCode::PolicyDifficultyNotStated),
            (Need::WouldHinder, claim.would_hinder, RefusalCode::PolicyHindranceNotStated),
        ];
        for (need, stated, code) in stated {
            ensure(stated || !ground.needs.contains(&need), code, clause)?;
        }
        if !ground.needs.contains(&Need::Approver) {
            return Ok(());
        }
        let missing = refusal(RefusalCode::PolicyApprovalMissing, clause);
        let approval = at.facts.approval.ok_or(missing)?;
        let own = matches!(caller, CallerNo::Staff { account, .. } if *account == approval.approver);
        ensure(!own, RefusalCode::CallerApprovesOwn, clause)?;
        let role = self.names.roles.get(&approval.role).and_then(|role| self.roles.get(usize::from(*role)));
        ensure(role.is_some_and(|role| role.approves_exceptions), RefusalCode::CallerApproverNotEntitled, clause)
    }

    fn permit_flow(&self, at: &Asking<'_>, caller: &CallerNo) -> Result<Permit, Refusal> {
        let (asked, company) = (at.asked, at.company);
        let clause = company.row.clause;
        let by_exception = company.row.part == Part::Authority;
        let stands_in = self.place.grounds.or(self.place.words);
        ensure(!by_exception, RefusalCode::PolicyExceptionMissing, stands_in)?;
        let not_for = refusal(RefusalCode::PolicyPurposeNotForRecipient, clause);
        let number = asked.purpose.ok_or(not_for)?;
        let purpose = self.purposes.get(usize::from(number)).ok_or(not_for)?;
        let joins = |flow: &FlowRow| flow.purposes.has(number) && flow.to.contains(&company.recipient);
        ensure(self.flows.iter().any(joins), RefusalCode::PolicyPurposeNotForRecipient, clause)?;
        self.pledged(caller, at.facts, at.now)?;

        let mut sieve = Sieve::new(asked.partial, asked.items.dense.len());
        let lacks = refusal(RefusalCode::CallerLacksProvision, clause);
        let role = self.role(caller).ok_or(lacks)?;
        narrowed(role, asked, clause, &mut sieve)?;
        let flows = || (0_u16..).zip(&self.flows).filter(|(_, flow)| joins(flow));
        ensure(flows().any(|(place, _)| role.provide.contains(&place)), RefusalCode::CallerLacksProvision, clause)?;
        let may = |place: u16| role.provide.contains(&place) && (!asked.bulk || role.bulk_flows.contains(&place));
        let mut candidates = flows().filter(|(place, _)| may(*place)).peekable();
        if asked.bulk {
            ensure(candidates.peek().is_some(), RefusalCode::CallerLacksBulk, clause)?;
        } else {
            Self::below_limit(role, at.facts, clause)?;
        }
        self.none_held(asked, clause, &mut sieve)?;
        self.first_that_permits(at, (number, purpose), candidates, &sieve)
    }

    /// Of the flows the role holds, those that cover the items; the first that permits, permits; else the refusal of the first
    /// that covers, else of the first.
    fn first_that_permits<'g>(
        &'g self,
        at: &Asking<'_>,
        (number, purpose): (u16, &PurposeRow),
        candidates: impl Iterator<Item = (u16, &'g FlowRow)>,
        sieve: &Sieve,
    ) -> Result<Permit, Refusal> {
        let (mut uncovered, mut refused) = (None, None);
        for (place, flow) in candidates {
            let mut sieve = sieve.clone();
            let covered = sieve.each(&at.asked.items.dense, |item| {
                let covers = flow.items.has(item) && purpose.items.has(item);
                ensure(covers, RefusalCode::PolicyItemNotForRecipient, flow.clause).err()
            });
            match covered {
                Err(refusal) => uncovered = uncovered.or(Some(refusal)),
                Ok(()) => match self.permit_by(at, (number, purpose), (place, flow), &mut sieve) {
                    Ok(permit) => return Ok(permit),
                    Err(refusal) => refused = refused.or(Some(refusal)),
                },
            }
        }
        let none = refusal(RefusalCode::PolicyPurposeNotForRecipient, at.company.row.clause);
        Err(refused.or(uncovered).unwrap_or(none))
    }

    /// Rows 18 to 33, by one flow.
    fn permit_by(
        &self,
        at: &Asking<'_>,
        (number, purpose): (u16, &PurposeRow),
        (place, flow): (u16, &FlowRow),
        sieve: &mut Sieve,
    ) -> Result<Permit, Refusal> {
        let (asked, company, clause) = (at.asked, at.company, flow.clause);
        let said = flow.ground.is_some() && (asked.ground.is_none() || asked.ground == flow.ground);
        ensure(said, RefusalCode::PolicyGroundMismatch, clause)?;
        let today = self.today(at.now);
        company.measured(today)?;
        company.agreed(today, clause)?;
        company.supervised(self, &asked.items.dense, today, clause, sieve)?;
        company.routed(today, clause)?;
        if flow.is_joint {
            let since = at.facts.register.joint_use_since.get(&flow.number).copied().or(flow.since);
            ensure(since.is_none_or(|since| since <= today), RefusalCode::PolicyJointUseUnpublished, clause)?;
        }
        if flow.ground == Some(Ground::NotPersonal) {
            let known = at.facts.holdings.iter().any(|held| self.makes_known(held.item));
            ensure(!known, RefusalCode::PolicyIdentifiable, clause)?;
        }
        ensure(!flow.links_to_person || at.is_confirmed(), RefusalCode::PolicyConfirmationMissing, clause)?;
        ensure(!at.is_ceased(purpose), RefusalCode::PolicyProvisionCeased, clause)?;
        at.consented(flow)?;

        let mut permit = Permit { flow: Some(flow.number), ground: flow.ground, ..Permit::default() };
        let must_be_shown = matches!(company.row.part, Part::ThirdParty | Part::JointUser);
        let passing = Passing { number: place, row: flow, must_be_shown, company: company.number() };
        let opening = Opening { items: &asked.items, purpose: Some((number, purpose)), flow: Some(passing), clause };
        self.open(&opening, at.facts, at.now, sieve, &mut permit)?;
        self.finish(at, &mut permit);
        for clause in [clause, purpose.clause].into_iter().flatten() {
            permit.clauses.push(clause);
        }
        Ok(permit)
    }

    /// Row 14: nothing that a recipient holds is passed on.
    fn none_held(&self, asked: &AskedProvide, clause: Place, sieve: &mut Sieve) -> Row {
        if !asked.items.meets_held {
            return Ok(());
        }
        sieve.each(&asked.items.dense, |item| self.holder_refuses(item, clause))
    }

    /// Whether holding this item tells who a person is. Of what is not declared any more nobody knows: it does.
    fn makes_known(&self, item: Number) -> bool {
        self.item_of.get(&item).is_none_or(|item| self.personal.has(*item))
    }

    /// The agreement's end, and whether a record of the provision is owed (Act Art. 29).
    fn finish(&self, at: &Asking<'_>, permit: &mut Permit) {
        let agreed = at.company.agreement_until().map(|until| self.zone.end_of(until));
        permit.until = sooner(permit.until, agreed);
        permit.duties.record_provision = at.company.row.part.owes_record(at.company.is_abroad());
    }
}

/// Row 9: the role may be narrowed to other items.
fn narrowed(role: &RoleRow, asked: &AskedProvide, clause: Place, sieve: &mut Sieve) -> Row {
    let Some(items) = role.items.as_ref().filter(|items| !asked.items.bits.is_within(items)) else { return Ok(()) };
    sieve.each(&asked.items.dense, |item| ensure(items.has(item), RefusalCode::CallerLacksItem, clause).err())
}

impl Asking<'_> {
    fn stands(&self, is: impl Fn(&Standing) -> bool) -> bool {
        self.facts.standing.iter().any(|fact| counts(fact, self.now) && is(fact))
    }

    /// Row 23: for the person, or for a period by the company itself.
    fn is_confirmed(&self) -> bool {
        let recipient = self.company.row.number;
        self.stands(|fact| {
            fact.kind == StandingKind::Confirmation && fact.subject == recipient && fact.member == self.company.number()
        })
    }

    /// Row 24: this recipient, or every passing on, was stopped. Where a purpose or everything was, row 31 speaks of a purpose
    /// of ours, and this row of a recipient's.
    fn is_ceased(&self, purpose: &PurposeRow) -> bool {
        let recipient = self.company.row.number;
        self.stands(|fact| match fact.kind {
            StandingKind::CessationRecipient => {
                let whole = fact.member == Number(0) || fact.member == self.company.number();
                fact.subject == Number(0) || fact.subject == recipient && whole
            }
            StandingKind::CessationPurpose => {
                !purpose.ours && (fact.subject == Number(0) || fact.subject == purpose.number)
            }
            _ => false,
        })
    }

    /// Row 25: a yes where the ground, or the route abroad, is consent; and then the country was told.
    fn consented(&self, flow: &FlowRow) -> Row {
        let by_consent_abroad = self.company.is_abroad() && self.company.route() == Some(Route::Consent);
        if flow.ground != Some(Ground::Consent) && !by_consent_abroad {
            return Ok(());
        }
        let is_answer = |fact: &&Standing| fact.kind == StandingKind::AnswerFlow && fact.subject == flow.number;
        let answer = self.facts.standing.iter().find(is_answer);
        said_yes(answer, flow.meaning, flow.clause)?;
        let told = !by_consent_abroad || answer.is_some_and(|answer| answer.country_told);
        ensure(told, RefusalCode::PolicyCountryNotTold, flow.clause)
    }
}
