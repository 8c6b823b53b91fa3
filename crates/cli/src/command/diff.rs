//! `azukari diff`: what changed, what widens, what each change needs.

use super::compile;
use crate::{
    args::{Diff, DiffFormat},
    environment::Context,
    folder,
    printer::Exit,
};
use anyhow::Result;
use azukari_model::Lang;
use azukari_policy::diff::{self, Change, Needs, paper};

/// Compares two folders. Exit 1 if something widens.
pub(crate) fn run(arguments: &Diff, context: Context) -> Result<Exit> {
    let (old, _) = compile(&folder::load(&arguments.old)?, context)?;
    let (new, _) = compile(&folder::load(&arguments.new)?, context)?;
    let changes = diff::diff(&old, &new);
    let text = match arguments.format {
        DiffFormat::Human => human(&changes, context),
        DiffFormat::Json => serde_json::to_string_pretty(&paper::json(&changes))?,
        DiffFormat::Markdown => paper::markdown(&changes, context.lang),
        DiffFormat::Html => paper::page(&old, &new, &changes, context.lang.into()),
    };
    context.printer.data(text.trim_end());
    Ok(if changes.iter().any(|change| change.widens) { Exit::Problems } else { Exit::Clean })
}

/// Lines for a terminal.
pub(crate) fn human(changes: &[Change], context: Context) -> String {
    let lang = context.lang;
    if changes.is_empty() {
        return lang.pick("変更はありません。", "Nothing changed.").to_owned();
    }
    let mut out = String::new();
    for change in paper::sorted(changes) {
        let code = if change.widens { context.printer.red(change.code.word()) } else { change.code.to_string() };
        let mark = if change.widens { lang.pick("拡大", "widens") } else { "" };
        out += &format!("{code}  {}  {}\n", context.printer.bold(&change.at), context.printer.red(mark));
        out += &format!("    {}\n", change.code.sentence(lang));
        if !(change.old.is_empty() && change.new.is_empty()) {
            let arrow = |text: &str| if text.is_empty() { "–".to_owned() } else { paper::shortened(text) };
            out += &format!("    {} → {}\n", arrow(&change.old), arrow(&change.new));
        }
        out += &format!("    {}: {}\n", lang.pick("必要な手続き", "needs"), change.needs.sentence(lang));
    }
    let widening = changes.iter().filter(|change| change.widens).count();
    let most = changes.iter().map(|change| change.needs).max().unwrap_or(Needs::Nothing);
    out + &match lang {
        Lang::Ja => format!("変更 {}件、うち拡大 {widening}件。必要な手続き：{}\n", changes.len(), most.sentence(lang)),
        Lang::En => format!("{} changes, {widening} of them widen; needs {}\n", changes.len(), most.sentence(lang)),
    }
}
