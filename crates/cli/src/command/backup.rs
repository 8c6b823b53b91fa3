//! `azukari backup`: two sealed files of one moment, beside whoever writes the database.

use crate::{
    args::Backup,
    environment::{self, Context},
    keeping::Data,
    printer::Exit,
    said::shown,
};
use anyhow::Result;
use azukari_custody::backup::{self, Step, Taken, Taking};
use azukari_model::{Lang, Zone};

/// Takes a backup, then removes the keys files whose time is over.
pub(super) fn run(arguments: &Backup, context: Context) -> Result<Exit> {
    let data = Data::new(&arguments.data, arguments.passphrase_file.as_deref());
    let keyring = data.keyring()?;
    let now = environment::now();
    let until = Zone::UTC.end_of_period(now, arguments.keep_keys);
    let database = data.database_path();
    let taking = Taking { database: &database, keyring: &keyring, out: &arguments.out, now, until };
    let mut told = Shown::new(context);
    let taken = backup::take(&taking, &mut |step, done, all| told.hear(step, done, all))?;
    context.printer.data(&taken.data.to_string_lossy());
    context.printer.data(&taken.keys.to_string_lossy());
    context.printer.talk(&said(&taken, context.lang));
    let removed = backup::remove_over(&arguments.out, now)?;
    for path in removed.keys {
        let path = shown(&path);
        context.printer.talk(&match context.lang {
            Lang::Ja => format!("期間を過ぎた鍵のファイルを消しました：{path}"),
            Lang::En => format!("removed, for its time is over: {path}"),
        });
    }
    for path in removed.parts {
        let path = shown(&path);
        context.printer.talk(&match context.lang {
            Lang::Ja => format!("途中で終わったバックアップの残りを消しました：{path}"),
            Lang::En => format!("removed, left by a backup that broke off: {path}"),
        });
    }
    Ok(Exit::Clean)
}

fn said(taken: &Taken, lang: Lang) -> String {
    let Taken { size, rows, bytes, .. } = taken;
    match lang {
        Lang::Ja => format!("{rows} 行、{bytes} バイト、記録 {size} 件。開き直して照合しました"),
        Lang::En => format!("{rows} rows, {bytes} bytes, {size} entries of the ledger; opened again, and the same"),
    }
}

/// Shows how far a step is, at every tenth of it.
pub(super) struct Shown {
    context: Context,
    last: Option<(Step, u64)>,
}

impl Shown {
    pub(super) const fn new(context: Context) -> Self {
        Self { context, last: None }
    }

    pub(super) fn hear(&mut self, step: Step, done: u64, all: u64) {
        let tenth = done.saturating_mul(10).checked_div(all).unwrap_or(10);
        if self.last == Some((step, tenth)) || (all < 10_000 && tenth < 10) {
            return;
        }
        self.last = Some((step, tenth));
        let lang = self.context.lang;
        let what = match step {
            Step::WriteData => lang.pick("データを書いています", "writing data"),
            Step::WriteKeys => lang.pick("鍵を書いています", "writing keys"),
            Step::CompareData => lang.pick("データを照合しています", "comparing data"),
            Step::CompareKeys => lang.pick("鍵を照合しています", "comparing keys"),
            Step::ReadData => lang.pick("データを読んでいます", "reading data"),
            Step::ReadKeys => lang.pick("鍵を読んでいます", "reading keys"),
        };
        self.context.printer.talk(&format!("{what} {}%", tenth * 10));
    }
}
