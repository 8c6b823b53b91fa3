//! Signed notes (C2SP signed-note v1) with Ed25519: text, and who signed it.

use crate::Hash;
use aws_lc_rs::signature::{self, Ed25519KeyPair, KeyPair};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{fmt, str::FromStr};

/// The signature type of Ed25519.
const ED25519: u8 = 1;
/// No note is longer.
const LENGTH_MAX: usize = 1 << 20;
/// No note has more signatures.
const SIGNATURES_MAX: usize = 100;

/// Why a note is not believed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoteError {
    /// It is not a signed note.
    #[error("not a signed note")]
    Malformed,
    /// Nobody known signed it.
    #[error("the note has no signature of a known key")]
    Unsigned,
    /// A known key's signature is wrong.
    #[error("the signature of a known key does not fit the note")]
    Forged,
    /// The text is not a key of this kind.
    #[error("not an Ed25519 verifier key: `name+hash+base64`")]
    Key,
}

/// A public key, with the name it signs under.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VerifierKey {
    name: String,
    key: [u8; 32],
}

/// A key name of signed-note: not empty, without spaces and plus signs; nor control characters, for it stands in a line.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}

impl VerifierKey {
    /// A key under a name.
    pub fn new(name: &str, key: [u8; 32]) -> Result<Self, NoteError> {
        if is_name(name) { Ok(Self { name: name.to_owned(), key }) } else { Err(NoteError::Key) }
    }

    /// The name, which for a log is its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of SHA-256(name ‖ newline ‖ 0x01 ‖ key).
    pub fn id(&self) -> [u8; 4] {
        let hash = Hash::of(&[self.name.as_bytes(), b"\n", &[ED25519], &self.key]);
        hash.bytes().first_chunk().copied().unwrap_or_default()
    }

    fn verifies(&self, text: &str, signature: &[u8]) -> bool {
        signature::UnparsedPublicKey::new(&signature::ED25519, &self.key).verify(text.as_bytes(), signature).is_ok()
    }
}

/// The verifier key as text: `name+hash+base64`.
impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = u32::from_be_bytes(self.id());
        let key = STANDARD.encode([&[ED25519], self.key.as_slice()].concat());
        write!(f, "{}+{id:08x}+{key}", self.name)
    }
}

impl FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let mut parts = text.splitn(3, '+');
        let (name, _, key) = (parts.next(), parts.next(), parts.next());
        let (Some(name), Some(key)) = (name, key) else { return Err(NoteError::Key) };
        let key = STANDARD.decode(key).map_err(|_| NoteError::Key)?;
        let key = key.strip_prefix(&[ED25519]).and_then(|key| key.try_into().ok()).ok_or(NoteError::Key)?;
        let parsed = Self::new(name, key)?;
        // One spelling only, and the hash must be of this key.
        if parsed.to_string() == text { Ok(parsed) } else { Err(NoteError::Key) }
    }
}

/// The log's signing key, with the log's origin as its name.
pub struct LogSigner {
    pair: Ed25519KeyPair,
    public: VerifierKey,
}

impl LogSigner {
    /// From a seed of 32 bytes.
    pub fn from_seed(origin: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| NoteError::Key)?;
        let key = pair.public_key().as_ref().try_into().map_err(|_| NoteError::Key)?;
        Ok(Self { public: VerifierKey::new(origin, key)?, pair })
    }

    /// The key others verify with.
    pub const fn public(&self) -> &VerifierKey {
        &self.public
    }

    /// Signs a text that ends in a newline: the whole note.
    pub fn sign(&self, text: &str) -> String {
        let signature = self.pair.sign(text.as_bytes());
        let signature = STANDARD.encode([self.public.id().as_slice(), signature.as_ref()].concat());
        format!("{text}\n\u{2014} {} {signature}\n", self.public.name)
    }
}

impl fmt::Debug for LogSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogSigner({})", self.public)
    }
}

/// A note, taken apart and not yet believed.
#[derive(Clone, Debug)]
pub struct Note<'a> {
    text: &'a str,
    signatures: Vec<Signature<'a>>,
}

#[derive(Clone, Debug)]
struct Signature<'a> {
    name: &'a str,
    id: [u8; 4],
    bytes: Vec<u8>,
}

impl<'a> Note<'a> {
    /// Takes a note apart.
    pub fn parse(note: &'a str) -> Result<Self, NoteError> {
        Self::take_apart(note).ok_or(NoteError::Malformed)
    }

    fn take_apart(note: &'a str) -> Option<Self> {
        if note.len() > LENGTH_MAX || note.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
            return None;
        }
        let (above, below) = note.rsplit_once("\n\n")?;
        let text = note.get(..=above.len())?;
        let signatures = below
            .strip_suffix('\n')?
            .split('\n')
            .take(SIGNATURES_MAX + 1)
            .map(Signature::parse)
            .collect::<Option<Vec<_>>>()?;
        (signatures.len() <= SIGNATURES_MAX).then_some(Self { text, signatures })
    }

    /// The text, if one of these keys signed it and none of their signatures is wrong. Other signatures are ignored.
    pub fn verify(&self, keys: &[VerifierKey]) -> Result<&'a str, NoteError> {
        let mut found = Err(NoteError::Unsigned);
        for signature in &self.signatures {
            for key in keys.iter().filter(|key| key.name == signature.name && key.id() == signature.id) {
                if !key.verifies(self.text, &signature.bytes) {
                    return Err(NoteError::Forged);
                }
                found = Ok(self.text);
            }
        }
        found
    }

    /// Who claims to have signed it: names and key ids.
    pub fn signers(&self) -> impl Iterator<Item = (&'a str, [u8; 4])> {
        self.signatures.iter().map(|signature| (signature.name, signature.id))
    }

    /// The text, not believed.
    pub const fn unverified_text(&self) -> &'a str {
        self.text
    }
}

impl<'a> Signature<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let (name, signature) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
        let signature = STANDARD.decode(signature).ok()?;
        let (id, bytes) = signature.split_first_chunk::<4>()?;
        (is_name(name) && !bytes.is_empty()).then(|| Self { name, id: *id, bytes: bytes.to_vec() })
    }
}

#[cfg(test)]
mod tests;
