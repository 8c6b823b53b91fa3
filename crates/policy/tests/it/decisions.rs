//! Decided cases come out as they were decided: the 329 of the reference, and those that stand beside each policy.
#![expect(clippy::panic, reason = "a policy that cannot be read fails the test")]

use azukari_model::{Date, Language};
use azukari_policy::{
    cases::{self, Cases},
    declared::{Operation, Policy},
    read,
    source::{File, Sources, vendors_path},
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

const SERVICES: [&str; 5] = ["ijgn", "mobile-planning", "nicori", "onplanetz", "sessa"];

fn file(path: &Path) -> Option<Arc<File>> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(Arc::new(File { path: path.display().to_string(), text }))
}

/// Reads the policy in a folder.
fn policy(folder: &Path) -> (Policy, Option<Operation>) {
    let policy = file(&folder.join("policy.toml"));
    let vendors = policy.as_ref().and_then(|policy| vendors_path(&policy.text));
    let language = |tag: &str| tag.parse::<Language>().unwrap();
    let prose =
        ["ja", "en"].into_iter().filter_map(|tag| Some((language(tag), file(&folder.join(format!("{tag}.md")))?)));
    let sources = Sources {
        folder: folder.file_name().unwrap().to_str().unwrap().to_owned(),
        policy,
        operation: file(&folder.join("operation.toml")),
        vendors: vendors.and_then(|path| file(&folder.join(path))),
        prose: prose.collect(),
    };
    let (resolved, found) = read::read(&sources);
    let resolved = resolved.unwrap_or_else(|| panic!("{}: {found:?}", folder.display()));
    (resolved.policy, resolved.operation)
}

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn all_agree(policy: &Policy, operation: Option<&Operation>, cases: &Cases) -> String {
    let outcome = cases::run(policy, operation, cases).unwrap();
    assert_eq!(outcome.cases, cases.list.len());
    let say =
        |one: &cases::Disagreement| format!("{} {}: wanted {}, got {}\n", one.number, one.what, one.wanted, one.got);
    outcome.disagreements.iter().map(say).collect()
}

fn decided() -> Vec<(String, Cases)> {
    let text = std::fs::read_to_string(here().join("tests/data/language/decisions.jsonl")).unwrap();
    cases::from_json_lines(&text).unwrap()
}

#[test]
fn the_decided_cases_of_the_reference_come_out_as_decided() {
    let decided = decided();
    assert_eq!(decided.iter().map(|(_, cases)| cases.list.len()).sum::<usize>(), 329);
    let mut disagreements = String::new();
    for (service, cases) in &decided {
        let (policy, operation) = policy(&here().join("tests/data/language/policies").join(service));
        disagreements.push_str(&all_agree(&policy, operation.as_ref(), cases));
    }
    assert!(disagreements.is_empty(), "{disagreements}");
}

#[test]
fn the_cases_beside_each_policy_come_out_as_decided() {
    let mut disagreements = String::new();
    for service in SERVICES {
        let folder = here().join("../../policies").join(service);
        let (policy, operation) = policy(&folder);
        let mut files: Vec<_> =
            std::fs::read_dir(folder.join("tests")).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{service} has no cases");
        for file in files {
            let cases = cases::from_toml(&std::fs::read_to_string(&file).unwrap()).unwrap();
            assert!(!cases.list.is_empty(), "{}", file.display());
            disagreements.push_str(&all_agree(&policy, operation.as_ref(), &cases));
        }
    }
    assert!(disagreements.is_empty(), "{disagreements}");
}

#[test]
fn the_decided_cases_reach_every_refusal() {
    let decided = decided();
    let met: BTreeSet<&str> =
        decided.iter().flat_map(|(_, cases)| &cases.list).map(|case| case.want.code.as_str()).collect();
    let unmet: Vec<_> =
        azukari_policy::refusal::RefusalCode::ALL.iter().filter(|code| !met.contains(code.word())).collect();
    assert!(unmet.is_empty(), "{unmet:?}");
}

const SMALL: &str = r#"
now = 2027-01-15

[[case]]
what = "the payout desk opens the bank account"
act  = { act = "use", role = "payout-desk", purpose = "settlement", items = "bank-account" }
want = "WANT"
"#;

fn sessa() -> (Policy, Option<Operation>) {
    policy(&here().join("tests/data/language/policies/sessa"))
}

#[test]
fn a_case_that_is_decided_otherwise_is_said() {
    let (policy, operation) = sessa();
    let wrong = cases::from_toml(&SMALL.replace("WANT", "policy-not-held")).unwrap();
    let outcome = cases::run(&policy, operation.as_ref(), &wrong).unwrap();
    assert_eq!(outcome.disagreements.len(), 1);
    assert_eq!(outcome.disagreements[0].got.to_string(), "permit by purposes.settlement");
    let right = cases::from_toml(&SMALL.replace("WANT", "permit")).unwrap();
    assert_eq!(all_agree(&policy, operation.as_ref(), &right), "");
}

#[test]
fn a_case_about_nothing_is_a_mistake_not_a_disagreement() {
    let (policy, operation) = sessa();
    let unknown_key = SMALL.replace("purpose =", "porpoise =");
    assert!(cases::from_toml(&unknown_key).unwrap_err().to_string().contains("porpoise"));
    let unknown_event =
        SMALL.replace("want =", "person = { events = [{ event = \"born\", on = 2020-01-01 }] }\nwant =");
    let cases = cases::from_toml(&unknown_event).unwrap();
    let error = cases::run(&policy, operation.as_ref(), &cases).unwrap_err();
    assert_eq!(error.to_string(), "case 1 (`the payout desk opens the bank account`): the policy has no event `born`");
}

#[test]
fn cases_begin_on_the_day_the_file_says() {
    let cases = cases::from_toml(SMALL).unwrap();
    assert_eq!(cases.now, "2027-01-15".parse::<Date>().unwrap());
}
