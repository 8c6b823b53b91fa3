//! What may happen once: a write under its idempotency key, a refusal within its minute.

use azukari_model::{ActId, Instant, PersonId};
use std::sync::Arc;

/// The key of a write, within a day and a token (or a person's session).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IdempotencyKey {
    /// Days since 1970-01-01, UTC. The day before is looked at too.
    pub day: i64,
    pub token: [u8; 16],
    pub key: Arc<str>,
}

/// What a write was: never what it answered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IdempotencyRow {
    pub of: IdempotencyKey,
    /// Of method, path and body.
    pub hmac: [u8; 32],
    pub act: ActId,
    pub status: u16,
    pub person: Option<PersonId>,
    pub at: Instant,
}

/// Equal refusals within one minute.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RefusalKey {
    /// Minutes since 1970-01-01T00:00Z.
    pub minute: i64,
    /// Hash of all that makes two refusals equal.
    pub hash: [u8; 32],
}

/// How often a refusal was repeated within its minute.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RefusalCount {
    pub of: RefusalKey,
    /// The act whose record stands for all of them.
    pub first: ActId,
    pub count: u64,
}
