//! Keys of issuers, kept as long as this program runs: fetched at most once an hour, and once more for a key that is not
//! among them.
//!
//! In memory only: keys are public, but a file of them would be one more thing that somebody could put other keys into.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::Clock;
use crate::domain::problem::Problem;
use crate::wire::jwks::KeySet;
use crate::wire::oidc::{IssuerService, Metadata};

/// After this time keys are fetched again (WLCG profile 1.3, 4.3.1: between 1 and 6 hours).
const REFRESH: SignedDuration = SignedDuration::from_hours(1);
/// Up to this age keys are used where the issuer does not answer (the same place: expiry after 1 to 4 days).
const EXPIRY: SignedDuration = SignedDuration::from_hours(24);
/// Tokens that name unknown keys make no more requests than one in this time.
const CALM: SignedDuration = SignedDuration::from_secs(60);

/// The keys of an issuer at a time.
#[derive(Clone, Debug)]
pub struct Published {
    /// What the issuer says of itself.
    pub metadata: Arc<Metadata>,
    /// Its keys.
    pub keys: Arc<KeySet>,
    /// When it published them.
    pub as_of: Timestamp,
    /// Why there are no newer ones, if newer ones were wanted.
    pub stale: Option<Problem>,
}

/// Keys of issuers. Share one for each installation: what one knows is not asked by another.
#[derive(Debug)]
pub struct IssuerKeys<S> {
    service: S,
    clock: Clock,
    known: Mutex<HashMap<String, Published>>,
}

impl<S: IssuerService> IssuerKeys<S> {
    /// No keys yet; `service` will be asked for them.
    pub fn new(service: S, clock: Clock) -> Self {
        Self { service, clock, known: Mutex::default() }
    }

    /// The keys of `issuer`, which somebody trusts. Of two that ask at the same time both may fetch them.
    pub async fn of(&self, issuer: &str) -> Result<Published, Problem> {
        self.younger_than(REFRESH, issuer).await
    }

    /// The keys of `issuer` again, after one of them was missing; those at hand if they were fetched a moment ago.
    pub async fn again(&self, issuer: &str) -> Result<Published, Problem> {
        self.younger_than(CALM, issuer).await
    }

    async fn younger_than(&self, age: SignedDuration, issuer: &str) -> Result<Published, Problem> {
        let now = (self.clock)();
        let known = self.known().get(issuer).cloned();
        // a clock that went back makes keys old, not young
        let is_in = |published: &Published, age| {
            (SignedDuration::ZERO..age).contains(&now.duration_since(published.as_of))
        };
        if let Some(known) = known.as_ref().filter(|known| is_in(known, age)) {
            return Ok(known.clone());
        }
        match self.fetch(issuer, now).await {
            Ok(published) => {
                self.known().insert(issuer.to_owned(), published.clone());
                Ok(published)
            }
            Err(problem) => match known.filter(|known| is_in(known, EXPIRY)) {
                Some(known) => Ok(Published { stale: Some(problem), ..known }),
                None => Err(problem),
            },
        }
    }

    async fn fetch(&self, issuer: &str, now: Timestamp) -> Result<Published, Problem> {
        let metadata =
            self.service.discover(issuer).await.map_err(|error| Problem::from(&error))?;
        let keys = self.service.keys(&metadata).await.map_err(|error| Problem::from(&error))?;
        let (metadata, keys) = (Arc::new(metadata), Arc::new(keys));
        Ok(Published { metadata, keys, as_of: now, stale: None })
    }

    /// Never held across a request.
    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<String, Published>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
