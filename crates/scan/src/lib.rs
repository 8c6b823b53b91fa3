//! Whether what a site makes browsers send is what its policy says.
//!
//! Two halves that know nothing of each other. [`browser`] drives an installed Chromium through the states a visitor may be in, and
//! writes down what was sent: [`observed`]. [`mod@compare`] holds that against the policy, purely, and makes findings of it, which
//! [`baseline`] may know already and [`report`] prints. [`catalogue`] is what is publicly known of outside services.
//!
//! A value that a page sends is looked at and forgotten: what is kept is the name of its parameter and what kind of value it was.

pub mod address;
pub mod baseline;
pub mod browser;
pub mod catalogue;
pub mod compare;
pub mod finding;
pub mod observed;
pub mod report;
