//! When a period ends: one pure function, for whatever writes or recomputes a holding.

use azukari_model::{Instant, Period, Zone};

/// The moments a period may begin from. What never happened is absent.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Since {
    pub acquired: Instant,
    /// The person's own last act.
    pub last_seen: Option<Instant>,
    /// When the event of the rule last held: its `until`, or when it ended. It may lie ahead.
    pub last_held: Option<Instant>,
    /// The last use for one of the purposes of the rule.
    pub last_use: Option<Instant>,
}

/// When a holding's periods end.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Ends {
    /// It may not be used from then on, and is erased; `None`: nothing says when, as for an item a recipient holds.
    pub expires: Option<Instant>,
    /// A statute keeps it until then.
    pub kept_by_law_until: Option<Instant>,
}

/// When a period that began at `from` is over: with the local day it reaches.
pub fn end(zone: &Zone, from: Instant, period: Period) -> Instant {
    zone.end_of_period(from, period)
}
