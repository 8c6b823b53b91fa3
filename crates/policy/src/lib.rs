//! The policy language: from sources to a gate.
//!
//! This room knows what a policy may say, what is wrong with one, and what it decides. It is pure: no file, no clock, no
//! database, no value of a person.

pub mod act;
pub mod board;
pub mod cases;
pub mod check;
pub mod codes;
pub mod declared;
pub mod diagnostic;
pub mod diff;
pub mod explain;
pub mod facts;
pub mod fmt;
pub mod gate;
pub mod grammar;
pub mod guarantee;
pub mod keep;
pub mod kinds;
pub mod letters;
pub mod link;
pub mod material;
pub mod notice;
pub mod placeholder;
pub mod prose;
pub mod publish;
pub mod read;
pub mod refusal;
pub mod render;
pub mod resolve;
pub mod schema;
pub mod skeleton;
pub mod source;
pub mod verdict;
pub mod vocabulary;

use declared::{Operation, Policy};
use diagnostic::Diagnostic;
use source::{Sources, Today};

/// What came of compiling: a policy, unless something in it cannot be enforced; and everything there is to say.
#[derive(Debug)]
pub struct Compiled {
    /// Absent if any diagnostic is an error.
    pub policy: Option<Policy>,
    /// Absent likewise, or if there is no operation.toml.
    pub operation: Option<Operation>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles the sources of one service: reads, resolves, checks. `today` decides which acceptances still count.
pub fn compile(sources: &Sources, today: Today) -> Compiled {
    let (resolved, mut diagnostics) = read::read(sources);
    let Some(mut resolved) = resolved else {
        return Compiled { policy: None, operation: None, diagnostics };
    };
    check::check(&resolved, today, &mut diagnostics);
    let broken = diagnostics.iter().any(|one| one.severity == codes::Severity::Error);
    if !broken {
        publish::clauses::fill_in(&mut resolved.policy);
    }
    Compiled {
        policy: (!broken).then_some(resolved.policy),
        operation: if broken { None } else { resolved.operation },
        diagnostics,
    }
}
