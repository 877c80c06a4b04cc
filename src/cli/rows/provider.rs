//! `providers`: a row for each IdProvider.

use serde::Serialize;

use super::{FindingRow, finding_cards, finding_cell, findings, or_dash};
use crate::cli::output::{Cell, Column, Row};
use crate::domain::idp::Provider;

/// A row of `provider list`.
#[derive(Serialize)]
pub struct ProviderRow<'a> {
    name: &'a str,
    r#type: &'a str,
    issuer: Option<&'a str>,
    vos: &'a [String],
    credentials: &'static str,
    findings: Vec<FindingRow<'a>>,
}

impl<'a> From<&'a Provider> for ProviderRow<'a> {
    fn from(provider: &'a Provider) -> Self {
        Self {
            name: &provider.name,
            r#type: provider.provider_type.name(),
            issuer: provider.issuer.as_deref(),
            vos: &provider.vos,
            credentials: provider.credentials.word(),
            findings: findings(&provider.findings),
        }
    }
}

impl Row for ProviderRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["name", "type", "issuer", "vos", "credentials", "findings"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::new(self.name),
            Cell::new(self.r#type),
            or_dash(self.issuer),
            Cell::new(self.vos.join(" ")),
            Cell::new(self.credentials),
            finding_cell(&self.findings),
        ]
    }

    fn more(&self) -> Vec<(&'static str, String)> {
        finding_cards(&self.findings)
    }
}
