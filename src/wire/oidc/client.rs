//! The client of issuers: one set of connections for all of them.

use std::collections::HashSet;
use std::marker::PhantomData;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::metadata::place_of;
use super::{IssuerChanges, IssuerService, Metadata, answers};
use crate::domain::oidc::{AuthMethod, ClientCredentials, Introspection, TokenKind};
use crate::domain::secret::Secret;
use crate::wire::ca::Roots;
use crate::wire::error::{ErrorKind, IssuerFault, WireError};
use crate::wire::form;
use crate::wire::http::{Heard, Http, Observer, Query, Timeouts};
use crate::wire::jwks::KeySet;
use crate::wire::rpc::{ReadOnly, Unlocked, WriteUnlocked};
use crate::wire::tls::{ConfigError, client_config};

/// Bytes that a description or an answer may have. Real descriptions have 2 to 10 kB.
const ANSWER: u64 = 256 << 10;
/// Bytes that a set of keys may have. Real ones have 1 to 20 kB, with chains of certificates.
const KEYS: u64 = 512 << 10;

/// Asks issuers, and has tokens revoked where it was unlocked.
///
/// An unlocked client can revoke:
///
/// ```no_run
/// use dirac_tokens::domain::oidc::{ClientCredentials, TokenKind};
/// use dirac_tokens::domain::secret::Secret;
/// use dirac_tokens::wire::oidc::{IssuerChanges, IssuerClient, Metadata};
/// use dirac_tokens::wire::rpc::Unlocked;
/// fn send(client: &IssuerClient<Unlocked>, at: &Metadata, own: &ClientCredentials, token: &Secret<String>) {
///     drop(client.revoke(at, own, token, TokenKind::Refresh));
/// }
/// ```
///
/// One that only reads cannot, and says so when it is compiled:
///
/// ```compile_fail,E0277
/// use dirac_tokens::domain::oidc::{ClientCredentials, TokenKind};
/// use dirac_tokens::domain::secret::Secret;
/// use dirac_tokens::wire::oidc::{IssuerChanges, IssuerClient, Metadata};
/// use dirac_tokens::wire::rpc::ReadOnly;
/// fn send(client: &IssuerClient<ReadOnly>, at: &Metadata, own: &ClientCredentials, token: &Secret<String>) {
///     drop(IssuerChanges::revoke(client, at, own, token, TokenKind::Refresh));
/// }
/// ```
#[derive(Clone, Debug)]
pub struct IssuerClient<M = ReadOnly> {
    http: Arc<Http>,
    mode: PhantomData<fn() -> M>,
}

impl IssuerClient {
    /// A client that trusts `roots` and shows no certificate of its own. Nothing is sent.
    pub fn new(roots: &Roots, timeouts: Timeouts, observer: Observer) -> Result<Self, ConfigError> {
        let http = Http::new(client_config(roots, None)?, timeouts).observed_by(observer);
        Ok(Self { http: Arc::new(http), mode: PhantomData })
    }

    /// The same client, allowed to revoke.
    pub fn unlock(self, _asked: &WriteUnlocked) -> IssuerClient<Unlocked> {
        IssuerClient { http: self.http, mode: PhantomData }
    }
}

/// A request about a token, with whatever proves who asks.
fn about(
    method: &'static str,
    auth: AuthMethod,
    client: &ClientCredentials,
    token: &Secret<String>,
    kind: TokenKind,
) -> Query {
    let (token, secret) = (token.expose(), client.secret.expose());
    // room for the worst case: a text that grew would leave its beginning behind, not wiped
    let room = 3 * (token.len() + client.id.len() + secret.len()) + 200;
    let mut filled = Zeroizing::new(String::with_capacity(room));
    form::field(&mut filled, "token", token);
    form::field(&mut filled, "token_type_hint", kind.hint());
    let authorization = match auth {
        AuthMethod::Basic => Some(basic(client, room)),
        AuthMethod::Post => {
            form::field(&mut filled, "client_id", &client.id);
            form::field(&mut filled, "client_secret", secret);
            None
        }
    };
    Query { method, form: Some(filled), authorization, limit: ANSWER }
}

/// The header of RFC 6749 2.3.1: id and secret each encoded as a form's value, and only then joined.
fn basic(client: &ClientCredentials, room: usize) -> Zeroizing<String> {
    let mut pair = Zeroizing::new(String::with_capacity(room));
    form::value(&mut pair, &client.id);
    pair.push(':');
    form::value(&mut pair, client.secret.expose());
    let mut header = Zeroizing::new(String::with_capacity(2 * pair.len() + 20));
    header.push_str("Basic ");
    STANDARD.encode_string(pair.as_bytes(), &mut header);
    header
}

