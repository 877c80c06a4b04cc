//! Issuers of tokens (OpenID providers), asked as an OAuth client and never as a person: what they publish, and what becomes
//! of a token later.
//!
//! Nothing of DIRAC's identity goes to them: no client certificate, no proxy. Their certificates are checked against the
//! public CAs of this host and those of the grid ([`Roots::for_issuers`](super::ca::Roots::for_issuers)). Every URL is https;
//! redirects and the environment's proxies are not followed. Discovery, keys and introspection are reads;
//! revocation changes something: only an unlocked client has it, and it is sent once, on a connection of its own.
//! What a token says of where its keys are (`jku`, `x5u`) has no way in here: keys are found through [`Metadata`] alone,
//! and metadata through the name of an issuer that somebody configured.

mod answers;
mod client;
mod metadata;

use std::future::Future;

pub use client::IssuerClient;
pub use metadata::Metadata;

use super::error::WireError;
use super::jwks::KeySet;
use crate::domain::oidc::{ClientCredentials, Introspection, TokenKind};
use crate::domain::secret::Secret;

/// Whether `issuer` is a name under which somebody can be asked: https, a host, perhaps a port and a path. The error says what
/// is wrong with it; nothing is sent.
pub fn check_name(issuer: &str) -> Result<(), WireError> {
    metadata::place_of(issuer).map(drop)
}

/// What can be asked of an issuer without changing anything. `ops` is generic over it.
pub trait IssuerService: Send + Sync {
    /// What the issuer says of itself, at `<issuer without slash>/.well-known/openid-configuration` (OpenID Connect Discovery
    /// 1.0, 4). Its `issuer` must be the name that was asked; slashes at the end may differ, because both spellings lead
    /// to the same document, and DIRAC does not tell them apart ([`Metadata::is_spelled_otherwise`] does).
    fn discover(&self, issuer: &str) -> impl Future<Output = Result<Metadata, WireError>> + Send;

    /// The issuer's public keys (`jwks_uri`).
    fn keys(&self, metadata: &Metadata) -> impl Future<Output = Result<KeySet, WireError>> + Send;

    /// What the issuer says of `token` to this client (RFC 7662).
    fn introspect(
        &self,
        metadata: &Metadata,
        client: &ClientCredentials,
        token: &Secret<String>,
        kind: TokenKind,
    ) -> impl Future<Output = Result<Introspection, WireError>> + Send;
}

/// What changes something at an issuer. A session has this only when unlocked.
pub trait IssuerChanges: IssuerService {
    /// Has `token` revoked (RFC 7009). Sent once.
    ///
    /// `Ok` says that the issuer accepted the request: it answers so for tokens that it never knew too. An error that is
    /// [`ambiguous`](WireError::ambiguous) leaves open whether the token lives; all others leave it alive. An issuer may keep
    /// access tokens alive when their refresh token goes, and sites that verify offline accept them until they end.
    fn revoke(
        &self,
        metadata: &Metadata,
        client: &ClientCredentials,
        token: &Secret<String>,
        kind: TokenKind,
    ) -> impl Future<Output = Result<(), WireError>> + Send;
}
