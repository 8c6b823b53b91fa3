//! What decides: versions and revisions with their sources, the words they number, registers and tokens. Each stands in a
//! row in clear, and in the record of whoever put it there.

use super::{
    Looking,
    finding::{Odd, Place, What},
    keys::State,
};
use crate::{door::months::month_of, record::hex, service::sources};
use azukari_ledger::{Hash, Kind, Record};
use azukari_model::{ActId, Instant, Name, TokenId};
use azukari_policy::notice::NoticeFacts;
use azukari_store::{FiledRow, NoticeRow, OperationRow, ServiceRows, TokenRow, VersionRow, WordRow};
use azukari_vault::RecordKind;
use serde_json::{Map, Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What records say of these rows.
#[derive(Debug, Default)]
pub(super) struct Said {
    versions: BTreeMap<(Name, u32), Words>,
    operations: BTreeMap<(Name, u32), Words>,
    /// The hash of every word after the newest activation.
    words: BTreeMap<Name, Value>,
    /// Lines of registers, by the act that filed them and the hash of the line.
    filed: BTreeMap<(Name, ActId, String), Line>,
    tokens: BTreeMap<(Name, TokenId), Value>,
    /// When each token was revoked: the first time counts.
    revoked: BTreeMap<(Name, TokenId), Instant>,
    /// Which act announced which list of destroyed openings, and when.
    lists: BTreeSet<(String, ActId, Instant)>,
}

/// What the record of a filed line says beside it.
#[derive(Clone, Debug)]
struct Line {
    /// How many lines were filed before it.
    number: usize,
    by: Option<Arc<str>>,
    at: Instant,
}

/// A record's own words, with who and when.
#[derive(Clone, Debug)]
struct Words {
    by: Option<Arc<str>>,
    at: Instant,
    more: Map<String, Value>,
}

impl Said {
    /// Notes what a record says.
    pub(super) fn hear(&mut self, record: &Record) {
        let Some(service) = &record.service else { return };
        let more = &record.more;
        if matches!(record.kind, Kind::Activate | Kind::Operate) {
            let words = || Words { by: record.by.account.clone(), at: record.at, more: more.clone() };
            let number =
                |field: &str| more.get(field).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
            self.versions.extend(number("version").map(|number| ((service.clone(), number), words())));
            self.operations.extend(number("operation").map(|number| ((service.clone(), number), words())));
            self.words.extend(more.get("words").map(|words| (service.clone(), words.clone())));
        }
        if let Some(Value::Array(lines)) = more.get("filed") {
            let lines = lines.iter().filter_map(Value::as_str);
            for line in lines {
                let said = Line { number: self.filed.len(), by: record.by.account.clone(), at: record.at };
                self.filed.entry((service.clone(), record.act, line.to_owned())).or_insert(said);
            }
        }
        if record.kind == Kind::OpeningsDestroyed
            && let Some(hash) = more.get("list").and_then(Value::as_str)
        {
            self.lists.insert((hash.to_owned(), record.act, record.at));
        }
        if record.kind == Kind::Token
            && let Some(token) = more.get("token").and_then(Value::as_str).and_then(|token| token.parse().ok())
        {
            let key = (service.clone(), token);
            self.tokens.extend(more.get("row").map(|row| (key.clone(), row.clone())));
            if more.contains_key("revoked") {
                self.revoked.entry(key).or_insert(record.at);
            }
        }
    }
}

/// What a record says of the row of a version.
pub(crate) fn say_version(version: &VersionRow, sources: &[u8]) -> Map<String, Value> {
    Map::from_iter([
        ("version".to_owned(), version.number.into()),
        ("hash".to_owned(), hex(&version.hash).into()),
        ("label".to_owned(), version.label.as_str().into()),
        ("effective".to_owned(), json!(version.effective)),
        ("day".to_owned(), json!(version.day)),
        ("past".to_owned(), version.is_past.into()),
        ("sources".to_owned(), json!(Hash::of(&[sources]))),
    ])
}

/// What a record says of the row of a revision of the operation.
pub(crate) fn say_operation(operation: &OperationRow, sources: &[u8]) -> Map<String, Value> {
    Map::from_iter([
        ("operation".to_owned(), operation.number.into()),
        ("operation-hash".to_owned(), hex(&operation.hash).into()),
        ("operation-sources".to_owned(), json!(Hash::of(&[sources]))),
    ])
}

/// What a record says of every word there is, by their numbers.
pub(crate) fn say_words<'a>(words: impl Iterator<Item = &'a WordRow>) -> Value {
    let mut words: Vec<_> = words.map(|word| (word.number, &*word.family, word.name.as_str())).collect();
    words.sort_unstable();
    json!(Hash::of(&[&serde_json::to_vec(&words).unwrap_or_default()]))
}

