//! Why a text is not a configuration, in sentences that say where and what to change.

use std::fmt;

use crate::domain::foreign::Clean;

/// A text that is no configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The line to look at, from 1.
    pub line: u32,
    /// What is wrong there and what to do, without the line. Holds names of the text, made safe to show; never a value.
    pub what: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for ParseError {}

/// A name as an error shows it: safe, and not longer than a screen line.
pub(super) fn shown(name: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = name.chars().take(MOST).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    format!("`{}`", Clean::new(&short))
}

pub(super) fn too_large(bytes: usize) -> ParseError {
    let what = format!(
        "the text has {bytes} bytes, more than the 4 GiB that a configuration may have; check that this is a cfg file."
    );
    ParseError { line: 1, what }
}
