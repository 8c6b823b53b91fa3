//! Standing as it becomes in one act, and when holdings end under it: a period counts from what happened last.

use super::Stage;
use crate::seen::standing_row;
use azukari_model::Instant;
use azukari_policy::facts::{Number, Standing, StandingKind};
use azukari_store::Change;

/// The person's standing with what the act adds to it.
#[derive(Clone, Debug)]
pub(crate) struct Fold {
    standing: Vec<Standing>,
    new: Vec<Standing>,
}

impl Fold {
    /// Begins with what was seen.
    pub(crate) fn of(stage: &Stage<'_>) -> Self {
        Self { standing: stage.seen.standing.clone(), new: Vec::new() }
    }

    /// The standing so far.
    pub(crate) fn standing(&self) -> &[Standing] {
        &self.standing
    }

    /// Writes a row in place of the one about the same.
    pub(crate) fn set(&mut self, new: Standing) {
        let is_same = |row: &Standing| (row.kind, row.subject, row.member) == (new.kind, new.subject, new.member);
        self.standing.retain(|row| !is_same(row));
        self.new.retain(|row| !is_same(row));
        self.standing.push(new);
        self.new.push(new);
    }

    /// Notes that something happened today, unless that was noted today already.
    pub(crate) fn note_day(&mut self, stage: &Stage<'_>, kind: StandingKind, subject: Number) {
        let zone = stage.running.zone();
        let known = stage.seen.standing(kind, subject, Number(0));
        if known.is_none_or(|known| zone.date(known.at) != zone.date(stage.now)) {
            self.set(row(kind, subject, stage.now));
        }
    }

    /// The rows, and the ends they move.
    pub(crate) fn changes(self, stage: &Stage<'_>) -> Vec<Change> {
        if self.new.is_empty() {
            return Vec::new();
        }
        let gate = &stage.running.gate;
        let moved = (stage.seen.holdings.iter().zip(&stage.seen.held)).filter_map(|(holding, held)| {
            let ends = gate.ends(holding.item, holding.notice, holding.acquired, &self.standing);
            let differs = ends.expires != holding.expires || ends.kept_by_law_until != holding.kept_by_law_until;
            let (expires, kept_until) = (ends.expires, ends.kept_by_law_until);
            differs.then_some(Change::SetEnds { of: held.at, expires, kept_until })
        });
        self.new.iter().map(|row| Change::PutStanding(standing_row(row))).chain(moved).collect()
    }
}

/// A plain row that holds from now.
pub(crate) const fn row(kind: StandingKind, subject: Number, at: Instant) -> Standing {
    Standing {
        kind,
        subject,
        member: Number(0),
        yes: true,
        meaning: 0,
        had_yes: false,
        country_told: false,
        at,
        until: None,
    }
}
