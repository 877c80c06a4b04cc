//! Listing stored tokens: in small batches, those first that are looked at first.
//!
//! TokenDB has no index on the user, so every user costs a scan of the table (facts/dirac-live.md 6): the batch grows while
//! answers are quick and shrinks when they are slow. A user whom DIRAC does not know fails the whole batch; the batch goes
//! round that user. An empty answer may hide a broken database, so it is confirmed by the one method that admits it.

use std::collections::{HashSet, VecDeque};

use tokio_util::sync::CancellationToken;

use super::Clock;
use super::problem::explained;
use crate::domain::inventory::Inventory;
use crate::domain::problem::{Class, Problem};
use crate::domain::token::ListedToken;
use crate::wire::error::{ErrorKind, Phase, WireError};
use crate::wire::service::TokenManagerService;

/// An answer quicker than this doubles the next batch (milliseconds).
const QUICK_MS: i64 = 250;
/// An answer slower than this halves it (milliseconds).
const SLOW_MS: i64 = 1_000;
/// Most users in one call: a progress line must move and a cancel must bite.
const MOST_USERS: usize = 64;
/// Users in a row for whom alone the service fails; then the service is at fault and not the user.
const FAILURES: usize = 3;

/// What a listing tells while it goes on.
#[derive(Debug)]
pub enum Event {
    /// Rows of some users, and how many users are done.
    Rows {
        /// The rows, in the order of the users asked for.
        rows: Vec<ListedToken>,
        /// Users answered for so far, those that failed included.
        done: usize,
    },
    /// Something about one or some users; the listing goes on.
    Problem(Problem),
}

/// How a listing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Every user was answered for.
    Complete,
    /// Rows may be missing; the problems say whose.
    Incomplete,
    /// Cancelled.
    Cancelled,
}

/// Lists the stored tokens of `users`, in this order, telling `sink` as answers come.
///
/// Users without a token id have no rows and need not be asked for. A call that fails for what it brought (too slow, too
/// large, an exception) is tried again in halves, down to the user it fails for, who is named. A failure of the service
/// itself ends the listing as [`End::Incomplete`]; that it is not allowed is told by what `inventory` says of groups.
pub async fn list_tokens<S: TokenManagerService>(
    service: &S,
    users: &[String],
    inventory: &Inventory,
    clock: Clock,
    cancel: &CancellationToken,
    mut sink: impl FnMut(Event),
) -> End {
    let mut waiting: VecDeque<String> = users.iter().cloned().collect();
    let (mut size, mut done, mut end) = (1_usize, 0, End::Complete);
    let mut untold: Vec<String> = Vec::new();
    // users without rows, beside others who have some: believed once the database is known to answer after them
    let mut silent: Vec<String> = Vec::new();
    let mut failures = 0;
    while !waiting.is_empty() {
        let batch: Vec<String> = waiting.drain(..size.min(waiting.len())).collect();
        let before = clock();
        let answer = tokio::select! {
            biased;
            () = cancel.cancelled() => return End::Cancelled,
            answer = service.users_tokens_info(&batch) => answer,
        };
        let took = clock().duration_since(before).as_millis();
        match answer {
            Ok(rows) => {
                let rows = without_repeats(rows);
                let empty = rows.is_empty();
                done += batch.len();
                failures = 0;
                if !empty {
                    let told: HashSet<&str> =
                        rows.iter().filter_map(|r| r.user.as_deref()).collect();
                    silent.extend(batch.iter().filter(|u| !told.contains(u.as_str())).cloned());
                }
                sink(Event::Rows { rows, done });
                if empty {
                    match confirm_emptiness(service, cancel).await {
                        Emptiness::True => silent.clear(),
                        Emptiness::CannotTell => untold.extend(batch),
                        Emptiness::Cancelled => return End::Cancelled,
                        Emptiness::Doubtful(error) => {
                            sink(Event::Problem(doubtful(&batch, &error)));
                            return End::Incomplete;
                        }
                    }
                }
                size = next_size(size, took);
            }
            Err(error) => match go_round(&batch, &error) {
                Some(rest) => {
                    sink(Event::Problem(unknown_user(error.unknown_user().unwrap_or_default())));
                    end = End::Incomplete;
                    done += batch.len() - rest.len();
                    for user in rest.into_iter().rev() {
                        waiting.push_front(user);
                    }
                }
                None if cancel.is_cancelled() => return End::Cancelled,
                None if !for_what_it_brought(&error) => {
                    sink(Event::Problem(explained(&error, inventory)));
                    return End::Incomplete;
                }
                None if batch.len() > 1 => {
                    size = batch.len() / 2;
                    for user in batch.into_iter().rev() {
                        waiting.push_front(user);
                    }
                }
                None => {
                    end = End::Incomplete;
                    done += 1;
                    failures += 1;
                    sink(Event::Problem(of_one_user(&batch, &error)));
                    if failures == FAILURES {
                        return end;
                    }
                }
            },
        }
    }
    if !silent.is_empty() {
        match confirm_emptiness(service, cancel).await {
            Emptiness::True => {}
            Emptiness::CannotTell => untold.extend(silent),
            Emptiness::Cancelled => return End::Cancelled,
            Emptiness::Doubtful(error) => {
                sink(Event::Problem(doubtful(&silent, &error)));
                return End::Incomplete;
            }
        }
    }
    if !untold.is_empty() {
        sink(Event::Problem(cannot_tell(&untold)));
        return End::Incomplete;
    }
    end
}

