//! What one act writes: plain data, with the two numbers its snapshot returned.

use crate::{
    ApprovalRow, HoldingKey, HoldingRow, IdempotencyRow, Lookup, MessageRow, MonthKeyRow, NewEntry, NewFiled,
    NewMessage, NewMonthKey, NewOperation, NewRecord, NewVersion, NoticeRow, Opaque, OpeningList, PersonRow,
    ProvisionRow, RecordRow, ReferenceRow, RefusalKey, ReleaseRow, RequestRow, ServiceKey, StandingKey, StandingRow,
    TokenRow, WordRow,
};
use azukari_model::{ActId, ApprovalId, Instant, PersonId, ProvisionId, TokenId};

/// All of it, or nothing.
#[derive(Clone, Debug)]
pub struct Effects {
    pub service: ServiceKey,
    /// The service's number as the snapshot returned it.
    pub number: u64,
    pub subject: Subject,
    pub at: Instant,
    /// Tried first, in this order; one that is there already is a conflict.
    pub unique: Vec<Unique>,
    pub records: Vec<NewRecord>,
    pub changes: Vec<Change>,
}

/// Whom the effects are about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Subject {
    Nobody,
    /// Somebody who is made by it, with revision 1.
    New(PersonId),
    /// Somebody read before: with another revision the effects are stale.
    Known {
        row: PersonRow,
        revision: u64,
        /// The act changes the person: the revision rises by one.
        raises: bool,
    },
}

/// What may be there once.
#[derive(Clone, Debug)]
pub enum Unique {
    /// The write under this key.
    Idempotency(IdempotencyRow),
    /// Nobody else of the service has this reference in this system; nor has the person another one there.
    Reference(ReferenceRow),
    /// The approval was not used before.
    Approval { id: ApprovalId, act: ActId },
    /// The first of equal refusals in its minute.
    Refusal { of: RefusalKey, act: ActId },
}

/// One thing that is written.
#[derive(Clone, Debug)]
pub enum Change {
    /// A holding, new or instead of the one that stands there: the old key and its value are destroyed.
    PutHolding(HoldingRow),
    /// An entry of a many-valued holding that stands, or was put just before.
    AddEntry(NewEntry),
    /// One entry goes; its key lives on with the others of its year.
    RemoveEntry {
        of: HoldingKey,
        number: u64,
    },
    /// When the holding's periods end.
    SetEnds {
        of: HoldingKey,
        expires: Option<Instant>,
        kept_until: Option<Instant>,
    },
    /// The key is destroyed, with the value and the look-up; entries, unreadable from then on, are swept later.
    EraseHolding(HoldingKey),
    PutStanding(StandingRow),
    RemoveStanding(StandingKey),
    /// A system's reference goes, with its look-up.
    RemoveReference {
        system: u32,
    },
    /// The person stays findable by this for rights alone, while records about them live.
    PutRightsLookup(Lookup),
    AddProvision(ProvisionRow),
    RemoveProvision(ProvisionId),
    /// Everything of the person goes but the row, provisions and look-ups for rights.
    ErasePerson,
    /// The last record about the person died: row, provisions, look-ups and trail go too.
    DropPerson,

    AddMessage(NewMessage),
    /// Delivered: its body goes.
    MessageTold(MessageRow),
    /// Confirmed by whom it went to; told as well, if it was not before.
    MessageConfirmed(MessageRow),
    /// Its body goes, undelivered.
    MessageEmptied(MessageRow),
    /// A request, new or instead of what stands under its id.
    PutRequest(RequestRow),
    AddApproval(ApprovalRow),
    /// One more equal refusal.
    RaiseRefusal(RefusalKey),
    DropRefusal(RefusalKey),
    AddRelease(ReleaseRow),

    AddMonthKey(NewMonthKey),
    /// The key is destroyed, and with it every record under it: their sealed bytes are swept later.
    DestroyMonthKey(MonthKeyRow),
    /// A record is sealed under another key: a hold's.
    Reseal {
        record: RecordRow,
        month_key: MonthKeyRow,
        sealed: Opaque,
    },
    AddOpeningList(OpeningList),

    // What is not about one person raises the service's number.
    /// A version; `decides` makes it the active one.
    AddVersion {
        version: NewVersion,
        decides: bool,
    },
    AddOperation(NewOperation),
    /// Words that were not known; known ones stay as they are.
    AddWords(Vec<WordRow>),
    AddNotice(NoticeRow),
    File(NewFiled),
    AddToken(TokenRow),
    RevokeToken(TokenId),
}

impl Change {
    /// Whether it changes what every decision of the service looks at.
    pub const fn raises_number(&self) -> bool {
        matches!(
            self,
            Self::AddVersion { .. }
                | Self::AddOperation(_)
                | Self::AddWords(_)
                | Self::AddNotice(_)
                | Self::File(_)
                | Self::AddToken(_)
                | Self::RevokeToken(_)
        )
    }
}

/// What came of effects; said after the commit of their batch, whatever it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Committed {
    Done(Written),
    /// One of the two numbers has moved on: take a new snapshot.
    Stale,
    Conflict(Conflict),
    /// Nothing of it was written.
    Failed,
}

/// Rows that were given.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Written {
    pub person: Option<PersonRow>,
    /// In the order of the effects' records.
    pub records: Vec<RecordRow>,
}

/// What was there already.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Conflict {
    Idempotency,
    /// A person with this id.
    Person,
    Reference,
    Approval,
    Refusal,
}
