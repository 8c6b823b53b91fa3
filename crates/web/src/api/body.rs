//! The bodies of acts: one type per act, used alone and as a line of a batch.

use super::wire::{Items, Private, Refs, Word, private};
use azukari_custody::{
    Ask, Submission, Whom,
    ask::{
        AcquireAsk, AnswerAsk, AnswerKey, Authority, CeaseAsk, CorrectAsk, DeclineAsk, DiscloseAsk, EraseAsk, EventAsk,
        ExceptionAsk, FindAsk, FindForRightAsk, FindKey, ProvideAsk, StatisticAsk, UseAsk,
    },
};
use azukari_model::{ApprovalId, Date, NoticeId, RequestId};
use azukari_policy::{
    act::{AgentClaim, RightVerb},
    vocabulary::Ground,
};
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
    case: Option<Private>,
    reason: Option<Private>,
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
            case: private(self.case),
            reason: private(self.reason),
        }
    }
}

/// A person is looked for, by an item or by a system's own reference.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FindBody {
    #[schema(value_type = super::wire::PurposeName)]
    purpose: Word,
    #[schema(value_type = Option<super::wire::ItemName>)]
    item: Option<Word>,
    #[schema(value_type = Option<String>)]
    system: Option<Word>,
    value: Private,
    case: Option<Private>,
    reason: Option<Private>,
}

impl FindBody {
    /// Whether it names exactly one thing to look by.
    pub(crate) const fn is_clear(&self) -> bool {
        names_one(self.item.as_ref(), self.system.as_ref())
    }
}

impl ActBody for FindBody {
    const IS_WRITE: bool = false;

    fn submission(self, _: Option<Whom>) -> Submission {
        let by = find_key(self.item, self.system);
        Submission {
            ask: Ask::Find(FindAsk { purpose: self.purpose, by, value: self.value.0 }),
            key: None,
            case: private(self.case),
            reason: private(self.reason),
        }
    }
}

/// Whom a request may be meant by, by an item or by a system's own reference.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct MeantBody {
    #[schema(value_type = Option<super::wire::ItemName>)]
    item: Option<Word>,
    #[schema(value_type = Option<String>)]
    system: Option<Word>,
    value: Private,
    case: Option<Private>,
    reason: Option<Private>,
}

impl MeantBody {
    /// Whether it names exactly one thing to look by.
    pub(crate) const fn is_clear(&self) -> bool {
        names_one(self.item.as_ref(), self.system.as_ref())
    }
}

impl ActBody for MeantBody {
    const IS_WRITE: bool = false;

    fn submission(self, _: Option<Whom>) -> Submission {
        Submission {
            ask: Ask::FindForRight(FindForRightAsk { by: find_key(self.item, self.system), value: self.value.0 }),
            key: None,
            case: private(self.case),
            reason: private(self.reason),
        }
    }
}

const fn names_one(item: Option<&Word>, system: Option<&Word>) -> bool {
    item.is_some() != system.is_some()
}

fn find_key(item: Option<Word>, system: Option<Word>) -> FindKey {
    item.map_or_else(|| FindKey::System(system.unwrap_or_default()), FindKey::Item)
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
    case: Option<Private>,
    reason: Option<Private>,
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
            case: private(self.case),
            reason: private(self.reason),
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
    pub(crate) case: Option<Private>,
    pub(crate) reason: Option<Private>,
}

/// A coded exception is claimed (Act Art. 27(1)).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ExceptionBody {
    #[schema(value_type = String, example = "law")]
    exception: Word,
    reason: Option<Private>,
    /// A warrant, file, invoice or ticket.
    reference: Option<Private>,
    #[serde(default)]
    consent_difficult: bool,
    #[serde(default)]
    would_hinder: bool,
    /// What somebody else's `POST /approvals` gave.
    #[schema(value_type = Option<String>, example = "apr_0123456789abcdefghjkmnpqrs")]
    approval: Option<ApprovalId>,
}

impl ProvideBody {
    pub(crate) fn ask(self, whom: Whom) -> (ProvideAsk, Option<Private>, Option<Private>) {
        let exception = self.exception.map(|claim| ExceptionAsk {
            exception: claim.exception,
            reason: private(claim.reason),
            reference: private(claim.reference),
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
        Submission { ask: Ask::Provide(ask), key: None, case: private(case), reason: private(reason) }
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
    evidence: Option<Private>,
    case: Option<Private>,
    reason: Option<Private>,
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
                evidence: private(self.evidence),
            }),
            key: None,
            case: private(self.case),
            reason: private(self.reason),
        }
    }
}

/// On whose word a right is carried out.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AuthorityBody {
    /// The declared right; absent: the first that serves.
    #[schema(value_type = Option<String>)]
    right: Option<Word>,
    /// How it was asked.
    #[schema(value_type = Option<String>, example = "form")]
    way: Option<Word>,
    /// How it was checked who asks; absent: the site has signed the person in, or the request cited says it.
    #[schema(value_type = Option<String>, example = "email-code")]
    identity: Option<Word>,
    /// Kinds of papers seen; never a copy.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    documents: Vec<Word>,
    agent: Option<AgentBody>,
    #[schema(value_type = Option<String>, example = "req_0123456789abcdefghjkmnpqrs")]
    request: Option<RequestId>,
}

