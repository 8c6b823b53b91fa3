//! What is entered in the office and read by the gate: companies, agreements, reviews, routes, confirmations,
//! announcements, accounts, attestations, holds. One shape for all: an entry is dated, recorded, and never overwritten.

pub(crate) mod filed;

use crate::{
    ask::Whom,
    text::{Line, Note},
};
use azukari_model::{ActId, Date, Instant, MemberId, PersonId, RequestId};
use azukari_policy::vocabulary::{Gives, Route, Way};
use std::sync::Arc;

/// Something to enter.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A company of a class.
    Member {
        class: Arc<str>,
        name: Line,
        address: Option<Line>,
        representative: Option<Line>,
        /// ISO 3166 alpha-2.
        country: Option<Line>,
    },
    /// Nothing flows to it any more.
    Stop { party: Arc<str>, because: Option<Note> },
    /// An agreement with a company, or with a recipient that is one. `items` absent: all.
    Agreement { party: Arc<str>, from: Date, until: Date, items: Option<Vec<Arc<str>>>, reference: Option<Line> },
    /// Why it was chosen (Act Art. 25).
    Choice { party: Arc<str>, because: Note },
    /// It was reviewed; `on` absent: today.
    Review { party: Arc<str>, on: Option<Date>, findings: Option<Note> },
    /// The route abroad, or its yearly check (Act Art. 28).
    Route { party: Arc<str>, route: Route, checked: Option<Date> },
    /// A recipient that joins to persons has this person's consent (Act Art. 31).
    Confirmation { party: Arc<str>, whom: Whom, method: Note, until: Option<Date> },
    /// A source from elsewhere was announced.
    Announcement { source: Arc<str>, at: Option<Instant>, place: Line, text: Option<Note> },
    /// An account of the staff.
    Account { account: Line, role: Arc<str>, over: bool },
    /// Evidence for a measure.
    Attestation { measure: Arc<str>, evidence: Option<Note>, of: Option<Line>, on: Option<Date> },
    /// Nothing of it is opened but for rights (`over`: ends).
    Restriction { whom: Whom, items: Vec<Arc<str>>, because: Note, over: bool },
    /// Nothing of it is erased (`over`: ends).
    Hold { whom: Whom, items: Vec<Arc<str>>, because: Note, over: bool },
    /// A system or a recipient has done what it was told.
    Done { by: Told, act: ActId },
    /// A request of a person came in.
    Request { whom: Whom, gives: Gives, way: Option<Way>, text: Option<Note> },
    /// It was answered.
    RequestAnswered { request: RequestId, items: Vec<Arc<str>> },
}

impl Entry {
    /// Which register it goes to.
    pub const fn kind(&self) -> EntryKind {
        match self {
            Self::Member { .. } | Self::Stop { .. } | Self::Choice { .. } => EntryKind::Members,
            Self::Agreement { .. } => EntryKind::Agreements,
            Self::Review { .. } => EntryKind::Reviews,
            Self::Route { .. } => EntryKind::Routes,
            Self::Confirmation { .. } => EntryKind::Confirmations,
            Self::Announcement { .. } => EntryKind::Announcements,
            Self::Account { .. } => EntryKind::Accounts,
            Self::Attestation { .. } => EntryKind::Attestations,
            Self::Restriction { .. } | Self::Hold { .. } => EntryKind::Holds,
            Self::Done { .. } => EntryKind::Systems,
            Self::Request { .. } | Self::RequestAnswered { .. } => EntryKind::Requests,
        }
    }
}

/// Who was told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Told {
    /// A declared system of the company's own.
    System(Arc<str>),
    /// A recipient that is one company, or `rcp_…`.
    Recipient(Arc<str>),
}

/// A register.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum EntryKind {
    Members,
    Agreements,
    Reviews,
    Routes,
    Confirmations,
    Announcements,
    Accounts,
    Attestations,
    Holds,
    Systems,
    Requests,
    /// Releases of statistics.
    Statistics,
    Approvals,
}

impl EntryKind {
    /// Every register with its word in addresses.
    pub const ALL: [(Self, &'static str); 13] = [
        (Self::Members, "members"),
        (Self::Agreements, "agreements"),
        (Self::Reviews, "reviews"),
        (Self::Routes, "routes"),
        (Self::Confirmations, "confirmations"),
        (Self::Announcements, "announcements"),
        (Self::Accounts, "accounts"),
        (Self::Attestations, "attestations"),
        (Self::Holds, "holds"),
        (Self::Systems, "systems"),
        (Self::Requests, "requests"),
        (Self::Statistics, "statistics"),
        (Self::Approvals, "approvals"),
    ];

    /// Its word in addresses.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }
}

/// A line of a register.
#[derive(Clone, Debug)]
pub struct Listed {
    pub at: Instant,
    pub by: Arc<str>,
    /// The company, where the line is about one.
    pub member: Option<MemberId>,
    pub person: Option<PersonId>,
    pub request: Option<RequestId>,
    /// What was entered, as JSON without personal values.
    pub entry: serde_json::Value,
}
