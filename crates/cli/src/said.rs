//! What went wrong, in both languages: the errors of the command line.

use azukari_model::Lang;
use std::{error::Error, fmt, io, path::Path};

/// An error people read, perhaps with what it comes from.
#[derive(Debug)]
pub(crate) struct Said {
    ja: String,
    en: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Said {
    /// An error in both languages.
    pub(crate) fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ja: ja.into(), en: en.into(), source: None }
    }

    /// With what it comes from.
    pub(crate) fn because(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..self }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl Error for Said {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Says that a file or folder cannot be read.
pub(crate) fn cannot_read(path: &Path) -> impl FnOnce(io::Error) -> Said {
    cannot("を読めません", "cannot read", path)
}

/// Says that a file cannot be written.
pub(crate) fn cannot_write(path: &Path) -> impl FnOnce(io::Error) -> Said {
    cannot("に書けません", "cannot write", path)
}

/// Says that a folder cannot be made.
pub(crate) fn cannot_make(path: &Path) -> impl FnOnce(io::Error) -> Said {
    cannot("を作れません", "cannot make", path)
}

fn cannot(ja: &'static str, en: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Said {
    let path = shown(path);
    move |error| Said::new(format!("`{path}` {ja}"), format!("{en} `{path}`")).because(error)
}

/// A path as a line can show it: a name may hold whatever a disk holds.
pub(crate) fn shown(path: &Path) -> String {
    azukari_policy::letters::shown(&path.to_string_lossy())
}

/// An error with everything it comes from, in a language.
pub(crate) fn told(error: &anyhow::Error, lang: Lang) -> String {
    let parts: Vec<String> = error.chain().map(|one| one_told(one, lang)).collect();
    parts.join(lang.pick("：", ": "))
}

fn one_told(error: &(dyn Error + 'static), lang: Lang) -> String {
    if let Some(said) = error.downcast_ref::<Said>() {
        return lang.pick(&said.ja, &said.en).to_owned();
    }
    match error.downcast_ref::<io::Error>() {
        Some(error) if lang == Lang::Ja => of_the_disk(error.kind()).map_or_else(|| error.to_string(), str::to_owned),
        _ => error.to_string(),
    }
}

/// What the operating system says, in Japanese.
fn of_the_disk(kind: io::ErrorKind) -> Option<&'static str> {
    use io::ErrorKind as Kind;
    Some(match kind {
        Kind::NotFound => "ありません",
        Kind::PermissionDenied => "権限がありません",
        Kind::AlreadyExists => "すでにあります",
        Kind::IsADirectory => "フォルダです",
        Kind::NotADirectory => "フォルダではありません",
        Kind::StorageFull => "ディスクに空きがありません",
        Kind::ReadOnlyFilesystem => "書き込めないディスクです",
        Kind::AddrInUse => "アドレスが使われています",
        Kind::AddrNotAvailable => "使えないアドレスです",
        Kind::ConnectionRefused => "接続を断られました",
        Kind::TimedOut => "時間内に応答がありません",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_in_the_language_asked_for_down_to_what_the_disk_says() {
        let error = cannot_read(Path::new("a\u{1b}b"))(io::Error::from(io::ErrorKind::NotFound));
        let error = anyhow::Error::from(error);
        assert_eq!(told(&error, Lang::Ja), "`a\u{fffd}b` を読めません：ありません");
        assert!(told(&error, Lang::En).starts_with("cannot read `a\u{fffd}b`: "), "{error:#}");
    }
}
