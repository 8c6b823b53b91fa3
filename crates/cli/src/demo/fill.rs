//! Fills the demo: customers of mobile-planning, their answers, a collection agency under contract.

use super::{
    Stage,
    people::{Invented, invent},
    refused,
};
use crate::said::{Said, sentences::DEMO_MISSING};
use anyhow::Result;
use azukari_custody::{
    Ask, Outcome, Whom,
    ask::{AcquireAsk, AnswerAsk, AnswerKey, EventAsk},
    register::Entry,
};
use azukari_model::{NoticeId, Period, PersonId, Personal, Zone};
use azukari_policy::notice::NoticeOf;
use tokio::task::JoinSet;

/// The service whose customers the story is about.
pub(super) const SERVICE: &str = "mobile-planning";
/// How many acts run side by side while filling: they share one write to disk.
const SIDE_BY_SIDE: usize = 64;
/// The seed of the invented people.
pub(super) const SEED: u64 = 20_270_115;

/// Who is in it.
#[derive(Debug)]
pub(super) struct Filled {
    pub people: usize,
    /// The customer of the story: she was never asked.
    pub her: Invented,
    /// The collection agency, as the office entered it.
    pub agency: String,
}

/// What somebody answered to the news fitted to them, by lot: out of every 1,200, 412 said yes, 54 took it back, 31 said no.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Answered {
    Never,
    Yes,
    TookBack,
    No,
}

fn answered(index: usize) -> Answered {
    match index % 1200 {
        100..512 => Answered::Yes,
        512..566 => Answered::TookBack,
        566..597 => Answered::No,
        _ => Answered::Never,
    }
}

/// Brings invented people in, and what the office has on file.
pub(super) async fn fill(stage: &Stage, people: usize) -> Result<Filled> {
    let service = stage.door.service(SERVICE).await.map_err(refused(SERVICE))?;
    let shown = |of: NoticeOf| service.notice(&of).map(|shown| shown.notice);
    let (Some(form), Some(offers)) =
        (shown(NoticeOf::Source("application".parse()?)), shown(NoticeOf::Purpose("offers".parse()?)))
    else {
        return Err(missing("notice"));
    };
    let mut running: JoinSet<Result<()>> = JoinSet::new();
    for index in 0..people {
        while running.len() >= SIDE_BY_SIDE {
            joined(running.join_next().await)?;
        }
        let life = Life { stage: stage.clone(), form, offers };
        running.spawn(async move { life.begin(index).await });
    }
    while let Some(done) = running.join_next().await {
        joined(Some(done))?;
    }
    let agency = agency(stage).await?;
    Ok(Filled { people, her: invent(SEED, 0), agency })
}

fn joined(done: Option<Result<Result<()>, tokio::task::JoinError>>) -> Result<()> {
    done.map_or(Ok(()), |done| done?)
}

/// One customer's beginning.
struct Life {
    stage: Stage,
    form: NoticeId,
    offers: NoticeId,
}

impl Life {
    async fn begin(&self, index: usize) -> Result<()> {
        let person = self.apply(&invent(SEED, index)).await?;
        if index == 0 {
            self.bill(person).await?;
        }
        let contract = EventAsk {
            whom: Whom::Id(person),
            event: "in-contract".into(),
            on: None,
            reference: Some(format!("C-{index:05}").parse()?),
            member: None,
            over: false,
        };
        self.do_as("billing-system", Ask::Event(contract)).await?;
        match answered(index) {
            Answered::Never => {}
            Answered::Yes => self.answer(person, true).await?,
            Answered::No => self.answer(person, false).await?,
            Answered::TookBack => {
                self.answer(person, true).await?;
                self.answer(person, false).await?;
            }
        }
        Ok(())
    }

    async fn apply(&self, who: &Invented) -> Result<PersonId> {
        let text = |value: &str| Some(Personal::new(serde_json::Value::from(value)));
        let ask = AcquireAsk {
            source: "application".into(),
            notice: Some(self.form),
            items: vec![
                ("name".into(), text(&who.name())),
                ("address".into(), text(&who.address)),
                ("telephone".into(), text(&who.telephone)),
                ("email".into(), text(&who.email)),
                ("birth-date".into(), text(&who.birth_date)),
                ("gender".into(), text(who.gender)),
                ("order".into(), text("Wi-Fi 50GB")),
            ],
            ..AcquireAsk::default()
        };
        match self.do_as("site", Ask::Acquire(ask)).await? {
            Outcome::Acquired(acquired) => Ok(acquired.person),
            _ => Err(missing("application")),
        }
    }

    /// The customer of the story has an invoice: books that a statute keeps.
    async fn bill(&self, person: PersonId) -> Result<()> {
        let ask = AcquireAsk {
            whom: Some(Whom::Id(person)),
            source: "operation".into(),
            items: vec![("billing".into(), Some(Personal::new(serde_json::Value::from("2026-11-30 4,380"))))],
            ..AcquireAsk::default()
        };
        self.do_as("billing-system", Ask::Acquire(ask)).await.map(|_| ())
    }

    async fn answer(&self, person: PersonId, given: bool) -> Result<()> {
        let ask = AnswerAsk {
            whom: Whom::Id(person),
            to: AnswerKey::Purpose("offers".into()),
            given,
            notice: Some(self.offers),
            at: None,
            evidence: None,
        };
        self.do_as("support-desk", Ask::Answer(ask)).await.map(|_| ())
    }

    async fn do_as(&self, role: &str, ask: Ask) -> Result<Outcome> {
        do_as(&self.stage, role, ask).await
    }
}

/// Something the demo needs and did not come upon.
pub(super) fn missing(what: &str) -> anyhow::Error {
    Said::new(DEMO_MISSING.with([("what", &what)])).into()
}

async fn do_as(stage: &Stage, role: &str, ask: Ask) -> Result<Outcome> {
    let caller = Stage::caller(SERVICE, role)?;
    Ok(stage.door.perform(&caller, ask.into()).await.map_err(refused(role))?)
}

/// A collection agency: entered, chosen with a reason, under an agreement.
async fn agency(stage: &Stage) -> Result<String> {
    let officer = "privacy-officer";
    let member = Entry::Member {
        class: "collection-agency".into(),
        name: "あさひ債権回収株式会社".parse()?,
        address: Some("東京都千代田区丸の内1-1-1".parse()?),
        representative: Some("代表取締役".parse()?),
        country: None,
    };
    let Outcome::Entered(entered) = do_as(stage, officer, Ask::Enter(member)).await? else {
        return Err(missing("collection-agency"));
    };
    let agency = entered.member.map(|member| member.to_string()).unwrap_or_default();
    let party: std::sync::Arc<str> = agency.as_str().into();
    let today = Zone::parse("Asia/Tokyo")?.date(stage.now());
    let choice = Entry::Choice { party: party.clone(), because: "licensed by the Minister of Justice".parse()? };
    let agreement = Entry::Agreement {
        party,
        from: today,
        until: today.plus(Period::years(1)),
        items: None,
        reference: Some("K-2026-014".parse()?),
    };
    do_as(stage, officer, Ask::Enter(choice)).await?;
    do_as(stage, officer, Ask::Enter(agreement)).await?;
    Ok(agency)
}
