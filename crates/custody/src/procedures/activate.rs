//! Activation: from sources to the version that decides.

use crate::{
    door::Inner,
    refused::Refused,
    register::filed::Filed,
    service::sources,
    verify::versions::{say_filed, say_operation, say_version, say_words},
};
use azukari_ledger::{By as RecordBy, ByKind, Kind, Opened, Opening, Record};
use azukari_model::{ActId, Date, Instant, Name, Zone};
use azukari_policy::{
    codes::Severity,
    declared::{Operation, Policy},
    diagnostic::Diagnostic,
    diff::{self, ChangeCode},
    facts::{Number, Numbers},
    notice::notices,
    source::{Sources, Today},
};
use azukari_store::{
    Change, Committed, Effects, NewFiled, NewOperation, NewRecord, NewVersion, NoticeRow, OperationRow, ServiceKey,
    ServiceRows, Subject, VersionRow, WordRow,
};
use azukari_vault::{Context, RecordKind};
use std::sync::Arc;

/// Who activates, and how.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum By {
    /// `serve` at its start: a first version, or one that widens nothing.
    Serve,
    /// A named officer: any version that compiles.
    Officer(Arc<str>),
    /// A named officer enters a version that was published before Azukari: it can only narrow.
    Published { officer: Arc<str>, on: Date },
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Activated {
    pub service: Name,
    /// Counted from 1.
    pub version: u32,
    pub operation: u32,
    pub what: What,
    /// Accepted law findings and advice.
    pub diagnostics: Vec<Diagnostic>,
}

/// What an activation changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum What {
    /// A new version counts, from its day on.
    Version,
    /// The same version with a new revision of the operation.
    Operation,
    /// A version of the past is known now.
    Past,
    Nothing,
}

/// Why nothing was activated.
#[derive(Debug, thiserror::Error)]
pub enum ActivateError {
    #[error("`{folder}` has errors or law findings that nobody accepted")]
    NotClean { folder: String, diagnostics: Vec<Diagnostic> },
    /// What widens, as `azukari diff` says it.
    #[error("the new version of `{service}` widens what may be done; it waits for `azukari activate --by OFFICER`")]
    Widens { service: Name, changes: Vec<String> },
    /// The meaning of a purpose did not rise with its change.
    #[error("`{service}` changes what `{purpose}` means without raising `meaning`")]
    MeaningNotRaised { service: Name, purpose: Name },
    #[error("a version of `{0}` is known already for that day")]
    Known(Name),
    #[error("the day is not in `service.history` of `{0}`")]
    NotInHistory(Name),
    #[error("it could not be stored")]
    Store,
}

impl From<azukari_store::StoreError> for ActivateError {
    fn from(error: azukari_store::StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::Store
    }
}

impl From<Refused> for ActivateError {
    fn from(_: Refused) -> Self {
        Self::Store
    }
}

/// Sources that compiled and may count.
struct Fit {
    policy: Policy,
    operation: Option<Operation>,
    diagnostics: Vec<Diagnostic>,
}

/// Activates what a folder says: a new version, a new revision of the operation, or a version of the past.
pub(crate) async fn activate(door: &Inner, sources: &Sources, by: By) -> Result<Activated, ActivateError> {
    let now = door.clock.now();
    let fit = compile(sources, Zone::UTC.date(now), &by)?;
    let id = fit.policy.service.id.clone();
    for _ in 0..16 {
        let key = door.store.ensure_service(&id).await?;
        let rows = door.store.service(key).await?.ok_or(ActivateError::Store)?;
        let change = match &by {
            By::Published { officer, on } => past(&rows, &fit, sources, officer, *on, now)?,
            By::Serve | By::Officer(_) => present(door, key, &rows, &fit, sources, &by, now).await?,
        };
        if change.what == What::Nothing {
            return Ok(activated(&id, &rows, change.what, fit.diagnostics, 0, 0));
        }
        let (version, operation) = (change.version, change.operation);
        let what = change.what;
        if write(door, key, &rows, change, &fit, &by, now).await? {
            door.reload(key, None).await?;
            return Ok(activated(&id, &rows, what, fit.diagnostics, version, operation));
        }
    }
    Err(ActivateError::Store)
}

