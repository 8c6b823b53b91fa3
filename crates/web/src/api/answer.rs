//! What an act answers, as JSON.

use crate::problem::{Problem, Written};
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use azukari_custody::{Outcome, outcome, register::Listed};
use azukari_model::{ActId, Instant, PersonId};
use azukari_policy::refusal::RefusalCode;
use serde::Serialize;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, fmt::Display, sync::Arc};
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
    /// Absent: the key of its month is destroyed.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<Value>,
    proof: String,
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

/// The answer to one act.
pub(crate) fn answer(outcome: Outcome) -> Response {
    let (status, body) = write(outcome);
    (status, Json(body)).into_response()
}

/// The status and the body of an outcome.
pub(crate) fn write(outcome: Outcome) -> (StatusCode, Value) {
    let created = |created| if created { StatusCode::CREATED } else { StatusCode::OK };
    match outcome {
        Outcome::Acquired(acquired) => (created(acquired.created), value(&acquired_shown(&acquired))),
        Outcome::Found { person, act } => {
            (StatusCode::OK, value(&FoundShown { person: person.to_string(), act: act.to_string() }))
        }
        Outcome::FoundForRight(found) => {
            let people = found.people.into_iter();
            let people = people.map(|(person, erased)| MeantShown { person: person.to_string(), erased }).collect();
            (StatusCode::OK, value(&FoundForRightShown { people, act: found.act.to_string() }))
        }
        Outcome::Used(used) => (StatusCode::OK, value(&used_shown(used))),
        Outcome::Provided(provided) => (StatusCode::OK, value(&provided_shown(provided))),
        Outcome::Answered { act, clauses } => (StatusCode::CREATED, value(&done(act, &clauses))),
        Outcome::Declined { act, clauses } => (StatusCode::OK, value(&done(act, &clauses))),
        Outcome::Ceased { act, clauses, told } => (StatusCode::OK, value(&told_shown(told, &clauses, act))),
        Outcome::Corrected(corrected) => (
            StatusCode::OK,
            value(&CorrectedShown {
                corrected: words(&corrected.corrected),
                told: told_shown(corrected.told, &corrected.clauses, corrected.act),
            }),
        ),
        Outcome::Erased(erased) => (StatusCode::OK, value(&erased_shown(erased))),
        Outcome::Disclosed(disclosed) => (StatusCode::OK, value(&disclosed_shown(disclosed))),
        Outcome::Reported { act } => (StatusCode::CREATED, value(&done(act, &[]))),
        Outcome::Counted(counted) => (StatusCode::CREATED, value(&counted_shown(counted))),
        Outcome::Holdings(holdings) => {
            let holdings = holdings.iter().map(holding).collect();
            (StatusCode::OK, value(&HoldingsShown { holdings }))
        }
        Outcome::History(history) => (StatusCode::OK, value(&history_shown(history))),
        Outcome::Entered(entered) => (
            StatusCode::CREATED,
            value(&EnteredShown {
                member: shown(entered.member),
                request: shown(entered.request),
                act: entered.act.to_string(),
            }),
        ),
        Outcome::Listed(entries) => {
            let entries = entries.into_iter().map(entry).collect();
            (StatusCode::OK, value(&ListedShown { entries }))
        }
        Outcome::Approved { approval, until, act } => (
            StatusCode::CREATED,
            value(&ApprovedShown { approval: approval.to_string(), until: until.to_string(), act: act.to_string() }),
        ),
        Outcome::Changes(changes) => (StatusCode::OK, value(&changes_shown(&changes))),
        Outcome::Loads { clauses } => (StatusCode::OK, value(&LoadsShown { loads: true, clauses: words(&clauses) })),
        Outcome::Replayed { act, status, person } => (
            StatusCode::from_u16(status).unwrap_or(StatusCode::OK),
            value(&ReplayedShown { replayed: true, person: shown(person), act: act.to_string() }),
        ),
    }
}

/// A line of a bulk answer about one person.
pub(crate) fn bulk_person(person: PersonId, provided: outcome::Provided) -> Value {
    #[derive(Serialize)]
    struct Line {
        kind: &'static str,
        person: String,
        #[serde(flatten)]
        provided: ProvidedShown,
    }
    value(&Line { kind: "person", person: person.to_string(), provided: provided_shown(provided) })
}

/// The last line of a bulk answer.
pub(crate) fn bulk_end(permitted: u64, withheld: &BTreeMap<RefusalCode, u64>, act: ActId) -> Value {
    let withheld: BTreeMap<_, _> = withheld.iter().map(|(code, count)| (code.word(), count)).collect();
    serde_json::json!({ "kind": "end", "permitted": permitted, "withheld": withheld, "act": act.to_string() })
}

/// The only line of a bulk answer to a key and a body that came before.
pub(crate) fn bulk_replayed(act: ActId) -> Value {
    serde_json::json!({ "kind": "replayed", "act": act.to_string() })
}

fn value<T: Serialize>(shown: &T) -> Value {
    serde_json::to_value(shown).unwrap_or_default()
}

