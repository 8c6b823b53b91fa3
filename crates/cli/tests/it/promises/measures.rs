//! What people do: every measure behind an A row falls due, is attested with evidence by who may, and falls overdue.

use super::{Row, rows};
use crate::support::{House, folder, root};
use azukari_model::{Date, Instant};
use azukari_policy::{
    board,
    declared::{Keeper, Measure, Operation, Per, Policy},
    guarantee::Guarantee,
    kinds::MeasureKind,
    source::Today,
    vocabulary::Family,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The scenario that shows every A row, as the page of promises names it.
pub(super) const SCENARIO: &str = "every_attested_promise_falls_due_is_attested_with_evidence_and_falls_overdue";

/// The day the scenario begins.
const FIRST: &str = "2027-01-15";

/// A measure that a promise rests on.
struct Duty {
    service: String,
    measure: Measure,
    /// The clauses it keeps that rows name.
    clauses: BTreeSet<String>,
    rows: BTreeSet<String>,
    /// A role that may attest it, and one that may not.
    by: String,
    not_by: String,
}

impl Duty {
    fn due(&self) -> Date {
        FIRST.parse::<Date>().expect("a date").plus(self.measure.every)
    }
}

/// The services of the repository, compiled.
fn services() -> Vec<(Policy, Operation)> {
    let today = Today(FIRST.parse().expect("a date"));
    let folders = folder::load_all(&root().join("policies")).expect("policies").into_iter();
    let compiled = folders.map(|folder| azukari_policy::compile(&folder.sources, today));
    compiled.map(|done| (done.policy.expect("it compiles"), done.operation.expect("it runs"))).collect()
}

fn is_of(row: &Row, policy: &Policy) -> bool {
    row.family() == policy.service.id.as_str().trim_end_matches("-planning")
}

/// The measures that keep a row's clauses, each with its clause.
fn measures_of(row: &Row, policy: &Policy, operation: &Operation) -> Vec<(String, String)> {
    let keepers = board::promises(policy, Some(operation)).into_iter().filter(|one| row.clauses.contains(&one.clause));
    keepers
        .flat_map(|one| {
            let clause = one.clause.clone();
            one.by.into_iter().filter_map(move |(keeper, _)| match keeper {
                Keeper::Declared(Family::Measure, id) => Some((id.to_string(), clause.clone())),
                _ => None,
            })
        })
        .collect()
}

fn duties() -> Vec<Duty> {
    let mut duties: BTreeMap<(String, String), Duty> = BTreeMap::new();
    for (policy, operation) in services() {
        for row in rows().iter().filter(|row| row.kind.contains('A') && is_of(row, &policy)) {
            for (id, clause) in measures_of(row, &policy, &operation) {
                let service = policy.service.id.to_string();
                let duty = duties.entry((service.clone(), id.clone())).or_insert_with(|| {
                    let may = |attest: &[azukari_model::Name]| attest.iter().any(|one| one.as_str() == id);
                    let role = |is: bool| operation.roles.iter().find(|role| may(&role.attest) == is).expect("a role");
                    let kind = policy.measures.iter().find(|one| one.id.as_str() == id).expect("declared").kind;
                    // The audit is of another account than the inspection.
                    let by = match kind {
                        MeasureKind::SelfInspection => {
                            operation.roles.iter().rfind(|role| may(&role.attest)).expect("a role")
                        }
                        _ => role(true),
                    };
                    Duty {
                        service,
                        measure: policy.measures.iter().find(|one| one.id.as_str() == id).expect("declared").clone(),
                        clauses: BTreeSet::new(),
                        rows: BTreeSet::new(),
                        by: by.id.to_string(),
                        not_by: role(false).id.to_string(),
                    }
                });
                duty.clauses.insert(clause);
                duty.rows.insert(row.id.clone());
            }
        }
    }
    let mut duties: Vec<Duty> = duties.into_values().collect();
    // What blocks accounts comes first.
    duties.sort_by_key(|duty| (!(duty.measure.blocks && duty.measure.per == Per::Staff), duty.measure.id.to_string()));
    duties
}

/// What `GET …/measures` says of one.
async fn shown(house: &House, duty: &Duty) -> Value {
    let answer = house.get(&duty.service, &duty.by, "measures").await.done();
    let all = answer.body["measures"].as_array().expect("measures");
    all.iter().find(|one| one["measure"] == duty.measure.id.as_str()).expect("it is listed").clone()
}

/// The row of the public board for a clause: red or not, and its text.
async fn board_row(house: &House, duty: &Duty, clause: &str) -> (bool, String) {
    let page = house.read(&format!("/{}/promises?lang=en", duty.service)).await.text;
    let href = format!("#{clause}\"");
    let row = page.split("<tr").find(|row| row.contains(&href)).unwrap_or_else(|| panic!("no row for `{clause}`"));
    (row.starts_with(" class=\"is-late\""), row.to_owned())
}

async fn is_red(house: &House, duty: &Duty) -> bool {
    let shown = shown(house, duty).await;
    let mut red = Vec::new();
    for clause in &duty.clauses {
        red.push(board_row(house, duty, clause).await.0);
    }
    let overdue = shown["overdue"].as_bool().expect("overdue");
    if overdue {
        assert!(red.iter().all(|red| *red), "{} {}: red in JSON, not on the page", duty.service, duty.measure.id);
    }
    overdue
}

/// A company of every class that measures are about.
async fn enter_companies(house: &House, duties: &[Duty]) {
    let mut entered = BTreeSet::new();
    for duty in duties {
        let Per::Recipients(classes) = &duty.measure.per else { continue };
        for class in classes.iter().filter(|class| !["stripe", "paypal"].contains(&class.as_str())) {
            if entered.insert((&duty.service, class)) {
                house.company(&duty.service, class.as_str()).await;
            }
        }
    }
}

/// Of whom it is attested: nobody in particular, each account, each company.
async fn of_whom(house: &House, duty: &Duty) -> Vec<Option<String>> {
    let missing = shown(house, duty).await["missing"].as_array().expect("missing").clone();
    match duty.measure.per {
        Per::Operator => vec![None],
        _ => missing.iter().map(|one| Some(one.as_str().expect("a name").to_owned())).collect(),
    }
}

async fn attest(house: &House, duty: &Duty) {
    let whom = of_whom(house, duty).await;
    assert!(!whom.is_empty(), "{} {} is about nobody", duty.service, duty.measure.id);
    for (done, of) in whom.iter().enumerate() {
        let mut body = json!({"measure": duty.measure.id});
        if let Some(of) = of {
            body["of"] = of.as_str().into();
            let missing = shown(house, duty).await["missing"].to_string();
            assert!(missing.contains(of.as_str()), "{of} is missing by name: {missing}");
            assert!(is_red(house, duty).await, "{of} is still missing");
        }
        let clause = duty.clauses.first().expect("a clause");
        if done == 0 {
            let bare = house.post(&duty.service, &duty.by, "attestations", body.clone()).await;
            bare.refused("policy-evidence-missing", clause.split('.').next().expect("a clause"));
        }
        body["evidence"] = "file 2027/14".into();
        if done == 0 {
            let other = house.post(&duty.service, &duty.not_by, "attestations", body.clone()).await;
            other.refused("caller-lacks-measure", clause.split('.').next().expect("a clause"));
        }
        house.post(&duty.service, &duty.by, "attestations", body).await.done();
        if let Some(of) = of {
            let missing = shown(house, duty).await["missing"].to_string();
            assert!(!missing.contains(&format!("\"{of}\"")), "{of} is on file: {missing}");
        }
    }
}

/// The first moment of the day after, in Tokyo.
fn end_of(day: Date) -> Instant {
    Instant::parse(&format!("{day}T15:00:00Z")).expect("a moment")
}

#[tokio::test]
async fn every_attested_promise_falls_due_is_attested_with_evidence_and_falls_overdue() {
    let house = House::open().await;
    let duties = duties();
    assert!(duties.len() >= 25, "{}", duties.len());
    enter_companies(&house, &duties).await;
    for duty in &duties {
        assert!(is_red(&house, duty).await, "{} {} was never attested", duty.service, duty.measure.id);
        attest(&house, duty).await;
        let now = shown(&house, duty).await;
        assert_eq!(now["overdue"], false, "{now}");
        assert_eq!((&now["last"], &now["due"]), (&json!(FIRST), &json!(duty.due().to_string())), "{now}");
        assert_eq!(now["missing"], json!([]), "{now}");
    }
    // All of a clause are on file now: the page is no longer red, and says until when.
    for duty in &duties {
        for clause in &duty.clauses {
            let (red, row) = board_row(&house, duty, clause).await;
            assert!(!red && row.contains(": attested ") && row.contains("(next due "), "{row}");
        }
    }
    let days: BTreeSet<Date> = duties.iter().map(Duty::due).collect();
    for day in days {
        let on_that_day: Vec<&Duty> = duties.iter().filter(|duty| duty.due() == day).collect();
        house.clock(&end_of(day).plus_micros(-60_000_000).to_string()).await;
        for duty in &on_that_day {
            assert!(!is_red(&house, duty).await, "{} {} until the end of {day}", duty.service, duty.measure.id);
        }
        house.clock(&end_of(day).plus_micros(60_000_000).to_string()).await;
        for duty in &on_that_day {
            assert!(is_red(&house, duty).await, "{} {} after {day}", duty.service, duty.measure.id);
            let page = house.read(&format!("/{}/promises?lang=ja", duty.service)).await.text;
            assert!(page.contains("実施記録の期限を過ぎた安全管理措置："), "the alarm says so");
        }
    }
}

#[tokio::test]
async fn an_audit_is_not_attested_by_who_attested_the_inspection() {
    let house = House::open().await;
    let body = |measure: &str| json!({"measure": measure, "evidence": "report 3"});
    let service = "mobile-planning";
    house.post(service, "auditor", "attestations", body("self-inspection")).await.done();
    let audit = house.post(service, "auditor", "attestations", body("independent-audit")).await;
    audit.refused("caller-attests-own", "safety.audits");
    let listed = house.get(service, "marketing", "measures").await;
    listed.refused("caller-lacks-handling", "");
}

#[test]
fn every_attested_promise_has_a_measure_or_an_agreement_on_file() {
    for (policy, operation) in services() {
        for row in rows().iter().filter(|row| row.kind.contains('A') && is_of(row, &policy)) {
            assert!(
                !measures_of(row, &policy, &operation).is_empty() || rests_on_agreements(row, &policy, &operation),
                "{} has nothing that falls due",
                row.id
            );
        }
    }
}

/// What its people do is to conclude agreements, which run out by themselves: the row is shown by its own scenario.
fn rests_on_agreements(row: &Row, policy: &Policy, operation: &Operation) -> bool {
    let agreement = Keeper::Guarantee(Guarantee::AgreementBeforeProvision);
    let promises = board::promises(policy, Some(operation));
    row.kind.contains('E')
        && promises.iter().any(|one| row.clauses.contains(&one.clause) && one.by.iter().any(|(by, _)| *by == agreement))
}

/// The rows the scenario walks.
pub(super) fn walked() -> BTreeSet<String> {
    duties().into_iter().flat_map(|duty| duty.rows).collect()
}
