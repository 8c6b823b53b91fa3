//! What the store promises: all of it or nothing, said after it is durable.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so by stopping")]

mod commit;
mod forget;
mod log;
mod read;
mod standing;
mod support;
