//! Dated rule packs: which finding rests on which pack, and from which day a pack counts.
//!
//! A new law is one more pack here. A policy names the packs it is checked by; what it does not name stays silent.

use crate::{
    codes::Code,
    declared::Policy,
    source::Today,
    vocabulary::{Duty, Gives, LegalDecline, RulePack, Statute},
};
use azukari_model::Date;

/// The first day of a pack.
pub fn first_day(pack: RulePack) -> Date {
    let (year, month, day) = match pack {
        RulePack::JpAppi2023 => (2023, 4, 1),
        RulePack::JpTba2023 => (2023, 6, 16),
        RulePack::JpMail2008 => (2008, 12, 1),
    };
    Date::new(year, month, day).unwrap_or(Date::EARLIEST)
}

/// Countries whose protection counts as equal to Japan's (Act Art. 28(1)): the EEA and the United Kingdom.
pub const EQUIVALENT_COUNTRIES: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LI",
    "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// How many years a statute asks for.
pub const fn statute_years(statute: Statute) -> u16 {
    match statute {
        Statute::CorporationTaxBooks => 7,
    }
}

/// The grounds on which the Act lets a right be declined.
pub fn grounds_to_decline(gives: Gives) -> &'static [LegalDecline] {
    use LegalDecline::{HarmToOthers, Law, NotFactual, NotNeeded, SeriousHindrance, TooCostly, Unfounded};
    match gives {
        Gives::PurposeNotice => &[HarmToOthers, Law],
        Gives::See => &[],
        Gives::Disclosure | Gives::Records => &[HarmToOthers, Law, SeriousHindrance],
        Gives::Correction | Gives::Addition | Gives::Deletion => &[Law, NotFactual, NotNeeded],
        Gives::CeaseUse | Gives::CeaseProvision => &[Law, TooCostly, Unfounded],
    }
}

/// The pack a finding rests on; `None`: it rests on no law, or on one that always counts.
pub fn pack_of(code: Code) -> Option<RulePack> {
    PACKS.iter().find(|(_, codes)| codes.contains(&code)).map(|(pack, _)| *pack)
}

/// Whether a finding counts for this policy: its pack is named, and its day has come by today or by the version's own day.
pub(super) fn is_on(code: Code, policy: &Policy, today: Today) -> bool {
    let Some(pack) = pack_of(code) else { return true };
    let day = policy.service.effective.map_or(today.0, |effective| effective.max(today.0));
    policy.rules.contains(&pack) && first_day(pack) <= day && binds(pack, policy)
}

/// The external-transmission rule says nothing where the policy declares, with a reason, that it does not bind.
fn binds(pack: RulePack, policy: &Policy) -> bool {
    let duty = policy.service.transmissions.as_ref().map(|transmissions| transmissions.duty);
    pack != RulePack::JpTba2023 || duty != Some(Duty::None)
}

const PACKS: &[(RulePack, &[Code])] = &[
    (
        RulePack::JpAppi2023,
        &[
            Code::PurposeVague,
            Code::PurposeNotShown,
            Code::JointUseIncomplete,
            Code::ScopeOpen,
            Code::ForeignWithoutRoute,
            Code::RouteNotOpen,
            Code::ThirdPartyWithoutGround,
            Code::ExceptionNotInLaw,
            Code::EntrusteeWithoutAgreement,
            Code::SpecialCareWithoutConsent,
            Code::SpecialCareOptOut,
            Code::ReceiptUnconfirmed,
            Code::TagSendsPersonal,
            Code::LinkingUnconfirmed,
            Code::ContactMissing,
            Code::RightMissing,
            Code::FeeNotAllowed,
            Code::AnswerLate,
            Code::DeclineTooWide,
            Code::SafetyHeadingMissing,
            Code::IncidentMissing,
            Code::RoleUnlimited,
            Code::ProfilingUnsaid,
            Code::PaperWithdrawn,
            Code::OutHarderThanIn,
            Code::TagReadsInput,
            Code::IdentityWeak,
        ],
    ),
    (RulePack::JpTba2023, &[Code::TagIncomplete, Code::TagContentUnknown, Code::WayOutMissing]),
    (RulePack::JpMail2008, &[Code::AdMailWithoutConsent, Code::AdMailToCustomers]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Severity;

    #[test]
    fn every_law_finding_rests_on_a_pack_or_on_a_law_that_always_counts() {
        let always = [Code::KeepBelowStatute, Code::BundledConsent];
        for code in Code::ALL.iter().filter(|code| code.sentence().severity == Severity::Law) {
            assert!(pack_of(*code).is_some() || always.contains(code), "{code} belongs to no pack");
        }
    }

    #[test]
    fn no_finding_stands_in_two_packs() {
        for code in Code::ALL {
            assert!(PACKS.iter().filter(|(_, codes)| codes.contains(code)).count() <= 1, "{code}");
        }
    }
}