fn words(words: &[Arc<str>]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

fn shown<T: Display>(thing: Option<T>) -> Option<String> {
    thing.map(|thing| thing.to_string())
}

fn time(at: Instant) -> String {
    at.to_string()
}

fn done(act: ActId, clauses: &[Arc<str>]) -> DoneShown {
    DoneShown { clauses: words(clauses), act: act.to_string() }
}

fn acquired_shown(acquired: &outcome::Acquired) -> AcquiredShown {
    AcquiredShown {
        person: acquired.person.to_string(),
        added: words(&acquired.added),
        replaced: words(&acquired.replaced),
        dropped: words(&acquired.dropped),
        act: acquired.act.to_string(),
    }
}

fn used_shown(used: outcome::Used) -> UsedShown {
    UsedShown {
        items: used.items.into_iter().map(|(item, value)| (item.to_string(), value.into_open())).collect(),
        elsewhere: used.elsewhere.iter().map(|(item, system)| (item.to_string(), system.to_string())).collect(),
        absent: words(&used.absent),
        withheld: used.withheld.iter().map(|(item, code)| (item.to_string(), code.to_string())).collect(),
        clauses: words(&used.clauses),
        until: used.until.map(time),
        way_out: used.way_out,
        act: used.act.to_string(),
    }
}

fn provided_shown(provided: outcome::Provided) -> ProvidedShown {
    ProvidedShown { used: used_shown(provided.used), record: shown(provided.record), reference: provided.reference }
}

fn told_shown(told: outcome::Told, clauses: &[Arc<str>], act: ActId) -> ToldShown {
    let systems = told.systems.into_iter().map(|told| SystemShown {
        system: told.system.to_string(),
        due: told.due.to_string(),
        confirmed: told.confirmed.map(time),
    });
    let recipients = told
        .recipients
        .into_iter()
        .map(|told| RecipientShown { recipient: told.recipient.to_string(), refs: told.references });
    ToldShown {
        systems: systems.collect(),
        recipients: recipients.collect(),
        clauses: words(clauses),
        act: act.to_string(),
    }
}

fn erased_shown(erased: outcome::Erased) -> ErasedShown {
    let kept = erased.kept.into_iter().map(|kept| KeptShown {
        item: kept.item.to_string(),
        until: kept.until.map(time),
        clause: shown(kept.clause),
    });
    ErasedShown {
        live: LiveShown { items: words(&erased.live), at: time(erased.at) },
        told: told_shown(erased.told, &erased.clauses, erased.act),
        backups: shown(erased.backups),
        kept: kept.collect(),
    }
}

fn disclosed_shown(disclosed: outcome::Disclosed) -> DisclosedShown {
    let items = disclosed.items.into_iter().map(|item| DisclosedItem {
        held: holding(&item.held),
        value: item.value.map(azukari_model::Personal::into_open),
    });
    let provisions = disclosed.provisions.into_iter().map(|provision| ProvisionShown {
        record: provision.record.to_string(),
        recipient: provision.recipient.to_string(),
        at: time(provision.at),
        items: words(&provision.items),
        reference: provision.reference,
    });
    DisclosedShown {
        items: items.collect(),
        provisions: provisions.collect(),
        clauses: words(&disclosed.clauses),
        act: disclosed.act.to_string(),
    }
}

fn holding(held: &outcome::HoldingShown) -> HoldingShown {
    HoldingShown {
        item: held.item.to_string(),
        source: held.source.to_string(),
        acquired: time(held.acquired),
        version: shown(held.version),
        notice: shown(held.notice),
        expires: held.expires.map(time),
        system: shown(held.system.as_ref()),
        entries: held.entries,
    }
}

fn counted_shown(counted: outcome::Counted) -> CountedShown {
    let groups = counted.groups.into_iter().map(|group| GroupShown {
        of: group.of.into_iter().map(|(item, value)| (item.to_string(), value)).collect(),
        people: group.people,
        having: group.having.into_iter().map(|(item, count)| (item.to_string(), count)).collect(),
    });
    CountedShown {
        statistic: counted.statistic.to_string(),
        groups: groups.collect(),
        suppressed: counted.suppressed,
        clauses: words(&counted.clauses),
        act: counted.act.to_string(),
    }
}

fn history_shown(history: outcome::History) -> HistoryShown {
    let acts = history.acts.into_iter().map(|act| HistoryAct {
        act: act.act.to_string(),
        at: time(act.at),
        sequence: act.sequence,
        index: act.index,
        record: act.record,
        proof: format!("/ledger/proof/{}", act.act),
    });
    HistoryShown { acts: acts.collect(), before: history.before, checkpoint: history.checkpoint }
}

fn entry(listed: Listed) -> EntryShown {
    EntryShown {
        at: time(listed.at),
        by: listed.by.to_string(),
        member: shown(listed.member),
        person: shown(listed.person),
        request: shown(listed.request),
        entry: listed.entry,
    }
}

fn changes_shown(changes: &outcome::Changes) -> ChangesShown {
    let list = changes.changes.iter().map(|change| ChangeShown {
        index: change.index,
        person: change.person.to_string(),
        kind: change.kind.to_string(),
        at: time(change.at),
    });
    ChangesShown { changes: list.collect(), after: changes.after, more: changes.more }
}
