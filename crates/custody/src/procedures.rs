//! Procedures of the operator: activating versions, making tokens.

pub mod activate;
pub mod gap;
pub mod token;
