//! Rows of the twin, as they are printed: keys are part of schema `dirac-tokens/1`.
//!
//! Each row is made from a domain value and holds nothing that the domain value does not say.

mod ce;
mod finding;
mod inspection;
mod provider;
mod staged;
mod stop;
mod tagging;
mod token;
mod user;
mod version;
mod vo;

use serde::Serialize;

pub use ce::CeRow;
pub use finding::LintRow;
pub use inspection::{InspectionRow, MemberCard, write_inspection};
pub use provider::ProviderRow;
pub use staged::{ChangeRow, EntryRow, StepRow};
pub use stop::{PlanRow, StoppedRow};
pub use tagging::TaggedRow;
pub use token::TokenRow;
pub use user::UserRow;
pub use version::{CommitRow, EditRow, ServerRow, VersionRow};
pub use vo::VoRow;

use super::output::Cell;
use crate::domain::lint::Finding;

/// A finding: `{id, severity, text, source}`.
#[derive(Serialize)]
pub struct FindingRow<'a> {
    id: &'a str,
    severity: &'static str,
    text: &'a str,
    source: &'a str,
}

impl<'a> From<&'a Finding> for FindingRow<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            id: finding.id,
            severity: finding.severity.word(),
            text: &finding.text,
            source: &finding.source,
        }
    }
}

pub(super) fn findings(findings: &[Finding]) -> Vec<FindingRow<'_>> {
    findings.iter().map(FindingRow::from).collect()
}

/// Findings in a cell: their ids.
fn finding_cell(findings: &[FindingRow<'_>]) -> Cell {
    let ids: Vec<&str> = findings.iter().map(|f| f.id).collect();
    Cell::new(ids.join(" "))
}

/// Findings in a card: each with its severity, its text and where it is.
fn finding_cards(findings: &[FindingRow<'_>]) -> Vec<(&'static str, String)> {
    findings.iter().map(|f| (f.severity, format!("{} ({})", f.text, f.source))).collect()
}

/// A value that may be unknown: `–` in the table, empty in csv.
fn or_dash(value: Option<&str>) -> Cell {
    match value {
        Some(value) => Cell::new(value),
        None => Cell::short("–", ""),
    }
}
