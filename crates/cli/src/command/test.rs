//! `azukari test`: decided cases.

use crate::{
    args::Paths,
    environment::Context,
    folder,
    printer::Exit,
    said::{
        Said,
        sentences::{IN_FILE, POLICIES_BESIDE},
        shown,
    },
};
use anyhow::Result;
use azukari_model::Lang;
use azukari_policy::{cases, source::Sources};
use std::path::{Path, PathBuf};

/// Runs every case a path means. Exit 1 if one comes out otherwise than decided.
pub(super) fn run(arguments: &Paths, context: Context) -> Result<Exit> {
    let (mut agreed, mut disagreed) = (0_usize, 0_usize);
    for path in &arguments.paths {
        for (file, policies) in case_files(path)? {
            let file_text = folder::read(&file)?;
            let report = cases::run(&file_text.text, &policies).map_err(|error| {
                let [ja, en] = Lang::ALL.map(|lang| error.told(lang));
                Said::new(IN_FILE.with([("path", &shown(&file))]).with_both("what", ja, en))
            })?;
            agreed += report.agreed;
            for one in &report.disagreements {
                disagreed += 1;
                context.printer.data(&format!("{}: {}", shown(&file), one.told(context.lang)));
            }
        }
    }
    let text = match context.lang {
        Lang::Ja => format!("事例 {}件：一致 {agreed}、不一致 {disagreed}", agreed + disagreed),
        Lang::En => format!("{} cases: {agreed} as decided, {disagreed} not", agreed + disagreed),
    };
    context.printer.talk(&if disagreed == 0 { context.printer.green(&text) } else { context.printer.red(&text) });
    if agreed + disagreed == 0 {
        context.printer.talk(context.lang.pick("事例がひとつもありません", "there is not one case"));
        return Ok(Exit::Problems);
    }
    Ok(if disagreed == 0 { Exit::Clean } else { Exit::Problems })
}

/// The files of cases a path means, each with the policies it may speak of.
fn case_files(path: &Path) -> Result<Vec<(PathBuf, Vec<Sources>)>> {
    if path.is_file() {
        let beside = path.parent().unwrap_or(Path::new("."));
        let folder = if beside.file_name().is_some_and(|name| name == "tests") {
            beside.join("..")
        } else {
            beside.join("policies")
        };
        let policies = folder::load_all(&folder).map_err(|error| Said::of(POLICIES_BESIDE, path).because(error))?;
        return Ok(vec![(path.to_owned(), policies.into_iter().map(|folder| folder.sources).collect())]);
    }
    let mut files = Vec::new();
    for folder in folder::load_all(path)? {
        let cases = folder::case_files(&folder.path)?.into_iter();
        files.extend(cases.map(|file| (file, vec![folder.sources.clone()])));
    }
    Ok(files)
}
