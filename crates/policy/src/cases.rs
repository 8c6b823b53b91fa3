//! Decided cases: a company's unit tests for its policy.
