//! Holds: records about a person stay past their period while one stands, and go when the last is lifted.

use crate::{
    retention::{DAY_AFTER, LAST_DAY},
    support::*,
};
use azukari_custody::{
    Ask, Caller, Outcome, Whom,
    ask::{HistoryAsk, ListAsk},
    outcome::Ended,
    register::{Entry, EntryKind},
};
use azukari_model::{Instant, PersonId};
use azukari_policy::vocabulary::Route;
use serde_json::{Value, json};

/// What the office may do about holds.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Step {
    Lay(&'static [&'static str]),
    Lift(&'static [&'static str]),
}

const STEPS: [Step; 4] = [Step::Lay(&[]), Step::Lay(&["email"]), Step::Lift(&[]), Step::Lift(&["email"])];

impl Step {
    fn entry(self, person: PersonId) -> Entry {
        let (items, over) = match self {
            Self::Lay(items) => (items, false),
            Self::Lift(items) => (items, true),
        };
        let items = items.iter().map(|item| (*item).into()).collect();
        Entry::Hold { whom: Whom::Id(person), items, because: "係争中のため".parse().unwrap(), over }
    }
}

/// Whether a hold stands after all of them.
fn stands(steps: &[Step]) -> bool {
    let last = |items: &[&str]| {
        steps.iter().rev().find_map(|step| match step {
            Step::Lay(of) if *of == items => Some(true),
            Step::Lift(of) if *of == items => Some(false),
            _ => None,
        })
    };
    last(&[]) == Some(true) || last(&["email"]) == Some(true)
}

impl House {
    async fn enter(&self, entry: Entry) {
        let officer = self.caller("sessa", "officer").await;
        self.enter_all([entry], &officer).await;
    }

    async fn enter_all(&self, entries: impl IntoIterator<Item = Entry>, officer: &Caller) {
        for entry in entries {
            self.perform(officer, Ask::Enter(entry)).await.unwrap();
        }
    }

    async fn listed(&self, kind: EntryKind) -> Vec<(Option<PersonId>, Value)> {
        let officer = self.caller("sessa", "officer").await;
        let Outcome::Listed(listed) = self.perform(&officer, Ask::List(ListAsk { kind })).await.unwrap() else {
            panic!()
        };
        listed.into_iter().map(|line| (line.person, line.entry)).collect()
    }

    /// How many hold keys live, by whose they are.
    async fn hold_keys(&self) -> usize {
        let services = self.store.services().await.unwrap();
        let keys = self.store.month_keys(services[0].key).await.unwrap();
        keys.iter().filter(|key| &*key.kind == azukari_store::HOLD && key.key.is_some()).count()
    }

