//! What is asked of the gate: acts as questions, without any value.
//!
//! One variant per word of the order of decision (`language.md` e.1). Values never get this far: the gate is told which
//! items arrive with one, no more. So an act may be printed and recorded.

use crate::vocabulary::{Gives, Ground, Platform};
use azukari_model::{Date, Instant, Name, NoticeId};
use std::sync::Arc;

/// An act, as asked. Names need not be declared: the first row that looks refuses those that are not.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Act {
    Acquire(Acquire),
    Use(Use),
    Find(Find),
    Provide(Provide),
    Answer(Answer),
    /// Disclose, correct, cease, erase: what a right of the person asks for.
    Right(RightAct),
    Statistic(StatisticAct),
    Load(LoadAct),
    Report(Report),
    Attest(Attest),
}

impl Act {
    /// The items the act names, in its order: what a permit's places point into. A statistic's are those it is broken down by.
    pub fn items(&self) -> &[Arc<str>] {
        match self {
            Self::Acquire(act) => &act.items,
            Self::Use(act) => &act.items,
            Self::Provide(act) => &act.items,
            Self::Right(act) => &act.items,
            Self::Statistic(act) => &act.by,
            Self::Find(_) | Self::Answer(_) | Self::Load(_) | Self::Report(_) | Self::Attest(_) => &[],
        }
    }
}

/// Items arrive by a source.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Acquire {
    pub source: Arc<str>,
    /// Every item the body names; under `extra = "drop"` any name at all.
    pub items: Vec<Arc<str>>,
    /// Of these, the ones that came with a value.
    pub values: Vec<Arc<str>>,
    /// Of these, the ones whose value looks as if it held a card number.
    pub looks_like_card: Vec<Arc<str>>,
    pub notice: Option<NoticeId>,
    /// The person is not yet known: the act creates them.
    pub creates_person: bool,
    /// The company that brought it.
    pub member: Option<Arc<str>>,
    /// Who gave it and how they got it was confirmed (Act Art. 30).
    pub receipt_confirmed: bool,
    /// What the person allowed at the login provider.
    pub granted: Option<Vec<Arc<str>>>,
    pub confirms: Vec<Arc<str>>,
    /// Into the past: the day it was acquired, and the day of the version it came under.
    pub past: Option<Past>,
}

/// A day before today, under a version known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Past {
    pub on: Date,
    /// `None`: not said, which is refused.
    pub version: Option<Date>,
}

/// Items are opened for a purpose.
#[expect(clippy::struct_excessive_bools, reason = "each is a thing said or not said")]
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Use {
    pub purpose: Arc<str>,
    pub items: Vec<Arc<str>>,
    /// Everybody at once.
    pub bulk: bool,
    /// The mail carries the way out of it.
    pub way_out: bool,
    /// Withhold single items instead of refusing the act.
    pub partial: bool,
    /// Values are to be shown masked.
    pub masked: bool,
}

/// A person is looked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Find {
    pub purpose: Arc<str>,
    pub by: FindBy,
}

/// By what a person is looked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum FindBy {
    Item(Arc<str>),
    System(Arc<str>),
}

/// Items go to somebody else.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Provide {
    /// A declared recipient that is one company, or a registered company of a class.
    pub recipient: Arc<str>,
    /// Absent only with an exception.
    pub purpose: Option<Arc<str>>,
    pub items: Vec<Arc<str>>,
    /// The ground the caller says, if any: must be the declared one.
    pub ground: Option<Ground>,
    pub bulk: bool,
    pub partial: bool,
    pub exception: Option<ExceptionClaim>,
}

/// A coded exception is claimed (Act Art. 27(1)).
#[expect(clippy::struct_excessive_bools, reason = "each is a thing said or not said")]
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ExceptionClaim {
    pub exception: Arc<str>,
    pub has_reason: bool,
    pub has_reference: bool,
    pub consent_difficult: bool,
    pub would_hinder: bool,
}

