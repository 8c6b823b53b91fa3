//! What runs by itself: numbering records, erasing what is due, destroying evidence whose period is over, counting refusals,
//! month keys, periods.

pub(crate) mod destroy;
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
    number(door).await;
    // What went wrong is told already, and tried again at the next turn.
    drop(slow_jobs(door).await);
}

/// Each job gets its turn, whatever became of the one before; the first refusal is given back.
async fn slow_jobs(door: &Inner) -> Result<(), Refused> {
    let _one_at_a_time = door.turns.lock().await;
    let turns = [
        ("month keys", door.make_months_ahead().await),
        ("refusals", door.count_repeats().await),
        ("periods", door.recompute().await),
        ("retention of holdings", door.expire().await),
        ("retention of records", door.destroy_keys().await),
        ("sweep", sweep(door).await),
    ];
    let mut first = Ok(());
    for (job, turn) in turns {
        if let Err(refused) = turn {
            tracing::error!(job, code = %refused.code, "a job did not finish");
            first = first.and(Err(refused));
        }
    }
    first
}

async fn sweep(door: &Inner) -> Result<(), Refused> {
    while door.store.sweep(door.clock.now(), 500).await? > 0 {}
    Ok(())
}

/// One turn of everything; how many records were numbered.
pub(crate) async fn turn(door: &Inner) -> Result<u64, Refused> {
    let waited = number_all(door).await?;
    slow_jobs(door).await?;
    Ok(waited + number_all(door).await?)
}

async fn number_all(door: &Inner) -> Result<u64, Refused> {
    let mut numbered = 0;
    loop {
        match door.sequence().await? {
            0 => return Ok(numbered),
            more => numbered += more,
        }
    }
}
