//! A person's place among those an account reaches today: taken before the decision, given back unless the act is recorded.

use super::{Inner, errand::Moment};
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
    /// The place was taken by this act, and goes unless it is kept.
    gives_back: bool,
}

impl Reservation<'_> {
    /// The act is recorded: the person counts.
    pub(crate) fn keep(mut self) {
        self.gives_back = false;
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        if self.gives_back {
            self.door.reached.forget(&self.service, &self.account, self.today, self.person);
        }
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
        let is_new = self.reached.enter(&service, account, today, person);
        let count = self.reached.count(&service, account, today, Some(person));
        let count = Count { has_this: !is_new, ..count };
        Some(Reservation { door: self, service, account: account.clone(), today, person, count, gives_back: is_new })
    }

    /// How many people the account has reached today.
    pub(crate) fn reached_today(&self, moment: &Moment<'_>) -> u32 {
        let Who::Staff { account, .. } = &moment.caller.who else { return 0 };
        self.reached.count(&moment.service.id, account, moment.running.zone().date(moment.now), None).people
    }
}
