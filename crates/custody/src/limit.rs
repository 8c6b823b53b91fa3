//! People reached in a day, per account: sets in memory, rebuilt at start from the day's records.

use azukari_model::{Date, Name};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The people each account has reached today.
#[derive(Debug, Default)]
pub(crate) struct Reached(Mutex<Days>);

#[derive(Debug)]
struct Day {
    date: Date,
    /// About whom an act is recorded.
    people: HashSet<u64>,
    /// Whom acts under way are about, and how many of them: they count against others, and open nothing for one another.
    claimed: HashMap<u64, u32>,
}

impl Day {
    fn new(date: Date) -> Self {
        Self { date, people: HashSet::new(), claimed: HashMap::new() }
    }
}

/// How far an account has got, as the gate asks it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Count {
    /// Others than this person, with those whom acts under way are about.
    pub(crate) people: u32,
    /// An act about this person is recorded.
    pub(crate) has_this: bool,
}

type Days = BTreeMap<(Name, Arc<str>), Day>;

impl Reached {
    /// How many people, with those whom acts under way are about.
    pub(crate) fn people(&self, service: &Name, account: &Arc<str>, today: Date) -> u32 {
        let days = self.lock();
        let day = days.get(&(service.clone(), account.clone())).filter(|day| day.date == today);
        day.map_or(0, |day| day.count(None).people)
    }

    /// An act about a person is under way: takes a place for them, and tells how far the account has got without it.
    pub(crate) fn claim(&self, service: &Name, account: &Arc<str>, today: Date, person: u64) -> Count {
        let mut days = self.lock();
        let day = days.entry((service.clone(), account.clone())).or_insert_with(|| Day::new(today));
        if day.date != today {
            *day = Day::new(today);
        }
        *day.claimed.entry(person).or_default() += 1;
        day.count(Some(person))
    }

    /// The act is over; `is_recorded`: the person counts from now on.
    pub(crate) fn settle(&self, service: &Name, account: &Arc<str>, today: Date, person: u64, is_recorded: bool) {
        let mut days = self.lock();
        let day = days.entry((service.clone(), account.clone())).or_insert_with(|| Day::new(today));
        if day.date != today {
            // An act of the day before counts no more.
            return;
        }
        if is_recorded {
            day.people.insert(person);
        }
        if let Some(claims) = day.claimed.get_mut(&person) {
            *claims = claims.saturating_sub(1);
            if *claims == 0 {
                day.claimed.remove(&person);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Days> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Day {
    fn count(&self, person: Option<u64>) -> Count {
        let has_this = person.is_some_and(|person| self.people.contains(&person));
        let under_way =
            self.claimed.keys().filter(|claimed| Some(**claimed) != person && !self.people.contains(claimed));
        let others = self.people.len() - usize::from(has_this) + under_way.count();
        Count { people: u32::try_from(others).unwrap_or(u32::MAX), has_this }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONDAY: &str = "2027-01-18";

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_person_reached_again_is_not_counted_and_a_new_day_begins_with_nobody() {
        let (reached, service, account) = (Reached::default(), "sessa".parse().unwrap(), Arc::from("desk"));
        let claim = |on, person| reached.claim(&service, &account, day(on), person);
        let settle = |person, recorded| reached.settle(&service, &account, day(MONDAY), person, recorded);
        assert_eq!(claim(MONDAY, 7), Count { people: 0, has_this: false });
        settle(7, true);
        assert_eq!(claim(MONDAY, 7), Count { people: 0, has_this: true });
        assert_eq!(claim(MONDAY, 8), Count { people: 1, has_this: false });
        assert_eq!(reached.people(&service, &account, day(MONDAY)), 2);
        assert_eq!(claim("2027-01-19", 7), Count::default());
    }

    #[test]
    fn acts_side_by_side_open_nothing_for_one_another() {
        let (reached, service, account) = (Reached::default(), "sessa".parse().unwrap(), Arc::from("desk"));
        let claim = |person| reached.claim(&service, &account, day(MONDAY), person);
        let settle = |person, recorded| reached.settle(&service, &account, day(MONDAY), person, recorded);
        claim(1);
        settle(1, true);
        assert_eq!([claim(2), claim(2)], [Count { people: 1, has_this: false }; 2]);
        settle(2, false);
        assert_eq!(claim(3).people, 2, "one act about 2 is still under way");
        settle(2, true);
        settle(3, false);
        assert_eq!(claim(2), Count { people: 1, has_this: true });
    }
}
