//! A whole database: looked at as it stands, and changed in nothing.

use super::{failed, found, passed};
use crate::{
    args::Format,
    environment::Context,
    folder,
    keeping::Data,
    printer::Exit,
    said::{Said, cannot_open, sentences::NO_CHECKPOINT},
};
use anyhow::Result;
use azukari_custody::verify::{Report, verify};
use azukari_ledger::{VerifierKey, note::Note};
use azukari_model::Lang;
use azukari_store::Still;
use azukari_vault::Keyring;
use serde_json::json;
use std::path::{Path, PathBuf};

/// So many entries are looked at before anything is said of it.
const SAID_EVERY: u64 = 50_000;
/// How often a file is looked at again that somebody opened meanwhile.
const TRIES: usize = 5;

/// Verifies a data folder against itself, and against what somebody kept.
pub(super) fn run(data: &Data, kept: &[PathBuf], format: Format, context: Context) -> Result<Exit> {
    let kept = kept.iter().map(|path| read_kept(path)).collect::<Result<Vec<_>>>()?;
    let keyring = data.keyring()?;
    let report = look(&data.database_path(), &keyring, &kept, context)?;
    Ok(match &report.log {
        Some(log) if report.findings.is_empty() => {
            let (size, waiting, unsigned) = (log.head.size, report.pending, log.head.size - log.signed);
            let json = json!({"ok": true, "size": size, "root": log.head.root, "signed": log.signed, "opened": log.opened,
                "destroyed": log.destroyed, "persons": log.persons, "pending": waiting, "kept": kept.len()});
            let plain = format!("ok\t{size}\t{}\t{}\t{waiting}", log.opened, log.destroyed);
            let more = found::more(waiting, unsigned, kept.len(), context.lang);
            let text = match context.lang {
                Lang::Ja => format!(
                    "記録 {size} 件（開いて確かめたもの {}、期間が過ぎて鍵を消したもの {}）{more}",
                    log.opened, log.destroyed
                ),
                Lang::En => format!("{size} entries, {} opened, {} past their period{more}", log.opened, log.destroyed),
            };
            passed(&text, &plain, &json, format, context)
        }
        _ => {
            let findings: Vec<_> = (report.findings.iter())
                .map(|one| (found::place(&one.place, Lang::En), one.what.word(), found::finding(one, context.lang)))
                .collect();
            let each = findings.iter().map(|(place, code, text)| json!({"place": place, "code": code, "text": text}));
            let json = json!({"ok": false, "findings": each.collect::<Vec<_>>()});
            failed(&findings, &json, format, context)
        }
    })
}

/// Looks, and again if a server opened the file meanwhile.
fn look(database: &Path, keyring: &Keyring, kept: &[String], context: Context) -> Result<Report> {
    let progress = |done: u64, of: u64| {
        if done / SAID_EVERY > done.saturating_sub(1_000) / SAID_EVERY {
            context.printer.talk(&match context.lang {
                Lang::Ja => format!("{of} 件のうち {done} 件まで確かめました"),
                Lang::En => format!("{done} of {of} entries"),
            });
        }
    };
    let mut left = TRIES;
    loop {
        let still = Still::open(database).map_err(cannot_open(database))?;
        let report = verify(&still, keyring, kept, &progress);
        left = left.saturating_sub(1);
        if left == 0 || !still.is_disturbed() {
            return Ok(report?);
        }
    }
}

/// A checkpoint somebody kept: the file of `watch --keep`, whose first line is the key, or the signed note alone. Whose key it
/// was shows when its signature does not fit.
fn read_kept(path: &Path) -> Result<String> {
    let text = folder::read(path)?.text.clone();
    let note = match text.split_once("\n\n") {
        Some((key, note)) if key.parse::<VerifierKey>().is_ok() => note,
        _ => &text,
    };
    Note::parse(note).map_err(|error| Said::of(NO_CHECKPOINT, path).because(error))?;
    Ok(note.to_owned())
}
