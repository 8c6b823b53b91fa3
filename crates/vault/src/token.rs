//! Tokens of the API: `azk_<id>_<secret>`, of which only a hash is stored.

use crate::{Random, VaultError};
use aws_lc_rs::{constant_time, digest};
use azukari_model::{Key, TokenId};
use std::{fmt, str::FromStr};

/// A token, in clear: printed once, and sent with each request.
#[derive(Debug)]
pub struct Token {
    id: TokenId,
    secret: Key,
}

/// The text is no token. It is never repeated.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a token: `azk_`, 26 characters, `_`, 64 hexadecimal digits")]
pub struct TokenError;

/// What is stored of a token: SHA-256 over `"azukari/token/v1" 0x00 ‖ id (16) ‖ secret (32)`.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct TokenHash([u8; 32]);

const PREFIX: &str = "azk_";
const ID_PREFIX: &str = "tok_";
const DOMAIN: &[u8] = b"azukari/token/v1\0";

impl Token {
    /// Makes a token.
    pub fn generate(random: &mut Random) -> Result<Self, VaultError> {
        Ok(Self { id: TokenId::from_bits(random.bits()?), secret: Key::new(random.array()?) })
    }

    /// Its id, which is no secret.
    pub const fn id(&self) -> TokenId {
        self.id
    }

    /// What is stored of it.
    pub fn hash(&self) -> TokenHash {
        let mut hash = digest::Context::new(&digest::SHA256);
        hash.update(DOMAIN);
        hash.update(&self.id.bytes());
        hash.update(self.secret.bytes());
        let mut bytes = [0; 32];
        for (byte, digest) in bytes.iter_mut().zip(hash.finish().as_ref()) {
            *byte = *digest;
        }
        TokenHash(bytes)
    }

    /// The text of the token: to be shown once, and to nobody else.
    pub fn reveal(&self) -> String {
        use fmt::Write;

        let id = self.id.to_string();
        let mut text = format!("{PREFIX}{}_", id.strip_prefix(ID_PREFIX).unwrap_or(&id));
        for byte in self.secret.bytes() {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

impl FromStr for Token {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        let (id, secret) = text.strip_prefix(PREFIX).and_then(|rest| rest.split_once('_')).ok_or(TokenError)?;
        let id = format!("{ID_PREFIX}{id}").parse().map_err(|_| TokenError)?;
        if secret.len() != 64 {
            return Err(TokenError);
        }
        let mut bytes = [0_u8; 32];
        for (byte, pair) in bytes.iter_mut().zip(secret.as_bytes().chunks_exact(2)) {
            *byte = pair.iter().try_fold(0_u8, |sum, digit| Some((sum << 4) | hex(*digit)?)).ok_or(TokenError)?;
        }
        Ok(Self { id, secret: Key::new(bytes) })
    }
}

/// Small digits only: a token has one spelling.
const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl TokenHash {
    /// From a stored row.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether it is the hash of this token; takes the same time for any two.
    pub fn matches(&self, token: &Token) -> bool {
        constant_time::verify_slices_are_equal(&self.0, &token.hash().0).is_ok()
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_token_reads_back_as_it_was_shown() {
        let token = Token::generate(&mut Random::seeded(b"token")).unwrap();
        let again: Token = token.reveal().parse().unwrap();
        assert_eq!(again.id(), token.id());
        assert!(token.hash().matches(&again));
        assert!(token.reveal().starts_with("azk_"));
        assert_eq!(token.reveal().len(), 4 + 26 + 1 + 64);
    }

    #[test]
    fn a_token_with_another_id_or_secret_does_not_match() {
        let token = Token::generate(&mut Random::seeded(b"token")).unwrap();
        let shown = token.reveal();
        for place in 4..shown.len() {
            let mut other = shown.clone().into_bytes();
            other[place] = if other[place] == b'0' { b'1' } else { b'0' };
            if let Ok(other) = String::from_utf8(other).unwrap().parse::<Token>() {
                assert!(!token.hash().matches(&other), "{place}");
            }
        }
    }

    #[test]
    fn a_token_does_not_show_itself() {
        let token = Token::generate(&mut Random::seeded(b"token")).unwrap();
        let shown = token.reveal();
        let secret = shown.rsplit('_').next().unwrap();
        assert!(!format!("{token:?}").contains(secret));
        assert_eq!(format!("{:?}", token.hash()), "TokenHash");
        assert!(!"azk_x_y".parse::<Token>().unwrap_err().to_string().contains("azk_x_y"));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = text.parse::<Token>();
            let _ = format!("azk_{text}").parse::<Token>();
        }
    }
}
