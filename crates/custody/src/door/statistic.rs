//! Statistics: people counted in groups, never who stopped or restricted the purpose, and no group that is small.

use super::{
    Inner,
    errand::{Moment, clauses_of, facts_about_nobody, policy_caller},
    once::Glance,
    perform::{person_wanted, words},
};
use crate::{
    ask::{StatisticAsk, Submission},
    caller::Caller,
    outcome::{Counted, Group, Outcome},
    plan::Plan,
    refused::{DoorCode, Refused},
    sealing::{self, Place},
    seen::Seen,
    service::Running,
    translate,
    value::{derive, group},
};
use azukari_ledger::Kind;
use azukari_model::Instant;
use azukari_policy::{
    declared::Statistic,
    facts::{Number, StandingKind},
    verdict::Verdict,
    vocabulary::{By, Choice, Family},
};
use azukari_store::{Change, Committed, Conflict, PersonRow, ReleaseRow, Subject, Want};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};

/// People of one group.
#[derive(Default)]
struct Tally {
    people: u64,
    having: BTreeMap<Arc<str>, u64>,
}

type Tallies = BTreeMap<Vec<String>, Tally>;

/// People looked at in one go.
const PAGE: u32 = 1_000;

impl Inner {
    /// Makes a statistic.
    pub(crate) async fn statistic(
        &self,
        caller: &Caller,
        submission: &Submission,
        ask: &StatisticAsk,
    ) -> Result<Outcome, Refused> {
        for _ in 0..16 {
            if let Some(answer) = self.try_statistic(caller, submission, ask).await? {
                return answer;
            }
        }
        Err(DoorCode::Unavailable.into())
    }

    async fn try_statistic(
        &self,
        caller: &Caller,
        submission: &Submission,
        ask: &StatisticAsk,
    ) -> Result<Option<Result<Outcome, Refused>>, Refused> {
        let service = self.fresh(&caller.service).await?;
        let moment = Moment::of(&service, caller, self.now()?)?;
        let (now, running) = (moment.now, moment.running);
        match self.glance(&moment, submission.key.as_ref()).await? {
            Glance::Changed => return Ok(None),
            Glance::Before(answer) => return Ok(Some(*answer)),
            Glance::Clear => {}
        }
        let (said, why) = (submission.case.as_ref(), submission.reason.as_ref());
        let draft = || {
            self.draft(&moment, Kind::Statistic)
                .map(|draft| draft.with("statistic", ask.statistic.parse::<azukari_model::Name>().ok()).said(said, why))
        };
        let certain = || service.ensure_certain(&translate::statistic(ask, None));
        if let Err(refused) = self.judge(&moment, ask, None).and_then(|_| certain()) {
            return Ok(self.refuse_once(&moment, draft()?, None, refused).await?.map(Err));
        }
        let declared = running.policy.statistic(&ask.statistic).ok_or(DoorCode::Internal)?;
        let tallies = self.tally(&moment, declared, &ask.by).await?;
        let (shown, small): (Vec<_>, Vec<_>) =
            tallies.into_iter().partition(|(_, tally)| tally.people >= u64::from(declared.min_group));
        let smallest = shown
            .iter()
            .map(|(_, tally)| tally.people)
            .min()
            .or_else(|| small.iter().map(|(_, tally)| tally.people).max());
        let smallest = u32::try_from(smallest.unwrap_or(0)).unwrap_or(u32::MAX);
        let clauses = match self.judge(&moment, ask, Some(smallest)) {
            Ok(clauses) => clauses,
            Err(refused) => return Ok(self.refuse_once(&moment, draft()?, None, refused).await?.map(Err)),
        };
        let suppressed = u32::try_from(small.len()).unwrap_or(u32::MAX);
        let draft = draft()?
            .clauses(&clauses)
            .with_list("by", &super::perform::recorded(&ask.by))
            .with_some("to", ask.to.as_ref())
            .with("groups", shown.len())
            .with("smallest", smallest)
            .with("suppressed", suppressed);
        let act = draft.act();
        let release = ReleaseRow {
            statistic: running.number(Family::Statistic, &declared.id).unwrap_or_default().0,
            at: now,
            act,
            smallest,
            body: json!({ "by": ask.by, "to": ask.to, "groups": shown.len(), "suppressed": suppressed }).to_string(),
        };
        let plan = Plan { changes: vec![Change::AddRelease(release)], ..Plan::record(draft) };
        let groups = shown.into_iter().map(|(of, tally)| Group {
            of: ask.by.iter().cloned().zip(of).collect(),
            people: tally.people,
            having: tally.having,
        });
        let counted = Counted {
            act,
            statistic: ask.statistic.clone(),
            groups: groups.collect(),
            suppressed,
            clauses: clauses.clone(),
        };
        let once = self.stands_for(&moment, submission.key.as_ref(), (act, 201), None);
        match self.write(&moment, Subject::Nobody, plan, once, false).await? {
            Committed::Done(_) => {
                self.evidence.note(&service.id, &clauses, act, now);
                Ok(Some(Ok(Outcome::Counted(counted))))
            }
            Committed::Stale | Committed::Conflict(Conflict::Idempotency) => Ok(None),
            Committed::Conflict(_) | Committed::Failed => Err(DoorCode::Unavailable.into()),
        }
    }

