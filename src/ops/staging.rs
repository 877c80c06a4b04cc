//! Staging: what console and twin do to the draft of an installation. Nothing is sent to anybody.
//!
//! A step is judged before it is kept: that its edits can be applied, that it holds no secret, that what it results in is
//! allowed. So a draft can always be shown, compared and committed.

use std::sync::Arc;

use jiff::Timestamp;

use super::connection::{Connection, SERVERS};
use super::load::Configuration;
use crate::disk::draft::{Desk, Draft, Drafts, Installation};
use crate::domain::commit::{NAME, VERSION};
use crate::domain::cs::{
    self, Change, ChangeSet, Choice, Choices, CsPath, Danger, Edit, EditFault, Judgement, Refusal,
    Shadowed, Step, Tree, compare, judge_changes, judge_edits, shadowed, three_way,
};
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;

/// The configuration that something is staged for.
#[derive(Clone, Debug)]
pub struct Ground {
    /// Which installation.
    pub installation: Installation,
    /// Version of its configuration.
    pub version: String,
    /// The servers' own text.
    pub remote: Arc<Tree>,
    /// The same under the local files, to tell what they hide.
    pub merged: Arc<Tree>,
}

impl Ground {
    /// The ground of a configuration that was read.
    ///
    /// # Errors
    /// The configuration has no name, without which the servers take no commit.
    pub fn of(connection: &Connection, configuration: &Configuration) -> Result<Self, Problem> {
        let remote = cs::parse(configuration.tree.text()).map_err(|error| {
            let server = &configuration.snapshot.server;
            let what = format!("The configuration that {server} serves does not parse: {error}");
            Problem::new(Class::Unreachable, server, what, "Tell the administrators of the CS.")
        })?;
        Self::on(connection, remote)
    }

    /// The ground that a server's own text is.
    ///
    /// # Errors
    /// The configuration has no name, without which the servers take no commit.
    pub fn on(connection: &Connection, remote: Tree) -> Result<Self, Problem> {
        let name = remote.value(NAME).filter(|name| !name.is_empty()).ok_or_else(|| {
            let what = format!("The configuration has no {NAME}, so it cannot be committed.");
            Problem::new(Class::Refused, NAME, what, "Tell the administrators of the CS.")
        })?;
        let local = Tree::merged(&Tree::default(), connection.local());
        let named = local.option(SERVERS).map(|o| o.list().map(str::to_owned).collect());
        let given = || connection.servers.iter().map(ToString::to_string).collect();
        let servers = named.filter(|s: &Vec<String>| !s.is_empty()).unwrap_or_else(given);
        Ok(Self {
            installation: Installation { name: name.into_owned(), servers },
            version: remote.value(VERSION).unwrap_or_default().into_owned(),
            merged: Arc::new(Tree::merged(&remote, connection.local())),
            remote: Arc::new(remote),
        })
    }
}

/// A draft and what it amounts to.
#[derive(Clone, Debug)]
pub struct Staged {
    /// The draft.
    pub draft: Draft,
    /// Its base with all its edits, unsigned.
    pub after: Tree,
    /// What differs between its base and that.
    pub changes: Vec<Change>,
    /// What is to be said about it. A draft never holds what is refused.
    pub judgement: Judgement,
    /// Edits of what local files hide.
    pub shadowed: Vec<Shadowed>,
}

/// What became of a step.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The draft as it is kept now.
    pub staged: Staged,
    /// What the step changes on top of those before it. Nothing if all of it was so already: then it was not staged.
    pub changes: Vec<Change>,
}

/// The draft of an installation with what it amounts to, if there is one. Changes nothing.
pub fn look(drafts: &Drafts, ground: &Ground) -> Result<Option<Staged>, Problem> {
    let draft = drafts.look(&ground.installation)?;
    draft.map(|draft| staged(draft, &ground.merged)).transpose()
}

