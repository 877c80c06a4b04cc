//! The plan: what stopping a token id would do, row by row, before anything is sent.

use jiff::Timestamp;

use crate::domain::token::ListedToken;

/// How far stopping goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// The refresh token is revoked at its issuer first; where that fails nothing is deleted. `token revoke`.
    Revoke,
    /// The same, but the rows go even where a refresh token could not be revoked. `token revoke --row-only`.
    RevokeOrRow,
    /// Only the rows go; no issuer is asked. `token delete`.
    Row,
}

impl How {
    /// The word in the journal and in JSON: `revoke`, `revoke_or_row`, `row`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Revoke => "revoke",
            Self::RevokeOrRow => "revoke_or_row",
            Self::Row => "row",
        }
    }

    /// What is called `word`.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Revoke, Self::RevokeOrRow, Self::Row].into_iter().find(|how| how.word() == word)
    }

    /// Whether rows go although nothing was revoked.
    pub fn rows_go_anyway(self) -> bool {
        !matches!(self, Self::Revoke)
    }
}

/// What can be done about the refresh token of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The row has none.
    None,
    /// It has ended by itself.
    Over,
    /// It can be revoked: this host has the credentials of the client that it was given to.
    Revocable {
        /// OAuth2 client as which it is revoked. No secret.
        client: String,
    },
    /// It cannot be revoked from here; the sentence says why: no credentials on this host, no revocation endpoint, the
    /// issuer does not answer, the row belongs to another client. Foreign text.
    OutOfReach(String),
}

/// A row that would vanish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlan {
    /// The row, without its tokens.
    pub row: ListedToken,
    /// What can be done about its refresh token.
    pub refresh: Fate,
    /// Until when an access token of this row is accepted by sites that verify offline, if it is in time now; `None` if it
    /// has ended or there is none.
    pub access_until: Option<Timestamp>,
}

/// What stopping a token id would do. `deleteToken` removes the rows of the id at *all* providers (facts/dirac.md 4.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Token id: `sub` of the user. Never a DN.
    pub token_id: String,
    /// User that the Registry gives the id to; `None` if it gives it to nobody.
    pub user: Option<String>,
    /// The rows, at all providers; empty if nothing is stored.
    pub rows: Vec<RowPlan>,
    /// When the rows were read.
    pub as_of: Timestamp,
}

impl Plan {
    /// Whether every refresh token that is in time can be revoked from here.
    pub fn can_revoke_all(&self) -> bool {
        !self.rows.iter().any(|row| matches!(row.refresh, Fate::OutOfReach(_)))
    }

    /// The last end of an access token that lives on, if one does.
    pub fn access_until(&self) -> Option<Timestamp> {
        self.rows.iter().filter_map(|row| row.access_until).max()
    }
}
