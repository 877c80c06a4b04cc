//! `cs status`, `cs history`, `cs show`: what there is, and who has it.

use super::{Context, Failure, find, journal, listing, say};
use crate::cli::output::Format;
use crate::cli::rows::{ChangeRow, ServerRow, VersionRow};
use crate::cli::{Status, complain};
use crate::domain::commit::NAME;
use crate::domain::cs::diff_lines;
use crate::domain::foreign::Clean;
use crate::domain::problem::{Class, Problem};
use crate::ops::commit::{dark, look, settle};
use crate::ops::connection::Connection;
use crate::ops::load::newest;
use crate::ops::sync::{self, Has};
use crate::ops::{history, master, runs};

pub(super) const SERVERS: &str = "servers";
pub(super) const VERSIONS: &str = "versions";
pub(super) const CHANGES: &str = "changes";

/// `cs status`.
pub(super) async fn status(context: &Context) -> Result<Status, Failure> {
    let connection = Connection::open(&context.plan)?;
    let tree = newest(&connection.configuration()?).await?;
    let found = master::find(&connection, &tree).await;
    let sync = sync::look(&connection, found.as_ref().ok(), &tree).await;
    let server = found.as_ref().map_or_else(|_| String::new(), |master| master.url.to_string());
    let mut listing = listing(SERVERS, &tree, &server, context)?;
    let rows: Vec<ServerRow<'_>> =
        sync.servers.iter().map(|server| ServerRow::new(server, &sync)).collect();
    listing.rows(&rows)?;
    let mut status = Status::DONE;
    let mut problems: Vec<Problem> = Vec::new();
    match &found {
        Err(problem) => problems.push(problem.clone()),
        Ok(found) => {
            for claim in master::claims(&tree, &found.url) {
                problems.push(Problem::new(Class::Finding, master_option(), claim, ""));
            }
            say_of_the_dark(found, context, &connection).await?;
        }
    }
    for server in &sync.servers {
        if let Has::Silent(problem) = &server.has {
            problems.push(problem.clone());
        }
    }
    for problem in problems {
        status = status.and(problem.class.into());
        let _its_class_is_known = complain(&problem);
        listing.problem(problem);
    }
    if sync.behind().next().is_some() {
        say("Servers that are behind read the master again within about 5 minutes.");
    }
    listing.end(status.0 < 3)?;
    Ok(status)
}

fn master_option() -> &'static str {
    crate::domain::commit::MASTER_SERVER
}

/// Commits of this installation whose end nobody saw are told with what the CS says of them, and settled.
pub(super) async fn say_of_the_dark(
    found: &master::Master,
    context: &Context,
    connection: &Connection,
) -> Result<(), Problem> {
    let Ok(journal) = journal(context) else { return Ok(()) };
    let (left, problems) = dark(journal, &runs::installation(&connection.servers))?;
    for problem in problems {
        let _told = complain(&problem);
    }
    if left.is_empty() {
        return Ok(());
    }
    let tree = newest(&found.service).await?;
    let name = tree.value(NAME).unwrap_or_default();
    for one in left {
        let sight = look(&found.service, &tree, &name, &one).await?;
        say(&one.sentence(&sight));
        settle(journal, &one, &sight, connection.now())?;
    }
    Ok(())
}

/// `cs history`.
pub(super) async fn history(limit: Option<usize>, context: &Context) -> Result<Status, Failure> {
    let found = find(context).await?;
    let all = history::history(&found.master.service).await?;
    let mut listing = listing(VERSIONS, &all.current, found.master.url.as_str(), context)?;
    let most = limit.unwrap_or(usize::MAX);
    let rows: Vec<VersionRow<'_>> = all.entries.iter().take(most).map(VersionRow::from).collect();
    listing.rows(&rows)?;
    listing.end(true)?;
    Ok(Status::DONE)
}

/// `cs show VERSION`.
pub(super) async fn show(version: &str, context: &Context) -> Result<Status, Failure> {
    let found = find(context).await?;
    let all = history::history(&found.master.service).await?;
    let entry = all.find(version)?;
    let shown = history::show(&found.master.service, &all, entry).await?;
    let by = entry.by.as_deref().unwrap_or("nobody (no commit made it)");
    say(&format!("Version {} by {by}, compared with {}.", entry.version, shown.base));
    if context.format == Format::Table {
        let mut out = std::io::stdout().lock();
        for line in diff_lines(&shown.changes) {
            use std::io::Write as _;
            writeln!(out, "{}", Clean::new(&line.to_string()))?;
        }
        return Ok(Status::DONE);
    }
    let mut listing = listing(CHANGES, &all.current, found.master.url.as_str(), context)?;
    let rows: Vec<ChangeRow<'_>> = shown.changes.iter().map(ChangeRow::from).collect();
    listing.rows(&rows)?;
    listing.end(true)?;
    Ok(Status::DONE)
}
