//! One token of one stored row: asked for by its token id, the other tokens wiped at once.
//!
//! The TokenManager gives the tokens of any id to anybody who is authenticated; whether the caller may have them is judged here
//! before anything is asked (design.md 6.12).

use super::problem::explained;
use crate::domain::inventory::Inventory;
use crate::domain::permission::may_read_id;
use crate::domain::problem::{Class, Problem};
use crate::domain::secret::Secret;
use crate::domain::token::{Chosen, StoredTokens, Which};
use crate::wire::service::TokenManagerService;

/// Fetches the token that was chosen. Two requests: who we are, and the rows of that token id.
pub async fn fetch_token<M: TokenManagerService>(
    manager: &M,
    inventory: &Inventory,
    chosen: &Chosen,
) -> Result<Secret<String>, Problem> {
    let who = manager.whoami().await.map_err(|error| explained(&error, inventory))?;
    // the service was not asked, so it is not said to have refused
    if let Some(problem) = may_read_id(&chosen.user_id, &who, inventory).problem() {
        return Err(problem);
    }
    let rows = manager.tokens_of_id(&chosen.user_id).await;
    let rows = rows.map_err(|error| explained(&error, inventory))?;
    let mut meant: Vec<StoredTokens> =
        rows.into_iter().filter(|stored| chosen.is_row(&stored.row)).collect();
    let row = match (meant.pop(), meant.is_empty()) {
        (Some(row), true) => row,
        (Some(_), false) => return Err(several(chosen)),
        (None, _) => return Err(gone(chosen)),
    };
    let token = match chosen.which {
        Which::Access => row.access,
        Which::Refresh => row.refresh,
    };
    token.ok_or_else(|| empty(chosen))
}

fn gone(chosen: &Chosen) -> Problem {
    let what = format!("{} is not there any more.", capital(&chosen.words()));
    Problem::new(
        Class::Conflict,
        "TokenManager",
        what,
        "Somebody deleted it since; r on Tokens lists anew.",
    )
}

fn several(chosen: &Chosen) -> Problem {
    let what = format!("More than one row fits {}, and none was taken.", chosen.words());
    Problem::new(Class::Unreachable, "TokenManager", what, "r on Tokens lists anew.")
}

fn empty(chosen: &Chosen) -> Problem {
    let what = format!("{} holds no {} any more.", capital(&chosen.words()), chosen.which.word());
    Problem::new(Class::Conflict, "TokenManager", what, "It changed since; r on Tokens lists anew.")
}

fn capital(words: &str) -> String {
    let mut characters = words.chars();
    let first = characters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests;
