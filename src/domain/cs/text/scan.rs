//! Finding the next byte that matters, sixteen bytes at a time.
//!
//! Names and indentations are short: setting up a vector search for each of them costs more than it saves.

/// Bytes of a word.
const STEP: usize = 8;

/// The lowest bit of each byte.
const LOW: u64 = u64::from_le_bytes([1; STEP]);

/// The highest bit of each byte.
const HIGH: u64 = LOW << 7;

/// What ends a name.
#[derive(Clone, Copy)]
pub(super) struct Sign {
    /// Where it is.
    pub(super) at: usize,
    /// `=`, `{`, `}` or a newline; `None` at the end of the bytes.
    pub(super) byte: Option<u8>,
    /// Whether a `/` was met on the way.
    pub(super) slash: bool,
}

/// The first `=`, `{`, `}` or newline from `at` on.
#[inline]
pub(super) fn first_sign(bytes: &[u8], mut at: usize) -> Sign {
    let mut slash = false;
    while let Some((low, high)) = words_at(bytes, at) {
        let (found, found_high) = (signs(low), signs(high));
        let (slashes, slashes_high) = (equal(low, b'/') & HIGH, equal(high, b'/') & HIGH);
        if found | found_high == 0 {
            slash |= slashes | slashes_high != 0;
            at += 2 * STEP;
            continue;
        }
        // which word it is in cannot be predicted: chosen without a branch; bits above a found byte may be wrong, those
        // below it are right
        let (bits, others, skipped, passed) = if found == 0 {
            (found_high, slashes_high, STEP, slashes)
        } else {
            (found, slashes, 0, 0)
        };
        slash |= passed | (others & below(bits)) != 0;
        at += skipped + byte_of(bits);
        return Sign { at, byte: bytes.get(at).copied(), slash };
    }
    for &byte in bytes.get(at..).unwrap_or_default() {
        match byte {
            b'=' | b'{' | b'}' | b'\n' => return Sign { at, byte: Some(byte), slash },
            b'/' => slash = true,
            _ => {}
        }
        at += 1;
    }
    Sign { at: bytes.len(), byte: None, slash }
}

/// The first byte from `at` on that is neither a blank nor a tab.
#[inline]
pub(super) fn after_blanks(bytes: &[u8], mut at: usize) -> usize {
    const BLANKS: u64 = LOW.wrapping_mul(b' ' as u64);
    while let Some((low, high)) = words_at(bytes, at) {
        let (low, high) = (low ^ BLANKS, high ^ BLANKS);
        if low | high == 0 {
            at += 2 * STEP;
            continue;
        }
        let same = if low == 0 { STEP + byte_of(high) } else { byte_of(low) };
        at += same;
        break;
    }
    while matches!(bytes.get(at), Some(b' ' | b'\t')) {
        at += 1;
    }
    at
}

/// The end of the line that `at` is in: its newline, or the end of the bytes.
#[inline]
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(bytes.len(), |end| at + end)
}

/// The next two words, if there are so many bytes: most names and indentations end in them.
#[inline]
fn words_at(bytes: &[u8], at: usize) -> Option<(u64, u64)> {
    let (low, rest) = bytes.get(at..)?.split_first_chunk::<STEP>()?;
    let high = rest.first_chunk::<STEP>()?;
    Some((u64::from_le_bytes(*low), u64::from_le_bytes(*high)))
}

/// In the highest bit of each byte, whether it ends a name.
#[inline]
const fn signs(word: u64) -> u64 {
    let braces = equal(word, b'{') | equal(word, b'}');
    (equal(word, b'=') | braces | equal(word, b'\n')) & HIGH
}

/// All bits below the lowest one.
#[inline]
const fn below(bits: u64) -> u64 {
    bits.wrapping_sub(1) & !bits
}

/// Which byte the lowest bit is in.
#[inline]
const fn byte_of(bits: u64) -> usize {
    bits.trailing_zeros() as usize / STEP
}

/// In the highest bit of each byte, whether it equals `byte`; above the first such byte that may be set wrongly.
#[inline]
const fn equal(word: u64, byte: u8) -> u64 {
    let zero = word ^ LOW.wrapping_mul(byte as u64);
    zero.wrapping_sub(LOW) & !zero
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_find_what_bytes_find(text in "[ \t\nab=/{}\u{1}\u{2e}\u{30}\u{3c}\u{3e}\u{e9}]{0,40}", at in 0usize..42) {
            let bytes = text.as_bytes();
            let rest = bytes.get(at..).unwrap_or_default();
            let sign = first_sign(bytes, at);
            let ahead = rest.iter().position(|byte| b"={}\n".contains(byte));
            let name = rest.get(..ahead.unwrap_or(rest.len())).unwrap();
            prop_assert_eq!(sign.byte, ahead.map(|i| rest[i]));
            prop_assert_eq!(sign.at, ahead.map_or(bytes.len(), |i| at + i));
            prop_assert_eq!(sign.slash, name.contains(&b'/'));
            let blanks = rest.iter().take_while(|byte| b" \t".contains(byte)).count();
            prop_assert_eq!(after_blanks(bytes, at), at + blanks);
        }
    }
}
