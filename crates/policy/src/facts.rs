//! What the gate may look at besides policy, operation and caller: everything the order of decision marks ● or ○.
//!
//! Words are [`Number`]s here: given once to each declared id of a service, never reused, so rows stay small and renames
//! cost nothing. [`Numbers`] is the book of them.

use crate::{
    declared::{Operation, Policy},
    vocabulary::{Family, Gives, Route},
};
use azukari_model::{Date, Instant, Name};
use std::{collections::BTreeMap, sync::Arc};

/// The permanent number of a declared id within its service; 0 is nothing.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize)]
pub struct Number(pub u32);

/// The book of numbers of one service.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    given: BTreeMap<(Family, Name), Number>,
    next: u32,
}

impl Numbers {
    /// Reads the book back from its rows.
    pub fn from_rows(rows: impl IntoIterator<Item = (Family, Name, Number)>) -> Self {
        let mut book = Self::default();
        for (family, name, number) in rows {
            book.next = book.next.max(number.0);
            book.given.insert((family, name), number);
        }
        book
    }

    /// The number of a declaration, given now if it has none. A renamed one (`formerly`) keeps its number.
    pub fn ensure(&mut self, family: Family, name: &Name, formerly: Option<&Name>) -> Number {
        let known = self.lookup(family, name).or_else(|| formerly.and_then(|old| self.lookup(family, old)));
        let number = known.unwrap_or_else(|| {
            self.next += 1;
            Number(self.next)
        });
        self.given.insert((family, name.clone()), number);
        number
    }

    /// The number of a declaration, if it was ever given one.
    pub fn lookup(&self, family: Family, name: &Name) -> Option<Number> {
        self.given.get(&(family, name.clone())).copied()
    }

    /// Gives a number to everything a policy and its operation declare that rows may speak of: items, sources, purposes,
    /// recipients, flows, events, categories, tags, statistics, rights, measures, systems.
    ///
    /// A flow stands under [`Family::Provision`], whichever table it was written in, so that a short form written out later
    /// keeps its number and with it the answers given to it.
    pub fn ensure_all(&mut self, policy: &Policy, operation: Option<&Operation>) {
        for one in &policy.items {
            self.ensure(Family::Item, &one.id, one.formerly.as_ref());
        }
        for one in &policy.sources {
            self.ensure(Family::Source, &one.id, one.formerly.as_ref());
        }
        for one in &policy.purposes {
            self.ensure(Family::Purpose, &one.id, one.formerly.as_ref());
        }
        for one in &policy.recipients {
            self.ensure(Family::Recipient, &one.id, one.formerly.as_ref());
        }
        for one in &policy.flows {
            self.ensure(Family::Provision, &one.id, one.formerly.as_ref());
        }
        let systems = operation.map_or(&[][..], |operation| &operation.systems);
        let plain = (policy.events.iter().map(|one| (Family::Event, &one.id)))
            .chain(policy.categories.iter().map(|one| (Family::Category, &one.id)))
            .chain(policy.tags.iter().map(|one| (Family::Tag, &one.id)))
            .chain(policy.statistics.iter().map(|one| (Family::Statistic, &one.id)))
            .chain(policy.rights.iter().map(|one| (Family::Right, &one.id)))
            .chain(policy.measures.iter().map(|one| (Family::Measure, &one.id)))
            .chain(systems.iter().map(|one| (Family::System, &one.id)));
        for (family, id) in plain {
            self.ensure(family, id, None);
        }
    }

    /// Every row, sorted.
    pub fn rows(&self) -> impl Iterator<Item = (Family, &Name, Number)> {
        self.given.iter().map(|((family, name), number)| (*family, name, *number))
    }
}

/// Everything a decision may look at.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub register: &'a Register,
    /// The person's holdings, any order.
    pub holdings: &'a [Holding],
    /// The person's standing, any order.
    pub standing: &'a [Standing],
    /// People this account reached today, this person not counted.
    pub people_reached: u32,
    /// This person was already reached today by this account.
    pub person_reached: bool,
    pub approval: Option<&'a Approval>,
    /// The request the act follows, if it is of this person.
    pub request: Option<&'a PastRequest>,
}

