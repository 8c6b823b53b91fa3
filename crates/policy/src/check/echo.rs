//! Echoes: what a rule finds only because reading found something else first.
//!
//! A misspelt item in a purpose would leave the item without a purpose; the misspelling is said, the rest is not.

use crate::{
    codes::{Code, Severity},
    diagnostic::Diagnostic,
};
use std::collections::BTreeSet;

/// After these too little is known for any rule to speak.
const ALL_IS_LOST: &[Code] = &[Code::TomlSyntax, Code::UnknownTable, Code::WrongFile];

/// Arguments of a diagnostic that name what it is about.
const NAMES: &[&str] = &["id", "near", "item", "source", "role", "event", "a", "b", "key", "parent"];

/// Takes out of `found` what only echoes what reading said.
pub(super) fn mute(found: &mut Vec<Diagnostic>, read: &[Diagnostic]) {
    let errors: Vec<&Diagnostic> = read.iter().filter(|one| one.severity == Severity::Error).collect();
    if errors.iter().any(|one| ALL_IS_LOST.contains(&one.code)) {
        // The operation alone being lost leaves the policy to be judged; its roles are not.
        found.clear();
        return;
    }
    let names: BTreeSet<&str> = errors.iter().flat_map(|one| names(one)).collect();
    let places: BTreeSet<String> = errors.iter().filter_map(|one| declaration(one)).collect();
    found.retain(|one| {
        let is_about_a_name = names_of(one).any(|name| names.contains(name));
        let is_in_place = declaration(one).is_some_and(|place| places.contains(&place));
        !is_about_a_name && !is_in_place
    });
    if errors.iter().any(|one| in_operation(one)) {
        found.retain(|one| one.code != Code::OperationMissing);
    }
}

/// The declaration a diagnostic stands in: `purpose.offers` of `purpose.offers.items`.
fn declaration(one: &Diagnostic) -> Option<String> {
    let mut parts = one.place.as_ref()?.path.split('.');
    let (family, id) = (parts.next()?, parts.next()?);
    Some(format!("{family}.{id}"))
}

fn in_operation(one: &Diagnostic) -> bool {
    one.place.as_ref().is_some_and(|place| place.file.path.ends_with("operation.toml"))
}

/// What an error names: its arguments, and the declaration it stands in.
fn names(one: &Diagnostic) -> impl Iterator<Item = &str> {
    let own = one.place.as_ref().and_then(|place| place.path.split('.').nth(1));
    names_of(one).chain(own)
}

/// The names among the arguments; a list of several is taken apart.
fn names_of(one: &Diagnostic) -> impl Iterator<Item = &str> {
    one.arguments
        .iter()
        .filter(|(name, _)| NAMES.contains(name))
        .flat_map(|(_, value)| value.split("`, `"))
        .map(|name| name.rsplit('.').next().unwrap_or(name))
        .filter(|name| !name.is_empty())
}
