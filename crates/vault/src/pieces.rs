//! A long text sealed in pieces: each is a sealed box bound to the file, to its number and to whether it is the last, so that no
//! piece can be changed, moved, left out or taken from another file, and no end cut off.
//!
//! ```text
//! header ‖ (length of the box (4) ‖ box) …
//! key of the file = HKDF-SHA256(ikm = backup key, salt = header, info = "azukari/backup/v1" 0x00), 32 bytes
//! ```
//! A piece holds 256 KiB, the last one as much as is left; memory does not grow with the text.

use crate::{Context, Random, Sealed, VaultError, context::length, open, seal};
use aws_lc_rs::{digest, hkdf};
use azukari_model::Key;
use std::{
    fmt,
    io::{self, Read, Write},
};
use zeroize::Zeroizing;

/// What a piece holds, in bytes.
pub const PIECE: usize = 256 * 1024;
const INFO: &[u8] = b"azukari/backup/v1\0";

/// Why a sealed text was not read to its end. It travels inside the [`io::Error`] that reading gives.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PieceError {
    /// The first piece does not open: another key, another header, or changed bytes.
    #[error("it does not open: another key, or it was changed at its beginning")]
    First,
    /// A later piece does not open, or is not a piece.
    #[error("piece {0} was changed, moved or taken from elsewhere")]
    Changed(u32),
    /// It ends before its last piece.
    #[error("it ends too early, after piece {0}")]
    Cut(u32),
    /// Something stands behind its last piece.
    #[error("something stands behind its end")]
    Longer,
}

impl From<PieceError> for io::Error {
    fn from(error: PieceError) -> Self {
        Self::new(io::ErrorKind::InvalidData, error)
    }
}

impl PieceError {
    /// The error inside what reading gave, if it is one.
    pub fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

/// The key of one file: bound to every byte of its header.
fn file_key(backup: &Key, header: &[u8]) -> Result<Key, VaultError> {
    let mut key = Zeroizing::new([0_u8; 32]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, header)
        .extract(backup.bytes())
        .expand(&[INFO], hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(key.as_mut_slice()))
        .map_err(|_| VaultError::NotOpened)?;
    Ok(Key::new(*key))
}

/// SHA-256 over everything in clear: what was written is what is read.
struct Sum(digest::Context);

impl Sum {
    fn new() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }

    fn value(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes.iter_mut().zip(self.0.clone().finish().as_ref()).for_each(|(to, from)| *to = *from);
        bytes
    }
}

impl fmt::Debug for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sum")
    }
}

/// Seals what is written to it. Without [`SealPieces::finish`] the text has no end and does not read.
#[derive(Debug)]
pub struct SealPieces<W> {
    to: W,
    key: Key,
    file: u128,
    number: u32,
    waiting: Zeroizing<Vec<u8>>,
    sum: Sum,
    random: Random,
}

impl<W: Write> SealPieces<W> {
    /// Begins a text under a header that was written already. `file`: 128 random bits.
    pub fn begin(to: W, backup: &Key, header: &[u8], file: u128, random: Random) -> Result<Self, VaultError> {
        let key = file_key(backup, header)?;
        let waiting = Zeroizing::new(Vec::with_capacity(PIECE));
        Ok(Self { to, key, file, number: 0, waiting, sum: Sum::new(), random })
    }

    fn piece(&mut self, last: bool) -> io::Result<()> {
        let place = Context::backup(self.file, self.number, last);
        let sealed = seal(&self.key, &place, &self.waiting, &mut self.random).map_err(io::Error::other)?;
        self.to.write_all(&length(sealed.bytes()))?;
        self.to.write_all(sealed.bytes())?;
        self.number = self.number.checked_add(1).ok_or_else(|| io::Error::other(VaultError::TooLong))?;
        self.waiting.clear();
        Ok(())
    }

    /// Seals the last piece and gives back what was written to, with the SHA-256 of all that was sealed.
    pub fn finish(mut self) -> io::Result<(W, [u8; 32])> {
        self.piece(true)?;
        self.to.flush()?;
        Ok((self.to, self.sum.value()))
    }
}

