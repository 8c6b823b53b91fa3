//! A person's yes or no: an event that is never overwritten, and the row of standing that follows from it.

use super::{Planned, Stage, ends::Fold};
use crate::{
    ask::{AnswerAsk, AnswerKey},
    plan::Plan,
    refused::{DoorCode, Refused},
};
use azukari_ledger::Kind;
use azukari_policy::{
    facts::{Number, Standing, StandingKind},
    vocabulary::Family,
};
use std::sync::Arc;

/// Enters the answer.
pub(crate) fn plan(stage: &Stage<'_>, ask: &AnswerAsk) -> Planned<Vec<Arc<str>>> {
    let to = To::of(stage, &ask.to)?;
    let at = ask.at.map_or(stage.now, |on| stage.running.zone().start_of(on));
    let known = stage.seen.standing(to.kind, to.subject, Number(0));
    let mut fold = Fold::of(stage);
    // A yes of the past does not undo what was said since; a no always counts.
    let counts = !ask.given || known.is_none_or(|known| known.at <= at);
    if counts {
        fold.set(Standing {
            kind: to.kind,
            subject: to.subject,
            member: Number(0),
            yes: ask.given,
            meaning: stage.running.gate.meaning(to.family, to.subject),
            had_yes: known.is_some_and(|known| known.yes || known.had_yes),
            // Read from what was shown, never from what the caller says.
            country_told: ask.given && tells_countries(stage, ask, &to.id),
            at,
            until: None,
        });
    }
    if ask.at.is_none() {
        fold.note_day(stage, StandingKind::LastSeen, Number(0));
    }
    let record = stage
        .record(Kind::Answer)
        .with("to", to.word)
        .with("id", &to.id)
        .with("meaning", stage.running.gate.meaning(to.family, to.subject))
        .with("given", ask.given)
        .fill(|record| record.notice = ask.notice)
        .with_some("on", ask.at)
        .with_some("evidence", ask.evidence.as_ref().map(crate::text::Note::open));
    let record = if counts { record } else { record.with("superseded", true) };
    let mut plan = Plan::record(record);
    plan.changes = fold.changes(stage);
    Ok((plan, stage.clauses()))
}

/// Whether the notice that was shown named the country of every recipient of the flow that is abroad.
fn tells_countries(stage: &Stage<'_>, ask: &AnswerAsk, flow: &str) -> bool {
    let running = stage.running;
    let shown = ask.notice.and_then(|id| running.notice_number(id)).and_then(|number| running.notice_of(number));
    let (Some(shown), Some(flow)) = (shown, running.policy.flow(flow)) else { return false };
    flow.to.iter().all(|to| {
        let is_home =
            running.policy.recipient(to).is_some_and(|recipient| recipient.country == "JP" && !recipient.is_class);
        is_home || shown.facts.tells_country_of(to)
    })
}

/// What is answered, as a row of standing.
struct To {
    kind: StandingKind,
    family: Family,
    subject: Number,
    word: &'static str,
    id: Arc<str>,
}

impl To {
    fn of(stage: &Stage<'_>, key: &AnswerKey) -> Result<Self, Refused> {
        let (kind, families, word, id): (_, &[Family], _, _) = match key {
            AnswerKey::Purpose(id) => (StandingKind::AnswerPurpose, &[Family::Purpose], "purpose", id),
            AnswerKey::Provision(id) => (StandingKind::AnswerFlow, &[Family::Provision], "provision", id),
            AnswerKey::Tag(id) => (StandingKind::AnswerTag, &[Family::Tag, Family::Category], "tag", id),
        };
        let found = families.iter().find_map(|family| Some((*family, stage.running.number(*family, id)?)));
        let (family, subject) = found.ok_or(DoorCode::Internal)?;
        Ok(Self { kind, family, subject, word, id: id.clone() })
    }
}
