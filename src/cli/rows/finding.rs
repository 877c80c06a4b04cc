//! `findings`: a row for everything that is wrong with a configuration.

use serde::Serialize;

use crate::cli::output::{Cell, Column, Row};
use crate::domain::lint::Finding;

/// A row of `cs lint`.
#[derive(Serialize)]
pub struct LintRow<'a> {
    severity: &'static str,
    id: &'static str,
    text: &'a str,
    source: &'a str,
    /// What it means and what to do about it.
    remedy: &'static str,
    /// Where the rule comes from.
    basis: &'static str,
}

impl<'a> From<&'a Finding> for LintRow<'a> {
    fn from(finding: &'a Finding) -> Self {
        let lint = finding.lint();
        Self {
            severity: finding.severity.word(),
            id: finding.id,
            text: &finding.text,
            source: &finding.source,
            remedy: lint.map(|lint| lint.explanation).unwrap_or_default(),
            basis: lint.map(|lint| lint.basis).unwrap_or_default(),
        }
    }
}

impl Row for LintRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["severity", "id", "text", "source", "remedy"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        [self.severity, self.id, self.text, self.source, self.remedy].map(Cell::new).into()
    }
}
