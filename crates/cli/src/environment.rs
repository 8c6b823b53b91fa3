//! What the program takes from outside: language, colour, time.

use crate::printer::Printer;
use azukari_model::{Date, Instant, Lang, Zone};
use std::time::{SystemTime, UNIX_EPOCH};

/// What the environment says.
#[derive(Debug)]
pub(crate) struct Environment {
    lang: Lang,
    no_color: bool,
}

/// What every command needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    pub lang: Lang,
    pub printer: Printer,
}

impl Environment {
    /// Reads the environment, once.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub(crate) fn read() -> Self {
        let first = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        Self {
            lang: first.map_or(Lang::En, |value| Lang::from_env_value(&value)),
            no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
        }
    }

    /// The language of help: `--lang` is looked for before the arguments are understood.
    pub(crate) fn lang_asked(&self) -> Lang {
        let words: Vec<String> = std::env::args().collect();
        let after = words.iter().position(|word| word == "--lang").and_then(|place| words.get(place + 1));
        let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
        joined.or(after.map(String::as_str)).and_then(|word| word.parse().ok()).unwrap_or(self.lang)
    }

    /// The context of a command.
    pub(crate) fn context(&self, asked: Option<Lang>) -> Context {
        Context { lang: asked.unwrap_or(self.lang), printer: Printer::new(self.no_color) }
    }
}

/// The folders programs are looked for in.
pub(crate) fn path() -> Option<std::ffi::OsString> {
    std::env::var_os("PATH")
}

/// The system's clock. Every other part of the program is handed the time.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub(crate) fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// Today in Japan, for dates on the command line.
pub(crate) fn today() -> Date {
    Zone::parse("Asia/Tokyo").unwrap_or(Zone::UTC).date(now())
}
