//! Integration tests of the whole program: one binary.

mod house;