/// What a record says of a line it files.
pub(crate) fn say_filed(kind: &str, body: &str) -> String {
    Hash::of(&[kind.as_bytes(), b"\n", body.as_bytes()]).to_string()
}

/// What a record says of the row of a token.
pub(crate) fn say_token(token: &TokenRow) -> Value {
    let row =
        json!([token.id, hex(&token.hash), token.owner, token.role, token.created, token.expires, token.networks]);
    json!(Hash::of(&[&serde_json::to_vec(&row).unwrap_or_default()]))
}

/// Holds the rows of every service against what records said of them.
pub(super) fn check(looking: &Looking<'_>, said: &Said) -> Result<(), Odd> {
    for (row, list) in &looking.lists {
        if !said.lists.contains(&(list.hash().to_string(), row.act, row.at)) {
            let place = Place::List(format!("{} {}", list.kind, list.period));
            return Err(What::OtherThanRecord.at(place).into());
        }
    }
    for (key, name) in &looking.services {
        let Some(rows) = looking.still.service(*key)? else { continue };
        let of = Of { looking, said, name, rows: &rows };
        for version in &rows.versions {
            of.version(version)?;
        }
        for operation in &rows.operations {
            of.operation(operation)?;
        }
        of.newest()?;
        of.words()?;
        rows.notices.iter().try_for_each(|notice| of.notice(notice))?;
        of.filed()?;
        rows.tokens.iter().try_for_each(|token| of.token(token))?;
    }
    Ok(())
}

struct Of<'a> {
    looking: &'a Looking<'a>,
    said: &'a Said,
    name: &'a Name,
    rows: &'a ServiceRows,
}