/// Stages a step on the draft of the installation, which is begun if there is none.
///
/// A draft whose edits nobody else has touched meanwhile moves on to the configuration at hand, so that new steps can be about
/// what is there now.
///
/// # Errors
/// The step holds a secret or results in something that is not done, an edit cannot be applied, or the draft cannot be read
/// or written. The draft is as it was.
pub fn stage(
    drafts: &Drafts,
    ground: &Ground,
    step: Step,
    now: Timestamp,
) -> Result<Outcome, Problem> {
    if let Some(refusal) = judge_edits(&step.edits).first() {
        return Err(refused(refusal, 0));
    }
    let mut desk = drafts.take(&ground.installation)?;
    let mut draft = match desk.draft() {
        Some(draft) => moved_on(draft.clone(), ground),
        None => Draft::begin(
            ground.installation.clone(),
            ground.version.clone(),
            Arc::clone(&ground.remote),
            now,
        ),
    };
    let before = tree_of(&draft)?;
    let step = Step { title: redact(&step.title).into_owned(), edits: step.edits };
    let alone = before.edited(&step.edits, None).map_err(|fault| not_staged(&fault, &step))?;
    let changes = compare(&before, &alone);
    if changes.is_empty() {
        return Ok(Outcome { staged: staged(draft, &ground.merged)?, changes });
    }
    draft.changes.stage(step);
    let outcome = Outcome { staged: staged(draft.clone(), &ground.merged)?, changes };
    if let Some(refusal) = outcome.staged.judgement.refused.first() {
        let more = outcome.staged.judgement.refused.len().saturating_sub(1);
        return Err(refused(refusal, more));
    }
    desk.save(draft)?;
    Ok(outcome)
}

/// Which way a draft goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The last step is taken back.
    Undo,
    /// The step that was taken back last is put back.
    Redo,
    /// The step at this position, from 0, is dropped for good.
    Drop(usize),
}

/// Takes a step back, puts one back, or drops one; says which, with the draft as it is now. A draft in which nothing is left
/// is removed.
///
/// # Errors
/// There is no such step, or those behind it need it. The draft is as it was.
pub fn turn(drafts: &Drafts, ground: &Ground, turn: Turn) -> Result<(Step, Staged), Problem> {
    let (mut desk, mut draft) = existing(drafts, &ground.installation)?;
    let step = match turn {
        Turn::Undo => draft.changes.undo().cloned(),
        Turn::Redo => draft.changes.redo().cloned(),
        Turn::Drop(at) => draft.changes.drop_step(at),
    };
    let step = step.ok_or_else(|| no_step(turn, &draft.changes))?;
    let staged = staged(draft.clone(), &ground.merged).map_err(|problem| {
        let (what, remedy) = match turn {
            Turn::Redo => ("It cannot be put back any more", "Stage it anew."),
            _ => ("What is left would not hold without it", "Drop the later step first."),
        };
        let what = format!("{what}: {}", problem.message);
        Problem::new(Class::Refused, &problem.subject, what, remedy)
    })?;
    if let Some(refusal) = staged.judgement.refused.first() {
        return Err(refused(refusal, 0));
    }
    keep(&mut desk, draft)?;
    Ok((step, staged))
}

/// Drops the whole draft; gives it back for the last time.
///
/// # Errors
/// There is none, or it cannot be removed.
pub fn drop_all(drafts: &Drafts, installation: &Installation) -> Result<Draft, Problem> {
    let (mut desk, draft) = existing(drafts, installation)?;
    desk.remove()?;
    Ok(draft)
}

