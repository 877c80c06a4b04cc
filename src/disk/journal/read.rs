//! Reading a run back: whole lines are records, a cut-off last one is told, anything else is left alone and named.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::line::{self, Fault};
use crate::domain::problem::{Class, Problem};
use crate::store::journal::{FORMAT, Record, Run};

/// Bytes of a run's file that are read at most: some millions of records.
const LIMIT: u64 = 1 << 30;

/// What a file holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parsed {
    pub(super) run: Run,
    pub(super) records: Vec<Record>,
    /// Bytes of whole lines; more than that is a line that was cut off.
    pub(super) whole: u64,
}

/// Reads a whole file; `None` if not even its first line is there. And how long it is.
pub(super) fn file(file: &mut File, path: &Path) -> Result<(Option<Parsed>, u64), Problem> {
    let mut bytes = Vec::new();
    let read = file.take(LIMIT.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| super::unreadable(path, &error))?;
    let length = bytes.len() as u64;
    let fault = if length > LIMIT { Err((1, Fault::TooLarge)) } else { parse(&bytes) };
    fault.map(|parsed| (parsed, length)).map_err(|(number, fault)| spoilt(path, number, &fault))
}

/// The run and records in `bytes`; `None` if the first line was cut off. An error names the line, from 1.
pub(super) fn parse(bytes: &[u8]) -> Result<Option<Parsed>, (usize, Fault)> {
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').peekable();
    let mut number = 1;
    let Some(first) = lines.next().filter(|line| line.ends_with(b"\n")) else { return Ok(None) };
    let run = match line::parse_first(first) {
        Err(_) if lines.peek().is_none() && is_lost(first) => return Ok(None),
        run => run.map_err(|fault| (number, fault))?,
    };
    let mut parsed = Parsed { run, records: Vec::new(), whole: first.len() as u64 };
    while let Some(line) = lines.next() {
        number += 1;
        if !line.ends_with(b"\n") {
            break;
        }
        match line::parse_record(line) {
            Err(_) if lines.peek().is_none() && is_lost(line) => break,
            record => parsed.records.push(record.map_err(|fault| (number, fault))?),
        }
        parsed.whole += line.len() as u64;
    }
    Ok(Some(parsed))
}

/// After a power cut a last line can be as long as it was to be, with zeros where its bytes did not arrive.
fn is_lost(line: &[u8]) -> bool {
    line.contains(&0)
}

fn spoilt(path: &Path, number: usize, fault: &Fault) -> Problem {
    let subject = path.display().to_string();
    let message = match fault {
        Fault::Later(format) => format!(
            "The journal {subject} has format {format}, and this program knows {FORMAT}. It is not touched."
        ),
        Fault::TooLarge => {
            format!("The journal {subject} is larger than 1 GiB. It is not touched.")
        }
        Fault::Garbage(why) => {
            format!(
                "Line {number} of the journal {subject} is none that this program writes: {why}. It is not touched."
            )
        }
    };
    let remedy = match fault {
        Fault::Later(_) => "Use the later version of this program for it.",
        _ => {
            "Look at it, and at the state of its token ids with `dirac-tokens token list`; then move it away."
        }
    };
    Problem::new(Class::Unreachable, subject, message, remedy)
}
