//! Equal refusals of a minute that is over: one record says how many there were.

use crate::{
    caller::{Caller, Who},
    door::{Inner, errand::Moment},
    plan::Plan,
    refused::Refused,
};
use azukari_ledger::Kind;
use azukari_store::{Subject, Unique};

/// A minute, in microseconds.
const MINUTE: i64 = 60_000_000;

impl Inner {
    /// Records the counts of minutes that are over.
    pub(crate) async fn count_repeats(&self) -> Result<(), Refused> {
        for service in self.all_services().await? {
            let Some(running) = &service.running else { continue };
            let now = self.now()?;
            let caller = Caller { service: service.id.clone(), who: Who::Retention };
            let moment = Moment { service: &service, running, caller: &caller, now };
            for repeated in self.store.refusals(service.key, now.micros().div_euclid(MINUTE)).await? {
                let draft =
                    self.draft(&moment, Kind::Refusals)?.with("first", repeated.first).with("count", repeated.count);
                let plan = Plan { unique: vec![Unique::Counted(repeated)], ..Plan::record(draft) };
                // Stale, or one more came: the next turn finds it again.
                self.write(&moment, Subject::Nobody, plan, None, false).await?;
            }
        }
        Ok(())
    }
}
