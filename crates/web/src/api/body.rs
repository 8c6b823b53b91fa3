//! The bodies of acts: one type per act, used alone and as a line of a batch.

mod find;
mod rights;

pub(crate) use find::{FindBody, MeantBody};
pub(crate) use rights::{CeaseBody, CorrectBody, DeclineBody, DiscloseBody, EraseBody, ResumeBody};

use super::wire::{Items, LineText, NoteText, Refs, Word, line, note};
use azukari_custody::{
    Ask, Submission, Whom,
    ask::{AcquireAsk, AnswerAsk, AnswerKey, EventAsk, ExceptionAsk, ProvideAsk, StatisticAsk, UseAsk},
};
use azukari_model::{ApprovalId, Date, NoticeId};
use azukari_policy::vocabulary::Ground;
use serde::{Deserialize, de::DeserializeOwned};
use utoipa::ToSchema;

/// A body that asks for an act.
pub(crate) trait ActBody: DeserializeOwned {
    /// Needs an `Idempotency-Key`.
    const IS_WRITE: bool;

    /// What it asks of the door, about this person.
    fn submission(self, whom: Option<Whom>) -> Submission;
}

/// Items of a person arrive by a source.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AcquireBody {
    #[schema(value_type = super::wire::SourceName)]
    source: Word,
    /// What was shown before: the id that the notice route gave.
    #[schema(value_type = Option<String>, example = "ntc_0123456789abcdefghjkmnpqrs")]
    notice: Option<NoticeId>,
    #[serde(default)]
    items: Items,
    #[serde(default)]
    refs: Refs,
    /// What the person confirmed, where the source asks it.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    confirms: Vec<Word>,
    /// What the person allowed at the login provider.
    #[schema(value_type = Option<Vec<String>>)]
    granted: Option<Vec<Word>>,
    /// The company that brought it, for a source from outside.
    #[schema(value_type = Option<String>)]
    member: Option<Word>,
    /// Who gave it and how they got it was confirmed (Act Art. 30).
    #[serde(default)]
    receipt_confirmed: bool,
    /// Into the past: the day it was acquired.
    #[schema(value_type = Option<String>, format = Date)]
    acquired_on: Option<Date>,
    /// Into the past: the day of the version it came under.
    #[schema(value_type = Option<String>, format = Date)]
    version: Option<Date>,
    case: Option<NoteText>,
    reason: Option<NoteText>,
}

impl ActBody for AcquireBody {
    const IS_WRITE: bool = true;

    fn submission(self, whom: Option<Whom>) -> Submission {
        Submission {
            ask: Ask::Acquire(AcquireAsk {
                whom,
                source: self.source,
                notice: self.notice,
                items: self.items.0,
                refs: self.refs.0,
                confirms: self.confirms,
                granted: self.granted,
                member: self.member,
                receipt_confirmed: self.receipt_confirmed,
                acquired_on: self.acquired_on,
                version: self.version,
            }),
            key: None,
            case: note(self.case),
            reason: note(self.reason),
        }
    }
}

/// Items are opened for a purpose.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UseBody {
    #[schema(value_type = super::wire::PurposeName)]
    purpose: Word,
    #[schema(value_type = Vec<super::wire::ItemName>)]
    items: Vec<Word>,
    /// Withhold single items instead of refusing the act.
    #[serde(default)]
    partial: bool,
    /// Show only as much as telling one from another needs.
    #[serde(default)]
    masked: bool,
    /// The mail carries the way out of it.
    #[serde(default)]
    way_out: bool,
    case: Option<NoteText>,
    reason: Option<NoteText>,
}

impl ActBody for UseBody {
    const IS_WRITE: bool = false;

    fn submission(self, whom: Option<Whom>) -> Submission {
        Submission {
            ask: Ask::Use(UseAsk {
                whom: whom.unwrap_or_default(),
                purpose: self.purpose,
                items: self.items,
                partial: self.partial,
                masked: self.masked,
                way_out: self.way_out,
            }),
            key: None,
            case: note(self.case),
            reason: note(self.reason),
        }
    }
}

/// Items go to somebody else.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ProvideBody {
    #[schema(value_type = super::wire::RecipientName)]
    pub(crate) recipient: Word,
    /// The company, where the recipient is a class.
    #[schema(value_type = Option<String>)]
    pub(crate) member: Option<Word>,
    /// Absent only with an exception.
    #[schema(value_type = Option<super::wire::PurposeName>)]
    pub(crate) purpose: Option<Word>,
    #[schema(value_type = Vec<super::wire::ItemName>)]
    pub(crate) items: Vec<Word>,
    /// Must be the declared one, if said.
    #[schema(value_type = Option<String>)]
    pub(crate) ground: Option<Ground>,
    #[serde(default)]
    pub(crate) partial: bool,
    pub(crate) exception: Option<ExceptionBody>,
    pub(crate) case: Option<NoteText>,
    pub(crate) reason: Option<NoteText>,
}

