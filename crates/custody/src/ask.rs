//! What is asked of the door: an act with its values, as whoever calls wrote it down.
//!
//! The gate never sees these: [`crate::door::Door::perform`] turns them into [`azukari_policy::act::Act`], which has no
//! values. Names need not be declared; the gate refuses those that are not.

use crate::{
    register::{Entry, EntryKind},
    text::{Line, Note},
};
use azukari_model::{ApprovalId, Date, NoticeId, Period, PersonId, Personal, RequestId};
use azukari_policy::{
    act::AgentClaim,
    vocabulary::{Ground, Platform},
};
use std::sync::Arc;

/// The value of an item: JSON, so that an address may have parts and a year may be a number.
pub type Value = Personal<serde_json::Value>;

/// Whom an act is about, as named.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Whom {
    Id(PersonId),
    /// The own reference of a declared system: `app:u-1`.
    Reference {
        system: Arc<str>,
        reference: Personal<String>,
    },
    /// Neither: like an id nobody has.
    #[default]
    Unreadable,
}

impl Whom {
    /// Reads `psn_…` or `SYSTEM:REF`. Anything else is somebody unknown, and meets the same answer.
    pub fn parse(text: &str) -> Self {
        if let Ok(id) = text.parse() {
            return Self::Id(id);
        }
        match text.split_once(':') {
            Some((system, reference)) if !system.is_empty() && !reference.is_empty() => {
                Self::Reference { system: system.into(), reference: Personal::new(reference.to_owned()) }
            }
            _ => Self::Unreadable,
        }
    }
}

/// An act as submitted.
#[derive(Clone, Debug)]
pub struct Submission {
    pub ask: Ask,
    /// `Idempotency-Key`, with what it stands for.
    pub key: Option<WriteKey>,
    /// Sealed with the record.
    pub case: Option<Note>,
    /// Sealed with the record.
    pub reason: Option<Note>,
}

impl From<Ask> for Submission {
    fn from(ask: Ask) -> Self {
        Self { ask, key: None, case: None, reason: None }
    }
}

/// The key of a write: the same key and body answer the same act; the same key and another body are refused.
#[derive(Clone, Debug)]
pub struct WriteKey {
    pub key: String,
    /// Method, path and body as they came; only their HMAC is kept.
    pub body: Personal<Vec<u8>>,
}

/// What is asked, one variant per act.
#[derive(Clone, Debug)]
pub enum Ask {
    Acquire(AcquireAsk),
    Find(FindAsk),
    /// Whom a request may be meant by: the erased too, for a right alone.
    FindForRight(FindForRightAsk),
    Use(UseAsk),
    Provide(ProvideAsk),
    Answer(AnswerAsk),
    /// Cease, or with `resume` its contrary.
    Cease(CeaseAsk),
    Correct(CorrectAsk),
    Erase(EraseAsk),
    Disclose(DiscloseAsk),
    Decline(DeclineAsk),
    Event(EventAsk),
    Statistic(StatisticAsk),
    /// What is held, without values.
    Holdings(HoldingsAsk),
    /// The acts about a person.
    History(HistoryAsk),
    /// Enters something into a register.
    Enter(Entry),
    /// Reads a register.
    List(ListAsk),
    /// Approves an exception that somebody else will ask for.
    Approve(ApproveAsk),
    /// Follows what changed.
    Changes(ChangesAsk),
    /// Whether a tag may load.
    Load(LoadAsk),
}

/// `POST /people` (whom: `None`) and `POST /people/{person}/items`.
#[derive(Clone, Debug, Default)]
pub struct AcquireAsk {
    pub whom: Option<Whom>,
    pub source: Arc<str>,
    pub notice: Option<NoticeId>,
    /// In the order of the body. `None`: named without a value (`null`).
    pub items: Vec<(Arc<str>, Option<Value>)>,
    /// System and its own reference of the person.
    pub refs: Vec<(Arc<str>, Personal<String>)>,
    pub confirms: Vec<Arc<str>>,
    /// What the person allowed at the login provider.
    pub granted: Option<Vec<Arc<str>>>,
    /// The company that brought it, for sources from outside.
    pub member: Option<Arc<str>>,
    pub receipt_confirmed: bool,
    /// Into the past.
    pub acquired_on: Option<Date>,
    /// The day of the version it came under.
    pub version: Option<Date>,
}

