//! The binary `azukari`: wires the rooms together, and is the only place that reads the clock and the environment.

mod args;
mod client;
mod command;
mod demo;
mod environment;
mod folder;
mod keeping;
mod printer;
mod said;
mod write;

use crate::{environment::Environment, printer::Exit};
use azukari_model::Lang;
use std::process::ExitCode;

fn main() -> ExitCode {
    let environment = Environment::read();
    let arguments = match args::parse(std::env::args_os(), environment.lang_asked()) {
        Ok(arguments) => arguments,
        Err(error) => {
            match args::mistaken::ja(&error).filter(|_| environment.lang_asked() == Lang::Ja) {
                Some(told) => {
                    let context = environment.context(Some(Lang::Ja));
                    context.printer.talk(&format!("{} {told}", context.printer.red("エラー:")));
                    context.printer.talk("使い方は `azukari --help` が示します");
                }
                None => drop(error.print()),
            }
            return if error.use_stderr() { Exit::Usage } else { Exit::Clean }.into();
        }
    };
    let context = environment.context(arguments.lang);
    match command::run(arguments.command, context) {
        Ok(exit) => exit.into(),
        Err(error) => {
            let told = said::told(&error, context.lang);
            context.printer.talk(&format!("{} {told}", context.printer.red(context.lang.pick("エラー:", "error:"))));
            Exit::Usage.into()
        }
    }
}
