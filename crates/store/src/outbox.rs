//! Who is told of a change: messages to systems and recipients, and what was passed on under which reference.

use crate::{MessageRow, Opaque, PersonRow, WrappedKey};
use azukari_model::{ActId, Instant, PersonId, ProvisionId};
use std::sync::Arc;

/// A message to be written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewMessage {
    pub act: ActId,
    /// `system`, `recipient` or `person`.
    pub to: Arc<str>,
    /// The word of the system or recipient; 0: the person.
    pub party: u32,
    /// The number of a company of a class, or 0.
    pub member: u32,
    /// Until when it has to be confirmed.
    pub due: Option<Instant>,
    /// Gone on delivery, or after seven days.
    pub body: Option<(WrappedKey, Opaque)>,
}

/// A message as it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Message {
    pub row: MessageRow,
    pub person: Option<(PersonRow, PersonId)>,
    pub act: ActId,
    pub to: Arc<str>,
    pub party: u32,
    pub member: u32,
    pub at: Instant,
    pub due: Option<Instant>,
    pub told: Option<Instant>,
    pub confirmed: Option<Instant>,
    pub body: Option<(WrappedKey, Opaque)>,
}

/// Which messages are asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Messages {
    /// Not delivered yet.
    Untold,
    /// Not confirmed, and due before this.
    Overdue(Instant),
    /// Of one act.
    Of(ActId),
}

/// What was passed on to whom: what a later notice of erasure cites.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ProvisionRow {
    pub id: ProvisionId,
    /// The word of the recipient.
    pub recipient: u32,
    /// The number of a company of a class, or 0.
    pub member: u32,
    /// The word of the purpose, or 0.
    pub purpose: u32,
    /// Words of items.
    pub items: Vec<u32>,
    pub at: Instant,
    /// When the law lets it go.
    pub until: Option<Instant>,
    /// Random; the only thing the recipient is told to call it by.
    pub reference: String,
}
