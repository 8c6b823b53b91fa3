//! What one act reads, at once.

use crate::{
    ApprovalRow, IdempotencyKey, IdempotencyRow, Lookup, Person, PersonRow, RequestRow, ServiceKey, StoreError, desk,
    once, people, service,
};
use azukari_model::{ApprovalId, PersonId, RequestId};
use rusqlite::Connection;

/// Whom an act is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Whom {
    pub service: ServiceKey,
    pub who: Who,
}

/// Which person of the service.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Who {
    /// Nobody: the service alone.
    Nobody,
    Id(PersonId),
    Row(PersonRow),
    /// A system's own reference, under every key version it may have been written with.
    Reference(Vec<Lookup>),
}

/// What is wanted besides the two numbers.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether one table is read")]
pub struct Want {
    pub holdings: bool,
    /// Of which holdings key, value and entries are read.
    pub values: Values,
    /// The entries of many-valued holdings are counted.
    pub counts: bool,
    pub standing: bool,
    pub references: bool,
    pub provisions: bool,
    pub idempotency: Option<IdempotencyKey>,
    pub approval: Option<ApprovalId>,
    pub request: Option<RequestId>,
}

/// Of which holdings the values are read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Values {
    #[default]
    None,
    /// Of these items, by their words.
    Items(Vec<u32>),
    All,
}

impl Values {
    /// Whether the values of this item are read.
    pub fn has(&self, item: u32) -> bool {
        match self {
            Self::None => false,
            Self::Items(items) => items.contains(&item),
            Self::All => true,
        }
    }
}

/// What the store read at once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Snapshot {
    /// The service's number: an older cache is read again before deciding.
    pub number: u64,
    /// `None`: unknown, or of another service.
    pub person: Option<Person>,
    pub idempotency: Option<IdempotencyRow>,
    pub approval: Option<ApprovalRow>,
    pub request: Option<RequestRow>,
}

/// Reads it; the connection is in one transaction.
pub(crate) fn read(conn: &Connection, whom: &Whom, want: &Want) -> Result<Snapshot, StoreError> {
    let number = service::number(conn, whom.service)?;
    let mut person = people::find(conn, whom.service, &whom.who)?;
    if let Some(person) = &mut person {
        people::fill(conn, person, want)?;
    }
    let idempotency = want.idempotency.as_ref().map(|of| once::find(conn, of)).transpose()?.flatten();
    let approval = want.approval.map(|id| desk::approval(conn, whom.service, id)).transpose()?.flatten();
    let request = want.request.map(|id| desk::request(conn, whom.service, id)).transpose()?.flatten();
    Ok(Snapshot { number, person, idempotency, approval, request })
}
