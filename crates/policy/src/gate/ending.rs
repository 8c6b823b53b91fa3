//! When a holding's periods end, from what stands about the person.

use super::{
    Gate,
    rows::{AfterRow, KeepRow},
};
use crate::{
    facts::{Number, Standing, StandingKind},
    keep::{self, Ends, Rule, Since},
};
use azukari_model::{Instant, Period};

impl Gate {
    /// When a holding's periods end: the shorter of what its notice showed and what is declared today. Acquisition, an event,
    /// the person's last act, a use, a correction and an activation all write what this says.
    pub fn ends(&self, item: Number, notice: Number, acquired: Instant, standing: &[Standing]) -> Ends {
        let row = self.item_of.get(&item).and_then(|number| self.item(*number));
        let today = row.and_then(|row| row.keep.as_ref()).map(|keep| rule(keep, acquired, standing));
        let shown = self.keeps_of.get(notice.0 as usize).and_then(|place| self.keeps_shown.get(*place as usize));
        let shown = shown.and_then(|shown| shown.get(&item)).map(|keep| rule(keep, acquired, standing));
        keep::ends(&self.zone, today, shown)
    }

    /// Until when an event reported for a moment holds; `None`: it is only a moment, or there is no such event.
    pub fn event_until(&self, event: Number, on: Instant) -> Option<Instant> {
        let holds = self.events.iter().find(|row| row.number == event)?.holds?;
        Some(keep::end(&self.zone, on, holds))
    }
}

fn rule(row: &KeepRow, acquired: Instant, standing: &[Standing]) -> Rule {
    let since = match &row.after {
        AfterRow::Acquired => Since { acquired, ..Since::default() },
        AfterRow::LastSeen => {
            let seen = standing.iter().filter(|fact| fact.kind == StandingKind::LastSeen);
            Since { acquired, last_seen: seen.map(|fact| fact.at).max(), ..Since::default() }
        }
        AfterRow::Event(event) => {
            let is_it = |fact: &&Standing| fact.kind == StandingKind::Event && fact.subject == *event;
            let held = standing.iter().filter(is_it).map(last_held).max();
            Since { acquired, last_held: held, ..Since::default() }
        }
        AfterRow::LastUse(purposes) => {
            let is_it = |fact: &&Standing| fact.kind == StandingKind::LastUse && purposes.contains(&fact.subject);
            let used = standing.iter().filter(is_it).map(|fact| fact.at).max();
            Since { acquired, last_use: used, ..Since::default() }
        }
    };
    Rule { since, period: period(row.period), at_least: row.at_least.map(period) }
}

/// When an event last held: in the last moment it was reported for, unless its end was reported.
fn last_held(fact: &Standing) -> Instant {
    if fact.yes { fact.until.map_or(fact.at, |until| until.plus_micros(-1)) } else { fact.at }
}

fn period((years, months, days): (u16, u16, u16)) -> Period {
    Period::new(years, months, days).unwrap_or_default()
}
