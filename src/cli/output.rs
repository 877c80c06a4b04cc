//! Results to standard output: one locked writer, four formats, one shape (design.md 3).
//!
//! `table` and `jsonl` are written as rows arrive; `json` and `csv` hold the same rows. A closed pipe ends quietly. Whatever
//! is printed is safe for a terminal: tables take [`Clean`](crate::domain::foreign::Clean) text only, JSON escapes what
//! could mislead.

mod card;
mod csv_format;
mod json;
mod table;

use std::io::{self, Write};

use jiff::Timestamp;
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use crate::domain::problem::Problem;

pub use card::cards;

pub use table::{Cell, Column};

/// Cells of a clean text on a terminal. Most are ASCII, where each character has one.
pub(in crate::cli) fn width_of(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// One document, written whole.
    Json,
    /// One line a row, between a first line that says what and a last one that says whether it is all.
    Jsonl,
    /// RFC 4180, guarded against formulas.
    Csv,
    /// Plain text for a ticket, without secrets: `user why` alone has it.
    Report,
}

/// What a listing is about: the same in all formats.
#[derive(Clone, Debug)]
pub struct About {
    /// Key of the rows in JSON: `providers`.
    pub kind: &'static str,
    /// When the data was true.
    pub as_of: Timestamp,
    /// Where it comes from.
    pub source: Source,
    /// What JSON says of the rows together, beside them: keys and values; an unknown value is `null`.
    pub also: Vec<(&'static str, Option<String>)>,
}

impl About {
    /// Rows of this kind, true at this time, from there.
    pub fn new(kind: &'static str, as_of: Timestamp, source: Source) -> Self {
        Self { kind, as_of, source, also: Vec::new() }
    }
}

/// Where data comes from.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Source {
    /// URL of the server that answered; `null` if none did.
    pub server: Option<String>,
    /// Version of its configuration; `null` if unknown.
    pub cs_version: Option<String>,
}

/// A row that can be printed in every format.
pub trait Row: Serialize {
    /// Columns of the table and of csv.
    fn columns(&self) -> Vec<Column>;
    /// Its cells, one for each column.
    fn cells(&self) -> Vec<Cell>;
    /// What only a card shows: headings and texts.
    fn more(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Writes rows as they come.
pub struct Listing<W: Write> {
    format: Format,
    /// Handed on batch by batch, not line by line.
    out: io::BufWriter<W>,
    about: About,
    rows: u64,
    problems: Vec<Problem>,
    json: Vec<Box<serde_json::value::RawValue>>,
    /// What stands beside the rows, by key.
    beside: json::Beside,
    table: table::Table,
}

impl<W: Write> Listing<W> {
    /// Begins a listing; `jsonl` prints its first line at once. `columns` is the table's width if known.
    pub fn begin(format: Format, out: W, about: About, columns: Option<u16>) -> io::Result<Self> {
        let mut out = io::BufWriter::new(out);
        if format == Format::Jsonl {
            json::line(&mut out, &json::First(&about))?;
            out.flush()?;
        }
        let table = table::Table::new(columns);
        Ok(Self {
            format,
            out,
            about,
            rows: 0,
            problems: Vec::new(),
            json: Vec::new(),
            beside: json::Beside::new(),
            table,
        })
    }

    /// Makes room in the table's columns, by key, for rows to come, so that batches align.
    pub fn at_least(&mut self, widths: &[(&'static str, usize)]) {
        self.table.at_least(widths);
    }

    /// Prints a batch of rows.
    pub fn rows<R: Row>(&mut self, rows: &[R]) -> io::Result<()> {
        self.rows += rows.len() as u64;
        match self.format {
            Format::Json => {
                for row in rows {
                    self.json.push(json::raw(row)?);
                }
                return Ok(());
            }
            Format::Jsonl => {
                for row in rows {
                    json::line(&mut self.out, row)?;
                }
            }
            Format::Table | Format::Report => self.table.rows(&mut self.out, rows)?,
            Format::Csv => csv_format::rows(&mut self.out, rows, self.rows == rows.len() as u64)?,
        }
        self.out.flush()
    }

    /// Prints rows as cards, a line for each column. For people only: not mixed with other formats.
    pub fn cards<R: Row>(&mut self, rows: &[R], columns: Option<u16>) -> io::Result<()> {
        self.rows += rows.len() as u64;
        card::cards(&mut self.out, rows, columns)?;
        self.out.flush()
    }

    /// Prints a sentence with a mark before it and advice below it. For people only.
    pub fn paragraph(
        &mut self,
        mark: &str,
        label: &str,
        text: &str,
        advice: &str,
        columns: Option<u16>,
    ) -> io::Result<()> {
        card::paragraph(&mut self.out, mark, label, text, advice, columns)
    }

    /// Hands on what was printed so far. A listing that is not ended needs it, for a reader that has gone away is noticed here.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Notes something that went wrong; it is printed with the end.
    pub fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Puts a value beside the rows, under a key of its own: at the end of a document, in the last line of jsonl.
    pub fn beside(&mut self, key: &'static str, value: &impl Serialize) -> io::Result<()> {
        self.beside.insert(key, json::raw(value)?);
        Ok(())
    }

    /// Ends the listing. `complete` is false if rows are known to be missing.
    pub fn end(mut self, complete: bool) -> io::Result<()> {
        match self.format {
            Format::Json => {
                let rows = json::Rows { rows: &self.json, beside: &self.beside };
                json::document(&mut self.out, &self.about, complete, &self.problems, &rows)?;
            }
            Format::Jsonl => {
                let last = json::Last::new(complete, self.rows, &self.problems, &self.beside);
                json::line(&mut self.out, &last)?;
            }
            // where rows are missing, "no tokens" would be a claim
            Format::Table if complete => {
                table::Table::end(&mut self.out, self.rows, self.about.kind)?;
            }
            Format::Table | Format::Csv | Format::Report => {}
        }
        self.out.flush()
    }
}
