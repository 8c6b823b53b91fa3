//! Activation: from sources to the version that decides.

use azukari_model::{Date, Name};
use azukari_policy::diagnostic::Diagnostic;
use std::sync::Arc;

/// Who activates, and how.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum By {
    /// `serve` at its start: a first version, or one that widens nothing.
    Serve,
    /// A named officer: any version that compiles.
    Officer(Arc<str>),
    /// A named officer enters a version that was published before Azukari: it can only narrow.
    Published { officer: Arc<str>, on: Date },
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Activated {
    pub service: Name,
    /// Counted from 1.
    pub version: u32,
    pub operation: u32,
    pub what: What,
    /// Accepted law findings and advice.
    pub diagnostics: Vec<Diagnostic>,
}

/// What an activation changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum What {
    /// A new version counts, from its day on.
    Version,
    /// The same version with a new revision of the operation.
    Operation,
    /// A version of the past is known now.
    Past,
    Nothing,
}

/// Why nothing was activated.
#[derive(Debug, thiserror::Error)]
pub enum ActivateError {
    #[error("`{folder}` has errors or law findings that nobody accepted")]
    NotClean { folder: String, diagnostics: Vec<Diagnostic> },
    /// What widens, as `azukari diff` says it.
    #[error("the new version of `{service}` widens what may be done; it waits for `azukari activate --by OFFICER`")]
    Widens { service: Name, changes: Vec<String> },
    /// The meaning of a purpose did not rise with its change.
    #[error("`{service}` changes what `{purpose}` means without raising `meaning`")]
    MeaningNotRaised { service: Name, purpose: Name },
    #[error("a version of `{0}` is known already for that day")]
    Known(Name),
    #[error("the day is not in `service.history` of `{0}`")]
    NotInHistory(Name),
    #[error("it could not be stored")]
    Store,
}
