//! What went wrong, in both languages: the errors of the command line.
//! (A folder with `mod.rs`: the benchmarks take it in by its path.)

mod rooms;
pub(crate) mod sentences;

use azukari_model::{Lang, Sentence, Told};
use azukari_policy::cases::CaseError;
use sentences::{CANNOT_MAKE, CANNOT_OPEN, CANNOT_READ, CANNOT_WRITE};
use std::{error::Error, fmt, io, path::Path};

/// An error people read, perhaps with what it comes from.
#[derive(Debug)]
pub(crate) struct Said {
    told: Told,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Said {
    /// An error that says a sentence.
    pub(crate) fn new(told: impl Into<Told>) -> Self {
        Self { told: told.into(), source: None }
    }

    /// An error that says a sentence of a `{path}`.
    pub(crate) fn of(sentence: Sentence, path: &Path) -> Self {
        Self::new(sentence.with([("path", &shown(path))]))
    }

    /// With what it comes from.
    pub(crate) fn because(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..self }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told.fmt(f)
    }
}

impl Error for Said {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Says that a file or folder cannot be read.
pub(crate) fn cannot_read(path: &Path) -> impl FnOnce(io::Error) -> Said {
    cannot(CANNOT_READ, path)
}

/// Says that a file cannot be written.
pub(crate) fn cannot_write(path: &Path) -> impl FnOnce(io::Error) -> Said {
    cannot(CANNOT_WRITE, path)
}

/// Says that a folder cannot be made.
pub(crate) fn cannot_make(path: &Path) -> impl FnOnce(io::Error) -> Said {
    cannot(CANNOT_MAKE, path)
}

/// Says that a database cannot be opened.
pub(crate) fn cannot_open<E: Into<Box<dyn Error + Send + Sync>>>(path: &Path) -> impl FnOnce(E) -> Said {
    cannot(CANNOT_OPEN, path)
}

fn cannot<E: Into<Box<dyn Error + Send + Sync>>>(sentence: Sentence, path: &Path) -> impl FnOnce(E) -> Said {
    let said = Said::of(sentence, path);
    move |error| said.because(error)
}

/// A path as a line can show it: a name may hold whatever a disk holds.
pub(crate) fn shown(path: &Path) -> String {
    azukari_policy::letters::shown(&path.to_string_lossy())
}

/// An error with everything it comes from, in a language.
pub(crate) fn told(error: &anyhow::Error, lang: Lang) -> String {
    let mut parts: Vec<String> = error.chain().map(|one| one_told(one, lang)).collect();
    // A sentence put before what it comes from hides its type from the chain.
    if let (Some(told), Some(first)) = (error.downcast_ref::<Told>(), parts.first_mut()) {
        *first = told.told(lang);
    }
    parts.join(lang.pick("：", ": "))
}

/// One error, without what it comes from.
pub(crate) fn one_told(error: &(dyn Error + 'static), lang: Lang) -> String {
    if let Some(said) = error.downcast_ref::<Said>() {
        return said.told.told(lang);
    }
    if let Some(told) = error.downcast_ref::<Told>() {
        return told.told(lang);
    }
    if let Some(wrong) = error.downcast_ref::<CaseError>() {
        return wrong.told(lang);
    }
    let ja = || match error.downcast_ref::<io::Error>() {
        Some(error) => of_the_disk(error.kind()).map(str::to_owned),
        None => rooms::ja(error),
    };
    (lang == Lang::Ja).then(ja).flatten().unwrap_or_else(|| error.to_string())
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

    #[test]
    fn a_sentence_before_what_it_comes_from_is_told_in_the_language_too() {
        const LATE: Sentence = Sentence::new("遅い", "late");
        let error = anyhow::Error::from(io::Error::from(io::ErrorKind::TimedOut)).context(Told::from(LATE));
        assert_eq!(told(&error, Lang::Ja), "遅い：時間内に応答がありません");
    }
}
