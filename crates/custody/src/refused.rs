//! Why an act was not done: a stable code, the clauses it rests on, what would have to be true. Never a value, never an
//! internal message.

use crate::text::TextRefused;
use azukari_model::{ActId, Words};
use azukari_policy::refusal::RefusalCode;
use std::{fmt, sync::Arc};

/// What is wrong before or beside the gate.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum DoorCode {
    TokenMissing,
    TokenInvalid,
    CallerOtherService,
    CallerOtherNetwork,
    CallerNotOfficer,
    ServiceUnknown,
    NotFound,
    AlreadyHeld,
    FindAmbiguous,
    Conflict,
    FieldMissing,
    FieldMalformed,
    ValueInvalid,
    ValueTooLarge,
    CardNumber,
    TextRefused,
    ValueUnreadable,
    IdempotencyKeyReused,
    ApprovalUnusable,
    NotYetIntegrated,
    ClockBehind,
    StandingUncertain,
    PolicyNotCompiling,
    Unavailable,
    Internal,
}

impl DoorCode {
    /// Every code with its stable word.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::TokenMissing, "token-missing"),
        (Self::TokenInvalid, "token-invalid"),
        (Self::CallerOtherService, "caller-other-service"),
        (Self::CallerOtherNetwork, "caller-other-network"),
        (Self::CallerNotOfficer, "caller-not-officer"),
        (Self::ServiceUnknown, "service-unknown"),
        (Self::NotFound, "not-found"),
        (Self::AlreadyHeld, "already-held"),
        (Self::FindAmbiguous, "find-ambiguous"),
        (Self::Conflict, "conflict"),
        (Self::FieldMissing, "field-missing"),
        (Self::FieldMalformed, "field-malformed"),
        (Self::ValueInvalid, "value-invalid"),
        (Self::ValueTooLarge, "value-too-large"),
        (Self::CardNumber, "card-number"),
        (Self::TextRefused, TextRefused::WORD),
        (Self::ValueUnreadable, "value-unreadable"),
        (Self::IdempotencyKeyReused, "idempotency-key-reused"),
        (Self::ApprovalUnusable, "approval-unusable"),
        (Self::NotYetIntegrated, "not-yet-integrated"),
        (Self::ClockBehind, "clock-behind"),
        (Self::StandingUncertain, "standing-uncertain"),
        (Self::PolicyNotCompiling, "policy-not-compiling"),
        (Self::Unavailable, "unavailable"),
        (Self::Internal, "internal"),
    ];

    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::TokenMissing => "token-missing",
            Self::TokenInvalid => "token-invalid",
            Self::CallerOtherService => "caller-other-service",
            Self::CallerOtherNetwork => "caller-other-network",
            Self::CallerNotOfficer => "caller-not-officer",
            Self::ServiceUnknown => "service-unknown",
            Self::NotFound => "not-found",
            Self::AlreadyHeld => "already-held",
            Self::FindAmbiguous => "find-ambiguous",
            Self::Conflict => "conflict",
            Self::FieldMissing => "field-missing",
            Self::FieldMalformed => "field-malformed",
            Self::ValueInvalid => "value-invalid",
            Self::ValueTooLarge => "value-too-large",
            Self::CardNumber => "card-number",
            Self::TextRefused => TextRefused::WORD,
            Self::ValueUnreadable => "value-unreadable",
            Self::IdempotencyKeyReused => "idempotency-key-reused",
            Self::ApprovalUnusable => "approval-unusable",
            Self::NotYetIntegrated => "not-yet-integrated",
            Self::ClockBehind => "clock-behind",
            Self::StandingUncertain => "standing-uncertain",
            Self::PolicyNotCompiling => "policy-not-compiling",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }

    /// The class of its answer.
    pub const fn status(self) -> Status {
        match self {
            Self::TokenMissing | Self::TokenInvalid => Status::Unauthorized,
            Self::CallerOtherService | Self::CallerOtherNetwork | Self::CallerNotOfficer => Status::Forbidden,
            Self::ServiceUnknown | Self::NotFound | Self::NotYetIntegrated => Status::NotFound,
            Self::AlreadyHeld | Self::FindAmbiguous | Self::Conflict => Status::Conflict,
            Self::FieldMissing
            | Self::FieldMalformed
            | Self::ValueInvalid
            | Self::CardNumber
            | Self::TextRefused
            | Self::ApprovalUnusable
            | Self::IdempotencyKeyReused => Status::Unprocessable,
            Self::ValueTooLarge => Status::TooLarge,
            Self::ClockBehind | Self::StandingUncertain | Self::PolicyNotCompiling | Self::Unavailable => {
                Status::Unavailable
            }
            Self::ValueUnreadable | Self::Internal => Status::Internal,
        }
    }
}

/// The code of a refusal: the gate's or the door's.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Code {
    Gate(RefusalCode),
    Door(DoorCode),
}

impl Code {
    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gate(code) => code.word(),
            Self::Door(code) => code.word(),
        }
    }

    /// The class of its answer.
    pub const fn status(self) -> Status {
        match self {
            Self::Gate(RefusalCode::CallerLimitReached) => Status::TooMany,
            Self::Gate(_) => Status::Forbidden,
            Self::Door(code) => code.status(),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The class of an answer, which HTTP knows as a number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Status {
    Unauthorized,
    Forbidden,
    NotFound,
    Conflict,
    TooLarge,
    Unprocessable,
    TooMany,
    Internal,
    Unavailable,
}

impl Status {
    /// The number of HTTP.
    pub const fn number(self) -> u16 {
        match self {
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::Unprocessable => 422,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }
}

/// A refusal.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{code}")]
pub struct Refused {
    pub code: Code,
    pub clauses: Vec<ClauseShown>,
    /// What would have to be true, without saying anything of the person that the caller may not know.
    pub would_need: Box<[WouldNeed]>,
    /// The member of the request at fault: `items.email`.
    pub field: Option<Box<str>>,
    /// The record of the refusal, where there is one.
    pub act: Option<ActId>,
    /// Seconds.
    pub retry_after: Option<u64>,
}

/// A clause a refusal names.
#[derive(Clone, Debug)]
pub struct ClauseShown {
    pub id: Arc<str>,
    pub text: Words,
}

/// One thing that would have to be true: `consent` of `offers`, `event` of `fee-due`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WouldNeed {
    pub what: &'static str,
    pub of: String,
}

impl Refused {
    /// A refusal of the door itself.
    pub fn door(code: DoorCode) -> Self {
        Self {
            code: Code::Door(code),
            clauses: Vec::new(),
            would_need: Box::default(),
            field: None,
            act: None,
            retry_after: None,
        }
    }

    /// Names the member of the request at fault.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into().into_boxed_str());
        self
    }

    /// The class of its answer.
    pub const fn status(&self) -> Status {
        self.code.status()
    }
}

impl From<DoorCode> for Refused {
    fn from(code: DoorCode) -> Self {
        Self::door(code)
    }
}
