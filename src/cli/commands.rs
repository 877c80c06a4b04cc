//! The commands: each takes its arguments to a use case and prints what comes back.

mod ce_tags;
mod ce_why;
mod configuration;
mod cs;
mod desk;
mod doctor;
mod editing;
mod inspect;
mod lint;
mod staging;
mod stopping;
mod tokens;
mod user_why;
mod whoami;

use std::io;

use jiff::Timestamp;

use super::args::{CeVerb, Command, Later, Noun, ProviderVerb, TokenVerb, UserVerb, VoVerb};
use super::clocks::Watch;
use super::output::{About, Format, Listing, Source};
use super::passphrase::{self, Stopped};
use super::query::Wrong;
use super::signals::Ending;
use super::{Status, complain, plan, write_failed};
use crate::disk::draft::Drafts;
use crate::disk::journal::Runs;
use crate::domain::problem::{Class, Problem};
use crate::domain::stop::How;
use crate::ops::connection::Plan;
use crate::ops::load::Configuration;
use crate::settings::{Options, Surroundings, Terminal};
use crate::wire::condor::LocalCondor;
pub(super) use inspect::run as inspect;

/// What a command works with.
struct Context {
    plan: Plan,
    /// How results are printed.
    format: Format,
    /// Columns of the terminal that tables are fitted to.
    columns: Option<u16>,
    /// Which of the standard streams are terminals.
    terminal: Terminal,
    /// `--write`.
    write: bool,
    /// Where the journal is; `None` if there is no home to have it in.
    journal: Option<Runs>,
    /// Where drafts are; `None` likewise.
    drafts: Option<Drafts>,
    /// HTCondor's tool, where it is installed.
    condor: LocalCondor,
    /// What a signal does.
    ending: Ending,
}

/// Runs a command to its end, on this thread.
pub(super) fn run(
    command: &Command,
    format: Format,
    options: &Options,
    surroundings: &Surroundings,
    ending: Ending,
) -> Status {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let what = format!("The system gives no event loop: {error}.");
            return complain(&Problem::new(
                Class::Unreachable,
                "system",
                what,
                "Look at the limits of open files.",
            ));
        }
    };
    let mut plan = plan::make(surroundings, options);
    let watch = Watch::default();
    plan.observer = watch.observer(plan.clock);
    let context = Context {
        plan,
        format,
        columns: surroundings.terminal.columns,
        terminal: surroundings.terminal,
        write: options.write,
        journal: surroundings.journal().map(Runs::open),
        drafts: surroundings.drafts().map(Drafts::open),
        condor: LocalCondor::find(surroundings.variable("PATH")),
        ending,
    };
    context.plan.log(key(command));
    // doctor tells of a key that nobody opened instead of refusing to run
    let doctor = matches!(command, Command::Doctor);
    if !doctor || passphrase::can_ask() {
        match passphrase::unlock(&context.plan) {
            Ok(()) => {}
            Err(Stopped::Problem(problem)) if doctor => {
                let _told_again_by_its_check = complain(&problem);
            }
            Err(Stopped::Problem(problem)) => {
                return failed(&problem, key(command), context.format, (context.plan.clock)());
            }
            Err(Stopped::Interrupted) => return Status(130),
        }
    }
    let result = runtime.block_on(dispatch(command, &context));
    // doctor has a check for it
    if !doctor {
        watch.tell();
    }
    match result {
        Ok(status) => status,
        Err(Failure::Problem(problem)) => {
            failed(&problem, key(command), context.format, (context.plan.clock)())
        }
        Err(Failure::Output(error)) => write_failed(&error),
    }
}

/// Key of a command's rows in JSON.
fn key(command: &Command) -> &'static str {
    match command {
        Command::Provider(Later(ProviderVerb::Noun(_))) => "providers",
        Command::Vo(Later(VoVerb::Noun(_))) => "vos",
        Command::Provider(_) | Command::Vo(_) => editing::KIND,
        Command::Ce(Later(CeVerb::Noun(_))) => "ces",
        Command::Ce(Later(CeVerb::Why(_))) => ce_why::KIND,
        Command::Ce(Later(CeVerb::Tag(_) | CeVerb::Untag(_) | CeVerb::Collapse(_))) => {
            ce_tags::KIND
        }
        Command::User(Later(UserVerb::Noun(_))) => "users",
        Command::User(Later(UserVerb::Why { .. })) => "links",
        Command::Token(Later(TokenVerb::Revoke { .. } | TokenVerb::Delete(_))) => stopping::KIND,
        Command::Token(_) => "tokens",
        Command::Cs(Later(verb)) => cs::kind(verb),
        Command::Whoami => "identities",
        Command::Doctor => "checks",
        #[cfg(feature = "sandbox")]
        Command::Demo { .. } | Command::Sandbox { .. } => "",
        Command::Man | Command::Completions { .. } => "",
    }
}

