//! `azukari promises`: each clause and what keeps it.

use super::compile;
use crate::{
    args::{Format, Promises},
    environment::Context,
    folder,
    printer::Exit,
    said::{Said, sentences::NOT_THIS_FORMAT},
};
use anyhow::Result;
use azukari_model::{Lang, Language};
use azukari_policy::board::{self, Kept, Promise};
use serde_json::json;
use unicode_width::UnicodeWidthStr;

/// Lists. Exit 1 if a clause is not kept yet.
pub(super) fn run(arguments: &Promises, context: Context) -> Result<Exit> {
    let mut missing = 0_usize;
    let mut all = Vec::new();
    for folder in folder::load_all(&arguments.path)? {
        let (policy, operation) = compile(&folder, context)?;
        let promises = board::promises(&policy, operation.as_ref());
        missing += promises.iter().filter(|promise| promise.kept == Kept::NotYet).count();
        match arguments.format {
            Format::Human => human(&policy.service.id, &promises, context),
            Format::Plain => plain(&policy.service.id, &promises, context),
            Format::Json => all.push(
                json!({"service": policy.service.id, "clauses": promises.iter().map(as_json).collect::<Vec<_>>()}),
            ),
            Format::Sarif => return Err(Said::new(NOT_THIS_FORMAT.with([("command", &"promises")])).into()),
        }
    }
    if arguments.format == Format::Json {
        context.printer.data(&serde_json::to_string_pretty(&all)?);
    }
    Ok(if missing == 0 { Exit::Clean } else { Exit::Problems })
}

fn human(service: &str, promises: &[Promise], context: Context) {
    let language = Language::from(context.lang);
    context.printer.data(&context.printer.bold(service));
    let width = promises.iter().map(|promise| promise.clause.width()).max().unwrap_or_default();
    for promise in promises {
        let label = promise.kept.label(language);
        let pad = " ".repeat(10_usize.saturating_sub(label.width()));
        let label = match promise.kept {
            Kept::NotYet => context.printer.red(label),
            Kept::Enforced => context.printer.green(label),
            _ => label.to_owned(),
        };
        let keepers = promise.by.iter().map(|(keeper, _)| board::keeper_name(keeper)).collect::<Vec<_>>().join(", ");
        let by = if promise.is_outer {
            context.lang.pick("（内側の条項）", "(clauses inside)").to_owned()
        } else {
            keepers
        };
        context.printer.data(&format!("  {label}{pad} {:width$}  {}", promise.clause, context.printer.dim(&by)));
    }
    let count = |kept| promises.iter().filter(|promise| promise.kept == kept).count();
    let totals: Vec<String> = Kept::ALL
        .iter()
        .rev()
        .filter(|kept| count(**kept) > 0)
        .map(|kept| format!("{} {}", kept.label(language), count(*kept)))
        .collect();
    context.printer.data(&format!("  {}\n", totals.join(if context.lang == Lang::Ja { "・" } else { ", " })));
}

fn plain(service: &str, promises: &[Promise], context: Context) {
    for promise in promises {
        let by: Vec<String> = promise.by.iter().map(|(keeper, _)| board::keeper_name(keeper)).collect();
        context.printer.data(&format!("{service}\t{}\t{}\t{}", promise.clause, promise.kept, by.join(",")));
    }
}

fn as_json(promise: &Promise) -> serde_json::Value {
    json!({"clause": promise.clause, "title": promise.title, "kept": promise.kept,
        "by": promise.by.iter().map(|(keeper, kept)| json!({"what": board::keeper_name(keeper), "kept": kept})).collect::<Vec<_>>()})
}
