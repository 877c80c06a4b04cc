//! What is wrong with a query, where, and what would be right.

use std::fmt;
use std::ops::Range;

use crate::domain::redact::redact;

/// Why a query was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// Bytes of the query that are wrong; never empty, at its end if something is missing there.
    pub at: Range<usize>,
    /// What is wrong: one short sentence. Foreign text.
    pub message: String,
    /// What would be right: one or two sentences. Foreign text.
    pub remedy: String,
}

impl QueryError {
    pub(super) fn new(
        at: Range<usize>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let end = at.end.max(at.start.saturating_add(1));
        Self { at: at.start..end, message: message.into(), remedy: remedy.into() }
    }

    /// The characters before the wrong ones and the wrong ones, of the query `text`: where a caret belongs.
    pub fn split<'t>(&self, text: &'t str) -> (&'t str, &'t str) {
        let before = text.get(..self.at.start).unwrap_or(text);
        let end = self.at.end.min(text.len());
        (before, text.get(self.at.start..end).unwrap_or(""))
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.message, self.remedy)
    }
}

impl std::error::Error for QueryError {}

/// What was typed, short enough for a sentence and without what looks like a secret.
pub(super) fn said(text: &str) -> String {
    const LONGEST: usize = 40;
    let text = redact(text);
    let mut short: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
