//! A person's place among those an account reaches today: taken before the decision, given back unless the act is recorded.

use super::{Inner, errand::Moment, office::role};
use crate::{caller::Who, limit::Count};
use azukari_model::{Date, Name, PersonId};
use std::sync::Arc;

/// A place taken.
pub(crate) struct Reservation<'a> {
    door: &'a Inner,
    service: Name,
    account: Arc<str>,
    today: Date,
    person: u64,
    pub(crate) count: Count,
    is_recorded: bool,
}

impl Reservation<'_> {
    /// The act is recorded: the person counts.
    pub(crate) fn keep(mut self) {
        self.is_recorded = true;
    }

    /// Whether the person is one more than the caller's role allows.
    pub(crate) fn is_beyond(&self, moment: &Moment<'_>) -> bool {
        let limit = role(moment.caller, moment.running).and_then(|role| role.people_per_day);
        !self.count.has_this && limit.is_some_and(|limit| self.count.people >= limit)
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        self.door.reached.settle(&self.service, &self.account, self.today, self.person, self.is_recorded);
    }
}

/// A person as the sets know them.
pub(crate) fn person_hash(person: PersonId) -> u64 {
    // Ids are random: half of one is as good as a hash of it.
    u64::try_from(person.bits() >> 64).unwrap_or_default()
}

impl Inner {
    /// Takes a place for a person; `None`: the caller has no account, so nothing is counted.
    pub(crate) fn reserve<'a>(&'a self, moment: &Moment<'_>, person: PersonId) -> Option<Reservation<'a>> {
        let Who::Staff { account, .. } = &moment.caller.who else { return None };
        let (service, today, person) =
            (moment.service.id.clone(), moment.running.zone().date(moment.now), person_hash(person));
        let count = self.reached.claim(&service, account, today, person);
        Some(Reservation { door: self, service, account: account.clone(), today, person, count, is_recorded: false })
    }

    /// How many people the account has reached today.
    pub(crate) fn reached_today(&self, moment: &Moment<'_>) -> u32 {
        let Who::Staff { account, .. } = &moment.caller.who else { return 0 };
        self.reached.people(&moment.service.id, account, moment.running.zone().date(moment.now))
    }
}
