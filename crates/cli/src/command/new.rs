//! `azukari new`: a skeleton whose every clause is *not yet*.

use crate::{
    args::New,
    environment::Context,
    printer::Exit,
    said::{
        Said, cannot_make,
        sentences::{NOT_AN_ID, THERE_ALREADY},
        shown,
    },
    write::replace_all,
};
use anyhow::Result;
use azukari_model::{Lang, Name};
use azukari_policy::skeleton;
use std::fs;

/// Writes a folder, or with `operation` the operation of the policy it stands in.
pub(super) fn run(arguments: &New, context: Context) -> Result<Exit> {
    let files = if arguments.name == "operation" {
        vec![("operation.toml", skeleton::operation())]
    } else {
        let Ok(name) = arguments.name.parse::<Name>() else {
            let name = azukari_policy::letters::shown(&arguments.name.chars().take(60).collect::<String>());
            return Err(Said::new(NOT_AN_ID.with([("name", &name)])).into());
        };
        skeleton::service(&name)
    };
    let folder =
        if arguments.name == "operation" { arguments.into.clone() } else { arguments.into.join(&arguments.name) };
    if let Some((taken, _)) = files.iter().find(|(file, _)| folder.join(file).exists()) {
        return Err(Said::of(THERE_ALREADY, &folder.join(taken)).into());
    }
    fs::create_dir_all(&folder).map_err(cannot_make(&folder))?;
    let files: Vec<_> = files.into_iter().map(|(file, text)| (folder.join(file), text)).collect();
    replace_all(&files)?;
    for (path, _) in &files {
        context.printer.data(&shown(path));
    }
    context.printer.talk(&match context.lang {
        Lang::Ja => format!("次は `azukari check {}` をどうぞ", folder.display()),
        Lang::En => format!("next: azukari check {}", folder.display()),
    });
    Ok(Exit::Clean)
}
