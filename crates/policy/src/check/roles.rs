//! Coverage by roles: who inside may do what the policy declares.
//!
//! Without an operation nothing here speaks but `operation-missing`.

use super::{
    Rule,
    coverage::is_event_used,
    look::{Look, is_never_here},
};
use crate::{
    codes::Code,
    declared::Role,
    diagnostic::Diagnostic,
    vocabulary::{Approve, By, Handle},
};

pub(super) const RULES: &[Rule] = &[
    operation_missing,
    purpose_without_role,
    others_purpose_held,
    measure_without_role,
    right_without_role,
    source_without_role,
    provision_without_role,
    event_unreported,
    exception_without_approver,
    role_empty,
];

fn operation_missing(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    if look.operation.is_none() {
        found.push(look.at(Code::OperationMissing, "service"));
    }
}

/// Says a code of every declaration that no role has.
fn without_role<'a>(
    look: &Look<'a>,
    found: &mut Vec<Diagnostic>,
    code: Code,
    family: &str,
    ids: impl Iterator<Item = &'a azukari_model::Name>,
    has: impl Fn(&Role, &azukari_model::Name) -> bool,
) {
    let Some(operation) = look.operation else { return };
    for id in ids.filter(|id| !operation.roles.iter().any(|role| has(role, id))) {
        found.push(look.at(code, &format!("{family}.{id}")).with("id", &**id));
    }
}

/// A purpose whose items all are with recipients, or that has none (a tag or a statistic serves it), needs nobody.
fn purpose_without_role(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let ours = look.our_purposes().filter(|purpose| look.items(&purpose.items).any(|item| !is_never_here(item)));
    let ids = ours.map(|purpose| &purpose.id);
    without_role(look, found, Code::PurposeWithoutRole, "purpose", ids, |role, id| role.uses.contains(id));
}

fn others_purpose_held(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for role in look.roles() {
        for purpose in look.purposes(&role.uses).filter(|purpose| purpose.by == By::Recipient) {
            let said = look.at_name(Code::OthersPurposeHeld, &format!("role.{}.use", role.id), &purpose.id);
            found.push(said.with("role", &*role.id).with("id", &*purpose.id));
        }
    }
}

fn measure_without_role(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let ids = look.policy.measures.iter().map(|measure| &measure.id);
    without_role(look, found, Code::MeasureWithoutRole, "measure", ids, |role, id| role.attest.contains(id));
}

fn right_without_role(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let nobody = look.operation.is_some() && !look.roles().iter().any(|role| role.handle.contains(&Handle::Requests));
    if nobody && !look.policy.rights.is_empty() {
        found.push(look.absent(Code::RightWithoutRole, "role"));
    }
}

fn source_without_role(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let ids = look.policy.sources.iter().map(|source| &source.id);
    without_role(look, found, Code::SourceWithoutRole, "source", ids, |role, id| role.acquire.contains(id));
}

/// A flow of nothing but what its receiver holds passes nothing on.
fn provision_without_role(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for flow in look.policy.flows.iter().filter(|flow| look.items(&flow.items).any(|item| !is_never_here(item))) {
        let (family, ids) = (flow.family.word(), std::iter::once(&flow.id));
        without_role(look, found, Code::ProvisionWithoutRole, family, ids, |role, id| role.provide.contains(id));
    }
}

fn event_unreported(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let ids = look.policy.events.iter().map(|event| &event.id).filter(|id| is_event_used(look.policy, id));
    without_role(look, found, Code::EventUnreported, "event", ids, |role, id| role.report.contains(id));
}

fn exception_without_approver(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let nobody =
        look.operation.is_some() && !look.roles().iter().any(|role| role.approve.contains(&Approve::Exceptions));
    if nobody && !look.policy.service.grounds.is_empty() {
        found.push(look.at(Code::ExceptionWithoutApprover, "service.grounds"));
    }
}

fn role_empty(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for role in look.roles().iter().filter(|role| is_empty(role)) {
        found.push(look.at(Code::RoleEmpty, &format!("role.{}", role.id)).with("id", &*role.id));
    }
}

fn is_empty(role: &Role) -> bool {
    let lists = [
        &role.uses,
        &role.find_items,
        &role.find_systems,
        &role.acquire,
        &role.provide,
        &role.report,
        &role.count,
        &role.attest,
    ];
    lists.iter().all(|list| list.is_empty())
        && role.handle.is_empty()
        && role.approve.is_empty()
        && !(role.exceptions || role.consent || role.import)
}
