//! Echoes: what is found only because reading found something else first.
//!
//! A misspelt item in a purpose would leave the item without a purpose; the misspelling is said, the rest is not. What an
//! error leaves uncertain is: the names it speaks of, the declaration it stands in, what those hold, and what names those.

use super::look::Look;
use crate::{
    codes::{Code, Severity},
    diagnostic::Diagnostic,
    vocabulary::Family,
};
use std::collections::BTreeSet;

/// After these, in the policy, too little is known for any rule to speak.
const ALL_IS_LOST: &[Code] = &[Code::TomlSyntax, Code::UnknownTable, Code::WrongFile];

/// What cannot be said while it is uncertain what the roles may do.
const OF_ROLES: &[Code] = &[
    Code::OperationMissing,
    Code::PurposeWithoutRole,
    Code::OthersPurposeHeld,
    Code::MeasureWithoutRole,
    Code::RightWithoutRole,
    Code::SourceWithoutRole,
    Code::ProvisionWithoutRole,
    Code::EventUnreported,
    Code::ExceptionWithoutApprover,
    Code::RoleEmpty,
    Code::RoleUnlimited,
];

/// What says that something is nowhere, and the family in which an error may hide it.
const NOWHERE: &[(Code, Family)] = &[
    (Code::RightWithoutRole, Family::Role),
    (Code::ExceptionWithoutApprover, Family::Role),
    (Code::ContactMissing, Family::Contact),
    (Code::RightMissing, Family::Right),
    (Code::SafetyHeadingMissing, Family::Measure),
];

/// What a misspelt clause leaves without a title, a place or a keeper.
const OF_CLAUSES: &[Code] =
    &[Code::LabelMissing, Code::LabelTwice, Code::DeclarationUnpublished, Code::ClauseNotYet, Code::BundledConsent];

/// What reading says that may itself be an echo.
const READ_ECHOES: &[Code] = &[Code::MissingKey, Code::BulkOutsideRole];

/// Arguments of a diagnostic that name what it is about.
const NAMES: &[&str] =
    &["id", "ids", "near", "item", "source", "role", "event", "ground", "raw", "derived", "a", "b", "key", "parent"];

/// Takes out of `found`, and of what was read, what only echoes an error of reading.
pub(super) fn mute(look: &Look<'_>, found: &mut Vec<Diagnostic>, read: &mut Vec<Diagnostic>) {
    let errors: Vec<Diagnostic> = read
        .iter()
        .filter(|one| one.severity == Severity::Error && !READ_ECHOES.contains(&one.code))
        .cloned()
        .collect();
    let uncertain = Uncertain::after(look, &errors);
    read.retain(|one| !READ_ECHOES.contains(&one.code) || !uncertain.hides(look, one));
    // A key that is missing hides what depends on it as any other error does.
    let missing: Vec<Diagnostic> = read.iter().filter(|one| READ_ECHOES.contains(&one.code)).cloned().collect();
    let uncertain = Uncertain::after(look, &[errors, missing].concat());
    found.retain(|one| !uncertain.hides(look, one));
}

