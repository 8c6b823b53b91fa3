//! Decided cases come out as they were decided: the 329 of the reference, and those that stand beside each policy.
use azukari_model::{Date, Lang, Language};
use azukari_policy::{
    cases,
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

/// The sources in a folder.
fn sources(folder: &Path) -> Sources {
    let policy = file(&folder.join("policy.toml"));
    let vendors = policy.as_ref().and_then(|policy| vendors_path(&policy.text));
    let language = |tag: &str| tag.parse::<Language>().unwrap();
    let prose =
        ["ja", "en"].into_iter().filter_map(|tag| Some((language(tag), file(&folder.join(format!("{tag}.md")))?)));
    Sources {
        folder: folder.file_name().unwrap().to_str().unwrap().to_owned(),
        policy,
        operation: file(&folder.join("operation.toml")),
        vendors: vendors.and_then(|path| file(&folder.join(path))),
        prose: prose.collect(),
        left_out: Vec::new(),
    }
}

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn worked(service: &str) -> Sources {
    sources(&here().join("tests/data/language/policies").join(service))
}

/// How many cases agree; none may not.
fn all_agree(text: &str, policies: &[Sources]) -> usize {
    let report = cases::run(text, policies).unwrap();
    let said: Vec<String> = report.disagreements.iter().map(|one| one.told(Lang::En)).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    report.agreed
}

fn decided() -> String {
    std::fs::read_to_string(here().join("tests/data/language/decisions.jsonl")).unwrap()
}

#[test]
fn the_decided_cases_of_the_reference_come_out_as_decided() {
    assert_eq!(all_agree(&decided(), &SERVICES.map(worked)), 329);
}

#[test]
fn the_cases_beside_each_policy_come_out_as_decided() {
    for service in SERVICES {
        let folder = here().join("../../policies").join(service);
        let mut files: Vec<_> =
            std::fs::read_dir(folder.join("tests")).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{service} has no cases");
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            assert!(all_agree(&text, &[sources(&folder)]) > 0, "{}", file.display());
        }
    }
}

#[test]
fn the_decided_cases_reach_every_refusal() {
    let decided = cases::from_json_lines(&decided()).unwrap();
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

#[test]
fn a_case_that_is_decided_otherwise_is_said() {
    let report = cases::run(&SMALL.replace("WANT", "policy-not-held"), &[worked("sessa")]).unwrap();
    assert_eq!((report.agreed, report.disagreements.len()), (0, 1));
    assert_eq!(
        report.disagreements[0].told(Lang::En),
        "1 the payout desk opens the bank account: wanted policy-not-held, got permit by purposes.settlement"
    );
    assert_eq!(
        report.disagreements[0].told(Lang::Ja),
        "1 the payout desk opens the bank account：期待は policy-not-held、結果は permit（根拠：purposes.settlement）"
    );
    assert_eq!(all_agree(&SMALL.replace("WANT", "permit"), &[worked("sessa")]), 1);
}

#[test]
fn a_case_about_nothing_is_a_mistake_not_a_disagreement() {
    let unknown_key = SMALL.replace("purpose =", "porpoise =");
    assert!(cases::run(&unknown_key, &[worked("sessa")]).unwrap_err().to_string().contains("porpoise"));
    let unknown_event =
        SMALL.replace("want =", "person = { events = [{ event = \"born\", on = 2020-01-01 }] }\nwant =");
    let unknown_event = cases::run(&unknown_event, &[worked("sessa")]).unwrap_err();
    assert_eq!(
        [unknown_event.told(Lang::En), unknown_event.told(Lang::Ja)],
        [
            "case 1 (`the payout desk opens the bank account`): the policy has no event `born`",
            "事例1（the payout desk opens the bank account）：ポリシーの event に `born` はありません"
        ]
    );
    let nowhere = cases::run(&decided(), &[worked("sessa")]).unwrap_err();
    assert_eq!(nowhere.to_string(), "there is no policy `mobile-planning`");
}

#[test]
fn cases_begin_on_the_day_the_file_says() {
    let cases = cases::from_toml(SMALL).unwrap();
    assert_eq!(cases.now, "2027-01-15".parse::<Date>().unwrap());
}
