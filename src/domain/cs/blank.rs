//! Blank characters as Python's `str.strip` sees them, and lists of values.
//!
//! Rust's notion of white space lacks U+001C to U+001F, which Python strips; cfg text must be trimmed as DIRAC trims it.

/// Whether Python's `str.isspace` is true for this character.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// The same for one ASCII byte.
pub(super) const fn is_blank_byte(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | 0x1c..=b' ')
}

/// Text without blanks at both ends, as Python's `str.strip`.
pub(super) fn strip(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// The names in a path: split on `/`, stripped, empty ones left out.
pub(super) fn path_parts(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.split('/').map(strip).filter(|part| !part.is_empty())
}