impl<W: Write> Write for SealPieces<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full piece waits until more comes: only then it is known not to be the last.
        if self.waiting.len() == PIECE && !bytes.is_empty() {
            self.piece(false)?;
        }
        let fits = bytes.len().min(PIECE - self.waiting.len());
        let taken = bytes.get(..fits).unwrap_or_default();
        self.waiting.extend_from_slice(taken);
        self.sum.0.update(taken);
        Ok(fits)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens a text as it is read. Its end is the end of its last piece and of the file; anything else is an error.
#[derive(Debug)]
pub struct OpenPieces<R> {
    from: R,
    key: Key,
    file: u128,
    number: u32,
    /// The length of the next box; `None`: there is none.
    next: Option<usize>,
    opened: Zeroizing<Vec<u8>>,
    read: usize,
    is_over: bool,
    sum: Sum,
}

impl<R: Read> OpenPieces<R> {
    /// Begins behind a header that was read already.
    pub fn begin(mut from: R, backup: &Key, header: &[u8], file: u128) -> io::Result<Self> {
        let key = file_key(backup, header).map_err(io::Error::other)?;
        let next = next_length(&mut from, 0)?;
        let opened = Zeroizing::new(Vec::new());
        Ok(Self { from, key, file, number: 0, next, opened, read: 0, is_over: false, sum: Sum::new() })
    }

    /// The SHA-256 of all that was opened so far.
    pub fn sum(&self) -> [u8; 32] {
        self.sum.value()
    }

    fn piece(&mut self) -> io::Result<()> {
        let Some(length) = self.next else { return Err(PieceError::Cut(self.number).into()) };
        let mut sealed = vec![0; length];
        read_whole(&mut self.from, &mut sealed, self.number)?;
        self.next = next_length(&mut self.from, self.number)?;
        let is_end = self.next.is_none();
        let open_as = |last| open(&self.key, &Context::backup(self.file, self.number, last), &sealed);
        match open_as(is_end) {
            Ok(clear) => {
                self.sum.0.update(clear.bytes());
                self.opened.clear();
                self.opened.extend_from_slice(clear.bytes());
            }
            // A piece that opens as the other kind is whole: what is wrong is what follows it, or that nothing does.
            Err(_) if open_as(!is_end).is_ok() => {
                return Err(if is_end { PieceError::Cut(self.number) } else { PieceError::Longer }.into());
            }
            Err(_) if self.number == 0 => return Err(PieceError::First.into()),
            Err(_) => return Err(PieceError::Changed(self.number).into()),
        }
        self.read = 0;
        self.is_over = is_end;
        self.number = self.number.checked_add(1).ok_or(PieceError::Longer)?;
        Ok(())
    }
}

impl<R: Read> Read for OpenPieces<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.opened.len() {
            if self.is_over {
                return Ok(0);
            }
            self.piece()?;
        }
        let rest = self.opened.get(self.read..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(rest) {
            *to = *from;
        }
        self.read += count;
        Ok(count)
    }
}

/// The length before the next box; `None`: the file is over.
fn next_length(from: &mut impl Read, number: u32) -> io::Result<Option<usize>> {
    let mut length = [0; 4];
    let mut count = 0;
    while count < length.len() {
        match from.read(length.get_mut(count..).unwrap_or_default()) {
            Ok(0) if count == 0 => return Ok(None),
            Ok(0) => return Err(PieceError::Cut(number).into()),
            Ok(more) => count += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    if length > PIECE + Sealed::OVERHEAD {
        return Err(PieceError::Changed(number).into());
    }
    Ok(Some(length))
}

fn read_whole(from: &mut impl Read, buffer: &mut [u8], number: u32) -> io::Result<()> {
    match from.read_exact(buffer) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(PieceError::Cut(number).into()),
        read => read,
    }
}

#[cfg(test)]
mod tests;
