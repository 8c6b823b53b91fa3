//! The small types that bodies and answers share.

use azukari_custody::{Line, Note, ask::Value};
use azukari_model::Personal;
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor},
};
use std::{fmt, sync::Arc};
use utoipa::ToSchema;

/// A word of the policy, or what the caller takes for one: the gate refuses what it does not know.
pub(crate) type Word = Arc<str>;

macro_rules! named {
    ($($(#[$doc:meta])* $name:ident $example:literal;)*) => {$(
        $(#[$doc])*
        #[derive(ToSchema)]
        #[schema(value_type = String, example = $example)]
        #[expect(dead_code, reason = "stands in the specification alone; a service's own lists its words here")]
        pub(crate) struct $name(String);
    )*};
}

named! {
    /// A purpose of the policy.
    PurposeName "settlement";
    /// An item of the policy.
    ItemName "email";
    /// A role of the operation.
    RoleName "payout-desk";
    /// A source of the policy.
    SourceName "signup";
    /// An event of the policy.
    EventName "fee-due";
    /// A recipient of the policy, or `rcp_…` of a registered company.
    RecipientName "stripe";
}

/// Items with their values, in the order of the body; `null` names an item without its value.
#[derive(Default, ToSchema)]
#[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>, example = json!({"email": "a@example.jp"}))]
pub(crate) struct Items(pub(crate) Vec<(Word, Option<Value>)>);

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Items;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("items with their values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Items, A::Error> {
                let mut items = Vec::new();
                while let Some((item, value)) = fields.next_entry::<Word, Option<serde_json::Value>>()? {
                    items.push((item, value.map(Personal::new)));
                }
                Ok(Items(items))
            }
        }
        source.deserialize_map(Reader)
    }
}

/// The company's own references of a person, by system.
#[derive(Default, ToSchema)]
#[schema(value_type = std::collections::BTreeMap<String, String>, example = json!({"app": "u-1"}))]
pub(crate) struct Refs(pub(crate) Vec<(Word, Personal<String>)>);

impl<'de> Deserialize<'de> for Refs {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let refs = std::collections::BTreeMap::<Word, String>::deserialize(source)?;
        Ok(Self(refs.into_iter().map(|(system, reference)| (system, Personal::new(reference))).collect()))
    }
}

/// One line of text, as [`azukari_custody::Line`] takes it.
#[derive(ToSchema)]
#[schema(value_type = String, max_length = 500)]
pub(crate) struct LineText(pub(crate) Line);

/// Words of any number of lines, as [`azukari_custody::Note`] takes them.
#[derive(ToSchema)]
#[schema(value_type = String, max_length = 4000)]
pub(crate) struct NoteText(pub(crate) Note);

impl<'de> Deserialize<'de> for LineText {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source)?.parse().map(Self).map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for NoteText {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source)?.parse().map(Self).map_err(de::Error::custom)
    }
}

/// Takes an optional line out.
pub(crate) fn line(text: Option<LineText>) -> Option<Line> {
    text.map(|text| text.0)
}

/// Takes an optional note out.
pub(crate) fn note(text: Option<NoteText>) -> Option<Note> {
    text.map(|text| text.0)
}

/// A value that may name somebody, looked for and kept nowhere.
#[derive(ToSchema)]
#[schema(value_type = String)]
pub(crate) struct Private(pub(crate) Personal<String>);

impl<'de> Deserialize<'de> for Private {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source).map(|text| Self(Personal::new(text)))
    }
}
