//! `azukari check`: every problem of every policy, at once.

use super::compile;
use crate::{
    args::{Check, Format},
    environment::{self, Context},
    folder,
    printer::Exit,
};
use anyhow::Result;
use azukari_model::Lang;
use azukari_policy::{
    codes::Severity,
    diagnostic::Diagnostic,
    diff::{self, ChangeCode},
    render,
    source::Today,
};

/// Checks. Errors and law findings that nobody accepted are problems; advice is not.
pub(super) fn run(arguments: &Check, context: Context) -> Result<Exit> {
    let today = Today(arguments.today.unwrap_or_else(environment::today));
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut policies = 0_usize;
    let mut exit = Exit::Clean;
    for path in &arguments.paths {
        for folder in folder::load_all(path)? {
            policies += 1;
            let compiled = azukari_policy::compile(&folder.sources, today);
            found.extend(compiled.diagnostics.into_iter().filter(|one| !one.accepted));
        }
    }
    if let (Some(old), Some(new)) = (&arguments.against, arguments.paths.first()) {
        exit = against(old, new, context)?;
    }
    print(&found, arguments.format, context);
    if arguments.format == Format::Human {
        context.printer.talk(&summary(&found, policies, context));
    }
    let blocks = found.iter().any(|one| one.severity != Severity::Advice);
    Ok(if blocks { Exit::Problems } else { exit })
}

fn print(found: &[Diagnostic], format: Format, context: Context) {
    let text = match format {
        Format::Human => render::human(found, context.lang, context.printer.colour()),
        Format::Plain => render::plain(found, context.lang),
        Format::Json => render::json(found, context.lang),
        Format::Sarif => render::sarif(found, context.lang),
    };
    if !text.is_empty() {
        context.printer.data(text.trim_end());
    }
}

fn summary(found: &[Diagnostic], policies: usize, context: Context) -> String {
    let count = |severity| found.iter().filter(|one| one.severity == severity).count();
    let (errors, law, advice) = (count(Severity::Error), count(Severity::Law), count(Severity::Advice));
    let text = match (context.lang, found.is_empty()) {
        (Lang::Ja, true) => format!("{policies}件のポリシー：問題はありません"),
        (Lang::En, true) => format!("{policies} policies, nothing to say"),
        (Lang::Ja, false) => format!("{policies}件のポリシー：エラー {errors}・法令 {law}・助言 {advice}"),
        (Lang::En, false) => format!("{policies} policies: {errors} errors, {law} law findings, {advice} advice"),
    };
    if errors + law > 0 { context.printer.red(&text) } else { context.printer.green(&text) }
}

/// What changed its meaning without saying so.
fn against(old: &std::path::Path, new: &std::path::Path, context: Context) -> Result<Exit> {
    let (before, _) = compile(&folder::load(old)?, context)?;
    let (after, _) = compile(&folder::load(new)?, context)?;
    let silent: Vec<_> =
        diff::diff(&before, &after).into_iter().filter(|change| change.code == ChangeCode::MeaningNotRaised).collect();
    for change in &silent {
        context.printer.data(&format!("{}: {}", change.at, change.code.sentence(context.lang)));
    }
    Ok(if silent.is_empty() { Exit::Clean } else { Exit::Problems })
}
