//! Fills a demo with people who do not exist.
use super::Stage;
use anyhow::Result;

/// Who is in it.
#[derive(Debug, Default)]
pub struct Filled {}

/// Brings invented people in.
pub async fn fill(_stage: &Stage, _people: usize) -> Result<Filled> {
    Ok(Filled::default())
}