/// Somebody asks for the person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AgentBody {
    #[schema(value_type = String, example = "statutory")]
    kind: Word,
    /// A paper shows the authority.
    #[serde(default)]
    proven: bool,
}

impl From<AuthorityBody> for Authority {
    fn from(body: AuthorityBody) -> Self {
        Self {
            right: body.right,
            way: body.way,
            identity: body.identity,
            documents: body.documents,
            agent: body.agent.map(|agent| AgentClaim { kind: agent.kind, is_proven: agent.proven }),
            request: body.request,
        }
    }
}

/// What is ceased or resumed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct CeaseBody {
    #[serde(default)]
    all: bool,
    /// Every passing on.
    #[serde(default)]
    provision: bool,
    #[serde(default)]
    #[schema(value_type = Vec<super::wire::PurposeName>)]
    purposes: Vec<Word>,
    #[serde(default)]
    #[schema(value_type = Vec<super::wire::RecipientName>)]
    recipients: Vec<Word>,
    #[serde(default)]
    by: AuthorityBody,
    case: Option<Private>,
    reason: Option<Private>,
}

impl CeaseBody {
    fn turn(self, whom: Option<Whom>, resume: bool) -> Submission {
        Submission {
            ask: Ask::Cease(CeaseAsk {
                whom: whom.unwrap_or_default(),
                resume,
                all: self.all,
                provision: self.provision,
                purposes: self.purposes,
                recipients: self.recipients,
                by: self.by.into(),
            }),
            key: None,
            case: private(self.case),
            reason: private(self.reason),
        }
    }
}

impl ActBody for CeaseBody {
    const IS_WRITE: bool = true;

    fn submission(self, whom: Option<Whom>) -> Submission {
        self.turn(whom, false)
    }
}

/// What was ceased goes on.
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = CeaseBody)]
pub(crate) struct ResumeBody(CeaseBody);

impl ActBody for ResumeBody {
    const IS_WRITE: bool = true;

    fn submission(self, whom: Option<Whom>) -> Submission {
        self.0.turn(whom, true)
    }
}

/// Values are put right.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct CorrectBody {
    items: Items,
    #[serde(default)]
    by: AuthorityBody,
    case: Option<Private>,
    reason: Option<Private>,
}

impl ActBody for CorrectBody {
    const IS_WRITE: bool = true;

    fn submission(self, whom: Option<Whom>) -> Submission {
        Submission {
            ask: Ask::Correct(CorrectAsk { whom: whom.unwrap_or_default(), items: self.items.0, by: self.by.into() }),
            key: None,
            case: private(self.case),
            reason: private(self.reason),
        }
    }
}

/// Items, or everything, are forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct EraseBody {
    #[serde(default)]
    all: bool,
    #[serde(default)]
    #[schema(value_type = Vec<super::wire::ItemName>)]
    items: Vec<Word>,
    #[serde(default)]
    by: AuthorityBody,
    case: Option<Private>,
    reason: Option<Private>,
}

impl ActBody for EraseBody {
    const IS_WRITE: bool = true;

    fn submission(self, whom: Option<Whom>) -> Submission {
        Submission {
            ask: Ask::Erase(EraseAsk {
                whom: whom.unwrap_or_default(),
                all: self.all,
                items: self.items,
                by: self.by.into(),
            }),
            key: None,
            case: private(self.case),
            reason: private(self.reason),
        }
    }
}

/// What is held is opened for the person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct DiscloseBody {
    /// Absent or empty: all that the right reaches.
    #[serde(default)]
    #[schema(value_type = Vec<super::wire::ItemName>)]
    items: Vec<Word>,
    #[serde(default)]
    by: AuthorityBody,
    case: Option<Private>,
    reason: Option<Private>,
}

impl ActBody for DiscloseBody {
    const IS_WRITE: bool = false;

    fn submission(self, whom: Option<Whom>) -> Submission {
        Submission {
            ask: Ask::Disclose(DiscloseAsk { whom: whom.unwrap_or_default(), items: self.items, by: self.by.into() }),
            key: None,
            case: private(self.case),
            reason: private(self.reason),
        }
    }
}

/// A right is declined, with its ground.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct DeclineBody {
    /// What was asked for.
    #[serde(rename = "of")]
    verb: Verb,
    #[schema(value_type = String, example = "law")]
    ground: Word,
    #[serde(default)]
    #[schema(value_type = Vec<super::wire::ItemName>)]
    items: Vec<Word>,
    #[serde(default)]
    by: AuthorityBody,
    case: Option<Private>,
    reason: Option<Private>,
}

/// The verb of a right.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verb {
    Disclose,
    Correct,
    Cease,
    Erase,
}

impl ActBody for DeclineBody {
    const IS_WRITE: bool = true;

    fn submission(self, whom: Option<Whom>) -> Submission {
        let verb = match self.verb {
            Verb::Disclose => RightVerb::Disclose,
            Verb::Correct => RightVerb::Correct,
            Verb::Cease => RightVerb::Cease,
            Verb::Erase => RightVerb::Erase,
        };
        Submission {
            ask: Ask::Decline(DeclineAsk {
                whom: whom.unwrap_or_default(),
                verb,
                ground: self.ground,
                items: self.items,
                by: self.by.into(),
            }),
            key: None,
            case: private(self.case),
            reason: private(self.reason),
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
    reference: Option<Private>,
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
            reference: private(self.reference),
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