impl Of<'_> {
    fn version(&self, row: &VersionRow) -> Result<(), Odd> {
        let place = || Place::Version(self.name.clone(), row.number);
        let stored = self.looking.still.version_sources(self.rows.service.key, row.number)?.unwrap_or_default();
        let hash = sources::read(&stored, None).map(|sources| azukari_policy::resolve::hash::of_policy(&sources));
        if hash != Some(row.hash) {
            return Err(What::OtherSources.at(place()).into());
        }
        let said = self.said.versions.get(&(self.name.clone(), row.number));
        fits(said, &say_version(row, stored.bytes()), &row.by, row.activated, place)
    }

    fn operation(&self, row: &OperationRow) -> Result<(), Odd> {
        let place = || Place::Operation(self.name.clone(), row.number);
        let stored = self.looking.still.operation_sources(self.rows.service.key, row.number)?.unwrap_or_default();
        let hash = sources::read_operation(&stored).map(|file| azukari_policy::resolve::hash::of_file(&file));
        if hash != Some(row.hash) {
            return Err(What::OtherSources.at(place()).into());
        }
        let said = self.said.operations.get(&(self.name.clone(), row.number));
        fits(said, &say_operation(row, stored.bytes()), &row.by, row.at, place)
    }

    /// No row is missing, and the newest are those that the service names.
    fn newest(&self) -> Result<(), Odd> {
        let named = &self.rows.service;
        let newest = self.rows.versions.iter().filter(|version| !version.is_past).map(|version| version.number).max();
        let missing = |numbers: &BTreeMap<(Name, u32), Words>, known: &dyn Fn(u32) -> bool| {
            numbers.keys().find(|(name, number)| name == self.name && !known(*number)).map(|(_, number)| *number)
        };
        let is_version = |number| self.rows.versions.iter().any(|version| version.number == number);
        if let Some(number) = missing(&self.said.versions, &is_version) {
            return Err(What::Missing.at(Place::Version(self.name.clone(), number)).into());
        }
        let is_operation = |number| self.rows.operations.iter().any(|operation| operation.number == number);
        if let Some(number) = missing(&self.said.operations, &is_operation) {
            return Err(What::Missing.at(Place::Operation(self.name.clone(), number)).into());
        }
        if named.version != newest.unwrap_or(0) {
            return Err(What::NotNewest.at(Place::Version(self.name.clone(), named.version)).into());
        }
        let newest = self.rows.operations.iter().map(|operation| operation.number).max().unwrap_or(0);
        if named.operation != newest {
            return Err(What::NotNewest.at(Place::Operation(self.name.clone(), named.operation)).into());
        }
        Ok(())
    }

    fn words(&self) -> Result<(), Odd> {
        let said = self.said.words.get(self.name);
        let is_said = said.map_or(self.rows.words.is_empty(), |said| *said == say_words(self.rows.words.iter()));
        if is_said { Ok(()) } else { Err(What::OtherThanRecord.at(self.row("word", &"")).into()) }
    }

    /// The id of a notice is its hash.
    fn notice(&self, row: &NoticeRow) -> Result<(), Odd> {
        let facts: Option<NoticeFacts> = serde_json::from_str(&row.facts).ok();
        let is_its_own = facts.is_some_and(|facts| facts.id() == row.id);
        if is_its_own { Ok(()) } else { Err(What::Changed.at(self.row("notice", &row.number)).into()) }
    }

    /// Every line was filed by its act, by whom and when its record says, in the order it was; and no line is missing.
    fn filed(&self) -> Result<(), Odd> {
        let key = |row: &FiledRow| (self.name.clone(), row.act, say_filed(&row.kind, &row.body));
        let mut newest = None;
        for (row, number) in self.rows.filed.iter().zip(1..) {
            let what = match self.said.filed.get(&key(row)) {
                None if self.is_forgotten(row.at) => None,
                None => Some(What::WithoutRecord),
                Some(said) if said.by.as_ref() != Some(&row.by) || said.at != row.at => Some(What::OtherThanRecord),
                Some(said) => {
                    let is_in_order = newest.replace(said.number).is_none_or(|newest| newest < said.number);
                    (!is_in_order).then_some(What::Disordered)
                }
            };
            // Lines are never taken away.
            let what = what.or((row.number != number).then_some(What::Disordered));
            what.map_or(Ok(()), |what| Err(what.at(self.row("filed", &row.number))))?;
        }
        let known: BTreeSet<_> = self.rows.filed.iter().map(key).collect();
        let missing = self.said.filed.keys().find(|line| line.0 == *self.name && !known.contains(*line));
        match missing {
            Some((_, act, _)) => Err(What::Missing.at(self.row("filed", &act)).into()),
            None => Ok(()),
        }
    }

    fn token(&self, row: &TokenRow) -> Result<(), Odd> {
        let key = (self.name.clone(), row.id);
        let said = self.said.tokens.get(&key);
        let revoked = self.said.revoked.get(&key);
        let is_as_said = said.is_none_or(|said| *said == say_token(row))
            && revoked.is_none_or(|at| row.revoked == Some(*at))
            && (revoked.is_some() || row.revoked.is_none_or(|at| self.is_forgotten(at)));
        if !is_as_said {
            return Err(What::OtherThanRecord.at(self.row("token", &row.id)).into());
        }
        if said.is_none() && !self.is_forgotten(row.created) {
            return Err(What::WithoutRecord.at(self.row("token", &row.id)).into());
        }
        Ok(())
    }

    fn row(&self, table: &'static str, number: &dyn std::fmt::Display) -> Place {
        Place::Row(self.name.clone(), table, number.to_string())
    }

    /// Whether the evidence of that month is destroyed, so that no record can say anything.
    fn is_forgotten(&self, at: Instant) -> bool {
        let month = month_of(at).to_string();
        self.looking.keys.values().any(|sealing| {
            sealing.service == self.rows.service.key
                && sealing.kind == RecordKind::Evidence.word()
                && sealing.period == month
                && matches!(sealing.key, State::Destroyed)
        })
    }
}

/// Whether a record says just this, by this account, at this moment.
fn fits(
    said: Option<&Words>,
    row: &Map<String, Value>,
    by: &Arc<str>,
    at: Instant,
    place: impl Fn() -> Place,
) -> Result<(), Odd> {
    let Some(said) = said else { return Err(What::WithoutRecord.at(place()).into()) };
    let is_said = row.iter().all(|(field, value)| said.more.get(field) == Some(value));
    if is_said && said.by.as_ref() == Some(by) && said.at == at {
        Ok(())
    } else {
        Err(What::OtherThanRecord.at(place()).into())
    }
}
