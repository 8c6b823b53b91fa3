//! What a finding weighs: acceptances, the stage, dated packs; and that one mistake hides no other.

use crate::support::{append, cases, check, check_on, edited, mistaken, replace};
use azukari_model::Lang;
use azukari_policy::{
    codes::{Code, Severity},
    diagnostic::Diagnostic,
};
use std::collections::BTreeSet;

fn codes(found: &[Diagnostic]) -> BTreeSet<Code> {
    found.iter().map(|one| one.code).collect()
}

fn acceptance(code: Code, at: &str) -> String {
    format!(
        "\n[[accept]]\ncode = \"{code}\"\nat = \"{at}\"\nbecause = \"it was weighed\"\nby = \"officer\"\nuntil = 2027-03-31\n"
    )
}

#[test]
fn what_is_accepted_in_writing_is_kept_and_marked() {
    for at in ["purpose.news", "purpose"] {
        let mut files = mistaken(Code::AdMailWithoutConsent);
        append(&mut files, "policy.toml", &acceptance(Code::AdMailWithoutConsent, at));
        let found = check(&files);
        assert_eq!(codes(&found), BTreeSet::from([Code::AdMailWithoutConsent]));
        assert!(found.iter().all(|one| one.accepted), "{at}");
    }
}

#[test]
fn an_acceptance_counts_to_its_last_day_and_no_longer() {
    let mut files = mistaken(Code::AdMailWithoutConsent);
    append(&mut files, "policy.toml", &acceptance(Code::AdMailWithoutConsent, "purpose.news"));
    assert!(check_on(&files, "2027-03-31").iter().all(|one| one.accepted));
    let late = check_on(&files, "2027-04-01");
    assert_eq!(codes(&late), BTreeSet::from([Code::AdMailWithoutConsent]), "it is no less meant for being over");
    assert!(late.iter().all(|one| !one.accepted));
}

#[test]
fn an_acceptance_at_another_place_silences_nothing_and_is_said_to_be_unused() {
    let mut files = mistaken(Code::AdMailWithoutConsent);
    append(&mut files, "policy.toml", &acceptance(Code::AdMailWithoutConsent, "purpose.new"));
    let found = check(&files);
    assert_eq!(codes(&found), BTreeSet::from([Code::AdMailWithoutConsent, Code::AcceptanceUnused]));
    assert!(found.iter().all(|one| !one.accepted));
}

#[test]
fn an_acceptance_speaks_of_its_own_file_only() {
    let mut astray = mistaken(Code::RoleUnlimited);
    append(&mut astray, "policy.toml", &acceptance(Code::RoleUnlimited, "role"));
    append(&mut astray, "operation.toml", &acceptance(Code::RoleUnlimited, "role.web"));
    let found = check(&astray);
    assert_eq!(found.iter().filter(|one| one.accepted).count(), 1, "of the roles one is accepted where it stands");
    let unused = found.iter().find(|one| one.code == Code::AcceptanceUnused).unwrap();
    assert!(unused.place.as_ref().unwrap().file.path.ends_with("policy.toml"));

    let mut at_home = mistaken(Code::RoleUnlimited);
    append(&mut at_home, "operation.toml", &acceptance(Code::RoleUnlimited, "role"));
    let found = check(&at_home);
    assert_eq!(codes(&found), BTreeSet::from([Code::RoleUnlimited]));
    assert!(found.iter().all(|one| one.accepted));
}

#[test]
fn an_error_cannot_be_accepted() {
    let mut files = mistaken(Code::CardNumberHeld);
    append(&mut files, "policy.toml", &acceptance(Code::CardNumberHeld, "item.card-number"));
    let found = check(&files);
    let card = found.iter().find(|one| one.code == Code::CardNumberHeld).unwrap();
    assert!(card.severity == Severity::Error && !card.accepted);
    assert!(found.iter().any(|one| one.code != Code::CardNumberHeld), "the acceptance itself is refused");
}

#[test]
fn while_a_policy_is_only_published_what_deciding_needs_is_advice() {
    let needed = [
        Code::EventUnreported,
        Code::ExceptionWithoutApprover,
        Code::ItemWithoutKeep,
        Code::ItemWithoutSource,
        Code::MeasureWithoutRole,
        Code::OperationMissing,
        Code::ProvisionWithoutRole,
        Code::PurposeWithoutRole,
        Code::ReceiptUnconfirmed,
        Code::RightWithoutRole,
        Code::RoleUnlimited,
        Code::SourcePurposesOpen,
        Code::SourceWithoutRole,
    ];
    for code in needed {
        let mut files = mistaken(code);
        replace(
            &mut files,
            "policy.toml",
            "label         = \"1\"",
            "label         = \"1\"\nstage         = \"publish\"",
        );
        let found = check(&files);
        assert_eq!(codes(&found), BTreeSet::from([code]));
        assert!(found.iter().all(|one| one.severity == Severity::Advice), "{code}");
    }
}

#[test]
fn a_law_speaks_only_where_its_pack_is_named() {
    for (code, pack, rest) in [
        (Code::PurposeVague, "\"jp-appi-2023\", ", "\"jp-tba-2023\""),
        (Code::WayOutMissing, "\"jp-tba-2023\", ", "\"jp-appi-2023\""),
        (Code::AdMailWithoutConsent, ", \"jp-mail-2008\"", "\"jp-appi-2023\""),
    ] {
        let mut files = mistaken(code);
        replace(&mut files, "policy.toml", pack, "");
        assert!(files["policy.toml"].contains(rest));
        assert!(check(&files).is_empty(), "{code}");
    }
}

#[test]
fn the_transmission_rule_is_silent_where_it_does_not_bind() {
    let mut files = mistaken(Code::WayOutMissing);
    replace(&mut files, "policy.toml", "duty = \"voluntary\"", "duty = \"none\"");
    assert!(check(&files).is_empty());
}

#[test]
fn two_mistakes_are_both_said() {
    let mut files = mistaken(Code::UnknownId);
    for case in cases().iter().filter(|case| [Code::AnswerLate, Code::ScopeOpen].contains(&case.code)) {
        for edit in &case.edit {
            replace(&mut files, &edit.file, edit.from.as_deref().unwrap(), edit.to.as_deref().unwrap());
        }
    }
    assert_eq!(codes(&check(&files)), BTreeSet::from([Code::UnknownId, Code::AnswerLate, Code::ScopeOpen]));
}

#[test]
fn findings_come_in_the_order_of_the_files() {
    let places = |files| {
        let found = check(files);
        let places = found.iter().filter_map(|one| one.place.as_ref());
        places.map(|place| (place.file.path.clone(), place.range.start)).collect::<Vec<_>>()
    };
    let case = cases().into_iter().filter(|case| case.code == Code::DeclarationUnpublished).nth(1).unwrap();
    let mut files = edited(&case);
    replace(&mut files, "operation.toml", "approve = \"exceptions\"", "approve = \"requests\"");
    replace(&mut files, "operation.toml", "\"training\", ", "");
    let in_order = places(&files);
    assert!(in_order.len() > 2 && in_order.is_sorted(), "{in_order:?}");
}

#[test]
fn a_sentence_reads_alike_whoever_asks_first() {
    let files = mistaken(Code::BundledConsent);
    let [first, again] =
        [check(&files), check(&files)].map(|found| found.iter().map(|one| one.message(Lang::Ja)).collect::<Vec<_>>());
    assert_eq!(first, again);
}
