//! A TokenManager that does what the real one does, badly where it does badly.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Mutex;

use jiff::Timestamp;

use super::*;
use crate::domain::token::StoredTokens;
use crate::domain::whoami::{Ping, WhoAmI};
use crate::wire::error::ErrorKind;
use crate::wire::service::Service;

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fault to play")]
struct Fake {
    rows: HashMap<String, usize>,
    unknown: Vec<String>,
    database_down: bool,
    no_dn_of_ours: bool,
    asked: Mutex<Vec<Vec<String>>>,
    confirmed: Mutex<usize>,
    slow: bool,
    cancel_at: Option<(usize, CancellationToken)>,
    /// Users for whom the server fails with an exception, alone or among others.
    broken: Vec<String>,
    /// The database goes down at this call.
    down_at: Option<usize>,
    /// Every row comes twice.
    twice: bool,
}

thread_local! {
    /// Every test has its own thread, and so its own time.
    static NOW: Cell<i64> = const { Cell::new(0) };
}

fn clock() -> Timestamp {
    Timestamp::from_millisecond(NOW.get()).unwrap()
}

fn row(user: &str, id: u64) -> ListedToken {
    ListedToken {
        id: Some(id),
        user: Some(user.into()),
        user_id: format!("sub-{user}"),
        provider: "IAM".into(),
        ..ListedToken::default()
    }
}

impl Service for Fake {
    async fn ping(&self) -> Result<Ping, WireError> {
        Ok(Ping::default())
    }

    async fn whoami(&self) -> Result<WhoAmI, WireError> {
        Ok(WhoAmI::default())
    }

    fn urls(&self) -> Vec<std::sync::Arc<str>> {
        vec!["https://h/F/T".into()]
    }
}

impl TokenManagerService for Fake {
    async fn users_tokens_info(&self, users: &[String]) -> Result<Vec<ListedToken>, WireError> {
        let mut asked = self.asked.lock().unwrap();
        asked.push(users.to_vec());
        if self.slow {
            NOW.set(NOW.get() + 1_500);
        }
        if let Some((at, cancel)) = &self.cancel_at
            && asked.len() == *at
        {
            cancel.cancel();
        }
        if let Some(user) = users.iter().find(|u| self.unknown.contains(u)) {
            return Err(WireError::refused(
                0,
                &format!("No DN found for user {user}"),
                "https://h/F/T",
            ));
        }
        if users.iter().any(|u| self.broken.contains(u)) {
            return Err(WireError::new(ErrorKind::ServerException, "https://h/F/T"));
        }
        if self.database_down {
            return Ok(Vec::new());
        }
        let times = if self.twice { 2 } else { 1 };
        // the database dies within this call: rows of its first user are still told
        let users =
            if self.down_at == Some(asked.len()) { users.get(..1).unwrap_or(users) } else { users };
        Ok(users
            .iter()
            .flat_map(|u| {
                let rows = (0..self.rows.get(u).copied().unwrap_or(0))
                    .flat_map(move |i| vec![row(u, i as u64); times]);
                rows.collect::<Vec<_>>()
            })
            .collect())
    }

    async fn rows_of_id(&self, _: &str) -> Result<Vec<ListedToken>, WireError> {
        Err(WireError::new(ErrorKind::NoSuchMethod, "https://h/F/T"))
    }

    async fn tokens_of_id(&self, _: &str) -> Result<Vec<StoredTokens>, WireError> {
        Err(WireError::new(ErrorKind::NoSuchMethod, "https://h/F/T"))
    }

    async fn user_tokens_info(&self) -> Result<Vec<ListedToken>, WireError> {
        *self.confirmed.lock().unwrap() += 1;
        if self.no_dn_of_ours {
            return Err(WireError::refused(0, "No DN found for user host", "https://h/F/T"));
        }
        if self.database_down || self.down_at.is_some() {
            return Err(WireError::new(
                ErrorKind::Refused { errno: 0, message: "(2002, Can't connect)".into() },
                "https://h/F/T",
            ));
        }
        Ok(Vec::new())
    }
}

fn users(n: usize) -> Vec<String> {
    (0..n).map(|i| format!("user{i}")).collect()
}

fn listed(
    fake: &Fake,
    users: &[String],
    cancel: &CancellationToken,
) -> (End, Vec<String>, Vec<Problem>) {
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let take = |event| match event {
        Event::Rows { rows: new, .. } => rows.extend(new.into_iter().filter_map(|r| r.user)),
        Event::Problem(problem) => problems.push(problem),
    };
    let inventory = Inventory::default();
    let end = runtime.block_on(list_tokens(fake, users, &inventory, clock, cancel, take));
    (end, rows, problems)
}

fn with_rows(n: usize) -> Fake {
    Fake { rows: users(n).into_iter().map(|u| (u, 1)).collect(), ..Fake::default() }
}

