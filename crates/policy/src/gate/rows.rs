//! The declarations as the gate keeps them: dense numbers, bit sets, places of clauses.

use super::bits::{Items, Purposes};
use crate::{
    declared::Papers,
    facts::Number,
    vocabulary::{
        Agent, Choice, Class, Extra, Gives, Ground, Identity, Load, Need, Part, Platform, Route, Shown, Statute, Way,
    },
};
use azukari_model::{Date, Name, NoticeId, Period};

/// A clause, as a place in the gate's list of them.
pub(super) type Place = Option<u16>;

#[derive(Debug)]
pub(super) struct ItemRow {
    pub(super) number: Number,
    /// The number holdings have: of the item it is derived from, where it is derived.
    pub(super) stored: Number,
    pub(super) class: Class,
    pub(super) lookup: bool,
    /// A recipient holds it.
    pub(super) is_held: bool,
    pub(super) is_card: bool,
    /// The clause of the first recipient that holds it.
    pub(super) holder: Place,
    /// The system that holds it.
    pub(super) system: Option<Number>,
    pub(super) keep: Option<KeepRow>,
    /// The clause and statute of its period of keeping.
    pub(super) keep_clause: Place,
    pub(super) keep_because: Option<Statute>,
}

/// When a period begins, and how long it is.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct KeepRow {
    pub(super) period: (u16, u16, u16),
    pub(super) after: AfterRow,
    pub(super) at_least: Option<(u16, u16, u16)>,
}

#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum AfterRow {
    Acquired,
    LastSeen,
    Event(Number),
    LastUse(Vec<Number>),
}

#[derive(Debug)]
pub(super) struct SourceRow {
    pub(super) from_outside: bool,
    pub(super) takes: Items,
    pub(super) required: Items,
    pub(super) confirms: Vec<Name>,
    /// `None`: before, if the act creates the person; else published.
    pub(super) shown: Option<Shown>,
    pub(super) extra: Extra,
    /// Recipients that may bring it.
    pub(super) provider: Vec<Number>,
    pub(super) limited_by_grant: bool,
    pub(super) notice: NoticeId,
    pub(super) clause: Place,
}

#[derive(Debug)]
pub(super) struct PurposeRow {
    pub(super) number: Number,
    pub(super) items: Items,
    pub(super) choice: Choice,
    pub(super) because: Option<Statute>,
    pub(super) ours: bool,
    pub(super) when: Vec<When>,
    pub(super) meaning: u32,
    pub(super) mail: bool,
    pub(super) notice: NoticeId,
    pub(super) clause: Place,
}

/// An event that must hold.
#[derive(Clone, Debug)]
pub(super) struct When {
    pub(super) event: Number,
    /// It is true towards one company.
    pub(super) of_member: bool,
}

#[derive(Debug)]
pub(super) struct RecipientRow {
    pub(super) number: Number,
    pub(super) part: Part,
    pub(super) is_class: bool,
    pub(super) country: String,
    pub(super) route: Option<Route>,
    pub(super) agreement_required: bool,
    pub(super) review_every: Option<Period>,
    /// Exceptions that may reach it, as places in the list of grounds.
    pub(super) under: Vec<Name>,
    /// Blocking measures asked of it.
    pub(super) measures: Vec<(Number, Place)>,
    pub(super) clause: Place,
}

#[derive(Debug)]
pub(super) struct FlowRow {
    pub(super) number: Number,
    /// Recipients, as dense numbers.
    pub(super) to: Vec<u16>,
    pub(super) purposes: Purposes,
    pub(super) items: Items,
    pub(super) ground: Option<Ground>,
    pub(super) when: Vec<When>,
    pub(super) links_to_person: bool,
    pub(super) is_joint: bool,
    pub(super) since: Option<Date>,
    pub(super) meaning: u32,
    pub(super) notice: NoticeId,
    pub(super) clause: Place,
}

/// An exception the policy admits.
#[derive(Debug)]
pub(super) struct GroundRow {
    pub(super) id: Name,
    pub(super) needs: Vec<Need>,
    pub(super) clause: Place,
}

#[derive(Debug)]
pub(super) struct TagRow {
    pub(super) id: Name,
    pub(super) number: Number,
    pub(super) category: Name,
    pub(super) category_number: Number,
    pub(super) load: Load,
    pub(super) pages: Vec<String>,
    pub(super) on: Vec<Platform>,
    pub(super) hosts: Vec<String>,
    pub(super) recipient: Option<u16>,
    pub(super) purposes: Vec<u16>,
    pub(super) notice: NoticeId,
    pub(super) clause: Place,
}

#[derive(Debug)]
pub(super) struct CategoryRow {
    pub(super) notice: NoticeId,
    pub(super) clause: Place,
}

#[derive(Debug)]
pub(super) struct StatisticRow {
    pub(super) by: Items,
    pub(super) min_group: u32,
    pub(super) to: Vec<u16>,
    pub(super) purposes: Vec<u16>,
    pub(super) clause: Place,
}

#[derive(Debug)]
pub(super) struct MeasureRow {
    pub(super) number: Number,
    pub(super) per: PerRow,
    /// What it audits, or is audited by: who attested that in the same period may not attest this.
    pub(super) apart_from: Option<Number>,
    pub(super) clause: Place,
}

#[derive(Debug)]
pub(super) enum PerRow {
    Operator,
    Staff,
    Recipients,
}

#[derive(Debug)]
pub(super) struct EventRow {
    pub(super) number: Number,
    pub(super) holds: Option<Period>,
    pub(super) reference: bool,
}

#[expect(clippy::struct_excessive_bools, reason = "each stands alone")]
#[derive(Debug)]
pub(super) struct RoleRow {
    pub(super) uses: Purposes,
    pub(super) items: Option<Items>,
    pub(super) find_items: Items,
    pub(super) find_systems: Vec<Number>,
    pub(super) acquire: Vec<u16>,
    pub(super) provide: Vec<u16>,
    pub(super) exceptions: bool,
    pub(super) bulk_purposes: Purposes,
    pub(super) bulk_flows: Vec<u16>,
    pub(super) report: Vec<u16>,
    pub(super) count: Vec<u16>,
    pub(super) consent: bool,
    pub(super) import: bool,
    pub(super) requests: bool,
    pub(super) correct: bool,
    pub(super) cease: bool,
    pub(super) erase: bool,
    pub(super) approves_exceptions: bool,
    pub(super) attest: Vec<u16>,
    pub(super) people_per_day: Option<u32>,
}

/// What one notice showed, as far as it still matters; notices that show the same share one.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct ShownRow {
    /// Purposes shown in the meaning they have today, and those related to one shown.
    pub(super) purposes: Purposes,
    /// Flows to third parties and joint users.
    pub(super) flows: Vec<u16>,
    /// What came by its source may be used only after an announcement.
    pub(super) announced: bool,
}

#[derive(Debug)]
pub(super) struct RightRow {
    pub(super) id: Name,
    pub(super) gives: Gives,
    pub(super) by: Vec<Way>,
    pub(super) identity: Vec<Identity>,
    pub(super) documents: Vec<Papers>,
    pub(super) items: Option<Items>,
    pub(super) agents: Vec<Agent>,
    pub(super) may_decline: Vec<Name>,
    pub(super) then_correct: bool,
    pub(super) clause: Place,
}
