//! The rows of the order of decision (e.1), in their order.

mod caller;
mod coming;
mod named;
mod passing;
mod person;
mod rest;
mod rights;

use super::Row;

/// All of them; a part takes its numbers from the reference.
pub(super) const ALL: [&[Row]; 7] =
    [named::ROWS, caller::ROWS, passing::ROWS, person::ROWS, coming::ROWS, rights::ROWS, rest::ROWS];