fn get(method: &'static str, limit: u64) -> Query {
    Query { method, form: None, authorization: None, limit }
}

/// What is too large for an issuer is none of its answers.
fn sized(error: WireError) -> WireError {
    match error.kind() {
        ErrorKind::TooLarge { limit } => {
            let what = format!("it is larger than {} KiB", limit >> 10);
            error.with_kind(ErrorKind::Issuer(Box::new(IssuerFault::Malformed(what))))
        }
        _ => error,
    }
}

/// Bytes of a secret that are told as little as all of it.
const PIECE: usize = 16;

/// What was sent of secrets, as it was written. An issuer that repeats any of it is not quoted: this side knows the secrets, so
/// nothing has to be guessed from their looks.
struct Sent([Zeroizing<String>; 5]);

impl Sent {
    fn new(client: &ClientCredentials, token: &Secret<String>) -> Self {
        let (token, secret) = (token.expose().as_str(), client.secret.expose().as_str());
        let plain = |text: &str| Zeroizing::new(text.to_owned());
        let written = |text: &str| {
            let mut written = Zeroizing::new(String::with_capacity(3 * text.len()));
            form::value(&mut written, text);
            written
        };
        let header = basic(client, 3 * (client.id.len() + secret.len()) + 1);
        let pair = plain(header.strip_prefix("Basic ").unwrap_or_default());
        Self([plain(token), written(token), plain(secret), written(secret), pair])
    }

    /// Whether `text` has a whole secret in it, or a piece of one. Asked before a text is cut short, and before onlookers hear
    /// of it.
    fn is_repeated_in(&self, text: &str) -> bool {
        let pieces: HashSet<&[u8]> = text.as_bytes().windows(PIECE).collect();
        self.0.iter().filter(|secret| !secret.is_empty()).any(|secret| {
            text.contains(secret.as_str())
                || secret.as_bytes().windows(PIECE).any(|piece| pieces.contains(piece))
        })
    }
}

fn ok(heard: Heard, repeats: impl Fn(&str) -> bool) -> Result<Heard, WireError> {
    match heard.status {
        200 => Ok(heard),
        _ => Err(answers::refused(&heard, repeats)),
    }
}

/// An answer to what had no secret in it.
fn plainly(heard: Heard) -> Result<Heard, WireError> {
    ok(heard, |_| false)
}

impl<M> IssuerService for IssuerClient<M> {
    async fn discover(&self, issuer: &str) -> Result<Metadata, WireError> {
        let method = "discovery";
        let place = place_of(issuer).map_err(|error| error.in_method(method))?;
        let open = |heard: Heard| {
            if heard.status == 404 {
                return Err(WireError::of_issuer(IssuerFault::NoMetadata, heard.url));
            }
            Metadata::read(issuer.trim(), &plainly(heard)?.body)
        };
        let answer = self.http.ask(&place, &get(method, ANSWER), open).await;
        answer.map_err(|error| sized(error).in_method(method))
    }

    async fn keys(&self, metadata: &Metadata) -> Result<KeySet, WireError> {
        let method = "keys";
        let ask = async {
            let open = |heard| answers::keys(&plainly(heard)?);
            self.http.ask(metadata.jwks()?, &get(method, KEYS), open).await
        };
        ask.await.map_err(|error| sized(error).in_method(method))
    }

    async fn introspect(
        &self,
        metadata: &Metadata,
        client: &ClientCredentials,
        token: &Secret<String>,
        kind: TokenKind,
    ) -> Result<Introspection, WireError> {
        let method = "introspection";
        let ask = async {
            let auth = metadata.introspection_auth(client.method)?;
            let query = about(method, auth, client, token, kind);
            let sent = Sent::new(client, token);
            let open =
                |heard| answers::introspection(&ok(heard, |text| sent.is_repeated_in(text))?);
            self.http.ask(metadata.introspection()?, &query, open).await
        };
        ask.await.map_err(|error| sized(error).in_method(method))
    }
}

impl IssuerChanges for IssuerClient<Unlocked> {
    async fn revoke(
        &self,
        metadata: &Metadata,
        client: &ClientCredentials,
        token: &Secret<String>,
        kind: TokenKind,
    ) -> Result<(), WireError> {
        let method = "revocation";
        let ask = async {
            let auth = metadata.revocation_auth(client.method)?;
            let query = about(method, auth, client, token, kind);
            // what stands in the body of a 200 means nothing (RFC 7009 2.2)
            let sent = Sent::new(client, token);
            let open = |heard| ok(heard, |text| sent.is_repeated_in(text)).map(drop);
            self.http.ask_once(metadata.revocation()?, &query, open).await
        };
        ask.await.map_err(|error| error.in_method(method))
    }
}

#[cfg(test)]
mod tests;