/// `POST /people/find`: by an item or by a system's reference.
#[derive(Clone, Debug)]
pub struct FindAsk {
    pub purpose: Arc<str>,
    pub by: FindKey,
    pub value: Personal<String>,
}

/// `POST /requests/find`: by what a request names, for a right and no purpose.
#[derive(Clone, Debug)]
pub struct FindForRightAsk {
    pub by: FindKey,
    pub value: Personal<String>,
}

/// By what a person is looked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum FindKey {
    Item(Arc<str>),
    System(Arc<str>),
}

/// `POST /people/{person}/use`.
#[derive(Clone, Debug)]
pub struct UseAsk {
    pub whom: Whom,
    pub purpose: Arc<str>,
    pub items: Vec<Arc<str>>,
    pub partial: bool,
    pub masked: bool,
    pub way_out: bool,
}

/// `POST /people/{person}/provide`.
#[derive(Clone, Debug)]
pub struct ProvideAsk {
    pub whom: Whom,
    /// A declared recipient, or `rcp_…`.
    pub recipient: Arc<str>,
    /// The company of a class.
    pub member: Option<Arc<str>>,
    pub purpose: Option<Arc<str>>,
    pub items: Vec<Arc<str>>,
    pub ground: Option<Ground>,
    pub partial: bool,
    pub exception: Option<ExceptionAsk>,
}

/// A coded exception that is claimed.
#[derive(Clone, Debug)]
pub struct ExceptionAsk {
    pub exception: Arc<str>,
    pub reason: Option<Note>,
    pub reference: Option<Line>,
    pub consent_difficult: bool,
    pub would_hinder: bool,
    pub approval: Option<ApprovalId>,
}

/// `POST /approvals`: the approver states the provision word for word.
#[derive(Clone, Debug)]
pub struct ApproveAsk {
    /// The account that will ask.
    pub requester: Line,
    /// Its own `approval` is left out of account.
    pub provide: ProvideAsk,
}

/// `POST /people/{person}/consents`.
#[derive(Clone, Debug)]
pub struct AnswerAsk {
    pub whom: Whom,
    pub to: AnswerKey,
    pub given: bool,
    pub notice: Option<NoticeId>,
    /// Into the past.
    pub at: Option<Date>,
    pub evidence: Option<Note>,
}

/// What is answered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AnswerKey {
    Purpose(Arc<str>),
    Provision(Arc<str>),
    /// A tag or a category of tags.
    Tag(Arc<str>),
}

/// On whose word a right is carried out.
#[derive(Clone, Debug, Default)]
pub struct Authority {
    /// The declared right; `None`: the first that serves.
    pub right: Option<Arc<str>>,
    /// A word of [`azukari_policy::vocabulary::Way`]; any other is a way not offered.
    pub way: Option<Arc<str>>,
    /// A word of [`azukari_policy::vocabulary::Identity`]; `None`: the company's own site has signed the person in.
    pub identity: Option<Arc<str>>,
    pub documents: Vec<Arc<str>>,
    pub agent: Option<AgentClaim>,
    pub request: Option<RequestId>,
}

/// `POST /people/{person}/cease` and `/resume`.
#[derive(Clone, Debug, Default)]
pub struct CeaseAsk {
    pub whom: Whom,
    pub resume: bool,
    pub all: bool,
    /// Every passing on.
    pub provision: bool,
    pub purposes: Vec<Arc<str>>,
    pub recipients: Vec<Arc<str>>,
    pub by: Authority,
}

/// `POST /people/{person}/correct`.
#[derive(Clone, Debug, Default)]
pub struct CorrectAsk {
    pub whom: Whom,
    pub items: Vec<(Arc<str>, Option<Value>)>,
    pub by: Authority,
}

