//! Everybody at once: people in row order, in chunks; a line leaves only after its chunk has committed.

use super::{
    Inner,
    errand::{Moment, facts_about_nobody, policy_caller},
    once::Glance,
    perform::{person_wanted, words},
};
use crate::{
    acts::{Stage, provide, use_},
    ask::{BulkAsk, BulkWhat, UseAsk, Whom},
    caller::Caller,
    outcome::{BulkLine, Outcome, Provided},
    plan::Plan,
    record::Draft,
    refused::{DoorCode, Refused},
    seen::Seen,
    service::Service,
    translate,
};
use azukari_ledger::Kind;
use azukari_model::ActId;
use azukari_policy::{act::Act, facts::Facts, refusal::RefusalCode, verdict::Verdict};
use azukari_store::{Committed, Conflict, Effects, Person, PersonRow, Subject, Want};
use std::{collections::BTreeMap, sync::Arc};
use tokio::sync::mpsc;

/// People a chunk.
const CHUNK: u32 = 500;

/// How many lines wait for a slow reader.
const WAITING: usize = 64;

/// How often stale people are looked at again before the answer breaks off.
const AGAIN_MAX: u32 = 64;

/// Decides what does not depend on a person, records that it begins, then walks.
pub(crate) async fn begin(
    door: &Arc<Inner>,
    caller: &Caller,
    ask: BulkAsk,
) -> Result<mpsc::Receiver<BulkLine>, Refused> {
    let (lines, reader) = mpsc::channel(WAITING);
    let act = translate::bulk(&ask.what);
    let walk =
        Walk { door: door.clone(), caller: caller.clone(), ask, act, lines, permitted: 0, withheld: BTreeMap::new() };
    for _ in 0..AGAIN_MAX {
        match walk.try_begin().await? {
            Begun::Walks(start) => {
                tokio::spawn(walk.run(start));
                return Ok(reader);
            }
            Begun::Before(act) => {
                // There is room for one line, and the reader has not gone: it is here.
                let _ = walk.lines.send(BulkLine::Replayed { act }).await;
                return Ok(reader);
            }
            Begun::Again => {}
        }
    }
    Err(DoorCode::Unavailable.into())
}

/// What one try to begin came to.
enum Begun {
    /// It is recorded that it begins; people after this one.
    Walks(PersonRow),
    /// The same key and body came before.
    Before(ActId),
    /// The service changed meanwhile.
    Again,
}

const fn kind(what: &BulkWhat) -> Kind {
    match what {
        BulkWhat::Use { .. } => Kind::Use,
        BulkWhat::Provide { .. } => Kind::Provide,
    }
}

struct Walk {
    door: Arc<Inner>,
    caller: Caller,
    ask: BulkAsk,
    act: Act,
    lines: mpsc::Sender<BulkLine>,
    permitted: u64,
    withheld: BTreeMap<RefusalCode, u64>,
}

/// One permitted person of a chunk.
struct Ready {
    row: PersonRow,
    line: BulkLine,
    effects: Effects,
}

impl Walk {
    async fn try_begin(&self) -> Result<Begun, Refused> {
        let (door, caller) = (&self.door, &self.caller);
        let service = door.service(&caller.service).await?;
        let moment = Moment::of(&service, caller, door.now()?)?;
        let (now, running) = (moment.now, moment.running);
        match door.glance(&moment, self.ask.key.as_ref()).await? {
            Glance::Changed => return Ok(Begun::Again),
            Glance::Before(answer) => {
                return match *answer {
                    Ok(Outcome::Replayed { act, .. }) => Ok(Begun::Before(act)),
                    answer => Err(answer.err().unwrap_or_else(|| DoorCode::Internal.into())),
                };
            }
            Glance::Clear => {}
        }
        if let BulkWhat::Provide { recipient, member, .. } = &self.ask.what {
            translate::check_party(running, recipient, member.as_ref())?;
        }
        let nobody = facts_about_nobody(running);
        // With nobody's facts, what fails before the first row that looks at a person fails for everybody.
        if let Verdict::Refuse(refusal) = running.gate.decide(&self.act, &policy_caller(caller), &nobody, now)
            && !super::errand::is_about_person(refusal.code)
        {
            let refused = door.refused(&moment, &self.act, refusal);
            let draft = door.draft(&moment, kind(&self.ask.what))?;
            let draft = super::refusing::describe(draft, &self.act, running).with("bulk", true);
            return door.refuse_once(&moment, draft, None, refused).await?.map_or(Ok(Begun::Again), Err);
        }
        if let Err(uncertain) = service.ensure_certain(&self.act) {
            let draft = door.draft(&moment, kind(&self.ask.what))?;
            let draft = super::refusing::describe(draft, &self.act, running).with("bulk", true);
            return door.refuse_once(&moment, draft, None, uncertain).await?.map_or(Ok(Begun::Again), Err);
        }
        let start = match self.ask.after {
            None => PersonRow::BEFORE_ALL,
            Some(id) => {
                let whom = azukari_store::Whom { service: service.key, who: azukari_store::Who::Id(id) };
                let person = door.store.snapshot(&whom, &Want::default()).await?.person;
                person.ok_or_else(|| Refused::door(DoorCode::FieldMalformed).at("after"))?.row
            }
        };
        let draft = self.draft(&moment)?.with("part", "begin");
        let once = door.stands_for(&moment, self.ask.key.as_ref(), (draft.act(), 200), None);
        match door.write(&moment, Subject::Nobody, Plan::record(draft), once, false).await? {
            Committed::Done(_) => Ok(Begun::Walks(start)),
            Committed::Stale | Committed::Conflict(Conflict::Idempotency) => Ok(Begun::Again),
            Committed::Conflict(_) | Committed::Failed => Err(DoorCode::Unavailable.into()),
        }
    }

