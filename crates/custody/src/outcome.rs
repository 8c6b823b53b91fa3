//! What the door answers: values leave in these, after their record is durable.

use crate::{ask::Value, register::Listed};
use azukari_model::{ActId, ApprovalId, Date, Instant, MemberId, NoticeId, PersonId, ProvisionId, RequestId};
use azukari_policy::refusal::RefusalCode;
use std::{collections::BTreeMap, sync::Arc};

/// The answer to one act.
#[derive(Clone, Debug)]
pub enum Outcome {
    Acquired(Acquired),
    Found {
        person: PersonId,
        act: ActId,
    },
    /// Everybody a request may be meant by.
    FoundForRight(FoundForRight),
    Used(Used),
    Provided(Provided),
    Answered {
        act: ActId,
        clauses: Vec<Arc<str>>,
    },
    Ceased {
        act: ActId,
        clauses: Vec<Arc<str>>,
        told: Told,
    },
    Corrected(Corrected),
    Erased(Erased),
    Disclosed(Disclosed),
    Declined {
        act: ActId,
        clauses: Vec<Arc<str>>,
    },
    Reported {
        act: ActId,
    },
    Counted(Counted),
    Holdings(Vec<HoldingShown>),
    History(History),
    Entered(Entered),
    Listed(Vec<Listed>),
    Approved {
        approval: ApprovalId,
        until: Instant,
        act: ActId,
    },
    Changes(Changes),
    /// The tag may load.
    Loads {
        clauses: Vec<Arc<str>>,
    },
    /// The same key and body came before: this was the act. What it answered was not kept.
    Replayed {
        act: ActId,
        status: u16,
        person: Option<PersonId>,
    },
}

/// Items were taken in.
#[derive(Clone, Debug)]
pub struct Acquired {
    pub person: PersonId,
    pub act: ActId,
    /// The act created the person.
    pub created: bool,
    pub added: Vec<Arc<str>>,
    pub replaced: Vec<Arc<str>>,
    pub dropped: Vec<Arc<str>>,
}

/// Whom a request may be meant by.
#[derive(Clone, Debug)]
pub struct FoundForRight {
    /// Each with when they were erased; somebody who signed up again is there twice.
    pub people: Vec<(PersonId, Option<Instant>)>,
    /// The first of the acts: each person's history has one.
    pub act: ActId,
}

/// Items were opened.
#[derive(Clone, Debug)]
pub struct Used {
    pub act: ActId,
    /// In the order asked; of a many-valued item a list.
    pub items: Vec<(Arc<str>, Value)>,
    /// Item: the system that has it.
    pub elsewhere: Vec<(Arc<str>, Arc<str>)>,
    /// Asked with `partial` and not held.
    pub absent: Vec<Arc<str>>,
    /// Asked with `partial` and refused.
    pub withheld: Vec<(Arc<str>, RefusalCode)>,
    pub clauses: Vec<Arc<str>>,
    pub until: Option<Instant>,
    /// A mail must carry the way out.
    pub way_out: bool,
}

/// Items were passed on.
#[derive(Clone, Debug)]
pub struct Provided {
    pub used: Used,
    /// Its record; absent only in bulk use, which provides nothing.
    pub record: Option<ProvisionId>,
    /// Random: what the recipient is told to call the person by.
    pub reference: Option<String>,
}

/// Who is told of a change.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub systems: Vec<ToldSystem>,
    pub recipients: Vec<ToldRecipient>,
}

/// A system that is told, and until when it has to confirm.
#[derive(Clone, Debug)]
pub struct ToldSystem {
    pub system: Arc<str>,
    pub due: Date,
    pub confirmed: Option<Instant>,
}

/// A recipient that is told, by the references it was given.
#[derive(Clone, Debug)]
pub struct ToldRecipient {
    pub recipient: Arc<str>,
    pub references: Vec<String>,
}

/// Items were corrected.
#[derive(Clone, Debug)]
pub struct Corrected {
    pub act: ActId,
    pub corrected: Vec<Arc<str>>,
    pub told: Told,
    pub clauses: Vec<Arc<str>>,
}

/// Items were erased.
#[derive(Clone, Debug)]
pub struct Erased {
    pub act: ActId,
    /// Items gone here, and when.
    pub live: Vec<Arc<str>>,
    pub at: Instant,
    pub told: Told,
    /// The day when the last keys backup that could open them is gone; `None`: no backup was made.
    pub backups: Option<Date>,
    /// What a statute keeps, and until when.
    pub kept: Vec<Kept>,
    pub clauses: Vec<Arc<str>>,
}

