//! `azukari explain`: the page of a code.
#![expect(clippy::unnecessary_wraps, reason = "every command answers alike")]

use crate::{args::Explain, environment::Context, printer::Exit};
use anyhow::Result;
use azukari_model::Lang;
use azukari_policy::explain;

/// Prints a page, or the list of all.
pub(super) fn run(arguments: &Explain, context: Context) -> Result<Exit> {
    let Some(code) = &arguments.code else {
        for code in explain::codes() {
            context.printer.data(code);
        }
        return Ok(Exit::Clean);
    };
    if let Some(page) = explain::page(code, context.lang) {
        context.printer.data(page.trim_end());
        return Ok(Exit::Clean);
    }
    context.printer.talk(&match context.lang {
        Lang::Ja => format!("`{code}` というコードはありません。引数なしの `azukari explain` で一覧を表示します"),
        Lang::En => format!("there is no code `{code}`; `azukari explain` without one lists them all"),
    });
    Ok(Exit::Usage)
}
