//! The policy as Markdown: placeholders filled in, marks of clauses taken out.

use super::{
    Edition,
    fill::{self, Tables},
};

/// The whole text of an edition as Markdown.
pub fn markdown(edition: &Edition<'_>) -> String {
    fill::fill(edition, Tables::Written).text
}
