//! What an act answers, as JSON.

mod written;

pub(crate) use written::{answer, bulk_end, bulk_person, bulk_replayed, write};

use crate::problem::{Problem, Written};
use axum::response::Response;
use azukari_model::{Instant, Words};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::{IntoResponses, ToSchema};

/// An answer, or the problem that stands in its place.
pub(crate) type Answer = Result<Response, Problem>;

/// The problems any act may meet.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "stands in the specification alone")]
pub(crate) enum Refusals {
    /// The request is not well formed.
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(Written),
    /// The token is missing, expired or revoked.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(Written),
    /// Refused, with the code and the clauses it rests on.
    #[response(status = 403, content_type = "application/problem+json")]
    Refused(Written),
    /// Nobody and nothing of this name is here.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Written),
    /// It does not go together with what is there.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Written),
    /// Too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Written),
    /// A body of another type.
    #[response(status = 415, content_type = "application/problem+json")]
    OtherType(Written),
    /// A field is missing, unknown or malformed; `field` names it.
    #[response(status = 422, content_type = "application/problem+json")]
    Unprocessable(Written),
    /// Too many; `Retry-After` says when.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(Written),
    /// It cannot be recorded now, so it is not done.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Written),
}

/// Items were taken in.
#[derive(Serialize, ToSchema)]
pub(crate) struct AcquiredShown {
    person: String,
    added: Vec<String>,
    replaced: Vec<String>,
    /// Not taken; names only.
    dropped: Vec<String>,
    act: String,
}

/// A person was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct FoundShown {
    person: String,
    act: String,
}

/// Everybody a request may be meant by.
#[derive(Serialize, ToSchema)]
pub(crate) struct FoundForRightShown {
    people: Vec<MeantShown>,
    /// The first of the acts: each person's history has one.
    act: String,
}

/// Somebody a request may be meant by.
#[derive(Serialize, ToSchema)]
struct MeantShown {
    person: String,
    /// When everything of them was erased: for their rights alone they are found still.
    #[schema(value_type = Option<String>, format = DateTime)]
    erased: Option<Instant>,
}

/// Items were opened.
#[derive(Serialize, ToSchema)]
pub(crate) struct UsedShown {
    /// In the order asked; of a many-valued item a list.
    #[schema(value_type = BTreeMap<String, Value>)]
    items: Map<String, Value>,
    /// Item: the system that has it.
    elsewhere: BTreeMap<String, String>,
    absent: Vec<String>,
    /// Item: why it is withheld.
    withheld: BTreeMap<String, String>,
    clauses: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// The mail must carry the way out of it.
    #[serde(rename = "way-out")]
    way_out: bool,
    act: String,
}

/// Items were passed on.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProvidedShown {
    #[serde(flatten)]
    used: UsedShown,
    /// The record of the provision, where the law asks for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    /// What the recipient is told to call it; later notices cite only that.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

/// It was done.
#[derive(Serialize, ToSchema)]
pub(crate) struct DoneShown {
    clauses: Vec<String>,
    act: String,
}

/// It was done, and others are told.
#[derive(Serialize, ToSchema)]
pub(crate) struct ToldShown {
    systems: Vec<SystemShown>,
    recipients: Vec<RecipientShown>,
    clauses: Vec<String>,
    act: String,
}

/// Values were put right.
#[derive(Serialize, ToSchema)]
pub(crate) struct CorrectedShown {
    corrected: Vec<String>,
    #[serde(flatten)]
    told: ToldShown,
}

/// A system that is told.
#[derive(Serialize, ToSchema)]
pub(crate) struct SystemShown {
    system: String,
    due: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed: Option<String>,
}

/// A recipient that is told.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecipientShown {
    recipient: String,
    refs: Vec<String>,
}

