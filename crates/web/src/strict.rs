//! Reading JSON strictly: no field twice, no field unknown, no deeper than needed; and saying which field is at fault,
//! never what stood in it. A name is said back only if it is one of ours: a key may be what a person typed.

mod read;
mod tree;

pub(crate) use read::parse;
pub(crate) use tree::{Json, Malformed};

use crate::problem::Problem;
use serde::de::DeserializeOwned;

/// How many levels a body may nest.
pub(crate) const DEPTH_MAX: usize = 16;

/// Reads one value of a type.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    T::deserialize(parse(bytes)?).map_err(Malformed::into_problem)
}

impl From<Malformed> for Problem {
    fn from(malformed: Malformed) -> Self {
        malformed.into_problem()
    }
}

#[cfg(test)]
mod tests;
