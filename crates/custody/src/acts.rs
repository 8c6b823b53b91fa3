//! One plan per act: from a permit and what was seen to what is written and what leaves. No plan looks anywhere else.

pub(crate) mod acquire;
pub(crate) mod answer;
pub(crate) mod cease;
pub(crate) mod correct;
pub(crate) mod disclose;
pub(crate) mod ends;
pub(crate) mod erase;
pub(crate) mod event;
pub(crate) mod provide;
pub(crate) mod tell;
pub(crate) mod use_;

use crate::{
    caller::Caller,
    look_up::Indexer,
    plan::Plan,
    record::Draft,
    refused::{DoorCode, Refused},
    sealing::Place,
    seen::Seen,
    service::{Running, Service},
    text::Note,
};
use azukari_ledger::Kind;
use azukari_model::{ActId, Date, Instant, Name};
use azukari_policy::{facts::Number, verdict::Permit, vocabulary::Family};
use azukari_vault::Keyring;
use std::sync::Arc;

/// Everything a plan may look at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stage<'a> {
    pub(crate) service: &'a Service,
    pub(crate) running: &'a Running,
    pub(crate) keyring: &'a Keyring,
    pub(crate) caller: &'a Caller,
    pub(crate) seen: &'a Seen,
    pub(crate) permit: &'a Permit,
    pub(crate) act: ActId,
    pub(crate) now: Instant,
    pub(crate) case: Option<&'a Note>,
    pub(crate) reason: Option<&'a Note>,
}

impl<'a> Stage<'a> {
    /// Whose boxes are opened and sealed.
    pub(crate) fn place(&self) -> Place<'a> {
        Place { service: &self.service.id, person: self.seen.id }
    }

    /// Who makes the look-ups of what is taken in.
    pub(crate) fn indexer(&self) -> Indexer<'a> {
        Indexer { keyring: self.keyring, service: self.service, running: self.running, now: self.now }
    }

    /// Today, where the service is.
    pub(crate) fn today(&self) -> Date {
        self.running.zone().date(self.now)
    }

    /// The ids of the clauses the permit rests on.
    pub(crate) fn clauses(&self) -> Vec<Arc<str>> {
        crate::door::clauses_of(self.running, self.permit)
    }

    /// The record of a permitted act about this person.
    pub(crate) fn record(&self, kind: Kind) -> Draft {
        Draft::new(self.act, kind, self.now, self.caller)
            .about(self.seen.id)
            .decided(self.service, self.running)
            .clauses(&self.clauses())
            .said(self.case, self.reason)
    }

    /// The number of something declared.
    pub(crate) fn number(&self, family: Family, id: &str) -> Result<Number, Refused> {
        self.running.number(family, id).ok_or_else(|| DoorCode::Internal.into())
    }

    /// The id of a number; of something no longer declared, what it was called.
    pub(crate) fn name(&self, family: Family, number: Number) -> Arc<str> {
        self.running.name(family, number)
    }
}

/// What an act writes and what it answers.
pub(crate) type Planned<O> = Result<(Plan, O), Refused>;

/// The names among words; what is no name was never declared, and is not repeated.
pub(crate) fn names(words: &[Arc<str>]) -> Vec<Name> {
    words.iter().filter_map(|word| word.parse().ok()).collect()
}
