//! The bodies of requests: on whose word, and what is to be done.

use super::ActBody;
use crate::api::wire::{Items, NoteText, Word, note};
use azukari_custody::{
    Ask, Submission, Whom,
    ask::{Authority, CeaseAsk, CorrectAsk, DeclineAsk, DiscloseAsk, EraseAsk},
};
use azukari_model::RequestId;
use azukari_policy::act::{AgentClaim, RightVerb};
use serde::Deserialize;
use utoipa::ToSchema;

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
    #[schema(value_type = Vec<crate::api::wire::PurposeName>)]
    purposes: Vec<Word>,
    #[serde(default)]
    #[schema(value_type = Vec<crate::api::wire::RecipientName>)]
    recipients: Vec<Word>,
    #[serde(default)]
    by: AuthorityBody,
    case: Option<NoteText>,
    reason: Option<NoteText>,
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
            case: note(self.case),
            reason: note(self.reason),
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
    case: Option<NoteText>,
    reason: Option<NoteText>,
}

impl ActBody for CorrectBody {
    const IS_WRITE: bool = true;

    fn submission(self, whom: Option<Whom>) -> Submission {
        Submission {
            ask: Ask::Correct(CorrectAsk { whom: whom.unwrap_or_default(), items: self.items.0, by: self.by.into() }),
            key: None,
            case: note(self.case),
            reason: note(self.reason),
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
    #[schema(value_type = Vec<crate::api::wire::ItemName>)]
    items: Vec<Word>,
    #[serde(default)]
    by: AuthorityBody,
    case: Option<NoteText>,
    reason: Option<NoteText>,
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
            case: note(self.case),
            reason: note(self.reason),
        }
    }
}

/// What is held is opened for the person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct DiscloseBody {
    /// Absent or empty: all that the right reaches.
    #[serde(default)]
    #[schema(value_type = Vec<crate::api::wire::ItemName>)]
    items: Vec<Word>,
    #[serde(default)]
    by: AuthorityBody,
    case: Option<NoteText>,
    reason: Option<NoteText>,
}

impl ActBody for DiscloseBody {
    const IS_WRITE: bool = false;

    fn submission(self, whom: Option<Whom>) -> Submission {
        Submission {
            ask: Ask::Disclose(DiscloseAsk { whom: whom.unwrap_or_default(), items: self.items, by: self.by.into() }),
            key: None,
            case: note(self.case),
            reason: note(self.reason),
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
    #[schema(value_type = Vec<crate::api::wire::ItemName>)]
    items: Vec<Word>,
    #[serde(default)]
    by: AuthorityBody,
    case: Option<NoteText>,
    reason: Option<NoteText>,
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
            case: note(self.case),
            reason: note(self.reason),
        }
    }
}
