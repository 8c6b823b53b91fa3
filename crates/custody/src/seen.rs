//! What the door saw of one person, at once: what the gate may look at, and beside it what only the door needs.

use azukari_model::{Name, PersonId};
use azukari_policy::{
    facts::{Holding, Number, PastRequest, Standing, StandingKind},
    vocabulary::Gives,
};
use azukari_store::{HoldingKey, HoldingRow, Person, PersonRow, ProvisionRow, ReferenceRow, RequestRow, StandingRow};

use crate::service::Running;

/// A person as seen in one snapshot; also somebody about to be made, of whom nothing is seen yet.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) id: PersonId,
    /// `None`: about to be made.
    pub(crate) row: Option<PersonRow>,
    pub(crate) revision: u64,
    /// What the gate looks at; place for place the same as [`Seen::held`].
    pub(crate) holdings: Vec<Holding>,
    pub(crate) held: Vec<HoldingRow>,
    pub(crate) standing: Vec<Standing>,
    pub(crate) references: Vec<ReferenceRow>,
    /// Whom something was given to.
    pub(crate) given: Vec<ProvisionRow>,
    pub(crate) request: Option<PastRequest>,
}

impl Seen {
    /// Somebody about to be made.
    pub(crate) const fn new(id: PersonId) -> Self {
        Self {
            id,
            row: None,
            revision: 0,
            holdings: Vec::new(),
            held: Vec::new(),
            standing: Vec::new(),
            references: Vec::new(),
            given: Vec::new(),
            request: None,
        }
    }

    /// Somebody read.
    pub(crate) fn of(person: Person, request: Option<&RequestRow>, running: &Running) -> Self {
        let request = request.filter(|request| request.person == Some(person.row));
        Self {
            id: person.id,
            row: Some(person.row),
            revision: person.revision,
            holdings: person.holdings.iter().map(holding).collect(),
            held: person.holdings,
            standing: person.standing.iter().filter_map(standing).collect(),
            references: person.references,
            given: person.provisions,
            request: request.and_then(|request| past_request(request, running)),
        }
    }

    /// A fact of the person's standing.
    pub(crate) fn standing(&self, kind: StandingKind, subject: Number, member: Number) -> Option<&Standing> {
        self.standing.iter().find(|row| row.kind == kind && row.subject == subject && row.member == member)
    }

    /// The holding of this key.
    pub(crate) fn at(&self, key: HoldingKey) -> Option<&HoldingRow> {
        self.held.iter().find(|held| held.at == key)
    }
}

fn holding(row: &HoldingRow) -> Holding {
    Holding {
        item: Number(row.at.item),
        source: Number(row.at.source),
        notice: Number(row.notice),
        acquired: row.acquired,
        expires: row.expires,
        kept_by_law_until: row.kept_until,
    }
}

const KINDS: [StandingKind; 12] = [
    StandingKind::AnswerPurpose,
    StandingKind::AnswerFlow,
    StandingKind::AnswerTag,
    StandingKind::CessationPurpose,
    StandingKind::CessationRecipient,
    StandingKind::Restriction,
    StandingKind::Hold,
    StandingKind::Event,
    StandingKind::Confirmation,
    StandingKind::LastSeen,
    StandingKind::LastUse,
    StandingKind::KeptByLaw,
];

/// A row as the gate reads it; a kind that this program does not know is nothing to it.
fn standing(row: &StandingRow) -> Option<Standing> {
    let kind = KINDS.into_iter().find(|kind| *kind as u8 == row.of.kind)?;
    Some(Standing {
        kind,
        subject: Number(row.of.subject),
        member: Number(row.of.member),
        yes: row.yes,
        meaning: row.meaning,
        had_yes: row.had_yes,
        country_told: row.country_told,
        at: row.at,
        until: row.until,
    })
}

/// A row of standing as it is stored.
pub(crate) const fn standing_row(row: &Standing) -> StandingRow {
    StandingRow {
        of: azukari_store::StandingKey { kind: row.kind as u8, subject: row.subject.0, member: row.member.0 },
        yes: row.yes,
        meaning: row.meaning,
        had_yes: row.had_yes,
        country_told: row.country_told,
        at: row.at,
        until: row.until,
    }
}

fn past_request(request: &RequestRow, running: &Running) -> Option<PastRequest> {
    let right: Name = running.declared(azukari_policy::vocabulary::Family::Right, Number(request.right))?;
    let gives: Gives = running.policy.right(&right)?.gives;
    let items = request.items.iter();
    let items = items.filter_map(|item| running.declared(azukari_policy::vocabulary::Family::Item, Number(*item)));
    Some(PastRequest { right, gives, answered: request.answered.is_some(), items: items.collect() })
}
