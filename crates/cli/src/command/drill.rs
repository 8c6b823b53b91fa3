//! `azukari drill`: the whole of a backup on a copy, so that it is known to work before it is needed, and how long it takes.

use super::backup::Shown;
use crate::{
    args::{Drill, Format},
    environment::{self, Context},
    keeping::Data,
    printer::Exit,
    said::{
        Said, cannot_make, cannot_open, cannot_read,
        sentences::{DRILL_FAILED, NOT_THIS_FORMAT},
    },
};
use anyhow::Result;
use azukari_custody::{
    backup::{self, Taking},
    verify,
};
use azukari_model::{Instant, Lang};
use azukari_store::{Options, Still, Store};
use serde_json::json;
use std::{fs, path::Path};

/// Backs up, restores, verifies; nothing of it is left.
pub(super) fn run(arguments: &Drill, context: Context) -> Result<Exit> {
    if arguments.format == Format::Sarif {
        return Err(Said::new(NOT_THIS_FORMAT.with([("command", &"drill")])).into());
    }
    let data = Data::new(&arguments.data, arguments.passphrase_file.as_deref());
    let keyring = data.keyring()?;
    let mut made = tempfile::Builder::new();
    let made = made.prefix("azukari-drill-");
    let folder = match &arguments.within {
        Some(within) => made.tempdir_in(within).map_err(cannot_make(within))?,
        None => made.tempdir()?,
    };
    let mut steps = Steps { context, begun: environment::now(), done: Vec::new() };
    let mut told = Shown::new(context);
    let database = data.database_path();
    let now = environment::now();
    let out = folder.path().join("backup");
    let taking = Taking { database: &database, keyring: &keyring, out: &out, now, until: now };
    let taken = backup::take(&taking, &mut |step, done, all| told.hear(step, done, all))?;
    steps.over("backup", "バックアップ");

    let copy = folder.path().join("azukari.db");
    bring(&database, &copy)?;
    let hear = &mut |step, done, all| told.hear(step, done, all);
    backup::restore((&taken.data, &taken.keys), &keyring, &copy, false, now, hear)?;
    steps.over("restore", "復元");

    // As at a start: what was destroyed since the backup is destroyed again.
    Store::open(&copy, &Options::default()).map_err(cannot_open(&copy))?.close();
    steps.over("replay", "消去のやり直し");

    let still = Still::open(&copy).map_err(cannot_open(&copy))?;
    let report = verify(&still, &keyring, &[], &|_, _| {})?;
    steps.over("verify", "検証");
    if report.log.is_none_or(|log| log.head.size != taken.size) || !report.findings.is_empty() {
        return Err(Said::new(DRILL_FAILED).into());
    }
    steps.print(arguments.format, taken.rows, taken.bytes);
    Ok(Exit::Clean)
}

/// The erasure journal as it is after the backup, as whoever restores would find it.
fn bring(database: &Path, copy: &Path) -> Result<()> {
    let journal = |path: &Path| path.with_extension("db.erased");
    match fs::copy(journal(database), journal(copy)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(cannot_read(&journal(database))(error).into())
        }
        Err(_) => Ok(fs::write(journal(copy), "").map_err(cannot_make(copy))?),
        Ok(_) => Ok(()),
    }
}

/// The steps with how long they took.
struct Steps {
    context: Context,
    begun: Instant,
    done: Vec<(&'static str, &'static str, i64)>,
}

impl Steps {
    fn over(&mut self, en: &'static str, ja: &'static str) {
        let now = environment::now();
        self.done.push((en, ja, (now.micros() - self.begun.micros()) / 1_000));
        self.begun = now;
    }

    fn print(&self, format: Format, rows: u64, bytes: u64) {
        let Context { lang, printer } = self.context;
        if format == Format::Json {
            let steps: serde_json::Map<_, _> =
                self.done.iter().map(|(en, _, millis)| ((*en).to_owned(), json!(millis))).collect();
            printer.data(&json!({"ok": true, "rows": rows, "bytes": bytes, "milliseconds": steps}).to_string());
            return;
        }
        for (en, ja, millis) in &self.done {
            printer.data(&match format {
                Format::Plain => format!("{en}\t{millis}"),
                _ => format!("{} {}.{:03} s", lang.pick(ja, en), millis / 1_000, millis % 1_000),
            });
        }
        printer.talk(&match lang {
            Lang::Ja => format!("{rows} 行、{bytes} バイト。写しは正常で、何も残していません"),
            Lang::En => format!("{rows} rows, {bytes} bytes; the copy verifies, and nothing is left of it"),
        });
    }
}
