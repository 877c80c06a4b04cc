//! `doctor`: every check as it ends, and a status that says how it went.

use std::io::{self, Write};

use serde::Serialize;

use super::{Context, Failure};
use crate::cli::Status;
use crate::cli::output::{About, Cell, Column, Format, Listing, Row, Source};
use crate::domain::problem::Class;
use crate::ops::doctor::{Check, Outcome, examine, journal};

/// A row of `doctor`.
#[derive(Serialize)]
struct CheckRow<'a> {
    id: &'a str,
    outcome: &'static str,
    /// The lint, if it is a finding of the configuration.
    lint: Option<&'static str>,
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
            lint: check.lint,
            text: &check.text,
            remedy: &check.remedy,
            glyph,
        }
    }
}

impl Row for CheckRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["id", "outcome", "lint", "text", "remedy"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::new(self.id),
            Cell::new(self.outcome),
            Cell::new(self.lint.unwrap_or_default()),
            Cell::new(self.text),
            Cell::new(self.remedy),
        ]
    }
}

pub(super) async fn run(context: &Context) -> Result<Status, Failure> {
    let format = context.format;
    let now = (context.plan.clock)();
    let about = About::new("checks", now, Source::default());
    let mut listing = Listing::begin(format, io::stdout().lock(), about, context.columns)?;
    let (mut status, mut failed) = (Status::DONE, None);
    let mut kinds = Kinds::default();
    let mut take = |check: Check| {
        status = match check.outcome {
            Outcome::Good | Outcome::Note | Outcome::Warning => status,
            Outcome::Unknown => status.and(Class::Unreachable.into()),
            Outcome::Bad => status.and(check.class.into()),
        };
        if failed.is_none() {
            let written = if format == Format::Table {
                tell(&check, &mut kinds, &mut listing, context.columns)
            } else {
                listing.rows(&[CheckRow::from(&check)])
            };
            failed = written.err();
        }
    };
    examine(&context.plan, &mut take).await;
    if let Some(runs) = &context.journal {
        journal(&context.plan, runs, &mut take);
    }
    if let Some(error) = failed {
        return Err(error.into());
    }
    if format == Format::Table {
        kinds.more(&mut listing, context.columns)?;
    } else {
        listing.end(true)?;
    }
    Ok(status)
}

/// Findings of a kind that are printed one by one; the others are counted.
const SHOWN: u64 = 3;

/// The kind of finding being told. Findings come with those of a kind together.
#[derive(Default)]
struct Kinds {
    lint: Option<&'static str>,
    listed_by: &'static str,
    seen: u64,
}

impl Kinds {
    /// Says how many of the kind were not printed, and what prints them.
    fn more<W: Write>(&self, listing: &mut Listing<W>, columns: Option<u16>) -> io::Result<()> {
        let Some(lint) = self.lint.filter(|_| self.seen > SHOWN) else { return Ok(()) };
        let more = self.seen.saturating_sub(SHOWN);
        let text = format!("and {more} more of {lint}");
        let command = if self.listed_by.is_empty() { "doctor -o json" } else { self.listed_by };
        listing.paragraph(" ", "", &format!("{text}: `dirac-tokens {command}`"), "", columns)
    }
}

/// Prints a check for people.
fn tell<W: Write>(
    check: &Check,
    kinds: &mut Kinds,
    listing: &mut Listing<W>,
    columns: Option<u16>,
) -> io::Result<()> {
    if check.lint != kinds.lint || check.listed_by != kinds.listed_by {
        kinds.more(listing, columns)?;
        *kinds = Kinds { lint: check.lint, listed_by: check.listed_by, seen: 0 };
    }
    kinds.seen += 1;
    let row = CheckRow::from(check);
    // what to do about a kind is said once
    let advice = if check.lint.is_some() && kinds.seen > 1 { "" } else { row.remedy };
    if check.lint.is_some() && kinds.seen > SHOWN {
        return Ok(());
    }
    listing.paragraph(row.glyph, row.id, row.text, advice, columns)
}
