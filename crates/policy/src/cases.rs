//! Decided cases: a company's unit tests for its policy. Each says who does what about whom, and whether it is permitted.
//!
//! They are decided by the gate itself, with notices and periods as in service, in a world that the case describes.

mod asks;
mod file;
mod world;
mod wrong;

pub use file::{Case, CaseError, Cases, from_json_lines, from_toml};

use crate::{
    act::Act,
    declared::{Operation, Policy},
    read,
    source::Sources,
    verdict::{Permit, Verdict},
    vocabulary::Family,
};
use azukari_model::{Lang, Sentence};
use std::collections::{BTreeMap, BTreeSet};
use world::World;
use wrong::{NO_POLICY, ONE_POLICY, POLICY_UNREAD, wrong};

/// A verdict with the names of a policy: what a case wants, and what it got.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Answer {
    /// `permit`, or a refusal code.
    pub code: String,
    /// The clauses it rests on; of a refusal one at most.
    pub clauses: Vec<String>,
    /// Items not taken.
    pub dropped: BTreeSet<String>,
    /// Items a system holds, with the system.
    pub elsewhere: BTreeMap<String, String>,
}

impl Answer {
    /// The verdict in one line: `permit by purposes.offers, dropped telephone`.
    pub fn told(&self, lang: Lang) -> String {
        const BY: Sentence = Sentence::new("（根拠：{clauses}）", " by {clauses}");
        const DROPPED: Sentence = Sentence::new("、取得しない項目：{items}", ", dropped {items}");
        const ELSEWHERE: Sentence = Sentence::new("、{item} は {system} に", ", {item} in {system}");
        let comma = lang.pick("、", ", ");
        let mut out = self.code.clone();
        if !self.clauses.is_empty() {
            out += &BY.with([("clauses", &self.clauses.join(comma))]).told(lang);
        }
        if !self.dropped.is_empty() {
            let dropped: Vec<_> = self.dropped.iter().map(String::as_str).collect();
            out += &DROPPED.with([("items", &dropped.join(comma))]).told(lang);
        }
        for (item, system) in &self.elsewhere {
            out += &ELSEWHERE.with([("item", item), ("system", system)]).told(lang);
        }
        out
    }
}

/// A case that came out otherwise than it was written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Disagreement {
    /// Its place in the file, from 1.
    pub number: usize,
    pub what: String,
    pub wanted: Answer,
    pub got: Answer,
}

impl Disagreement {
    /// The case, what it wanted and what it got, in one line.
    pub fn told(&self, lang: Lang) -> String {
        const OTHERWISE: Sentence = Sentence::new(
            "{number} {what}：期待は {wanted}、結果は {got}",
            "{number} {what}: wanted {wanted}, got {got}",
        );
        let (wanted, got) = (self.wanted.told(lang), self.got.told(lang));
        let words: [(_, &dyn std::fmt::Display); 4] =
            [("number", &self.number), ("what", &self.what), ("wanted", &wanted), ("got", &got)];
        OTHERWISE.with(words).told(lang)
    }
}

/// What came of running cases.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    /// How many came out as decided.
    pub agreed: usize,
    pub disagreements: Vec<Disagreement>,
}

/// Runs a file of cases, in TOML or in JSON lines, against the policies it may speak of. TOML speaks of one policy.
pub fn run(text: &str, policies: &[Sources]) -> Result<Report, CaseError> {
    let files = if text.trim_start().starts_with('{') {
        from_json_lines(text)?
    } else {
        let [one] = policies else {
            return Err(wrong(ONE_POLICY));
        };
        vec![(one.folder.clone(), from_toml(text)?)]
    };
    let mut report = Report::default();
    for (name, cases) in files {
        let sources = policies.iter().find(|sources| sources.folder == name);
        let sources = sources.ok_or_else(|| wrong(NO_POLICY.with([("id", &name)])))?;
        let unread = || wrong(POLICY_UNREAD.with([("id", &name)]));
        let resolved = read::read(sources).0.ok_or_else(unread)?;
        let of_one = try_all(&resolved.policy, resolved.operation.as_ref(), &cases)?;
        report.agreed += of_one.agreed;
        report.disagreements.extend(of_one.disagreements);
    }
    Ok(report)
}

/// Tries cases on one policy. A case that speaks of what does not exist is an error, not a disagreement.
pub fn try_all(policy: &Policy, operation: Option<&Operation>, cases: &Cases) -> Result<Report, CaseError> {
    let mut report = Report::default();
    for (number, case) in (1..).zip(&cases.list) {
        let got = decide(policy, operation, cases, case).map_err(|error| error.in_case(number, &case.what))?;
        if agrees(&case.want, &got) {
            report.agreed += 1;
        } else {
            let (what, wanted) = (case.what.clone(), case.want.clone());
            report.disagreements.push(Disagreement { number, what, wanted, got });
        }
    }
    Ok(report)
}

/// Decides one case.
pub fn decide(policy: &Policy, operation: Option<&Operation>, cases: &Cases, case: &Case) -> Result<Answer, CaseError> {
    let world = World::build(policy, operation, cases, case)?;
    let asked = asks::read(&case.act, &world)?;
    let facts = world.facts(&asked);
    let verdict = world.gate.decide(&asked.act, &asked.caller, &facts, world.now);
    Ok(answer(&world, &asked.act, &verdict))
}

fn agrees(wanted: &Answer, got: &Answer) -> bool {
    wanted.code == got.code
        && wanted.clauses.iter().all(|clause| got.clauses.contains(clause))
        && wanted.dropped == got.dropped
        && wanted.elsewhere == got.elsewhere
}

fn answer(world: &World<'_>, act: &Act, verdict: &Verdict) -> Answer {
    match verdict {
        Verdict::Refuse(refusal) => Answer {
            code: refusal.code.word().to_owned(),
            clauses: refusal.clause.iter().map(|place| world.gate.clause(*place).to_owned()).collect(),
            ..Answer::default()
        },
        Verdict::Permit(permit) => permitted(world, act, permit),
    }
}

fn permitted(world: &World<'_>, act: &Act, permit: &Permit) -> Answer {
    let item = |place: usize| act.items().get(place).map(ToString::to_string).unwrap_or_default();
    let system = |number| world.gate.name(Family::System, number).map(ToString::to_string).unwrap_or_default();
    Answer {
        code: "permit".to_owned(),
        clauses: permit.clauses.iter().map(|place| world.gate.clause(place).to_owned()).collect(),
        dropped: permit.dropped.iter().map(|place| item(*place)).collect(),
        elsewhere: permit.elsewhere.iter().map(|(place, number)| (item(*place), system(*number))).collect(),
    }
}
