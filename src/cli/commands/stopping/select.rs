//! Which token ids are meant: by names, told apart without a doubt, or by a query over what is stored.

use std::collections::HashSet;

use tokio_util::sync::CancellationToken;

use super::{Chosen, Stopping};
use crate::domain::inventory::Inventory;
use crate::domain::problem::{Class, Problem};
use crate::domain::query::Query;
use crate::domain::redact::redact;
use crate::domain::token::ListedToken;
use crate::ops::connection::Connection;
use crate::ops::list_tokens::{End, Event, list_tokens};
use crate::ops::load::Configuration;

/// A query that chooses something: what acts on everything says so.
pub(super) fn chooses(query: &Query) -> Result<(), Problem> {
    if query.is_all() {
        return Err(Problem::new(
            Class::Usage,
            "--query",
            "An empty query would match every stored token.",
            "Say which ones, as with `dirac-tokens token list QUERY`.",
        ));
    }
    Ok(())
}

/// The token ids that are meant, each once, in order.
pub(super) async fn choose(
    args: &Stopping,
    query: Option<&Query>,
    connection: &Connection,
    configuration: &Configuration,
) -> Result<Chosen, Problem> {
    let inventory = &configuration.snapshot.inventory;
    if let Some(query) = query {
        let rows = stored(connection, configuration).await?;
        let now = connection.now();
        let matching: Vec<&ListedToken> =
            rows.iter().filter(|row| query.holds(*row, now)).collect();
        let token_ids = distinct(matching.iter().map(|row| row.user_id.clone()));
        let note = format!(
            "The query matches {} of {} stored rows, of {} token ids.",
            matching.len(),
            rows.len(),
            token_ids.len()
        );
        return Ok(Chosen { token_ids, note });
    }
    let named: Vec<Named<'_>> =
        args.ids.iter().map(|name| named(name, inventory)).collect::<Result<_, _>>()?;
    let by_number = named.iter().any(|name| matches!(name, Named::Row(_)));
    let rows = if by_number { stored(connection, configuration).await? } else { Vec::new() };
    let mut token_ids = Vec::new();
    for name in named {
        match name {
            Named::Ids(ids) => token_ids.extend(ids.iter().map(|id| (*id).to_owned())),
            Named::Row(number) => token_ids.push(of_row(number, &rows)?),
        }
    }
    Ok(Chosen { token_ids: distinct(token_ids.into_iter()), note: String::new() })
}

fn distinct(ids: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    ids.filter(|id| seen.insert(id.clone())).collect()
}

/// What a name means.
#[derive(Debug, PartialEq, Eq)]
enum Named<'i> {
    /// A token id, or those of a user.
    Ids(Vec<&'i str>),
    /// The token id of the row with this number.
    Row(u64),
}

/// What `name` means. Refused where it could mean two things: a wrong guess could not be undone.
fn named<'i>(name: &str, inventory: &'i Inventory) -> Result<Named<'i>, Problem> {
    let shown = redact(name);
    let users = || inventory.users.iter();
    let id = users().flat_map(|user| &user.token_ids).find(|id| *id == name);
    let user = users().find(|user| user.name == name);
    let number = name.parse::<u64>().ok();
    match (id, user, number) {
        (Some(id), None, None) => Ok(Named::Ids(vec![id])),
        (None, Some(user), None) if user.token_ids.is_empty() => Err(Problem::new(
            Class::Finding,
            shown.clone(),
            format!(
                "The user {shown} has no token id in the Registry (a DN that begins with /O=DIRAC/CN=), so nothing can be stored."
            ),
            "",
        )),
        (None, Some(user), None) => {
            Ok(Named::Ids(user.token_ids.iter().map(String::as_str).collect()))
        }
        (None, None, Some(number)) => Ok(Named::Row(number)),
        (None, None, None) => Err(Problem::new(
            Class::Usage,
            shown.clone(),
            format!(
                "{shown} is neither a user nor a token id in the Registry, nor the number of a row."
            ),
            "List them with `dirac-tokens user list` and `dirac-tokens token list`; a query stands behind --query.",
        )),
        _ => Err(Problem::new(
            Class::Usage,
            shown.clone(),
            format!(
                "{shown} can mean more than one thing: {}.",
                meanings(id, user.is_some(), number)
            ),
            "Name it in another way, or choose it with --query.",
        )),
    }
}

