//! `doctor`: every check as it ends, and a status that says how it went.

use std::io;

use serde::Serialize;

use super::{Context, Failure};
use crate::cli::Status;
use crate::cli::output::{About, Cell, Column, Format, Listing, Row, Source};
use crate::domain::problem::Class;
use crate::ops::doctor::{Check, Outcome, examine};

/// A row of `doctor`.
#[derive(Serialize)]
struct CheckRow<'a> {
    id: &'a str,
    outcome: &'static str,
    text: &'a str,
    remedy: &'a str,
    #[serde(skip)]
    glyph: &'static str,
}

impl<'a> From<&'a Check> for CheckRow<'a> {
    fn from(check: &'a Check) -> Self {
        let glyph = match check.outcome {
            Outcome::Good => "✓",
            Outcome::Note => "·",
            Outcome::Warning => "!",
            Outcome::Unknown => "?",
            Outcome::Bad => "✗",
        };
        Self {
            id: check.id,
            outcome: check.outcome.word(),
            text: &check.text,
            remedy: &check.remedy,
            glyph,
        }
    }
}

impl Row for CheckRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["id", "outcome", "text", "remedy"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::new(self.id),
            Cell::new(self.outcome),
            Cell::new(self.text),
            Cell::new(self.remedy),
        ]
    }
}

pub(super) async fn run(format: Format, context: &Context) -> Result<Status, Failure> {
    let now = (context.plan.clock)();
    let about = About { kind: "checks", as_of: now, source: Source::default() };
    let mut listing = Listing::begin(format, io::stdout().lock(), about, context.columns)?;
    let (mut status, mut failed) = (Status::DONE, None);
    examine(&context.plan, |check| {
        status = match check.outcome {
            Outcome::Good | Outcome::Note | Outcome::Warning => status,
            Outcome::Unknown => status.and(Class::Unreachable.into()),
            Outcome::Bad => status.and(check.class.into()),
        };
        if failed.is_none() {
            let row = CheckRow::from(&check);
            let written = if format == Format::Table {
                listing.paragraph(row.glyph, row.id, row.text, row.remedy, context.columns)
            } else {
                listing.rows(&[row])
            };
            failed = written.err();
        }
    })
    .await;
    if let Some(error) = failed {
        return Err(error.into());
    }
    if format != Format::Table {
        listing.end(true)?;
    }
    Ok(status)
}
