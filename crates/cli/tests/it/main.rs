//! Integration tests of the whole program: one binary.

mod house;
mod promises;
mod support;
