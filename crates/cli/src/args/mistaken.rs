//! A command line that is not understood, said in Japanese. English is the words of the library that reads it.

use clap::error::{ContextKind as Part, ErrorKind};

/// What is wrong with the command line; `None`: it is help that was asked for, or something this has no words for.
pub(crate) fn ja(error: &clap::Error) -> Option<String> {
    let part = |part| error.get(part).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (part(Part::InvalidArg), part(Part::InvalidValue));
    Some(match error.kind() {
        ErrorKind::UnknownArgument => format!("`{argument}` という引数はありません"),
        ErrorKind::InvalidSubcommand => format!("`{}` というコマンドはありません", part(Part::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => format!("`{argument}` に値がありません"),
        ErrorKind::InvalidValue => {
            format!("`{argument}` に `{value}` は使えません。使えるのは {} です", part(Part::ValidValue))
        }
        ErrorKind::ValueValidation => format!("`{argument}` に `{value}` は使えません"),
        ErrorKind::MissingRequiredArgument => format!("`{argument}` を指定してください"),
        ErrorKind::ArgumentConflict => {
            format!("`{argument}` と `{}` は一緒に使えません", part(Part::PriorArg))
        }
        _ => return None,
    })
}
