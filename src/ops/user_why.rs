//! Why a user's tokens work or not: the configuration, who we are, and the rows of that one user.
//!
//! Rows are listed where this identity may, read as one's own where they are, and otherwise left unknown with the reason: no
//! other way round is looked for.

use tokio_util::sync::CancellationToken;

use super::connection::Connection;
use super::list_tokens::{End, Event, list_tokens};
use super::load::Configuration;
use super::problem::explained;
use super::whoami::ask_token_manager;
use crate::domain::inventory::Inventory;
use crate::domain::permission::{Caller, What, judge};
use crate::domain::problem::Problem;
use crate::domain::whoami::WhoAmI;
use crate::domain::why::{About, Chain, Question, Rows, explain};
use crate::wire::error::WireError;
use crate::wire::service::TokenManagerService;

/// A chain and what it was told from.
#[derive(Clone, Debug)]
pub struct Why {
    /// The chain.
    pub chain: Chain,
    /// Who asked what, when and where.
    pub about: About,
    /// What could not be asked.
    pub problems: Vec<Problem>,
}

/// Looks at the chain of `user` in `group`, or in the group that DIRAC takes by itself.
pub async fn user_why(
    connection: &Connection,
    configuration: &Configuration,
    user: &str,
    group: Option<&str>,
    cancel: &CancellationToken,
) -> Why {
    let snapshot = &configuration.snapshot;
    let inventory = &snapshot.inventory;
    let said = ask_token_manager(connection, &configuration.tree).await;
    let mut problems: Vec<Problem> = said.who.as_ref().err().cloned().into_iter().collect();
    let rows = match &said.who {
        Err(problem) => untold(problem),
        Ok(me) => match connection.token_manager(&configuration.tree) {
            Err(problem) => untold(&problem),
            Ok(service) => {
                let (rows, more) = rows(&service, user, me, inventory, connection, cancel).await;
                problems.extend(more);
                rows
            }
        },
    };
    let me = said.who.as_ref().ok();
    let question =
        Question { user, group, rows: &rows, caller: me.map(Caller::from), now: connection.now() };
    let chain = explain(&question, inventory);
    let asked_by = match me {
        Some(me) => format!(
            "{} @ {}",
            me.username.as_deref().unwrap_or("nobody the servers know"),
            me.group.as_deref().unwrap_or("no group")
        ),
        None => connection.identity.dn().to_owned(),
    };
    let about = About {
        installation: host(&snapshot.server),
        server: snapshot.server.clone(),
        version: snapshot.version.clone(),
        asked_by,
        at: connection.now(),
    };
    Why { chain, about, problems }
}

/// The rows of one user, as this identity may see them.
async fn rows<S: TokenManagerService>(
    service: &S,
    user: &str,
    me: &WhoAmI,
    inventory: &Inventory,
    connection: &Connection,
    cancel: &CancellationToken,
) -> (Rows, Option<Problem>) {
    let known = inventory.users.iter().find(|known| known.name == user);
    if known.is_none_or(|known| known.token_ids.is_empty()) {
        // there is nothing to ask for
        return (Rows::Listed(Vec::new()), None);
    }
    let verdict = judge(What::ListTokens, me, inventory);
    if verdict.allowed {
        let (mut rows, mut problem) = (Vec::new(), None);
        let take = |event| match event {
            Event::Rows { rows: new, .. } => rows.extend(new),
            Event::Problem(new) => problem = Some(new),
        };
        let users = [user.to_owned()];
        let end = list_tokens(service, &users, inventory, connection.clock(), cancel, take).await;
        return match (end, problem) {
            (End::Complete, None) => (Rows::Listed(rows), None),
            (_, Some(problem)) => (untold(&problem), Some(problem)),
            (_, None) => (
                Rows::Untold {
                    reason: "The listing was given up.".into(),
                    remedy: "Ask again.".into(),
                },
                None,
            ),
        };
    }
    if me.username.as_deref() == Some(user) {
        return match service.user_tokens_info().await {
            Ok(rows) => (Rows::Listed(rows), None),
            Err(error) => refused(&error, inventory),
        };
    }
    let reason = verdict.reason().unwrap_or_default();
    let reason = format!("The rows of another user are not told to everybody. {reason}");
    (Rows::Untold { reason, remedy: verdict.remedy() }, None)
}

fn refused(error: &WireError, inventory: &Inventory) -> (Rows, Option<Problem>) {
    let problem = explained(error, inventory);
    (untold(&problem), Some(problem))
}

fn untold(problem: &Problem) -> Rows {
    Rows::Untold { reason: problem.message.clone(), remedy: problem.remedy.clone() }
}

/// The host of the server that answered.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest).to_owned()
}
