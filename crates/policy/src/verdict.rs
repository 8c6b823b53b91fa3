//! What the gate answers.

use crate::{facts::Number, refusal::RefusalCode, vocabulary::Ground};
use azukari_model::Instant;

/// Permitted or refused.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    Permit(Permit),
    Refuse(Refusal),
}

/// The act may happen, with duties.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Permit {
    /// The clauses it rests on, as places in [`crate::gate::Gate::clause`].
    pub clauses: Clauses,
    /// The first moment at which one of the holdings, the agreement or an event runs out.
    pub until: Option<Instant>,
    /// For each item asked, in order: which holding of [`crate::facts::Facts::holdings`] it is served from. `None`: withheld,
    /// elsewhere without a holding, or the act opens none.
    pub served: Vec<Option<usize>>,
    /// Items not taken, as places in the act's list.
    pub dropped: Vec<usize>,
    /// Items a system holds: place in the act's list, the system.
    pub elsewhere: Vec<(usize, Number)>,
    /// Under `partial`: items withheld, with the reason.
    pub withheld: Vec<(usize, Refusal)>,
    pub duties: Duties,
    /// Provide: by which flow, and on what ground.
    pub flow: Option<Number>,
    pub ground: Option<Ground>,
}

/// A few clauses without an allocation.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Clauses {
    places: [u16; 4],
    length: u8,
}

impl Clauses {
    /// Adds a clause unless it is there; a fifth is left out.
    pub fn push(&mut self, place: u16) {
        if !self.iter().any(|known| known == place)
            && let Some(free) = self.places.get_mut(usize::from(self.length))
        {
            *free = place;
            self.length += 1;
        }
    }

    /// The clauses, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        self.places.iter().take(usize::from(self.length)).copied()
    }
}

/// What a permit obliges to.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Duties {
    /// A provision record (Act Art. 29).
    pub record_provision: bool,
    pub tell_person: bool,
    pub tell_recipients: bool,
    pub tell_systems: bool,
    /// The mail must carry the way out.
    pub way_out: bool,
}

/// The act may not happen: one code, one clause.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Refusal {
    pub code: RefusalCode,
    /// As a place in [`crate::gate::Gate::clause`].
    pub clause: Option<u16>,
}
