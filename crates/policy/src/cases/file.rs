//! Reading cases: TOML beside a policy, or JSON lines that carry registers and people of several policies.

use super::{
    Answer,
    wrong::{FORMAT, NUMBER, UNREADABLE, wrong},
};
use azukari_model::{Date, Lang, Name, Told};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, fmt::Display};

/// Cases of one policy, with the world and the person they begin from.
#[derive(Clone, Debug)]
pub struct Cases {
    /// The day they are decided on.
    pub now: Date,
    pub(super) register: RegisterSaid,
    /// `None`: every item held by the first source that takes it, since 26 days.
    pub(super) person: Option<PersonSaid>,
    pub list: Vec<Case>,
}

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    pub what: String,
    pub(super) act: ActSaid,
    pub(super) person: PersonSaid,
    pub(super) world: RegisterSaid,
    pub want: Answer,
}

/// Why cases could not be read or run.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CaseError {
    /// The file is not what it should be.
    #[error("{0}")]
    Shape(Told),
    /// A case is not what it should be, or speaks of what does not exist.
    #[error("case {number} (`{what}`): {problem}")]
    Case { number: usize, what: String, problem: Told },
}

impl CaseError {
    pub(super) fn in_case(self, number: usize, what: &str) -> Self {
        match self {
            Self::Shape(problem) => Self::Case { number, what: what.to_owned(), problem },
            known @ Self::Case { .. } => known,
        }
    }

    /// What is wrong and where, in a language.
    pub fn told(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Shape(problem), _) => problem.told(lang),
            (Self::Case { number, what, problem }, Lang::Ja) => {
                format!("事例{number}（{what}）：{}", problem.told(lang))
            }
            (Self::Case { .. }, Lang::En) => self.to_string(),
        }
    }
}

/// One or several: a list of one may be bare.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Several<T> {
    One(T),
    Many(Vec<T>),
}

fn several<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Vec<T>>, D::Error> {
    Ok(Some(match Several::deserialize(deserializer)? {
        Several::One(one) => vec![one],
        Several::Many(many) => many,
    }))
}

/// Any act, as said: each act reads the keys it knows, and any other key is a mistake.
#[expect(clippy::struct_excessive_bools, reason = "each stands alone")]
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct ActSaid {
    pub(super) act: String,
    pub(super) role: Option<String>,
    pub(super) actor: Option<String>,
    /// `"person"`; of a statistic, what it is broken down by.
    pub(super) by: Option<Value>,
    pub(super) purpose: Option<String>,
    #[serde(deserialize_with = "several")]
    pub(super) items: Option<Vec<String>>,
    pub(super) bulk: bool,
    pub(super) way_out: bool,
    pub(super) partial: bool,
    pub(super) masked: bool,
    pub(super) item: Option<String>,
    pub(super) system: Option<String>,
    pub(super) source: Option<String>,
    pub(super) notice: Option<String>,
    pub(super) new: bool,
    pub(super) member: Option<String>,
    pub(super) confirmed: bool,
    #[serde(deserialize_with = "several")]
    pub(super) granted: Option<Vec<String>>,
    #[serde(deserialize_with = "several")]
    pub(super) confirms: Option<Vec<String>>,
    #[serde(deserialize_with = "several")]
    pub(super) looks_like_card: Option<Vec<String>>,
    #[serde(deserialize_with = "several")]
    pub(super) values: Option<Vec<String>>,
    pub(super) acquired: Option<Date>,
    pub(super) version: Option<Date>,
    pub(super) recipient: Option<String>,
    pub(super) ground: Option<String>,
    pub(super) exception: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) consent_difficult: bool,
    pub(super) would_hinder: bool,
    pub(super) approver: Option<String>,
    pub(super) approver_role: Option<String>,
    /// Of an answer `{ purpose | provision | tag }`; of a statistic, a company.
    pub(super) to: Option<Value>,
    pub(super) given: bool,
    pub(super) at: Option<Date>,
    pub(super) right: Option<String>,
    pub(super) way: Option<String>,
    pub(super) identity: Option<String>,
    #[serde(deserialize_with = "several")]
    pub(super) documents: Option<Vec<String>>,
    pub(super) agent: Option<String>,
    pub(super) authority: bool,
    pub(super) decline: Option<String>,
    pub(super) request: Option<String>,
    /// Of `cease` and `resume`.
    pub(super) all: bool,
    pub(super) provision: bool,
    #[serde(deserialize_with = "several")]
    pub(super) purposes: Option<Vec<String>>,
    #[serde(deserialize_with = "several")]
    pub(super) recipients: Option<Vec<String>>,
    pub(super) statistic: Option<String>,
    pub(super) smallest_group: Option<u32>,
    pub(super) tag: Option<String>,
    pub(super) page: Option<String>,
    pub(super) on: Option<String>,
    #[serde(deserialize_with = "several")]
    pub(super) hosts: Option<Vec<String>>,
    pub(super) choice: BTreeMap<String, bool>,
    pub(super) linked: bool,
    pub(super) event: Option<String>,
    pub(super) over: bool,
    pub(super) measure: Option<String>,
    pub(super) evidence: Option<String>,
    pub(super) of: Option<String>,
}

