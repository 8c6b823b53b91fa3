//! The end of evidence: what is past its period opens no more, is listed, and the log still computes.

use crate::support::*;
use azukari_custody::{
    Ask, Outcome, Whom,
    ask::HistoryAsk,
    outcome::{Ended, HistoryAct},
};
use azukari_ledger::{
    Proof, VerifierKey,
    destroyed::{Destroyed, Listed},
};
use azukari_model::{Instant, PersonId};

/// The last record of January 2027 in UTC is made on the first of February in Tokyo; three years on, this day ends.
pub(crate) const LAST_DAY: &str = "2030-02-01T14:59:59Z";
pub(crate) const DAY_AFTER: &str = "2030-02-01T15:00:00Z";

impl House {
    pub(crate) async fn turn(&self, now: &str) {
        self.clock.set(Instant::parse(now).unwrap());
        self.door.turn_jobs().await.unwrap();
    }

    pub(crate) async fn history(&self, person: PersonId) -> Vec<HistoryAct> {
        let ask = HistoryAsk { whom: Whom::Id(person), before: None, limit: 200 };
        let own = crate::support::person("sessa", person);
        match self.perform(&own, Ask::History(ask)).await.unwrap() {
            Outcome::History(history) => history.acts,
            other => panic!("{other:?}"),
        }
    }

    /// Every list as it is served, read back.
    pub(crate) async fn lists(&self) -> Vec<(Listed, Destroyed)> {
        let mut lists = Vec::new();
        for listed in self.door.destroyed().await.unwrap() {
            let text = self.door.destroyed_list(listed.hash).await.unwrap();
            let list = Destroyed::read(&text).unwrap();
            assert_eq!((list.hash(), list.commitments.len() as u64), (listed.hash, listed.count));
            lists.push((listed, list));
        }
        lists
    }

    pub(crate) fn verified(&self) -> azukari_ledger::verify::Summary {
        let report = verified(self.path(), &[]);
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        report.log.unwrap()
    }
}

