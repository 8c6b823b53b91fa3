//! From bytes to a tree, refusing what JSON leaves open.

use super::{DEPTH_MAX, is_nameable, problem_at, tree::Json};
use crate::problem::{Code, Problem};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::{cell::RefCell, collections::HashSet, fmt};

/// Reads one JSON value and nothing else.
pub(crate) fn parse(bytes: &[u8]) -> Result<Json, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::new(Code::BodyNotUtf8))?;
    let trail = RefCell::new(Trail::default());
    let mut source = serde_json::Deserializer::from_str(text);
    let read = Level { depth: 0, trail: &trail }.deserialize(&mut source).and_then(|json| source.end().map(|()| json));
    read.map_err(|_| {
        let trail = trail.into_inner();
        trail.fault.map_or(Problem::new(Code::BodyNotJson), |code| problem_at(code, &trail.path.join(".")))
    })
}

/// Where the reader is, and why it stopped; it stays there when it stops.
#[derive(Default)]
struct Trail {
    path: Vec<String>,
    fault: Option<Code>,
}

#[derive(Clone, Copy)]
struct Level<'t> {
    depth: usize,
    trail: &'t RefCell<Trail>,
}

impl Level<'_> {
    fn stop<E: de::Error>(self, code: Code) -> E {
        self.trail.borrow_mut().fault = Some(code);
        E::custom("refused")
    }

    fn below<E: de::Error>(self) -> Result<Self, E> {
        if self.depth == DEPTH_MAX {
            Err(self.stop(Code::BodyTooDeep))
        } else {
            Ok(Self { depth: self.depth + 1, ..self })
        }
    }

    fn enter(self, step: String) {
        self.trail.borrow_mut().path.push(step);
    }

    fn leave(self) {
        self.trail.borrow_mut().path.pop();
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
        serde_json::Number::from_f64(value).map(Json::Number).ok_or_else(|| self.stop(Code::FieldMalformed))
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
        loop {
            self.enter(list.len().to_string());
            let Some(item) = items.next_element_seed(below)? else { break };
            list.push(item);
            self.leave();
        }
        self.leave();
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json, A::Error> {
        let below = self.below()?;
        let mut seen = HashSet::new();
        let mut object = Vec::new();
        while let Some(key) = fields.next_key::<String>()? {
            self.enter(if is_nameable(&key) { key.clone() } else { "*".to_owned() });
            if !seen.insert(key.clone()) {
                return Err(self.stop(Code::FieldDuplicated));
            }
            object.push((key, fields.next_value_seed(below)?));
            self.leave();
        }
        Ok(Json::Object(object))
    }
}
