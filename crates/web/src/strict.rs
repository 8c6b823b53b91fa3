//! Reading JSON strictly: no field twice, no field unknown, no deeper than needed; and saying which field is at fault,
//! never what stood in it.

mod read;
mod tree;

pub(crate) use read::parse;
pub(crate) use tree::{Json, Malformed};

use crate::problem::{Code, Problem};
use serde::de::DeserializeOwned;

/// How many levels a body may nest.
pub(crate) const DEPTH_MAX: usize = 16;

/// Reads one value of a type.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    T::deserialize(parse(bytes)?).map_err(Malformed::into_problem)
}

/// What may stand in a path to a field: a name, not something a person typed.
pub(crate) fn is_nameable(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= 64
        && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_')
}

impl From<Malformed> for Problem {
    fn from(malformed: Malformed) -> Self {
        malformed.into_problem()
    }
}

fn problem_at(code: Code, path: &str) -> Problem {
    if path.is_empty() { Problem::new(code) } else { Problem::new(code).at(path) }
}

#[cfg(test)]
mod tests;
