//! Putting a service together from its rows and its compiled version.

use super::{Company, Running, Service, Version};
use crate::register::filed::{self, Filed, FiledAt};
use azukari_model::{Instant, Zone};
use azukari_policy::{
    declared::{Operation, Policy},
    facts::{Number, Numbers},
    gate::Gate,
    notice::Notice,
    vocabulary::Family,
};
use azukari_store::{ServiceRows, VersionRow};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// What a version and a revision of the operation compile to.
#[derive(Clone, Debug)]
pub(crate) struct CompiledVersion {
    pub(crate) policy: Arc<Policy>,
    pub(crate) operation: Option<Arc<Operation>>,
}

/// The version that decides at a moment: the newest that counts already; else the newest there is, which is then not yet in
/// force. A version of the past never decides.
pub(crate) fn deciding(versions: &[VersionRow], now: Instant) -> Option<&VersionRow> {
    let own = || versions.iter().filter(|version| !version.is_past);
    own()
        .filter(|version| version.effective <= now)
        .max_by_key(|version| version.number)
        .or_else(|| own().max_by_key(|version| version.number))
}

/// Puts a service together. `compiled`: absent if the version that should decide does not compile any more.
pub(crate) fn service(rows: ServiceRows, compiled: Option<CompiledVersion>, now: Instant) -> Service {
    let decides = deciding(&rows.versions, now).cloned();
    let zone = compiled.as_ref().map_or(Zone::UTC, |compiled| compiled.policy.service.zone.clone());
    let today = zone.date(now);
    let filed: Vec<FiledAt> = rows.filed.iter().filter_map(FiledAt::read).collect();
    let next_effective = rows
        .versions
        .iter()
        .filter(|version| !version.is_past && version.effective > now)
        .map(|version| version.effective)
        .min();
    let versions = rows.versions.iter().map(|row| version(row, decides.as_ref())).collect();
    let running = match (compiled, &decides) {
        (Some(compiled), Some(decides)) => Some(running(&rows, compiled, decides, &filed)),
        _ => None,
    }
    .map(|running| with_register(running, &rows, decides.as_ref(), &filed, today));
    Service {
        id: rows.service.name,
        number: rows.service.number,
        running,
        versions,
        key: rows.service.key,
        tokens: rows.tokens.into_iter().map(|token| (token.id, token)).collect(),
        closed: closed(&filed),
        filed,
        gap: rows.gap,
        today,
        next_effective,
    }
}

/// Accounts that were closed and not opened again.
fn closed(filed: &[FiledAt]) -> BTreeSet<Arc<str>> {
    let mut closed = BTreeSet::new();
    for filed in filed {
        if let Filed::Account { account, over, .. } = &filed.what {
            if *over {
                closed.insert(account.clone());
            } else {
                closed.remove(account);
            }
        }
    }
    closed
}

fn version(row: &VersionRow, decides: Option<&VersionRow>) -> Version {
    Version {
        number: row.number,
        label: row.label.clone(),
        day: row.day,
        hash: row.hash,
        by: row.by.clone(),
        activated: row.activated,
        is_past: row.is_past,
        is_active: decides.is_some_and(|decides| decides.number == row.number),
    }
}

fn running(rows: &ServiceRows, compiled: CompiledVersion, decides: &VersionRow, filed: &[FiledAt]) -> Running {
    let words = || {
        rows.words
            .iter()
            .filter_map(|word| Some((word.family.parse::<Family>().ok()?, word.name.clone(), Number(word.number))))
    };
    let numbers = Numbers::from_rows(words());
    let notices: Vec<Notice> = (rows.notices.iter())
        .filter_map(|row| Some(Notice { number: Number(row.number), facts: serde_json::from_str(&row.facts).ok()? }))
        .collect();
    let gate = Gate::build(&compiled.policy, compiled.operation.as_deref(), &notices, &numbers);
    Running {
        notice_numbers: rows.notices.iter().map(|row| (row.id, Number(row.number))).collect::<HashMap<_, _>>(),
        names: words().map(|(family, name, number)| ((family, number), name)).collect(),
        companies: companies(filed),
        policy: compiled.policy,
        operation: compiled.operation,
        gate,
        numbers,
        notices,
        register: azukari_policy::facts::Register::default(),
        version: decides.number,
        published: decides.day,
        revision: rows.service.operation,
    }
}

fn with_register(
    mut running: Running,
    rows: &ServiceRows,
    decides: Option<&VersionRow>,
    filed: &[FiledAt],
    today: azukari_model::Date,
) -> Running {
    let ground =
        filed::Ground { policy: &running.policy, numbers: &running.numbers, zone: &running.policy.service.zone, today };
    let mut register = filed::fold(ground, filed.iter().map(|filed| &filed.what));
    register.versions = rows.versions.iter().map(|version| version.day).collect();
    register.effective = decides.map(|version| version.effective);
    running.register = register;
    running
}

fn companies(filed: &[FiledAt]) -> BTreeMap<Arc<str>, Company> {
    (filed.iter())
        .filter_map(|filed| match &filed.what {
            Filed::Member { member, number, name, address, representative, .. } => {
                let company = Company {
                    number: Number(*number),
                    name: name.clone(),
                    address: address.clone(),
                    representative: representative.clone(),
                };
                Some((member.to_string().into(), company))
            }
            _ => None,
        })
        .collect()
}
