//! Values that must not show themselves: personal information and keys.

use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A personal value. Its `Debug` says nothing; it has no `Display` and no `Serialize`.
///
/// [`Personal::open`] is the only way to it, so that a search for `.open()` finds every place that looks.
#[derive(Clone, Eq, PartialEq)]
pub struct Personal<T>(T);

impl<T> Personal<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Looks at the value.
    pub const fn open(&self) -> &T {
        &self.0
    }

    /// Takes the value out.
    pub fn into_open(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personal")
    }
}

/// A key of 32 bytes. Its `Debug` says nothing, and its memory is overwritten when it goes.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Key(Box<[u8; 32]>);

impl Key {
    /// Wraps 32 bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Box::new(bytes))
    }

    /// Looks at the bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_a_value_nor_a_key_shows_itself() {
        assert_eq!(format!("{:?}", Personal::new("hanako@example.jp")), "Personal");
        assert_eq!(format!("{:?}", Key::new([0x41; 32])), "Key");
    }
}