/// The batch without the user whom the server does not know; `None` if the error is about something else.
fn go_round(batch: &[String], error: &WireError) -> Option<Vec<String>> {
    let unknown = error.unknown_user()?;
    let rest: Vec<String> = batch.iter().filter(|u| *u != unknown).cloned().collect();
    (rest.len() < batch.len()).then_some(rest)
}

/// Whether the call may have failed for what it brought, so that a smaller one may succeed.
fn for_what_it_brought(error: &WireError) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ServerException
            | ErrorKind::Timeout { phase: Phase::Answer | Phase::Body, .. }
            | ErrorKind::Dropped { phase: Phase::Body }
            | ErrorKind::TooLarge { .. }
            | ErrorKind::Protocol { .. }
    )
}

/// A user who has a token id twice gets every row twice; a row is one row.
fn without_repeats(mut rows: Vec<ListedToken>) -> Vec<ListedToken> {
    let mut seen = HashSet::new();
    rows.retain(|row| row.id.is_none() || seen.insert((row.user.clone(), row.id)));
    rows
}

fn of_one_user(batch: &[String], error: &WireError) -> Problem {
    let problem = Problem::from(error);
    let name = whose(batch);
    Problem::new(
        problem.class,
        &name,
        format!("The tokens of {name} could not be listed: {}", problem.message),
        problem.remedy,
    )
}

fn unknown_user(name: &str) -> Problem {
    Problem::new(
        Class::Partial,
        name,
        format!("The TokenManager knows no user {name}, so nothing was listed for that name."),
        "A server may be some minutes behind the configuration: try again, or look at Registry/Users.",
    )
}

fn next_size(size: usize, took_ms: i128) -> usize {
    if took_ms < i128::from(QUICK_MS) {
        size.saturating_mul(2).min(MOST_USERS)
    } else if took_ms > i128::from(SLOW_MS) {
        (size / 2).max(1)
    } else {
        size
    }
}

/// What to make of an answer without rows.
enum Emptiness {
    /// The database answers: there are no rows.
    True,
    /// We cannot ask the method that would tell: the server knows no DN for us (a host certificate).
    CannotTell,
    /// The database does not answer, or the service is gone.
    Doubtful(WireError),
    /// Cancelled meanwhile.
    Cancelled,
}

/// Asks the method that fails when the database is down.
async fn confirm_emptiness<S: TokenManagerService>(
    service: &S,
    cancel: &CancellationToken,
) -> Emptiness {
    let answer = tokio::select! {
        biased;
        () = cancel.cancelled() => return Emptiness::Cancelled,
        answer = service.user_tokens_info() => answer,
    };
    match answer {
        Ok(_) => Emptiness::True,
        Err(error) if error.unknown_user().is_some() => Emptiness::CannotTell,
        Err(error) => Emptiness::Doubtful(error),
    }
}

/// `alice`, or `alice and 11 more`.
fn whose(users: &[String]) -> String {
    match users {
        [] => String::new(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}

fn doubtful(users: &[String], error: &WireError) -> Problem {
    let whose = whose(users);
    let message = format!(
        "The TokenManager answered with no rows for {whose}. It also does so when its database is down, and a second \
         question did not settle it: {error}"
    );
    Problem::new(
        Class::Unreachable,
        whose,
        message,
        "Look at the TokenManager's log and at TokenDB; then list again.",
    )
}

fn cannot_tell(users: &[String]) -> Problem {
    let whose = whose(users);
    let message = format!(
        "No rows came for {whose}. The TokenManager also answers so when its database is down, and the question that \
         would tell needs an identity whose DN is in Registry/Users."
    );
    Problem::new(
        Class::Unreachable,
        whose,
        message,
        "List with a user's proxy or certificate instead of a host's.",
    )
}

#[cfg(test)]
mod tests;