/// What an erasure reached, and what it will.
#[derive(Serialize, ToSchema)]
pub(crate) struct ErasedShown {
    live: LiveShown,
    #[serde(flatten)]
    told: ToldShown,
    /// The day when the last keys backup that could open it is gone; absent: there is no backup.
    #[serde(skip_serializing_if = "Option::is_none")]
    backups: Option<String>,
    kept: Vec<KeptShown>,
}

/// What is gone here.
#[derive(Serialize, ToSchema)]
pub(crate) struct LiveShown {
    items: Vec<String>,
    at: String,
}

/// An item that a statute keeps.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeptShown {
    item: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clause: Option<String>,
}

/// What is held, opened for the person.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosedShown {
    items: Vec<DisclosedItem>,
    provisions: Vec<ProvisionShown>,
    clauses: Vec<String>,
    act: String,
}

/// One holding, opened.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosedItem {
    #[serde(flatten)]
    held: HoldingShown,
    /// Absent: a system has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Value>,
}

/// One record of a provision.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProvisionShown {
    record: String,
    recipient: String,
    at: String,
    items: Vec<String>,
    #[serde(rename = "ref")]
    reference: String,
}

/// That an item is held; never its value.
#[derive(Serialize, ToSchema)]
pub(crate) struct HoldingShown {
    item: String,
    source: String,
    acquired: String,
    /// The day of the version it came under.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<String>,
    /// Absent: no end in sight.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    /// The own system that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<String>,
    entries: u32,
}

/// A statistic.
#[derive(Serialize, ToSchema)]
pub(crate) struct CountedShown {
    statistic: String,
    groups: Vec<GroupShown>,
    /// Groups too small to show.
    suppressed: u32,
    clauses: Vec<String>,
    act: String,
}

/// One group of a statistic.
#[derive(Serialize, ToSchema)]
pub(crate) struct GroupShown {
    of: BTreeMap<String, String>,
    people: u64,
    having: BTreeMap<String, u64>,
}

/// What is held of a person.
#[derive(Serialize, ToSchema)]
pub(crate) struct HoldingsShown {
    holdings: Vec<HoldingShown>,
}

/// The acts about a person, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct HistoryShown {
    acts: Vec<HistoryAct>,
    /// Give this as `before` to go on; absent: that was all.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<u64>,
    /// The size of the newest checkpoint: what was recorded after it is not here yet.
    checkpoint: u64,
}

/// One act of a history.
#[derive(Serialize, ToSchema)]
pub(crate) struct HistoryAct {
    act: String,
    at: String,
    sequence: u64,
    index: u64,
    /// Absent: it does not open.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<Value>,
    /// Why it does not open: its time was over. The proof stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    destroyed: Option<DestroyedShown>,
    proof: String,
}

/// The end of a record.
#[derive(Serialize, ToSchema)]
pub(crate) struct DestroyedShown {
    /// `record-period-over`, `record-hold-over`
    code: &'static str,
    /// The day, in the service's zone.
    on: String,
    /// What happened, by language.
    #[schema(value_type = BTreeMap<String, String>)]
    text: Words,
}

/// Something was entered.
#[derive(Serialize, ToSchema)]
pub(crate) struct EnteredShown {
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    act: String,
}

/// A register.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListedShown {
    entries: Vec<EntryShown>,
}

/// A line of a register.
#[derive(Serialize, ToSchema)]
pub(crate) struct EntryShown {
    at: String,
    by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    entry: Value,
}

/// An exception was approved.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApprovedShown {
    approval: String,
    until: String,
    act: String,
}

/// Whose standing, items or existence changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChangesShown {
    changes: Vec<ChangeShown>,
    /// Give this as `after` to go on.
    after: u64,
    more: bool,
}

/// One change.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChangeShown {
    index: u64,
    person: String,
    kind: String,
    at: String,
}

/// The tag may load.
#[derive(Serialize, ToSchema)]
pub(crate) struct LoadsShown {
    loads: bool,
    clauses: Vec<String>,
}

/// The same key and body came before: this was the act. What it answered was not kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReplayedShown {
    replayed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    act: String,
}
