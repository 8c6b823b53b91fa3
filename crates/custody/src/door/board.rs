//! Evidence for the promise board.

use super::{
    Inner,
    errand::Moment,
    office::{handles, role},
};
use crate::{
    board::{BoardEvidence, LastAct, LedgerHealth, MeasureDue, MeasureEvidence, OverdueErasure, Retention},
    caller::{Caller, Who},
    jobs::destroy,
    refused::Refused,
    register::filed::{self, Filed},
    service::{Running, Service},
};
use azukari_model::{ActId, Date, Instant, Name};
use azukari_policy::{
    declared::{Keeper, Measure, Per, Policy},
    facts::Number,
    vocabulary::{Family, Handle},
};
use azukari_store::Messages;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

/// What is remembered since the start, and from the newest records.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    last: Mutex<BTreeMap<(Name, Arc<str>), LastAct>>,
    limits: Mutex<BTreeMap<(Name, Arc<str>), Date>>,
    /// When the retention of records last came to its end.
    retention: Mutex<Option<Instant>>,
}

impl Evidence {
    /// Remembers on which clauses an act rested.
    pub(crate) fn note(&self, service: &Name, clauses: &[Arc<str>], act: ActId, at: Instant) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        for clause in clauses {
            last.insert((service.clone(), clause.clone()), LastAct { act, at });
        }
    }

    /// Remembers that nothing whose time is over was left.
    pub(crate) fn note_retention(&self, at: Instant) {
        *self.retention.lock().unwrap_or_else(PoisonError::into_inner) = Some(at);
    }

    /// Remembers that an account reached its people of the day.
    pub(crate) fn note_limit(&self, service: &Name, who: &Who, today: Date) {
        if let Who::Staff { account, .. } = who {
            self.limits
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert((service.clone(), account.clone()), today);
        }
    }
}

/// How long after its end a key may stand before the board is red, in microseconds: the job comes every half minute.
const RETENTION_LATE: i64 = 3_600_000_000;

impl Inner {
    /// What the board shows of a service.
    pub(crate) async fn board_evidence(&self, service: &str) -> Result<BoardEvidence, Refused> {
        let service = self.fresh(service).await?;
        let now = self.clock.now();
        let counts = self.store.counts(service.key, now).await?;
        let head = self.store.head().await?;
        let overdue = self.store.messages(service.key, Messages::Overdue(now), 1_000).await?;
        let mut evidence = BoardEvidence {
            last_act: self.last_acts(&service.id),
            last_record: counts.last_record.map(|last| LastAct { act: last.act, at: last.at }),
            overdue_holdings: counts.due,
            recomputing: self.store.recomputing(service.key, now).await?.filter(|left| *left > 0),
            not_running: service.running.is_none().then(|| "policy-not-compiling".to_owned()),
            ledger: LedgerHealth {
                size: head.signed.as_ref().map_or(0, |signed| signed.size),
                checkpoint_at: head.signed.as_ref().map(|signed| signed.at),
                pending: counts.pending,
                stopped: self.log.stopped(),
            },
            ..BoardEvidence::default()
        };
        if let Some(running) = &service.running {
            let today = running.zone().date(now);
            evidence.measures = measures(&service, running, today);
            evidence.retention = self.retention(&service, running, now).await?;
            evidence.limits_reached = self.limits_reached(&service.id, today);
            evidence.overdue_erasures = (overdue.into_iter())
                .filter(|message| &*message.to == "system")
                .filter_map(|message| {
                    let system = running.name(Family::System, Number(message.party));
                    // Due is the first moment after the last day.
                    let due = running.zone().date(message.due?.plus_micros(-1));
                    Some(OverdueErasure { system, person: message.person?.1, act: message.act, due })
                })
                .collect();
        }
        Ok(evidence)
    }

    /// How the retention of records does.
    async fn retention(&self, service: &Service, running: &Running, now: Instant) -> Result<Retention, Refused> {
        let keys = self.store.month_keys(service.key).await?;
        let ends = || keys.iter().filter_map(|key| destroy::over(key, running.zone()));
        let next = ends().filter(|end| *end > now).min();
        Ok(Retention {
            last_run: *self.evidence.retention.lock().unwrap_or_else(PoisonError::into_inner),
            next: next.map(|end| running.zone().date(end)),
            overdue: ends().filter(|end| end.plus_micros(RETENTION_LATE) <= now).count() as u64,
        })
    }

    /// When each measure is due and who is without evidence, for roles that attest or handle.
    pub(crate) async fn measures(&self, caller: &Caller) -> Result<Vec<MeasureDue>, Refused> {
        let service = self.fresh(&caller.service).await?;
        let moment = Moment::of(&service, caller, self.now_or_newest())?;
        let (now, running) = (moment.now, moment.running);
        if role(caller, running).is_none_or(|role| role.attest.is_empty()) {
            handles(&moment, &[Handle::Policy, Handle::Requests, Handle::Holds, Handle::Incidents])?;
        }
        let mut evidence = measures(&service, running, running.zone().date(now));
        let due = running.policy.measures.iter().filter_map(|measure| {
            let evidence = evidence.remove(measure.id.as_str())?;
            Some(MeasureDue {
                measure: measure.id.clone(),
                clauses: clauses_kept_by(&running.policy, &measure.id),
                last: evidence.last.map(|last| running.zone().date(last)),
                evidence,
            })
        });
        Ok(due.collect())
    }

