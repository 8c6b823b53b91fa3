//! Records: the sealed bytes an act or event leaves, and the keys of a month they are sealed under.

use crate::{MonthKeyRow, Opaque, PersonRow, RecordRow, ServiceKey, WrappedKey};
use azukari_model::{ActId, Instant, PersonId};
use std::sync::Arc;

/// A record to append. It is about the person of its effects, unless `alone`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewRecord {
    pub act: ActId,
    /// A short word in clear: `use`, `erase`, `activation`.
    pub kind: Arc<str>,
    /// The account that acted, in clear, so that the people it reached today can be counted again.
    pub account: Option<Arc<str>>,
    /// It is the service's own, although its effects are about a person.
    pub alone: bool,
    /// It stands in the changes that copies follow: standing, items or existence changed.
    pub changes: bool,
    pub month_key: MonthKeyRow,
    pub commitment: [u8; 32],
    /// Opening and bytes, sealed.
    pub sealed: Opaque,
}

/// A record as it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecordRead {
    pub row: RecordRow,
    pub service: ServiceKey,
    pub person: Option<PersonRow>,
    pub act: ActId,
    pub kind: Arc<str>,
    pub account: Option<Arc<str>>,
    pub at: Instant,
    pub month_key: MonthKeyRow,
    /// `None`: its opening is destroyed.
    pub sealed: Option<Opaque>,
    /// Its place in the log; `None`: not numbered yet.
    pub place: Option<Place>,
}

/// The place of a record in the log.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Place {
    /// The leaf in the tree.
    pub index: u64,
    /// The person's own number of it; 0 where it is about nobody.
    pub sequence: u64,
    pub commitment: [u8; 32],
    pub leaf: [u8; 32],
}

/// A page of somebody's history, newest first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Trail {
    pub records: Vec<RecordRead>,
    /// Ask for what lies before this to go on; `None`: that was all.
    pub before: Option<u64>,
}

/// One line of the changes that copies follow.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Changed {
    pub index: u64,
    pub person: PersonId,
    pub kind: Arc<str>,
    pub at: Instant,
}

/// A page of changes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ChangedPage {
    pub changes: Vec<Changed>,
    /// Give this as `after` to go on.
    pub after: u64,
    pub more: bool,
}

/// A person an account reached.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReachedRow {
    pub account: Arc<str>,
    pub person: PersonId,
    pub kind: Arc<str>,
    pub at: Instant,
}

/// A key that records are sealed under.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MonthKey {
    pub row: MonthKeyRow,
    /// `evidence`, `provision`, or a hold's own.
    pub kind: Arc<str>,
    /// Year and month as one number: 202701.
    pub month: u32,
    /// `None`: destroyed.
    pub key: Option<WrappedKey>,
    pub created: Instant,
    pub destroyed: Option<Instant>,
}

/// A key to be stored a month ahead.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewMonthKey {
    pub kind: Arc<str>,
    pub month: u32,
    pub key: WrappedKey,
}

/// The commitments whose openings were destroyed together: the list that is served beside the tiles.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OpeningList {
    pub kind: Arc<str>,
    pub month: u32,
    pub count: u64,
    pub hash: [u8; 32],
    /// 32 bytes each, one after another.
    pub commitments: Vec<u8>,
    pub at: Instant,
}
