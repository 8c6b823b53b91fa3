//! Reporting that something happened, or is over: what acts depend on, and what periods count from.

use super::{Planned, Stage, ends::Fold};
use crate::{
    ask::EventAsk,
    plan::Plan,
    refused::{DoorCode, Refused},
};
use azukari_ledger::Kind;
use azukari_policy::{
    facts::{Number, Standing, StandingKind},
    vocabulary::Family,
};

/// Writes the row of the event, and the ends it moves.
pub(crate) fn plan(stage: &Stage<'_>, ask: &EventAsk) -> Planned<()> {
    let declared = stage.running.policy.event(&ask.event).ok_or(DoorCode::Internal)?;
    let subject = stage.number(Family::Event, &ask.event)?;
    let member = match &ask.member {
        Some(word) => company(stage, word)?,
        None => Number(0),
    };
    let zone = stage.running.zone();
    if ask.on.is_some_and(|on| on > zone.date(stage.now)) {
        // What has not happened cannot be taken back: periods would count from it.
        return Err(Refused::door(DoorCode::FieldMalformed).at("on"));
    }
    let at = ask.on.filter(|on| *on != zone.date(stage.now)).map_or(stage.now, |on| zone.start_of(on));
    let known = stage.seen.standing(StandingKind::Event, subject, member);
    let mut fold = Fold::of(stage);
    if ask.over {
        let since = known.map_or(at, |known| known.at);
        let ended = at.max(since);
        let until = known.and_then(|known| known.until).map_or(ended, |until| until.min(ended));
        fold.set(Standing {
            member,
            yes: false,
            until: Some(until),
            ..super::ends::row(StandingKind::Event, subject, since)
        });
    } else if known.is_none_or(|known| known.at <= at) {
        let until = declared.holds.map(|period| zone.end_of_period(at, period));
        fold.set(Standing { member, until, ..super::ends::row(StandingKind::Event, subject, at) });
    }
    let record = stage
        .record(Kind::Report)
        .with("event", &ask.event)
        .with_some("on", ask.on)
        .with_some("over", ask.over.then_some(true))
        .with_some("member", ask.member.as_ref())
        .with_some("reference", ask.reference.as_ref().map(crate::text::Line::open));
    let mut plan = Plan::record(record);
    plan.changes = fold.changes(stage);
    Ok((plan, ()))
}

fn company(stage: &Stage<'_>, word: &str) -> Result<Number, Refused> {
    let register = &stage.running.register;
    register
        .members
        .get(word)
        .map(|company| company.number)
        .ok_or_else(|| Refused::door(DoorCode::FieldMalformed).at("member"))
}
