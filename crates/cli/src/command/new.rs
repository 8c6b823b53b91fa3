//! `azukari new`: a skeleton whose every clause is *not yet*.

use crate::{args::New, environment::Context, printer::Exit};
use anyhow::{Context as _, Result, bail};
use azukari_model::{Lang, Name};
use azukari_policy::skeleton;
use std::fs;

/// Writes a folder, or with `operation` the operation of the policy it stands in.
pub(super) fn run(arguments: &New, context: Context) -> Result<Exit> {
    let files = if arguments.name == "operation" {
        vec![("operation.toml", skeleton::operation())]
    } else {
        let Ok(name) = arguments.name.parse::<Name>() else {
            bail!("`{}` is not an id: small letters, digits and single hyphens, as `my-service`", arguments.name);
        };
        skeleton::service(&name)
    };
    let folder =
        if arguments.name == "operation" { arguments.into.clone() } else { arguments.into.join(&arguments.name) };
    if let Some((taken, _)) = files.iter().find(|(file, _)| folder.join(file).exists()) {
        bail!("`{}` is there already: nothing was written", folder.join(taken).display());
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    for (file, text) in &files {
        let path = folder.join(file);
        fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
        context.printer.data(&path.display().to_string());
    }
    context.printer.talk(&match context.lang {
        Lang::Ja => format!("次は `azukari check {}` をどうぞ", folder.display()),
        Lang::En => format!("next: azukari check {}", folder.display()),
    });
    Ok(Exit::Clean)
}
