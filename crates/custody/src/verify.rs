//! Verifying: everything stored is computed again from the records' bytes upward, and nothing is believed but the keys.
//!
//! Looks at one moment of the database and changes nothing. Each check names the first thing that does not fit and the place
//! where it stands; one check's finding does not keep the others from looking.

mod file;
mod finding;
mod keys;
mod log;
mod pending;
mod record;
mod trails;
pub(crate) mod versions;

pub use finding::{Finding, Place, What};

use crate::{door::months::month_of_row, refused::Refused};
use azukari_ledger::{LogSigner, VerifierKey, destroyed::Destroyed, verify::Summary};
use azukari_model::Name;
use azukari_store::{OpeningList, ServiceKey, Still, StoreError};
use azukari_vault::Keyring;
use finding::Odd;
use std::{cell::Cell, collections::BTreeMap};

/// What was looked at, and what does not fit.
#[derive(Clone, Debug)]
pub struct Report {
    /// What the log came to; `None`: it does not fit.
    pub log: Option<Summary>,
    /// How many records wait to be numbered.
    pub pending: u64,
    /// The first of each check, in the order of the checks.
    pub findings: Vec<Finding>,
}

/// Why nothing could be verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("what is stored could not be read")]
    Store(#[from] StoreError),
    #[error("the keys could not be used")]
    Keys(#[from] Refused),
}

/// What every check looks at.
struct Looking<'a> {
    still: &'a Still,
    services: BTreeMap<ServiceKey, Name>,
    keys: keys::Keys,
    /// The key checkpoints are believed by, under the name the stored one has.
    log_key: Option<VerifierKey>,
    progress: &'a dyn Fn(u64, u64),
    lists: Lists,
    /// How many records wait.
    pending: Cell<u64>,
}

/// Lists of destroyed openings, each with its row.
type Lists = Vec<(OpeningList, Destroyed)>;

/// Verifies a database. `kept`: checkpoints that somebody kept, as the signed notes they are. `progress` is told now and then
/// how many entries of how many were looked at.
pub fn verify(
    still: &Still,
    keyring: &Keyring,
    kept: &[String],
    progress: &dyn Fn(u64, u64),
) -> Result<Report, VerifyError> {
    let mut findings = Vec::new();
    match look(still, keyring, kept, progress, &mut findings) {
        Ok((log, pending)) => Ok(Report { log, pending, findings }),
        // Somebody wrote there what this program never does, and no check goes past it.
        Err(VerifyError::Store(StoreError::Unreadable(table))) => {
            findings.push(What::NotRead.at(Place::File(table.to_owned())));
            Ok(Report { log: None, pending: 0, findings })
        }
        Err(error) => Err(error),
    }
}

/// Every check in turn: what the log came to, and how many records wait.
fn look(
    still: &Still,
    keyring: &Keyring,
    kept: &[String],
    progress: &dyn Fn(u64, u64),
    findings: &mut Vec<Finding>,
) -> Result<(Option<Summary>, u64), VerifyError> {
    let mut note = |found: Result<(), Odd>| match found {
        Ok(()) => Ok(()),
        Err(Odd::Found(finding)) => {
            findings.push(finding);
            Ok(())
        }
        Err(Odd::Store(error)) => Err(error),
    };
    note(file::check(still))?;
    let services: BTreeMap<_, _> = still.services()?.into_iter().map(|service| (service.key, service.name)).collect();
    let (keys, odd) = keys::open(still, keyring, &services)?;
    note(odd.map_or(Ok(()), |finding| Err(finding.into())))?;
    let log_key = log_key(still, keyring)?;
    let (lists, odd) = lists(still, &services)?;
    note(odd.map_or(Ok(()), |finding| Err(finding.into())))?;
    let looking = Looking { still, services, keys, log_key, progress, lists, pending: Cell::new(0) };
    let mut versions = versions::Said::default();
    let log = match log::check(&looking, kept, &mut versions) {
        Ok(summary) => Some(summary),
        Err(odd) => {
            note(Err(odd))?;
            None
        }
    };
    note(trails::check(still))?;
    // What the records of a broken log say is not held against the rows.
    if log.is_some() {
        note(versions::check(&looking, &versions))?;
    }
    Ok((log, looking.pending.get()))
}

/// Every list of destroyed openings as it is served; with the first that does not read or is not what its row says.
fn lists(still: &Still, services: &BTreeMap<ServiceKey, Name>) -> Result<(Lists, Option<Finding>), StoreError> {
    let (mut lists, mut odd) = (Vec::new(), None);
    for (service, row, text) in still.opening_lists()? {
        let is_its_own = |list: &Destroyed| {
            *list.hash().bytes() == row.hash
                && list.service.as_ref() == services.get(&service)
                && *list.kind == *row.kind
                && list.period == month_of_row(row.month).to_string()
                && list.commitments.len() as u64 == row.count
        };
        if let Some(list) = Destroyed::read(&text).filter(is_its_own) {
            lists.push((row, list));
        } else {
            let place = Place::List(format!("{} {}", row.kind, month_of_row(row.month)));
            odd.get_or_insert(What::BadList.at(place));
        }
    }
    Ok((lists, odd))
}

/// The log's public key. Its name stands in the log's own checkpoint, which nobody else can sign under any name.
fn log_key(still: &Still, keyring: &Keyring) -> Result<Option<VerifierKey>, VerifyError> {
    let Some(signed) = still.head()?.signed else { return Ok(None) };
    let origin = signed.note.split('\n').next().unwrap_or_default();
    let signer = LogSigner::from_seed(origin, keyring.log_seed().bytes());
    Ok(signer.ok().map(|signer| signer.public().clone()))
}
