//! `cs revert VERSION`: the undoing of one version, staged.

use super::{Context, EDITS, Failure, choices, drafts, find, listing, say, undecided};
use crate::cli::Status;
use crate::cli::args::Deciding;
use crate::cli::rows::EditRow;
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;
use crate::ops::staging::{Ground, stage};
use crate::ops::{history, revert};

pub(super) async fn run(
    which: &str,
    deciding: &Deciding,
    context: &Context,
) -> Result<Status, Failure> {
    let found = find(context).await?;
    let all = history::history(&found.master.service).await?;
    let entry = all.find(which)?;
    let undo = revert::revert(&found.master.service, &all, entry, &choices(deciding)).await?;
    for note in &undo.notes {
        say(note);
    }
    for edit in &undo.already {
        say(&format!("Undone already: {}", redact(&edit.to_string())));
    }
    if !undo.conflicts.is_empty() {
        return Err(undecided(&undo.conflicts).into());
    }
    if undo.step.edits.is_empty() {
        let what = format!("What version {} changed is undone already.", entry.version);
        return Err(Problem::new(Class::Finding, &entry.version, what, "").into());
    }
    let ground = Ground::on(&found.connection, all.current.clone())?;
    let rows: Vec<EditRow> = undo.step.edits.iter().map(EditRow::from).collect();
    stage(drafts(context)?, &ground, undo.step, found.connection.now())?;
    say("Staged, and not sent: `cs diff` shows it, `cs commit --write` sends it.");
    let mut listing = listing(EDITS, &all.current, found.master.url.as_str(), context)?;
    listing.rows(&rows)?;
    listing.end(true)?;
    Ok(Status::DONE)
}
