//! `azukari fmt`: one way to write a policy.

use crate::{args::Fmt, environment::Context, folder, printer::Exit};
use anyhow::{Context as _, Result};
use azukari_policy::fmt;
use std::{fs, path::PathBuf};

/// Writes the files anew, or with `--check` says which would change.
pub(super) fn run(arguments: &Fmt, context: Context) -> Result<Exit> {
    let mut exit = Exit::Clean;
    for path in &arguments.paths {
        for folder in folder::policy_folders(path)? {
            for file in ["policy.toml", "operation.toml"] {
                let path = folder.join(file);
                if path.is_file() && differs(&path, arguments.check, context)? && arguments.check {
                    exit = Exit::Problems;
                }
            }
        }
    }
    Ok(exit)
}

fn differs(path: &PathBuf, check: bool, context: Context) -> Result<bool> {
    let file = folder::read(path)?;
    let written = fmt::format(&file.text).map_err(|error| anyhow::anyhow!("`{}`: {error}", path.display()))?;
    if written == file.text {
        return Ok(false);
    }
    context.printer.data(&path.display().to_string());
    if !check {
        let beside = path.with_extension("toml.new");
        fs::write(&beside, &written).with_context(|| format!("cannot write `{}`", beside.display()))?;
        fs::rename(&beside, path).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(true)
}
