//! What runs by itself: numbering records, erasing what is due, counting refusals, month keys, periods.

mod expire;
mod month_keys;
mod recompute;
mod repeats;

use crate::{door::Inner, refused::Refused};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// How long the sequencer rests after a turn that was not full.
const REST: Duration = Duration::from_millis(250);
/// How often the slower jobs run.
const SLOW: Duration = Duration::from_secs(30);

/// Runs until `stop` says so.
pub(crate) async fn run(door: &Arc<Inner>, mut stop: watch::Receiver<bool>) {
    let mut slow = tokio::time::interval(SLOW);
    slow.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut quick = tokio::time::interval(REST);
    quick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            changed = stop.changed() => if changed.is_err() || *stop.borrow() { break },
            _ = quick.tick() => number(door).await,
            _ = slow.tick() => slow_turn(door).await,
        }
    }
    // What was recorded before the stop is numbered and signed.
    number(door).await;
}

/// Full turns follow each other without rest.
async fn number(door: &Inner) {
    loop {
        match door.sequence().await {
            Ok(numbered) if numbered >= 1_000 => tokio::task::yield_now().await,
            Ok(_) => return,
            Err(refused) => {
                tracing::error!(code = %refused.code, "the sequencer did not go on");
                return;
            }
        }
    }
}

async fn slow_turn(door: &Inner) {
    if let Err(refused) = slow_jobs(door).await {
        tracing::error!(code = %refused.code, "a job did not finish");
    }
}

async fn slow_jobs(door: &Inner) -> Result<(), Refused> {
    door.make_months_ahead().await?;
    door.count_repeats().await?;
    door.recompute().await?;
    door.expire().await?;
    while door.store.sweep(door.clock.now(), 500).await? > 0 {}
    Ok(())
}

/// One turn of everything; how many records were numbered.
pub(crate) async fn turn(door: &Inner) -> Result<u64, Refused> {
    slow_jobs(door).await?;
    let mut numbered = 0;
    loop {
        match door.sequence().await? {
            0 => return Ok(numbered),
            more => numbered += more,
        }
    }
}