fn activated(
    id: &Name,
    rows: &ServiceRows,
    what: What,
    diagnostics: Vec<Diagnostic>,
    version: u32,
    operation: u32,
) -> Activated {
    let version = if version == 0 { rows.service.version } else { version };
    let operation = if operation == 0 { rows.service.operation } else { operation };
    Activated { service: id.clone(), version, operation, what, diagnostics }
}

/// Compiles and refuses what may not count: any error; a law finding that nobody accepted, unless it is of the past.
fn compile(sources: &Sources, today: Date, by: &By) -> Result<Fit, ActivateError> {
    let compiled = azukari_policy::compile(sources, Today(today));
    let is_past = matches!(by, By::Published { .. });
    let blocks = compiled
        .diagnostics
        .iter()
        .any(|one| one.severity == Severity::Error || (one.severity == Severity::Law && !one.accepted && !is_past));
    match compiled.policy {
        Some(policy) if !blocks => Ok(Fit { policy, operation: compiled.operation, diagnostics: compiled.diagnostics }),
        _ => Err(ActivateError::NotClean { folder: sources.folder.clone(), diagnostics: compiled.diagnostics }),
    }
}

/// What an activation writes.
struct Rows {
    what: What,
    version: u32,
    operation: u32,
    changes: Vec<Change>,
    /// What the record adds.
    more: serde_json::Map<String, serde_json::Value>,
}

impl Rows {
    fn nothing() -> Self {
        Self { what: What::Nothing, version: 0, operation: 0, changes: Vec::new(), more: serde_json::Map::new() }
    }

    /// A version, and what the record says of it.
    fn add_version(&mut self, version: VersionRow, sources: &Sources, decides: bool) {
        let sources = sources::store_version(sources);
        self.more.extend(say_version(&version, sources.bytes()));
        self.changes.push(Change::AddVersion { version: NewVersion { version, sources }, decides });
    }

    /// What the record says of words and of lines in registers: every word there is then, and the lines it files.
    fn say_rest(&mut self, rows: &ServiceRows) {
        let new = self.changes.iter().filter_map(|change| match change {
            Change::AddWords(words) => Some(words),
            _ => None,
        });
        let words = say_words(rows.words.iter().chain(new.flatten()));
        let filed: Vec<String> = (self.changes.iter())
            .filter_map(|change| match change {
                Change::File(line) => Some(say_filed(&line.kind, &line.body)),
                _ => None,
            })
            .collect();
        self.more.insert("words".to_owned(), words);
        if !filed.is_empty() {
            self.more.insert("filed".to_owned(), filed.into());
        }
    }
}

fn officer(by: &By) -> Arc<str> {
    match by {
        By::Serve => "serve".into(),
        By::Officer(officer) | By::Published { officer, .. } => officer.clone(),
    }
}

/// A version or a revision for today.
async fn present(
    door: &Inner,
    key: ServiceKey,
    rows: &ServiceRows,
    fit: &Fit,
    sources: &Sources,
    by: &By,
    now: Instant,
) -> Result<Rows, ActivateError> {
    let newest = rows.versions.iter().filter(|version| !version.is_past).max_by_key(|version| version.number);
    let is_same = newest.is_some_and(|newest| newest.hash == fit.policy.hash);
    let mut out = Rows::nothing();
    if !is_same {
        if let Some(newest) = newest {
            compare(door, key, newest.number, fit, by, now).await?;
        }
        let number = rows.versions.iter().map(|version| version.number).max().unwrap_or(0) + 1;
        let zone = &fit.policy.service.zone;
        let starts = fit.policy.service.effective.map(|day| zone.start_of(day)).filter(|start| *start > now);
        let effective = starts.unwrap_or(now);
        let version = VersionRow {
            number,
            hash: fit.policy.hash,
            label: fit.policy.service.label.clone(),
            effective,
            day: zone.date(effective),
            by: officer(by),
            activated: now,
            is_past: false,
        };
        out.what = What::Version;
        out.version = number;
        out.changes.extend(words(rows, fit));
        out.changes.extend(new_notices(rows, &fit.policy));
        out.add_version(version, sources, true);
        out.changes.push(Change::AddRecompute { version: number, due: effective });
    }
    revise(rows, fit, sources, by, now, &mut out);
    Ok(out)
}

