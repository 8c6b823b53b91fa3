//! One file for each command.

use crate::{args::Command, environment::Context, printer::Exit};
use anyhow::Result;

/// Carries a command out.
pub fn run(command: Command, context: &Context) -> Result<Exit> {
    let _ = (command, context);
    Ok(Exit::Usage)
}
