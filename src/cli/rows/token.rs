//! `tokens`: a row for each stored token. Never a token.

use jiff::Timestamp;
use serde::Serialize;

use super::or_dash;
use crate::cli::output::{Cell, Column, Row};
use crate::domain::token::ListedToken;

/// A row of `token list`.
#[derive(Serialize)]
pub struct TokenRow<'a> {
    id: Option<u64>,
    user: Option<&'a str>,
    user_id: &'a str,
    provider: &'a str,
    scopes: &'a [String],
    access_expires: Option<String>,
    refresh_expires: Option<String>,
    state: &'static str,
}

impl<'a> TokenRow<'a> {
    /// The row of `token` as it stands at `now`.
    pub fn new(token: &'a ListedToken, now: Timestamp) -> Self {
        Self {
            id: token.id,
            user: token.user.as_deref(),
            user_id: &token.user_id,
            provider: &token.provider,
            scopes: &token.scopes,
            access_expires: token.access_expires.map(|t| t.to_string()),
            refresh_expires: token.refresh_expires.map(|t| t.to_string()),
            state: token.state(now).word(),
        }
    }
}

impl Row for TokenRow<'_> {
    fn columns(&self) -> Vec<Column> {
        [
            "id",
            "user",
            "provider",
            "state",
            "access_expires",
            "refresh_expires",
            "user_id",
            "scopes",
        ]
        .map(Column::new)
        .into()
    }

    fn cells(&self) -> Vec<Cell> {
        vec![
            or_dash(self.id.map(|id| id.to_string()).as_deref()),
            or_dash(self.user),
            or_dash(Some(self.provider).filter(|p| !p.is_empty())),
            Cell::new(self.state),
            or_dash(self.access_expires.as_deref()),
            or_dash(self.refresh_expires.as_deref()),
            or_dash(Some(self.user_id).filter(|id| !id.is_empty())),
            Cell::new(self.scopes.join(" ")),
        ]
    }
}
