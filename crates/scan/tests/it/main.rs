//! The scanner in a real Chromium, against sites whose third parties are stand-ins on loopback. What the stand-ins noted is the truth.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod catalogue;
mod findings;
mod policy;
mod random;
mod site;
mod troubles;
mod truth;
