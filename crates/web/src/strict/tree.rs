//! A JSON value that has been read, as a source for typed reading that remembers where it is.

use crate::problem::{Code, Problem};
use azukari_custody::text::TextRefused;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor, value::StringDeserializer,
};
use std::{collections::HashSet, fmt};

/// A JSON value. It has no `Debug`: it may hold what a person said.
#[derive(Clone, Eq, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// What is wrong, and where. It never repeats a value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Malformed {
    code: Code,
    /// From the inside out; none of them is the caller's own word.
    steps: Vec<String>,
    /// The fields that are known where one is not.
    known: &'static [&'static str],
}

/// The names of fields that the caller may be told of: those of the type that is read. A map has none.
type Known = &'static [&'static str];

impl Malformed {
    fn new(code: Code) -> Self {
        Self { code, steps: Vec::new(), known: &[] }
    }

    fn within(mut self, step: impl Into<String>) -> Self {
        self.steps.push(step.into());
        self
    }

    fn within_key(self, key: &str, known: Known) -> Self {
        self.within(known.iter().find(|name| **name == key).copied().unwrap_or("*"))
    }

    /// The problem that names the field.
    pub(crate) fn into_problem(mut self) -> Problem {
        self.steps.reverse();
        let problem = Problem::new(self.code);
        let problem = if self.known.is_empty() { problem } else { problem.knowing(self.known) };
        if self.steps.is_empty() { problem } else { problem.at(self.steps.join(".")) }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("malformed")
    }
}
impl std::error::Error for Malformed {}

impl de::Error for Malformed {
    /// What is said tells one thing only: whether it was the text itself that is not taken.
    fn custom<T: fmt::Display>(said: T) -> Self {
        Self::new(if said.to_string() == TextRefused::WORD { Code::TextRefused } else { Code::FieldMalformed })
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::new(Code::FieldMalformed)
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::new(Code::FieldMalformed)
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::new(Code::FieldMalformed)
    }
    fn unknown_field(_: &str, known: Known) -> Self {
        // The step of the field itself: access to the map has not begun with its value.
        Self { known, ..Self::new(Code::FieldUnknown).within("*") }
    }
    fn missing_field(field: &'static str) -> Self {
        Self::new(Code::FieldMissing).within(field)
    }
    fn duplicate_field(field: &'static str) -> Self {
        Self::new(Code::FieldDuplicated).within(field)
    }
}

impl<'de> Deserializer<'de> for Json {
    type Error = Malformed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(value), _, _) => visitor.visit_u64(value),
                (None, Some(value), _) => visitor.visit_i64(value),
                (None, None, value) => visitor.visit_f64(value.unwrap_or_default()),
            },
            Self::Text(text) => visitor.visit_string(text),
            Self::List(list) => visitor.visit_seq(Items { rest: list.into_iter(), place: 0 }),
            Self::Object(object) => visitor.visit_map(Fields::of(object, &[])),
        }
    }

    /// Fields have names: a list is not read by position.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        known: Known,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        match self {
            Self::Object(object) => visitor.visit_map(Fields::of(object, known)),
            Self::List(_) => Err(Malformed::new(Code::FieldMalformed)),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        if self == Self::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, _: Known, visitor: V) -> Result<V::Value, Malformed> {
        match self {
            Self::Text(word) => visitor.visit_enum(word.into_deserializer()),
            Self::Object(object) => {
                let mut fields = object.into_iter();
                match (fields.next(), fields.next()) {
                    (Some((word, value)), None) => visitor.visit_enum(Choice { word, value }),
                    _ => Err(Malformed::new(Code::FieldMalformed)),
                }
            }
            _ => Err(Malformed::new(Code::FieldMalformed)),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

impl IntoDeserializer<'_, Malformed> for Json {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

struct Items {
    rest: std::vec::IntoIter<Json>,
    place: usize,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Malformed;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Malformed> {
        let Some(item) = self.rest.next() else { return Ok(None) };
        let place = self.place;
        self.place += 1;
        seed.deserialize(item).map(Some).map_err(|fault| fault.within(place.to_string()))
    }
}

struct Fields {
    rest: std::vec::IntoIter<(String, Json)>,
    open: Option<(String, Json)>,
    seen: HashSet<String>,
    known: Known,
}

impl Fields {
    fn of(object: Vec<(String, Json)>, known: Known) -> Self {
        Self { rest: object.into_iter(), open: None, seen: HashSet::new(), known }
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Malformed;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Malformed> {
        self.open = self.rest.next();
        let Some((key, _)) = &self.open else { return Ok(None) };
        if !self.seen.insert(key.clone()) {
            return Err(Malformed::new(Code::FieldDuplicated).within_key(key, self.known));
        }
        let source: StringDeserializer<Malformed> = key.clone().into_deserializer();
        // A key of a map that is not a name has no step yet; an unknown field of a struct brings its own.
        seed.deserialize(source)
            .map(Some)
            .map_err(|fault| if fault.steps.is_empty() { fault.within("*") } else { fault })
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Malformed> {
        let (key, value) = self.open.take().ok_or_else(|| Malformed::new(Code::FieldMalformed))?;
        seed.deserialize(value).map_err(|fault| fault.within_key(&key, self.known))
    }
}

struct Choice {
    word: String,
    value: Json,
}

impl<'de> EnumAccess<'de> for Choice {
    type Error = Malformed;
    type Variant = Chosen;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Chosen), Malformed> {
        let source: StringDeserializer<Malformed> = self.word.clone().into_deserializer();
        // A word that is no variant was made up by the caller: it is not said back.
        let variant = seed.deserialize(source)?;
        Ok((variant, Chosen { word: self.word, value: self.value }))
    }
}

struct Chosen {
    word: String,
    value: Json,
}

impl<'de> VariantAccess<'de> for Chosen {
    type Error = Malformed;

    fn unit_variant(self) -> Result<(), Malformed> {
        Err(Malformed::new(Code::FieldMalformed).within(self.word))
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Malformed> {
        seed.deserialize(self.value).map_err(|fault| fault.within(self.word))
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Malformed> {
        self.value.deserialize_any(visitor).map_err(|fault| fault.within(self.word))
    }
    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Malformed> {
        self.value.deserialize_any(visitor).map_err(|fault| fault.within(self.word))
    }
}
