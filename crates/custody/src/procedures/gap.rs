//! Closing the gap of a restore: an officer's decision, recorded, after which everything goes on.

use crate::{
    caller::{Caller, Who},
    door::{Inner, months::month_of},
    record::Draft,
    refused::Refused,
};
use azukari_ledger::{By, ByKind, Kind};
use azukari_model::{ActId, Instant, Name};
use azukari_store::{Change, Committed, Effects, Gap, Subject};
use azukari_vault::RecordKind;
use std::sync::Arc;

/// An officer's decision.
#[derive(Clone, Debug)]
pub struct Decision {
    pub officer: Arc<str>,
    /// What was done about what may be missing, in their words.
    pub because: crate::text::Note,
    /// Nobody was shown a later head of the log than the database has. To be said where that is not known.
    pub log_ends_here: bool,
}

/// A gap that was closed.
#[derive(Clone, Debug)]
pub struct ClosedGap {
    pub service: Name,
    pub act: ActId,
    pub gap: Gap,
}

/// Why a gap was not closed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum GapError {
    #[error("there is no gap to close")]
    None,
    #[error(
        "gap-log-unknown: nothing beside the database says how far the log had come; help: put `azukari.db.leaves` of the lost database beside it, or say `--log-ends-here` if nobody was shown a later head"
    )]
    LogUnknown,
    #[error("it could not be written")]
    Store,
}

impl From<Refused> for GapError {
    fn from(_: Refused) -> Self {
        Self::Store
    }
}

/// How often somebody may be faster.
const TRIES: u32 = 16;

/// Closes the gap of every service that has one.
pub(crate) async fn close(door: &Inner, decision: &Decision) -> Result<Vec<ClosedGap>, GapError> {
    let mut closed = Vec::new();
    for service in door.all_services().await? {
        for attempt in 0..=TRIES {
            let service = door.fresh(&service.id).await?;
            let Some(gap) = service.gap else { break };
            if gap.log.is_none() && !decision.log_ends_here {
                return Err(GapError::LogUnknown);
            }
            let now = door.now()?;
            let (act, draft) = draft(door, &service.id, decision, &gap, now)?;
            // Lasting: whoever verifies the log asks what it lacks, for as long as it stands.
            let key = door.month_key(&service, RecordKind::Lasting, month_of(now)).await?;
            let record = draft.seal(&key.used(), true, &mut door.random())?;
            let effects = Effects {
                service: service.key,
                number: service.number,
                subject: Subject::Nobody,
                at: now,
                unique: Vec::new(),
                records: vec![record],
                changes: vec![Change::CloseGap],
            };
            match door.commit(effects, now).await {
                Committed::Done(_) => {
                    closed.push(ClosedGap { service: service.id.clone(), act, gap });
                    break;
                }
                Committed::Stale if attempt < TRIES => {}
                _ => return Err(GapError::Store),
            }
        }
    }
    if closed.is_empty() { Err(GapError::None) } else { Ok(closed) }
}

fn draft(
    door: &Inner,
    service: &Name,
    decision: &Decision,
    gap: &Gap,
    now: Instant,
) -> Result<(ActId, Draft), GapError> {
    let caller = Caller { service: service.clone(), who: Who::Retention };
    let act = door.act_id(now)?;
    let by = By { account: Some(decision.officer.clone()), ..By::of(ByKind::Staff) };
    let draft = Draft::new(act, Kind::Restored, now, &caller)
        .fill(|record| record.by = by)
        .said(None, Some(&decision.because))
        .with("since", gap.since)
        .with("from", gap.size)
        .with("to", gap.log.unwrap_or(gap.size))
        .with("journal", gap.has_journal)
        .with_some("log-ends-here", gap.log.is_none().then_some(true));
    Ok((act, draft))
}
