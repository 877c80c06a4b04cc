//! Tables for people: aligned, one line a row, widths from the first batch so that rows can stream.

use std::borrow::Cow;
use std::io::{self, Write};

use unicode_segmentation::UnicodeSegmentation as _;

use super::{Row, width_of};
use crate::domain::foreign::Clean;

/// Widest a column gets when it is not the last.
const WIDEST: usize = 44;
/// Blanks between columns.
const GAP: &str = "  ";

/// A column's key (csv, upper case in the table).
#[derive(Clone, Debug)]
pub struct Column {
    /// `snake_case`, as in JSON.
    pub key: Cow<'static, str>,
    /// Whether it is a name, whose case means something.
    foreign: bool,
}

impl Column {
    /// A column with a fixed key.
    pub fn new(key: &'static str) -> Self {
        Self { key: Cow::Borrowed(key), foreign: false }
    }

    /// What stands above it.
    fn heading(&self) -> String {
        let key = Clean::new(&self.key);
        if self.foreign { key.as_str().to_owned() } else { key.as_str().to_uppercase() }
    }

    /// A column named after something foreign, as a VO: two may differ in case only.
    pub fn named(key: &str) -> Self {
        Self { key: Cow::Owned(key.to_owned()), foreign: true }
    }
}

/// A cell: what the table shows, and the full value for csv where that differs.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    shown: String,
    full: Option<String>,
}

impl Cell {
    /// The same text in the table and in csv.
    pub fn new(text: impl Into<String>) -> Self {
        Self { shown: text.into(), full: None }
    }

    /// A short form for the table; csv gets `full`.
    pub fn short(shown: impl Into<String>, full: impl Into<String>) -> Self {
        Self { shown: shown.into(), full: Some(full.into()) }
    }

    /// What tables and cards show.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// What csv gets.
    pub fn full(&self) -> &str {
        self.full.as_deref().unwrap_or(&self.shown)
    }
}

/// A table being printed.
pub(super) struct Table {
    widths: Vec<usize>,
    /// Widths that columns need for rows to come, by key.
    least: Vec<(&'static str, usize)>,
    columns: Option<usize>,
}

impl Table {
    pub(super) fn new(columns: Option<u16>) -> Self {
        Self { widths: Vec::new(), least: Vec::new(), columns: columns.map(usize::from) }
    }

    /// Makes room for rows to come: the first batch may have a single row. Not more than a screen can spare.
    pub(super) fn at_least(&mut self, widths: &[(&'static str, usize)]) {
        let most = if self.columns.is_some() { WIDEST } else { usize::MAX };
        self.least = widths.iter().map(|(key, width)| (*key, (*width).min(most))).collect();
    }

    pub(super) fn rows<R: Row>(&mut self, out: &mut impl Write, rows: &[R]) -> io::Result<()> {
        let Some(first) = rows.first() else { return Ok(()) };
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                row.cells().iter().map(|c| Clean::new(&c.shown).as_str().to_owned()).collect()
            })
            .collect();
        if self.widths.is_empty() {
            let columns = first.columns();
            let headings: Vec<String> = columns.iter().map(Column::heading).collect();
            let least = |column: &Column| {
                self.least.iter().find(|(key, _)| *key == column.key).map_or(0, |(_, width)| *width)
            };
            self.widths = headings
                .iter()
                .zip(&columns)
                .map(|(h, column)| width_of(h).max(least(column)))
                .collect();
            for row in &cells {
                for (width, cell) in self.widths.iter_mut().zip(row) {
                    *width = (*width).max(width_of(cell).min(WIDEST));
                }
            }
            self.line(out, &headings)?;
        }
        for row in &cells {
            self.line(out, row)?;
        }
        Ok(())
    }

    /// One row. The last column is as wide as it likes, unless the terminal's width is known.
    fn line(&self, out: &mut impl Write, cells: &[String]) -> io::Result<()> {
        let mut text = String::new();
        let last = cells.len().saturating_sub(1);
        for (i, (cell, width)) in cells.iter().zip(&self.widths).enumerate() {
            if i == last {
                text.push_str(cell);
            } else {
                // without a screen's edge nothing is cut: a script or a pager reads it
                let cell = if self.columns.is_some() {
                    fit(cell, *width)
                } else {
                    Cow::Borrowed(cell.as_str())
                };
                text.push_str(&cell);
                text.extend(std::iter::repeat_n(' ', width.saturating_sub(width_of(&cell))));
                text.push_str(GAP);
            }
        }
        let text = text.trim_end();
        match self.columns {
            Some(columns) => writeln!(out, "{}", fit(text, columns)),
            None => writeln!(out, "{text}"),
        }
    }

    pub(super) fn end(out: &mut impl Write, rows: u64, kind: &str) -> io::Result<()> {
        if rows == 0 { writeln!(out, "no {kind}") } else { Ok(()) }
    }
}

/// `text` in at most `width` cells, `…` where something is left out.
fn fit(text: &str, width: usize) -> Cow<'_, str> {
    if width_of(text) <= width {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        let w = width_of(cluster);
        if used + w + 1 > width {
            break;
        }
        used += w;
        out.push_str(cluster);
    }
    out.push('…');
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_text_is_cut_with_an_ellipsis() {
        assert_eq!(fit("abcdef", 4), "abc…");
        assert_eq!(fit("日本語", 5), "日本…");
        assert_eq!(fit("abc", 3), "abc");
    }

    struct Name(&'static str);

    impl serde::Serialize for Name {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.0)
        }
    }

    impl Row for Name {
        fn columns(&self) -> Vec<Column> {
            vec![Column::new("name"), Column::named("Vo"), Column::new("end")]
        }
        fn cells(&self) -> Vec<Cell> {
            vec![Cell::new(self.0), Cell::new("|"), Cell::new("!")]
        }
    }

    #[test]
    fn batches_align_when_room_was_made_for_the_later_ones() {
        let mut out = Vec::new();
        let mut table = Table::new(None);
        table.at_least(&[("name", 8), ("absent", 90)]);
        table.rows(&mut out, &[Name("a")]).unwrap();
        table.rows(&mut out, &[Name("abcdefgh")]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "NAME      Vo  END\na         |   !\nabcdefgh  |   !\n");
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_it_may_be(text in "\\PC{0,40}", width in 1usize..30) {
            prop_assert!(width_of(&fit(&text, width)) <= width);
        }
    }
}