/// A new revision of the operation, if the file changed.
fn revise(rows: &ServiceRows, fit: &Fit, sources: &Sources, by: &By, now: Instant, out: &mut Rows) {
    let (Some(operation), Some(file)) = (&fit.operation, &sources.operation) else { return };
    if rows.operations.iter().max_by_key(|row| row.number).is_some_and(|newest| newest.hash == operation.hash) {
        return;
    }
    let number = rows.operations.iter().map(|row| row.number).max().unwrap_or(0) + 1;
    if out.what == What::Nothing {
        out.what = What::Operation;
        out.changes.extend(words(rows, fit));
    }
    let operation = OperationRow { number, hash: operation.hash, by: officer(by), at: now };
    out.operation = number;
    let sources = sources::store_operation(file);
    out.more.extend(say_operation(&operation, sources.bytes()));
    out.changes.push(Change::AddOperation(NewOperation { operation, sources }));
}

/// A version of the past: known, never deciding.
fn past(
    rows: &ServiceRows,
    fit: &Fit,
    sources: &Sources,
    officer: &Arc<str>,
    on: Date,
    now: Instant,
) -> Result<Rows, ActivateError> {
    let id = || fit.policy.service.id.clone();
    if on >= fit.policy.service.zone.date(now) {
        return Err(ActivateError::NotInHistory(id()));
    }
    if rows.versions.iter().any(|version| version.day == on) {
        return Err(ActivateError::Known(id()));
    }
    let number = rows.versions.iter().map(|version| version.number).max().unwrap_or(0) + 1;
    let version = VersionRow {
        number,
        hash: fit.policy.hash,
        label: fit.policy.service.label.clone(),
        effective: fit.policy.service.zone.start_of(on),
        day: on,
        by: officer.clone(),
        activated: now,
        is_past: true,
    };
    let mut out = Rows { what: What::Past, version: number, ..Rows::nothing() };
    out.changes.extend(words(rows, fit));
    out.changes.extend(new_notices(rows, &fit.policy));
    out.add_version(version, sources, false);
    Ok(out)
}

/// Refuses a change of meaning that is not said, and what widens unless a named officer wants it.
async fn compare(
    door: &Inner,
    key: ServiceKey,
    newest: u32,
    fit: &Fit,
    by: &By,
    now: Instant,
) -> Result<(), ActivateError> {
    // What no longer compiles cannot be compared: then only a named officer goes on.
    let old = door.compile_stored(key, newest, None, now).await?;
    let service = fit.policy.service.id.clone();
    let Some(old) = old else {
        return match by {
            By::Serve => Err(ActivateError::Widens {
                service,
                changes: vec!["the version before does not compile any more".to_owned()],
            }),
            _ => Ok(()),
        };
    };
    let changes = diff::diff(&old.policy, &fit.policy);
    if let Some(change) = changes.iter().find(|change| change.code == ChangeCode::MeaningNotRaised) {
        let purpose =
            change.at.split('.').nth(1).and_then(|purpose| purpose.parse().ok()).unwrap_or_else(|| service.clone());
        return Err(ActivateError::MeaningNotRaised { service, purpose });
    }
    let widening: Vec<String> = changes
        .iter()
        .filter(|change| change.widens)
        .map(|change| format!("{} {}", change.code.word(), change.at))
        .collect();
    if *by == By::Serve && !widening.is_empty() {
        return Err(ActivateError::Widens { service, changes: widening });
    }
    Ok(())
}

/// Numbers for what has none yet.
fn words(rows: &ServiceRows, fit: &Fit) -> Vec<Change> {
    let known =
        rows.words.iter().filter_map(|word| Some((word.family.parse().ok()?, word.name.clone(), Number(word.number))));
    let mut numbers = Numbers::from_rows(known);
    numbers.ensure_all(&fit.policy, fit.operation.as_ref());
    let is_known =
        |family: &str, name: &Name| rows.words.iter().any(|word| &*word.family == family && word.name == *name);
    let new: Vec<WordRow> = (numbers.rows())
        .filter(|(family, name, _)| !is_known(family.word(), name))
        .map(|(family, name, number)| WordRow { family: family.word().into(), name: name.clone(), number: number.0 })
        .collect();
    if new.is_empty() { Vec::new() } else { vec![Change::AddWords(new)] }
}

