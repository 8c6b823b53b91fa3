//! Who calls: from a bearer token, a person's session or a job to the account the gate decides about.

use azukari_model::{Name, PersonId, TokenId, VisitorId};
use std::sync::Arc;

/// Who calls, for one service. Made by [`crate::Door::authenticate`], or by a face that has proven who it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Caller {
    pub service: Name,
    pub who: Who,
}

/// The kinds of callers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Who {
    /// A token: the account that answers for it, and its role.
    Staff { account: Arc<str>, role: Name, token: Option<TokenId> },
    /// The person, in their own session: acts about anybody else find nobody.
    Person(PersonId),
    /// A browser nobody has identified.
    Visitor(VisitorId),
    /// The program itself, erasing what is due.
    Retention,
}
