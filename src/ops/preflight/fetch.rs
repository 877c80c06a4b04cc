//! The test fetch: the very token that a Site Director would get, asked for once.

use std::sync::{Mutex, PoisonError};

use futures_util::{StreamExt as _, stream};
use tokio_util::sync::CancellationToken;

use super::{Desk, given_up};
use crate::domain::jwt::fingerprint;
use crate::domain::preflight::{Ask, Fetch, FetchRefused, TokenSeen};
use crate::domain::problem::{Class, Problem};
use crate::domain::secret::{Fingerprint, Secret};
use crate::domain::stop::Done;
use crate::domain::whoami::WhoAmI;
use crate::ops::problem::explained;
use crate::store::journal::{Journal, Record};
use crate::wire::error::{ErrorKind, WireError};
use crate::wire::service::TokenManagerIssues;

/// Fetches that are under way together.
const AT_ONCE: usize = 2;

/// A test fetch, with the token for as long as it is needed.
#[derive(Debug)]
pub struct Fetched {
    /// What is told of it.
    pub fetch: Fetch,
    /// The token, if one came. Wiped when this is dropped.
    pub token: Option<Secret<String>>,
}

/// Of several asks for one pilot group the first: its issuer gives the others the like.
pub fn one_per_provider(asks: Vec<Ask>) -> Vec<Ask> {
    let mut kept: Vec<Ask> = Vec::new();
    for ask in asks {
        if !kept.iter().any(|one| one.group == ask.group && one.provider == ask.provider) {
            kept.push(ask);
        }
    }
    kept
}

/// Has these tokens issued, two at a time, each asked for once. Nothing is sent that is not in the journal, nor where we have no
/// right to it, nor after somebody gave up; what was sent by then is waited for.
pub async fn fetch_all<M, I, F, C>(
    desk: &Desk<M, I, F, C>,
    asks: Vec<Ask>,
    who: &Result<WhoAmI, Problem>,
    journal: &mut dyn Journal,
    cancel: &CancellationToken,
) -> Vec<Fetched>
where
    M: TokenManagerIssues,
    I: Sync,
    F: Sync,
    C: Sync,
{
    let no_right = match who {
        Err(problem) => Some(FetchRefused::Untold(problem.clone())),
        Ok(who) => desk.may_fetch(who).problem().map(FetchRefused::Us),
    };
    if let Some(why) = no_right {
        let refused = |ask| Fetched { fetch: Fetch { ask, answer: Err(why.clone()) }, token: None };
        return asks.into_iter().map(refused).collect();
    }
    let journal = Mutex::new(journal);
    stream::iter(asks)
        .map(|ask| fetch(desk, ask, &journal, cancel))
        .buffered(AT_ONCE)
        .collect()
        .await
}

async fn fetch<M: TokenManagerIssues, I, F, C>(
    desk: &Desk<M, I, F, C>,
    ask: Ask,
    journal: &Mutex<&mut dyn Journal>,
    cancel: &CancellationToken,
) -> Fetched {
    let refused = |ask, why| Fetched { fetch: Fetch { ask, answer: Err(why) }, token: None };
    if cancel.is_cancelled() {
        return refused(ask, FetchRefused::Untold(given_up()));
    }
    let write = |record: &Record| {
        let mut journal = journal.lock().unwrap_or_else(PoisonError::into_inner);
        journal.write(record)
    };
    let now = || (desk.clock)();
    let audience = ask.audience.as_deref();
    let of = format!("getToken for {}, audience {}", ask.group, audience.unwrap_or("none"));
    if let Err(why) = write(&Record::Asked { at: now(), of }) {
        let remedy = "Nothing was sent: see to the journal's directory.";
        let problem = Problem::new(Class::Unreachable, "journal", why, remedy);
        return refused(ask, FetchRefused::Untold(problem));
    }
    // no provider is sent: DIRAC finds it by the group, as it does for a Site Director
    let answer = desk.manager.client_token(&ask.group, &ask.scopes, audience, None).await;
    let (done, got, evidence) = in_journal(&answer);
    // it was sent already: a journal that is full by now shows a question without an answer
    drop(write(&Record::Answered { at: now(), done, got, evidence }));
    match answer {
        Ok(token) => {
            let seen = TokenSeen::of(token.expose().as_bytes(), now());
            Fetched { fetch: Fetch { ask, answer: Ok(seen) }, token: Some(token) }
        }
        Err(error) => refused(ask, refusal(&error, desk)),
    }
}

fn in_journal(answer: &Result<Secret<String>, WireError>) -> (Done, Option<Fingerprint>, String) {
    match answer {
        Ok(token) => {
            let token = token.expose().as_bytes();
            let got = fingerprint(token).unwrap_or_else(|| Fingerprint::of(token));
            (Done::Yes, Some(got), "Issued. It is wiped when it has been looked at.".to_owned())
        }
        Err(error) if error.ambiguous() => (Done::Unknown, None, error.to_string()),
        Err(error) => (Done::No, None, error.to_string()),
    }
}

fn refusal<M, I, F, C>(error: &WireError, desk: &Desk<M, I, F, C>) -> FetchRefused {
    let problem = || explained(error, &desk.snapshot.inventory);
    match error.kind() {
        ErrorKind::Refused { message, .. } => {
            FetchRefused::of_words(message).unwrap_or_else(|| FetchRefused::Us(problem()))
        }
        ErrorKind::Unauthenticated | ErrorKind::Unauthorized { .. } => FetchRefused::Us(problem()),
        _ => FetchRefused::Untold(problem()),
    }
}