    /// Records about a person as the office reads them: of those made before 2030, how many open.
    async fn open_before_2030(&self, person: PersonId) -> (usize, usize) {
        let history = self.history(person).await;
        let old = history.iter().filter(|act| act.at < Instant::parse("2030-01-01T00:00:00Z").unwrap());
        old.fold((0, 0), |(open, all), act| (open + usize::from(act.record.is_some()), all + 1))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_any_three_steps_records_outlive_their_month_exactly_while_a_hold_stands() {
    let house = House::with(&["sessa"]).await;
    let officer = house.caller("sessa", "officer").await;
    let mut people = Vec::new();
    for first in STEPS {
        for second in STEPS {
            for third in STEPS {
                let person = house.sessa_person(&format!("p{}@example.jp", people.len())).await;
                let steps = [first, second, third];
                house.enter_all(steps.map(|step| step.entry(person)), &officer).await;
                people.push((person, steps));
            }
        }
    }
    let held = people.iter().filter(|(_, steps)| stands(steps)).count();
    house.turn(LAST_DAY).await;
    // A key of a hold that is lifted already goes at once: nothing is under it yet.
    assert_eq!(house.hold_keys().await, held);
    house.turn(DAY_AFTER).await;
    for (person, steps) in &people {
        let (open, all) = house.open_before_2030(*person).await;
        assert_eq!((open, open > 0), (if stands(steps) { all } else { 0 }, stands(steps)), "{steps:?}");
    }
    let summary = house.verified();
    assert_eq!(summary.opened + summary.destroyed, summary.head.size, "every leaf opens or is listed");

    let officer = house.caller("sessa", "officer").await;
    let lifted = people.iter().flat_map(|(person, _)| [STEPS[2].entry(*person), STEPS[3].entry(*person)]);
    house.enter_all(lifted, &officer).await;
    house.turn(DAY_AFTER).await;
    assert_eq!(house.hold_keys().await, 0);
    for (person, _) in &people {
        assert_eq!(house.open_before_2030(*person).await.0, 0);
    }
    let summary = house.verified();
    assert_eq!(summary.opened + summary.destroyed, summary.head.size);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_hold_kept_says_so_when_it_is_gone_and_is_in_a_list_of_its_own() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    house.enter(STEPS[0].entry(person)).await;
    house.turn(DAY_AFTER).await;
    // A key made by a program that stopped in between is read again.
    let house = house.again().await;
    let (open, all) = house.open_before_2030(person).await;
    assert_eq!((open, all), (2, 2));
    let of_holds = async || {
        let lists = house.lists().await.into_iter();
        lists.filter(|(listed, _)| listed.kind.as_str() == "hold").map(|(listed, _)| listed).collect::<Vec<_>>()
    };
    assert_eq!(of_holds().await, []);
    house.enter(STEPS[2].entry(person)).await;
    house.turn("2030-03-05T00:00:00Z").await;
    let lists = of_holds().await;
    assert_eq!(lists.len(), 1);
    assert_eq!((lists[0].period.as_str(), lists[0].count), ("2027-01", 2));
    let history = house.history(person).await;
    let ended: Vec<_> =
        history.iter().filter_map(|act| Some((act.destroyed?.on.to_string(), act.destroyed?.why))).collect();
    assert_eq!(ended, [("2030-03-05".to_owned(), Ended::Hold), ("2030-03-05".to_owned(), Ended::Hold)]);
    house.verified();
}

#[tokio::test(flavor = "multi_thread")]
async fn holds_and_restrictions_are_listed_with_whom_and_what_they_are_about() {
    let house = House::with(&["sessa"]).await;
    let (one, two) = (house.sessa_person("one@example.jp").await, house.sessa_person("two@example.jp").await);
    assert_eq!(house.listed(EntryKind::Holds).await, []);
    house.enter(STEPS[1].entry(one)).await;
    house.clock.set(Instant::parse("2027-01-16T00:00:00Z").unwrap());
    let restriction =
        |over| Entry::Restriction { whom: Whom::Id(two), items: vec![], because: "照会".parse().unwrap(), over };
    house.enter(restriction(false)).await;
    let hold = |over: bool| json!({"what": "hold", "items": ["email"], "over": over});
    let restricted = |over: bool| json!({"what": "restriction", "items": [], "over": over});
    assert_eq!(house.listed(EntryKind::Holds).await, [(Some(one), hold(false)), (Some(two), restricted(false))]);
    house.clock.set(Instant::parse("2027-01-17T00:00:00Z").unwrap());
    house.enter(STEPS[3].entry(one)).await;
    assert_eq!(house.listed(EntryKind::Holds).await, [(Some(two), restricted(false)), (Some(one), hold(true))]);
    assert_eq!(house.listed(EntryKind::Confirmations).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn why_is_sealed_in_the_record_for_the_office_and_stands_nowhere_in_clear() {
    let house = House::with(&["sessa"]).await;
    let person = house.sessa_person("hanako@example.jp").await;
    let officer = house.caller("sessa", "officer").await;
    let hold = Entry::Hold {
        whom: Whom::Id(person),
        items: vec!["email".into()],
        because: "PLANTED-BECAUSE".parse().unwrap(),
        over: false,
    };
    house.enter(hold).await;
    let route = Entry::Route { party: "stripe".into(), route: Route::EquivalentSystem, checked: None };
    house.enter(route).await;
    let confirmation = Entry::Confirmation {
        party: "stripe".into(),
        whom: Whom::Id(person),
        method: "PLANTED-METHOD".parse().unwrap(),
        until: Some("2027-06-30".parse().unwrap()),
    };
    house.enter(confirmation).await;
    house.door.turn_jobs().await.unwrap();

    let of_office = {
        let ask = HistoryAsk { whom: Whom::Id(person), before: None, limit: 50 };
        let Outcome::History(history) = house.perform(&officer, Ask::History(ask)).await.unwrap() else { panic!() };
        history.acts
    };
    let record = |acts: &[azukari_custody::outcome::HistoryAct], kind: &str| {
        acts.iter().filter_map(|act| act.record.clone()).find(|record| record["kind"] == kind).unwrap()
    };
    let hold = record(&of_office, "hold");
    assert_eq!((&hold["reason"], &hold["items"]), (&json!("PLANTED-BECAUSE"), &json!(["email"])));
    let confirmed = record(&of_office, "confirm");
    let more = &confirmed["more"];
    assert_eq!(
        (&more["method"], &more["party"], &more["until"]),
        (&json!("PLANTED-METHOD"), &json!("stripe"), &json!("2027-06-30"))
    );
    let own = record(&house.history(person).await, "hold");
    assert_eq!((own.get("reason"), &own["items"]), (None, &json!(["email"])), "that it is held is theirs to know");

    let listed = house.listed(EntryKind::Confirmations).await;
    assert_eq!(listed[0].1["party"], "stripe");
    for name in ["azukari.db", "azukari.db-wal"] {
        let bytes = std::fs::read(house.path().join(name)).unwrap_or_default();
        assert!(!bytes.windows(7).any(|window| window == b"PLANTED"), "{name}");
    }
}
