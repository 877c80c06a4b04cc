//! How an issuer refuses: the errors of RFC 6749 5.2, RFC 6750 3.1, RFC 7009 2.2.1, RFC 8628 3.5 and RFC 8707 2.

use std::fmt;

use serde_json::json;

use super::keys::SigningError;
use crate::sandbox::http::Response;

/// What the header field `WWW-Authenticate` of a refusal says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// It is absent: the client did not use the `Authorization` field.
    None,
    /// `Basic`, with realm and error.
    Basic,
    /// `Bearer`, with realm and error.
    Bearer,
    /// `Bearer` with the realm alone: no token was there (RFC 6750 3.1).
    BareBearer,
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OauthError {
    /// HTTP status.
    pub status: u16,
    /// The registered error code: `invalid_grant`.
    pub error: &'static str,
    /// `error_description`, as the certified provider of the lab words it (wire/oidc, wire/dirac 166-175).
    pub description: String,
    /// The scopes in question, where scopes are the trouble.
    pub scope: Option<String>,
    /// What `WWW-Authenticate` says.
    pub challenge: Challenge,
}

impl OauthError {
    /// A refusal with status 400.
    pub fn new(error: &'static str, description: impl Into<String>) -> Self {
        Self {
            status: 400,
            error,
            description: description.into(),
            scope: None,
            challenge: Challenge::None,
        }
    }

    /// `invalid_request`.
    pub fn request(description: impl Into<String>) -> Self {
        Self::new("invalid_request", description)
    }

    /// `invalid_grant`; issuers do not say why.
    pub fn grant() -> Self {
        Self::new("invalid_grant", "grant request is invalid")
    }

    /// `invalid_scope`, naming the scopes.
    pub fn scope(description: impl Into<String>, scope: Option<String>) -> Self {
        Self { scope, ..Self::new("invalid_scope", description) }
    }

    /// `invalid_client`, 401.
    pub fn client(challenge: Challenge) -> Self {
        Self {
            status: 401,
            challenge,
            ..Self::new("invalid_client", "client authentication failed")
        }
    }

    /// `invalid_token`, 401, from an endpoint that wants a bearer token.
    pub fn token(description: &str, challenge: Challenge) -> Self {
        Self { status: 401, challenge, ..Self::new("invalid_token", description) }
    }

    /// The answer that says it. `issuer` is the realm.
    pub fn response(&self, issuer: &str) -> Response {
        let mut body = json!({ "error": self.error, "error_description": self.description });
        if let (Some(scope), Some(body)) = (&self.scope, body.as_object_mut()) {
            body.insert(String::from("scope"), scope.as_str().into());
        }
        let mut headers = vec![
            ("Cache-Control", String::from("no-store")),
            ("Content-Type", String::from("application/json; charset=utf-8")),
        ];
        let said =
            format!(", error=\"{}\", error_description=\"{}\"", self.error, self.description);
        let challenge = match self.challenge {
            Challenge::None => None,
            Challenge::Basic => Some(format!("Basic realm=\"{issuer}\"{said}")),
            Challenge::Bearer => Some(format!("Bearer realm=\"{issuer}\"{said}")),
            Challenge::BareBearer => Some(format!("Bearer realm=\"{issuer}\"")),
        };
        headers.extend(challenge.map(|words| ("WWW-Authenticate", words)));
        Response {
            status: self.status,
            headers,
            body: body.to_string().into_bytes(),
            ..Response::default()
        }
    }
}

/// As client libraries word it: `invalid_grant: grant request is invalid`.
impl fmt::Display for OauthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.description)
    }
}

impl std::error::Error for OauthError {}

impl From<SigningError> for OauthError {
    fn from(error: SigningError) -> Self {
        Self { status: 500, ..Self::new("server_error", error.to_string()) }
    }
}