    fn last_acts(&self, service: &Name) -> BTreeMap<Arc<str>, LastAct> {
        let last = self.evidence.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.iter()
            .filter(|((of, _), _)| of == service)
            .map(|((_, clause), act)| (clause.clone(), act.clone()))
            .collect()
    }

    fn limits_reached(&self, service: &Name, today: Date) -> Vec<Arc<str>> {
        let limits = self.evidence.limits.lock().unwrap_or_else(PoisonError::into_inner);
        limits
            .iter()
            .filter(|((of, _), day)| of == service && **day == today)
            .map(|((_, account), _)| account.clone())
            .collect()
    }

    /// The newest records, so that a restart does not leave the board without evidence.
    pub(crate) async fn read_evidence(&self) -> Result<(), Refused> {
        for service in self.all_services().await? {
            let mut records = self.store.records(service.key, None, 200).await?;
            records.reverse();
            for read in records {
                let Some(opened) = self.open_record(&service, &read).await? else { continue };
                if let Ok(record) = azukari_ledger::Record::read(&opened.record)
                    && record.verdict == azukari_ledger::Verdict::Permitted
                {
                    self.evidence.note(&service.id, &record.clauses, read.act, read.at);
                }
            }
        }
        Ok(())
    }
}

fn clauses_kept_by(policy: &Policy, measure: &Name) -> Vec<Arc<str>> {
    let keeper = Keeper::Declared(Family::Measure, measure.clone());
    let kept = policy.bonds.kept_by.iter().filter(|(_, keepers)| keepers.contains(&keeper));
    kept.map(|(clause, _)| clause.as_str().into()).collect()
}

fn measures(service: &Service, running: &Running, today: Date) -> BTreeMap<Arc<str>, MeasureEvidence> {
    let newest = filed::evidence(service.filed());
    let declared = running.policy.measures.iter();
    declared
        .map(|measure| (Arc::from(measure.id.as_str()), evidence_of(service, running, measure, &newest, today)))
        .collect()
}

fn evidence_of(
    service: &Service,
    running: &Running,
    measure: &Measure,
    newest: &BTreeMap<(Name, Option<Arc<str>>), Date>,
    today: Date,
) -> MeasureEvidence {
    let on = |of: Option<&Arc<str>>| newest.get(&(measure.id.clone(), of.cloned())).copied();
    let of_whom: Vec<Option<Arc<str>>> = match &measure.per {
        Per::Operator => vec![None],
        Per::Staff => accounts(service).into_iter().map(Some).collect(),
        Per::Recipients(classes) => companies(running, classes).into_iter().map(Some).collect(),
    };
    let overdue_on = |of: &Option<Arc<str>>| on(of.as_ref()).map(|on| on.plus(measure.every));
    let is_missing = |of: &Option<Arc<str>>| overdue_on(of).is_none_or(|last_day| last_day < today);
    let missing: Vec<Arc<str>> = of_whom.iter().filter(|of| is_missing(of)).filter_map(Clone::clone).collect();
    let last = newest.iter().filter(|((id, _), _)| *id == measure.id).map(|(_, on)| *on).max();
    MeasureEvidence {
        last: last.map(|day| running.zone().start_of(day)),
        due: of_whom.iter().filter_map(overdue_on).min(),
        overdue: of_whom.iter().any(is_missing),
        missing,
    }
}

/// Accounts of the staff: entered ones, and the owners of tokens.
fn accounts(service: &Service) -> BTreeSet<Arc<str>> {
    let mut accounts: BTreeSet<Arc<str>> =
        service.tokens.values().filter(|token| token.revoked.is_none()).map(|token| token.owner.clone()).collect();
    for entry in service.filed() {
        if let Filed::Account { account, over, .. } = entry {
            if *over {
                accounts.remove(account);
            } else {
                accounts.insert(account.clone());
            }
        }
    }
    accounts
}

fn companies(running: &Running, classes: &[Name]) -> Vec<Arc<str>> {
    let mut companies = Vec::new();
    for class in classes {
        let number = running.number(Family::Recipient, class);
        if running.policy.recipient(class).is_some_and(|recipient| recipient.is_class) {
            let of_class = running
                .register
                .members
                .iter()
                .filter(|(_, company)| Some(company.class) == number && !company.stopped);
            companies.extend(of_class.map(|(word, _)| word.clone()));
        } else {
            companies.push(class.as_str().into());
        }
    }
    companies
}
