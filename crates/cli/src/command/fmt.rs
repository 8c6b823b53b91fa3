//! `azukari fmt`: one way to write a policy.

use crate::{
    args::Fmt,
    environment::Context,
    folder,
    printer::Exit,
    said::{Said, cannot_read, sentences::IN_FILE, shown},
    write::replace_all,
};
use anyhow::Result;
use azukari_policy::fmt;
use std::{fs, path::Path};

/// Writes the files anew, or with `--check` says which would change.
pub(super) fn run(arguments: &Fmt, context: Context) -> Result<Exit> {
    let mut exit = Exit::Clean;
    for path in &arguments.paths {
        for folder in folder::policy_folders(path)? {
            for file in ["policy.toml", "operation.toml"] {
                let path = folder.join(file);
                let is_there = fs::symlink_metadata(&path).is_ok();
                if is_there && differs(&folder, &path, arguments.check, context)? && arguments.check {
                    exit = Exit::Problems;
                }
            }
        }
    }
    Ok(exit)
}

fn differs(folder: &Path, path: &Path, check: bool, context: Context) -> Result<bool> {
    let file = folder::source(folder, path)?;
    let written = fmt::format(&file.text).map_err(|error| {
        Said::new(IN_FILE.with([("path", &shown(path))]).with_both("what", error.ja(), error.to_string()))
    })?;
    if written == file.text {
        return Ok(false);
    }
    context.printer.data(&file.path);
    if !check {
        // Where a link stands in the folder, what it leads to is written.
        replace_all(&[(fs::canonicalize(path).map_err(cannot_read(path))?, written)])?;
    }
    Ok(true)
}
