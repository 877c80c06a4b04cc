//! PEM as it is found on grid hosts: any order, any line ends, foreign text between the sections, headers inside them.
//!
//! What is not asked for is not decoded: the `DIRACX` block of a proxy file is a live credential and is only counted.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use zeroize::Zeroizing;

/// A section found in a file, still encoded.
#[derive(Clone, Copy)]
pub struct Section<'a> {
    /// What stands between `BEGIN ` and the dashes: `CERTIFICATE`, `RSA PRIVATE KEY`.
    pub label: &'a str,
    /// Line of the `BEGIN`, counted from 1.
    pub line: usize,
    /// Whether a matching `END` follows; a cut-off file has none.
    pub closed: bool,
    body: &'a [u8],
}

impl Section<'_> {
    /// Whether the content is encrypted in the old way (`Proc-Type: 4,ENCRYPTED` inside the section, RFC 1421).
    pub fn has_encryption_header(&self) -> bool {
        lines(self.body)
            .any(|(_, line)| line.starts_with(b"Proc-Type:") && contains(line, b"ENCRYPTED"))
    }

    /// The value of a header inside the section: `DEK-Info`. It is not a secret.
    pub fn header(&self, name: &str) -> Option<&str> {
        lines(self.body).find_map(|(_, line)| {
            let value = line.strip_prefix(name.as_bytes())?.strip_prefix(b":")?;
            std::str::from_utf8(value).ok().map(str::trim)
        })
    }

    /// The decoded content, wiped when dropped; `None` if it is not base64.
    pub fn decode(&self) -> Option<Zeroizing<Vec<u8>>> {
        let mut text = Zeroizing::new(Vec::with_capacity(self.body.len()));
        for (_, line) in lines(self.body) {
            // headers (`Proc-Type: ...`, `DEK-Info: ...`) are the lines with a colon
            if !line.contains(&b':') {
                let words = line.split(u8::is_ascii_whitespace);
                words.for_each(|word| text.extend_from_slice(word));
            }
        }
        // reserved at once, so that no half-filled copy of a key is left behind by growing
        let mut out = Zeroizing::new(vec![0; text.len()]);
        let length = LENIENT.decode_slice(text.as_slice(), &mut out).ok()?;
        out.truncate(length);
        Some(out)
    }
}

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// All sections of `text`, in their order. Text outside sections is skipped, a section without end is returned open.
pub fn sections(text: &[u8]) -> Vec<Section<'_>> {
    let mut found = Vec::new();
    let mut open: Option<(&str, usize, usize)> = None;
    for (number, (start, line)) in lines(text).enumerate() {
        let end = start + line.len();
        if let Some(label) = marker(line, b"-----BEGIN ") {
            if let Some(before) = open.take() {
                found.extend(close(text, before, start, false));
            }
            open = Some((label, number + 1, end));
        } else if let (Some(before), Some(label)) = (open, marker(line, b"-----END ")) {
            found.extend(close(text, before, start, label == before.0));
            open = None;
        }
    }
    if let Some(before) = open {
        found.extend(close(text, before, text.len(), false));
    }
    found
}

fn close<'a>(
    text: &'a [u8],
    (label, line, from): (&'a str, usize, usize),
    to: usize,
    closed: bool,
) -> Option<Section<'a>> {
    Some(Section { label, line, closed, body: text.get(from..to)? })
}

/// The label of a `-----BEGIN X-----` or `-----END X-----` line.
fn marker<'a>(line: &'a [u8], start: &[u8]) -> Option<&'a str> {
    let label = line.trim_ascii().strip_prefix(start)?.strip_suffix(b"-----")?;
    std::str::from_utf8(label).ok()
}

/// Lines with the offset of each; LF, CRLF and lone CR end one.
fn lines(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut offset = 0;
    text.split_inclusive(|b| *b == b'\n' || *b == b'\r').filter_map(move |piece| {
        let start = offset;
        offset += piece.len();
        // the LF of a CRLF is a piece of its own
        (piece != b"\n" || start == 0 || text.get(start - 1) != Some(&b'\r'))
            .then(|| (start, piece.trim_ascii_end()))
    })
}

fn contains(line: &[u8], part: &[u8]) -> bool {
    line.windows(part.len()).any(|w| w == part)
}

/// Base64 of a fixture.
#[cfg(test)]
pub(crate) fn decode_for_tests(text: &str) -> Vec<u8> {
    LENIENT.decode(text).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "subject=/CN=x\n-----BEGIN A-----\nTWFu\n-----END A-----\nnoise\n\
        -----BEGIN DIRACX-----\neyJ9\n-----END DIRACX-----\n-----BEGIN B KEY-----\nProc-Type: 4,ENCRYPTED\n\
        DEK-Info: AES\n\nTWE\n-----END B KEY-----\n-----BEGIN CUT-----\nTWFu\n";

    #[test]
    fn sections_are_found_with_their_lines_whatever_stands_between() {
        for text in [TEXT.to_owned(), TEXT.replace('\n', "\r\n"), TEXT.replace('\n', "\r")] {
            let found = sections(text.as_bytes());
            let told: Vec<_> = found.iter().map(|s| (s.label, s.line, s.closed)).collect();
            assert_eq!(
                told,
                [("A", 2, true), ("DIRACX", 6, true), ("B KEY", 9, true), ("CUT", 15, false)]
            );
            assert_eq!(found[0].decode().unwrap().as_slice(), b"Man");
            assert!(found[2].has_encryption_header() && !found[0].has_encryption_header());
            assert_eq!(found[2].decode().unwrap().as_slice(), b"Ma");
        }
    }

    #[test]
    fn what_is_not_base64_is_refused() {
        let found = sections(b"-----BEGIN A-----\n!!!!\n-----END A-----");
        assert!(found[0].decode().is_none());
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            for section in sections(&[b"-----BEGIN X-----\r".as_slice(), &bytes].concat()) {
                let _ = section.decode();
            }
        }
    }
}
