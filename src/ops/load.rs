//! Reading the configuration: from any server, merged under the local files, and told what it says about tokens.

use std::sync::Arc;

use jiff::Timestamp;

use super::connection::Connection;
use crate::domain::cs::{self, LocalFile, Tree};
use crate::domain::inventory::{Context, Inventory};
use crate::domain::layout::{Layout, Rules};
use crate::domain::problem::{Class, Problem};
use crate::store::installation::Snapshot;
use crate::wire::service::ConfigurationService;

/// The version that every configuration is newer than.
const NONE: &str = "0";

/// A configuration that was read.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Remote and local, merged as DIRAC merges them.
    pub tree: Arc<Tree>,
    /// What it says about tokens.
    pub snapshot: Arc<Snapshot>,
    /// When the server said that this is its newest.
    pub as_of: Timestamp,
}

/// Reads the configuration from the first server that answers.
pub async fn load(connection: &Connection) -> Result<Configuration, Problem> {
    let service = connection.configuration()?;
    let found = newer(&service, connection.local(), NONE, connection).await?;
    found.ok_or_else(nothing)
}

fn nothing() -> Problem {
    Problem::new(
        Class::Unreachable,
        "configuration",
        "The configuration server has no configuration to give.",
        "Ask another server with --server, or look at the server's log.",
    )
}

/// Parses what a server serves.
pub(super) fn parsed(text: Arc<str>, server: &str) -> Result<Tree, Problem> {
    cs::parse(text).map_err(|error| {
        Problem::new(
            Class::Unreachable,
            server,
            format!("The configuration that {server} serves does not parse: {error}"),
            "Tell the administrators of the CS; whatever was read before, and what is staged, stays as it is.",
        )
    })
}

/// Asks whether there is a configuration newer than `known`; `None` if not. Costs the server next to nothing.
pub async fn refresh(
    connection: &Connection,
    known: &str,
) -> Result<Option<Configuration>, Problem> {
    newer(&connection.configuration()?, connection.local(), known, connection).await
}

/// What a server serves, parsed and nothing more.
pub async fn newest<S: ConfigurationService>(service: &S) -> Result<Tree, Problem> {
    let update = service.newer_than(NONE).await.map_err(|error| Problem::from(&error))?;
    let text = update.text.ok_or_else(nothing)?;
    parsed(text, &update.server)
}

async fn newer<S: ConfigurationService>(
    service: &S,
    local: &[LocalFile],
    known: &str,
    connection: &Connection,
) -> Result<Option<Configuration>, Problem> {
    let update = service.newer_than(known).await.map_err(|error| Problem::from(&error))?;
    let as_of = connection.now();
    let Some(text) = update.text else { return Ok(None) };
    let server = update.server.to_string();
    let remote = parsed(text, &server)?;
    let tree = Tree::merged(&remote, local);
    let layout = Layout::detect(&tree);
    // a flat layout is DIRAC 9, unless DIRAC 8 was told to do without setups
    let version = if layout.is_flat() && tree.option("/DIRAC/Setup").is_none() {
        None
    } else {
        service.ping().await.ok().and_then(|ping| ping.version)
    };
    let rules = Rules::choose(version.as_deref(), &layout);
    let layout = layout.read_by(rules);
    let inventory = Inventory::build(&tree, &Context { rules });
    let snapshot = Snapshot {
        version: update.newest,
        server,
        local_files: local.iter().map(|file| file.label.clone()).collect(),
        layout: layout_in_words(&layout, rules),
        inventory,
    };
    Ok(Some(Configuration { tree: Arc::new(tree), snapshot: Arc::new(snapshot), as_of }))
}

fn layout_in_words(layout: &Layout, rules: Rules) -> String {
    let release = match rules {
        Rules::V8 => "DIRAC 8",
        Rules::V9 => "DIRAC 9",
    };
    match layout.setup().filter(|_| !layout.is_flat()) {
        Some(setup) => format!("{release}, setup {setup}"),
        None => release.to_owned(),
    }
}
