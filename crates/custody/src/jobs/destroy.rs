//! The end of evidence. When every record of a month is past its period the month's key is destroyed, and every leaf under it is
//! listed: from then on a leaf can be opened, or stands in a list. What is under a hold is first sealed again, under the hold's
//! own key, which ends in the same way when the hold does.
//!
//! One transaction takes the key, seals again, keeps the list and brings the record that announces it, so that no crash comes
//! between. The record is of a month that lasts.

use crate::{
    caller::{Caller, Who},
    door::{
        Inner,
        months::{kind_of, month_of, month_of_row},
    },
    kept, record,
    record::Draft,
    refused::{DoorCode, Refused},
    service::{Running, Service},
};
use azukari_ledger::{Commitment, Kind, destroyed::Destroyed};
use azukari_model::{Instant, Key, Zone};
use azukari_policy::facts::StandingKind;
use azukari_store::{
    Change, Committed, Effects, HOLD, MonthKey, MonthKeyRow, NewOpeningList, NewRecord, OpeningList, PersonRow,
    RecordRead, Subject, Want,
};
use azukari_vault::{Context, RecordKind};
use std::collections::{BTreeMap, BTreeSet};

/// Records looked at in one go.
const PAGE: u32 = 1_000;

/// A key that living holds seal under.
struct Hold {
    row: MonthKeyRow,
    key: Key,
}

/// What the end of a key comes to.
#[derive(Default)]
struct Ending {
    /// How many records were under it.
    records: u64,
    commitments: BTreeMap<u64, Commitment>,
    resealed: Vec<Change>,
}

impl Inner {
    /// Destroys every key whose time is over, of every service, once its records are numbered, for a list names leaves.
    pub(crate) async fn destroy_keys(&self) -> Result<(), Refused> {
        for service in self.all_services().await? {
            let Some(running) = &service.running else { continue };
            let mut stuck = BTreeSet::new();
            loop {
                // Read before anything is looked at: a hold laid meanwhile makes the rest stale.
                let number = self.store.number(service.key).await?;
                let keys = self.store.month_keys(service.key).await?;
                let Some(key) = self.first_over(&service, running, &keys, &stuck).await? else { break };
                if !self.destroy_key(&service, number, &keys, key).await? {
                    stuck.insert(key.row.0);
                }
            }
        }
        self.evidence.note_retention(self.clock.now());
        Ok(())
    }