/// A person's yes or no.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    pub to: AnswerTo,
    pub given: bool,
    pub notice: Option<NoticeId>,
    /// Into the past.
    pub at: Option<Date>,
}

/// What an answer is to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AnswerTo {
    Purpose(Arc<str>),
    /// A flow: provision, joint use, or recipient with purposes.
    Provision(Arc<str>),
    Tag(Arc<str>),
}

/// What a right of the person asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RightAct {
    pub verb: RightVerb,
    /// The declared right; `None`: the first declared one that gives what the verb needs.
    pub right: Option<Arc<str>>,
    /// A word of [`crate::vocabulary::Way`]; any other is a way not offered. `None`: the right's first.
    pub way: Option<Arc<str>>,
    /// A word of [`crate::vocabulary::Identity`]; any other is too weak.
    pub identity: Option<Arc<str>>,
    /// Words of [`crate::vocabulary::Paper`]; any other is a paper not accepted.
    pub documents: Vec<Arc<str>>,
    pub agent: Option<AgentClaim>,
    /// For everything: the door lists what is held, so that the verdict can speak of each item.
    pub items: Vec<Arc<str>>,
    pub decline: Option<Arc<str>>,
    pub has_reason: bool,
    /// The request it follows.
    pub request: Option<Arc<str>>,
    /// For `cease` and `resume`.
    pub scope: CeaseScope,
}

/// The verb of a right.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RightVerb {
    Disclose,
    Correct,
    Cease,
    Resume,
    Erase,
}

impl RightVerb {
    /// What a right must give for this verb, the usual first.
    pub const fn served_by(self) -> &'static [Gives] {
        match self {
            Self::Disclose => &[Gives::Disclosure, Gives::See, Gives::Records, Gives::PurposeNotice],
            Self::Correct => &[Gives::Correction, Gives::Addition],
            Self::Cease | Self::Resume => &[Gives::CeaseUse, Gives::CeaseProvision],
            Self::Erase => &[Gives::Deletion, Gives::CeaseUse],
        }
    }
}

/// What is ceased or resumed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CeaseScope {
    pub all: bool,
    /// Every passing on.
    pub provision: bool,
    pub purposes: Vec<Arc<str>>,
    pub recipients: Vec<Arc<str>>,
}

/// Somebody asks for the person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AgentClaim {
    /// A word of [`crate::vocabulary::Agent`]; any other is an agent not accepted.
    pub kind: Arc<str>,
    /// A paper shows the authority.
    pub is_proven: bool,
}

/// A statistic is made.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct StatisticAct {
    pub statistic: Arc<str>,
    pub by: Vec<Arc<str>>,
    pub to: Option<Arc<str>>,
    /// Counted beforehand; `None`: not yet counted, the row is asked again afterwards.
    pub smallest_group: Option<u32>,
}

/// A tag is loaded in a browser.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct LoadAct {
    pub tag: Arc<str>,
    pub page: Option<Arc<str>>,
    pub on: Option<Platform>,
    /// Hosts it reached.
    pub hosts: Vec<Arc<str>>,
    /// The visitor's answers to categories and tags.
    pub choices: Vec<(Arc<str>, bool)>,
    /// The browser is linked to the person whose facts are given.
    pub linked: bool,
}

/// An event is reported.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    pub event: Arc<str>,
    pub has_reference: bool,
    pub member: Option<Arc<str>>,
    /// It has ended.
    pub over: bool,
}

/// Evidence for a measure is entered.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Attest {
    pub measure: Arc<str>,
    pub has_evidence: bool,
    /// The account or company it is about.
    pub of: Option<Arc<str>>,
}

/// Who asks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Caller {
    /// A named account in a role, or a token: then the account of its owner.
    Staff { account: Arc<str>, role: Name },
    /// The person the act is about, in their own session.
    Person,
    /// A browser nobody has identified.
    Visitor,
    /// The program itself. Retention may erase holdings whose period is over, and nothing else.
    Retention,
}

/// When an act is decided.
pub type Now = Instant;
