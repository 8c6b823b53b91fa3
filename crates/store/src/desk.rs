//! What passes over the desk: requests of people, approvals of single acts.

use crate::{Opaque, PersonRow, WrappedKey};
use azukari_model::{ActId, ApprovalId, Instant, Name, RequestId};
use std::sync::Arc;

/// A request of a person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RequestRow {
    pub id: RequestId,
    /// `None`: whoever asks is not known here.
    pub person: Option<PersonRow>,
    /// The word of the declared right; 0: an inquiry or complaint.
    pub right: u32,
    /// `received`, `identified`, `answered`, `declined`, …
    pub state: Arc<str>,
    pub received: Instant,
    pub due: Option<Instant>,
    pub answered: Option<Instant>,
    /// What the answer showed: words of items.
    pub items: Vec<u32>,
    /// Way, evidence of identity, decisions per item, as JSON without a personal value.
    pub body: String,
    /// What the person wrote, sealed.
    pub text: Option<(WrappedKey, Opaque)>,
}

/// An approval of one act by a second person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ApprovalRow {
    pub id: ApprovalId,
    /// Of the body that was approved.
    pub hmac: [u8; 32],
    pub requester: Arc<str>,
    pub approver: Arc<str>,
    pub role: Name,
    pub at: Instant,
    pub until: Instant,
    /// The act it was used for; it is used once.
    pub used: Option<ActId>,
}
