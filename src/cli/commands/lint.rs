//! `cs lint`: everything that is wrong with the configuration, the worst first.

use std::cmp::Reverse;

use super::{Context, Failure, listing};
use crate::cli::Status;
use crate::cli::rows::LintRow;
use crate::domain::inventory::of_release;
use crate::domain::lint::{Finding, Severity};
use crate::domain::problem::Class;
use crate::ops::connection::Connection;
use crate::ops::load;
use crate::wire::service::Service as _;

/// Key of the rows in JSON.
pub(super) const KIND: &str = "findings";

pub(super) async fn run(context: &Context) -> Result<Status, Failure> {
    let connection = Connection::open(&context.plan)?;
    let configuration = load::load(&connection).await?;
    let inventory = &configuration.snapshot.inventory;
    let mut found: Vec<Finding> = inventory.all_findings().cloned().collect();
    // what a server does not say of itself brings no finding
    let version = connection.configuration()?.ping().await.ok().and_then(|ping| ping.version);
    if let Some(version) = version {
        found.extend(of_release(&configuration.tree, inventory.rules, &version));
    }
    found.sort_by_key(|finding| Reverse(finding.severity));
    let rows: Vec<LintRow<'_>> = found.iter().map(LintRow::from).collect();
    let mut listing = listing(KIND, &configuration, context)?;
    listing.rows(&rows)?;
    listing.end(true)?;
    let errors = found.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if errors { Status(Class::Finding.status()) } else { Status::DONE })
}