/// Nothing could be listed. A reader of JSON finds that where it looks: a document without rows, not complete, and why.
fn failed(problem: &Problem, kind: &'static str, format: Format, now: Timestamp) -> Status {
    let status = complain(problem);
    if !matches!(format, Format::Json | Format::Jsonl) {
        return status;
    }
    let about = About::new(kind, now, Source::default());
    let written =
        Listing::begin(format, io::stdout().lock(), about, None).and_then(|mut listing| {
            listing.problem(problem.clone());
            listing.end(false)
        });
    match written {
        Ok(()) => status,
        Err(error) => status.and(write_failed(&error)),
    }
}

/// What stands behind `list` is no query.
fn no_query(wrong: &Wrong, kind: &'static str, context: &Context) -> Status {
    let status = failed(&wrong.problem, kind, context.format, (context.plan.clock)());
    wrong.show();
    status
}

async fn dispatch(command: &Command, context: &Context) -> Result<Status, Failure> {
    use configuration::Kind;
    match command {
        Command::Provider(Later(ProviderVerb::Noun(noun))) => {
            configuration::run(Kind::Providers, noun, context).await
        }
        Command::Provider(Later(ProviderVerb::Add(new))) => editing::add(new, context).await,
        Command::Provider(Later(ProviderVerb::Set { name, options, check, dry_run })) => {
            editing::set(name, options, *check, *dry_run, context).await
        }
        Command::Provider(Later(ProviderVerb::Remove { name, force, dry_run })) => {
            editing::remove(name, *force, *dry_run, context).await
        }
        Command::Vo(Later(VoVerb::Noun(noun))) => {
            configuration::run(Kind::Vos, noun, context).await
        }
        Command::Vo(Later(VoVerb::Set { name, provider, dry_run })) => {
            editing::vo(name, provider, *dry_run, context).await
        }
        Command::Ce(Later(CeVerb::Noun(noun))) => {
            configuration::run(Kind::Ces, noun, context).await
        }
        Command::Ce(Later(CeVerb::Why(asked))) => ce_why::run(asked, context).await,
        Command::Ce(Later(CeVerb::Tag(args))) => ce_tags::tag(args, context).await,
        Command::Ce(Later(CeVerb::Untag(args))) => ce_tags::untag(args, context).await,
        Command::Ce(Later(CeVerb::Collapse(args))) => ce_tags::collapse(args, context).await,
        Command::User(Later(UserVerb::Noun(noun))) => {
            configuration::run(Kind::Users, noun, context).await
        }
        Command::User(Later(UserVerb::Why { name })) => user_why::run(name, context).await,
        Command::Token(Later(TokenVerb::Revoke { row_only, stopping })) => {
            let how = if *row_only { How::RevokeOrRow } else { How::Revoke };
            stopping::run(how, stopping, context).await
        }
        Command::Token(Later(TokenVerb::Delete(stopping))) => {
            stopping::run(How::Row, stopping, context).await
        }
        Command::Cs(Later(verb)) => cs::run(verb, context).await,
        Command::Token(Later(verb)) => tokens::run(verb, context).await,
        Command::Whoami => whoami::run(context).await,
        Command::Doctor => doctor::run(context).await,
        // done before any configuration is looked for
        #[cfg(feature = "sandbox")]
        Command::Demo { .. } | Command::Sandbox { .. } => Ok(Status::DONE),
        Command::Man | Command::Completions { .. } => Ok(Status::DONE),
    }
}

/// Why a command stopped.
enum Failure {
    /// Something went wrong; to be said.
    Problem(Problem),
    /// The result could not be written.
    Output(io::Error),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// A listing of things of a configuration, on standard output.
fn listing(
    kind: &'static str,
    configuration: &Configuration,
    context: &Context,
) -> io::Result<Listing<io::StdoutLock<'static>>> {
    let about = about(kind, configuration);
    Listing::begin(context.format, io::stdout().lock(), about, context.columns)
}

/// Rows that come from this configuration.
fn about(kind: &'static str, configuration: &Configuration) -> About {
    let source = Source {
        server: Some(configuration.snapshot.server.clone()),
        cs_version: Some(configuration.snapshot.version.clone()),
    };
    About::new(kind, configuration.as_of, source)
}