/// What the errors of reading leave uncertain.
#[derive(Debug, Default)]
struct Uncertain {
    all: bool,
    roles: bool,
    clauses: bool,
    families: BTreeSet<String>,
    /// Families whose defaults are wrong.
    by_default: BTreeSet<String>,
    declarations: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl Uncertain {
    fn after(look: &Look<'_>, errors: &[Diagnostic]) -> Self {
        let mut after = Self::default();
        for error in errors {
            let is_lost = ALL_IS_LOST.contains(&error.code);
            let is_of_operation = stands_in_operation(error) && error.code != Code::WrongFile;
            after.all |= is_lost && !is_of_operation;
            after.roles |= is_lost && is_of_operation;
            after.clauses |= error.code == Code::UnknownClause;
            after.names.extend(names_of(error).map(str::to_owned));
            let Some((family, id)) = stands_in(error) else { continue };
            after.families.insert(family.to_owned());
            after.declarations.insert(format!("{family}.{id}"));
            if family == "defaults" {
                after.by_default.insert(id.to_owned());
            } else {
                after.names.insert(id.to_owned());
                for declared in naming(look, family, id) {
                    after.names.extend(declared.split('.').nth(1).map(str::to_owned));
                    after.declarations.insert(declared);
                }
            }
        }
        let held: Vec<String> = after.names.iter().flat_map(|name| held_by(look, name)).collect();
        after.names.extend(held);
        after
    }

    fn hides(&self, look: &Look<'_>, one: &Diagnostic) -> bool {
        let place = stands_in(one);
        let stands_in_doubt = place.is_some_and(|(family, id)| {
            self.declarations.contains(&format!("{family}.{id}")) || self.by_default.contains(family)
        });
        let is_nowhere = NOWHERE.iter().any(|(code, family)| {
            *code == one.code && (self.families.contains(family.word()) || self.by_default.contains(family.word()))
        });
        self.all
            || (self.roles && (OF_ROLES.contains(&one.code) || stands_in_operation(one)))
            || (self.clauses && OF_CLAUSES.contains(&one.code))
            || stands_in_doubt
            || is_nowhere
            || self.names.iter().any(|name| names_of(one).any(|own| own == name))
            || self.hides_purpose(look, one)
    }

    /// What a form demands, shows or a flow sends is judged by its purposes.
    fn hides_purpose(&self, look: &Look<'_>, one: &Diagnostic) -> bool {
        let Some((family, id)) = stands_in(one) else { return false };
        let policy = look.policy;
        let purposes = match one.code {
            Code::AsksTooMuch | Code::PurposeShownIdle => policy.source(id).map(|source| &source.purposes),
            Code::OutsidePurpose if family == "tag" => policy.tag(id).map(|tag| &tag.our_purpose),
            Code::OutsidePurpose => policy.flow(id).map(|flow| &flow.purposes),
            _ => None,
        };
        purposes.into_iter().flatten().any(|purpose| self.names.contains(purpose.as_str()))
    }
}

/// The family and id a diagnostic stands in: `purpose`, `offers` of `purpose.offers.items`.
fn stands_in(one: &Diagnostic) -> Option<(&str, &str)> {
    let mut parts = one.place.as_ref()?.path.split('.');
    Some((parts.next()?, parts.next()?))
}

fn stands_in_operation(one: &Diagnostic) -> bool {
    one.place.as_ref().is_some_and(|place| place.file.path.ends_with("operation.toml"))
}

/// The names among the arguments; a list of several is taken apart.
fn names_of(one: &Diagnostic) -> impl Iterator<Item = &str> {
    one.arguments
        .iter()
        .filter(|(name, _)| NAMES.contains(name))
        .flat_map(|(_, value)| value.trim_matches('`').split("`, `"))
        .map(|name| name.rsplit('.').next().unwrap_or(name))
        .filter(|name| !name.is_empty())
}

/// The declarations that name a set, a group or a category: they take from it.
fn naming(look: &Look<'_>, family: &str, id: &str) -> BTreeSet<String> {
    let gives = ["set", "group"].contains(&family);
    let names_it = |path: &&str| gives && path.rsplit_once('.').is_some_and(|(_, last)| last == id);
    let paths = look.origins.iter().map(|(path, ..)| path).filter(names_it);
    let of_category = look.policy.tags.iter().filter(|tag| family == "category" && tag.category == *id);
    let declared = paths.filter_map(|path| {
        let mut parts = path.split('.');
        Some(format!("{}.{}", parts.next()?, parts.next()?))
    });
    declared.chain(of_category.map(|tag| format!("tag.{}", tag.id))).collect()
}

/// What a set or a group holds; what a category or a joint use is named for.
fn held_by(look: &Look<'_>, name: &str) -> Vec<String> {
    let policy = look.policy;
    let of_set = policy.sets.iter().filter(|set| set.id == *name).flat_map(|set| &set.items);
    let of_group = policy.groups.iter().filter(|group| group.id == *name).flat_map(|group| &group.purposes);
    let of_category = policy.categories.iter().filter(|one| one.id == *name).flat_map(|one| &one.our_purpose);
    of_set.chain(of_group).chain(of_category).map(ToString::to_string).collect()
}