fn meanings(id: Option<&String>, user: bool, number: Option<u64>) -> String {
    let all =
        [(id.is_some(), "a token id"), (user, "a user"), (number.is_some(), "the number of a row")];
    let words: Vec<&str> = all.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
    words.join(" and ")
}

/// The token id of a row.
fn of_row(number: u64, rows: &[ListedToken]) -> Result<String, Problem> {
    let row = rows.iter().find(|row| row.id == Some(number));
    row.map(|row| row.user_id.clone()).ok_or_else(|| {
        Problem::new(
            Class::Finding,
            number.to_string(),
            format!("There is no row {number}. Nothing was sent."),
            "List the rows with `dirac-tokens token list`.",
        )
    })
}

/// All rows that can be listed. Refused where some may be missing: what is not known cannot be chosen from.
async fn stored(
    connection: &Connection,
    configuration: &Configuration,
) -> Result<Vec<ListedToken>, Problem> {
    let service = connection.token_manager(&configuration.tree)?;
    let users: Vec<String> = configuration
        .snapshot
        .inventory
        .users
        .iter()
        .filter(|user| !user.token_ids.is_empty())
        .map(|user| user.name.clone())
        .collect();
    let (mut all, mut worst) = (Vec::new(), None::<Problem>);
    let cancel = CancellationToken::new();
    let end = list_tokens(
        &service,
        &users,
        &configuration.snapshot.inventory,
        connection.clock(),
        &cancel,
        |event| match event {
            Event::Rows { rows, .. } => all.extend(rows),
            Event::Problem(problem) => {
                if worst.as_ref().is_none_or(|known| known.class < problem.class) {
                    worst = Some(problem);
                }
            }
        },
    )
    .await;
    match (end, worst) {
        (End::Complete, None) => Ok(all),
        (_, Some(problem)) => Err(Problem {
            message: format!(
                "Not all rows could be listed, so nothing was sent. {}",
                problem.message
            ),
            ..problem
        }),
        (_, None) => Err(Problem::new(
            Class::Unreachable,
            "TokenManager",
            "Not all rows could be listed, so nothing was sent.",
            "List them with `dirac-tokens token list`.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cs::{LocalFile, Tree, parse};
    use crate::domain::inventory::Context;

    fn inventory() -> Inventory {
        let text = "Registry\n{\n Users\n {\n  ada\n  {\n   DN = /O=DIRAC/CN=id-ada, /O=DIRAC/CN=id-ada-2\n  }\n  ben\n  {\n   DN = /DC=org/CN=Ben\n  }\n\
             id-ada\n  {\n   DN = /O=DIRAC/CN=ben\n  }\n  17\n  {\n   DN = /O=DIRAC/CN=18\n  }\n }\n}\n";
        let file = LocalFile { label: "cfg".into(), tree: parse(text).unwrap() };
        Inventory::build(&Tree::merged(&Tree::default(), &[file]), &Context::default())
    }

    #[test]
    fn a_name_that_could_mean_two_things_is_refused() {
        let inventory = inventory();
        assert_eq!(named("ada", &inventory), Ok(Named::Ids(vec!["id-ada", "id-ada-2"])));
        assert_eq!(named("id-ada-2", &inventory), Ok(Named::Ids(vec!["id-ada-2"])));
        assert_eq!(named("19", &inventory), Ok(Named::Row(19)));
        for (name, says) in [
            ("id-ada", "a token id and a user"),
            ("ben", "a token id and a user"),
            ("17", "a user and the number of a row"),
            ("18", "a token id and the number of a row"),
            ("zoe", "neither a user nor a token id"),
            ("ad", "neither a user nor a token id"),
            ("state:dead", "a query stands behind --query"),
        ] {
            let problem = named(name, &inventory).unwrap_err();
            assert_eq!(problem.class, Class::Usage, "{name}");
            assert!(problem.to_string().contains(says), "{name}: {problem}");
        }
    }
}