/// `POST /people/{person}/erase`.
#[derive(Clone, Debug, Default)]
pub struct EraseAsk {
    pub whom: Whom,
    /// Everything; `items` is then empty.
    pub all: bool,
    pub items: Vec<Arc<str>>,
    pub by: Authority,
}

/// `POST /people/{person}/disclose`: everything held, opened for the person.
#[derive(Clone, Debug, Default)]
pub struct DiscloseAsk {
    pub whom: Whom,
    /// Empty: all that the right reaches.
    pub items: Vec<Arc<str>>,
    pub by: Authority,
}

/// A right is declined, with its ground.
#[derive(Clone, Debug)]
pub struct DeclineAsk {
    pub whom: Whom,
    pub verb: azukari_policy::act::RightVerb,
    pub ground: Arc<str>,
    pub items: Vec<Arc<str>>,
    pub by: Authority,
}

/// `POST /people/{person}/events`.
#[derive(Clone, Debug)]
pub struct EventAsk {
    pub whom: Whom,
    pub event: Arc<str>,
    /// `None`: today.
    pub on: Option<Date>,
    pub reference: Option<Line>,
    pub member: Option<Arc<str>>,
    pub over: bool,
}

/// `POST /statistics/{id}/releases`.
#[derive(Clone, Debug)]
pub struct StatisticAsk {
    pub statistic: Arc<str>,
    pub by: Vec<Arc<str>>,
    /// A recipient or one of its companies.
    pub to: Option<Arc<str>>,
}

/// `GET /people/{person}/holdings`.
#[derive(Clone, Debug)]
pub struct HoldingsAsk {
    pub whom: Whom,
    /// Only what this purpose may touch; staff without `handle` must name one.
    pub purpose: Option<Arc<str>>,
}

/// `GET /people/{person}/history`.
#[derive(Clone, Debug)]
pub struct HistoryAsk {
    pub whom: Whom,
    /// Acts with a person's number below this; `None`: from the newest.
    pub before: Option<u64>,
    pub limit: u32,
}

/// `GET /members` and so on.
#[derive(Clone, Debug)]
pub struct ListAsk {
    pub kind: EntryKind,
}

/// `GET /changes?after=…`.
#[derive(Clone, Copy, Debug)]
pub struct ChangesAsk {
    /// The tree index after which to go on.
    pub after: u64,
    pub limit: u32,
}

/// `POST /tags/{tag}/load`: whether a tag may load in a browser, as the site asks it.
#[derive(Clone, Debug, Default)]
pub struct LoadAsk {
    pub tag: Arc<str>,
    pub page: Option<Arc<str>>,
    pub on: Option<Platform>,
    /// Hosts it reached.
    pub hosts: Vec<Arc<str>>,
    /// The visitor's answers to categories and tags.
    pub choices: Vec<(Arc<str>, bool)>,
    /// The person the browser is linked to.
    pub whom: Option<Whom>,
}

/// `POST /use` and `POST /provide`: everybody at once.
#[derive(Clone, Debug)]
pub struct BulkAsk {
    pub what: BulkWhat,
    /// People after this one, in the order of the store; what the last line of an interrupted answer named.
    pub after: Option<PersonId>,
    /// The `Idempotency-Key`, with what it stands for.
    pub key: Option<WriteKey>,
    pub case: Option<Note>,
    pub reason: Option<Note>,
}

/// What everybody is asked for.
#[derive(Clone, Debug)]
pub enum BulkWhat {
    Use {
        purpose: Arc<str>,
        items: Vec<Arc<str>>,
        partial: bool,
        masked: bool,
        way_out: bool,
    },
    Provide {
        recipient: Arc<str>,
        member: Option<Arc<str>>,
        purpose: Arc<str>,
        items: Vec<Arc<str>>,
        ground: Option<Ground>,
        partial: bool,
    },
}

/// What `token create` is told.
#[derive(Clone, Debug)]
pub struct TokenAsk {
    pub role: Arc<str>,
    /// The account that answers for it.
    pub owner: Arc<str>,
    /// `None`: ninety days.
    pub expires: Option<Period>,
    /// CIDR; empty: from anywhere.
    pub networks: Vec<String>,
}
