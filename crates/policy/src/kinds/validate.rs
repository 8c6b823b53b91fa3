//! Is a value of its kind?

use super::ItemKind;

/// A value is not of its kind. It never repeats the value.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a value of kind `{kind}`")]
pub struct Invalid {
    /// The kind asked for.
    pub kind: ItemKind,
}

/// Whether a value is of this kind.
pub fn validate(kind: ItemKind, value: &str) -> Result<(), Invalid> {
    let is_good = match kind {
        ItemKind::Email => is_email(value),
        _ => true,
    };
    if is_good { Ok(()) } else { Err(Invalid { kind }) }
}

fn is_email(value: &str) -> bool {
    let Some((local, domain)) = value.rsplit_once('@') else { return false };
    !local.is_empty() && domain.contains('.') && !value.contains(char::is_whitespace)
}
