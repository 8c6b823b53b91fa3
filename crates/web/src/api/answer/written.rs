//! From what the door says to what is answered.

use super::{
    AcquiredShown, ApprovedShown, ChangeShown, ChangesShown, CorrectedShown, CountedShown, DestroyedShown,
    DisclosedItem, DisclosedShown, DoneShown, EnteredShown, EntryShown, ErasedShown, FoundForRightShown, FoundShown,
    GroupShown, HistoryAct, HistoryShown, HoldingShown, HoldingsShown, KeptShown, ListedShown, LiveShown, LoadsShown,
    MeantShown, ProvidedShown, ProvisionShown, RecipientShown, ReplayedShown, SystemShown, ToldShown, UsedShown,
};
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use azukari_custody::{
    Outcome,
    outcome::{self, Ended},
    register::Listed,
};
use azukari_model::{ActId, Instant, Language, PersonId, Words};
use azukari_policy::{publish::phrase, refusal::RefusalCode};
use serde::Serialize;
use serde_json::Value;
use std::{collections::BTreeMap, fmt::Display, sync::Arc};

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
        destroyed: act.destroyed.map(destroyed),
        proof: format!("/ledger/proof/{}", act.act),
    });
    HistoryShown { acts: acts.collect(), before: history.before, checkpoint: history.checkpoint }
}

fn destroyed(destroyed: outcome::Destroyed) -> DestroyedShown {
    let (ja, en) = (phrase::date(Language::JA, destroyed.on), phrase::date(Language::EN, destroyed.on));
    let text = match destroyed.why {
        Ended::Period => Words::both(
            &format!("保存期間が終わったため、{ja}に破棄しました。"),
            &format!("Destroyed on {en} as its period ended."),
        ),
        Ended::Hold => Words::both(
            &format!("破棄の差し止めが終わったため、{ja}に破棄しました。"),
            &format!("Destroyed on {en} as the hold on it ended."),
        ),
    };
    DestroyedShown { code: destroyed.why.word(), on: destroyed.on.to_string(), text }
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
