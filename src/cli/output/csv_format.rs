//! csv: RFC 4180, with cells that a spreadsheet would run as a formula turned into text.

use std::io::{self, Write};

use super::Row;

/// Writes a batch; the heading goes before the first.
pub(super) fn rows<R: Row>(out: &mut impl Write, rows: &[R], first: bool) -> io::Result<()> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut *out);
    if first && let Some(row) = rows.first() {
        writer.write_record(row.columns().iter().map(|c| c.key.as_ref()))?;
    }
    for row in rows {
        writer.write_record(row.cells().iter().map(|cell| guarded(cell.full())))?;
    }
    writer.flush()
}

/// A cell that begins with `= + - @` (or a tab or return, which spreadsheets skip) is given a leading apostrophe.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_would_run_as_formulas_become_text() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
        assert_eq!(guarded("ce01.cern.ch"), "ce01.cern.ch");
        assert_eq!(guarded(""), "");
    }
}
