//! `cs rollback VERSION`: the whole text of an old version in the place of what is there.

use super::{COMMITS, Context, Failure, agree, find, journal, listing, replaced, say};
use crate::cli::args::Agreed;
use crate::cli::rows::{ChangeRow, CommitRow};
use crate::cli::signals::Care;
use crate::cli::{Status, complain};
use crate::domain::commit::Report;
use crate::domain::cs::Tree;
use crate::domain::problem::Problem;
use crate::ops::commit::{self, Desk, Ready, Upload, send};
use crate::ops::{history, rollback, runs};
use crate::store::journal::Purpose;
use crate::wire::rpc::WriteUnlocked;

use super::Found;
use super::versions::CHANGES;

pub(super) async fn run(
    version: &str,
    agreed: &Agreed,
    context: &Context,
) -> Result<Status, Failure> {
    agree::before_anything("cs rollback", agreed, context)?;
    let found = find(context).await?;
    let all = history::history(&found.master.service).await?;
    let entry = all.find(version)?;
    let plan = rollback::plan(&found.master.service, &all, entry).await?;
    for line in plan.consequences() {
        say(&line);
    }
    agree::say_of_the_danger(agreed, &plan.judgement, plan.verifies_diracx);
    let going = commit::Agreed { without_diracx: agreed.skip_diracx_check };
    let count = plan.changes.iter().filter(|change| change.means_something()).count();
    agree::on_the_count(agreed, count)?;
    if agreed.dry_run {
        let mut listing = listing(CHANGES, &all.current, found.master.url.as_str(), context)?;
        let rows: Vec<ChangeRow<'_>> = plan.changes.iter().map(ChangeRow::from).collect();
        listing.rows(&rows)?;
        listing.end(true)?;
        // what the run itself would end with
        plan.ready(going)?;
        return Ok(Status::DONE);
    }
    let ready = plan.ready(going)?;
    let mut words: Vec<&str> = agree::on_the_danger(agreed, &plan.judgement, plan.verifies_diracx)?;
    // whoever types it has read which version it is
    words.insert(0, &plan.version);
    agree::ask(agreed, &words.join(" "))?;
    let upload = Upload::RollBack(&plan.version);
    let (report, run) = carry_out(found, &ready, upload, context).await?;
    told(&report, &run, &all.current, context)
}

/// Sends what was agreed to, with everything that belongs to it; the name of its run is returned, too.
pub(super) async fn carry_out(
    found: Found,
    ready: &Ready,
    upload: Upload<'_>,
    context: &Context,
) -> Result<(Report, String), Problem> {
    let (journal, replaced) = (journal(context)?, replaced(context)?);
    let who = crate::wire::service::Service::whoami(&found.master.service).await;
    let who = who.map_err(|error| Problem::from(&error))?;
    let connection = &found.connection;
    let purpose = Purpose::Commit(ready.commit());
    let beginning = runs::beginning(connection, &who, purpose, connection.now());
    let (run, mut writer) = journal.begin(beginning)?;
    let master = found.master.service.unlock(&WriteUnlocked::asked_for());
    let cancel = context.ending.carefully(Care::Look);
    let desk = Desk {
        master: &master,
        us: crate::ops::commit::person(&who),
        replaced: &replaced,
        clock: context.plan.clock,
        pause: |time| Box::pin(tokio::time::sleep(time)),
        cancel: &cancel,
    };
    let report = send(&desk, ready, upload, &mut writer).await?;
    Ok((report, run.name))
}

/// Prints what became of it.
pub(super) fn told(
    report: &Report,
    run: &str,
    tree: &Tree,
    context: &Context,
) -> Result<Status, Failure> {
    let mut listing = listing(COMMITS, tree, "", context)?;
    let row = CommitRow::new(report, run);
    if context.format == crate::cli::output::Format::Table {
        listing.cards(&[row], context.columns)?;
        listing.flush()?;
    } else {
        listing.rows(&[row])?;
    }
    let status = report.class().map_or(Status::DONE, Status::from);
    if let Some(class) = report.class() {
        let problem = Problem::new(class, "commit", report.summary.clone(), "");
        let _its_class_is_known = complain(&problem);
        listing.problem(problem);
    }
    if context.format != crate::cli::output::Format::Table {
        listing.end(true)?;
    }
    Ok(status)
}
