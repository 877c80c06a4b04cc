//! The issuers of the installation, asked in this process in the name of the client that DIRAC's services are there.

use super::{Grant, Granted, Providers, Refused, Verified};
use crate::domain::secret::Secret;
use crate::sandbox::content::{IssuerSpec, StoredToken};
use crate::sandbox::issuer::client::Presented;
use crate::sandbox::issuer::grant::{Grant as Asked, TokenRequest};
use crate::sandbox::issuer::keys::Keys;
use crate::sandbox::issuer::{Issuer, Issuers};

/// The issuers, and what the services' local `dirac.cfg` would hold: a client with its secret for each.
pub struct InProcess {
    issuers: Issuers,
    clients: Vec<LocalClient>,
}

/// `client_id` and `client_secret` of an IdProvider in the services' local configuration.
#[derive(Debug)]
struct LocalClient {
    provider: String,
    id: String,
    secret: Secret<String>,
}

impl InProcess {
    /// The issuers made of `specs`; of each the first client that has a secret is the services'.
    pub fn new(issuers: Issuers, specs: &[IssuerSpec]) -> Self {
        let client = |spec: &IssuerSpec| {
            let (id, secret) =
                spec.clients.iter().find_map(|c| Some((&c.id, c.secret.as_ref()?)))?;
            let secret = Secret::new(secret.clone());
            Some(LocalClient { provider: spec.provider.clone(), id: id.clone(), secret })
        };
        Self { issuers, clients: specs.iter().filter_map(client).collect() }
    }

    fn client(&self, provider: &str) -> Option<&LocalClient> {
        self.clients.iter().find(|client| client.provider == provider)
    }

    fn issuer(&self, provider: &str) -> Option<&Issuer> {
        self.issuers.named(provider).map(AsRef::as_ref)
    }
}

impl Providers for InProcess {
    fn access(&self, row: &StoredToken) -> Option<Secret<String>> {
        self.issuer(&row.provider)?.access_of(row).ok()?
    }

    fn refresh(&self, row: &StoredToken) -> Option<Secret<String>> {
        self.issuer(&row.provider)?.refresh_of(row).ok()?
    }

    fn client_id(&self, provider: &str) -> Option<String> {
        self.client(provider).map(|client| client.id.clone())
    }

    fn grant(&self, provider: &str, grant: &Grant) -> Result<Granted, Refused> {
        let issuer = self.issuer(provider).filter(|issuer| !issuer.is_down());
        let (issuer, client) = issuer.zip(self.client(provider)).ok_or(Refused::Unreachable)?;
        let (grant, scope, audience) = match grant {
            Grant::Client { scope, audience } => {
                (Asked::ClientCredentials, scope, audience.clone())
            }
            Grant::Refresh { token, scope } => {
                (Asked::Refresh(Secret::new(token.expose().clone())), scope, None)
            }
        };
        let request = TokenRequest {
            client: Presented::secret(client.id.clone(), client.secret.expose().clone()),
            grant,
            scope: scope.clone(),
            audience: audience.into_iter().collect(),
        };
        let answer = issuer.token(&request).map_err(|error| Refused::Oauth {
            error: error.error.to_owned(),
            description: error.description,
        })?;
        Ok(Granted {
            access: answer.access,
            refresh: answer.refresh,
            id: answer.id,
            expires_in: answer.expires_in,
            scope: answer.scope,
        })
    }

    fn verified(&self, token: &str) -> Option<Verified> {
        let claims = Keys::get().ok()?.claims(token)?;
        let text = |name: &str| claims.get(name).and_then(|claim| claim.as_str());
        let bare = |url: &str| url.trim_matches('/').to_owned();
        let iss = bare(text("iss")?);
        let issuer = self.issuers.all().iter().find(|issuer| bare(issuer.url()) == iss)?;
        Some(Verified {
            provider: issuer.provider().to_owned(),
            subject: text("sub")?.to_owned(),
            scope: text("scope").unwrap_or_default().to_owned(),
        })
    }
}
