//! When a period ends.
