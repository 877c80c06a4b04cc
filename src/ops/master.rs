//! The master of the configuration: the only server that is written to, and only if it is named here (design.md 6.5).
//!
//! What the configuration says of its master is compared with it and never followed.

use super::connection::Connection;
use crate::domain::commit::{Claim, MASTER_SERVER};
use crate::domain::cs::Tree;
use crate::domain::problem::{Class, Problem};
use crate::wire::configuration::ConfigurationClient;
use crate::wire::error::WireError;
use crate::wire::rpc::HttpsRpc;
use crate::wire::service::ConfigurationService;
use crate::wire::url::{CsUrl, Scheme};

/// The master, which said of itself that it takes commits.
#[derive(Debug)]
pub struct Master {
    /// Its URL.
    pub url: CsUrl,
    /// A client of it alone.
    pub service: ConfigurationClient<HttpsRpc>,
}

/// The master: the one that is pinned by hand, or else the first of the local configuration's servers that takes commits. The
/// one that the configuration names is asked first, if it is among them.
pub async fn find(connection: &Connection, tree: &Tree) -> Result<Master, Problem> {
    let named = tree.value(MASTER_SERVER).unwrap_or_default();
    let candidates: Vec<&CsUrl> = if let Some(pinned) = &connection.master {
        vec![pinned]
    } else {
        let here = connection.servers.iter().filter(|url| url.named_here());
        let (first, others): (Vec<_>, Vec<_>) = here.partition(|url| url.as_str() == named);
        first.into_iter().chain(others).collect()
    };
    let (mut workers, mut failed) = (Vec::new(), Vec::new());
    for url in candidates {
        if url.scheme() == Scheme::Dips {
            workers.push(format!("{url} speaks dips, which is not spoken here"));
            continue;
        }
        let service = connection.configuration_at(std::slice::from_ref(url))?;
        match service.write_enabled().await {
            Ok(true) => return Ok(Master { url: url.clone(), service }),
            Ok(false) => workers.push(format!("{url} is a worker")),
            Err(error) => failed.push(error),
        }
    }
    Err(none(connection, &named, &workers, &failed))
}

/// What is to be said of what the configuration says of its master.
pub fn claims(tree: &Tree, master: &CsUrl) -> Vec<String> {
    let said = tree.value(MASTER_SERVER);
    let servers = tree.option(super::connection::SERVERS);
    let https =
        servers.is_some_and(|servers| servers.list().any(|url| url.starts_with("https://")));
    let pinned = master.as_str();
    // a URL may be spelled without its path
    let same = said.as_deref() == Some(master.spelled());
    if same {
        return Vec::new();
    }
    let claims = Claim::all(said.as_deref(), pinned, https || master.scheme() == Scheme::Https);
    let said = said.unwrap_or_default();
    claims.into_iter().map(|claim| claim.sentence(&said, pinned)).collect()
}

fn none(connection: &Connection, named: &str, workers: &[String], failed: &[WireError]) -> Problem {
    let subject = match &connection.master {
        Some(pinned) => pinned.to_string(),
        None => "master".to_owned(),
    };
    // who could not be reached may be the master
    if let Some(error) = failed.first() {
        let problem = Problem::from(error);
        let message = match workers {
            [] => problem.message,
            workers => format!("{} And {}.", problem.message, workers.join("; ")),
        };
        return Problem { subject, message, ..problem };
    }
    let message = match &connection.master {
        Some(pinned) => format!("{pinned} takes no changes: it is a worker, not the master."),
        None => format!(
            "No server of the local configuration takes changes: {}.",
            if workers.is_empty() { "none is named".to_owned() } else { workers.join("; ") }
        ),
    };
    let remedy = if named.is_empty() {
        "Name the master with --master, spelled as the installation publishes it.".to_owned()
    } else {
        format!(
            "The configuration names {named} as its master. Where that is right, give it with --master."
        )
    };
    Problem::new(Class::Refused, subject, message, remedy)
}
