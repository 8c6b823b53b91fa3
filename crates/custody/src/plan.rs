//! What an act wants written: plain data, put together without looking anywhere.

use crate::{record::Draft, register::filed::Filed, seen::Slot};
use azukari_model::{ActId, ApprovalId, Date, Instant, ProvisionId, RequestId};
use azukari_policy::{
    facts::{Number, Standing, StandingKind},
    keep::Ends,
};
use azukari_vault::lookup::LookUp;

/// Everything one act writes, or nothing of it.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) record: Draft,
    /// The record Articles 29 and 30 ask for, kept under its own key and period.
    pub(crate) provision: Option<Draft>,
    pub(crate) changes: Vec<Change>,
}

impl Plan {
    /// Only a record.
    pub(crate) const fn record(record: Draft) -> Self {
        Self { record, provision: None, changes: Vec::new() }
    }

    /// Whether something about the person changes, so that others must look again.
    pub(crate) fn raises(&self) -> bool {
        self.changes.iter().any(Change::raises)
    }
}

/// One change.
#[derive(Debug)]
pub(crate) enum Change {
    CreatePerson,
    /// Content keys, look-ups and standing go; a stub stays while records about the person live.
    ErasePerson,
    /// A reference in a system: one person has it, or the act meets `already-held`.
    Reference { system: Number, look_up: LookUp, key: Vec<u8>, value: Vec<u8> },
    Put(PutHolding),
    /// One more entry of a many-valued holding.
    Entry { slot: Slot, entry: u64, value: Vec<u8>, ends: Ends },
    Drop(Slot),
    Ends { slot: Slot, ends: Ends },
    Standing(Standing),
    DropStanding { kind: StandingKind, subject: Number, member: Number },
    Given(NewGiven),
    /// A system or recipient is to be told, and a system to confirm.
    Tell(Tell),
    SystemDone { system: Number, act: ActId },
    Register(Filed),
    Approval(NewApproval),
    UseApproval(ApprovalId),
    Request { request: RequestId, gives: &'static str, sealed_key: Vec<u8>, sealed: Vec<u8> },
    RequestAnswered { request: RequestId, items: Vec<Number> },
}

impl Change {
    fn raises(&self) -> bool {
        match self {
            Self::CreatePerson
            | Self::ErasePerson
            | Self::Reference { .. }
            | Self::Put(_)
            | Self::Entry { .. }
            | Self::Drop(_)
            | Self::Ends { .. }
            | Self::Standing(_)
            | Self::DropStanding { .. } => true,
            Self::Given(_)
            | Self::Tell(_)
            | Self::SystemDone { .. }
            | Self::Register(_)
            | Self::Approval(_)
            | Self::UseApproval(_)
            | Self::Request { .. }
            | Self::RequestAnswered { .. } => false,
        }
    }
}

/// A holding, new or in place of the one in its slot.
#[derive(Debug)]
pub(crate) struct PutHolding {
    pub(crate) slot: Slot,
    pub(crate) notice: Number,
    pub(crate) version: u32,
    pub(crate) acquired: Instant,
    pub(crate) ends: Ends,
    /// Wrapped; `None`: a system has the value.
    pub(crate) key: Option<Vec<u8>>,
    pub(crate) values: Vec<(u64, Vec<u8>)>,
    pub(crate) look_up: Option<LookUp>,
}

/// A provision made.
#[derive(Debug)]
pub(crate) struct NewGiven {
    pub(crate) recipient: Number,
    pub(crate) member: Number,
    pub(crate) reference: String,
    pub(crate) record: Option<ProvisionId>,
    pub(crate) at: Instant,
    pub(crate) items: Vec<Number>,
}

/// Somebody is told that something about a person changed.
#[derive(Debug)]
pub(crate) struct Tell {
    pub(crate) to: TellTo,
    pub(crate) kind: &'static str,
    pub(crate) due: Option<Date>,
    /// Sealed under a key of its own, gone on delivery.
    pub(crate) key: Vec<u8>,
    pub(crate) message: Vec<u8>,
    pub(crate) id: u128,
}

/// Who is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum TellTo {
    System(Number),
    Recipient { recipient: Number, member: Number },
    Person,
}

/// An approval that waits for its act.
#[derive(Debug)]
pub(crate) struct NewApproval {
    pub(crate) id: ApprovalId,
    pub(crate) mark: [u8; 32],
    pub(crate) approver: String,
    pub(crate) role: String,
    pub(crate) until: Instant,
}