    /// Asks the gate; the clauses of the permit.
    fn judge(&self, moment: &Moment<'_>, ask: &StatisticAsk, smallest: Option<u32>) -> Result<Vec<Arc<str>>, Refused> {
        let facts = facts_about_nobody(moment.running);
        let act = translate::statistic(ask, smallest);
        match moment.running.gate.decide(&act, &policy_caller(moment.caller), &facts, moment.now) {
            Verdict::Permit(permit) => Ok(clauses_of(moment.running, &permit)),
            Verdict::Refuse(refusal) => Err(self.refused(moment, &act, refusal)),
        }
    }

    async fn tally(&self, moment: &Moment<'_>, declared: &Statistic, by: &[Arc<str>]) -> Result<Tallies, Refused> {
        let running = moment.running;
        let want = Want { values: words(running, by.iter()), counts: true, ..person_wanted() };
        let mut tallies = Tallies::new();
        let mut after = PersonRow::BEFORE_ALL;
        loop {
            let page = self.store.page(moment.service.key, after, PAGE, &want).await?;
            for person in page.people {
                let seen = Seen::of(person, None, running);
                if counts(running, declared, &seen) {
                    self.count(moment, declared, by, &seen, &mut tallies)?;
                }
            }
            match page.after {
                Some(next) => after = next,
                None => return Ok(tallies),
            }
        }
    }

    fn count(
        &self,
        moment: &Moment<'_>,
        declared: &Statistic,
        by: &[Arc<str>],
        seen: &Seen,
        tallies: &mut Tallies,
    ) -> Result<(), Refused> {
        let having: Vec<&azukari_model::Name> =
            declared.items.iter().filter(|item| holds(moment, seen, item).is_some()).collect();
        if !declared.items.is_empty() && having.is_empty() {
            return Ok(());
        }
        let of = by.iter().map(|item| self.group_of(moment, seen, item)).collect::<Result<Vec<_>, _>>()?;
        let tally = tallies.entry(of).or_default();
        tally.people += 1;
        for item in having {
            *tally.having.entry(item.as_str().into()).or_default() += 1;
        }
        Ok(())
    }

    fn group_of(&self, moment: &Moment<'_>, seen: &Seen, item: &str) -> Result<String, Refused> {
        let running = moment.running;
        let Some(declared) = running.policy.item(item) else { return Ok(group::UNKNOWN.to_owned()) };
        let stored = declared.derived_from.as_ref().unwrap_or(&declared.id);
        let today = running.zone().date(moment.now);
        let Some(place) = holds(moment, seen, stored) else { return Ok(group::group(declared.kind, None, 0, today)) };
        let Some(held) = seen.held.get(place) else { return Err(DoorCode::Internal.into()) };
        let entries = usize::try_from(held.count).unwrap_or(usize::MAX);
        let raw = sealing::open(&self.keyring, Place { service: &moment.service.id, person: seen.id }, held)?.pop();
        let value: Option<Value> =
            if declared.derived_from.is_some() { raw.and_then(|raw| derive(declared.kind, &raw, today)) } else { raw };
        Ok(group::group(declared.kind, value.as_ref(), entries.max(usize::from(value.is_some())), today))
    }
}

/// The newest holding of an item whose period runs.
fn holds(moment: &Moment<'_>, seen: &Seen, item: &str) -> Option<usize> {
    let number = moment.running.number(Family::Item, item)?;
    let runs = |end: Instant| end > moment.now;
    (seen.holdings.iter().enumerate())
        .filter(|(_, holding)| holding.item == number && holding.expires.is_none_or(runs))
        .max_by_key(|(_, holding)| holding.acquired)
        .map(|(place, _)| place)
}

/// Whether a person is counted: not who ceased, stopped or restricted the purpose, nor who was asked and said no.
fn counts(running: &Running, declared: &Statistic, seen: &Seen) -> bool {
    let holds = |kind, subject| seen.standing(kind, subject, Number(0)).is_some_and(|row| row.yes);
    if holds(StandingKind::CessationPurpose, Number(0)) || holds(StandingKind::Restriction, Number(0)) {
        return false;
    }
    declared.purposes.iter().all(|id| {
        let Some(purpose) = running.policy.purpose(id).filter(|purpose| purpose.by == By::Us) else { return true };
        let Some(number) = running.number(Family::Purpose, id) else { return false };
        let answer = seen.standing(StandingKind::AnswerPurpose, number, Number(0));
        let chosen = match purpose.choice {
            Choice::None => true,
            Choice::CanStop => answer.is_none_or(|answer| answer.yes),
            Choice::AsksFirst => answer.is_some_and(|answer| answer.yes && answer.meaning == purpose.meaning),
        };
        chosen && !holds(StandingKind::CessationPurpose, number)
    })
}
