//! What a run is called in the journal: where and as whom it began. Console and twin write the same, so that each can resume what
//! the other began.

use jiff::Timestamp;

use super::connection::Connection;
use crate::disk::journal::{Beginning, Runs};
use crate::domain::problem::Problem;
use crate::domain::stop::How;
use crate::domain::whoami::WhoAmI;
use crate::store::journal::{Journaled, Purpose, Run};
use crate::wire::url::CsUrl;

mod abandon;
mod unfinished;

pub use abandon::{Abandoned, abandon};
pub use unfinished::{Unfinished, unfinished};

/// The installation: the servers of its configuration as they are spelled here, whatever their order.
pub fn installation(servers: &[CsUrl]) -> String {
    let mut servers: Vec<String> = servers.iter().map(ToString::to_string).collect();
    servers.sort_unstable();
    servers.join(", ")
}

/// All runs of this host; `servers` are those of the installation. One that cannot be read is told, and the others shown.
pub fn journaled(runs: &Runs, servers: &[CsUrl]) -> Result<Journaled, Problem> {
    let (mut kept, mut problems) = (Vec::new(), Vec::new());
    for run in runs.all()? {
        match run {
            Ok(run) => kept.push(run),
            Err(problem) => problems.push(problem),
        }
    }
    Ok(Journaled { runs: kept, installation: installation(servers), problems })
}

/// Somebody with the group that they act in: `ada @ dirac_admin`.
pub fn person(who: &WhoAmI) -> String {
    let user = who.username.as_deref().unwrap_or(&who.dn);
    match &who.group {
        Some(group) => format!("{user} @ {group}"),
        None => user.to_owned(),
    }
}

/// The beginning of a run that stops these token ids.
pub fn stopping(
    connection: &Connection,
    who: &WhoAmI,
    how: How,
    token_ids: Vec<String>,
    now: Timestamp,
) -> Beginning {
    Beginning {
        started: now,
        installation: installation(&connection.servers),
        who: person(who),
        purpose: Purpose::Stop { how, token_ids },
    }
}

/// The beginning of another run.
pub fn beginning(
    connection: &Connection,
    who: &WhoAmI,
    purpose: Purpose,
    now: Timestamp,
) -> Beginning {
    let installation = installation(&connection.servers);
    Beginning { started: now, installation, who: person(who), purpose }
}

/// Whether a run belongs to this installation: it is resumed nowhere else.
pub fn is_of(run: &Run, connection: &Connection) -> bool {
    run.installation == installation(&connection.servers)
}
