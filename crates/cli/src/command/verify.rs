//! `azukari verify`: a whole database from the bytes of its records upward, or one proof.

use crate::{
    args::Verify,
    environment::Context,
    folder,
    keeping::{Data, ORIGIN},
    printer::Exit,
};
use anyhow::{Result, anyhow};
use azukari_custody::SystemClock;
use azukari_ledger::{Checkpoint, VerifierKey, proof};
use azukari_model::Lang;
use std::{path::Path, sync::Arc};

/// Verifies. Exit 1 if something does not fit, naming it.
pub(super) fn run(arguments: &Verify, context: Context) -> Result<Exit> {
    match (&arguments.file, &arguments.data) {
        (Some(file), _) => one_proof(file, arguments, context),
        (None, Some(data)) => database(&Data::new(data, arguments.passphrase_file.as_deref()), context),
        (None, None) => Ok(Exit::Usage),
    }
}

fn one_proof(file: &Path, arguments: &Verify, context: Context) -> Result<Exit> {
    let key = arguments.key.as_deref().ok_or_else(|| {
        anyhow!("a proof is believed by a key one trusts: give it with `--key`, as `GET /ledger/key` prints it")
    })?;
    let key: VerifierKey = key.trim().parse().map_err(|_| anyhow!("`{key}` is no key: `NAME+HASH+BASE64`"))?;
    Ok(match proof::verify_file(&folder::read(file)?.text, &[key]) {
        Ok(proven) => {
            let record = proven.record().map(|record| String::from_utf8_lossy(record).into_owned());
            passed(
                context,
                &format!(
                    "記録簿 {} の {} 番、{} 件のうち",
                    proven.checkpoint.origin, proven.index, proven.checkpoint.head.size
                ),
                &format!("entry {} of {} in {}", proven.index, proven.checkpoint.head.size, proven.checkpoint.origin),
            );
            if let Some(record) = record {
                context.printer.data(&record);
            }
            Exit::Clean
        }
        Err(error) => failed(context, &error.to_string()),
    })
}

/// The log's name stands in its own checkpoint; a database without one has nothing signed yet.
fn database(data: &Data, context: Context) -> Result<Exit> {
    super::runtime()?.block_on(async {
        let signed = data.store()?.head().await?.signed;
        let origin = signed.as_ref().and_then(|signed| signed.note.split('\n').next()).unwrap_or(ORIGIN).to_owned();
        let door = data.door(Arc::new(SystemClock), &origin).await?;
        let kept: Vec<Checkpoint> = Vec::new();
        Ok(match door.verify(&kept).await {
            Ok(summary) => {
                passed(
                    context,
                    &format!(
                        "記録 {} 件（開いて確かめたもの {}、期間が過ぎて鍵を消したもの {}）",
                        summary.head.size, summary.opened, summary.destroyed
                    ),
                    &format!(
                        "{} entries, {} opened, {} past their period",
                        summary.head.size, summary.opened, summary.destroyed
                    ),
                );
                Exit::Clean
            }
            Err(error) => failed(context, &error.to_string()),
        })
    })
}

fn passed(context: Context, ja: &str, en: &str) {
    let text = match context.lang {
        Lang::Ja => format!("正常：{ja}"),
        Lang::En => format!("OK: {en}"),
    };
    context.printer.data(&context.printer.green(&text));
}

fn failed(context: Context, what: &str) -> Exit {
    let text = format!("{}{what}", context.lang.pick("不正：", "FAILED: "));
    context.printer.data(&context.printer.red(&text));
    Exit::Problems
}
