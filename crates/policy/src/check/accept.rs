//! `[[accept]]`: a law finding or an advice that an officer took in writing, until a day.

use super::look::Look;
use crate::{
    codes::{Code, Severity},
    declared::Accept,
    diagnostic::Diagnostic,
    source::Today,
};

/// The file an acceptance stands in, and speaks of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Side {
    Policy,
    Operation,
}

/// Marks what is accepted; an acceptance that fits nothing is said to be unused.
pub(super) fn apply(look: &Look<'_>, today: Today, diagnostics: &mut Vec<Diagnostic>) {
    let mut unused = Vec::new();
    // While an error hides what the rules would say, nothing is known to be unused.
    let is_certain = !diagnostics.iter().any(|one| one.severity == Severity::Error);
    let of_policy = look.policy.accepts.iter().map(|accept| (Side::Policy, accept));
    let of_operation = look.operation.into_iter().flat_map(|operation| &operation.accepts);
    for (side, accept) in of_policy.chain(of_operation.map(|accept| (Side::Operation, accept))) {
        let mut fits = false;
        for one in diagnostics.iter_mut().filter(|one| is_meant(accept, side, one)) {
            fits = true;
            one.accepted |= accept.until >= today.0;
        }
        if !fits && is_certain {
            unused.push(Diagnostic::new(Code::AcceptanceUnused, accept.place.clone()).with("id", &accept.code));
        }
    }
    diagnostics.append(&mut unused);
}

/// Whether an acceptance speaks of this. An error cannot be accepted.
fn is_meant(accept: &Accept, side: Side, one: &Diagnostic) -> bool {
    let path = one.place.as_ref().map_or("", |place| &place.path);
    let stands_in = match &one.place {
        Some(place) if place.file.path.ends_with("operation.toml") => Side::Operation,
        _ => Side::Policy,
    };
    one.code.word() == accept.code
        && one.severity != Severity::Error
        && stands_in == side
        && accept.at.as_deref().is_none_or(|at| is_within(path, at))
}

/// Whether a path is this place or stands in it: `purpose.offers` holds `purpose.offers.items`, not `purpose.offers-2`.
fn is_within(path: &str, at: &str) -> bool {
    path.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || at.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_holds_what_stands_in_it_and_not_its_namesake() {
        assert!(is_within("purpose.offers.items", "purpose.offers"));
        assert!(is_within("purpose.offers", "purpose.offers"));
        assert!(!is_within("purpose.offers-2", "purpose.offers"));
        assert!(!is_within("purpose.news", "purpose.offers"));
    }
}
