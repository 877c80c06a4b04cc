//! `token revoke` and `token delete`: which token ids, the plan, the question, the run, and what became of each.
//!
//! What is wrong with the command line or not agreed to is refused before the first request, what turns out on reading before
//! the first one that changes something.

mod agree;
mod earlier;
mod plans;
mod results;
mod select;

use std::io::{self, Write as _};
use std::slice;

use super::{Context, Failure, listing, no_query};
use crate::cli::Status;
use crate::cli::args::Stopping;
use crate::cli::output::{About, Format, Listing, Source};
use crate::cli::query::read;
use crate::cli::signals::Care;
use crate::disk::journal::{Runs, Writer};
use crate::domain::foreign::Clean;
use crate::domain::problem::{Class, Problem};
use crate::domain::query::{Grid, Schema};
use crate::domain::stop::{How, Plan};
use crate::ops::bulk::{self, Event, Job};
use crate::ops::connection::Connection;
use crate::ops::load::{self, Configuration};
use crate::ops::runs;
use crate::ops::stop::ReadDesk;
use crate::store::journal::Record;
use crate::wire::rpc::WriteUnlocked;
use earlier::Earlier;
use results::Results;

/// Key of the rows in JSON: what became of each token id.
pub(super) const KIND: &str = "stopped";
/// The same, where nothing is done.
const PLANS: &str = "plans";

/// What is to be stopped.
struct Chosen {
    token_ids: Vec<String>,
    /// What is told of the choice; empty if there is nothing to tell.
    note: String,
}

pub(super) async fn run(how: How, args: &Stopping, context: &Context) -> Result<Status, Failure> {
    if let Some(name) = &args.abandon {
        return give_up(name, context);
    }
    let schema = Schema::twin(Grid::Tokens, []);
    let query = match args.query.as_ref().map(|text| read(slice::from_ref(text), &schema)) {
        Some(Err(wrong)) => return Ok(no_query(&wrong, KIND, context)),
        query => query.and_then(Result::ok),
    };
    agree::before_anything(how, args, query.as_ref(), context)?;
    let connection = Connection::open(&context.plan)?;
    let journal = journal(context)?;
    let installation = runs::installation(&connection.servers);
    let earlier = args
        .resume
        .as_ref()
        .map(|name| earlier::find(journal, name, how, &installation, args.expect))
        .transpose()?;
    if earlier.is_none() {
        earlier::mention(journal, &installation);
    }
    let configuration = load::load(&connection).await?;
    let desk = ReadDesk::at(&context.plan, &connection, &configuration).await?;
    let chosen = match &earlier {
        Some(earlier) => earlier.left(),
        None => select::choose(args, query.as_ref(), &connection, &configuration).await?,
    };
    if earlier.is_none() {
        agree::on_the_count(args, &chosen)?;
    }
    let how = earlier.as_ref().map_or(how, Earlier::how);
    let plans = plans::make(&desk, &chosen, how).await?;
    let task = Task { context, configuration: &configuration, how, plans };
    if args.dry_run {
        return task.show();
    }
    task.carry_out(args, desk, journal, earlier, &connection).await
}

/// Gives up a run: only this host's journal hears of it.
fn give_up(name: &str, context: &Context) -> Result<Status, Failure> {
    let clock = context.plan.clock;
    let abandoned = runs::abandon(journal(context)?, name, clock)?;
    say(&abandoned.sentence(name));
    if matches!(context.format, Format::Json | Format::Jsonl) {
        let about = About::new(KIND, clock(), Source::default());
        Listing::begin(context.format, io::stdout().lock(), about, None)?.end(true)?;
    }
    Ok(Status::DONE)
}

/// The journal. Without one nothing is changed.
pub(super) fn journal(context: &Context) -> Result<&Runs, Problem> {
    context.journal.as_ref().ok_or_else(|| {
        Problem::new(
            Class::Refused,
            "journal",
            "There is no home directory to keep the journal in, and nothing is sent that is not in it.",
            "Set HOME, or XDG_STATE_HOME to a directory of yours.",
        )
    })
}

