//! What cfg text can hold, so that what is written is what is read back (facts/dirac.md 3.1).
//!
//! The grammar has no quotes and no escapes: a name with a brace is another section, a comment with a `#` loses it. What
//! would be lost or read as something else is refused before it is staged, and named.

use std::fmt;

use super::blank::strip;

/// Why a name, a value or a comment cannot be written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misspelling {
    /// There is no name.
    NoName,
    /// The name holds a character that ends names or begins something else: `/`, `{`, `}`, `=`.
    Sign(char),
    /// The name begins with `#`, as comments do.
    Hash,
    /// The name has blanks at an end, which are lost.
    Blanks,
    /// It holds a line end or another control character.
    Control,
    /// A comment holds `#`, which is lost.
    HashInComment,
    /// A list's element holds a comma.
    Comma,
    /// A list's element is empty.
    NoElement,
}

impl Misspelling {
    /// What to do about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::NoName | Self::Sign(_) | Self::Hash | Self::Blanks => {
                "Choose a name of letters, digits, dots, dashes and underscores."
            }
            Self::Control => "Write it on one line, in characters that can be seen.",
            Self::HashInComment => "Leave the # out: it is written where a comment begins.",
            Self::Comma => "Stage one operation for each element.",
            Self::NoElement => "Give the element.",
        }
    }
}

impl fmt::Display for Misspelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName => f.write_str("the name is empty"),
            Self::Sign(sign) => write!(f, "a name cannot hold `{sign}`"),
            Self::Hash => f.write_str("a name that begins with `#` would be read as a comment"),
            Self::Blanks => f.write_str("blanks at the ends of a name are lost"),
            Self::Control => f.write_str("a line end or control character cannot be kept"),
            Self::HashInComment => f.write_str("a `#` within a comment is lost"),
            Self::Comma => f.write_str("a comma would make two elements of it"),
            Self::NoElement => f.write_str("the element is empty"),
        }
    }
}

/// Whether diraccfg reads this name back as it is written.
pub(super) fn name(name: &str) -> Result<(), Misspelling> {
    if name.is_empty() {
        return Err(Misspelling::NoName);
    }
    if let Some(sign) = name.chars().find(|c| matches!(c, '/' | '{' | '}' | '=')) {
        return Err(Misspelling::Sign(sign));
    }
    if name.contains(|c: char| c.is_control() || c == '\u{feff}') {
        return Err(Misspelling::Control);
    }
    if name.starts_with('#') {
        return Err(Misspelling::Hash);
    }
    if strip(name).len() == name.len() { Ok(()) } else { Err(Misspelling::Blanks) }
}

/// Whether a name that a tree holds already is read back as it is written. Other than new ones it may hold what is ugly.
pub(super) fn is_kept(name: &str) -> bool {
    let lost = |byte: u8| matches!(byte, b'/' | b'{' | b'}' | b'=' | b'\n');
    !name.is_empty() && !name.starts_with('#') && !name.bytes().any(lost)
}

/// A value as it is kept, without the blanks at its ends.
pub(super) fn value(value: &str) -> Result<&str, Misspelling> {
    let value = strip(value);
    if value.contains(|c: char| c.is_control() && c != '\t') {
        return Err(Misspelling::Control);
    }
    Ok(value)
}

/// An element of a list as it is kept.
pub(super) fn element(element: &str) -> Result<&str, Misspelling> {
    let element = value(element)?;
    if element.is_empty() {
        return Err(Misspelling::NoElement);
    }
    if element.contains(',') { Err(Misspelling::Comma) } else { Ok(element) }
}

/// A comment as it is kept: lines trimmed, empty ones left out.
pub(super) fn comment(text: &str) -> Result<String, Misspelling> {
    let mut kept = String::new();
    for line in text.split('\n').map(strip).filter(|line| !line.is_empty()) {
        if line.contains('#') {
            return Err(Misspelling::HashInComment);
        }
        if line.contains(|c: char| c.is_control() && c != '\t') {
            return Err(Misspelling::Control);
        }
        if !kept.is_empty() {
            kept.push('\n');
        }
        kept.push_str(line);
    }
    Ok(kept)
}
