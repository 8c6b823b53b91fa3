//! The story.
use super::{Stage, fill::Filled};
use crate::environment::Context;
use anyhow::Result;

/// Tells it.
pub async fn tell(_stage: &Stage, _filled: &Filled, _context: &Context) -> Result<()> {
    Ok(())
}