    async fn run(mut self, start: PersonRow) {
        let end = match self.walk(start).await {
            Ok(Some(act)) => BulkLine::End { permitted: self.permitted, withheld: self.withheld.clone(), act },
            // Nobody reads any more.
            Ok(None) => return,
            Err(refused) => BulkLine::Broken(Box::new(refused)),
        };
        // A reader that has gone needs no end.
        let _ = self.lines.send(end).await;
    }

    /// Chunk after chunk; `None`: the reader has gone.
    async fn walk(&mut self, start: PersonRow) -> Result<Option<ActId>, Refused> {
        let mut after = start;
        loop {
            let service = self.door.service(&self.caller.service).await?;
            let want = self.want(&service)?;
            let page = self.door.store.page(service.key, after, CHUNK, &want).await?;
            if page.number != service.number {
                self.door.reload(service.key, Some(page.number)).await?;
                continue;
            }
            if !self.chunk(&service, page.people, &want).await? {
                return Ok(None);
            }
            match page.after {
                Some(next) => after = next,
                None => return self.finish().await.map(Some),
            }
        }
    }

    fn want(&self, service: &Arc<Service>) -> Result<Want, Refused> {
        let running = service.runs()?;
        let (items, provisions) = match &self.ask.what {
            BulkWhat::Use { items, .. } => (items, false),
            BulkWhat::Provide { items, .. } => (items, true),
        };
        Ok(Want { values: words(running, items.iter()), provisions, ..person_wanted() })
    }

    /// Decides and commits a chunk, then sends it; people who changed meanwhile are looked at again.
    async fn chunk(&mut self, service: &Arc<Service>, people: Vec<Person>, want: &Want) -> Result<bool, Refused> {
        let mut people = people;
        let mut withheld = BTreeMap::new();
        let mut permitted = 0_u64;
        let mut service = service.clone();
        for _ in 0..AGAIN_MAX {
            let ready = self.decide(&service, std::mem::take(&mut people), &mut withheld).await?;
            let (rows, effects): (Vec<_>, Vec<_>) =
                ready.into_iter().map(|ready| ((ready.row, ready.line), ready.effects)).unzip();
            let committed = self.door.store.commit(effects).await;
            self.door.saw_record(self.door.clock.now());
            let mut stale = Vec::new();
            for ((row, line), committed) in rows.into_iter().zip(committed) {
                match committed {
                    Committed::Done(_) => {
                        permitted += 1;
                        if self.lines.send(line).await.is_err() {
                            self.note_chunk(&service, permitted, &withheld).await?;
                            return Ok(false);
                        }
                    }
                    Committed::Stale => stale.push(row),
                    Committed::Conflict(_) | Committed::Failed => return Err(DoorCode::Unavailable.into()),
                }
            }
            if stale.is_empty() {
                self.note_chunk(&service, permitted, &withheld).await?;
                return Ok(true);
            }
            (service, people) = self.look_again(&stale, want).await?;
        }
        Err(DoorCode::Unavailable.into())
    }

    async fn look_again(&self, rows: &[PersonRow], want: &Want) -> Result<(Arc<Service>, Vec<Person>), Refused> {
        let mut service = self.door.service(&self.caller.service).await?;
        let mut people = Vec::with_capacity(rows.len());
        for row in rows {
            let whom = azukari_store::Whom { service: service.key, who: azukari_store::Who::Row(*row) };
            let snapshot = self.door.store.snapshot(&whom, want).await?;
            if snapshot.number != service.number {
                service = self.door.reload(service.key, Some(snapshot.number)).await?;
            }
            people.extend(snapshot.person.filter(|person| person.erased.is_none()));
        }
        Ok((service, people))
    }

