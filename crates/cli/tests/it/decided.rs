//! The decided cases of the reference, through the running server: the world of each set up over HTTP, the act done, and
//! verdict, code and clause compared. What cannot be set up over HTTP is counted by reason, so that it cannot grow unnoticed.

mod doing;
mod world;

use crate::support::{Answer, House, root};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt::Write as _};
use world::World;

/// Why a case is not asked over HTTP.
type Reason = String;

/// How many cases are not asked over HTTP, by reason.
const NOT_ASKED: &[(&str, usize)] = &[
    ("`survey` of mobile-planning does not bring it: policy-item-not-from-source", 1),
    ("a group too small, among so many people", 2),
    ("a second account of a role", 3),
    ("acquired before the service counted", 2),
    ("an older version", 8),
    ("another world: added", 7),
    ("another world: effective", 1),
    ("another world: joint-use-since", 1),
    ("another world: members", 1),
    ("another world: parties", 1),
    ("another world: reached", 3),
    ("another world: stage", 1),
    ("approved by who asks", 1),
    ("the notice always tells the country", 1),
    ("the person's own session", 8),
    ("who says nothing of identity says that the site signed the person in", 1),
];

fn cases() -> (Value, Vec<Value>) {
    let path = root().join("crates/policy/tests/data/language/decisions.jsonl");
    let text = std::fs::read_to_string(path).expect("the cases");
    let mut lines = text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON"));
    (lines.next().expect("a head"), lines.collect())
}

/// What makes a case one that HTTP cannot set up.
fn beyond_http(case: &Value) -> Option<Reason> {
    let act = &case["act"];
    let is = |there: bool, reason: &str| there.then(|| reason.to_owned());
    let world = case["world"].as_object().and_then(|world| world.keys().find(|key| *key != "announced"));
    let unasked = act["act"] == "disclose" && act["identity"].is_null();
    let old = |held: &Value| held["on"].as_str().is_some_and(|on| on < "2026-12-02");
    let consents = case["person"]["consents"].as_object().into_iter().flat_map(|all| all.values());
    let holdings = case["person"]["holdings"].as_object().into_iter().flat_map(|all| all.values());
    world
        .map(|key| format!("another world: {key}"))
        .or_else(|| is(case["want"] == "policy-group-too-small", "a group too small, among so many people"))
        .or_else(|| is(unasked, "who says nothing of identity says that the site signed the person in"))
        .or_else(|| is(case["want"] == "policy-country-not-told", "the notice always tells the country"))
        .or_else(|| is(act["by"] == "person", "the person's own session"))
        .or_else(|| is(act["notice"] == "old" || act.get("version").is_some(), "an older version"))
        .or_else(|| is(consents.into_iter().any(|said| said["meaning"] == 0), "an older version"))
        .or_else(|| is(holdings.into_iter().any(old), "acquired before the service counted"))
        .or_else(|| {
            is(act.get("actor").is_some_and(|one| one != "stf_0" && one != "stf_1"), "a second account of a role")
        })
        .or_else(|| is(act.get("approver").is_some() && act["approver"] == act["actor"], "approved by who asks"))
}

/// How the answer differs from what was decided.
fn difference(case: &Value, answer: &Answer) -> Option<String> {
    let want = case["want"].as_str().expect("a verdict");
    let got = if matches!(answer.status, 200 | 201) { "permit" } else { answer.code() };
    if got != want {
        return Some(format!("wanted {want}, got {got} ({})", answer.status));
    }
    let said = |key: &str, none: Value| if case[key].is_null() { none } else { case[key].clone() };
    for (key, none) in [("elsewhere", json!({})), ("dropped", json!([]))] {
        let (wanted, got) = (said(key, none), &answer.body[key]);
        if want == "permit" && !got.is_null() && *got != wanted {
            return Some(format!("{key}: wanted {wanted}, got {got}"));
        }
    }
    // What arrives, is found or is entered is answered without clauses; who may not approve is refused before the act.
    let is_bare = !answer.body["clauses"].is_array() || case["act"]["act"] == "report";
    let shows_none = (want == "permit" && is_bare) || want == "caller-approver-not-entitled";
    let clause = case["clause"].as_str().filter(|_| !shows_none)?;
    (!answer.clauses().contains(&clause)).then(|| format!("{got}: wanted {clause}, got {:?}", answer.clauses()))
}

#[tokio::test]
async fn the_decided_cases_come_out_as_decided_over_http() {
    let (head, cases) = cases();
    let house = House::open_on("2026-12-20T03:00:00Z").await;
    let mut world = World::new(&house, &head);
    world.enter_registers().await;
    let mut not_asked: BTreeMap<Reason, Vec<u64>> = BTreeMap::new();
    let mut asked = Vec::new();
    for case in &cases {
        match beyond_http(case) {
            Some(reason) => not_asked.entry(reason).or_default().push(case["n"].as_u64().expect("a number")),
            None => asked.push(case),
        }
    }
    world.people_nobody_asks_about().await;
    // Who was known on 20 December, then what came on 10 January, then today.
    for case in &asked {
        world.know(case, "2026-12-20").await;
    }
    house.clock("2027-01-10T03:00:00Z").await;
    for case in &asked {
        world.know(case, "2027-01-10").await;
    }
    house.clock("2027-01-15T03:00:00Z").await;
    let (announced, plain): (Vec<&Value>, Vec<&Value>) =
        asked.into_iter().partition(|case| case["world"]["announced"].is_array());
    let (mut agreed, mut differing) = (0, String::new());
    for (cases, is_announced) in [(plain, false), (announced, true)] {
        if is_announced {
            world.announce(&cases).await;
        }
        for case in cases {
            let number = case["n"].as_u64().expect("a number");
            match world.decide(case).await.map(|answer| difference(case, &answer)) {
                Err(reason) => not_asked.entry(reason).or_default().push(number),
                Ok(None) => agreed += 1,
                Ok(Some(difference)) => {
                    let _ = writeln!(differing, "{number} {}: {difference}", case["what"].as_str().unwrap_or_default());
                }
            }
        }
    }
    for (reason, numbers) in &not_asked {
        println!("not asked, {reason}: {} {numbers:?}", numbers.len());
    }
    assert!(differing.is_empty(), "{agreed} agreed\n{differing}");
    let counted: Vec<(&str, usize)> = not_asked.iter().map(|(reason, of)| (reason.as_str(), of.len())).collect();
    assert_eq!(counted, NOT_ASKED);
    assert_eq!(agreed + counted.iter().map(|(_, count)| count).sum::<usize>(), cases.len());
}
