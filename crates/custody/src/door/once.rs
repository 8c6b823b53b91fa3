//! A write happens once: its key stands for a day for the act it became, never for what was answered.

use super::{Inner, errand::Moment};
use crate::{
    ask::WriteKey,
    caller::Who,
    outcome::Outcome,
    refused::{DoorCode, Refused},
};
use azukari_model::{ActId, PersonId, Zone};
use azukari_store::{IdempotencyKey, IdempotencyRow, Snapshot, Want};

/// A day, in microseconds.
const DAY: i64 = 86_400_000_000;

/// What a look at the service alone found.
pub(crate) enum Glance {
    /// The service has changed meanwhile: decide again.
    Changed,
    /// The same write came before, or its key is used for another.
    Before(Box<Result<Outcome, Refused>>),
    /// Nothing stands in the way.
    Clear,
}

impl Inner {
    /// Looks at the service alone, for acts that look at nobody or at everybody.
    pub(crate) async fn glance(&self, moment: &Moment<'_>, key: Option<&WriteKey>) -> Result<Glance, Refused> {
        let nobody = azukari_store::Whom { service: moment.service.key, who: azukari_store::Who::Nobody };
        let want = Want { idempotency: key_of(moment, key), ..Want::default() };
        let snapshot = self.store.snapshot(&nobody, &want).await?;
        if snapshot.number != moment.service.number {
            self.reload(moment.service.key, Some(snapshot.number)).await?;
            return Ok(Glance::Changed);
        }
        Ok(self.before(moment, key, &snapshot).map_or(Glance::Clear, |answer| Glance::Before(Box::new(answer))))
    }

    /// The same write came before: its act, or that its key is used for another.
    pub(crate) fn before(
        &self,
        moment: &Moment<'_>,
        key: Option<&WriteKey>,
        snapshot: &Snapshot,
    ) -> Option<Result<Outcome, Refused>> {
        let (row, key) = (snapshot.idempotency.as_ref()?, key?);
        if moment.now.micros() - row.at.micros() >= DAY {
            return None;
        }
        Some(if row.hmac == self.body_mark(key) {
            Ok(Outcome::Replayed { act: row.act, status: row.status, person: row.person })
        } else {
            Err(DoorCode::IdempotencyKeyReused.into())
        })
    }

    /// What stands under a key from the commit of its act on.
    pub(crate) fn stands_for(
        &self,
        moment: &Moment<'_>,
        key: Option<&WriteKey>,
        (act, status): (ActId, u16),
        person: Option<PersonId>,
    ) -> Option<IdempotencyRow> {
        let of = key_of(moment, key)?;
        Some(IdempotencyRow { of, hmac: self.body_mark(key?), act, status, person, at: moment.now })
    }

    fn body_mark(&self, key: &WriteKey) -> [u8; 32] {
        self.keyring.body_mark(&[b"write", key.body.open()])
    }
}

/// The key of a write, within a token or a person's session.
pub(crate) fn key_of(moment: &Moment<'_>, key: Option<&WriteKey>) -> Option<IdempotencyKey> {
    let token = match &moment.caller.who {
        Who::Staff { token: Some(token), .. } => token.bytes(),
        Who::Person(person) => person.bytes(),
        Who::Staff { token: None, .. } | Who::Visitor(_) | Who::Retention => return None,
    };
    Some(IdempotencyKey { day: Zone::UTC.date(moment.now).days(), token, key: key?.key.as_str().into() })
}
