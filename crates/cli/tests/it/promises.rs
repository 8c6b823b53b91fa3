//! The promises of the five policies: every row, what keeps it, and the scenario that shows it.
//!
//! A scenario is named by its promise: `sessa_1_…` shows sessa.1, permitted and refused. One walks what is attested.

mod all;
mod ijgn;
mod measures;
mod mobile;
mod nicori;
mod onplanetz;
mod onplanetz_passing;
mod revisions;
mod sessa;

use crate::support::{folder, root};
use azukari_model::Date;
use azukari_policy::{
    board::{self, Promise},
    source::Today,
};
use std::{collections::BTreeMap, fmt::Write as _, fs};

const ROWS: &str = include_str!("promises/rows.txt");

const SCENARIOS: &[(&str, &str)] = &[
    (
        "sessa",
        concat!(
            include_str!("promises/sessa.rs"),
            include_str!("promises/sessa/third_parties.rs"),
            include_str!("promises/sessa/versions.rs")
        ),
    ),
    ("onplanetz", include_str!("promises/onplanetz.rs")),
    ("onplanetz", include_str!("promises/onplanetz_passing.rs")),
    ("onplanetz", include_str!("promises/revisions.rs")),
    ("mobile", include_str!("promises/mobile.rs")),
    ("mobile", include_str!("promises/mobile/passing.rs")),
    (
        "nicori",
        concat!(
            include_str!("promises/nicori.rs"),
            include_str!("promises/nicori/purposes.rs"),
            include_str!("promises/nicori/third_parties.rs"),
        ),
    ),
    ("ijgn", include_str!("promises/ijgn.rs")),
    ("ijgn", include_str!("promises/revisions.rs")),
    ("all", include_str!("promises/all.rs")),
    ("all", include_str!("promises/all/erasure.rs")),
    ("all", include_str!("promises/all/ledger.rs")),
];

/// Scenarios in a real browser (`scripts/browser-tests`), over the real program.
const IN_A_BROWSER: &str = include_str!("../../../../tests/browser/promises.test.js");

struct Row {
    id: String,
    kind: String,
    /// Its procedure is not built yet.
    later: bool,
    /// Built, and not shown by a scenario of its own yet.
    open: bool,
    clauses: Vec<String>,
    promise: String,
}

impl Row {
    fn needs_scenario(&self) -> bool {
        self.kind.contains('E') && !self.later && !self.open
    }

    fn family(&self) -> &str {
        self.id.split('.').next().unwrap_or_default()
    }

    /// The scenarios named by this promise, in the order they stand.
    fn scenarios(&self) -> Vec<&'static str> {
        let prefix = format!("{}_", self.id.replace('.', "_"));
        let files = SCENARIOS.iter().filter(|(family, _)| *family == self.family());
        let over_http = files
            .flat_map(|(_, text)| text.lines())
            .filter_map(|line| line.trim().strip_prefix("async fn "))
            .filter_map(|line| line.split('(').next());
        let in_a_browser = IN_A_BROWSER
            .lines()
            .filter_map(|line| line.strip_prefix("test('"))
            .filter_map(|line| line.split('\'').next());
        over_http.chain(in_a_browser).filter(|name| name.starts_with(&prefix)).collect()
    }
}

fn rows() -> Vec<Row> {
    ROWS.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [id, kind, clauses, promise] = cells[..] else { panic!("`{line}` has not four cells") };
            Row {
                id: id.to_owned(),
                kind: kind.split(' ').next().unwrap_or_default().to_owned(),
                later: kind.ends_with("later"),
                open: kind.ends_with("open"),
                clauses: clauses.split_whitespace().map(str::to_owned).collect(),
                promise: promise.to_owned(),
            }
        })
        .collect()
}