/// An item of a person is held, from one source.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Holding {
    pub item: Number,
    pub source: Number,
    /// Which notice it came under.
    pub notice: Number,
    pub acquired: Instant,
    /// Computed by [`crate::keep`]; `None`: no end in sight (its event holds).
    pub expires: Option<Instant>,
    /// A statute keeps it until then ([`crate::keep`]).
    pub kept_by_law_until: Option<Instant>,
}

/// One fact that can change a verdict: a row of the person's standing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Standing {
    pub kind: StandingKind,
    /// Answers: a purpose, flow, category or tag. Cessations: a purpose or recipient, or 0 for all. Restrictions and holds:
    /// an item or 0. Events: an event. Confirmations: a recipient. Last seen: 0. Last use: a purpose. Kept by law: an item.
    pub subject: Number,
    /// A company of a class, where the fact is about one; 0 otherwise.
    pub member: Number,
    /// Answers: yes or no. Everything else: whether it holds (an event `over`: no).
    pub yes: bool,
    /// Answers: the meaning answered to.
    pub meaning: u32,
    /// Answers: there was a yes before.
    pub had_yes: bool,
    /// Answers to flows: the countries were told (Act Art. 28).
    pub country_told: bool,
    pub at: Instant,
    /// Events: when it lapses.
    pub until: Option<Instant>,
}

/// What a row of standing is about.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[repr(u8)]
pub enum StandingKind {
    AnswerPurpose = 1,
    AnswerFlow = 2,
    AnswerTag = 3,
    /// Subject 0: all use and all provision.
    CessationPurpose = 4,
    /// Subject 0: every passing on.
    CessationRecipient = 5,
    Restriction = 6,
    Hold = 7,
    Event = 8,
    Confirmation = 9,
    LastSeen = 10,
    LastUse = 11,
    /// A statute keeps this item though its erasure was asked: only a purpose with the `because` of its `keep` may use it.
    KeptByLaw = 12,
}

/// What is on file for a whole service; one immutable value, cached.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// Companies of classes, by the id the office entered them under.
    pub members: BTreeMap<Arc<str>, Member>,
    /// Recipients that are one company: the same facts, by recipient.
    pub parties: BTreeMap<Number, Member>,
    /// Blocking measures per staff: account → measure → the end of what is on file.
    pub staff: BTreeMap<Arc<str>, BTreeMap<Number, Instant>>,
    /// Who attested a measure in the current period.
    pub attested: BTreeMap<Number, Vec<Arc<str>>>,
    /// Sources announced.
    pub announced: BTreeMap<Number, Instant>,
    /// Joint uses (flows) and the day they were published.
    pub joint_use_since: BTreeMap<Number, Date>,
    /// Days of versions known: activated, or entered afterwards.
    pub versions: Vec<Date>,
    /// Since when the active version counts; `None`: no version is in force.
    pub effective: Option<Instant>,
}

/// A company on file.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// Its permanent number, for standing rows about it; 0 for a party, which is its recipient's number alone.
    pub number: Number,
    /// The class (recipient) it is of; 0 for a party.
    pub class: Number,
    pub country: Option<String>,
    pub route: Option<Route>,
    /// The yearly check of a foreign company.
    pub route_checked: Option<Date>,
    /// The last day of the agreement in force.
    pub agreement_until: Option<Date>,
    /// Items within the agreement; `None`: all.
    pub agreement_items: Option<Vec<Number>>,
    /// It is recorded why it was chosen (Act Art. 25).
    pub chosen: bool,
    pub reviewed: Option<Date>,
    /// Measures on file for it: measure → the last day.
    pub measures: BTreeMap<Number, Date>,
    /// Nothing flows any more: it counts as not registered.
    pub stopped: bool,
}

/// An approval of one act by a second credential.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Approval {
    pub approver: Arc<str>,
    pub role: Name,
}

/// An earlier request of the same person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PastRequest {
    /// The declared right it was made under.
    pub right: Name,
    pub gives: Gives,
    pub answered: bool,
    /// What the answer showed.
    pub items: Vec<Name>,
}
