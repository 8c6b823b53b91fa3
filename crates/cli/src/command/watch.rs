//! `azukari watch`: an auditor's witness. Keeps the newest checkpoint, and proves that the log only grew since the last.

use crate::{
    args::Watch,
    client::Client,
    environment::Context,
    printer::Exit,
    said::{
        Said, cannot_read, cannot_write,
        sentences::{ANSWERED, LEDGER_SHOWS_NO_KEY, NO_CHECKPOINT_OF_ITS_KEY, NO_KEY, NOT_TEXT},
    },
};
use anyhow::Result;
use azukari_ledger::{
    Checkpoint, Head, VerifierKey,
    tile::{TilePath, TileSet},
    tree,
};
use azukari_model::Lang;
use std::{fs, path::Path, time::Duration};

/// Looks once, or every so many seconds. Exit 1 on a fork.
pub(super) fn run(arguments: &Watch, context: Context) -> Result<Exit> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = Client::new(&arguments.url)?;
        loop {
            let exit = look(&client, arguments, context).await?;
            match (exit, arguments.every) {
                (Exit::Clean, Some(seconds)) => tokio::time::sleep(Duration::from_secs(seconds.max(1))).await,
                _ => return Ok(exit),
            }
        }
    })
}

/// What the file keeps: the ledger's key, and the newest checkpoint that was believed.
struct Kept {
    key: VerifierKey,
    checkpoint: Checkpoint,
}

async fn look(client: &Client, arguments: &Watch, context: Context) -> Result<Exit> {
    let kept = read(&arguments.keep)?;
    let key = match (&arguments.key, &kept) {
        (Some(key), _) => key.parse().map_err(|_| Said::new(NO_KEY.with([("key", key)])))?,
        (None, Some(kept)) => kept.key.clone(),
        (None, None) => fetch_key(client).await?,
    };
    if kept.as_ref().is_some_and(|kept| kept.key != key) {
        return Ok(alarm(context, "鍵が以前と違います", "the key is not the one that was kept"));
    }
    let note = fetch_text(client, "/ledger/checkpoint").await?;
    let Ok(seen) = Checkpoint::open(&note, std::slice::from_ref(&key)) else {
        return Ok(alarm(
            context,
            "チェックポイントの署名が正しくありません",
            "the checkpoint is not signed by this key",
        ));
    };
    if let Some(kept) = &kept
        && !grew(client, kept.checkpoint.head, seen.head).await?
    {
        return Ok(alarm(
            context,
            "記録簿が分岐しています。以前のチェックポイントの続きではありません",
            "the ledger forked: it does not go on from the checkpoint that was kept",
        ));
    }
    write(&arguments.keep, &key, &note)?;
    context.printer.data(&match context.lang {
        Lang::Ja => format!("{} 件。以前からの続きであることを確かめました", seen.head.size),
        Lang::En => format!("{} entries, and they go on from what was kept", seen.head.size),
    });
    Ok(Exit::Clean)
}

fn alarm(context: Context, ja: &str, en: &str) -> Exit {
    context.printer.data(&context.printer.red(context.lang.pick(ja, en)));
    Exit::Problems
}

/// Whether the older tree is the beginning of the newer one; the proof is computed from the log's own tiles.
async fn grew(client: &Client, old: Head, new: Head) -> Result<bool> {
    let Some(ranges) = tree::consistency(old.size, new.size) else { return Ok(false) };
    let mut tiles = TileSet::new();
    for id in TileSet::needed(&ranges) {
        let path = TilePath::Tile(id, id.width_in(new.size));
        let bytes = fetch(client, &format!("/ledger/{path}")).await?;
        if tiles.insert(id, &bytes).is_err() {
            return Ok(false);
        }
    }
    let Ok(path) = tiles.path(&ranges) else { return Ok(false) };
    Ok(tree::verify_consistency((old.size, &old.root), (new.size, &new.root), &path))
}

async fn fetch_key(client: &Client) -> Result<VerifierKey> {
    let text = fetch_text(client, "/ledger/key").await?;
    Ok(text.trim().parse().map_err(|_| Said::new(LEDGER_SHOWS_NO_KEY))?)
}

async fn fetch_text(client: &Client, path: &str) -> Result<String> {
    let bytes = fetch(client, path).await?;
    Ok(String::from_utf8(bytes).map_err(|_| Said::new(NOT_TEXT.with([("path", &path)])))?)
}

async fn fetch(client: &Client, path: &str) -> Result<Vec<u8>> {
    let answer = client.get(path).await?;
    if answer.status != 200 {
        return Err(Said::new(ANSWERED.with([("path", &path), ("status", &answer.status.as_u16())])).into());
    }
    Ok(answer.body.to_vec())
}

/// The key stands in the first line, the signed checkpoint follows after an empty one.
fn read(path: &Path) -> Result<Option<Kept>> {
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(path).map_err(cannot_read(path))?;
    let kept = text.split_once("\n\n").and_then(|(key, note)| {
        let key: VerifierKey = key.parse().ok()?;
        let checkpoint = Checkpoint::open(note, std::slice::from_ref(&key)).ok()?;
        Some(Kept { key, checkpoint })
    });
    Ok(Some(kept.ok_or_else(|| Said::of(NO_CHECKPOINT_OF_ITS_KEY, path))?))
}

fn write(path: &Path, key: &VerifierKey, note: &str) -> Result<()> {
    let beside = path.with_extension("new");
    let file = fs::File::create(&beside).map_err(cannot_write(&beside))?;
    std::io::Write::write_all(&mut &file, format!("{key}\n\n{note}").as_bytes())?;
    file.sync_all()?;
    Ok(fs::rename(&beside, path).map_err(cannot_write(path))?)
}
