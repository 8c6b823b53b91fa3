//! Why a scan could not be made.

use azukari_model::{Sentence, Told};
use std::{io, path::PathBuf};

const NOT_FOUND: Sentence = Sentence::new(
    "Chromium が見つかりません。Debian や Ubuntu では `apt-get install chromium` で入ります。別の場所にあれば `--chrome-path` か環境変数 CHROME で示してください",
    "no Chromium was found: `apt-get install chromium` brings it on Debian and Ubuntu; if it is elsewhere, name it with `--chrome-path` or CHROME",
);
const NOT_STARTED: Sentence = Sentence::new(
    "`{path}` を起動できません（{why}）。実行できる Chromium を `--chrome-path` で示してください",
    "`{path}` does not start ({why}): name a Chromium that runs with `--chrome-path`",
);
const ENDED: Sentence = Sentence::new(
    "Chromium が途中で終わりました。最後の出力：{said}。メモリと /dev/shm の空きを確かめ、もう一度実行してください",
    "Chromium ended by itself; the last it said: {said}. See that there is memory and room in /dev/shm, then run again",
);
const SILENT: Sentence = Sentence::new(
    "Chromium が `{method}` に答えません。もう一度実行し、続くなら `--chrome-path` で別の版を試してください",
    "Chromium does not answer `{method}`: run again, and if it stays so try another version with `--chrome-path`",
);
const REFUSED: Sentence = Sentence::new(
    "Chromium が `{method}` を断りました（{why}）。古い版かもしれません。新しい版を `--chrome-path` で示してください",
    "Chromium refuses `{method}` ({why}): it may be too old; name a newer one with `--chrome-path`",
);
const NO_LOG: Sentence = Sentence::new(
    "Chromium の通信記録を読めません（{why}）。一時フォルダに空きがあるか確かめてください",
    "the net log of Chromium cannot be read ({why}): see that there is room for temporary files",
);

/// Why a scan could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    #[error("no Chromium was found")]
    NotFound,
    #[error("`{path}` does not start: {error}")]
    NotStarted { path: PathBuf, error: io::Error },
    #[error("the browser ended: {said}")]
    Ended { said: String },
    #[error("no answer to `{method}`")]
    Silent { method: String },
    #[error("`{method}` was refused: {why}")]
    Refused { method: String, why: String },
    #[error("the net log cannot be read: {0}")]
    NoLog(io::Error),
}

impl BrowserError {
    /// What is said to people, with the way on.
    pub fn told(&self) -> Told {
        match self {
            Self::NotFound => NOT_FOUND.into(),
            Self::NotStarted { path, error } => {
                let path = azukari_policy::letters::shown(&path.to_string_lossy());
                NOT_STARTED.with([("path", &path), ("why", error)])
            }
            Self::Ended { said } => ENDED.with([("said", said)]),
            Self::Silent { method } => SILENT.with([("method", method)]),
            Self::Refused { method, why } => REFUSED.with([("method", method), ("why", why)]),
            Self::NoLog(error) => NO_LOG.with([("why", error)]),
        }
    }
}
