//! `cs`: what it holds, what is staged, servers, history, commit, revert, rollback.

mod agree;
mod commit;
mod revert;
mod rollback;
mod versions;

use std::io::{self, Write as _};

use super::{Context, Failure, lint, staging};
use crate::cli::Status;
use crate::cli::args::{CsVerb, Deciding};
use crate::cli::output::{About, Listing, Source};
use crate::disk::draft::Drafts;
use crate::disk::journal::Runs;
use crate::disk::replaced::Replaced;
use crate::domain::commit::VERSION;
use crate::domain::cs::{Choice, Choices, Conflict, CsPath, Tree};
use crate::domain::foreign::Clean;
use crate::domain::problem::{Class, Problem};
use crate::domain::redact::redact;
use crate::ops::connection::Connection;
use crate::ops::load::newest;
use crate::ops::master::{self, Master};

/// Key of a command's rows in JSON.
pub(super) fn kind(verb: &CsVerb) -> &'static str {
    match verb {
        CsVerb::Staging(verb) => staging::kind(verb),
        CsVerb::Lint => lint::KIND,
        CsVerb::Status => versions::SERVERS,
        CsVerb::History { .. } => versions::VERSIONS,
        CsVerb::Show { .. } => versions::CHANGES,
        CsVerb::Revert { .. } => EDITS,
        CsVerb::Commit(_) | CsVerb::Rollback { .. } => COMMITS,
    }
}

/// Key of the rows that are edits.
const EDITS: &str = "edits";
/// Key of the rows that say what became of a commit.
const COMMITS: &str = "commits";

pub(super) async fn run(verb: &CsVerb, context: &Context) -> Result<Status, Failure> {
    match verb {
        CsVerb::Staging(verb) => staging::run(verb, context).await,
        CsVerb::Lint => lint::run(context).await,
        CsVerb::Status => versions::status(context).await,
        CsVerb::History { limit } => versions::history(*limit, context).await,
        CsVerb::Show { which } => versions::show(which, context).await,
        CsVerb::Commit(args) => commit::run(args, context).await,
        CsVerb::Revert { which, deciding } => revert::run(which, deciding, context).await,
        CsVerb::Rollback { which, agreed } => rollback::run(which, agreed, context).await,
    }
}

/// The connection, and the master.
struct Found {
    connection: Connection,
    master: Master,
}

async fn find(context: &Context) -> Result<Found, Problem> {
    let connection = Connection::open(&context.plan)?;
    let tree = newest(&connection.configuration()?).await?;
    let master = master::find(&connection, &tree).await?;
    Ok(Found { connection, master })
}

/// A listing on standard output of what the master has.
fn listing(
    kind: &'static str,
    tree: &Tree,
    server: &str,
    context: &Context,
) -> io::Result<Listing<io::StdoutLock<'static>>> {
    let source = Source {
        server: Some(server.to_owned()),
        cs_version: tree.value(VERSION).map(std::borrow::Cow::into_owned),
    };
    let about = About::new(kind, (context.plan.clock)(), source);
    Listing::begin(context.format, io::stdout().lock(), about, context.columns)
}

/// The journal. Without one nothing is changed.
fn journal(context: &Context) -> Result<&Runs, Problem> {
    context.journal.as_ref().ok_or_else(no_home)
}

/// Where replaced texts are kept: beside the journal.
fn replaced(context: &Context) -> Result<Replaced, Problem> {
    let runs = journal(context)?;
    let state = runs.directory().parent().ok_or_else(no_home)?;
    Ok(Replaced::open(state.join("replaced")))
}

/// The drafts. Without a home nothing can be staged.
fn drafts(context: &Context) -> Result<&Drafts, Problem> {
    context.drafts.as_ref().ok_or_else(no_home)
}

/// Decisions, as they were given.
fn choices(deciding: &Deciding) -> Choices {
    let take = deciding.take.iter().map(|path| (CsPath::new(path), Choice::Theirs));
    let keep = deciding.keep.iter().map(|path| (CsPath::new(path), Choice::Mine));
    take.chain(keep).collect()
}

/// Tells of conflicts, one by one; how the command ends with them.
fn undecided(conflicts: &[Conflict]) -> Problem {
    for conflict in conflicts {
        say(&format!("{conflict}\n  {}", conflict.remedy()));
    }
    let subject = conflicts.first().map(|one| redact(one.path.as_str())).unwrap_or_default();
    let message = match conflicts.len() {
        1 => "One place is to be decided. Nothing was sent.".to_owned(),
        n => format!("{n} places are to be decided. Nothing was sent."),
    };
    let remedy = "--take PATH leaves what is there, --keep PATH does ours.";
    Problem::new(Class::Conflict, subject, message, remedy)
}

/// Tells of conflicts that were decided, one by one.
fn settled(conflicts: &[(Conflict, Choice)]) {
    for (conflict, choice) in conflicts {
        say(&format!("{conflict}\n  {}.", choice.words()));
    }
}

fn no_home() -> Problem {
    Problem::new(
        Class::Refused,
        "journal",
        "There is no home directory to keep the journal in, and nothing is sent that is not in it.",
        "Set HOME, or XDG_STATE_HOME to a directory of yours.",
    )
}

/// Something for people while it goes on. A closed standard error leaves nobody to tell.
fn say(text: &str) {
    let mut errors = io::stderr().lock();
    for line in text.lines() {
        let _ = writeln!(errors, "{}", Clean::new(line));
    }
}
