//! Standing: one row for each fact about a person that can change a verdict.

use azukari_model::Instant;

/// What a row of standing is about.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct StandingKey {
    /// The number of the kind, as the policy counts them.
    pub kind: u8,
    /// A word, or 0.
    pub subject: u32,
    /// The number of a company of a class, or 0.
    pub member: u32,
}

/// A row of standing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct StandingRow {
    pub of: StandingKey,
    pub yes: bool,
    pub meaning: u32,
    pub had_yes: bool,
    pub country_told: bool,
    pub at: Instant,
    pub until: Option<Instant>,
}
