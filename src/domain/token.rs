//! Stored tokens as they are listed: their metadata, never the tokens.
//!
//! Owns what a row of TokenDB is still good for at a given time. It must not know how a listing is fetched, nor the time:
//! both are handed in.

mod chosen;

use jiff::Timestamp;

use super::secret::{Fingerprint, Secret};

pub use chosen::{Chosen, Which};

/// A row of TokenDB as a listing tells it (facts/dirac.md 4.7). The tokens themselves were dropped on arrival; their
/// fingerprints remain. The default one is a row of which nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedToken {
    /// Row id in TokenDB.
    pub id: Option<u64>,
    /// User name as the listing says (`username`), `None` where the method does not tell.
    pub user: Option<String>,
    /// Token id: `sub` of the user at the provider.
    pub user_id: String,
    /// IdProvider name.
    pub provider: String,
    /// Scopes, split on white space; empty if unknown.
    pub scopes: Vec<String>,
    /// When the access token ends; `None` if unknown.
    pub access_expires: Option<Timestamp>,
    /// When the refresh token ends; `None` if unknown.
    pub refresh_expires: Option<Timestamp>,
    /// When the row was issued; `None` if unknown.
    pub issued: Option<Timestamp>,
    /// OAuth2 client, if stored.
    pub client_id: Option<String>,
    /// Fingerprint of the access token; `None` if the row has none.
    pub access: Option<Fingerprint>,
    /// Fingerprint of the refresh token; `None` if the row has none.
    pub refresh: Option<Fingerprint>,
}

impl ListedToken {
    /// Tells this row from others and from what becomes of it when its refresh token is renewed, without telling any of it.
    /// An access token that is renewed alone makes no other row.
    pub fn print(&self) -> Fingerprint {
        let mut text = Vec::new();
        let number = self.id.map(u64::to_be_bytes).unwrap_or_default();
        text.extend_from_slice(&number);
        text.extend_from_slice(self.provider.as_bytes());
        // which of the two it is, is told apart, too
        let held = self.refresh.map(|token| (1_u8, token)).or(self.access.map(|token| (2, token)));
        if let Some((kind, token)) = held {
            text.extend([0, kind]);
            text.extend(token.bytes());
        }
        Fingerprint::of(&text)
    }
}

/// A row of TokenDB with its tokens, for the one id that was asked for. Whoever has one drops it as soon as the tokens were
/// sent or read.
#[derive(Debug)]
pub struct StoredTokens {
    /// The row as a listing tells it.
    pub row: ListedToken,
    /// The access token; `None` if the row has none, or has what is no text.
    pub access: Option<Secret<String>>,
    /// The refresh token; `None` if the row has none, or has what is no text.
    pub refresh: Option<Secret<String>>,
}

/// Why `id` cannot be asked for as a token id, as the end of a sentence; `None` if it can.
///
/// `deleteToken` takes anything and says that it is done: given a DN it deletes nothing (facts/dirac.md 9.6), and TokenDB
/// does not see blanks at the end.
pub fn token_id_fault(id: &str) -> Option<&'static str> {
    if id.trim().is_empty() {
        return Some("it is empty");
    }
    if id.trim() != id {
        return Some("it begins or ends with a blank");
    }
    let dn = ["/", "CN=", "DC=", "O=", "C="].iter().any(|head| id.starts_with(head));
    if dn || id.contains("/CN=") {
        return Some("it looks like a DN: the id alone is meant, what stands behind /O=DIRAC/CN=");
    }
    id.chars().any(char::is_control).then_some("it holds control characters")
}

/// What a stored row is still good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StoredState {
    /// Access and refresh token are both in time.
    Usable,
    /// Only the refresh token is in time.
    Refreshable,
    /// Only the access token is in time.
    AccessOnly,
    /// Neither is in time.
    Dead,
    /// An expiry is unknown and could change the answer.
    Unknown,
}

impl StoredState {
    /// The word used in JSON: `usable`, `refreshable`, `access_only`, `dead`, `unknown`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Usable => "usable",
            Self::Refreshable => "refreshable",
            Self::AccessOnly => "access_only",
            Self::Dead => "dead",
            Self::Unknown => "unknown",
        }
    }
}

/// Whether one token of a row is in time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Life {
    Live,
    Over,
    Unknown,
}

impl Life {
    /// A token that the row does not have is over, whatever its expiry says; a token ends at the very second it expires
    /// (RFC 7519 4.1.4: "on or after").
    fn of(token: Option<Fingerprint>, expires: Option<Timestamp>, now: Timestamp) -> Self {
        match (token, expires) {
            (Some(_), None) => Self::Unknown,
            (Some(_), Some(end)) if end > now => Self::Live,
            (None, _) | (Some(_), Some(_)) => Self::Over,
        }
    }
}

impl ListedToken {
    /// What the row is good for at `now`.
    ///
    /// `Unknown` only where an expiry that is not known would decide: a row without a refresh token is never refreshable,
    /// whatever its refresh expiry.
    pub fn state(&self, now: Timestamp) -> StoredState {
        let access = Life::of(self.access, self.access_expires, now);
        let refresh = Life::of(self.refresh, self.refresh_expires, now);
        match (access, refresh) {
            (Life::Unknown, _) | (_, Life::Unknown) => StoredState::Unknown,
            (Life::Live, Life::Live) => StoredState::Usable,
            (Life::Over, Life::Live) => StoredState::Refreshable,
            (Life::Live, Life::Over) => StoredState::AccessOnly,
            (Life::Over, Life::Over) => StoredState::Dead,
        }
    }
}

#[cfg(test)]
mod tests;
