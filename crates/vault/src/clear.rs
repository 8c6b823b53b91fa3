//! What came out of a box.

use std::fmt;
use zeroize::Zeroizing;

/// Bytes in clear. Their `Debug` says nothing, and their memory is overwritten when they go.
pub struct Clear(Zeroizing<Vec<u8>>);

impl Clear {
    /// Takes bytes in charge.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Looks at the bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Looks at the bytes as text, if they are UTF-8.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }
}

impl From<Zeroizing<Vec<u8>>> for Clear {
    fn from(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Clear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clear")
    }
}
