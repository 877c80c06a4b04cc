//! `vos`: a row for each VO.

use serde::Serialize;

use super::{FindingRow, finding_cards, finding_cell, findings, or_dash};
use crate::cli::output::{Cell, Column, Row};
use crate::domain::vo::{Vo, VoGroup};

/// A group and its scopes.
#[derive(Serialize)]
struct GroupRow<'a> {
    name: &'a str,
    scopes: &'a [String],
}

/// A row of `vo list`.
#[derive(Serialize)]
pub struct VoRow<'a> {
    name: &'a str,
    id_provider: Option<&'a str>,
    groups: Vec<GroupRow<'a>>,
    users_with_token_id: usize,
    ces_token: usize,
    ces_total: usize,
    findings: Vec<FindingRow<'a>>,
}

impl<'a> From<&'a Vo> for VoRow<'a> {
    fn from(vo: &'a Vo) -> Self {
        let group = |group: &'a VoGroup| GroupRow { name: &group.name, scopes: &group.scopes };
        Self {
            name: &vo.name,
            id_provider: vo.id_provider.as_deref(),
            groups: vo.groups.iter().map(group).collect(),
            users_with_token_id: vo.users_with_token_id,
            ces_token: vo.ces_token,
            ces_total: vo.ces_total,
            findings: findings(&vo.findings),
        }
    }
}

impl Row for VoRow<'_> {
    fn columns(&self) -> Vec<Column> {
        [
            "name",
            "id_provider",
            "users_with_token_id",
            "ces_token",
            "ces_total",
            "groups",
            "findings",
        ]
        .map(Column::new)
        .into()
    }

    fn cells(&self) -> Vec<Cell> {
        let groups: Vec<&str> = self.groups.iter().map(|g| g.name).collect();
        vec![
            Cell::new(self.name),
            or_dash(self.id_provider),
            Cell::new(self.users_with_token_id.to_string()),
            Cell::new(self.ces_token.to_string()),
            Cell::new(self.ces_total.to_string()),
            Cell::new(groups.join(" ")),
            finding_cell(&self.findings),
        ]
    }

    fn more(&self) -> Vec<(&'static str, String)> {
        let scopes = |g: &GroupRow<'_>| ("scopes", format!("{}: {}", g.name, g.scopes.join(" ")));
        let mut more: Vec<_> = self.groups.iter().map(scopes).collect();
        more.extend(finding_cards(&self.findings));
        more
    }
}
