//! People reached in a day, per account: sets in memory, rebuilt at start from the day's records.

use azukari_model::{Date, Name};
use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

/// The people each account has reached today.
#[derive(Debug, Default)]
pub(crate) struct Reached(Mutex<BTreeMap<(Name, Arc<str>), Day>>);

#[derive(Debug)]
struct Day {
    date: Date,
    people: HashSet<u64>,
}

/// How far an account has got, as the gate asks it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Count {
    pub(crate) people: u32,
    /// This person is among them.
    pub(crate) has_this: bool,
}

impl Reached {
    /// How many other people, and whether this one.
    pub(crate) fn count(&self, service: &Name, account: &Arc<str>, today: Date, person: Option<u64>) -> Count {
        let days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(day) = days.get(&(service.clone(), account.clone())).filter(|day| day.date == today) else {
            return Count::default();
        };
        let has_this = person.is_some_and(|person| day.people.contains(&person));
        let others = day.people.len() - usize::from(has_this);
        Count { people: u32::try_from(others).unwrap_or(u32::MAX), has_this }
    }

    /// Enters a person; gives back whether they were new today.
    pub(crate) fn enter(&self, service: &Name, account: &Arc<str>, today: Date, person: u64) -> bool {
        let mut days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let day = days
            .entry((service.clone(), account.clone()))
            .or_insert_with(|| Day { date: today, people: HashSet::new() });
        if day.date != today {
            *day = Day { date: today, people: HashSet::new() };
        }
        day.people.insert(person)
    }

    /// Takes a person out again whose act was not recorded.
    pub(crate) fn forget(&self, service: &Name, account: &Arc<str>, today: Date, person: u64) {
        let mut days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(day) = days.get_mut(&(service.clone(), account.clone())).filter(|day| day.date == today) {
            day.people.remove(&person);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name() -> Name {
        "sessa".parse().unwrap()
    }

    #[test]
    fn a_person_reached_again_is_not_counted_and_a_new_day_begins_with_nobody() {
        let reached = Reached::default();
        let (account, monday) = (Arc::from("desk"), Date::new(2027, 1, 18).unwrap());
        assert!(reached.enter(&name(), &account, monday, 7));
        assert!(!reached.enter(&name(), &account, monday, 7));
        assert_eq!(reached.count(&name(), &account, monday, Some(7)), Count { people: 0, has_this: true });
        assert_eq!(reached.count(&name(), &account, monday, Some(8)), Count { people: 1, has_this: false });
        let tuesday = Date::new(2027, 1, 19).unwrap();
        assert_eq!(reached.count(&name(), &account, tuesday, Some(7)), Count::default());
    }
}
