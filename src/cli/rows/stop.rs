//! `plans` and `stopped` of `token revoke` and `token delete`: what would be done to a token id, and what was. No secrets.

use jiff::Timestamp;
use serde::Serialize;

use super::or_dash;
use crate::cli::output::{Cell, Column, Row};
use crate::domain::stop::{Fate, How, Lasting, Plan, Report, RowPlan, Step};

fn time(time: Option<Timestamp>) -> Option<String> {
    time.map(|time| time.to_string())
}

/// What became of a token id.
#[derive(Serialize)]
pub struct StoppedRow<'a> {
    token_id: &'a str,
    user: Option<&'a str>,
    outcome: &'static str,
    summary: &'a str,
    steps: Vec<StepRow<'a>>,
    lasting: Vec<LastingRow<'a>>,
}

#[derive(Serialize)]
struct StepRow<'a> {
    step: &'static str,
    done: &'static str,
    provider: Option<&'a str>,
    row: Option<u64>,
    refresh: Option<String>,
    active: Option<bool>,
    evidence: &'a str,
}

#[derive(Serialize)]
struct LastingRow<'a> {
    what: &'a str,
    until: Option<String>,
    why: &'a str,
}

impl<'a> From<&'a Step> for StepRow<'a> {
    fn from(step: &'a Step) -> Self {
        Self {
            step: step.kind.word(),
            done: step.done.word(),
            provider: step.provider.as_deref(),
            row: step.row,
            refresh: step.refresh.map(|refresh| refresh.to_string()),
            active: step.active,
            evidence: &step.evidence,
        }
    }
}

impl<'a> From<&'a Lasting> for LastingRow<'a> {
    fn from(lasting: &'a Lasting) -> Self {
        Self { what: &lasting.what, until: time(lasting.until), why: &lasting.why }
    }
}

impl<'a> From<&'a Report> for StoppedRow<'a> {
    fn from(report: &'a Report) -> Self {
        Self {
            token_id: &report.token_id,
            user: report.user.as_deref(),
            outcome: report.outcome.word(),
            summary: &report.summary,
            steps: report.steps.iter().map(StepRow::from).collect(),
            lasting: report.lasting.iter().map(LastingRow::from).collect(),
        }
    }
}

impl Row for StoppedRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["outcome", "user", "token_id", "lasting", "summary"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        let until = |one: &LastingRow<'_>| match &one.until {
            Some(until) => format!("{} until {until}", one.what),
            None => one.what.to_owned(),
        };
        let lasting: Vec<String> = self.lasting.iter().map(until).collect();
        vec![
            Cell::new(self.outcome),
            or_dash(self.user),
            Cell::new(self.token_id),
            or_dash(Some(lasting.join("; ").as_str()).filter(|text| !text.is_empty())),
            Cell::new(self.summary),
        ]
    }

    fn more(&self) -> Vec<(&'static str, String)> {
        let step = |step: &StepRow<'_>| {
            let at = step.provider.map(|provider| format!(" at {provider}")).unwrap_or_default();
            (step.step, format!("{}{at}. {}", step.done, step.evidence))
        };
        let lasts = |one: &LastingRow<'_>| {
            let until = one.until.as_deref().map_or(String::new(), |time| format!(" until {time}"));
            ("lives on", format!("{}{until}. {}", one.what, one.why))
        };
        self.steps.iter().map(step).chain(self.lasting.iter().map(lasts)).collect()
    }
}

/// What would be done to a token id.
#[derive(Serialize)]
pub struct PlanRow<'a> {
    token_id: &'a str,
    user: Option<&'a str>,
    /// What was asked for: `revoke`, `revoke_or_row`, `row`.
    how: &'static str,
    /// Whether its rows would go, as far as can be told before anything is sent.
    rows_go: bool,
    rows: Vec<PlannedRow<'a>>,
}

#[derive(Serialize)]
struct PlannedRow<'a> {
    id: Option<u64>,
    provider: &'a str,
    /// `none`, `over`, `revocable`, `out_of_reach`.
    refresh: &'static str,
    client: Option<&'a str>,
    why: Option<&'a str>,
    refresh_expires: Option<String>,
    /// Until when its access token is accepted wherever it is checked offline.
    access_until: Option<String>,
}

impl<'a> From<&'a RowPlan> for PlannedRow<'a> {
    fn from(planned: &'a RowPlan) -> Self {
        let (refresh, client, why) = match &planned.refresh {
            Fate::None => ("none", None, None),
            Fate::Over => ("over", None, None),
            Fate::Revocable { client } => ("revocable", Some(client.as_str()), None),
            Fate::OutOfReach(why) => ("out_of_reach", None, Some(why.as_str())),
        };
        Self {
            id: planned.row.id,
            provider: &planned.row.provider,
            refresh,
            client,
            why,
            refresh_expires: time(planned.row.refresh_expires),
            access_until: time(planned.access_until),
        }
    }
}

impl<'a> PlanRow<'a> {
    /// The row of a plan.
    pub fn new(plan: &'a Plan, how: How) -> Self {
        Self {
            token_id: &plan.token_id,
            user: plan.user.as_deref(),
            how: how.word(),
            rows_go: !plan.rows.is_empty() && (how.rows_go_anyway() || plan.can_revoke_all()),
            rows: plan.rows.iter().map(PlannedRow::from).collect(),
        }
    }
}

impl Row for PlanRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["user", "token_id", "how", "rows_go", "rows"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        let row = |row: &PlannedRow<'_>| {
            let number = row.id.map_or_else(|| "?".to_owned(), |id| id.to_string());
            format!("{number} {} {}", row.provider, row.refresh)
        };
        let rows: Vec<String> = self.rows.iter().map(row).collect();
        vec![
            or_dash(self.user),
            Cell::new(self.token_id),
            Cell::new(self.how),
            Cell::new(if self.rows_go { "yes" } else { "no" }),
            or_dash(Some(rows.join("; ").as_str()).filter(|text| !text.is_empty())),
        ]
    }
}
