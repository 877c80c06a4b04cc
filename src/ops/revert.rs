//! Undoing one commit: what it changed, turned round, put onto what is there now like any other staged change.

use super::history::{Entry, History, Shown, show};
use crate::domain::commit::between;
use crate::domain::cs::{Choices, Conflict, Edit, Step, three_way};
use crate::domain::problem::{Class, Problem};
use crate::domain::secret::is_secret_option;
use crate::wire::service::ConfigurationService;

/// How a commit would be undone.
#[derive(Debug)]
pub struct Undoing {
    /// What is to be staged on the current configuration.
    pub step: Step,
    /// What others, or we, changed since at the same places: nothing is done there.
    pub conflicts: Vec<Conflict>,
    /// What is undone already.
    pub already: Vec<Edit>,
    /// What else is to be said, a sentence each.
    pub notes: Vec<String>,
}

/// The edits that undo what the version changed, on the configuration that is served now. What has been changed since at the
/// same places is a conflict, and is left as it is unless a choice says otherwise.
pub async fn revert<S: ConfigurationService>(
    master: &S,
    history: &History,
    entry: &Entry,
    choices: &Choices,
) -> Result<Undoing, Problem> {
    let shown = show(master, history, entry).await?;
    undo(&shown, history, entry, choices)
}

fn undo(
    shown: &Shown,
    history: &History,
    entry: &Entry,
    choices: &Choices,
) -> Result<Undoing, Problem> {
    let edits = between(&shown.after, &shown.before);
    let mut notes = Vec::new();
    for change in shown.changes.iter().filter(|change| is_secret_option(change.path.name())) {
        notes.push(format!(
            "{} is named like a secret: what it was is not written back.",
            change.path
        ));
    }
    let since = history.since(entry).count();
    if since > 0 {
        notes.push(match since {
            1 => "One version has come since.".to_owned(),
            n => format!("{n} versions have come since."),
        });
    }
    if edits.is_empty() {
        let what = format!("Version {} changed nothing that can be undone.", entry.version);
        return Err(Problem::new(Class::Finding, &entry.version, what, ""));
    }
    let merged = three_way(&shown.after, &history.current, &edits, choices, None)
        .map_err(|fault| fault.problem())?;
    let by = entry.by.as_deref().unwrap_or("nobody");
    let title = format!("undo {by}'s version {}", entry.version);
    Ok(Undoing {
        step: Step { title, edits: merged.edits },
        conflicts: merged.conflicts,
        already: merged.already,
        notes,
    })
}
