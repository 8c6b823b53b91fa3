//! One file for each command.

pub(crate) mod activate;
mod backup;
mod check;
pub(crate) mod diff;
mod drill;
mod explain;
mod fmt;
mod new;
mod promises;
mod publish;
mod restore;
mod scan;
mod schema;
pub(crate) mod serve;
mod test;
mod token;
mod vendors;
mod verify;
mod watch;

use crate::{
    args::Command,
    demo,
    environment::{self, Context},
    folder::Folder,
    printer::Exit,
    said::{Said, sentences::HAS_ERRORS},
};
use anyhow::Result;
use azukari_policy::{
    codes::Severity,
    declared::{Operation, Policy},
    render,
    source::Today,
};

/// Carries a command out.
pub(crate) fn run(command: Command, context: Context) -> Result<Exit> {
    match command {
        Command::Check(arguments) => check::run(&arguments, context),
        Command::Explain(arguments) => explain::run(&arguments, context),
        Command::Diff(arguments) => diff::run(&arguments, context),
        Command::Test(arguments) => test::run(&arguments, context),
        Command::New(arguments) => new::run(&arguments, context),
        Command::Fmt(arguments) => fmt::run(&arguments, context),
        Command::Publish(arguments) => publish::run(&arguments, context),
        Command::Promises(arguments) => promises::run(&arguments, context),
        Command::Scan(arguments) => scan::run(&arguments, context),
        Command::Vendors(arguments) => vendors::run(&arguments, context),
        Command::Schema(arguments) => schema::run(&arguments, context),
        Command::Watch(arguments) => watch::run(&arguments, context),
        Command::Demo(arguments) => demo::run(&arguments, context),
        Command::Serve(arguments) => serve::run(&arguments, context),
        Command::Activate(arguments) => activate::run(&arguments, context),
        Command::Token(arguments) => token::run(&arguments, context),
        Command::Verify(arguments) => verify::run(&arguments, context),
        Command::Backup(arguments) => backup::run(&arguments, context),
        Command::Restore(arguments) => restore::run(&arguments, context),
        Command::Drill(arguments) => drill::run(&arguments, context),
    }
}

/// The runtime of the commands that talk to the door or over a network.
fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Compiles a folder for commands that need a policy without errors; what is wrong is shown, and ends the command.
fn compile(folder: &Folder, context: Context) -> Result<(Policy, Option<Operation>)> {
    let compiled = azukari_policy::compile(&folder.sources, Today(environment::today()));
    if let Some(policy) = compiled.policy {
        Ok((policy, compiled.operation))
    } else {
        let errors: Vec<_> = compiled.diagnostics.into_iter().filter(|one| one.severity == Severity::Error).collect();
        context.printer.talk(&render::human(&errors, context.lang, context.printer.colour()));
        Err(Said::of(HAS_ERRORS, &folder.path).into())
    }
}
