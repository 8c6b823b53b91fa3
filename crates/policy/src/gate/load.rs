//! Load: a tag in a browser.

use super::{
    Gate, Row,
    asked::AskedLoad,
    ensure,
    person::{ceases, counts},
    refusal,
    rows::{Place, PurposeRow, TagRow},
};
use crate::{
    act::Now,
    facts::{Facts, Number, StandingKind},
    refusal::RefusalCode,
    verdict::{Permit, Refusal},
    vocabulary::{Choice, Load},
};

impl Gate {
    pub(super) fn permit_load(&self, asked: &AskedLoad, facts: &Facts<'_>, now: Now) -> Result<Permit, Refusal> {
        self.declared(asked.undeclared, &[], facts)?;
        let not_listed = refusal(RefusalCode::PolicyTagNotDeclared, self.place.tags.or(self.place.words));
        let tag = self.tags.get(usize::from(asked.tag)).ok_or(not_listed)?;
        let clause = tag.clause;
        allowed(asked, tag, facts)?;
        if let Some(recipient) = tag.recipient {
            self.party_agreed(recipient, facts, now, clause)?;
        }
        if asked.linked {
            self.not_stopped(tag, facts, now, clause)?;
        }
        let mut permit = Permit::default();
        if let Some(clause) = clause {
            permit.clauses.push(clause);
        }
        Ok(permit)
    }

    /// Row 47: who is linked to this browser has stopped neither the party nor a purpose of the tag.
    fn not_stopped(&self, tag: &TagRow, facts: &Facts<'_>, now: Now, clause: Place) -> Row {
        let party = tag.recipient.and_then(|number| self.recipients.get(usize::from(number))).map(|row| row.number);
        let ceased = facts.standing.iter().any(|fact| {
            let is_about = party.is_some_and(|party| fact.subject == Number(0) || fact.subject == party);
            fact.kind == StandingKind::CessationRecipient && is_about && counts(fact, now)
        });
        ensure(!ceased, RefusalCode::PolicyProvisionCeased, clause)?;
        let purposes = || tag.purposes.iter().filter_map(|number| self.purposes.get(usize::from(*number)));
        let ceased = purposes().any(|purpose| facts.standing.iter().any(|fact| ceases(fact, purpose, now)));
        ensure(!ceased, RefusalCode::PolicyUseCeased, clause)?;
        let stops = |purpose: &PurposeRow| {
            let is_no =
                |kind, subject, yes: bool| kind == StandingKind::AnswerPurpose && subject == purpose.number && !yes;
            purpose.choice != Choice::None && facts.standing.iter().any(|fact| is_no(fact.kind, fact.subject, fact.yes))
        };
        ensure(!purposes().any(stops), RefusalCode::PolicyStopped, clause)
    }
}

/// Row 45: on this page and platform, allowed by the visitor, and no host but its own. Who is linked carries refusals into the
/// browser, never permissions.
fn allowed(asked: &AskedLoad, tag: &TagRow, facts: &Facts<'_>) -> Row {
    let clause = tag.clause;
    let everywhere = tag.pages.iter().any(|page| page == "all");
    let on_page =
        everywhere || asked.page.as_ref().is_some_and(|page| tag.pages.iter().any(|listed| **listed == **page));
    ensure(on_page && tag.on.contains(&asked.on), RefusalCode::PolicyTagNotOnPage, clause)?;
    if tag.load != Load::Always {
        let refused = asked.choice == Some(false) || asked.linked && refused_by_person(tag, facts);
        let asks = tag.load == Load::AfterConsent && asked.choice.is_none() && !refused;
        ensure(!asks, RefusalCode::PolicyTagConsentMissing, clause)?;
        ensure(!refused, RefusalCode::PolicyTagRefused, clause)?;
    }
    let own = asked.hosts.iter().all(|host| tag.hosts.iter().any(|listed| **listed == **host));
    ensure(own, RefusalCode::PolicyHostNotDeclared, clause)
}

/// The person's own answer to the tag, else to its category, is a no.
fn refused_by_person(tag: &TagRow, facts: &Facts<'_>) -> bool {
    let answer = |to: Number| {
        let of_tag = |fact: &&crate::facts::Standing| fact.kind == StandingKind::AnswerTag && fact.subject == to;
        facts.standing.iter().find(of_tag).map(|fact| fact.yes)
    };
    answer(tag.number).or_else(|| answer(tag.category_number)) == Some(false)
}
