//! The published policy: one source, four forms. Facts enter the prose through placeholders, so that what people read
//! cannot drift from what is enforced.

pub(crate) mod clauses;
pub mod external;
mod facts;
mod fill;
pub mod html;
pub mod json;
pub mod markdown;
pub mod phrase;
mod table;

use crate::declared::Policy;
use azukari_model::{Date, Language};

/// What is published: a version, in a language, at a time.
#[derive(Clone, Copy, Debug)]
pub struct Edition<'a> {
    pub policy: &'a Policy,
    pub language: Language,
    /// Since when this version counts; `None`: it is not active yet.
    pub effective: Option<Date>,
    /// Every version known, the newest first: its day, and where it can be read.
    pub versions: &'a [VersionLink],
}

/// Where a version can be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VersionLink {
    pub day: Date,
    /// Empty: published before, and not kept here.
    pub href: String,
}

pub use table::{Fact, Table};
