//! What an act or event leaves: names of items, never a value of one. Sealed under its month's key with its opening.

use crate::{
    caller::{Caller, Who},
    refused::{Code, DoorCode, Refused},
    service::{Running, Service},
    text::Note,
};
use azukari_ledger::{By, ByKind, Hash, Kind, Opened, Opening, PurposeRef, Record, Verdict};
use azukari_model::{ActId, Instant, Key, PersonId};
use azukari_policy::vocabulary::Family;
use azukari_store::{MonthKeyRow, NewRecord};
use azukari_vault::{Context, Random};
use std::{fmt, sync::Arc};

/// A record being written.
#[derive(Clone)]
pub(crate) struct Draft(Record);

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Draft {
    /// Begins the record of an act.
    pub(crate) fn new(act: ActId, kind: Kind, at: Instant, caller: &Caller) -> Self {
        let mut record = Record::new(kind, act, at, by(caller));
        record.service = Some(caller.service.clone());
        Self(record)
    }

    pub(crate) const fn act(&self) -> ActId {
        self.0.act
    }

    /// Whom it is about.
    pub(crate) fn about(mut self, person: PersonId) -> Self {
        self.0.person = Some(person);
        self
    }

    /// By what it was decided: version, revision of the operation, hash of the gate.
    pub(crate) fn decided(mut self, service: &Service, running: &Running) -> Self {
        self.0.version =
            service.versions.iter().find(|version| version.number == running.version).map(|version| version.day);
        self.0.gate = Some(Hash::new(running.gate.hash()));
        self.with("operation", running.revision)
    }

    /// The items it is about.
    pub(crate) fn items(mut self, items: &[azukari_model::Name]) -> Self {
        self.0.items = items.iter().map(|item| item.as_str().into()).collect();
        self
    }

    /// The purpose, with its meaning today.
    pub(crate) fn purpose(mut self, purpose: &str, running: &Running) -> Self {
        let meaning =
            running.number(Family::Purpose, purpose).map_or(0, |number| running.gate.meaning(Family::Purpose, number));
        self.0.purpose =
            purpose.parse::<azukari_model::Name>().ok().map(|_| PurposeRef { id: purpose.into(), meaning });
        self
    }

    /// Changes fields that every record has.
    pub(crate) fn fill(mut self, fill: impl FnOnce(&mut Record)) -> Self {
        fill(&mut self.0);
        self
    }

    /// One field that this kind adds.
    pub(crate) fn with(mut self, field: &str, value: impl serde::Serialize) -> Self {
        let value = serde_json::to_value(value).unwrap_or_default();
        self.0.more.insert(field.to_owned(), value);
        self
    }

    /// A field, if there is something to say.
    pub(crate) fn with_some(self, field: &str, value: Option<impl serde::Serialize>) -> Self {
        match value {
            Some(value) => self.with(field, value),
            None => self,
        }
    }

    /// A list, unless it is empty.
    pub(crate) fn with_list(self, field: &str, list: &[impl serde::Serialize]) -> Self {
        if list.is_empty() { self } else { self.with(field, list) }
    }

    /// What the caller said of why; the record is sealed, so it may be somebody's words.
    pub(crate) fn said(mut self, case: Option<&Note>, reason: Option<&Note>) -> Self {
        self.0.case = case.map(|case| case.open().to_owned());
        self.0.reason = reason.map(|reason| reason.open().to_owned());
        self
    }

    /// The clauses it rests on.
    pub(crate) fn clauses(mut self, clauses: &[Arc<str>]) -> Self {
        self.0.clauses = clauses.to_vec();
        self
    }

    /// It was refused; `count`: how often within the minute it speaks of.
    pub(crate) fn refused(mut self, code: Code, count: u32) -> Self {
        self.0.verdict = Verdict::Refused { code: code.word().into(), count };
        self
    }

    /// What makes two records of refusals equal: everything but which act, when, and the words said.
    pub(crate) fn sameness(&self) -> Vec<u8> {
        let mut same = self.0.clone();
        same.act = ActId::from_bits(0);
        same.at = Instant::default();
        same.by.token = None;
        (same.case, same.reason) = (None, None);
        same.to_bytes().unwrap_or_default()
    }

    /// The row to append: committed to, and sealed with its opening.
    pub(crate) fn seal(
        &self,
        under: &MonthKeyUse<'_>,
        changes: bool,
        random: &mut Random,
    ) -> Result<NewRecord, Refused> {
        let record = self.0.to_bytes().map_err(|_| DoorCode::Internal)?;
        let opened = Opened { opening: Opening::new(random.array()?), record };
        let service = self.0.service.as_deref().unwrap_or_default();
        let place = Context::record(service, self.0.act.bits());
        let sealed = azukari_vault::seal(under.key, &place, &opened.pack(), random)?;
        Ok(NewRecord {
            act: self.0.act,
            kind: self.0.kind.word().into(),
            account: self.0.by.account.clone(),
            alone: self.0.person.is_none(),
            changes,
            month_key: under.row,
            commitment: *opened.commitment().bytes(),
            sealed: sealed.into_bytes().into(),
        })
    }
}

/// The key a record is sealed under.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MonthKeyUse<'a> {
    pub(crate) row: MonthKeyRow,
    pub(crate) key: &'a Key,
}

/// Opens a sealed record: opening and bytes.
pub(crate) fn open(key: &Key, service: &str, act: ActId, sealed: &[u8]) -> Option<Opened> {
    let clear = azukari_vault::open(key, &Context::record(service, act.bits()), sealed).ok()?;
    Opened::unpack(clear.bytes())
}

fn by(caller: &Caller) -> By {
    match &caller.who {
        Who::Staff { account, role, token } => By {
            account: Some(account.clone()),
            role: Some(role.clone()),
            token: token.map(|token| token.to_string().into()),
            ..By::of(if token.is_some() { ByKind::Token } else { ByKind::Staff })
        },
        Who::Person(_) => By::of(ByKind::Person),
        Who::Visitor(_) => By::of(ByKind::Visitor),
        Who::Retention => By { authority: Some("retention".into()), ..By::of(ByKind::Program) },
    }
}

/// Bytes as small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
