//! What the rules look at: a resolved policy, with the questions that several of them ask.

use crate::{
    codes::Code,
    declared::{Flow, Item, Operation, Policy, Purpose, Role},
    diagnostic::Diagnostic,
    resolve::{Origins, Resolved},
    vocabulary::{By, Class, Part, Whence},
};
use azukari_model::Name;

/// A resolved policy under the eyes of the rules.
#[derive(Debug)]
pub(super) struct Look<'a> {
    pub(super) policy: &'a Policy,
    pub(super) operation: Option<&'a Operation>,
    pub(super) origins: &'a Origins,
}

impl<'a> Look<'a> {
    pub(super) fn new(resolved: &'a Resolved) -> Self {
        Self { policy: &resolved.policy, operation: resolved.operation.as_ref(), origins: &resolved.origins }
    }

    /// A diagnostic at the place of a path, or of what stands around it.
    pub(super) fn at(&self, code: Code, path: &str) -> Diagnostic {
        Diagnostic::new(code, self.origins.place(path))
    }

    /// A diagnostic at one name of a list; at the list, if the name stands in it by a set, a group or a default.
    pub(super) fn at_name(&self, code: Code, path: &str, name: &str) -> Diagnostic {
        let mut place = self.origins.place(&format!("{path}.{name}"));
        if let Some(place) = &mut place {
            path.clone_into(&mut place.path);
        }
        Diagnostic::new(code, place)
    }

    /// A diagnostic about something that is nowhere: at the first declaration of a family, else at `[service]`.
    pub(super) fn absent(&self, code: Code, family: &str) -> Diagnostic {
        let beginning = format!("{family}.");
        let of_family = self.origins.iter().filter(|(path, ..)| path.starts_with(&beginning));
        let first = of_family.filter_map(|(.., place)| place).min_by_key(|place| place.range.start);
        let place = first.cloned().or_else(|| self.origins.place("service"));
        Diagnostic::new(code, place)
    }

    /// The roles, if there is an operation.
    pub(super) fn roles(&self) -> &'a [Role] {
        self.operation.map_or(&[], |operation| &operation.roles)
    }

    /// The items a list names, those that are there.
    pub(super) fn items<'n>(&self, names: &'n [Name]) -> impl Iterator<Item = &'a Item> + use<'a, 'n> {
        let policy = self.policy;
        names.iter().filter_map(move |name| policy.item(name))
    }

    /// The purposes a list names, those that are there.
    pub(super) fn purposes<'n>(&self, names: &'n [Name]) -> impl Iterator<Item = &'a Purpose> + use<'a, 'n> {
        let policy = self.policy;
        names.iter().filter_map(move |name| policy.purpose(name))
    }

    /// What the company itself does.
    pub(super) fn our_purposes(&self) -> impl Iterator<Item = &'a Purpose> + use<'a> {
        self.policy.purposes.iter().filter(|purpose| purpose.by == By::Us)
    }

    /// Whether any of the receivers of a flow stands in this part.
    pub(super) fn goes_to(&self, flow: &Flow, part: Part) -> bool {
        flow.to.iter().filter_map(|id| self.policy.recipient(id)).any(|recipient| recipient.part == part)
    }

    /// Whether a flow names its items itself. Left out, they are those of its purposes, without what another holds.
    pub(super) fn names_its_items(&self, flow: &Flow) -> bool {
        self.is_written(&flow_path(flow, "items"))
    }

    /// Whether a table, its vendor, group or defaults say it.
    pub(super) fn is_written(&self, path: &str) -> bool {
        self.origins.is_written(path)
    }
}

/// The stored item that an item lives in: itself, or what it is derived from.
pub(super) fn stored(item: &Item) -> &Name {
    item.derived_from.as_ref().unwrap_or(&item.id)
}

/// The path of a flow's key: flows stand in three tables.
pub(super) fn flow_path(flow: &Flow, key: &str) -> String {
    format!("{}.{}.{key}", flow.family, flow.id)
}

/// Whether an item never comes here: a recipient has it, or it is a card number or a password, which have rules of their own.
pub(super) fn is_never_here(item: &Item) -> bool {
    use crate::kinds::ItemKind;
    !item.held_by.is_empty() || matches!(item.kind, ItemKind::PaymentCard | ItemKind::Password)
}

/// Whether information comes by this way from another company.
pub(super) fn is_from_outside(from: Whence) -> bool {
    matches!(from, Whence::Affiliate | Whence::Recipient)
}

/// Several ids in one pair of backticks of a sentence: `` a`, `b ``.
pub(super) fn list<T: AsRef<str>>(ids: impl IntoIterator<Item = T>) -> String {
    let ids: Vec<T> = ids.into_iter().collect();
    ids.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("`, `")
}

/// A class in a sentence, in English and Japanese.
pub(super) const fn class_words(class: Class) -> (&'static str, &'static str) {
    match class {
        Class::Referable => ("referable", "個人関連情報"),
        Class::Personal => ("personal", "個人情報"),
        Class::SpecialCare => ("special-care", "要配慮個人情報"),
    }
}