#[test]
fn the_first_user_is_asked_for_alone_and_batches_grow_while_answers_are_quick() {
    let fake = with_rows(100);
    let (end, rows, problems) = listed(&fake, &users(100), &CancellationToken::new());
    assert_eq!((end, rows, problems), (End::Complete, users(100), vec![]));
    let sizes: Vec<usize> = fake.asked.lock().unwrap().iter().map(Vec::len).collect();
    assert_eq!(sizes, [1, 2, 4, 8, 16, 32, 37]);
    assert_eq!(*fake.confirmed.lock().unwrap(), 0, "rows prove that the database answers");
}

#[test]
fn slow_answers_keep_batches_at_one_user() {
    let fake = Fake { slow: true, ..with_rows(5) };
    listed(&fake, &users(5), &CancellationToken::new());
    assert!(fake.asked.lock().unwrap().iter().all(|batch| batch.len() == 1));
}

#[test]
fn an_unknown_user_is_named_and_gone_round_and_nobody_is_lost() {
    let fake = Fake { unknown: vec!["user5".into(), "user0".into()], ..with_rows(20) };
    let (end, mut rows, problems) = listed(&fake, &users(20), &CancellationToken::new());
    let mut wanted: Vec<String> =
        users(20).into_iter().filter(|u| u != "user5" && u != "user0").collect();
    rows.sort();
    wanted.sort();
    assert_eq!(rows, wanted);
    let named: Vec<&str> = problems.iter().map(|p| p.subject.as_str()).collect();
    assert_eq!((end, named), (End::Incomplete, vec!["user0", "user5"]));
}

#[test]
fn an_empty_answer_is_confirmed_before_it_is_believed() {
    let fake = Fake::default();
    let (end, rows, problems) = listed(&fake, &users(3), &CancellationToken::new());
    assert_eq!((end, rows.len(), problems.len()), (End::Complete, 0, 0));
    assert_eq!(*fake.confirmed.lock().unwrap(), 2);
}

#[test]
fn a_database_that_is_down_is_not_taken_for_an_empty_one() {
    let fake = Fake { database_down: true, ..with_rows(9) };
    let (end, _, problems) = listed(&fake, &users(9), &CancellationToken::new());
    assert_eq!(end, End::Incomplete);
    assert_eq!(problems.len(), 1, "said once, not for every batch: {problems:?}");
    assert_eq!(problems[0].class, Class::Unreachable);
    assert!(problems[0].message.contains("Can't connect"), "{}", problems[0].message);
}

#[test]
fn emptiness_that_cannot_be_confirmed_is_said_to_be_so() {
    let fake = Fake { no_dn_of_ours: true, ..Fake::default() };
    let (end, _, problems) = listed(&fake, &users(7), &CancellationToken::new());
    assert_eq!(end, End::Incomplete);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.contains("user0 and 6 more"), "{}", problems[0].message);
}

#[test]
fn a_cancelled_listing_asks_nothing_more() {
    let cancel = CancellationToken::new();
    let fake = Fake { cancel_at: Some((2, cancel.clone())), ..with_rows(50) };
    let (end, _, _) = listed(&fake, &users(50), &cancel);
    assert_eq!(end, End::Cancelled);
    assert_eq!(fake.asked.lock().unwrap().len(), 2);
}

#[test]
fn nobody_to_ask_for_is_complete_without_a_request() {
    let fake = Fake::default();
    assert_eq!(listed(&fake, &[], &CancellationToken::new()).0, End::Complete);
    assert!(fake.asked.lock().unwrap().is_empty());
}

#[test]
fn a_user_for_whom_the_server_fails_is_named_and_the_others_are_listed() {
    let fake = Fake { broken: vec!["user5".into()], ..with_rows(12) };
    let (end, mut rows, problems) = listed(&fake, &users(12), &CancellationToken::new());
    let mut wanted: Vec<String> = users(12).into_iter().filter(|u| u != "user5").collect();
    rows.sort();
    wanted.sort();
    assert_eq!((end, rows), (End::Incomplete, wanted));
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.contains("user5"), "{}", problems[0].message);
}

#[test]
fn a_service_that_fails_for_everybody_is_not_asked_for_everybody() {
    let fake = Fake { broken: users(50), ..with_rows(50) };
    let (end, rows, problems) = listed(&fake, &users(50), &CancellationToken::new());
    assert_eq!((end, rows.len(), problems.len()), (End::Incomplete, 0, 3));
    assert_eq!(fake.asked.lock().unwrap().len(), 3);
}

#[test]
fn a_database_that_dies_within_a_batch_is_noticed() {
    let fake = Fake { down_at: Some(3), ..with_rows(7) };
    let (end, rows, problems) = listed(&fake, &users(7), &CancellationToken::new());
    assert_eq!((end, rows.len()), (End::Incomplete, 4), "{problems:?}");
    assert!(problems[0].message.contains("user4 and 2 more"), "{}", problems[0].message);
}

#[test]
fn a_row_that_the_server_tells_twice_is_one_row() {
    let fake = Fake { twice: true, ..with_rows(3) };
    let (end, rows, _) = listed(&fake, &users(3), &CancellationToken::new());
    assert_eq!((end, rows), (End::Complete, users(3)));
}
