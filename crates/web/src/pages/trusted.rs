//! HTML that another room has made safe.

use azukari_model::Language;
use azukari_policy::{
    declared::Policy,
    diff::{Change, paper},
    publish::{
        Edition,
        external::{self, Listing},
        html,
    },
};
use std::fmt;

/// HTML that goes into a page as it is. Only the functions here make it, from rooms that escape whatever an author wrote.
#[derive(Clone, Debug, Default)]
pub(super) struct Trusted(String);

impl Trusted {
    /// The prose of an edition.
    pub(super) fn prose(edition: &Edition<'_>) -> Self {
        Self(html::fragment(edition))
    }

    /// What is sent to others.
    pub(super) fn listing(listing: &Listing) -> Self {
        Self(external::fragment(listing))
    }

    /// Two versions in two columns.
    pub(super) fn comparison(old: &Policy, new: &Policy, changes: &[Change], language: Language) -> Self {
        Self(paper::comparison(old, new, changes, language))
    }
}

impl fmt::Display for Trusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::FastWritable for Trusted {
    fn write_into(&self, to: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(to.write_str(&self.0)?)
    }
}

impl askama::filters::HtmlSafe for Trusted {}