    async fn first_over<'k>(
        &self,
        service: &Service,
        running: &Running,
        keys: &'k [MonthKey],
        stuck: &BTreeSet<i64>,
    ) -> Result<Option<&'k MonthKey>, Refused> {
        let now = self.now()?;
        for key in keys.iter().filter(|key| key.key.is_some() && !stuck.contains(&key.row.0)) {
            let is_over = if &*key.kind == HOLD {
                !self.is_held(service, key).await?
            } else {
                over(key, running.zone()).is_some_and(|end| end <= now)
            };
            if is_over || key.destroyed.is_some() {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }

    /// Whether a hold stands on the person of a hold's key.
    async fn is_held(&self, service: &Service, key: &MonthKey) -> Result<bool, Refused> {
        let Some((row, _)) = key.person else { return Ok(false) };
        let whom = azukari_store::Whom { service: service.key, who: azukari_store::Who::Row(row) };
        let snapshot = self.store.snapshot(&whom, &Want { standing: true, ..Want::default() }).await?;
        let standing = snapshot.person.map(|person| person.standing).unwrap_or_default();
        Ok(standing.iter().any(|row| row.of.kind == StandingKind::Hold as u8 && row.yes))
    }

    /// `false`: not now. Somebody was faster, or something under the key cannot be carried over.
    async fn destroy_key(
        &self,
        service: &Service,
        number: u64,
        keys: &[MonthKey],
        key: &MonthKey,
    ) -> Result<bool, Refused> {
        let holds = self.holds(service, keys, key)?;
        let Some(ending) = self.ending(service, key, &holds).await? else { return Ok(false) };
        let now = self.now()?;
        let (mut changes, mut records) = (ending.resealed, Vec::new());
        changes.push(Change::DestroyMonthKey { key: key.row, records: ending.records });
        // A hold that nothing came under leaves nothing to list; and two such lists of one month would be one.
        if &*key.kind != HOLD || !ending.commitments.is_empty() {
            let (record, list) = self.listed(service, key, ending.commitments, now).await?;
            changes.push(Change::AddOpeningList(list));
            records.push(record);
        }
        let effects = Effects {
            service: service.key,
            number,
            subject: Subject::Nobody,
            at: now,
            unique: Vec::new(),
            records,
            changes,
        };
        let is_done = matches!(self.commit(effects, now).await, Committed::Done(_));
        if is_done {
            self.months.forget(key.row);
        }
        Ok(is_done)
    }

    /// The list of what ends, and the record that announces it.
    async fn listed(
        &self,
        service: &Service,
        key: &MonthKey,
        commitments: BTreeMap<u64, Commitment>,
        now: Instant,
    ) -> Result<(NewRecord, NewOpeningList), Refused> {
        let list = Destroyed {
            service: Some(service.id.clone()),
            kind: key.kind.parse().map_err(|_| DoorCode::Internal)?,
            period: month_of_row(key.month).to_string(),
            commitments,
        };
        let caller = Caller { service: service.id.clone(), who: Who::Retention };
        let act = self.act_id(now)?;
        let draft =
            Draft::new(act, Kind::OpeningsDestroyed, now, &caller).fill(|record| record.more = list.announcement());
        let lasting = self.month_key(service, RecordKind::Lasting, month_of(now)).await?;
        let record = draft.seal(&lasting.used(), false, &mut self.random())?;
        let row = OpeningList {
            kind: key.kind.clone(),
            month: key.month,
            count: list.commitments.len() as u64,
            hash: *list.hash().bytes(),
            act,
            at: now,
        };
        Ok((record, NewOpeningList { list: row, text: list.to_text().into() }))
    }

    /// The keys of living holds. What a hold kept is past its period already: it goes with its key.
    fn holds(
        &self,
        service: &Service,
        keys: &[MonthKey],
        ending: &MonthKey,
    ) -> Result<BTreeMap<PersonRow, Hold>, Refused> {
        let living = keys.iter().filter(|key| key.row != ending.row && key.key.is_some() && key.destroyed.is_none());
        let mut holds = BTreeMap::new();
        for key in living {
            if let Some((person, _)) = key.person {
                holds.insert(person, Hold { row: key.row, key: self.unwrapped(&service.id, key)? });
            }
        }
        Ok(holds)
    }

    /// Looks at every record under a key. `None`: one of them is not numbered, or cannot be sealed again.
    async fn ending(
        &self,
        service: &Service,
        key: &MonthKey,
        holds: &BTreeMap<PersonRow, Hold>,
    ) -> Result<Option<Ending>, Refused> {
        let opens = self.unwrapped(&service.id, key)?;
        let (mut ending, mut after) = (Ending::default(), None);
        loop {
            let page = self.store.records_under(key.row, after, PAGE).await?;
            for read in &page {
                let Some(place) = read.place else { return Ok(None) };
                ending.records += 1;
                match read.person.and_then(|person| holds.get(&person)) {
                    None => {
                        ending.commitments.insert(place.index, Commitment::new(place.commitment));
                    }
                    Some(hold) => {
                        let Some(change) = self.resealed(service, read, place.commitment, &opens, hold)? else {
                            tracing::error!(
                                index = place.index,
                                "a record under a hold does not open; its month stays"
                            );
                            return Ok(None);
                        };
                        ending.resealed.push(change);
                    }
                }
            }
            match page.last() {
                Some(last) => after = Some(last.row),
                None => return Ok(Some(ending)),
            }
        }
    }

    /// The same opening and bytes under the hold's key: the commitment stays what it is.
    fn resealed(
        &self,
        service: &Service,
        read: &RecordRead,
        commitment: [u8; 32],
        opens: &Key,
        hold: &Hold,
    ) -> Result<Option<Change>, Refused> {
        let opened = record::open(opens, &service.id, read.act, read.sealed.bytes());
        let Some(opened) = opened.filter(|opened| *opened.commitment().bytes() == commitment) else { return Ok(None) };
        let place = Context::record(&service.id, read.act.bits());
        let sealed = azukari_vault::seal(&hold.key, &place, &opened.pack(), &mut self.random())?;
        let sealed = sealed.into_bytes().into();
        Ok(Some(Change::Reseal { record: read.row, month_key: hold.row, sealed }))
    }
}

/// When a month's key is over; `None`: it is destroyed, it lasts, or it ends with a hold.
pub(crate) fn over(key: &MonthKey, zone: &Zone) -> Option<Instant> {
    kept::over(kind_of(key)?, month_of_row(key.month), zone).filter(|_| key.key.is_some())
}
