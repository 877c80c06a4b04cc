//! Reading cfg text: one pass over the lines, every rule that of diraccfg 1.0.1 (facts/dirac.md 3.1).
//!
//! A line is stripped and then read from left to right: `{` opens the section named by the text before it, `}` closes one,
//! the first `=` makes the whole line an option. Text with none of these waits and is joined to the text that follows. The
//! lines of ordinary texts take a short way through this; the long way gives the same answers.

mod build;
mod error;
mod names;

use std::sync::Arc;

use memchr::memchr_iter;

pub use error::ParseError;

use self::build::{Builder, Parts};
use super::blank::{is_blank, is_blank_byte};
use super::source::Source;
use super::tree::Tree;

/// Reads a cfg text. The text is kept in the tree.
///
/// Accepts and refuses exactly what diraccfg's `loadFromBuffer` does, and reads the same out of it. A byte order mark
/// becomes part of the first name, as there; a single carriage return is a blank, not the end of a line.
///
/// # Errors
/// The first line that diraccfg would refuse, in words that say what to change; or that the text is over 4 GiB.
pub fn parse(text: impl Into<Arc<str>>) -> Result<Tree, ParseError> {
    let text: Arc<str> = text.into();
    fits(text.len())?;
    let bytes = text.as_bytes();
    let mut builder = Builder::new(&text);
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes).chain(std::iter::once(bytes.len())) {
        builder.line = builder.line.wrapping_add(1);
        let (from, to) = trim(&text, start, end);
        start = end.saturating_add(1);
        let Some(line) = bytes.get(from..to) else { continue };
        match line {
            [] => {}
            [b'#', ..] => builder.comment_line(from, to),
            [b'{'] => builder.open()?,
            [b'}'] => builder.close()?,
            _ => read_line(&mut builder, line, from)?,
        }
    }
    let Parts { nodes, comments, made, made_at } = builder.finish()?;
    Ok(Tree::parsed(Source::new(text, made, made_at), nodes, comments))
}

/// Whether a text of so many bytes can be addressed by the tree.
pub(super) fn fits(bytes: usize) -> Result<(), ParseError> {
    if bytes < u32::MAX as usize { Ok(()) } else { Err(error::too_large(bytes)) }
}

/// Reads a stripped line that begins at byte `from` of the text.
fn read_line(builder: &mut Builder<'_>, line: &[u8], from: usize) -> Result<(), ParseError> {
    let mut piece = 0;
    for (at, &byte) in line.iter().enumerate() {
        match byte {
            b'=' => {
                let text = builder.text();
                let (value, end) = trim(text, from + at + 1, from + line.len());
                let added = at.checked_sub(1).and_then(|i| line.get(i)) == Some(&b'+');
                let (name, name_end) =
                    trim(text, from, if added { from + at - 1 } else { from + at });
                return if added {
                    builder.append((name, name_end), (value, end))
                } else {
                    builder.set((name, name_end), (value, end))
                };
            }
            b'{' => {
                builder.text_piece(from + piece, from + at);
                builder.open()?;
                piece = at + 1;
            }
            b'}' => {
                builder.text_piece(from + piece, from + at);
                builder.close()?;
                piece = at + 1;
            }
            _ => {}
        }
    }
    builder.text_piece(from + piece, from + line.len());
    Ok(())
}

/// Narrows a range of the text as Python's `strip` would.
fn trim(text: &str, mut start: usize, mut end: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    while start < end {
        match bytes.get(start) {
            Some(&byte) if is_blank_byte(byte) => start += 1,
            Some(byte) if byte.is_ascii() => break,
            _ => return trim_wide(text, start, end),
        }
    }
    while start < end {
        match bytes.get(end - 1) {
            Some(&byte) if is_blank_byte(byte) => end -= 1,
            Some(byte) if byte.is_ascii() => break,
            _ => return trim_wide(text, start, end),
        }
    }
    (start, end)
}

/// The same where an end is not ASCII.
#[cold]
fn trim_wide(text: &str, start: usize, end: usize) -> (usize, usize) {
    let all = text.get(start..end).unwrap_or_default();
    let rest = all.trim_start_matches(is_blank);
    let start = end.saturating_sub(rest.len());
    (start, start.saturating_add(rest.trim_end_matches(is_blank).len()))
}
