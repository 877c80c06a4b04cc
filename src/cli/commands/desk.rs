//! What commands that stage something share: the configuration as the draft leaves it, and the draft itself.

use super::staging::{drafts, say, tell};
use super::{Context, Failure, listing};
use crate::cli::Status;
use crate::cli::rows::ChangeRow;
use crate::disk::draft::Drafts;
use crate::domain::cs::{Change, Step, Tree, compare};
use crate::domain::idp::edit::Edited;
use crate::domain::inventory::{self, Inventory};
use crate::domain::problem::Problem;
use crate::ops::connection::Connection;
use crate::ops::load::{self, Configuration};
use crate::ops::staging::{self, Ground};

/// The configuration with what is staged already, which new steps are made for.
pub(super) struct Desk<'c> {
    pub(super) configuration: Configuration,
    /// The servers' own text with the draft's edits: local files are no part of it.
    pub(super) tree: Tree,
    /// What that says.
    pub(super) inventory: Inventory,
    ground: Ground,
    drafts: Drafts,
    context: &'c Context,
}

impl<'c> Desk<'c> {
    /// Reads the configuration and the draft. Changes nothing.
    pub(super) async fn open(context: &'c Context) -> Result<Self, Problem> {
        let drafts = drafts(context)?;
        let connection = Connection::open(&context.plan)?;
        let configuration = load::load(&connection).await?;
        let ground = Ground::of(&connection, &configuration)?;
        let tree = match staging::look(&drafts, &ground)? {
            Some(staged) => staged.after,
            None => ground.remote.as_ref().clone(),
        };
        let rules = configuration.snapshot.inventory.rules;
        let inventory = Inventory::build(&tree, &inventory::Context { rules });
        Ok(Self { configuration, tree, inventory, ground, drafts, context })
    }

    /// Stages a step, and says what is staged now.
    pub(super) fn stage(&self, step: Step) -> Result<(), Problem> {
        let now = (self.context.plan.clock)();
        let title = step.title.clone();
        let done = staging::stage(&self.drafts, &self.ground, step, now)?;
        if done.changes.is_empty() {
            say("Nothing is to be changed: it is so already.");
            return Ok(());
        }
        say(&format!("{title}."));
        tell(&done.staged);
        Ok(())
    }

    /// Stages what an editor's rules made, unless it is only to be shown; prints what differs.
    pub(super) fn edit(&self, edited: Edited, dry_run: bool) -> Result<Status, Failure> {
        let after = self.tree.edited(&edited.step.edits, None).map_err(|fault| fault.problem())?;
        let changes: Vec<Change> = compare(&self.tree, &after);
        if edited.step.edits.is_empty() {
            say("Nothing is to be changed: it is so already.");
        } else if dry_run {
            say(&format!("Would stage: {}.", edited.step.title));
        } else {
            self.stage(edited.step)?;
        }
        for note in &edited.notes {
            say(note);
        }
        let rows: Vec<ChangeRow<'_>> = changes.iter().map(ChangeRow::from).collect();
        let mut listing = listing("changes", &self.configuration, self.context)?;
        listing.rows(&rows)?;
        listing.end(true)?;
        Ok(Status::DONE)
    }
}
