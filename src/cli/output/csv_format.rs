//! csv: RFC 4180, with cells that a spreadsheet would run as a formula turned into text.

use std::io::{self, Write};

use super::Row;
use crate::domain::foreign::Clean;

/// Writes a batch; the heading goes before the first.
pub(super) fn rows<R: Row>(out: &mut impl Write, rows: &[R], first: bool) -> io::Result<()> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut *out);
    if first && let Some(row) = rows.first() {
        written(writer.write_record(row.columns().iter().map(|c| guarded(&c.key))))?;
    }
    for row in rows {
        written(writer.write_record(row.cells().iter().map(|cell| guarded(cell.full()))))?;
    }
    writer.flush()
}

/// The system's own error, by which a closed pipe is known.
fn written(result: csv::Result<()>) -> io::Result<()> {
    result.map_err(|error| match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    })
}

/// A cell that a terminal shows as it is, and that begins with an apostrophe if it began with `= + - @`, or with a tab or
/// return, which spreadsheets skip.
fn guarded(cell: &str) -> String {
    let clean = Clean::new(cell);
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{clean}")
    } else {
        clean.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_would_run_as_formulas_become_text() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
        assert_eq!(guarded("\t=1"), "'\\t=1");
        assert_eq!(guarded("ce01.cern.ch"), "ce01.cern.ch");
        assert_eq!(guarded(""), "");
    }
}
