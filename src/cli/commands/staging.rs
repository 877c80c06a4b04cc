//! `cs get`, `set`, `unset`, `diff`, `drop`, `undo`, `redo`: looking at the configuration, and staging changes of it.

use std::io::{self, Write as _};

use super::{Context, Failure, listing};
use crate::cli::args::StagingVerb;
use crate::cli::output::Row;
use crate::cli::rows::{ChangeRow, EntryRow, StepRow};
use crate::cli::{Status, complain};
use crate::disk::draft::Drafts;
use crate::domain::cs::{Change, CsPath, Danger, Edit, Step, Tree};
use crate::domain::foreign::Clean;
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;
use crate::ops::connection::Connection;
use crate::ops::load::{self, Configuration};
use crate::ops::staging::{self, Ground, Staged, Turn};

/// Key of a command's rows in JSON.
pub(super) fn kind(verb: &StagingVerb) -> &'static str {
    match verb {
        StagingVerb::Get { .. } => "entries",
        StagingVerb::Diff { steps: true } => "steps",
        _ => "changes",
    }
}

pub(super) async fn run(verb: &StagingVerb, context: &Context) -> Result<Status, Failure> {
    let drafts = drafts(context)?;
    let connection = Connection::open(&context.plan)?;
    let configuration = load::load(&connection).await?;
    let at = At { verb, drafts, configuration: &configuration, context };
    if let StagingVerb::Get { path, local: true, .. } = verb {
        return at.get(path, &configuration.tree);
    }
    let ground = Ground::of(&connection, &configuration)?;
    match verb {
        StagingVerb::Get { path, staged, .. } => {
            let draft = if *staged { staging::look(&at.drafts, &ground)? } else { None };
            at.get(path, draft.as_ref().map_or(&ground.remote, |staged| &staged.after))
        }
        StagingVerb::Set { path, value, add, remove } => {
            let (path, value) = (CsPath::new(path), value.clone());
            let edit = match (add, remove) {
                (true, _) => Edit::AddElement { path, element: value },
                (_, true) => Edit::RemoveElement { path, element: value },
                _ => Edit::Set { path, value },
            };
            at.stage(edit, &ground)
        }
        StagingVerb::Unset { path, section } => {
            let path = CsPath::new(path);
            let edit = if *section { Edit::RemoveSection { path } } else { Edit::Unset { path } };
            at.stage(edit, &ground)
        }
        StagingVerb::Diff { steps } => at.diff(*steps, &ground),
        StagingVerb::Drop { step: None } => {
            let draft = staging::drop_all(&at.drafts, &ground.installation)?;
            let steps = draft.changes.steps().len();
            say(&format!("Dropped {steps} staged steps. Nothing is staged any more."));
            at.changes(&[])
        }
        StagingVerb::Drop { step: Some(number) } => {
            let position = usize::try_from(*number).unwrap_or(usize::MAX).saturating_sub(1);
            at.turn(Turn::Drop(position), "Dropped", &ground)
        }
        StagingVerb::Undo => at.turn(Turn::Undo, "Took back", &ground),
        StagingVerb::Redo => at.turn(Turn::Redo, "Put back", &ground),
    }
}

/// The drafts of this host.
pub(super) fn drafts(context: &Context) -> Result<Drafts, Problem> {
    context.drafts.clone().ok_or_else(|| {
        Problem::new(
            Class::Refused,
            "draft",
            "There is no home directory to keep a draft in.",
            "Set HOME, or XDG_STATE_HOME to a directory of yours.",
        )
    })
}

/// Says what is staged now and what is to be known about it, for people.
pub(super) fn tell(staged: &Staged) {
    for shadowed in &staged.shadowed {
        say(&shadowed.to_string());
    }
    if staged.danger() == Danger::High {
        let paths: Vec<&str> = staged.judgement.authorization.iter().map(CsPath::as_str).collect();
        say(&format!("It changes who may do what: {}.", paths.join(", ")));
    }
    let steps = staged.draft.changes.steps().len();
    let differ = staged.changes.iter().filter(|change| change.means_something()).count();
    say(&format!(
        "Staged: {steps} steps, {differ} options and sections that differ. Look with `cs diff`, send with `cs commit`."
    ));
}

/// Something for people while it goes on. A closed standard error leaves nobody to tell.
pub(super) fn say(text: &str) {
    let mut errors = io::stderr().lock();
    for line in text.lines() {
        let _ = writeln!(errors, "{}", Clean::new(line));
    }
}

struct At<'a> {
    verb: &'a StagingVerb,
    drafts: Drafts,
    configuration: &'a Configuration,
    context: &'a Context,
}

impl At<'_> {
    fn rows<R: Row>(&self, rows: &[R]) -> Result<Status, Failure> {
        let mut listing = listing(kind(self.verb), self.configuration, self.context)?;
        listing.rows(rows)?;
        listing.end(true)?;
        Ok(Status::DONE)
    }

    fn changes(&self, changes: &[Change]) -> Result<Status, Failure> {
        let rows: Vec<ChangeRow<'_>> = changes.iter().map(ChangeRow::from).collect();
        self.rows(&rows)
    }

    fn get(&self, path: &str, tree: &Tree) -> Result<Status, Failure> {
        if let Some(option) = tree.option(path) {
            return self.rows(&[EntryRow::option(tree, option)]);
        }
        if let Some(section) = tree.section(path) {
            return self.rows(&EntryRow::all(tree, section));
        }
        let path = redact(path);
        let what = format!("There is no {path} in the configuration.");
        let remedy = "Look at the section above it; names are case-sensitive.";
        let problem = Problem::new(Class::Finding, path, what, remedy);
        let status = complain(&problem);
        let mut listing = listing(kind(self.verb), self.configuration, self.context)?;
        listing.problem(problem);
        listing.end(false)?;
        Ok(status)
    }

    fn stage(&self, edit: Edit, ground: &Ground) -> Result<Status, Failure> {
        let title = redact(&edit.to_string()).into_owned();
        let step = Step { title, edits: vec![edit] };
        let now = (self.context.plan.clock)();
        let outcome = staging::stage(&self.drafts, ground, step, now)?;
        if outcome.changes.is_empty() {
            say("It is so already. Nothing was staged.");
        } else {
            tell(&outcome.staged);
        }
        self.changes(&outcome.changes)
    }

    fn diff(&self, steps: bool, ground: &Ground) -> Result<Status, Failure> {
        let staged = staging::look(&self.drafts, ground)?;
        let Some(staged) = staged else {
            return if steps { self.rows::<StepRow<'_>>(&[]) } else { self.changes(&[]) };
        };
        if staged.draft.version != ground.version {
            let version = &staged.draft.version;
            say(&format!(
                "The configuration has changed since: it was staged on version {version}. `cs commit` puts it onto what is there."
            ));
        }
        if !steps {
            tell(&staged);
            return self.changes(&staged.changes);
        }
        let changes = &staged.draft.changes;
        let count = changes.steps().len();
        let kept = changes.steps().iter().enumerate();
        let undone = changes.undone().iter().rev().enumerate();
        let rows: Vec<StepRow<'_>> = kept
            .map(|(at, step)| StepRow::new(at, step, true))
            .chain(undone.map(|(at, step)| StepRow::new(count.saturating_add(at), step, false)))
            .collect();
        self.rows(&rows)
    }

    fn turn(&self, turn: Turn, done: &str, ground: &Ground) -> Result<Status, Failure> {
        let (step, staged) = staging::turn(&self.drafts, ground, turn)?;
        say(&format!("{done}: {}.", step.title));
        tell(&staged);
        self.changes(&staged.changes)
    }
}