/// What this version shows that none showed before.
fn new_notices(rows: &ServiceRows, policy: &Policy) -> Vec<Change> {
    let mut next = rows.notices.iter().map(|notice| notice.number).max().unwrap_or(0);
    let mut changes = Vec::new();
    let mut seen: Vec<azukari_model::NoticeId> = rows.notices.iter().map(|notice| notice.id).collect();
    for facts in notices(policy) {
        let id = facts.id();
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        next += 1;
        let facts = serde_json::to_string(&facts).unwrap_or_default();
        changes.push(Change::AddNotice(NoticeRow { number: next, id, facts }));
    }
    changes
}

/// Joint uses that are published with this version for the first time.
fn joint_uses(rows: &ServiceRows, policy: &Policy, day: Date, by: &Arc<str>, act: ActId) -> Vec<Change> {
    let known: Vec<Filed> = rows.filed.iter().filter_map(|row| serde_json::from_str(&row.body).ok()).collect();
    let is_known =
        |flow: &Name| known.iter().any(|filed| matches!(filed, Filed::JointUse { flow: known, .. } if known == flow));
    (policy.flows.iter())
        .filter_map(|flow| Some((flow, flow.joint.as_ref()?)))
        .filter(|(flow, _)| !is_known(&flow.id))
        .filter_map(|(flow, joint)| {
            let filed = Filed::JointUse { flow: flow.id.clone(), since: joint.since.unwrap_or(day) };
            let body = serde_json::to_string(&filed).ok()?;
            Some(Change::File(NewFiled { kind: "joint-uses".into(), by: by.clone(), act, body }))
        })
        .collect()
}

/// Writes all of it with its record; whether nobody was faster.
async fn write(
    door: &Inner,
    key: ServiceKey,
    rows: &ServiceRows,
    mut out: Rows,
    fit: &Fit,
    by: &By,
    now: Instant,
) -> Result<bool, ActivateError> {
    let act = door.act_id(now)?;
    let (officer, id) = (officer(by), fit.policy.service.id.clone());
    let kind = if out.what == What::Operation { Kind::Operate } else { Kind::Activate };
    if out.what == What::Version {
        let day = fit.policy.service.zone.date(now);
        out.changes.extend(joint_uses(rows, &fit.policy, day, &officer, act));
    }
    let actor = RecordBy {
        account: Some(officer.clone()),
        ..RecordBy::of(if *by == By::Serve { ByKind::Program } else { ByKind::Staff })
    };
    let mut record = Record::new(kind, act, now, actor);
    record.service = Some(id.clone());
    out.say_rest(rows);
    record.more = out.more;
    // Lasting: what decides is held against it for as long as it stands.
    let month = crate::door::months::month_of(now);
    let month_key = door.month_key_of(key, &id, RecordKind::Lasting, month).await?;
    let record = {
        let mut random = door.random();
        let bytes = record.to_bytes().map_err(|_| ActivateError::Store)?;
        let opening = Opening::new(random.array().map_err(|_| ActivateError::Store)?);
        let opened = Opened { opening, record: bytes };
        let sealed =
            azukari_vault::seal(&month_key.key, &Context::record(&id, act.bits()), &opened.pack(), &mut random);
        NewRecord {
            act,
            kind: kind.word().into(),
            account: Some(officer),
            alone: true,
            changes: false,
            month_key: month_key.row,
            commitment: *opened.commitment().bytes(),
            sealed: sealed.map_err(|_| ActivateError::Store)?.into_bytes().into(),
        }
    };
    let effects = Effects {
        service: key,
        number: rows.service.number,
        subject: Subject::Nobody,
        at: now,
        unique: Vec::new(),
        records: vec![record],
        changes: out.changes,
    };
    match door.commit(effects, now).await {
        Committed::Done(_) => Ok(true),
        Committed::Stale => Ok(false),
        Committed::Conflict(_) | Committed::Failed => Err(ActivateError::Store),
    }
}
