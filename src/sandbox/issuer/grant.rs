//! The token endpoint's three grants (RFC 6749 4.4 and 6, RFC 8628 3.4), the same for `POST /token` and for services in
//! this process.

use serde_json::{Value, json};

use super::claims::{Access, id_token};
use super::client::{Client, Presented, authenticate};
use super::device::{Approved, Polled};
use super::error::OauthError;
use super::ids::{GrantId, TokenId};
use super::keys::{Keys, Signing};
use super::log::{Deed, GrantKind};
use super::refresh::Refresh;
use super::{Issuer, scopes};
use crate::domain::secret::{Fingerprint, Secret};
use crate::sandbox::content::IssuerKind;

/// What a client has to show for the token it wants.
#[derive(Debug)]
pub enum Grant {
    /// Nothing but itself: the token speaks for the client.
    ClientCredentials,
    /// A refresh token.
    Refresh(Secret<String>),
    /// The device code of a device flow.
    Device(Secret<String>),
}

impl Grant {
    /// What the log calls it.
    pub fn kind(&self) -> GrantKind {
        match self {
            Self::ClientCredentials => GrantKind::ClientCredentials,
            Self::Refresh(_) => GrantKind::RefreshToken,
            Self::Device(_) => GrantKind::DeviceCode,
        }
    }
}

/// A request to the token endpoint.
#[derive(Debug)]
pub struct TokenRequest {
    /// Who asks.
    pub client: Presented,
    /// With what.
    pub grant: Grant,
    /// The scopes wanted, separated by spaces; `None`: whatever the grant gives.
    pub scope: Option<String>,
    /// The audiences wanted.
    pub audience: Vec<String>,
}

/// What the token endpoint gives.
#[derive(Debug)]
pub struct Issued {
    /// The access token.
    pub access: Secret<String>,
    /// The refresh token, where the grant has one: the old one again, or the one that replaces it.
    pub refresh: Option<Secret<String>>,
    /// The ID token, where `openid` was granted.
    pub id: Option<Secret<String>>,
    /// Lifetime of the access token in seconds.
    pub expires_in: i64,
    /// The scopes granted, separated by spaces; `None` if there are none.
    pub scope: Option<String>,
}

impl Issued {
    /// The body of the answer (RFC 6749 5.1). It holds the tokens: for the wire only.
    pub fn body(&self) -> Value {
        let mut body = json!({
            "access_token": self.access.expose(),
            "expires_in": self.expires_in,
            "token_type": "Bearer",
        });
        if let Some(body) = body.as_object_mut() {
            let secret = |secret: &Secret<String>| Value::from(secret.expose().as_str());
            let more = [
                ("refresh_token", self.refresh.as_ref().map(secret)),
                ("id_token", self.id.as_ref().map(secret)),
                ("scope", self.scope.as_deref().map(Value::from)),
            ];
            for (name, value) in more {
                body.extend(value.map(|value| (name.to_owned(), value)));
            }
        }
        body
    }
}

/// Whom and what new tokens are for.
struct For<'a> {
    client: &'a Client,
    kind: GrantKind,
    subject: &'a str,
    scopes: Vec<String>,
    audience: &'a [String],
    grant: GrantId,
    refresh: Option<Secret<String>>,
}

impl Issuer {
    /// What the token endpoint answers to `request`.
    pub fn token(&self, request: &TokenRequest) -> Result<Issued, OauthError> {
        let client = authenticate(&self.clients, &request.client);
        let outcome = client.clone().and_then(|client| self.grant(client, request));
        if let Err(error) = &outcome {
            self.note(client.ok().map(|client| client.id.as_str()), Deed::Refused(error.error));
        }
        outcome
    }

    fn grant(&self, client: &Client, request: &TokenRequest) -> Result<Issued, OauthError> {
        let public = client.is_public();
        let allowed = match request.grant {
            Grant::ClientCredentials => !public,
            Grant::Refresh(_) => true,
            Grant::Device(_) => public,
        };
        if !allowed {
            return Err(OauthError::request("requested grant type is not allowed for this client"));
        }
        scopes::check(request.scope.as_deref())?;
        if self.kind() != IssuerKind::Iam && request.audience.len() > 1 {
            return Err(OauthError::new(
                "invalid_target",
                "only a single resource indicator value is supported for this grant type",
            ));
        }
        match &request.grant {
            Grant::ClientCredentials => self.client_credentials(client, request),
            Grant::Refresh(token) => self.refresh(client, token, request),
            Grant::Device(code) => self.device(client, code, request),
        }
    }

    fn client_credentials(
        &self,
        client: &Client,
        request: &TokenRequest,
    ) -> Result<Issued, OauthError> {
        // what the client may not have is left out, and the answer's scope says so (RFC 6749 3.3; wire/dirac 110)
        let mut scopes = scopes::split(request.scope.as_deref());
        scopes.retain(|scope| client.may_have(scope));
        self.issue(For {
            client,
            kind: GrantKind::ClientCredentials,
            subject: &client.id,
            scopes,
            audience: &request.audience,
            grant: GrantId::new()?,
            refresh: None,
        })
    }

