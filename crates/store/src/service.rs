//! A service: its numbers, versions, operation revisions, words, notices, registers and tokens. Read whole, cached outside.

use crate::{Opaque, ServiceKey};
use azukari_model::{ActId, Date, Instant, Name, NoticeId, TokenId};
use std::sync::Arc;

/// A service in the list of all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ServiceRow {
    pub key: ServiceKey,
    pub name: Name,
    /// Raised by every change that is not about one person.
    pub number: u64,
    /// The number of the version that decides; 0: none yet.
    pub version: u32,
    /// The number of the newest operation revision; 0: none.
    pub operation: u32,
}

/// Everything about a service that is not about one person, read at once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ServiceRows {
    pub service: ServiceRow,
    /// Without their sources.
    pub versions: Vec<VersionRow>,
    pub operations: Vec<OperationRow>,
    pub words: Vec<WordRow>,
    pub notices: Vec<NoticeRow>,
    /// In the order in which they were filed.
    pub filed: Vec<FiledRow>,
    pub tokens: Vec<TokenRow>,
}

/// A version that is known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VersionRow {
    /// Counted from 1 in the order of activation.
    pub number: u32,
    pub hash: [u8; 32],
    pub label: String,
    /// From when it counts.
    pub effective: Instant,
    /// The day it counts from, or was published.
    pub day: Date,
    pub by: Arc<str>,
    pub activated: Instant,
    /// Entered afterwards: published before the program was there.
    pub is_past: bool,
}

/// A version to add, with what it was compiled from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewVersion {
    pub version: VersionRow,
    pub sources: Opaque,
}

/// A revision of the operation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OperationRow {
    pub number: u32,
    pub hash: [u8; 32],
    pub by: Arc<str>,
    pub at: Instant,
}

/// A revision of the operation to add, with what it was compiled from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewOperation {
    pub operation: OperationRow,
    pub sources: Opaque,
}

/// The number of a declared id, given once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WordRow {
    pub family: Arc<str>,
    pub name: Name,
    pub number: u32,
}

/// A notice that was ever given.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoticeRow {
    pub number: u32,
    pub id: NoticeId,
    /// What was shown, as JSON.
    pub facts: String,
}

/// A line of a register: dated, never overwritten.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FiledRow {
    /// Counted from 1 within the service.
    pub number: u64,
    /// The register: `members`, `attestations`.
    pub kind: Arc<str>,
    pub at: Instant,
    pub by: Arc<str>,
    pub act: ActId,
    /// What was entered, as JSON without a personal value.
    pub body: String,
}

/// A line to file; the store gives it the next number.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewFiled {
    pub kind: Arc<str>,
    pub by: Arc<str>,
    pub act: ActId,
    pub body: String,
}

/// A token: never its secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TokenRow {
    pub id: TokenId,
    pub hash: [u8; 32],
    pub owner: Arc<str>,
    pub role: Name,
    pub created: Instant,
    pub expires: Instant,
    /// CIDR; empty: from anywhere.
    pub networks: Vec<String>,
    pub revoked: Option<Instant>,
}

/// What a statistic gave away, so that a later one can be held against it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReleaseRow {
    /// The word of the statistic.
    pub statistic: u32,
    pub at: Instant,
    pub act: ActId,
    /// The smallest group shown.
    pub smallest: u32,
    /// How it was broken down and to whom, as JSON.
    pub body: String,
}
