//! Integration tests of the whole program: one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::disallowed_methods)]
#![allow(clippy::allow_attributes, clippy::allow_attributes_without_reason, reason = "tests may fail loudly")]

mod backed;
mod bodies;
mod decided;
mod ends;
mod folders;
mod house;
mod languages;
mod promises;
mod served;
mod support;
mod verified;
mod withstand;
