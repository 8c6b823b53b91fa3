//! The rules of `azukari check` beyond shape: coverage, law, fairness, safety; acceptances.
//!
//! Every rule looks at a resolved policy and says what it finds. What reading found already mutes its echoes; rule packs that
//! the policy does not name stay silent; what only deciding needs is advice while the policy is only published; and what an
//! officer accepted in writing is kept, marked as accepted.

mod accept;
mod coverage;
mod echo;
mod fairness;
mod law;
mod look;
pub mod pack;
mod publication;
mod roles;
mod safety;
mod structure;
mod wording;

use crate::{
    codes::{Code, Severity},
    diagnostic::Diagnostic,
    resolve::Resolved,
    source::Today,
    vocabulary::Stage,
};
use look::Look;

/// One rule: looks, and says what it finds.
type Rule = fn(&Look<'_>, &mut Vec<Diagnostic>);

/// What only deciding needs: advice while `stage = "publish"`.
const NEEDED_BEFORE_DECIDE: &[Code] = &[
    Code::EventUnreported,
    Code::ExceptionWithoutApprover,
    Code::ItemWithoutKeep,
    Code::ItemWithoutSource,
    Code::MeasureWithoutRole,
    Code::OperationMissing,
    Code::ProvisionWithoutRole,
    Code::PurposeWithoutRole,
    Code::ReceiptUnconfirmed,
    Code::RightWithoutRole,
    Code::RoleUnlimited,
    Code::SourcePurposesOpen,
    Code::SourceWithoutRole,
];

/// Adds what the rules find to what reading found, mutes echoes, applies acceptances, and sorts by place.
pub fn check(resolved: &Resolved, today: Today, diagnostics: &mut Vec<Diagnostic>) {
    let look = Look::new(resolved);
    let mut found = Vec::new();
    let rules = [
        structure::RULES,
        coverage::RULES,
        roles::RULES,
        publication::RULES,
        law::RULES,
        fairness::RULES,
        safety::RULES,
    ];
    for rule in rules.into_iter().flatten() {
        rule(&look, &mut found);
    }
    found.retain(|one| pack::is_on(one.code, &resolved.policy, today));
    echo::mute(&look, &mut found, diagnostics);
    diagnostics.append(&mut found);
    if resolved.policy.service.stage == Stage::Publish {
        let lowered = diagnostics.iter_mut().filter(|one| NEEDED_BEFORE_DECIDE.contains(&one.code));
        lowered.for_each(|one| one.severity = Severity::Advice);
    }
    accept::apply(&look, today, diagnostics);
    diagnostics.sort_by_cached_key(order);
}

/// Policy, operation, vendors, prose; within a file by place. What has no place comes first.
fn order(one: &Diagnostic) -> (usize, String, usize) {
    const FILES: [&str; 3] = ["policy.toml", "operation.toml", "vendors.toml"];
    one.place.as_ref().map_or((0, String::new(), 0), |place| {
        let rank = FILES.iter().position(|name| place.file.path.ends_with(name)).unwrap_or(FILES.len());
        (rank + 1, place.file.path.clone(), place.range.start)
    })
}
