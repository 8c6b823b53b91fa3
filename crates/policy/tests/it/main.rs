//! The policy room from outside: one binary, one module a subject.

mod diagnostics;
