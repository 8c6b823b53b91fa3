//! What the demo's five companies have on file: evidence for their measures, so that the boards show a working day and
//! one thing overdue, not an office on its first morning.

use super::{Stage, account, refused};
use anyhow::Result;
use azukari_custody::{Ask, Caller, Who, register::Entry};
use azukari_model::{Name, Period, Zone};
use azukari_policy::declared::{Measure, Operation, Per};
use std::sync::Arc;

/// The one that is late: its last evidence is from before its period.
const LATE: (&str, &str) = ("mobile-planning", "intrusion-protection");

/// How long ago the late one was attested: longer than its three months.
fn long_ago() -> Period {
    Period::days(100)
}

/// Enters evidence for every measure of every service, by a role that may.
pub(super) async fn attest(stage: &Stage) -> Result<()> {
    let today = Zone::parse("Asia/Tokyo")?.date(stage.now());
    for service in stage.tokens.keys() {
        let seen = stage.door.service(service).await.map_err(refused(service))?;
        let Some(running) = &seen.running else { continue };
        let Some(operation) = &running.operation else { continue };
        // Pledges first: without one an account does nothing.
        let mut measures: Vec<&Measure> = running.policy.measures.iter().collect();
        measures.sort_by_key(|measure| !matches!(measure.per, Per::Staff));
        for measure in measures {
            let Some(caller) = by_whom(service, operation, &measure.id)? else { continue };
            let is_late = LATE == (service.as_str(), measure.id.as_str());
            let on = if is_late { today.minus(long_ago()) } else { today };
            for of in of_whom(stage, service, measure) {
                let entry = Entry::Attestation {
                    measure: measure.id.as_str().into(),
                    evidence: Some("in the office's folder".parse()?),
                    of: of.map(|of| of.parse()).transpose()?,
                    on: Some(on),
                };
                let entered = stage.door.perform(&caller, Ask::Enter(entry).into()).await;
                entered.map_err(refused(&measure.id))?;
            }
        }
    }
    Ok(())
}

/// A role that may show it; an audit is shown by somebody of another department than the inspection was.
fn by_whom(service: &str, operation: &Operation, measure: &Name) -> Result<Option<Caller>> {
    let Some(role) = operation.roles.iter().find(|role| role.attest.contains(measure)) else { return Ok(None) };
    let mut caller = Stage::caller(service, role.id.as_str())?;
    if let (true, Who::Staff { account, .. }) = (measure.as_str().contains("audit"), &mut caller.who) {
        *account = "another-department".into();
    }
    Ok(Some(caller))
}

fn of_whom(stage: &Stage, service: &str, measure: &Measure) -> Vec<Option<Arc<str>>> {
    match &measure.per {
        Per::Operator => vec![None],
        Per::Staff => {
            let roles = stage.tokens.get(service).into_iter().flat_map(|roles| roles.keys());
            roles.map(|role| Some(Arc::from(account(role)))).collect()
        }
        // Classes have members only where the story enters one.
        Per::Recipients(companies) => companies.iter().map(|company| Some(company.as_str().into())).collect(),
    }
}
