//! What the door saw of one person, at once: what the gate may look at, and beside it what only the door needs.

use azukari_model::{Instant, PersonId};
use azukari_policy::facts::{Holding, Number, PastRequest, Standing};

/// A person as seen in one snapshot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// `None`: nobody, or not yet.
    pub(crate) person: Option<SeenPerson>,
    /// What the gate looks at; place for place the same as [`Seen::held`].
    pub(crate) holdings: Vec<Holding>,
    pub(crate) held: Vec<Held>,
    pub(crate) standing: Vec<Standing>,
    /// References in the company's own systems, sealed like values.
    pub(crate) references: Vec<Held>,
    /// Whom something was given to.
    pub(crate) given: Vec<Given>,
    pub(crate) request: Option<PastRequest>,
}

/// Who it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct SeenPerson {
    pub(crate) id: PersonId,
    pub(crate) revision: u64,
}

/// Where a holding stands: one per item and source, and for many-valued kinds per year of acquisition.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Slot {
    pub(crate) item: Number,
    pub(crate) source: Number,
    /// 0 unless many-valued.
    pub(crate) year: u16,
}

/// A holding with its key and values, all sealed.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) slot: Slot,
    /// The version it came under.
    pub(crate) version: u32,
    /// The wrapped key; `None`: a system has the value.
    pub(crate) key: Option<Vec<u8>>,
    /// Entries with their numbers, oldest first; single-valued: one, number 0.
    pub(crate) values: Vec<(u64, Vec<u8>)>,
}

/// A provision that was made: what later notices cite.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) recipient: Number,
    /// The company of a class; 0: none.
    pub(crate) member: Number,
    pub(crate) reference: String,
    pub(crate) record: Option<azukari_model::ProvisionId>,
    pub(crate) at: Instant,
    pub(crate) items: Vec<Number>,
}

impl Seen {
    /// A fact of the person's standing.
    pub(crate) fn standing(&self, kind: azukari_policy::facts::StandingKind, subject: Number, member: Number) -> Option<&Standing> {
        self.standing.iter().find(|row| row.kind == kind && row.subject == subject && row.member == member)
    }

    /// The holding in a slot.
    pub(crate) fn in_slot(&self, slot: Slot) -> Option<&Held> {
        self.held.iter().find(|held| held.slot == slot)
    }
}
