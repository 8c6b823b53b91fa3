//! The bodies that look for somebody.

use super::ActBody;
use crate::api::wire::{NoteText, Private, Word, note};
use azukari_custody::{
    Ask, Submission, Whom,
    ask::{FindAsk, FindForRightAsk, FindKey},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A person is looked for, by an item or by a system's own reference.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FindBody {
    #[schema(value_type = crate::api::wire::PurposeName)]
    purpose: Word,
    #[schema(value_type = Option<crate::api::wire::ItemName>)]
    item: Option<Word>,
    #[schema(value_type = Option<String>)]
    system: Option<Word>,
    value: Private,
    case: Option<NoteText>,
    reason: Option<NoteText>,
}

impl FindBody {
    /// Whether it names exactly one thing to look by.
    pub(crate) const fn is_clear(&self) -> bool {
        names_one(self.item.as_ref(), self.system.as_ref())
    }
}

impl ActBody for FindBody {
    const IS_WRITE: bool = false;

    fn submission(self, _: Option<Whom>) -> Submission {
        let by = find_key(self.item, self.system);
        Submission {
            ask: Ask::Find(FindAsk { purpose: self.purpose, by, value: self.value.0 }),
            key: None,
            case: note(self.case),
            reason: note(self.reason),
        }
    }
}

/// Whom a request may be meant by, by an item or by a system's own reference.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct MeantBody {
    #[schema(value_type = Option<crate::api::wire::ItemName>)]
    item: Option<Word>,
    #[schema(value_type = Option<String>)]
    system: Option<Word>,
    value: Private,
    case: Option<NoteText>,
    reason: Option<NoteText>,
}

impl MeantBody {
    /// Whether it names exactly one thing to look by.
    pub(crate) const fn is_clear(&self) -> bool {
        names_one(self.item.as_ref(), self.system.as_ref())
    }
}

impl ActBody for MeantBody {
    const IS_WRITE: bool = false;

    fn submission(self, _: Option<Whom>) -> Submission {
        Submission {
            ask: Ask::FindForRight(FindForRightAsk { by: find_key(self.item, self.system), value: self.value.0 }),
            key: None,
            case: note(self.case),
            reason: note(self.reason),
        }
    }
}

const fn names_one(item: Option<&Word>, system: Option<&Word>) -> bool {
    item.is_some() != system.is_some()
}

fn find_key(item: Option<Word>, system: Option<Word>) -> FindKey {
    item.map_or_else(|| FindKey::System(system.unwrap_or_default()), FindKey::Item)
}
