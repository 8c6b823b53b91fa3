//! `azukari schema`: JSON Schema for editors.

use crate::{
    args::{Schema, SchemaFile},
    environment::Context,
    printer::Exit,
};
use anyhow::Result;
use azukari_policy::schema;

/// Prints a schema.
pub(super) fn run(arguments: &Schema, context: Context) -> Result<Exit> {
    let schema = match arguments.file {
        SchemaFile::Policy => schema::policy(),
        SchemaFile::Operation => schema::operation(),
    };
    context.printer.data(&serde_json::to_string_pretty(&schema)?);
    Ok(Exit::Clean)
}
