//! `cs commit`: what is staged, to the master.

use super::rollback::{carry_out, told};
use super::versions::say_of_the_dark;
use super::{
    Context, EDITS, Failure, Found, agree, choices, drafts, listing, say, settled, undecided,
};
use crate::cli::Status;
use crate::cli::args::Committing;
use crate::cli::rows::EditRow;
use crate::disk::draft::{Desk, Draft};
use crate::domain::commit::{Outcome, Report};
use crate::domain::cs::{Signed, Step, shadowed};
use crate::domain::problem::{Class, Problem};
use crate::domain::whoami::WhoAmI;
use crate::ops::commit::{Agreed, Prepared, Staged, Upload, merge};
use crate::ops::connection::Connection;
use crate::ops::load::newest;
use crate::ops::master;
use crate::ops::staging::{Ground, stage};
use crate::wire::service::Service as _;

pub(super) async fn run(args: &Committing, context: &Context) -> Result<Status, Failure> {
    agree::before_anything("cs commit", &args.agreed, context)?;
    let connection = Connection::open(&context.plan)?;
    // the one fetch: from the master, whichever of the servers named here that is
    let master = master::find(&connection, &crate::domain::cs::Tree::default()).await?;
    let ground = Ground::on(&connection, newest(&master.service).await?)?;
    for claim in master::claims(&ground.remote, &master.url) {
        say(&claim);
    }
    say_of_the_dark(&master, context, &connection).await?;
    let (mut desk, draft) = taken(&ground, context)?;
    // a decision is about what is there now, and is not kept: at the next run something else may be
    let decided = choices(&args.deciding);
    let who = master.service.whoami().await.map_err(|error| Problem::from(&error))?;
    let signed = (!args.unsigned).then(|| sign(&who, &connection));
    let edits = draft.edits();
    let prepared = merge(
        ground.remote.as_ref().clone(),
        Staged { base: &draft.base, edits: &edits, choices: &decided, signed: signed.as_ref() },
    )?;
    say_of(&prepared, &ground);
    agree::say_of_the_danger(&args.agreed, &prepared.judgement, prepared.verifies_diracx);
    if !prepared.conflicts().is_empty() {
        return Err(undecided(prepared.conflicts()).into());
    }
    let count = prepared.changes.iter().filter(|change| change.means_something()).count();
    agree::on_the_count(&args.agreed, count)?;
    let agreed = Agreed { without_diracx: args.agreed.skip_diracx_check };
    if args.agreed.dry_run {
        let mut listing = listing(EDITS, &ground.remote, master.url.as_str(), context)?;
        let rows: Vec<EditRow> = prepared.merged.edits.iter().map(EditRow::from).collect();
        listing.rows(&rows)?;
        listing.end(true)?;
        // what the run itself would end with
        prepared.ready(agreed)?;
        return Ok(Status::DONE);
    }
    let ready = prepared.ready(agreed)?;
    confirm(args, &prepared, count)?;
    let found = Found { connection, master };
    let (report, run) = carry_out(found, &ready, Upload::Commit, context).await?;
    afterwards(&report, &mut desk)?;
    drop(desk);
    bring_back(&report, &ground, context);
    told(&report, &run, &ground.remote, context)
}

/// The draft, held against others until the commit has ended.
fn taken(ground: &Ground, context: &Context) -> Result<(Desk, Draft), Problem> {
    let desk = drafts(context)?.take(&ground.installation)?;
    let staged = desk.draft().filter(|draft| !draft.changes.is_empty()).cloned();
    let draft = staged.ok_or_else(|| {
        let what = format!("Nothing is staged for {}.", ground.installation.name);
        Problem::new(Class::Finding, "draft", what, "Stage something first, as with `cs set`.")
    })?;
    Ok((desk, draft))
}

fn sign(who: &WhoAmI, connection: &Connection) -> Signed {
    let user = crate::ops::commit::person(who);
    let who = match &who.group {
        Some(group) => format!("{user}@{group}"),
        None => user,
    };
    Signed { who, at: connection.now() }
}

/// What there is to know before it is agreed to.
fn say_of(prepared: &Prepared, ground: &Ground) {
    if prepared.moved_on() {
        say(&format!(
            "Staged on version {}; the master has {} by now, and it is merged with that.",
            prepared.base, prepared.version
        ));
    }
    settled(&prepared.merged.settled);
    for edit in &prepared.merged.already {
        let line = crate::domain::redact::redact(&edit.to_string()).into_owned();
        say(&format!("There already: {line}"));
    }
    for hidden in shadowed(&ground.merged, &prepared.merged.edits) {
        say(&hidden.to_string());
    }
}

fn confirm(args: &Committing, prepared: &Prepared, count: usize) -> Result<(), Problem> {
    let words = agree::on_the_danger(&args.agreed, &prepared.judgement, prepared.verifies_diracx)?;
    if args.agreed.yes {
        return Ok(());
    }
    for line in prepared.lines() {
        say(&format!("  {line}"));
    }
    let word = if words.is_empty() { count.to_string() } else { words.join(" ") };
    agree::ask(&args.agreed, &word)
}

/// A draft goes once what it holds is there; else it stays, to be merged again.
fn afterwards(report: &Report, desk: &mut Desk) -> Result<(), Problem> {
    match report.outcome {
        Outcome::Proven | Outcome::Overtook => desk.remove(),
        Outcome::Overtaken | Outcome::Unknown | Outcome::Refused => Ok(()),
    }
}

/// What of others vanished is staged, to be looked at and sent, or dropped.
fn bring_back(report: &Report, ground: &Ground, context: &Context) {
    for gone in report.vanished.iter().filter(|gone| !gone.edits.is_empty()) {
        let title = format!("bring back {}'s version {}", gone.by, gone.version);
        let step = Step { title: title.clone(), edits: gone.edits.clone() };
        let staged =
            drafts(context).and_then(|drafts| stage(drafts, ground, step, (context.plan.clock)()));
        for line in gone.lines() {
            say(&format!("  gone: {line}"));
        }
        match staged {
            Ok(_) => say(&format!(
                "Staged, and not sent: {title}. `cs diff` shows it, `cs drop` drops it."
            )),
            Err(problem) => say(&format!("It could not be staged: {problem}")),
        }
    }
}