/// Every clause of every service, by service.
fn boards() -> BTreeMap<String, Vec<Promise>> {
    let today: Date = "2027-01-15".parse().expect("a date");
    folder::load_all(&root().join("policies"))
        .expect("policies")
        .into_iter()
        .map(|folder| {
            let compiled = azukari_policy::compile(&folder.sources, Today(today));
            let policy = compiled.policy.unwrap_or_else(|| panic!("{} compiles", folder.path.display()));
            let name = policy.service.id.to_string();
            (name.trim_end_matches("-planning").to_owned(), board::promises(&policy, compiled.operation.as_ref()))
        })
        .collect()
}

#[test]
fn every_enforced_promise_in_scope_has_a_scenario() {
    let missing: Vec<String> =
        rows().into_iter().filter(|row| row.needs_scenario() && row.scenarios().is_empty()).map(|row| row.id).collect();
    assert!(missing.is_empty(), "no scenario shows {missing:?}");
}

#[test]
fn a_promise_that_a_scenario_shows_is_no_longer_marked_open() {
    let shown: Vec<String> =
        rows().into_iter().filter(|row| row.open && !row.scenarios().is_empty()).map(|row| row.id).collect();
    assert!(shown.is_empty(), "take `open` away from {shown:?}");
}

#[test]
fn every_promise_names_clauses_that_are_published() {
    let boards = boards();
    for row in rows() {
        let services: Vec<&Vec<Promise>> =
            if row.family() == "all" { boards.values().collect() } else { vec![&boards[row.family()]] };
        for clause in &row.clauses {
            let is_there = services.iter().any(|board| board.iter().any(|promise| promise.clause == *clause));
            assert!(is_there, "{} names the clause `{clause}`, which no prose has", row.id);
        }
    }
}

#[test]
fn the_page_of_promises_is_as_generated() {
    let path = root().join("docs/promises.md");
    let page = page();
    if std::env::var_os("AZUKARI_WRITE").is_some() {
        fs::write(&path, &page).expect("docs");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == page,
        "docs/promises.md is old: run `AZUKARI_WRITE=1 cargo test -p azukari-cli --test it promises`"
    );
}

fn page() -> String {
    let boards = boards();
    let mut out = String::from(
        "# Promises\n\nGenerated. What each policy obliges a running system to do, the clauses that say it, what keeps them, and the\n\
         scenario that shows it permitted and refused: over HTTP, or in a real browser (`scripts/browser-tests`). *later*: its\n\
         procedure is not built yet. *open*: built, decided by cases (`azukari test policies`), and not yet shown.\n",
    );
    let mut family = String::new();
    let attested = measures::walked();
    for row in rows() {
        if row.family() != family {
            row.family().clone_into(&mut family);
            let _ = write!(
                out,
                "\n## {family}\n\n| promise | kind | what | clauses | kept by | shown by |\n|---|---|---|---|---|---|\n"
            );
        }
        let empty = Vec::new();
        let board = boards.get(row.family()).unwrap_or(&empty);
        let kept: Vec<String> = row
            .clauses
            .iter()
            .filter_map(|clause| board.iter().find(|promise| promise.clause == *clause))
            .map(|promise| {
                let by: Vec<String> = promise.by.iter().map(|(keeper, _)| board::keeper_name(keeper)).collect();
                if by.is_empty() { promise.kept.to_string() } else { format!("{} ({})", promise.kept, by.join(", ")) }
            })
            .collect();
        let mut shown: Vec<String> = row.scenarios().iter().map(|name| format!("`{name}`")).collect();
        if row.later || row.open {
            shown = vec![if row.later { "later" } else { "open" }.to_owned()];
        }
        if attested.contains(&row.id) {
            shown.push(format!("`{}`", measures::SCENARIO));
        }
        let shown = shown.join("<br>");
        let clauses = row.clauses.iter().map(|clause| format!("`{clause}`")).collect::<Vec<_>>().join("<br>");
        let _ = writeln!(
            out,
            "| {} | {} | {} | {clauses} | {} | {shown} |",
            row.id,
            row.kind,
            row.promise,
            kept.join("<br>")
        );
    }
    out
}
