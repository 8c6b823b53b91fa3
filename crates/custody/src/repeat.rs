//! Equal refusals within a minute: the first is recorded at once, the others are counted and recorded together after it.

use azukari_model::{Instant, Name, PersonId};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::refused::Code;

/// A minute, in microseconds.
const MINUTE: i64 = 60_000_000;

/// What makes two refusals equal.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Same {
    pub(crate) service: Name,
    pub(crate) account: Arc<str>,
    pub(crate) person: Option<PersonId>,
    pub(crate) kind: &'static str,
    pub(crate) code: Code,
    /// Purpose, source, recipient, items: what the act names.
    pub(crate) subject: String,
}

/// Refusals of the last minute.
#[derive(Debug, Default)]
pub(crate) struct Repeats(Mutex<BTreeMap<Same, Run>>);

#[derive(Clone, Copy, Debug)]
struct Run {
    since: Instant,
    first: azukari_model::ActId,
    more: u64,
}

/// A run of equal refusals that is over.
#[derive(Clone, Debug)]
pub(crate) struct Over {
    pub(crate) same: Same,
    pub(crate) first: azukari_model::ActId,
    pub(crate) more: u64,
}

impl Repeats {
    /// Whether this refusal is to be recorded now; if not, it has been counted, and the record of the first stands for it.
    pub(crate) fn is_first(&self, same: &Same, act: azukari_model::ActId, now: Instant) -> Result<(), azukari_model::ActId> {
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match runs.get_mut(same) {
            Some(run) if now.micros() - run.since.micros() < MINUTE => {
                run.more += 1;
                Err(run.first)
            }
            // A run with something to tell waits for `over`; this one is told with it.
            Some(run) if run.more > 0 => {
                run.more += 1;
                Err(run.first)
            }
            _ => {
                runs.insert(same.clone(), Run { since: now, first: act, more: 0 });
                Ok(())
            }
        }
    }

    /// Takes out the runs whose minute is over.
    pub(crate) fn over(&self, now: Instant) -> Vec<Over> {
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut over = Vec::new();
        runs.retain(|same, run| {
            let is_over = now.micros() - run.since.micros() >= MINUTE;
            if is_over && run.more > 0 {
                over.push(Over { same: same.clone(), first: run.first, more: run.more });
            }
            !is_over
        });
        over
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refused::DoorCode;
    use azukari_model::ActId;

    #[test]
    fn equal_refusals_within_a_minute_are_one_record_and_a_count() {
        let repeats = Repeats::default();
        let same = Same {
            service: "sessa".parse().unwrap(),
            account: "desk".into(),
            person: None,
            kind: "use",
            code: Code::Door(DoorCode::NotFound),
            subject: String::new(),
        };
        let at = |seconds: i64| Instant::from_micros(seconds * 1_000_000);
        assert!(repeats.is_first(&same, ActId::from_bits(1), at(0)).is_ok());
        for second in 1..=5 {
            assert_eq!(repeats.is_first(&same, ActId::from_bits(2), at(second)), Err(ActId::from_bits(1)));
        }
        assert!(repeats.over(at(59)).is_empty());
        let over = repeats.over(at(60));
        assert_eq!(over.iter().map(|run| (run.first, run.more)).collect::<Vec<_>>(), [(ActId::from_bits(1), 5)]);
        assert!(repeats.is_first(&same, ActId::from_bits(3), at(61)).is_ok());
    }
}
