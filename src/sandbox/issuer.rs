//! OpenID Connect issuers: an INDIGO IAM, an EGI Check-in, a plain OAuth 2.0 server, as far as DIRAC, this program and a
//! person with `curl` can tell.
//!
//! Tokens are signed with real keys. No token is kept: an issuer knows its own again, by signature, by MAC or by opening
//! what it sealed, and remembers only what was revoked or used up. So a million stored rows cost nothing before somebody
//! looks at one. The errors are worded as the certified provider of the lab words them (wire/oidc, wire/dirac 166-175).
//!
//! | part | is |
//! |---|---|
//! | [`keys`] | RSA and P-256, signing, JWKS |
//! | [`mint`], [`claims`], [`refresh`], [`ids`], [`seal`] | what tokens say, and how they are known again |
//! | [`grant`], [`device`], [`inspect`] | what an issuer does |
//! | [`routes`], [`endpoints`], [`form`], [`client`], [`scopes`], [`error`], [`page`] | how it is asked |
//! | [`log`] | what it has done |

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::Clock;
use super::content::{IssuerKind, IssuerSpec, StoredToken};
use crate::domain::secret::Secret;
use client::Client;
use device::{Devices, NoSuchCode};
use endpoints::Endpoints;
use ids::{GrantId, TokenId};
use keys::{Keys, Signing, SigningError};
use log::{Deed, Entry, Log};
use mint::Mint;

pub mod claims;
pub mod client;
pub mod device;
pub mod endpoints;
pub mod error;
pub mod form;
pub mod grant;
pub mod ids;
pub mod inspect;
pub mod keys;
pub mod log;
pub mod mint;
pub mod page;
pub mod refresh;
pub mod routes;
pub mod scopes;
pub mod seal;

/// What can be different from one installation to the next, for all its issuers.
#[derive(Clone, Debug)]
pub struct IssuerSettings {
    /// Lifetime of an access token, in seconds.
    pub access_life: i64,
    /// Lifetime of a refresh token, in seconds.
    pub refresh_life: i64,
    /// How the access tokens of stored rows are signed ([`Signing::for_rows`]).
    pub stored: Signing,
}

/// One hour and thirty days, as WLCG recommends (facts/tokens.md 1.4).
impl Default for IssuerSettings {
    fn default() -> Self {
        Self { access_life: 3_600, refresh_life: 30 * 86_400, stored: Signing::Rs256 }
    }
}

/// What an issuer remembers.
#[derive(Debug, Default)]
struct State {
    revoked_grants: HashSet<GrantId>,
    revoked_tokens: HashSet<TokenId>,
    /// Refresh tokens that were replaced: grant and turn.
    spent: HashSet<(GrantId, u32)>,
    devices: Devices,
    log: Log,
}

/// An issuer.
pub struct Issuer {
    provider: String,
    mint: Mint,
    clients: Vec<Client>,
    rotates: bool,
    endpoints: Endpoints,
    settings: IssuerSettings,
    clock: Clock,
    down: AtomicBool,
    state: Mutex<State>,
}

/// The issuers of an installation.
#[derive(Clone)]
pub struct Issuers(Vec<Arc<Issuer>>);

impl Issuers {
    /// An issuer for each of `specs`. Their keys are made meanwhile.
    pub fn new(
        specs: &[IssuerSpec],
        settings: &IssuerSettings,
        clock: &Clock,
    ) -> Result<Self, SigningError> {
        Keys::prepare();
        let all = specs.iter().map(|spec| Issuer::new(spec, settings, clock).map(Arc::new));
        Ok(Self(all.collect::<Result<_, _>>()?))
    }

    /// The issuer of the IdProvider `provider`.
    pub fn named(&self, provider: &str) -> Option<&Arc<Issuer>> {
        self.0.iter().find(|issuer| issuer.provider == provider)
    }

    /// All of them, in the order of their specs.
    pub fn all(&self) -> &[Arc<Issuer>] {
        &self.0
    }
}

impl Issuer {
    /// The issuer that `spec` describes.
    pub fn new(
        spec: &IssuerSpec,
        settings: &IssuerSettings,
        clock: &Clock,
    ) -> Result<Self, SigningError> {
        Ok(Self {
            provider: spec.provider.clone(),
            mint: Mint::new(spec.kind, &spec.url, settings.stored)?,
            clients: spec.clients.iter().map(Client::new).collect(),
            rotates: spec.rotates,
            endpoints: Endpoints::new(spec.kind, &spec.url),
            settings: settings.clone(),
            clock: Arc::clone(clock),
            down: AtomicBool::new(false),
            state: Mutex::default(),
        })
    }

    /// Name of its IdProvider.
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// Which provider it plays.
    pub fn kind(&self) -> IssuerKind {
        self.mint.kind
    }

    /// Its issuer identifier.
    pub fn url(&self) -> &str {
        &self.mint.issuer
    }

    /// Its clients, in the order of the spec.
    pub fn clients(&self) -> &[Client] {
        &self.clients
    }

    /// The client that stored tokens were made for, which is that of the services: the first with a secret. Empty if
    /// there is none.
    pub fn stored_client(&self) -> &str {
        self.services().map(|client| client.id.as_str()).unwrap_or_default()
    }

    fn services(&self) -> Option<&Client> {
        self.clients.iter().find(|client| !client.is_public())
    }

    /// The access token of a stored row, the same each time; `None` if the row has none.
    pub fn access_of(&self, row: &StoredToken) -> Result<Option<Secret<String>>, SigningError> {
        let registered = self.services().map(|client| client.scopes.as_slice()).unwrap_or_default();
        self.mint.access_of(row, self.stored_client(), registered)
    }

    /// The refresh token of a stored row, the same each time; `None` if the row has none.
    pub fn refresh_of(&self, row: &StoredToken) -> Result<Option<Secret<String>>, SigningError> {
        self.mint.refresh_of(row, self.stored_client())
    }

    /// A person, known to the issuer as `subject`, lets the device in that shows `user_code`; the scopes granted.
    pub fn approve(&self, user_code: &str, subject: &str) -> Result<String, NoSuchCode> {
        let now = self.now().as_second();
        let scopes = self.state().devices.answer(user_code, Some(subject), now)?;
        self.note(None, Deed::Approved(subject.to_owned()));
        Ok(scopes.join(" "))
    }

    /// A person does not let the device in that shows `user_code`.
    pub fn deny(&self, user_code: &str) -> Result<(), NoSuchCode> {
        let now = self.now().as_second();
        self.state().devices.answer(user_code, None, now)?;
        self.note(None, Deed::Denied);
        Ok(())
    }

    /// Whether it answers every request with 503.
    pub fn is_down(&self) -> bool {
        self.down.load(Ordering::Relaxed)
    }

    /// Takes it down, or brings it up again.
    pub fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::Relaxed);
    }

    /// What it has done so far, oldest first.
    pub fn log(&self) -> Vec<Entry> {
        self.state().log.entries()
    }

    fn note(&self, client: Option<&str>, deed: Deed) {
        let entry = Entry { at: self.now(), client: client.map(str::to_owned), deed };
        self.state().log.add(entry);
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// What it remembers. Never held across a signature.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
