//! `ces`: a row for each computing element, with what would happen to pilots of every VO.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::{FindingRow, finding_cards, finding_cell, findings, or_dash};
use crate::cli::output::{Cell, Column, Row};
use crate::domain::ce::{Access, Ce, CeAccess, Level, Queue, RollUp, TagAt, TokenState, Verdict};

/// A tag and its level.
#[derive(Serialize)]
struct TagRow<'a> {
    value: &'a str,
    level: &'static str,
}

impl<'a> From<&'a TagAt> for TagRow<'a> {
    fn from(tag: &'a TagAt) -> Self {
        Self { value: &tag.value, level: tag.level.word() }
    }
}

/// `{state, level}`.
#[derive(Serialize)]
struct VerdictRow {
    state: &'static str,
    level: Option<&'static str>,
}

impl From<Verdict> for VerdictRow {
    fn from(verdict: Verdict) -> Self {
        Self { state: verdict.state.word(), level: verdict.level.map(Level::word) }
    }
}

/// `{submit, manage}` of one queue.
#[derive(Serialize)]
struct AccessRow {
    submit: VerdictRow,
    manage: VerdictRow,
}

impl From<Access> for AccessRow {
    fn from(access: Access) -> Self {
        Self { submit: access.submit.into(), manage: access.manage.into() }
    }
}

/// `{submit, manage}` over all queues.
#[derive(Serialize)]
struct RollUpRow {
    submit: &'static str,
    manage: &'static str,
}

impl From<CeAccess> for RollUpRow {
    fn from(access: CeAccess) -> Self {
        Self { submit: access.submit.word(), manage: access.manage.word() }
    }
}

/// An object with a key for each VO.
struct ByVo<'a, T> {
    vos: &'a [String],
    values: Vec<T>,
}

impl<T: Serialize> Serialize for ByVo<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.values.len()))?;
        for (vo, value) in self.vos.iter().zip(&self.values) {
            map.serialize_entry(vo, value)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct QueueRow<'a> {
    name: &'a str,
    tags: Vec<TagRow<'a>>,
    vos: ByVo<'a, AccessRow>,
}

/// A row of `ce list`.
#[derive(Serialize)]
pub struct CeRow<'a> {
    grid: &'a str,
    site: &'a str,
    name: &'a str,
    r#type: Option<&'a str>,
    audience: Option<&'a str>,
    tags: Vec<TagRow<'a>>,
    queues: Vec<QueueRow<'a>>,
    vos: ByVo<'a, RollUpRow>,
    findings: Vec<FindingRow<'a>>,
    #[serde(skip)]
    access: &'a [CeAccess],
}

impl<'a> CeRow<'a> {
    /// The row of `ce`; `vos` are the names of all VOs, in the order of the inventory.
    pub fn new(ce: &'a Ce, vos: &'a [String]) -> Self {
        let queue = |queue: &'a Queue| QueueRow {
            name: &queue.name,
            tags: queue.tags.iter().map(TagRow::from).collect(),
            vos: ByVo { vos, values: queue.access.iter().map(|a| AccessRow::from(*a)).collect() },
        };
        Self {
            grid: &ce.grid,
            site: &ce.site,
            name: &ce.name,
            r#type: ce.ce_type.as_deref(),
            audience: ce.audience.as_deref(),
            tags: ce.tags.iter().map(TagRow::from).collect(),
            queues: ce.queues.iter().map(queue).collect(),
            vos: ByVo { vos, values: ce.access.iter().map(|a| RollUpRow::from(*a)).collect() },
            findings: findings(&ce.findings),
            access: &ce.access,
        }
    }
}

/// `● site`, `○ proxy`, `◐ mixed`: the same words and glyphs as on screen.
fn shown(access: CeAccess) -> String {
    let level = access.level.map_or("token", Level::word);
    match access.submit {
        RollUp::Mixed => "◐ mixed".into(),
        RollUp::All(TokenState::Token) => format!("● {level}"),
        RollUp::All(TokenState::Proxy) => "○ proxy".into(),
        RollUp::All(TokenState::Error) => "✗ error".into(),
        RollUp::All(TokenState::NotAdmitted) => "–".into(),
        RollUp::All(TokenState::Unknown) => "? unknown".into(),
    }
}

impl Row for CeRow<'_> {
    fn columns(&self) -> Vec<Column> {
        let mut columns: Vec<Column> = ["site", "name", "type"].map(Column::new).into();
        columns.extend(self.vos.vos.iter().map(|vo| Column::named(vo)));
        columns.extend(["audience", "tags", "findings"].map(Column::new));
        columns
    }

    fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![Cell::new(self.site), Cell::new(self.name), or_dash(self.r#type)];
        for access in self.access {
            cells.push(Cell::short(shown(*access), access.submit.word()));
        }
        let tags: Vec<String> =
            self.tags.iter().map(|t| format!("{}@{}", t.value, t.level)).collect();
        cells.push(or_dash(self.audience));
        cells.push(Cell::new(tags.join(" ")));
        cells.push(finding_cell(&self.findings));
        cells
    }

    fn more(&self) -> Vec<(&'static str, String)> {
        let mut more = Vec::new();
        for queue in &self.queues {
            let states: Vec<String> = queue
                .vos
                .vos
                .iter()
                .zip(&queue.vos.values)
                .filter(|(_, access)| access.submit.state != TokenState::NotAdmitted.word())
                .map(|(vo, access)| {
                    let at = access.submit.level.map(|l| format!(" ({l})")).unwrap_or_default();
                    format!(
                        "{vo}: submit {}{at}, manage {}",
                        access.submit.state, access.manage.state
                    )
                })
                .collect();
            more.push(("queue", format!("{} {}", queue.name, states.join("; "))));
        }
        more.extend(finding_cards(&self.findings));
        more
    }
}
