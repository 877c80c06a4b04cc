use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::domain::inventory::Inventory;
use crate::domain::registry::User;
use crate::domain::token::ListedToken;
use crate::domain::whoami::{Ping, WhoAmI};
use crate::wire::error::{ErrorKind, WireError};
use crate::wire::service::Service;

const URL: &str = "https://h/F/T";

/// A TokenManager with some rows, that counts how often tokens were asked for.
#[derive(Default)]
struct Fake {
    properties: Vec<String>,
    rows: Vec<(u64, &'static str, &'static str)>,
    asked: AtomicUsize,
}

fn listed(id: u64, user_id: &str, provider: &str) -> ListedToken {
    ListedToken {
        id: Some(id),
        user_id: user_id.into(),
        provider: provider.into(),
        ..ListedToken::default()
    }
}

impl Service for Fake {
    async fn ping(&self) -> Result<Ping, WireError> {
        Ok(Ping::default())
    }

    async fn whoami(&self) -> Result<WhoAmI, WireError> {
        Ok(WhoAmI {
            username: Some("ada".into()),
            group: Some("some".into()),
            properties: self.properties.clone(),
            ..WhoAmI::default()
        })
    }

    fn urls(&self) -> Vec<std::sync::Arc<str>> {
        vec![URL.into()]
    }
}

impl TokenManagerService for Fake {
    async fn users_tokens_info(&self, _: &[String]) -> Result<Vec<ListedToken>, WireError> {
        Err(WireError::new(ErrorKind::NoSuchMethod, URL))
    }

    async fn user_tokens_info(&self) -> Result<Vec<ListedToken>, WireError> {
        Err(WireError::new(ErrorKind::NoSuchMethod, URL))
    }

    async fn rows_of_id(&self, _: &str) -> Result<Vec<ListedToken>, WireError> {
        Err(WireError::new(ErrorKind::NoSuchMethod, URL))
    }

    async fn tokens_of_id(&self, user_id: &str) -> Result<Vec<StoredTokens>, WireError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let rows = self.rows.iter().filter(|(_, id, _)| *id == user_id);
        Ok(rows
            .map(|(id, user_id, provider)| StoredTokens {
                row: listed(*id, user_id, provider),
                access: Some(Secret::new(format!("access of {id}"))),
                refresh: None,
            })
            .collect())
    }
}

fn chosen(user_id: &str, row: u64, which: Which) -> Chosen {
    Chosen {
        row: Some(row),
        user: None,
        user_id: user_id.into(),
        provider: "IAM".into(),
        which,
        fingerprint: None,
    }
}

/// ada's id is `id-ada`.
fn inventory() -> Inventory {
    let user = User {
        name: "ada".into(),
        dns: Vec::new(),
        token_ids: vec!["id-ada".into()],
        groups: Vec::new(),
        default_groups: Vec::new(),
        suspended: Vec::new(),
        findings: Vec::new(),
    };
    Inventory { users: vec![user], ..Inventory::default() }
}

fn rows() -> Vec<(u64, &'static str, &'static str)> {
    vec![(1, "id-ada", "IAM"), (2, "id-ada", "Check-in"), (3, "id-ben", "IAM")]
}

#[tokio::test]
async fn the_row_that_was_chosen_gives_its_token_and_no_other_row_does() {
    let fake = Fake { rows: rows(), ..Fake::default() };
    let token = fetch_token(&fake, &inventory(), &chosen("id-ada", 1, Which::Access)).await;
    assert_eq!(token.unwrap().expose(), "access of 1");
}

#[tokio::test]
async fn a_foreign_id_is_refused_before_anything_of_it_is_asked() {
    let fake = Fake { rows: rows(), ..Fake::default() };
    let refused = fetch_token(&fake, &inventory(), &chosen("id-ben", 3, Which::Access)).await;
    let problem = refused.unwrap_err();
    assert_eq!(problem.class, Class::Refused);
    assert!(problem.message.contains("ProxyManagement"), "{}", problem.message);
    assert!(!problem.to_string().contains("401"), "nobody answered that: {problem}");
    assert_eq!(fake.asked.load(Ordering::Relaxed), 0);
    let allowed =
        Fake { rows: rows(), properties: vec!["ProxyManagement".into()], ..Fake::default() };
    let token = fetch_token(&allowed, &inventory(), &chosen("id-ben", 3, Which::Access)).await;
    assert_eq!(token.unwrap().expose(), "access of 3");
}

#[tokio::test]
async fn a_row_that_is_gone_or_empty_meanwhile_is_said_to_be() {
    let fake = Fake { rows: rows(), ..Fake::default() };
    let message = |chosen: Chosen| {
        let fake = &fake;
        async move { fetch_token(fake, &inventory(), &chosen).await.unwrap_err().message }
    };
    let gone = message(chosen("id-ada", 9, Which::Access)).await;
    assert_eq!(gone, "Stored row 9 (id-ada, IAM) is not there any more.");
    let empty = message(chosen("id-ada", 1, Which::Refresh)).await;
    assert_eq!(empty, "Stored row 1 (id-ada, IAM) holds no refresh token any more.");
}
