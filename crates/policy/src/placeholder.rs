//! Facts that enter the prose.