    async fn decide(
        &self,
        service: &Arc<Service>,
        people: Vec<Person>,
        withheld: &mut BTreeMap<RefusalCode, u64>,
    ) -> Result<Vec<Ready>, Refused> {
        let door = &self.door;
        let (now, running) = (door.now()?, service.runs()?);
        service.check_token(&self.caller, now)?;
        let moment = Moment { service, running, caller: &self.caller, now };
        let caller = policy_caller(&self.caller);
        let mut ready = Vec::new();
        for person in people {
            let row = person.row;
            let seen = Seen::of(person, None, running);
            let facts = Facts {
                register: &running.register,
                holdings: &seen.holdings,
                standing: &seen.standing,
                people_reached: 0,
                person_reached: false,
                approval: None,
                request: None,
            };
            let permit = match running.gate.decide(&self.act, &caller, &facts, now) {
                Verdict::Permit(permit) => permit,
                Verdict::Refuse(refusal) => {
                    *withheld.entry(refusal.code).or_default() += 1;
                    continue;
                }
            };
            let stage = Stage {
                service,
                running,
                keyring: &door.keyring,
                caller: &self.caller,
                seen: &seen,
                permit: &permit,
                act: door.act_id(now)?,
                now,
                case: self.ask.case.as_ref(),
                reason: self.ask.reason.as_ref(),
            };
            let (plan, line) = self.plan(&stage)?;
            let subject = Subject::Known { row, revision: seen.revision, raises: plan.raises() };
            let changes = plan.raises();
            let mut effects = door.effects(&moment, subject, plan, None, changes).await?;
            for record in &mut effects.records {
                // Bulk has a right of its own and is not counted among the people of the day.
                record.account = None;
            }
            ready.push(Ready { row, line, effects });
        }
        Ok(ready)
    }

    fn plan(&self, stage: &Stage<'_>) -> Result<(Plan, BulkLine), Refused> {
        let person = stage.seen.id;
        match &self.ask.what {
            BulkWhat::Use { purpose, items, partial, masked, way_out } => {
                let ask = UseAsk {
                    whom: Whom::Unreadable,
                    purpose: purpose.clone(),
                    items: items.clone(),
                    partial: *partial,
                    masked: *masked,
                    way_out: *way_out,
                };
                let (plan, used) = use_::plan(stage, &ask)?;
                Ok((plan, BulkLine::Person { person, provided: Provided { used, record: None, reference: None } }))
            }
            BulkWhat::Provide { recipient, member, purpose, items, ground, .. } => {
                let ask = provide::single(recipient, member.as_ref(), purpose, items, *ground);
                let (plan, provided) = provide::plan(stage, &ask, &mut self.door.random())?;
                Ok((plan, BulkLine::Person { person, provided }))
            }
        }
    }

    /// The chunk's own record: how many were permitted, and who was withheld why.
    async fn note_chunk(
        &mut self,
        service: &Arc<Service>,
        permitted: u64,
        withheld: &BTreeMap<RefusalCode, u64>,
    ) -> Result<(), Refused> {
        for (code, count) in withheld {
            *self.withheld.entry(*code).or_default() += count;
        }
        self.permitted += permitted;
        self.note(service, "chunk", permitted, withheld).await.map(|_| ())
    }

    async fn finish(&self) -> Result<ActId, Refused> {
        let service = self.door.service(&self.caller.service).await?;
        self.note(&service, "end", self.permitted, &self.withheld).await
    }

    async fn note(
        &self,
        service: &Arc<Service>,
        part: &str,
        permitted: u64,
        withheld: &BTreeMap<RefusalCode, u64>,
    ) -> Result<ActId, Refused> {
        let mut service = service.clone();
        for _ in 0..AGAIN_MAX {
            let (now, running) = (self.door.now()?, service.runs()?);
            let moment = Moment { service: &service, running, caller: &self.caller, now };
            let counts: BTreeMap<&str, u64> = withheld.iter().map(|(code, count)| (code.word(), *count)).collect();
            let draft = self.draft(&moment)?.with("part", part).with("permitted", permitted).with("withheld", counts);
            let act = draft.act();
            match self.door.write(&moment, Subject::Nobody, Plan::record(draft), None, false).await? {
                Committed::Done(_) => return Ok(act),
                Committed::Stale => service = self.door.reload(service.key, Some(service.number + 1)).await?,
                Committed::Conflict(_) | Committed::Failed => return Err(DoorCode::Unavailable.into()),
            }
        }
        Err(DoorCode::Unavailable.into())
    }

    /// A record of the walk itself.
    fn draft(&self, moment: &Moment<'_>) -> Result<Draft, Refused> {
        let draft = super::refusing::describe(self.door.draft(moment, Kind::Bulk)?, &self.act, moment.running);
        Ok(draft.said(self.ask.case.as_ref(), self.ask.reason.as_ref()))
    }
}
