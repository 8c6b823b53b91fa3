//! The door over a real database, a real vault and a real log.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]
#![allow(clippy::allow_attributes, clippy::allow_attributes_without_reason, reason = "tests may fail loudly")]

mod acts;
mod entries;
mod hard;
mod holds;
mod lives;
mod many;
mod outbox;
mod recompute;
mod retention;
mod rights;
mod support;
mod tampered;
mod verified;
