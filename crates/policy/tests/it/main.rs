//! The policy room from outside: one binary, one module a subject.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod agree;
mod clauses;
mod decisions;
mod diagnostics;
mod echo;
mod external;
mod five_policies;
mod hostile;
mod material;
mod naive;
mod notices;
mod random;
mod support;
mod weight;
