//! `servers`, `versions`, `commits`, `edits`: rows about the configuration itself.

use serde::Serialize;

use super::or_dash;
use crate::cli::output::{Cell, Column, Row};
use crate::domain::commit::Report;
use crate::domain::cs::Edit;
use crate::domain::redact::redact;
use crate::ops::history::Entry;
use crate::ops::sync::{Has, Server, Sync};

/// A row of `cs status`: a configuration server.
#[derive(Serialize)]
pub struct ServerRow<'a> {
    url: &'a str,
    /// `master`, `worker`.
    role: &'static str,
    version: Option<&'a str>,
    lag_seconds: Option<i64>,
    /// `current`, `behind`, `not_asked`, `silent`.
    state: &'static str,
    reason: Option<&'a str>,
}

impl<'a> ServerRow<'a> {
    /// The row of one server of a look at all.
    pub fn new(server: &'a Server, sync: &Sync) -> Self {
        let behind = sync.behind().any(|one| one.url == server.url);
        Self {
            url: &server.url,
            role: if server.is_master { "master" } else { "worker" },
            version: server.version(),
            lag_seconds: sync.lag(server).map(|lag| lag.as_secs()),
            state: match &server.has {
                Has::Version(_) if behind => "behind",
                Has::Version(_) => "current",
                Has::NotAsked(_) => "not_asked",
                Has::Silent(_) => "silent",
            },
            reason: match &server.has {
                Has::Version(_) => None,
                Has::NotAsked(why) => Some(why),
                Has::Silent(problem) => Some(&problem.message),
            },
        }
    }
}

impl Row for ServerRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["url", "role", "state", "version", "lag_seconds", "reason"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        let lag = self.lag_seconds.map(|lag| lag.to_string());
        vec![
            Cell::new(self.url),
            Cell::new(self.role),
            Cell::new(self.state),
            or_dash(self.version),
            or_dash(lag.as_deref()),
            or_dash(self.reason),
        ]
    }
}

/// A row of `cs history`.
#[derive(Serialize)]
pub struct VersionRow<'a> {
    version: &'a str,
    at: Option<String>,
    by: Option<&'a str>,
    backup: bool,
    current: bool,
}

impl<'a> From<&'a Entry> for VersionRow<'a> {
    fn from(entry: &'a Entry) -> Self {
        Self {
            version: &entry.version,
            at: entry.at.map(|at| at.to_string()),
            by: entry.by.as_deref(),
            backup: entry.has_backup(),
            current: entry.current,
        }
    }
}

impl Row for VersionRow<'_> {
    fn columns(&self) -> Vec<Column> {
        ["version", "by", "current", "backup"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        let word = |yes: bool, word: &'static str| Cell::new(if yes { word } else { "" });
        vec![
            Cell::new(self.version),
            or_dash(self.by),
            word(self.current, "current"),
            if self.backup { Cell::new("") } else { Cell::new("no backup (no commit made it)") },
        ]
    }
}

/// The row of a commit or rollback: what became of it.
#[derive(Serialize)]
pub struct CommitRow {
    /// `proven`, `overtook`, `overtaken`, `unknown`, `refused`.
    outcome: &'static str,
    version: Option<String>,
    summary: String,
    missing: Vec<String>,
    overtaken_by: Vec<String>,
    vanished: Vec<VanishedRow>,
    notes: Vec<String>,
    /// Name of the run in the journal.
    run: String,
}

/// A commit of somebody else that is gone, in JSON.
#[derive(Serialize)]
struct VanishedRow {
    by: String,
    version: String,
    /// Edits that would bring it back, one line each.
    edits: Vec<String>,
    unseen: Option<String>,
}

impl CommitRow {
    /// The row of a report of the run of this name.
    pub fn new(report: &Report, run: &str) -> Self {
        let vanished = report.vanished.iter().map(|one| VanishedRow {
            by: one.by.clone(),
            version: one.version.clone(),
            edits: one.lines(),
            unseen: one.unseen.clone(),
        });
        Self {
            outcome: report.outcome.word(),
            version: report.version.clone(),
            summary: report.summary.clone(),
            missing: report.missing.clone(),
            overtaken_by: report.overtaken_by.clone(),
            vanished: vanished.collect(),
            notes: report.notes.clone(),
            run: run.to_owned(),
        }
    }
}

impl Row for CommitRow {
    fn columns(&self) -> Vec<Column> {
        ["outcome", "version", "summary", "missing", "vanished", "run"].map(Column::new).into()
    }

    fn cells(&self) -> Vec<Cell> {
        let vanished: Vec<String> = self
            .vanished
            .iter()
            .map(|one| format!("{} ({}): {}", one.by, one.version, one.edits.join("; ")))
            .collect();
        vec![
            Cell::new(self.outcome),
            or_dash(self.version.as_deref()),
            Cell::new(self.summary.clone()),
            Cell::new(self.missing.join("; ")),
            Cell::new(vanished.join("; ")),
            Cell::new(self.run.clone()),
        ]
    }

    fn more(&self) -> Vec<(&'static str, String)> {
        self.notes.iter().map(|note| ("", note.clone())).collect()
    }
}

/// A row of edits that would be sent or staged.
#[derive(Serialize)]
pub struct EditRow {
    path: String,
    edit: String,
}

impl From<&Edit> for EditRow {
    fn from(edit: &Edit) -> Self {
        Self {
            path: redact(edit.path().as_str()).into_owned(),
            edit: redact(&edit.to_string()).into_owned(),
        }
    }
}

impl Row for EditRow {
    fn columns(&self) -> Vec<Column> {
        vec![Column::new("edit")]
    }

    fn cells(&self) -> Vec<Cell> {
        vec![Cell::new(self.edit.clone())]
    }
}