/// Keeps what was decided about conflicts with the draft.
///
/// # Errors
/// A value that was given holds a secret, or the draft cannot be read or written. Nothing of it is kept.
pub fn choose(
    drafts: &Drafts,
    installation: &Installation,
    choices: impl IntoIterator<Item = (CsPath, Choice)>,
) -> Result<Draft, Problem> {
    let choices: Choices = choices.into_iter().collect();
    let given: Vec<Edit> = choices.iter().filter_map(given).collect();
    if let Some(refusal) = judge_edits(&given).first() {
        let mut problem = refusal.problem();
        problem.message.push_str(" Nothing was decided.");
        return Err(problem);
    }
    let (mut desk, mut draft) = existing(drafts, installation)?;
    draft.choices.extend(choices);
    desk.save(draft.clone())?;
    Ok(draft)
}

/// What a choice sets, if it sets anything of its own.
fn given((path, choice): (&CsPath, &Choice)) -> Option<Edit> {
    match choice {
        Choice::Value(value) => Some(Edit::Set { path: path.clone(), value: value.clone() }),
        Choice::Theirs | Choice::Mine => None,
    }
}

fn existing(drafts: &Drafts, installation: &Installation) -> Result<(Desk, Draft), Problem> {
    let desk = drafts.take(installation)?;
    let draft = desk.draft().cloned().ok_or_else(|| {
        let what = format!("Nothing is staged for {}.", installation.name);
        Problem::new(Class::Usage, "draft", what, "Stage something first, as with `cs set`.")
    })?;
    Ok((desk, draft))
}

fn keep(desk: &mut Desk, draft: Draft) -> Result<(), Problem> {
    if draft.is_empty() { desk.remove() } else { desk.save(draft) }
}

/// The draft's base with all its edits.
fn tree_of(draft: &Draft) -> Result<Tree, Problem> {
    draft.base.edited(draft.changes.edits(), None).map_err(|fault| fault.problem())
}

/// What a draft amounts to.
///
/// # Errors
/// Its edits do not apply to its own base.
pub fn staged(draft: Draft, merged: &Tree) -> Result<Staged, Problem> {
    let after = tree_of(&draft)?;
    let changes = compare(&draft.base, &after);
    let judgement = judge_changes(&draft.base, &after, &changes);
    let shadowed = shadowed(merged, draft.changes.edits());
    Ok(Staged { draft, after, changes, judgement, shadowed })
}

impl Staged {
    /// How much is asked of whoever commits it.
    pub fn danger(&self) -> Danger {
        self.judgement.danger()
    }
}

/// The draft on the configuration at hand, if none of its edits is about what has changed since.
fn moved_on(mut draft: Draft, ground: &Ground) -> Draft {
    if draft.version == ground.version {
        return draft;
    }
    let edits = draft.edits();
    let merged = three_way(&draft.base, &ground.remote, &edits, &Choices::new(), None);
    if merged.is_ok_and(|merged| merged.conflicts.is_empty() && merged.edits == edits) {
        draft.base = Arc::clone(&ground.remote);
        draft.version.clone_from(&ground.version);
    }
    draft
}

fn refused(refusal: &Refusal, more: usize) -> Problem {
    let mut problem = refusal.problem();
    if more > 0 {
        problem.message = format!("{} So are {more} more.", problem.message);
    }
    problem.message.push_str(" Nothing was staged.");
    problem
}

fn not_staged(fault: &EditFault, step: &Step) -> Problem {
    let mut problem = fault.problem();
    if step.edits.len() > 1 {
        let (at, of) = (fault.at.saturating_add(1), step.edits.len());
        problem.message = format!("Edit {at} of {of}: {}", problem.message);
    }
    problem.message.push_str(" Nothing was staged.");
    problem
}

fn no_step(turn: Turn, changes: &ChangeSet) -> Problem {
    let what = match turn {
        Turn::Undo => "No step is staged that could be taken back.".to_owned(),
        Turn::Redo => "No step was taken back that could be put back.".to_owned(),
        Turn::Drop(at) => format!(
            "There is no step {}; {} are staged.",
            at.saturating_add(1),
            changes.steps().len()
        ),
    };
    Problem::new(Class::Usage, "draft", what, "`cs diff` shows the steps with their numbers.")
}

#[cfg(test)]
mod tests;
