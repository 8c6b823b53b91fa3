//! Both witnesses put together, visit by visit.

use super::{net_log::Logged, record::Told};
use crate::{
    address::Address,
    observed::{Choice, Known, Notice, SeenCookie, State, Transmission, Trouble, Visit, Witness, search},
};
use azukari_model::Personal;

/// A visit before the net log is known.
#[derive(Debug)]
pub(super) struct Raw {
    pub page: String,
    pub state: State,
    /// Since when which choice was in force, in milliseconds of the browser's clock; the first begins the visit.
    pub choices: Vec<(f64, Choice)>,
    pub end: f64,
    pub told: Vec<Told>,
    pub cookies: Vec<SeenCookie>,
    pub known: Known,
    pub notice: Notice,
    pub troubles: Vec<Trouble>,
}

/// Puts visits and a log together. Each request of the log belongs to the visit of its time.
pub(super) fn put(raw: Vec<Raw>, log: &[Logged]) -> Vec<Visit> {
    raw.into_iter().map(|raw| put_one(raw, log)).collect()
}

fn put_one(raw: Raw, log: &[Logged]) -> Visit {
    let begin = raw.choices.first().map_or(raw.end, |(begin, _)| *begin);
    let mut told: Vec<Option<&Told>> = raw.told.iter().map(Some).collect();
    let mut sent = Vec::new();
    for logged in log.iter().filter(|logged| logged.at >= begin.floor() && logged.at <= raw.end) {
        let same = told.iter_mut().find(|told| told.is_some_and(|one| one.key == logged.key && !one.is_message));
        let (witness, told) = match same.and_then(Option::take) {
            Some(told) => (Witness::Both, Some(told)),
            None => (Witness::NetLog, None),
        };
        let body = told.and_then(|told| told.body.as_ref());
        sent.extend(transmission(&raw, &logged.address, logged.at, body, witness));
    }
    // What the target alone told counts where the network service had it; the rest came out of a cache, or was held back.
    for told in told.into_iter().flatten().filter(|told| told.went_out) {
        let witness = if told.is_message { Witness::Both } else { Witness::Protocol };
        sent.extend(transmission(&raw, &told.address, told.at, told.body.as_ref(), witness));
    }
    let host = Address::parse(&raw.page).map(|address| address.host).unwrap_or_default();
    Visit {
        page: super::shown(&raw.page),
        host,
        state: raw.state,
        sent,
        cookies: raw.cookies,
        notice: raw.notice,
        troubles: raw.troubles,
    }
}

fn transmission(
    raw: &Raw,
    address: &Personal<String>,
    at: f64,
    body: Option<&Personal<String>>,
    witness: Witness,
) -> Option<Transmission> {
    let address = Address::parse(address.open())?;
    let choice = raw.choices.iter().rev().find(|(since, _)| *since <= at).or_else(|| raw.choices.first());
    Some(Transmission {
        host: address.host.clone(),
        address: address.shown(),
        choice: choice.map_or(Choice::None, |(_, choice)| choice.clone()),
        witness,
        carries: search(&address, body, &raw.known),
    })
}