/// A person, as said; a key left out is the default person's.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct PersonSaid {
    pub(super) holdings: Option<BTreeMap<Name, HoldingSaid>>,
    pub(super) consents: Option<BTreeMap<Name, ConsentSaid>>,
    pub(super) events: Option<Vec<EventSaid>>,
    pub(super) ceased: Option<CeasedSaid>,
    pub(super) restricted: Option<bool>,
    pub(super) confirmed: Option<Vec<String>>,
    pub(super) requests: Option<BTreeMap<String, RequestSaid>>,
    pub(super) last_seen: Option<Date>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HoldingSaid {
    pub(super) source: Name,
    pub(super) on: Date,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ConsentSaid {
    pub(super) given: bool,
    /// There was a yes before.
    #[serde(default)]
    pub(super) was: bool,
    /// 1 is today's, 0 an older text.
    #[serde(default = "todays")]
    pub(super) meaning: u32,
    #[serde(default)]
    pub(super) country_told: bool,
}

const fn todays() -> u32 {
    1
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventSaid {
    pub(super) event: Name,
    pub(super) on: Date,
    pub(super) about: Option<String>,
    #[serde(default)]
    pub(super) over: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CeasedSaid {
    pub(super) all: bool,
    pub(super) provision: bool,
    pub(super) purposes: Vec<Name>,
    pub(super) recipients: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestSaid {
    pub(super) right: Name,
    #[serde(default)]
    pub(super) answered: bool,
    #[serde(default)]
    pub(super) items: Vec<Name>,
}

/// A register, as said; a key left out is empty, or what the file begins from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct RegisterSaid {
    pub(super) members: Option<BTreeMap<String, CompanySaid>>,
    pub(super) parties: Option<BTreeMap<Name, CompanySaid>>,
    pub(super) staff: Option<BTreeMap<String, BTreeMap<Name, Date>>>,
    pub(super) versions: Option<Vec<Date>>,
    pub(super) attested: Option<BTreeMap<Name, Vec<String>>>,
    pub(super) announced: Option<Vec<Name>>,
    pub(super) added: Option<BTreeMap<Name, Date>>,
    pub(super) related: Option<Vec<Name>>,
    pub(super) reached: Option<BTreeMap<String, u32>>,
    pub(super) effective: Option<Date>,
    pub(super) stage: Option<String>,
    pub(super) joint_use_since: Option<Date>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct CompanySaid {
    pub(super) class: Option<Name>,
    pub(super) agreement: Option<Date>,
    pub(super) chosen: bool,
    pub(super) reviewed: Option<Date>,
    pub(super) items: Option<Vec<Name>>,
    pub(super) country: Option<String>,
    pub(super) route: Option<String>,
    pub(super) checked: Option<Date>,
    pub(super) measures: BTreeMap<Name, Date>,
    pub(super) stopped: bool,
}

/// A case with its verdict beside it, as both forms write it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseSaid {
    #[serde(default)]
    n: usize,
    #[serde(default)]
    policy: String,
    what: String,
    act: ActSaid,
    #[serde(default)]
    person: PersonSaid,
    #[serde(default)]
    world: RegisterSaid,
    want: String,
    clause: Option<String>,
    #[serde(default)]
    dropped: Vec<String>,
    #[serde(default)]
    elsewhere: BTreeMap<String, String>,
}

impl From<CaseSaid> for Case {
    fn from(said: CaseSaid) -> Self {
        let want = Answer {
            code: said.want,
            clauses: said.clause.into_iter().collect(),
            dropped: said.dropped.into_iter().collect(),
            elsewhere: said.elsewhere,
        };
        Self { what: said.what, act: said.act, person: said.person, world: said.world, want }
    }
}

fn shape(error: impl Display) -> CaseError {
    wrong(UNREADABLE.with([("said", &error)]))
}

/// Reads `tests/*.toml`: a day, cases, and if wanted a register and a person all of them begin from.
pub fn from_toml(text: &str) -> Result<Cases, CaseError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        now: Date,
        #[serde(default)]
        register: RegisterSaid,
        person: Option<PersonSaid>,
        #[serde(default)]
        case: Vec<Value>,
    }
    let table: toml::Table = toml::from_str(text).map_err(shape)?;
    let file: File = serde_json::from_value(json(toml::Value::Table(table))).map_err(shape)?;
    let read = |(number, value): (usize, Value)| {
        let what = value.get("what").and_then(Value::as_str).unwrap_or_default().to_owned();
        let said: CaseSaid = serde_json::from_value(value).map_err(|error| shape(error).in_case(number, &what))?;
        Ok(said.into())
    };
    let list = (1..).zip(file.case).map(read).collect::<Result<_, CaseError>>()?;
    Ok(Cases { now: file.now, register: file.register, person: file.person, list })
}

/// TOML as JSON: dates become the texts that everything else reads.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(is) => is.into(),
        toml::Value::Datetime(at) => Value::String(at.to_string()),
        toml::Value::Array(list) => Value::Array(list.into_iter().map(json).collect()),
        toml::Value::Table(table) => {
            table.into_iter().map(|(key, value)| (key, json(value))).collect::<Map<_, _>>().into()
        }
    }
}

