//! What one act writes: plain data, with the two numbers its snapshot returned.

use crate::{
    ApprovalRow, HoldingKey, HoldingRow, IdempotencyRow, Lookup, MessageRow, MonthKeyRow, NewEntry, NewFiled,
    NewMessage, NewMonthKey, NewOpeningList, NewOperation, NewRecord, NewVersion, NoticeRow, Opaque, PersonRow,
    ProvisionRow, RecordRow, ReferenceRow, RefusalCount, RefusalKey, ReleaseRow, RequestRow, ServiceKey, StandingRow,
    StoreError, TokenRow, WordRow, desk, gap, holdings,
    journal::ErasedKey,
    month_keys, once, opening_lists, outbox,
    people::{self, LookupKind},
    recompute, records, service, standing,
};
use azukari_model::{ActId, ApprovalId, Instant, PersonId, RequestId, TokenId};
use rusqlite::Connection;

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
    /// The request was not answered before; its answer showed these items.
    Answer { id: RequestId, items: Vec<u32> },
    /// The first of equal refusals in its minute.
    Refusal { of: RefusalKey, act: ActId },
    /// One more of a first that still stands.
    Repeat(RefusalKey),
    /// The count of equal refusals goes, if none came since it was read.
    Counted(RefusalCount),
}

/// One thing that is written.
#[derive(Clone, Debug)]
pub enum Change {
    /// A holding, new or instead of the one that stands there: the old key and its value are destroyed.
    PutHolding(HoldingRow),
    /// An entry of a many-valued holding that stands, or was put just before.
    AddEntry(NewEntry),
    /// When the holding's periods end.
    SetEnds {
        of: HoldingKey,
        expires: Option<Instant>,
        kept_until: Option<Instant>,
    },
    /// The key is destroyed, with the value and the look-up; entries, unreadable from then on, are swept later.
    EraseHolding(HoldingKey),
    PutStanding(StandingRow),
    /// The person stays findable by this for rights alone, while records about them live.
    PutRightsLookup(Lookup),
    AddProvision(ProvisionRow),
    /// Everything of the person goes but the row, provisions and look-ups for rights, which die with the last record.
    ErasePerson,

    AddMessage(NewMessage),
    /// Confirmed by whom it went to, who was told then: its body goes.
    MessageConfirmed(MessageRow),
    /// A request, new or instead of what stands under its id.
    PutRequest(RequestRow),
    AddApproval(ApprovalRow),
    AddRelease(ReleaseRow),

    AddMonthKey(NewMonthKey),
    /// The key of a hold on the person, unless there is one: what is under it outlives its month.
    AddHoldKey(NewMonthKey),
    /// The key is destroyed, and with it the records under it that are not sealed again; what they left is swept later. Stale
    /// if there are not as many records as were looked at.
    DestroyMonthKey {
        key: MonthKeyRow,
        records: u64,
    },
    /// A record is sealed under another key: a hold's.
    Reseal {
        record: RecordRow,
        month_key: MonthKeyRow,
        sealed: Opaque,
    },
    AddOpeningList(NewOpeningList),

    // What is not about one person raises the service's number.
    /// A version; `decides` makes it the active one.
    AddVersion {
        version: NewVersion,
        decides: bool,
    },
    /// The version's periods are to be worked into what is held, from this moment on.
    AddRecompute {
        version: u32,
        due: Instant,
    },
    /// They are, up to this person; `None`: for everybody.
    Recomputed {
        version: u32,
        after: Option<PersonRow>,
    },
    AddOperation(NewOperation),
    /// Words that were not known; known ones stay as they are.
    AddWords(Vec<WordRow>),
    AddNotice(NoticeRow),
    File(NewFiled),
    AddToken(TokenRow),
    RevokeToken(TokenId),
    /// What was not known since a restore is decided.
    CloseGap,
}

impl Change {
    /// Whether it changes what every decision of the service looks at, or what records are sealed under.
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
                | Self::CloseGap
                | Self::AddHoldKey(_)
                | Self::DestroyMonthKey { .. }
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
    Answered,
    Refusal,
}

/// What applying effects came to, before the commit.
pub(crate) enum Applied {
    Done(Written),
    Conflict(Conflict),
}

/// Whether one of the two numbers has moved on; looks and writes nothing.
pub(crate) fn is_stale(conn: &Connection, effects: &Effects) -> Result<bool, StoreError> {
    if service::number(conn, effects.service)? != effects.number {
        return Ok(true);
    }
    for change in &effects.changes {
        if let Change::DestroyMonthKey { key, records } = change
            && month_keys::count_under(conn, *key)? != *records
        {
            return Ok(true);
        }
    }
    match effects.subject {
        Subject::Known { row, revision, .. } => Ok(people::revision(conn, effects.service, row)? != Some(revision)),
        Subject::Nobody | Subject::New(_) => Ok(false),
    }
}

