//! `azukari activate`: a version in force, in the name of an officer.

use crate::{
    args::Activate,
    environment::Context,
    folder,
    keeping::{Data, ORIGIN},
    printer::Exit,
    said::{Said, one_told, sentences::NOT_A_NAME},
};
use anyhow::Result;
use azukari_custody::{
    Door, SystemClock,
    procedures::activate::{ActivateError, Activated, By, What},
};
use azukari_model::Lang;
use azukari_policy::{codes::Severity, letters::shown, render, source::Sources};
use std::sync::Arc;

/// Activates one policy folder. A server that runs on the same data sees it at its next act.
pub(crate) fn run(arguments: &Activate, context: Context) -> Result<Exit> {
    if !is_name(&arguments.by) {
        return Err(Said::new(NOT_A_NAME.with([("most", &NAME_MAX)])).into());
    }
    let folder = folder::load(&arguments.path)?;
    let officer: Arc<str> = arguments.by.as_str().into();
    let by = match arguments.published {
        Some(on) => By::Published { officer, on },
        None => By::Officer(officer),
    };
    let data = Data::new(&arguments.data, arguments.passphrase_file.as_deref());
    data.ensure()?;
    super::runtime()?.block_on(async {
        let door = data.door(Arc::new(SystemClock), ORIGIN).await?;
        Ok(activate(&door, &folder.sources, by, context).await)
    })
}

/// The longest name of an officer, in letters.
const NAME_MAX: usize = 100;

/// Whether a text can stand for a person in records and on the page of a version.
fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= NAME_MAX && shown(text) == text
}

/// Activates, and tells what came of it.
pub(crate) async fn activate(door: &Door, sources: &Sources, by: By, context: Context) -> Exit {
    match door.activate(sources, by).await {
        Ok(activated) => {
            context.printer.talk(&told(&activated, context));
            Exit::Clean
        }
        Err(error) => {
            if let ActivateError::NotClean { diagnostics, .. } = &error {
                let blocking: Vec<_> = diagnostics
                    .iter()
                    .filter(|one| one.severity != Severity::Advice && !one.accepted)
                    .cloned()
                    .collect();
                context.printer.talk(&render::human(&blocking, context.lang, context.printer.colour()));
            }
            if let ActivateError::Widens { changes, .. } = &error {
                for change in changes {
                    context.printer.talk(&format!("  {change}"));
                }
            }
            context.printer.talk(&context.printer.red(&one_told(&error, context.lang)));
            Exit::Problems
        }
    }
}

fn told(activated: &Activated, context: Context) -> String {
    let (service, version, revision) = (&activated.service, activated.version, activated.operation);
    match (activated.what, context.lang) {
        (What::Version, Lang::Ja) => format!("{service}：第{version}版を有効にしました（運用設定 {revision}）"),
        (What::Version, Lang::En) => format!("{service}: version {version} is in force (operation {revision})"),
        (What::Operation, Lang::Ja) => format!("{service}：運用設定を {revision} に改めました"),
        (What::Operation, Lang::En) => format!("{service}: operation is now revision {revision}"),
        (What::Past, Lang::Ja) => format!("{service}：過去の版を記録しました（第{version}版）"),
        (What::Past, Lang::En) => format!("{service}: a version of the past is known now (version {version})"),
        (What::Nothing, Lang::Ja) => format!("{service}：変更はありません（第{version}版）"),
        (What::Nothing, Lang::En) => format!("{service}: nothing changed (version {version})"),
    }
}