    fn refresh(
        &self,
        client: &Client,
        token: &Secret<String>,
        request: &TokenRequest,
    ) -> Result<Issued, OauthError> {
        let now = self.now().as_second();
        let refresh = self
            .mint
            .read_refresh(token.expose())
            .filter(|refresh| refresh.client == client.id && refresh.ends > now && !refresh.dead)
            .ok_or_else(OauthError::grant)?;
        if self.state().revoked_grants.contains(&refresh.grant()) {
            return Err(OauthError::grant());
        }
        let had = scopes::split(Some(&refresh.scope));
        let wanted = scopes::split(request.scope.as_deref());
        let missing: Vec<String> = wanted
            .iter()
            .filter(|scope| !had.iter().any(|had| scopes::covers(had, scope)))
            .cloned()
            .collect();
        if let Some(named) = scopes::join(&missing) {
            let plural = if missing.len() > 1 { "s" } else { "" };
            return Err(OauthError::scope(
                format!("refresh token missing requested scope{plural}"),
                Some(named),
            ));
        }
        let again = self.spend(client, &refresh, token, now)?;
        self.issue(For {
            client,
            kind: GrantKind::RefreshToken,
            subject: &refresh.subject,
            scopes: if wanted.is_empty() { had } else { wanted },
            audience: &request.audience,
            grant: refresh.grant(),
            refresh: Some(again),
        })
    }

    /// The refresh token to hand back: the same, or the next one where each works once. A replaced one that comes again
    /// takes the whole grant with it (RFC 9700 4.14.2).
    fn spend(
        &self,
        client: &Client,
        refresh: &Refresh,
        token: &Secret<String>,
        now: i64,
    ) -> Result<Secret<String>, OauthError> {
        if !self.rotates {
            return Ok(Secret::new(token.expose().clone()));
        }
        if !self.state().spent.insert((refresh.grant(), refresh.turn)) {
            self.state().revoked_grants.insert(refresh.grant());
            self.note(Some(&client.id), Deed::Reused(print(token)));
            return Err(OauthError::grant());
        }
        let mut next = refresh.clone();
        next.turn = next.turn.saturating_add(1);
        next.issued = now;
        next.ends = now.saturating_add(self.settings.refresh_life);
        Ok(self.mint.refresh(&next)?)
    }

    fn device(
        &self,
        client: &Client,
        code: &Secret<String>,
        request: &TokenRequest,
    ) -> Result<Issued, OauthError> {
        let now = self.now().as_second();
        let grant = GrantId::new()?;
        let polled = self.state().devices.poll(&client.id, code.expose(), grant, now);
        let Approved { subject, scopes, grant } = match polled {
            Polled::Due(approved) => approved,
            Polled::Refused(error) => return Err(error),
            Polled::Again(used) => {
                self.state().revoked_grants.insert(used);
                return Err(OauthError::grant());
            }
        };
        let refresh = if scopes.iter().any(|scope| scope == "offline_access") {
            let mut refresh = Refresh::new(grant, &subject, &client.id, &scopes.join(" "));
            refresh.issued = now;
            refresh.ends = now.saturating_add(self.settings.refresh_life);
            Some(self.mint.refresh(&refresh)?)
        } else {
            None
        };
        self.issue(For {
            client,
            kind: GrantKind::DeviceCode,
            subject: &subject,
            scopes,
            audience: &request.audience,
            grant,
            refresh,
        })
    }

    fn issue(&self, it: For<'_>) -> Result<Issued, OauthError> {
        let now = self.now().as_second();
        let person = it.kind != GrantKind::ClientCredentials;
        let access = Access {
            issuer: &self.mint.issuer,
            client: &it.client.id,
            subject: it.subject,
            person,
            scopes: &it.scopes,
            registered: &it.client.scopes,
            audience: it.audience,
            issued: now,
            ends: now.saturating_add(self.settings.access_life),
            id: TokenId::new(it.grant)?,
            signing: Signing::Rs256,
        };
        let token = Secret::new(self.mint.access(&access)?);
        let id = if person && it.scopes.iter().any(|scope| scope == "openid") {
            let claims = id_token(&access);
            Some(Secret::new(Keys::get()?.sign(Signing::Rs256, None, &claims)?))
        } else {
            None
        };
        self.note(
            Some(&it.client.id),
            Deed::Issued {
                grant: it.kind,
                subject: it.subject.to_owned(),
                access: print(&token),
                refresh: it.refresh.as_ref().map(print),
            },
        );
        Ok(Issued {
            access: token,
            refresh: it.refresh,
            id,
            expires_in: self.settings.access_life,
            scope: scopes::join(&it.scopes),
        })
    }
}

/// What stands for a token in the log.
pub(super) fn print(token: &Secret<String>) -> Fingerprint {
    Fingerprint::of(token.expose().as_bytes())
}
