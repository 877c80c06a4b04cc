//! Reading cfg text: one pass over the lines, every rule that of diraccfg 1.0.1 (facts/dirac.md 3.1).
//!
//! A line is stripped and then read from left to right: `{` opens the section named by the text before it, `}` closes one,
//! the first `=` makes the whole line an option. Text with none of these waits and is joined to the text that follows. The
//! lines of ordinary texts take a short way through this; the long way gives the same answers.

mod build;
mod error;
mod names;
mod scan;

use std::sync::Arc;

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
    let mut builder = Builder::new(&text);
    read(&mut builder, &text).map_err(|refusal| *refusal)?;
    let Parts { nodes, comments, made, made_at } = builder.finish().map_err(|refusal| *refusal)?;
    Ok(Tree::parsed(Source::new(text, made, made_at), nodes, comments))
}

/// Whether a text of so many bytes can be addressed by the tree.
pub(super) fn fits(bytes: usize) -> Result<(), ParseError> {
    if bytes < u32::MAX as usize { Ok(()) } else { Err(error::too_large(bytes)) }
}

/// All lines, the ordinary ones here, the others by [`read_line`].
fn read(builder: &mut Builder<'_>, text: &str) -> Result<(), Box<ParseError>> {
    let bytes = text.as_bytes();
    let mut start = 0;
    while start <= bytes.len() {
        builder.line = builder.line.wrapping_add(1);
        let from = scan::after_blanks(bytes, start);
        let first = bytes.get(from).copied();
        // a brace on a line of its own
        if let Some(brace @ (b'{' | b'}')) = first
            && bytes.get(from + 1) == Some(&b'\n')
        {
            builder.brace(brace)?;
            start = from.saturating_add(2);
            continue;
        }
        let sign = scan::first_sign(bytes, from);
        let plain = first.is_some_and(|byte| byte.is_ascii_graphic() && byte != b'#');
        start = match sign.byte {
            // the name of a section
            Some(b'\n') if plain => {
                let (from, to) = trim(text, from, sign.at);
                builder.text_piece(from, to);
                sign.at
            }
            // an option
            Some(b'=') if plain => {
                let end = scan::line_end(bytes, sign.at);
                read_option(builder, from, sign, end)?;
                end
            }
            _ => {
                let end = scan::line_end(bytes, from);
                read_line(builder, from, end)?;
                end
            }
        }
        .saturating_add(1);
    }
    Ok(())
}

/// Any line, by the rules one after the other.
#[cold]
fn read_line(builder: &mut Builder<'_>, from: usize, end: usize) -> Result<(), Box<ParseError>> {
    let text = builder.text();
    let (from, end) = trim(text, from, end);
    let line = text.as_bytes().get(..end).unwrap_or_default();
    if line.get(from) == Some(&b'#') {
        builder.comment_line(from, end);
        return Ok(());
    }
    let mut piece = from;
    loop {
        let sign = scan::first_sign(line, piece);
        match sign.byte {
            Some(b'=') => {
                // all that stands before it on the line is the name, braces too
                let slash = line.get(from..sign.at).is_some_and(|name| name.contains(&b'/'));
                return read_option(builder, from, scan::Sign { slash, ..sign }, end);
            }
            Some(brace) => {
                builder.text_piece(piece, sign.at);
                builder.brace(brace)?;
                piece = sign.at + 1;
            }
            None => {
                builder.text_piece(piece, end);
                return Ok(());
            }
        }
    }
}

/// A line with a `=` that makes an option of it.
#[inline]
fn read_option(
    builder: &mut Builder<'_>,
    from: usize,
    sign: scan::Sign,
    end: usize,
) -> Result<(), Box<ParseError>> {
    let text = builder.text();
    let value = trim(text, sign.at + 1, end);
    let before = sign.at.saturating_sub(1);
    if before >= from && text.as_bytes().get(before) == Some(&b'+') {
        builder.append(trim(text, from, before), value)
    } else {
        builder.set(trim(text, from, sign.at), sign.slash, value)
    }
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
