//! Writing a tree as diraccfg does: what DIRAC's servers store, serve and expect back.
//!
//! Two blanks per level; each comment line as `#text`; a value split at its commas, blanks trimmed, empty elements left out,
//! the first one after `=` and each further one on a `+=` line (facts/dirac.md 3.1).

use std::fmt;

use super::tree::{Body, NIL, ROOT, Tree};
use super::view::{Opt, Section};

/// The text that diraccfg 1.0.1 writes for this tree.
///
/// Its size grows with the square of the nesting: a text of only 100,000 nested sections takes 30 GB. [`write_to`] lets the
/// caller stop earlier.
pub fn serialize(tree: &Tree) -> String {
    let mut out = String::with_capacity(tree.text().len());
    // writing to a String cannot fail
    let _ = write_to(tree, &mut out);
    out
}

/// Writes the same text piece by piece. Ends early, with the writer's error, if the writer has had enough.
pub fn write_to(tree: &Tree, out: &mut impl fmt::Write) -> fmt::Result {
    let mut indent = String::new();
    let mut section = ROOT;
    let mut next = tree.first_child(ROOT);
    loop {
        let Some(node) = tree.node(next) else {
            // the section is at its end: close it and go on behind it
            let Some(closed) = tree.node(section).filter(|_| section != ROOT) else {
                return Ok(());
            };
            indent.truncate(indent.len().saturating_sub(2));
            out.write_str(&indent)?;
            out.write_str("}\n")?;
            (section, next) = (closed.parent, closed.next);
            continue;
        };
        match node.body() {
            Body::Value(_) => {
                let option = Opt { tree, id: next };
                write_comment(out, &indent, &option.comment())?;
                write_option(out, &indent, option.name(), option.list())?;
                next = node.next;
            }
            Body::Children { first, .. } => {
                let entered = Section { tree, id: next };
                write_comment(out, &indent, &entered.comment())?;
                write_opening(out, &indent, entered.name())?;
                indent.push_str("  ");
                (section, next) = (next, first);
            }
        }
        if section == NIL {
            return Ok(());
        }
    }
}

/// A comment's lines, which are already as they are kept.
pub(super) fn write_comment(out: &mut impl fmt::Write, indent: &str, comment: &str) -> fmt::Result {
    for line in comment.split('\n').filter(|line| !line.is_empty()) {
        out.write_str(indent)?;
        out.write_char('#')?;
        out.write_str(line)?;
        out.write_char('\n')?;
    }
    Ok(())
}

/// An option with the elements of its value, each on a line.
pub(super) fn write_option<'v>(
    out: &mut impl fmt::Write,
    indent: &str,
    name: &str,
    mut elements: impl Iterator<Item = &'v str>,
) -> fmt::Result {
    let mut element = elements.next().unwrap_or_default();
    let mut sign = " = ";
    loop {
        for piece in [indent, name, sign, element, "\n"] {
            out.write_str(piece)?;
        }
        let Some(more) = elements.next() else { return Ok(()) };
        (element, sign) = (more, " += ");
    }
}

/// The lines that open a section.
pub(super) fn write_opening(out: &mut impl fmt::Write, indent: &str, name: &str) -> fmt::Result {
    for line in [name, "{"] {
        out.write_str(indent)?;
        out.write_str(line)?;
        out.write_char('\n')?;
    }
    Ok(())
}
