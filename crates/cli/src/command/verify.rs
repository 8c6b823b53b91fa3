//! `azukari verify`: a whole database from the bytes of its records upward, or one proof.

mod database;
mod found;

use crate::{
    args::{Format, Verify},
    environment::Context,
    folder,
    keeping::Data,
    printer::Exit,
    said::{
        Said, one_told,
        sentences::{KEY_WANTED, NO_KEY, NOT_THIS_FORMAT},
    },
};
use anyhow::Result;
use azukari_ledger::{VerifierKey, proof};
use azukari_model::Lang;
use serde_json::{Value, json};
use std::path::Path;

/// Verifies. Exit 1 if something does not fit, naming it; 2 if it could not be looked at.
pub(super) fn run(arguments: &Verify, context: Context) -> Result<Exit> {
    if arguments.format == Format::Sarif {
        return Err(Said::new(NOT_THIS_FORMAT.with([("command", &"verify")])).into());
    }
    match (&arguments.file, &arguments.data) {
        (Some(file), _) => one_proof(file, arguments, context),
        (None, Some(data)) => database::run(
            &Data::new(data, arguments.passphrase_file.as_deref()),
            &arguments.kept,
            arguments.format,
            context,
        ),
        (None, None) => Ok(Exit::Usage),
    }
}

fn one_proof(file: &Path, arguments: &Verify, context: Context) -> Result<Exit> {
    let key = arguments.key.as_deref().ok_or_else(|| Said::new(KEY_WANTED))?;
    let key: VerifierKey = key.trim().parse().map_err(|_| Said::new(NO_KEY.with([("key", &key)])))?;
    let proven = match proof::verify_file(&folder::read(file)?.text, &[key]) {
        Ok(proven) => proven,
        Err(error) => {
            let what = one_told(&error, context.lang);
            let json = json!({"ok": false, "findings": [{"place": "proof", "code": "not-proven", "text": what}]});
            return Ok(failed(&[("proof".to_owned(), "not-proven", what)], &json, arguments.format, context));
        }
    };
    let (index, size, origin) = (proven.index, proven.checkpoint.head.size, &proven.checkpoint.origin);
    let record = proven.record().map(|record| String::from_utf8_lossy(record).into_owned());
    let text = match context.lang {
        Lang::Ja => format!("記録簿 {origin} の {index} 番、{size} 件のうち"),
        Lang::En => format!("entry {index} of {size} in {origin}"),
    };
    let json = json!({"ok": true, "origin": origin, "index": index, "size": size, "record": record});
    let exit = passed(&text, &format!("ok\t{index}\t{size}\t{origin}"), &json, arguments.format, context);
    if let (Some(record), Format::Human | Format::Plain) = (record, arguments.format) {
        context.printer.data(&record);
    }
    Ok(exit)
}

fn passed(text: &str, plain: &str, json: &Value, format: Format, context: Context) -> Exit {
    match format {
        Format::Json => context.printer.data(&json.to_string()),
        Format::Plain => context.printer.data(plain),
        Format::Human | Format::Sarif => {
            let text = format!("{}{text}", context.lang.pick("正常：", "OK: "));
            context.printer.data(&context.printer.green(&text));
        }
    }
    Exit::Clean
}

/// A line for each: place, code, sentence.
fn failed(findings: &[(String, &'static str, String)], json: &Value, format: Format, context: Context) -> Exit {
    match format {
        Format::Json => context.printer.data(&json.to_string()),
        Format::Plain => {
            for (place, code, text) in findings {
                context.printer.data(&format!("failed\t{place}\t{code}\t{text}"));
            }
        }
        Format::Human | Format::Sarif => {
            for (_, _, text) in findings {
                let text = format!("{}{text}", context.lang.pick("不正：", "FAILED: "));
                context.printer.data(&context.printer.red(&text));
            }
        }
    }
    Exit::Problems
}
