//! `azukari restore`: a database from a backup; and the officer's decision that closes the gap it left.

use super::backup::Shown;
use crate::{
    args::Restore,
    environment::{self, Context},
    keeping::{Data, ORIGIN},
    printer::Exit,
    said::{
        Said,
        sentences::{KEY_FILE_GONE, NOT_A_TEXT},
    },
};
use anyhow::Result;
use azukari_custody::{
    Note, SystemClock,
    backup::{self, Restored},
    procedures::gap::Decision,
};
use azukari_model::Lang;
use std::{path::Path, sync::Arc};

/// Restores, or closes the gap.
pub(super) fn run(arguments: &Restore, context: Context) -> Result<Exit> {
    let data = Data::new(&arguments.data, arguments.passphrase_file.as_deref());
    match &arguments.from {
        Some(from) => restore(arguments, from, &data, context),
        None => close_gap(arguments, &data, context),
    }
}

fn restore(arguments: &Restore, from: &Path, data: &Data, context: Context) -> Result<Exit> {
    let beside = if from.is_file() { from.parent().unwrap_or(from) } else { from };
    let (data_file, keys_file) = backup::pair_in(from, arguments.keys.as_deref().unwrap_or(beside))?;
    data.ensure_folder()?;
    let _lock = data.lock()?;
    match &arguments.key {
        Some(key) if !data.key_path().exists() => data.bring_key(key)?,
        None if !data.key_path().exists() => return Err(Said::of(KEY_FILE_GONE, data.folder()).into()),
        _ => {}
    }
    let keyring = data.keyring()?;
    let mut told = Shown::new(context);
    let restored = backup::restore(
        (&data_file, &keys_file),
        &keyring,
        &data.database_path(),
        arguments.without_journal,
        environment::now(),
        &mut |step, done, all| told.hear(step, done, all),
    )?;
    let replayed = {
        // What was destroyed or stopped since goes again, before anybody can ask.
        let store = data.store()?;
        let replayed = store.replayed();
        store.close();
        replayed
    };
    context.printer.talk(&said(&restored, replayed, context.lang));
    Ok(Exit::Clean)
}

fn said(restored: &Restored, replayed: usize, lang: Lang) -> String {
    let Restored { taken, size, rows, log, has_journal } = restored;
    let mut lines = vec![match lang {
        Lang::Ja => format!("{taken} のデータベースを作りました（{rows} 行、記録 {size} 件）"),
        Lang::En => format!("made the database of {taken}: {rows} rows, {size} entries of the ledger"),
    }];
    lines.push(match (has_journal, lang) {
        (true, Lang::Ja) => format!("消去の控えにより {replayed} 件を改めて消しました。選択による行為は、空白を閉じるまで断ります"),
        (true, Lang::En) => format!("{replayed} destroyed again by the erasure journal; what needs a choice is refused until the gap is closed"),
        (false, Lang::Ja) => "消去の控えがないため、その後に消された人も戻っています。空白を閉じるまで、全員について確かでないものとして扱います".to_owned(),
        (false, Lang::En) => "without the erasure journal whoever was erased since is back: everybody is uncertain until the gap is closed".to_owned(),
    });
    lines.push(match (log, lang) {
        (Some(log), Lang::Ja) => format!("記録簿は {log} 件まで進んでいました。空白を閉じると、その続きから進みます"),
        (Some(log), Lang::En) => {
            format!("the ledger had come to {log} entries, and goes on from there once the gap is closed")
        }
        (None, Lang::Ja) => "記録簿がどこまで進んでいたかは分かりません".to_owned(),
        (None, Lang::En) => "how far the ledger had come is not known".to_owned(),
    });
    lines.push(
        lang.pick(
            "次に：azukari restore --close-gap --by 責任者 --because 対応 --data DIR",
            "next: azukari restore --close-gap --by OFFICER --because TEXT --data DIR",
        )
        .to_owned(),
    );
    lines.join("\n")
}

fn close_gap(arguments: &Restore, data: &Data, context: Context) -> Result<Exit> {
    let decision = Decision {
        officer: arguments.by.as_deref().unwrap_or_default().into(),
        because: arguments.because.as_deref().unwrap_or_default().parse::<Note>().map_err(|_| Said::new(NOT_A_TEXT))?,
        log_ends_here: arguments.log_ends_here,
    };
    super::runtime()?.block_on(async {
        let door = data.door(Arc::new(SystemClock), ORIGIN).await?;
        for closed in door.close_gap(&decision).await? {
            let (service, act) = (&closed.service, closed.act);
            context.printer.data(&act.to_string());
            context.printer.talk(&match context.lang {
                Lang::Ja => format!("{service}：空白を閉じました（{act}）"),
                Lang::En => format!("{service}: the gap is closed ({act})"),
            });
        }
        Ok(Exit::Clean)
    })
}
