//! A store in a temporary folder, and effects as the door would write them.

use azukari_model::{ActId, Instant, Name, PersonId};
use azukari_store::{
    Change, Committed, Effects, HoldingKey, HoldingRow, Lookup, MonthKeyRow, NewMonthKey, NewRecord, Opaque, Options,
    Person, PersonRow, ReferenceRow, ServiceKey, Snapshot, StandingKey, StandingRow, Store, Subject, Values, Want, Who,
    Whom, WrappedKey, Written,
};
use std::path::PathBuf;

pub(crate) struct House {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) store: Store,
    pub(crate) service: ServiceKey,
}

pub(crate) fn at(micros: i64) -> Instant {
    Instant::from_micros(micros)
}

pub(crate) fn key(id: u64) -> WrappedKey {
    WrappedKey { id, wrapped: Opaque::from(vec![7; 40]) }
}

pub(crate) fn lookup(byte: u8) -> Lookup {
    Lookup([byte; 32])
}

/// One value of an item, from source 2, not many-valued.
pub(crate) fn holding(item: u32, key_id: u64, value: &[u8]) -> HoldingRow {
    HoldingRow {
        at: HoldingKey { item, source: 2, year: 0 },
        notice: 3,
        version: 1,
        acquired: at(1_000),
        expires: None,
        kept_until: None,
        system: 0,
        key: Some(key(key_id)),
        value: Some(value.to_vec().into()),
        lookup: None,
        entries: Vec::new(),
        count: 0,
    }
}

pub(crate) fn standing(kind: u8, subject: u32, yes: bool) -> StandingRow {
    StandingRow {
        of: StandingKey { kind, subject, member: 0 },
        yes,
        meaning: 1,
        had_yes: yes,
        country_told: false,
        at: at(5),
        until: None,
    }
}

pub(crate) fn reference(system: u32, byte: u8) -> ReferenceRow {
    ReferenceRow { system, lookup: lookup(byte), key: key(u64::from(byte)), value: vec![byte; 4].into() }
}

pub(crate) fn record(act: u128) -> NewRecord {
    NewRecord {
        act: ActId::from_bits(act),
        kind: "use".into(),
        account: Some("desk".into()),
        alone: false,
        changes: false,
        month_key: MonthKeyRow(1),
        commitment: [9; 32],
        sealed: vec![1, 2, 3].into(),
    }
}

pub(crate) fn everything() -> Want {
    Want {
        holdings: true,
        values: Values::All,
        standing: true,
        references: true,
        provisions: true,
        counts: true,
        ..Want::default()
    }
}

impl House {
    pub(crate) async fn new() -> Self {
        Self::within(tempfile::tempdir().unwrap()).await
    }

    pub(crate) async fn within(folder: tempfile::TempDir) -> Self {
        let store = Store::open(&folder.path().join("azukari.db"), &Options::default()).unwrap();
        let name: Name = "sessa".parse().unwrap();
        let service = store.ensure_service(&name).await.unwrap();
        let house = Self { folder, store, service };
        let month = NewMonthKey { kind: "evidence".into(), month: 202_701, key: key(1) };
        house.done(house.effects(Subject::Nobody, vec![Change::AddMonthKey(month)])).await;
        house
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("azukari.db")
    }

    /// Effects under the number a service begins with.
    pub(crate) fn effects(&self, subject: Subject, changes: Vec<Change>) -> Effects {
        Effects {
            service: self.service,
            number: 1,
            subject,
            at: at(10_000),
            unique: Vec::new(),
            records: Vec::new(),
            changes,
        }
    }

    pub(crate) async fn one(&self, effects: Effects) -> Committed {
        self.store.commit(vec![effects]).await.remove(0)
    }

    pub(crate) async fn done(&self, effects: Effects) -> Written {
        match self.one(effects).await {
            Committed::Done(written) => written,
            other => panic!("not done: {other:?}"),
        }
    }

    pub(crate) async fn person(&self, id: u128, changes: Vec<Change>) -> PersonRow {
        self.done(self.effects(Subject::New(PersonId::from_bits(id)), changes)).await.person.unwrap()
    }

    pub(crate) async fn snapshot(&self, who: Who) -> Snapshot {
        self.store.snapshot(&Whom { service: self.service, who }, &everything()).await.unwrap()
    }

    pub(crate) async fn see(&self, row: PersonRow) -> Person {
        self.snapshot(Who::Row(row)).await.person.unwrap()
    }

    /// A subject as it stands now.
    pub(crate) async fn known(&self, row: PersonRow, raises: bool) -> Subject {
        Subject::Known { row, revision: self.see(row).await.revision, raises }
    }
}
