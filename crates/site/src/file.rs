//! A file of the site, named by what is in it, so that a browser may keep it for ever and refuse any other.

use aws_lc_rs::digest::{Digest, SHA384, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Text with a name and a kind.
#[derive(Clone, Debug)]
pub struct File {
    stem: String,
    ending: &'static str,
    pub media: &'static str,
    pub text: String,
}

/// How a file was asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Named {
    /// By its name: what is in it may change.
    Plainly,
    /// By its name and what is in it: it never changes.
    ByContent,
}

impl File {
    pub(crate) fn new(stem: String, ending: &'static str, media: &'static str, text: String) -> Self {
        Self { stem, ending, media, text }
    }

    /// `ja.js`
    pub fn name(&self) -> String {
        format!("{}.{}", self.stem, self.ending)
    }

    /// `ja.0f1e2d3c4b5a6978.js`
    pub fn name_by_content(&self) -> String {
        let short: String = self.hash().as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("{}.{short}.{}", self.stem, self.ending)
    }

    /// Whether a name that was asked for is one of this file's.
    pub fn named(&self, name: &str) -> Option<Named> {
        if name == self.name() {
            Some(Named::Plainly)
        } else {
            (name == self.name_by_content()).then_some(Named::ByContent)
        }
    }

    /// What a page says beside the address (Subresource Integrity).
    pub fn integrity(&self) -> String {
        format!("sha384-{}", STANDARD.encode(self.hash()))
    }

    fn hash(&self) -> Digest {
        digest(&SHA384, self.text.as_bytes())
    }
}
