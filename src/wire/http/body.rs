//! Buffers that are wiped, also when they grow, and decompression with a limit.

use std::fmt;
use std::io::{Read as _, Write};
use std::ops::Deref;

use flate2::write::GzDecoder;
use zeroize::Zeroize;

use crate::wire::error::ErrorKind;

/// Room that is made at once for an answer, whatever length it announces.
const FIRST_ROOM: u64 = 8 << 20;

/// Bytes that are wiped when dropped. Growing moves them to a larger place and wipes the old one, so that no copy stays
/// behind. `Debug` shows their number.
#[derive(Default)]
pub struct Wiped(Vec<u8>);

impl Wiped {
    /// An empty buffer with room for `capacity` bytes, or for 8 MiB if that is less.
    pub fn with_capacity(capacity: u64) -> Self {
        Self(Vec::with_capacity(capacity.min(FIRST_ROOM) as usize))
    }

    /// Appends bytes. Room is at least doubled when it is made, so appending is linear over all.
    pub fn push(&mut self, bytes: &[u8]) {
        let needed = self.0.len().saturating_add(bytes.len());
        if needed > self.0.capacity() {
            let mut larger =
                Vec::with_capacity(needed.max(self.0.capacity().saturating_mul(2)).max(4096));
            larger.extend_from_slice(&self.0);
            std::mem::swap(&mut self.0, &mut larger);
            larger.zeroize();
        }
        self.0.extend_from_slice(bytes);
    }
}

impl From<Vec<u8>> for Wiped {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Deref for Wiped {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Wiped {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Wiped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes]", self.0.len())
    }
}

/// Decompresses a gzip body to at most `limit` bytes.
pub(super) fn gunzip(compressed: &[u8], limit: u64) -> Result<Wiped, ErrorKind> {
    let mut decoder = GzDecoder::new(Bounded { out: Wiped::default(), limit, over: false });
    let done = decoder.write_all(compressed).and_then(|()| decoder.try_finish());
    if decoder.get_ref().over {
        return Err(ErrorKind::TooLarge { limit });
    }
    match done {
        Ok(()) => Ok(std::mem::take(&mut decoder.get_mut().out)),
        Err(_) => Err(ErrorKind::Protocol { what: "its compression is damaged".into() }),
    }
}

/// Inflates a zlib text to at most `limit` bytes.
pub(in crate::wire) fn inflate(compressed: &[u8], limit: u64) -> Result<Vec<u8>, ErrorKind> {
    let mut text = Vec::new();
    let mut decoder = flate2::read::ZlibDecoder::new(compressed).take(limit.saturating_add(1));
    match decoder.read_to_end(&mut text) {
        Ok(_) if text.len() as u64 > limit => Err(ErrorKind::TooLarge { limit }),
        Ok(_) => Ok(text),
        Err(_) => Err(ErrorKind::Protocol { what: "its compressed text is damaged".into() }),
    }
}

struct Bounded {
    out: Wiped,
    limit: u64,
    over: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.out.len() as u64 + bytes.len() as u64 > self.limit {
            self.over = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.out.push(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_small_body_that_inflates_to_much_is_refused_at_the_limit() {
        let bomb = gzip(&vec![b'a'; 10 << 20]);
        assert!(bomb.len() < 20_000);
        assert_eq!(gunzip(&bomb, 1 << 20).unwrap_err(), ErrorKind::TooLarge { limit: 1 << 20 });
        assert_eq!(gunzip(&bomb, 10 << 20).unwrap().len(), 10 << 20);
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![b'a'; 1000]).unwrap();
        let bomb = encoder.finish().unwrap();
        assert_eq!(inflate(&bomb, 999).unwrap_err(), ErrorKind::TooLarge { limit: 999 });
        assert_eq!(inflate(&bomb, 1000).unwrap(), vec![b'a'; 1000]);
    }

    #[test]
    fn damaged_compression_is_an_error() {
        let whole = gzip(b"some text that is compressed");
        for end in 0..whole.len() {
            assert!(gunzip(&whole[..end], 1000).is_err(), "{end}");
        }
        assert!(gunzip(b"<html>", 1000).is_err());
        assert!(inflate(b"<html>", 1000).is_err());
    }

    #[test]
    fn pushing_keeps_the_bytes_in_order() {
        let mut buffer = Wiped::with_capacity(3);
        let mut expected = Vec::new();
        for n in 0..2000_u32 {
            buffer.push(&n.to_le_bytes());
            expected.extend_from_slice(&n.to_le_bytes());
        }
        assert_eq!(*buffer, expected);
        assert_eq!(format!("{buffer:?}"), "[8000 bytes]");
    }
}
