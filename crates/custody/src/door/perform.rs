//! Each act as an errand: what is read for it, what the gate is asked, what is planned.

use super::{
    Inner,
    errand::{Errand, Marking, Reaches},
};
use crate::{
    acts::{acquire, answer, cease, correct, disclose, erase, event, names, provide, use_},
    ask::{
        AcquireAsk, AnswerAsk, Ask, CeaseAsk, CorrectAsk, DeclineAsk, DiscloseAsk, EraseAsk, EventAsk, ProvideAsk,
        Submission, UseAsk,
    },
    caller::{Caller, Who},
    look_up,
    outcome::Outcome,
    refused::{DoorCode, Refused},
    seen::Seen,
    service::Running,
    translate, value,
};
use azukari_ledger::Kind;
use azukari_model::PersonId;
use azukari_policy::{
    act::{Act, RightVerb},
    facts::Number,
    vocabulary::Family,
};
use azukari_store::{Values, Want};
use std::sync::Arc;

impl Inner {
    /// Performs one act.
    pub(crate) async fn perform(&self, caller: &Caller, submission: &Submission) -> Result<Outcome, Refused> {
        match &submission.ask {
            Ask::Acquire(ask) => self.acquire(caller, submission, ask).await,
            Ask::Find(ask) => self.find(caller, submission, ask).await,
            Ask::FindForRight(ask) => self.find_for_right(caller, submission, ask).await,
            Ask::Use(ask) => self.use_(caller, submission, ask).await,
            Ask::Provide(ask) => self.provide(caller, submission, ask).await,
            Ask::Answer(ask) => self.answer(caller, submission, ask).await,
            Ask::Cease(ask) => self.cease(caller, submission, ask).await,
            Ask::Correct(ask) => self.correct(caller, submission, ask).await,
            Ask::Erase(ask) => self.erase(caller, submission, ask).await,
            Ask::Disclose(ask) => self.disclose(caller, submission, ask).await,
            Ask::Decline(ask) => self.decline(caller, submission, ask).await,
            Ask::Event(ask) => self.event(caller, submission, ask).await,
            Ask::Statistic(ask) => self.statistic(caller, submission, ask).await,
            Ask::Holdings(ask) => self.holdings(caller, ask).await,
            Ask::History(ask) => self.history(caller, ask).await,
            Ask::Enter(entry) => self.enter(caller, submission, entry).await,
            Ask::List(ask) => self.list(caller, ask.kind).await,
            Ask::Approve(ask) => self.approve(caller, submission, ask).await,
            Ask::Changes(ask) => self.changes(caller, *ask).await,
            Ask::Load(ask) => self.load(caller, ask).await,
        }
    }

    async fn acquire(&self, caller: &Caller, submission: &Submission, ask: &AcquireAsk) -> Result<Outcome, Refused> {
        let past_notice = self.past_notice(caller, ask).await?;
        let act = |seen: &Seen, running: &Running| {
            let hides = |(item, value): &&(Arc<str>, Option<crate::ask::Value>)| {
                let kind = running.policy.item(item).map(|declared| declared.kind);
                value.as_ref().is_some_and(|value| value::kind::hides_card(kind, value.open()))
            };
            let looks_like_card = ask.items.iter().filter(hides).map(|(item, _)| item.clone()).collect();
            translate::acquire(ask, seen.row.is_none(), looks_like_card)
        };
        let items = || ask.items.iter().map(|(item, _)| item);
        self.run(&Errand {
            kind: Kind::Acquire,
            whom: ask.whom.as_ref(),
            want: &|running| Want { values: words(running, items()), ..person_wanted() },
            act: &act,
            plan: &|stage, _, random| {
                acquire::plan(stage, ask, past_notice, random).map(|(plan, done)| (plan, Outcome::Acquired(done)))
            },
            changes: true,
            status: if ask.whom.is_none() { 201 } else { 200 },
            ..errand(caller, submission)
        })
        .await
    }

    /// What the source showed in the version of the past that an import names.
    async fn past_notice(&self, caller: &Caller, ask: &AcquireAsk) -> Result<Option<Number>, Refused> {
        let Some(day) = ask.version else { return Ok(None) };
        let service = self.service(&caller.service).await?;
        let Some(version) = service.versions.iter().rev().find(|version| version.day == day) else { return Ok(None) };
        let policy = self.version(&service.id, version.number).await?;
        let source = policy.source(&ask.source).map(|source| source.id.clone());
        let shown = source.and_then(|source| {
            let of = azukari_policy::notice::NoticeOf::Source(source);
            azukari_policy::notice::notices(&policy).into_iter().find(|facts| facts.of == of)
        });
        let running = service.runs()?;
        Ok(shown.and_then(|facts| running.notice_number(facts.id())))
    }

