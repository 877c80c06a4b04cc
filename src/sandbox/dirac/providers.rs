//! The issuers as the TokenManager uses them: tokens of rows, grants, and whether a token is good.

mod in_process;

pub use self::in_process::InProcess;

use crate::domain::secret::Secret;
use crate::sandbox::content::StoredToken;

/// The issuers of an installation, by the names of their IdProviders.
pub trait Providers: Send + Sync {
    /// The access token of a row; `None` if no issuer of the installation can have made one.
    fn access(&self, row: &StoredToken) -> Option<Secret<String>>;

    /// The refresh token of a row; `None` likewise.
    fn refresh(&self, row: &StoredToken) -> Option<Secret<String>>;

    /// The client that DIRAC's services are at a provider.
    fn client_id(&self, provider: &str) -> Option<String>;

    /// Asks the issuer of `provider` for tokens in the name of that client.
    ///
    /// # Errors
    /// [`Refused::Unreachable`] if there is no issuer or it is down; [`Refused::Oauth`] if it says no.
    fn grant(&self, provider: &str, grant: &Grant) -> Result<Granted, Refused>;

    /// What an access token says whose signature is good; `None` for every other. DIRAC looks at no time in it, and asks no
    /// issuer whether it was revoked.
    fn verified(&self, token: &str) -> Option<Verified>;
}

/// What is asked of an issuer.
#[derive(Debug)]
pub enum Grant {
    /// A token for the client itself (RFC 6749 4.4).
    Client {
        /// The scopes, separated by blanks.
        scope: Option<String>,
        /// Whom the token is for.
        audience: Option<String>,
    },
    /// New tokens for a refresh token (RFC 6749 6).
    Refresh {
        /// The refresh token.
        token: Secret<String>,
        /// The scopes, separated by blanks.
        scope: Option<String>,
    },
}

/// What an issuer grants (RFC 6749 5.1).
#[derive(Debug)]
pub struct Granted {
    /// The access token.
    pub access: Secret<String>,
    /// The refresh token, if there is one.
    pub refresh: Option<Secret<String>>,
    /// The ID token, if there is one.
    pub id: Option<Secret<String>>,
    /// Life of the access token in seconds.
    pub expires_in: i64,
    /// Scopes of the access token, separated by blanks; `None` if the issuer does not say.
    pub scope: Option<String>,
}

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// No issuer answers.
    Unreachable,
    /// The issuer's answer (RFC 6749 5.2).
    Oauth {
        /// Its `error`.
        error: String,
        /// Its `error_description`.
        description: String,
    },
}

/// A token whose signature is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The IdProvider whose issuer made it.
    pub provider: String,
    /// `sub`.
    pub subject: String,
    /// `scope`.
    pub scope: String,
}
