//! Stored tokens as they are listed: their metadata, never the tokens.

use jiff::Timestamp;

use super::secret::Fingerprint;

/// A row of TokenDB as a listing tells it (facts/dirac.md 4.7). The tokens themselves were dropped on arrival; their
/// fingerprints remain.
#[derive(Clone, Debug, PartialEq, Eq)]
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