    async fn use_(&self, caller: &Caller, submission: &Submission, ask: &UseAsk) -> Result<Outcome, Refused> {
        self.run(&Errand {
            kind: Kind::Use,
            whom: Some(&ask.whom),
            want: &|running| Want { values: words(running, ask.items.iter()), ..person_wanted() },
            act: &|_, _| translate::use_(ask),
            plan: &|stage, _, _| use_::plan(stage, ask).map(|(plan, used)| (plan, Outcome::Used(used))),
            reaches: Reaches::ByGate,
            ..errand(caller, submission)
        })
        .await
    }

    async fn provide(&self, caller: &Caller, submission: &Submission, ask: &ProvideAsk) -> Result<Outcome, Refused> {
        translate::check_party(self.service(&caller.service).await?.runs()?, &ask.recipient, ask.member.as_ref())?;
        let mark = |person: PersonId| self.provision_mark(&caller.service, person, ask);
        let approval = ask.exception.as_ref().and_then(|exception| exception.approval);
        self.run(&Errand {
            kind: Kind::Provide,
            whom: Some(&ask.whom),
            want: &|running| Want { values: words(running, ask.items.iter()), provisions: true, ..person_wanted() },
            act: &|_, _| translate::provide(ask),
            plan: &|stage, _, random| {
                provide::plan(stage, ask, random).map(|(plan, done)| (plan, Outcome::Provided(done)))
            },
            approval: approval.map(|id| (id, &mark as &Marking<'_>)),
            reaches: Reaches::ByGate,
            ..errand(caller, submission)
        })
        .await
    }

    async fn answer(&self, caller: &Caller, submission: &Submission, ask: &AnswerAsk) -> Result<Outcome, Refused> {
        self.run(&Errand {
            kind: Kind::Answer,
            whom: Some(&ask.whom),
            want: &|_| person_wanted(),
            act: &|_, _| translate::answer(ask),
            plan: &|stage, _, _| {
                answer::plan(stage, ask).map(|(plan, clauses)| (plan, Outcome::Answered { act: stage.act, clauses }))
            },
            changes: true,
            status: 201,
            ..errand(caller, submission)
        })
        .await
    }

    async fn cease(&self, caller: &Caller, submission: &Submission, ask: &CeaseAsk) -> Result<Outcome, Refused> {
        if ask.resume && matches!(caller.who, Who::Staff { .. }) {
            cease::is_own_word(&ask.by)?;
        }
        self.run(&Errand {
            kind: if ask.resume { Kind::Resume } else { Kind::Cease },
            whom: Some(&ask.whom),
            want: &|_| Want { references: true, provisions: true, request: ask.by.request, ..person_wanted() },
            act: &|_, _| translate::cease(ask),
            plan: &|stage, _, random| {
                let (plan, told) = cease::plan(stage, ask, random)?;
                Ok((plan, Outcome::Ceased { act: stage.act, clauses: stage.clauses(), told }))
            },
            changes: true,
            ..errand(caller, submission)
        })
        .await
    }

    async fn correct(&self, caller: &Caller, submission: &Submission, ask: &CorrectAsk) -> Result<Outcome, Refused> {
        let items = || ask.items.iter().map(|(item, _)| item);
        self.run(&Errand {
            kind: Kind::Correct,
            whom: Some(&ask.whom),
            want: &|running| Want {
                values: words(running, items()),
                references: true,
                provisions: true,
                request: ask.by.request,
                ..person_wanted()
            },
            act: &|_, _| translate::correct(ask),
            plan: &|stage, _, random| {
                correct::plan(stage, ask, random).map(|(plan, done)| (plan, Outcome::Corrected(done)))
            },
            changes: true,
            ..errand(caller, submission)
        })
        .await
    }

    async fn erase(&self, caller: &Caller, submission: &Submission, ask: &EraseAsk) -> Result<Outcome, Refused> {
        self.run(&Errand {
            kind: Kind::Erase,
            whom: Some(&ask.whom),
            want: &|running| Want {
                values: if ask.all { look_up::wanted(running) } else { Values::None },
                references: true,
                provisions: true,
                request: ask.by.request,
                ..person_wanted()
            },
            act: &|seen, running| translate::erase(ask, &held(seen, running)),
            plan: &|stage, act, random| {
                let (plan, erased) = erase::plan(stage, ask, &asked(act), self.settings.backups, random)?;
                Ok((plan, Outcome::Erased(erased)))
            },
            changes: true,
            ..errand(caller, submission)
        })
        .await
    }

    async fn disclose(&self, caller: &Caller, submission: &Submission, ask: &DiscloseAsk) -> Result<Outcome, Refused> {
        self.run(&Errand {
            kind: Kind::Disclose,
            whom: Some(&ask.whom),
            want: &|_| Want { values: Values::All, provisions: true, request: ask.by.request, ..person_wanted() },
            act: &|seen, running| translate::disclose(ask, &held(seen, running)),
            plan: &|stage, act, _| {
                disclose::plan(stage, ask, &asked(act)).map(|(plan, done)| (plan, Outcome::Disclosed(done)))
            },
            for_right: true,
            reaches: Reaches::ByDoor,
            ..errand(caller, submission)
        })
        .await
    }

    async fn decline(&self, caller: &Caller, submission: &Submission, ask: &DeclineAsk) -> Result<Outcome, Refused> {
        self.run(&Errand {
            kind: right_kind(ask.verb),
            whom: Some(&ask.whom),
            want: &|_| Want { request: ask.by.request, ..person_wanted() },
            act: &|_, _| translate::decline(ask, submission.reason.is_some()),
            plan: &|stage, _, _| {
                let plan = disclose::decline(stage, ask);
                Ok((plan, Outcome::Declined { act: stage.act, clauses: stage.clauses() }))
            },
            for_right: ask.verb == RightVerb::Disclose,
            ..errand(caller, submission)
        })
        .await
    }

    async fn event(&self, caller: &Caller, submission: &Submission, ask: &EventAsk) -> Result<Outcome, Refused> {
        self.run(&Errand {
            kind: Kind::Report,
            whom: Some(&ask.whom),
            want: &|_| person_wanted(),
            act: &|_, _| translate::event(ask),
            plan: &|stage, _, _| event::plan(stage, ask).map(|(plan, ())| (plan, Outcome::Reported { act: stage.act })),
            changes: true,
            status: 201,
            ..errand(caller, submission)
        })
        .await
    }
}

/// The parts most errands share.
fn errand<'a>(caller: &'a Caller, submission: &'a Submission) -> Errand<'a> {
    Errand {
        caller,
        submission,
        kind: Kind::Use,
        whom: None,
        want: &|_| person_wanted(),
        act: &|_, _| Act::Use(azukari_policy::act::Use::default()),
        plan: &|_, _, _| Err(DoorCode::Internal.into()),
        approval: None,
        for_right: false,
        changes: false,
        reaches: Reaches::Nobody,
        status: 200,
    }
}

/// What every decision about a person looks at.
pub(crate) fn person_wanted() -> Want {
    Want { holdings: true, standing: true, ..Want::default() }
}

/// The numbers of items whose values are read: of a derived item its source.
pub(crate) fn words<'a>(running: &Running, items: impl Iterator<Item = &'a Arc<str>>) -> Values {
    let stored = items.filter_map(|item| {
        let declared = running.policy.item(item)?;
        running.number(Family::Item, declared.derived_from.as_ref().unwrap_or(&declared.id))
    });
    Values::Items(stored.map(|number| number.0).collect())
}

/// Every item held, once each.
fn held(seen: &Seen, running: &Running) -> Vec<Arc<str>> {
    let mut held: Vec<Arc<str>> = Vec::new();
    for holding in &seen.holdings {
        let item = running.name(Family::Item, holding.item);
        if !held.contains(&item) {
            held.push(item);
        }
    }
    held
}

/// The items of a right, as the gate judged them.
fn asked(act: &Act) -> Vec<Arc<str>> {
    if let Act::Right(right) = act { right.items.clone() } else { Vec::new() }
}

const fn right_kind(verb: RightVerb) -> Kind {
    match verb {
        RightVerb::Disclose => Kind::Disclose,
        RightVerb::Correct => Kind::Correct,
        RightVerb::Cease => Kind::Cease,
        RightVerb::Resume => Kind::Resume,
        RightVerb::Erase => Kind::Erase,
    }
}

/// Names that are names, for records.
pub(crate) fn recorded(words: &[Arc<str>]) -> Vec<azukari_model::Name> {
    names(words)
}
