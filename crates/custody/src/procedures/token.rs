//! Tokens: made once, shown once, stored as a hash.

use azukari_model::{Instant, TokenId};

/// A token just made. Its secret is shown once and kept nowhere.
pub struct NewToken {
    pub id: TokenId,
    /// `azk_<id>_<secret>`.
    pub text: String,
    pub expires: Instant,
}

impl std::fmt::Debug for NewToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewToken").field("id", &self.id).field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// Why no token was made.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TokenError {
    #[error("no such service")]
    Service,
    #[error("no such role in operation.toml")]
    Role,
    #[error("not a network: `10.0.0.0/8`")]
    Network,
    #[error("a token lives a year at most")]
    TooLong,
    #[error("it could not be stored")]
    Store,
}