/// Reads JSON lines: a first line with the day, registers and people, then one case a line. Policies in the order met.
pub fn from_json_lines(text: &str) -> Result<Vec<(String, Cases)>, CaseError> {
    /// The keys that explain the format are for readers.
    #[derive(Deserialize)]
    struct Head {
        format: String,
        now: Date,
        #[serde(default)]
        registers: BTreeMap<String, RegisterSaid>,
        #[serde(default)]
        people: BTreeMap<String, PersonSaid>,
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let head: Head = serde_json::from_str(lines.next().unwrap_or_default()).map_err(shape)?;
    if head.format != "azukari-decisions" {
        return Err(wrong(FORMAT));
    }
    let mut all: Vec<(String, Cases)> = Vec::new();
    for (number, line) in (1..).zip(lines) {
        let said: CaseSaid = serde_json::from_str(line).map_err(|error| shape(error).in_case(number, ""))?;
        if said.n != 0 && said.n != number {
            return Err(wrong(NUMBER.with([("line", &number), ("said", &said.n)])).in_case(number, &said.what));
        }
        let policy = said.policy.clone();
        let place = all.iter().position(|(known, _)| *known == policy);
        if let Some((_, cases)) = place.and_then(|place| all.get_mut(place)) {
            cases.list.push(said.into());
        } else {
            let register = head.registers.get(&policy).cloned().unwrap_or_default();
            let person = head.people.get(&policy).cloned();
            all.push((policy, Cases { now: head.now, register, person, list: vec![said.into()] }));
        }
    }
    Ok(all)
}