/// `token revoke`, `token delete`.
fn verb(how: How) -> &'static str {
    match how {
        How::Revoke | How::RevokeOrRow => "token revoke",
        How::Row => "token delete",
    }
}

/// Something for people while it goes on. A closed standard error leaves nobody to tell.
fn say(text: &str) {
    let mut errors = io::stderr().lock();
    for line in text.lines() {
        let _ = writeln!(errors, "{}", Clean::new(line));
    }
}

/// What was agreed to, or is to be.
struct Task<'t> {
    context: &'t Context,
    configuration: &'t Configuration,
    how: How,
    plans: Vec<Plan>,
}

impl Task<'_> {
    /// Prints what would be done.
    fn show(&self) -> Result<Status, Failure> {
        let format = self.context.format;
        let mut listing = listing(PLANS, self.configuration, self.context)?;
        if format == Format::Table {
            let now = (self.context.plan.clock)();
            plans::tell(&mut listing, &self.plans, self.how, now, self.context.columns)?;
        } else {
            listing.rows(&plans::rows(&self.plans, self.how))?;
            listing.end(true)?;
        }
        if let Err(refused) = plans::can_be_done(&self.plans, self.how) {
            // what the run itself would end with
            say(&format!("dirac-tokens: {}\n  {}", refused.message, refused.remedy));
            return Ok(refused.class.into());
        }
        let stored = self.plans.iter().any(|plan| !plan.rows.is_empty());
        Ok(if stored { Status::DONE } else { Class::Finding.into() })
    }

    /// Asks, writes down, does it, prints what became of it.
    async fn carry_out(
        self,
        args: &Stopping,
        desk: ReadDesk,
        journal: &Runs,
        earlier: Option<Earlier>,
        connection: &Connection,
    ) -> Result<Status, Failure> {
        let now = connection.now();
        // an earlier run may have deleted what is no longer there
        let nothing = earlier.is_none() && self.plans.iter().all(|plan| plan.rows.is_empty());
        let settled =
            earlier.as_ref().map(|e| results::settled(&e.kept, &self)).unwrap_or_default();
        if self.plans.is_empty() || nothing {
            return Ok(Results::begin(&self, &settled)?.without_a_run(&self.plans));
        }
        if earlier.is_none() {
            plans::can_be_done(&self.plans, self.how)?;
        }
        plans::say(&self.plans, self.how, now);
        agree::ask(args, &self.plans)?;
        let (name, mut writer, past) = self.begin(journal, &desk, earlier, connection)?;
        let mut results = Results::begin(&self, &settled)?;
        let asked = WriteUnlocked::asked_for();
        let (desk, cancel) = (desk.unlock(&asked), self.context.ending.carefully(Care::Id));
        let job = Job { plans: &self.plans, how: self.how, past: &past, apart: 0 };
        let clock = self.context.plan.clock;
        let end = bulk::run(&desk, job, &mut writer, clock, &cancel, |event| {
            if let Event::Settled(report) = event {
                results.take(report);
            }
        })
        .await;
        Ok(results.finish(&end, &name, writer.path()))
    }

    /// The journal of this run: a new one, or that of the earlier run, with its name and what is in it.
    fn begin(
        &self,
        journal: &Runs,
        desk: &ReadDesk,
        earlier: Option<Earlier>,
        connection: &Connection,
    ) -> Result<(String, Writer, Vec<Record>), Problem> {
        if let Some(Earlier { kept, writer }) = earlier {
            return Ok((kept.run.name, writer, kept.records));
        }
        let token_ids = self.plans.iter().map(|plan| plan.token_id.clone()).collect();
        let now = connection.now();
        let beginning = runs::stopping(connection, desk.who(), self.how, token_ids, now);
        let (run, writer) = journal.begin(beginning)?;
        Ok((run.name, writer, Vec::new()))
    }
}