/// A coded exception is claimed (Act Art. 27(1)).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ExceptionBody {
    #[schema(value_type = String, example = "law")]
    exception: Word,
    reason: Option<NoteText>,
    /// A warrant, file, invoice or ticket.
    reference: Option<LineText>,
    #[serde(default)]
    consent_difficult: bool,
    #[serde(default)]
    would_hinder: bool,
    /// What somebody else's `POST /approvals` gave.
    #[schema(value_type = Option<String>, example = "apr_0123456789abcdefghjkmnpqrs")]
    approval: Option<ApprovalId>,
}

impl ProvideBody {
    pub(crate) fn ask(self, whom: Whom) -> (ProvideAsk, Option<NoteText>, Option<NoteText>) {
        let exception = self.exception.map(|claim| ExceptionAsk {
            exception: claim.exception,
            reason: note(claim.reason),
            reference: line(claim.reference),
            consent_difficult: claim.consent_difficult,
            would_hinder: claim.would_hinder,
            approval: claim.approval,
        });
        let ask = ProvideAsk {
            whom,
            recipient: self.recipient,
            member: self.member,
            purpose: self.purpose,
            items: self.items,
            ground: self.ground,
            partial: self.partial,
            exception,
        };
        (ask, self.case, self.reason)
    }
}

impl ActBody for ProvideBody {
    const IS_WRITE: bool = true;

    fn submission(self, whom: Option<Whom>) -> Submission {
        let (ask, case, reason) = self.ask(whom.unwrap_or_default());
        Submission { ask: Ask::Provide(ask), key: None, case: note(case), reason: note(reason) }
    }
}

/// A person's yes or no.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AnswerBody {
    #[schema(value_type = AnswerToSchema)]
    to: AnswerTo,
    given: bool,
    /// The text that was shown.
    #[schema(value_type = Option<String>, example = "ntc_0123456789abcdefghjkmnpqrs")]
    notice: Option<NoticeId>,
    /// Into the past.
    #[schema(value_type = Option<String>, format = Date)]
    at: Option<Date>,
    /// Into the past: what shows it.
    evidence: Option<NoteText>,
    case: Option<NoteText>,
    reason: Option<NoteText>,
}

/// What is answered.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AnswerTo {
    Purpose(Word),
    Provision(Word),
    Tag(Word),
}

/// What is answered: exactly one of these.
#[derive(ToSchema)]
#[schema(as = AnswerTo)]
#[expect(dead_code, reason = "stands in the specification alone")]
pub(crate) struct AnswerToSchema {
    purpose: Option<super::wire::PurposeName>,
    provision: Option<String>,
    /// A tag, or a category of tags.
    tag: Option<String>,
}

impl ActBody for AnswerBody {
    const IS_WRITE: bool = true;

    fn submission(self, whom: Option<Whom>) -> Submission {
        let to = match self.to {
            AnswerTo::Purpose(id) => AnswerKey::Purpose(id),
            AnswerTo::Provision(id) => AnswerKey::Provision(id),
            AnswerTo::Tag(id) => AnswerKey::Tag(id),
        };
        Submission {
            ask: Ask::Answer(AnswerAsk {
                whom: whom.unwrap_or_default(),
                to,
                given: self.given,
                notice: self.notice,
                at: self.at,
                evidence: note(self.evidence),
            }),
            key: None,
            case: note(self.case),
            reason: note(self.reason),
        }
    }
}

/// Something happened to the person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct EventBody {
    #[schema(value_type = super::wire::EventName)]
    event: Word,
    /// Absent: today.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
    reference: Option<LineText>,
    #[schema(value_type = Option<String>)]
    member: Option<Word>,
    /// It has ended.
    #[serde(default)]
    over: bool,
}

impl ActBody for EventBody {
    const IS_WRITE: bool = true;

    fn submission(self, whom: Option<Whom>) -> Submission {
        Ask::Event(EventAsk {
            whom: whom.unwrap_or_default(),
            event: self.event,
            on: self.on,
            reference: line(self.reference),
            member: self.member,
            over: self.over,
        })
        .into()
    }
}

/// A statistic is made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct StatisticBody {
    /// Broken down by these.
    #[serde(default)]
    #[schema(value_type = Vec<super::wire::ItemName>)]
    by: Vec<Word>,
    /// Passed to a recipient, or one of its companies.
    #[schema(value_type = Option<String>)]
    to: Option<Word>,
}

impl ActBody for StatisticBody {
    const IS_WRITE: bool = true;

    /// The statistic itself stands in the path.
    fn submission(self, _: Option<Whom>) -> Submission {
        Ask::Statistic(StatisticAsk { statistic: Word::default(), by: self.by, to: self.to }).into()
    }
}