/// An item that a statute keeps.
#[derive(Clone, Debug)]
pub struct Kept {
    pub item: Arc<str>,
    pub until: Option<Instant>,
    pub clause: Option<Arc<str>>,
}

/// What is held was opened for the person.
#[derive(Clone, Debug)]
pub struct Disclosed {
    pub act: ActId,
    pub items: Vec<DisclosedItem>,
    pub clauses: Vec<Arc<str>>,
    /// Whom what was given to.
    pub provisions: Vec<ProvisionShown>,
}

/// One holding, opened.
#[derive(Clone, Debug)]
pub struct DisclosedItem {
    pub held: HoldingShown,
    /// `None`: a system has it.
    pub value: Option<Value>,
}

/// One provision record.
#[derive(Clone, Debug)]
pub struct ProvisionShown {
    pub record: ProvisionId,
    pub recipient: Arc<str>,
    pub at: Instant,
    pub items: Vec<Arc<str>>,
    pub reference: String,
}

/// A statistic.
#[derive(Clone, Debug)]
pub struct Counted {
    pub act: ActId,
    pub statistic: Arc<str>,
    pub groups: Vec<Group>,
    /// Groups that were too small to show.
    pub suppressed: u32,
    pub clauses: Vec<Arc<str>>,
}

/// One group of a statistic.
#[derive(Clone, Debug)]
pub struct Group {
    /// By each item of `by`, in its order.
    pub of: Vec<(Arc<str>, String)>,
    pub people: u64,
    /// Of the counted items: how many of these people have one.
    pub having: BTreeMap<Arc<str>, u64>,
}

/// What is held, without its value.
#[derive(Clone, Debug)]
pub struct HoldingShown {
    pub item: Arc<str>,
    pub source: Arc<str>,
    pub acquired: Instant,
    /// The day of the version it came under.
    pub version: Option<Date>,
    pub notice: Option<NoticeId>,
    pub expires: Option<Instant>,
    /// The system that has it.
    pub system: Option<Arc<str>>,
    /// How many entries a many-valued item has.
    pub entries: u32,
}

/// The acts about a person, newest first.
#[derive(Clone, Debug)]
pub struct History {
    pub acts: Vec<HistoryAct>,
    /// Ask for what lies before this to go on; `None`: that was all.
    pub before: Option<u64>,
    /// What was recorded after this checkpoint is not in it yet.
    pub checkpoint: u64,
}

/// One act of a history.
#[derive(Clone, Debug)]
pub struct HistoryAct {
    /// The person's own number of it.
    pub sequence: u64,
    /// The leaf in the tree.
    pub index: u64,
    pub act: ActId,
    pub at: Instant,
    /// The record as it stands; `None`: it does not open.
    pub record: Option<serde_json::Value>,
    /// It does not open because its key is destroyed.
    pub destroyed: Option<Destroyed>,
}

/// The end of a record: its leaf stays.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Destroyed {
    /// The day in the service's zone.
    pub on: Date,
    pub why: Ended,
}

/// Why a record's key was destroyed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ended {
    /// The records of its month were past their period.
    Period,
    /// It was past its period and kept by a hold, which ended.
    Hold,
}

impl Ended {
    /// The stable code.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Period => "record-period-over",
            Self::Hold => "record-hold-over",
        }
    }
}

/// Something was entered into a register.
#[derive(Clone, Debug)]
pub struct Entered {
    pub act: ActId,
    pub member: Option<MemberId>,
    pub request: Option<RequestId>,
}

/// Whose standing, items or existence changed.
#[derive(Clone, Debug)]
pub struct Changes {
    pub changes: Vec<Change>,
    /// Give this as `after` to go on.
    pub after: u64,
    pub more: bool,
}

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    pub index: u64,
    pub person: PersonId,
    pub kind: Arc<str>,
    pub at: Instant,
}

/// One line of a bulk answer.
#[derive(Clone, Debug)]
pub enum BulkLine {
    Person {
        person: PersonId,
        provided: Provided,
    },
    /// The last line: how many, and who was withheld why.
    End {
        permitted: u64,
        withheld: BTreeMap<RefusalCode, u64>,
        act: ActId,
    },
    /// The only line: the same key and body came before, and this was its beginning. What it answered was not kept.
    Replayed {
        act: ActId,
    },
    /// Nothing after this; what was sent before it is recorded.
    Broken(Box<crate::refused::Refused>),
}