/// Somebody whose address was opened once, with everything numbered.
async fn somebody(house: &House) -> PersonId {
    let person = house.sessa_person("hanako@example.jp").await;
    let support = house.caller("sessa", "support").await;
    house.use_(&support, person, "contacting", &["email"]).await.unwrap();
    house.door.turn_jobs().await.unwrap();
    person
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_opens_to_the_last_day_and_the_day_after_is_listed() {
    let house = House::with(&["sessa"]).await;
    let person = somebody(&house).await;
    house.turn(LAST_DAY).await;
    let before = house.history(person).await;
    assert!(before.iter().all(|act| act.record.is_some() && act.destroyed.is_none()));
    assert_eq!(house.lists().await, []);
    let board = house.door.board_evidence("sessa").await.unwrap().retention;
    assert_eq!(board.next.unwrap().to_string(), "2030-02-02");

    house.turn(DAY_AFTER).await;
    let summary = house.verified();
    let after = house.history(person).await;
    let first = after.iter().find(|act| act.act == before.last().unwrap().act).unwrap();
    let destroyed = first.destroyed.unwrap();
    assert_eq!((destroyed.on.to_string().as_str(), destroyed.why), ("2030-02-02", Ended::Period));
    assert_eq!(first.record, None);

    let lists = house.lists().await;
    let kinds: Vec<_> = lists.iter().map(|(listed, _)| (listed.kind.as_str(), listed.period.as_str())).collect();
    assert_eq!(kinds, [("evidence", "2027-01"), ("provision", "2027-01")]);
    let (listed, list) = &lists[0];
    assert!(listed.index.is_some(), "the record that announces it is in the log");
    assert_eq!(list.service.as_deref(), Some("sessa"));
    assert_eq!(summary.destroyed, listed.count);
    assert_eq!(summary.opened + summary.destroyed, summary.head.size, "every leaf opens or is listed");

    // The leaf proof goes on: the commitment in the list is the one of the leaf.
    let proof = Proof::read(&house.door.proof(first.act).await.unwrap()).unwrap();
    let key: VerifierKey = house.door.verifier_key().parse().unwrap();
    proof.verify(&list.commitments[&first.index].leaf(first.sequence), &[key]).unwrap();

    let board = house.door.board_evidence("sessa").await.unwrap().retention;
    assert_eq!((board.overdue, board.last_run), (0, Some(Instant::parse(DAY_AFTER).unwrap())));
    assert_eq!(board.next.unwrap().to_string(), "2030-03-02", "the keys made ahead in January 2027 are next");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_destroyed_stays_so_after_a_restart_and_every_turn_after_adds_nothing() {
    let house = House::with(&["sessa"]).await;
    let person = somebody(&house).await;
    house.turn(DAY_AFTER).await;
    let lists = house.lists().await;
    let house = house.again().await;
    assert!(house.history(person).await.iter().any(|act| act.destroyed.is_some()));
    house.turn("2030-02-01T15:01:00Z").await;
    assert_eq!(house.lists().await, lists);
    house.verified();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_that_ends_while_the_program_is_down_ends_at_the_next_start() {
    let house = House::with(&["sessa"]).await;
    let person = somebody(&house).await;
    let support = house.caller("sessa", "support").await;
    house.clock.set(Instant::parse("2027-03-10T00:00:00Z").unwrap());
    house.use_(&support, person, "contacting", &["email"]).await.unwrap();
    // Never numbered before the long stop.
    let house = house.again().await;
    house.turn("2033-07-01T00:00:00Z").await;
    let periods: Vec<_> = (house.lists().await.into_iter())
        .filter(|(listed, _)| listed.kind.as_str() == "evidence")
        .map(|(listed, _)| (listed.period, listed.count > 0))
        .collect();
    let ended = |period: &str, is_full| (period.to_owned(), is_full);
    assert_eq!(periods, [ended("2027-01", true), ended("2027-02", false), ended("2027-03", true)]);
    let summary = house.verified();
    assert_eq!(summary.opened + summary.destroyed, summary.head.size);
    assert!(house.history(person).await.iter().all(|act| act.record.is_some() != act.destroyed.is_some()));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_destroyed_record_is_left_on_the_disk() {
    let house = House::with(&["sessa"]).await;
    somebody(&house).await;
    let rows = || {
        let conn = rusqlite::Connection::open(house.path().join("azukari.db")).unwrap();
        let ask = "SELECT key, (SELECT sealed FROM record WHERE month_key = month_key.row AND kind = 'use')
                   FROM month_key WHERE kind = 'evidence' AND month = 202701 AND key IS NOT NULL";
        conn.query_row(ask, [], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?))).ok()
    };
    let (key, sealed) = rows().unwrap();
    let is_there = |needle: &[u8]| {
        ["azukari.db", "azukari.db-wal"].iter().any(|name| {
            let bytes = std::fs::read(house.path().join(name)).unwrap_or_default();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
    };
    assert!(is_there(&key) && is_there(&sealed), "planted");
    house.turn(DAY_AFTER).await;
    assert_eq!(rows(), None);
    let mut is_gone = false;
    for _ in 0..100 {
        house.door.turn_jobs().await.unwrap();
        is_gone = is_gone || !(is_there(&key) || is_there(&sealed));
    }
    assert!(is_gone);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_database_cannot_open_what_was_destroyed_and_lists_it_itself() {
    let house = House::with(&["sessa"]).await;
    let person = somebody(&house).await;
    house.turn(LAST_DAY).await;
    let path = house.path().join("azukari.db");
    let older = house.path().join("older.db");
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute("VACUUM INTO ?1", [older.to_str().unwrap()]).unwrap();
    drop(conn);
    house.turn(DAY_AFTER).await;
    let house = house.between(|| std::fs::rename(&older, &path).unwrap()).await;
    let history = house.history(person).await;
    assert!(history.iter().any(|act| act.destroyed.is_some()), "before any job ran");
    let decision = azukari_custody::procedures::gap::Decision {
        officer: "officer".into(),
        because: "nothing but retention came after it".parse().unwrap(),
        log_ends_here: false,
    };
    assert_eq!(house.door.close_gap(&decision).await.unwrap().len(), 1);
    house.turn(DAY_AFTER).await;
    assert_eq!(house.lists().await.len(), 2);
    house.verified();
}
