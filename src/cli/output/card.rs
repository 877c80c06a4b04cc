//! One thing at a time, for people: a line for each of its keys, long values wrapped.

use std::io::{self, Write};

use super::{Row, width_of};
use crate::domain::foreign::Clean;

/// Width where no terminal says one.
const WIDTH: usize = 100;
/// Narrower than this a value is not wrapped: it would be unreadable.
const NARROWEST: usize = 20;

/// Prints each row as a card, an empty line between two.
pub fn cards<R: Row>(out: &mut impl Write, rows: &[R], columns: Option<u16>) -> io::Result<()> {
    for (i, row) in rows.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        let headings = row.columns();
        let indent =
            headings.iter().map(|c| width_of(Clean::new(&c.key).as_str())).max().unwrap_or(0) + 2;
        for (heading, cell) in headings.iter().zip(row.cells()) {
            field(out, Clean::new(&heading.key).as_str(), cell.shown(), indent, columns)?;
        }
        for (heading, text) in row.more() {
            field(out, heading, &text, indent, columns)?;
        }
    }
    Ok(())
}

/// A marked sentence, and advice indented below it.
pub(super) fn paragraph(
    out: &mut impl Write,
    mark: &str,
    label: &str,
    text: &str,
    advice: &str,
    columns: Option<u16>,
) -> io::Result<()> {
    field(out, &format!("{mark} {label}"), text, 24, columns)?;
    if advice.is_empty() { Ok(()) } else { field(out, "", &format!("→ {advice}"), 24, columns) }
}

fn field(
    out: &mut impl Write,
    heading: &str,
    text: &str,
    indent: usize,
    columns: Option<u16>,
) -> io::Result<()> {
    let width = columns.map_or(WIDTH, usize::from).saturating_sub(indent).max(NARROWEST);
    let mut head = heading;
    for line in wrap(Clean::new(text).as_str(), width) {
        let pad = indent.saturating_sub(width_of(head));
        writeln!(out, "{}", format!("{head}{:pad$}{line}", "").trim_end())?;
        head = "";
    }
    Ok(())
}

/// Lines of at most `width` cells, broken at blanks; a word that is longer stays whole.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if width_of(line) + 1 + width_of(word) <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_broken_at_blanks_and_lose_nothing() {
        let text = "one two three four five six";
        let lines = wrap(text, 9);
        assert_eq!(lines, ["one two", "three", "four five", "six"]);
        assert_eq!(lines.join(" "), text);
        assert_eq!(wrap("unbreakable-name", 5), ["unbreakable-name"]);
    }

    #[test]
    fn advice_stands_below_the_sentence_it_belongs_to() {
        let mut out = Vec::new();
        paragraph(&mut out, "!", "clock", "It differs.\x1b[2J", "Set it.", Some(60)).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "! clock                 It differs.\\x1b[2J\n                        → Set it.\n"
        );
    }
}