/// Applies effects that are not stale: unique rows first, then the rest. Conflicts leave half of it written: the caller
/// rolls back to its savepoint.
pub(crate) fn apply(conn: &Connection, effects: &Effects, erased: &mut Vec<ErasedKey>) -> Result<Applied, StoreError> {
    let person = match effects.subject {
        Subject::Nobody => None,
        Subject::Known { row, .. } => Some(row),
        Subject::New(id) => match people::create(conn, effects.service, id, effects.at)? {
            Some(row) => Some(row),
            None => return Ok(Applied::Conflict(Conflict::Person)),
        },
    };
    for unique in &effects.unique {
        if let Some(conflict) = insert_unique(conn, effects, person, unique)? {
            return Ok(Applied::Conflict(conflict));
        }
    }
    let mut written = Written { person, records: Vec::with_capacity(effects.records.len()) };
    for record in &effects.records {
        written.records.push(records::append(conn, effects.service, person, effects.at, record)?);
    }
    let at = Apply { conn, service: effects.service, person, at: effects.at };
    for change in &effects.changes {
        at.change(change, erased)?;
    }
    if let Subject::Known { row, raises: true, .. } = effects.subject {
        people::raise(conn, row)?;
    }
    if effects.changes.iter().any(Change::raises_number) {
        service::raise(conn, effects.service)?;
    }
    Ok(Applied::Done(written))
}

fn insert_unique(
    conn: &Connection,
    effects: &Effects,
    person: Option<PersonRow>,
    unique: &Unique,
) -> Result<Option<Conflict>, StoreError> {
    let service = effects.service;
    let (is_new, conflict) = match unique {
        Unique::Idempotency(row) => (once::enter(conn, row)?, Conflict::Idempotency),
        Unique::Reference(reference) => {
            (people::add_reference(conn, service, somebody(person)?, reference)?, Conflict::Reference)
        }
        Unique::Approval { id, act } => (desk::use_approval(conn, service, *id, *act)?, Conflict::Approval),
        Unique::Answer { id, items } => {
            (desk::answer_request(conn, service, *id, effects.at, items)?, Conflict::Answered)
        }
        Unique::Refusal { of, act } => (once::enter_refusal(conn, service, *of, *act)?, Conflict::Refusal),
        Unique::Repeat(of) => (once::raise_refusal(conn, service, *of)?, Conflict::Refusal),
        Unique::Counted(counted) => (once::drop_refusal(conn, service, counted)?, Conflict::Refusal),
    };
    Ok((!is_new).then_some(conflict))
}

fn somebody(person: Option<PersonRow>) -> Result<PersonRow, StoreError> {
    person.ok_or_else(|| StoreError::Engine("a change of a person in effects about nobody".to_owned()))
}

/// Where changes are applied.
struct Apply<'a> {
    conn: &'a Connection,
    service: ServiceKey,
    person: Option<PersonRow>,
    at: Instant,
}

impl Apply<'_> {
    fn change(&self, change: &Change, erased: &mut Vec<ErasedKey>) -> Result<(), StoreError> {
        let &Self { conn, service, person, at } = self;
        match change {
            Change::PutHolding(holding) => holdings::put(conn, service, somebody(person)?, holding, erased),
            Change::AddEntry(entry) => holdings::add_entry(conn, service, somebody(person)?, entry),
            Change::SetEnds { of, expires, kept_until } => {
                holdings::set_ends(conn, service, somebody(person)?, *of, *expires, *kept_until)
            }
            Change::EraseHolding(of) => holdings::erase(conn, service, somebody(person)?, *of, erased),
            Change::PutStanding(row) => standing::put(conn, somebody(person)?, row),
            Change::PutRightsLookup(lookup) => {
                people::add_lookup(conn, service, somebody(person)?, *lookup, LookupKind::Rights, 0)
            }
            Change::AddProvision(provision) => outbox::add_provision(conn, somebody(person)?, provision),
            Change::ErasePerson => people::erase(conn, somebody(person)?, at, erased),

            Change::AddMessage(message) => outbox::add(conn, service, person, at, message),
            Change::MessageConfirmed(row) => outbox::confirm(conn, service, *row, at, erased),
            Change::PutRequest(request) => desk::put_request(conn, service, request, erased),
            Change::AddApproval(approval) => desk::add_approval(conn, service, approval),
            Change::AddRelease(release) => service::add_release(conn, service, release),

            Change::AddMonthKey(key) => month_keys::add(conn, service, None, at, key),
            Change::AddHoldKey(key) => month_keys::add(conn, service, Some(somebody(person)?), at, key),
            Change::DestroyMonthKey { key, .. } => month_keys::destroy(conn, service, *key, at, erased),
            Change::Reseal { record, month_key, sealed } => month_keys::reseal(conn, *record, *month_key, sealed),
            Change::AddOpeningList(list) => opening_lists::add(conn, service, list),

            Change::AddVersion { version, decides } => service::add_version(conn, service, version, *decides),
            Change::AddRecompute { version, due } => recompute::add(conn, service, *version, *due),
            Change::Recomputed { version, after } => recompute::note(conn, service, *version, *after),
            Change::AddOperation(operation) => service::add_operation(conn, service, operation),
            Change::AddWords(words) => service::add_words(conn, service, words),
            Change::AddNotice(notice) => service::add_notice(conn, service, notice),
            Change::File(line) => service::file(conn, service, at, line),
            Change::AddToken(token) => service::add_token(conn, service, token),
            Change::CloseGap => gap::close(conn, service),
            Change::RevokeToken(token) => service::revoke_token(conn, service, *token, at),
        }
    }
}
