//! What is asked of issuers and what they say: client credentials, kinds of tokens, introspection.
//!
//! Owns plain data only; how it is asked is `wire::oidc`'s.

use jiff::Timestamp;

use super::secret::Secret;

/// Which kind of token is meant: `token_type_hint` (RFC 7009 2.1, RFC 7662 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// An access token.
    Access,
    /// A refresh token.
    Refresh,
}

impl TokenKind {
    /// The hint as it is sent: `access_token`, `refresh_token`.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Access => "access_token",
            Self::Refresh => "refresh_token",
        }
    }
}

/// How a client proves to an issuer that it is itself (RFC 6749 2.3.1; OpenID Connect Core 1.0, 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthMethod {
    /// `client_secret_basic`: in the header Authorization. What issuers take unless they say otherwise.
    Basic,
    /// `client_secret_post`: in the form.
    Post,
}

impl AuthMethod {
    /// The method of that name, if it is spoken here.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "client_secret_basic" => Some(Self::Basic),
            "client_secret_post" => Some(Self::Post),
            _ => None,
        }
    }
}

/// A client's id and secret at an issuer. Read from this host's own `dirac.cfg` and from nowhere else (facts/dirac.md 4.1).
#[derive(Debug)]
pub struct ClientCredentials {
    /// `client_id`.
    pub id: String,
    /// `client_secret`.
    pub secret: Secret<String>,
    /// `token_endpoint_auth_method` of the provider, where it is set to one that is spoken here.
    pub method: Option<AuthMethod>,
}

/// What an issuer says of a token (RFC 7662 2.2). All texts are foreign.
///
/// `active: false` has no reason: ended, revoked, never issued, or not for this client to know. It proves something only
/// where the same client was told `true` before (design.md 6.6).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Introspection {
    /// Whether the token is in force.
    pub active: bool,
    /// `exp`.
    pub expires: Option<Timestamp>,
    /// `iat`.
    pub issued: Option<Timestamp>,
    /// `sub`: whom it speaks for.
    pub subject: Option<String>,
    /// `client_id`: for which client it was issued.
    pub client: Option<String>,
    /// `username`.
    pub username: Option<String>,
    /// `scope`, split at blanks.
    pub scope: Vec<String>,
    /// `token_type`.
    pub token_type: Option<String>,
    /// `iss`.
    pub issuer: Option<String>,
    /// `aud`, one or several.
    pub audience: Vec<String>,
}
