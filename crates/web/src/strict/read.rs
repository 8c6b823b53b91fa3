//! From bytes to a tree, refusing what JSON leaves open.

use super::{DEPTH_MAX, tree::Json};
use crate::problem::{Code, Problem};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::{cell::Cell, fmt};

/// Reads one JSON value and nothing else. A field that is there twice is found by whoever reads the tree.
pub(crate) fn parse(bytes: &[u8]) -> Result<Json, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::new(Code::BodyNotUtf8))?;
    let fault = Cell::new(Code::BodyNotJson);
    let mut source = serde_json::Deserializer::from_str(text);
    let read = Level { depth: 0, fault: &fault }.deserialize(&mut source).and_then(|json| source.end().map(|()| json));
    read.map_err(|_| Problem::new(fault.get()))
}

#[derive(Clone, Copy)]
struct Level<'t> {
    depth: usize,
    /// Why the reader stopped, if it was not the parser that did.
    fault: &'t Cell<Code>,
}

impl Level<'_> {
    fn below<E: de::Error>(self) -> Result<Self, E> {
        if self.depth == DEPTH_MAX {
            self.fault.set(Code::BodyTooDeep);
            Err(E::custom("refused"))
        } else {
            Ok(Self { depth: self.depth + 1, ..self })
        }
    }
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Json, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Json, E> {
        serde_json::Number::from_f64(value).map(Json::Number).ok_or_else(|| E::custom("refused"))
    }
    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }
    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let below = self.below()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(below)? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json, A::Error> {
        let below = self.below()?;
        let mut object = Vec::new();
        while let Some(key) = fields.next_key::<String>()? {
            object.push((key, fields.next_value_seed(below)?));
        }
        Ok(Json::Object(object))
    }
}
