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
    pub served: Served,
    /// Items not taken, as places in the act's list.
    pub dropped: Vec<usize>,
    /// Items a system holds: place in the act's list, the system.
    pub elsewhere: Vec<(usize, Number)>,
    /// Under `partial`: items withheld, with the reason. Erasing: items a statute keeps, while others go.
    pub withheld: Vec<(usize, Refusal)>,
    pub duties: Duties,
    /// Provide: by which flow, and on what ground.
    pub flow: Option<Number>,
    pub ground: Option<Ground>,
}

/// Which holding serves each item of an act, in the order of the act. Up to eight items cost no allocation.
#[derive(Clone, Debug)]
pub struct Served {
    first: [u32; Self::INLINE],
    length: u32,
    more: Vec<u32>,
}

impl Default for Served {
    fn default() -> Self {
        Self { first: [Self::NONE; Self::INLINE], length: 0, more: Vec::new() }
    }
}

impl Served {
    /// So many items are told of without an allocation.
    pub const INLINE: usize = 8;
    const NONE: u32 = u32::MAX;

    /// Takes every entry out again.
    pub fn clear(&mut self) {
        self.length = 0;
        self.more.clear();
    }

    /// Adds the next item's holding, as a place in [`crate::facts::Facts::holdings`].
    pub fn push(&mut self, holding: Option<u32>) {
        let holding = holding.unwrap_or(Self::NONE);
        match self.first.get_mut(self.length as usize) {
            Some(free) => *free = holding,
            None => self.more.push(holding),
        }
        self.length += 1;
    }

    /// The holding of the item at this place of the act.
    pub fn holding(&self, place: usize) -> Option<usize> {
        if place >= self.length as usize {
            return None;
        }
        let entry = self.first.get(place).or_else(|| self.more.get(place.wrapping_sub(Self::INLINE)))?;
        (*entry != Self::NONE).then_some(*entry as usize)
    }

    /// The holding of each item, in the order of the act; empty if the act opens nothing.
    pub fn iter(&self) -> impl Iterator<Item = Option<usize>> + '_ {
        (0..self.length as usize).map(|place| self.holding(place))
    }
}

impl PartialEq for Served {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}
impl Eq for Served {}

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
#[expect(clippy::struct_excessive_bools, reason = "each duty stands alone")]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Duties {
    /// A provision record (Act Art. 29).
    pub record_provision: bool,
    /// Values are shown masked.
    pub mask: bool,
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
