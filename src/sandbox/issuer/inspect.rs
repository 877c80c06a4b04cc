//! What becomes of tokens later: introspection (RFC 7662), revocation (RFC 7009), userinfo (OIDC Core 5.3).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::claims::{entitlements, groups};
use super::client::Client;
use super::error::{Challenge, OauthError};
use super::grant::print;
use super::log::Deed;
use super::mint::ReadAccess;
use super::refresh::Refresh;
use super::{Issuer, scopes};
use crate::domain::secret::Secret;
use crate::sandbox::content::IssuerKind;

impl Issuer {
    fn is_alive(&self, access: &ReadAccess) -> bool {
        let state = self.state();
        !access.dead
            && access.ends() > self.now().as_second()
            && !state.revoked_tokens.contains(&access.id)
            && !state.revoked_grants.contains(&access.id.grant())
    }

    fn is_fresh(&self, refresh: &Refresh) -> bool {
        let state = self.state();
        !refresh.dead
            && refresh.ends > self.now().as_second()
            && !state.revoked_grants.contains(&refresh.grant())
            && !state.spent.contains(&(refresh.grant(), refresh.turn))
    }

    /// Plain OAuth 2.0 servers do not look into JWTs at these endpoints.
    fn refuse_structured(&self, token: &str, done: &str, at: &str) -> Result<(), OauthError> {
        if self.kind() == IssuerKind::OAuth2 && jsonwebtoken::decode_header(token).is_ok() {
            return Err(OauthError::new(
                "unsupported_token_type",
                format!("Structured JWT Tokens cannot be {done} via the {at}_endpoint"),
            ));
        }
        Ok(())
    }

    /// What `client` is told about `token`.
    pub fn introspect(&self, client: &Client, token: &Secret<String>) -> Result<Value, OauthError> {
        self.refuse_structured(token.expose(), "introspected", "introspection")?;
        let told = self.told(client, token.expose());
        self.note(
            Some(&client.id),
            Deed::Introspected { token: print(token), active: told.is_some() },
        );
        Ok(told.map_or_else(|| json!({ "active": false }), Value::Object))
    }

    fn told(&self, client: &Client, token: &str) -> Option<Map<String, Value>> {
        let foreign = |owner: &str| client.is_public() && client.id != owner;
        if let Some(access) = self.mint.read_access(token) {
            let alive = self.is_alive(&access) && !foreign(&access.client);
            return alive.then(|| self.about_access(access));
        }
        let refresh = self.mint.read_refresh(token)?;
        let fresh = self.is_fresh(&refresh) && !foreign(&refresh.client);
        fresh.then(|| self.about_refresh(&refresh))
    }

    fn about_access(&self, access: ReadAccess) -> Map<String, Value> {
        let ends = access.ends();
        let subject = access.word("sub").unwrap_or_default().to_owned();
        let mut told = access.claims;
        let mut set = |name: &str, value: Value| told.insert(name.to_owned(), value);
        set("active", true.into());
        set("token_type", "Bearer".into());
        set("client_id", access.client.into());
        match self.kind() {
            IssuerKind::Iam => {
                // INDIGO IAM writes several audiences as one text (facts/tokens.md 6)
                if let Some(Value::Array(all)) = told.get("aud") {
                    let all: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
                    let all = all.join(" ");
                    told.insert(String::from("aud"), all.into());
                }
                let groups = told.get("wlcg.groups").and_then(Value::as_array).map(|all| {
                    let bare =
                        |group: &Value| group.as_str().map(|g| g.trim_matches('/').to_owned());
                    all.iter().filter_map(bare).collect::<Vec<_>>()
                });
                told.insert(String::from("user_id"), subject.into());
                told.insert(String::from("expires_at"), java_time(ends).into());
                told.extend(groups.map(|all| (String::from("groups"), all.into())));
            }
            IssuerKind::CheckIn => drop(told.insert(String::from("username"), subject.into())),
            IssuerKind::OAuth2 => {}
        }
        told
    }

    fn about_refresh(&self, refresh: &Refresh) -> Map<String, Value> {
        let mut told = Map::new();
        let mut set = |name: &str, value: Value| told.insert(name.to_owned(), value);
        set("active", true.into());
        set("sub", refresh.subject.as_str().into());
        set("client_id", refresh.client.as_str().into());
        set("exp", refresh.ends.into());
        set("iat", refresh.issued.into());
        set("iss", self.mint.issuer.as_str().into());
        set("scope", refresh.scope.as_str().into());
        told
    }

    /// Revokes `token`, if it is `client`'s. A refresh token takes every token of its grant with it. What this issuer never
    /// made is answered the same (RFC 7009 2.2).
    pub fn revoke(&self, client: &Client, token: &Secret<String>) -> Result<(), OauthError> {
        self.refuse_structured(token.expose(), "revoked", "revocation")?;
        let refresh = self.mint.read_refresh(token.expose());
        let access = self.mint.read_access(token.expose());
        let owner = refresh.as_ref().map(|r| &r.client).or(access.as_ref().map(|a| &a.client));
        let Some(owner) = owner else {
            self.note(Some(&client.id), Deed::RevokedUnknown(print(token)));
            return Ok(());
        };
        if *owner != client.id {
            if client.is_public() {
                return Ok(());
            }
            return Err(OauthError::request(
                "client is not authorized to revoke the presented token",
            ));
        }
        let again = match (&refresh, &access) {
            (Some(refresh), _) => {
                !self.state().revoked_grants.insert(refresh.grant()) || refresh.dead
            }
            (None, Some(access)) => {
                let mut state = self.state();
                let known = state.revoked_grants.contains(&access.id.grant()) || access.dead;
                !state.revoked_tokens.insert(access.id) || known
            }
            (None, None) => false,
        };
        self.note(
            Some(&client.id),
            Deed::Revoked { token: print(token), access: refresh.is_none(), again },
        );
        Ok(())
    }

    /// What the bearer of `token` is told about the person behind it; `None`: no token came.
    pub fn userinfo(&self, token: Option<&str>) -> Result<Value, OauthError> {
        let token = token
            .ok_or_else(|| OauthError::token("no access token provided", Challenge::BareBearer))?;
        let access = self
            .mint
            .read_access(token)
            .filter(|access| self.is_alive(access))
            .ok_or_else(|| OauthError::token("invalid token provided", Challenge::Bearer))?;
        let granted = scopes::split(access.word("scope"));
        let subject = access.word("sub").unwrap_or_default();
        if subject == access.client || !granted.iter().any(|scope| scope == "openid") {
            return Err(OauthError {
                status: 403,
                scope: Some(String::from("openid")),
                challenge: Challenge::Bearer,
                ..OauthError::new("insufficient_scope", "access token missing openid scope")
            });
        }
        let registered = self
            .clients
            .iter()
            .find(|client| client.id == access.client)
            .map(|client| client.scopes.as_slice())
            .unwrap_or_default();
        let mut told = Map::new();
        told.insert(String::from("sub"), subject.into());
        match self.kind() {
            IssuerKind::Iam => {
                let groups: Vec<String> = groups(&granted, registered)
                    .iter()
                    .map(|group| group.trim_matches('/').to_owned())
                    .collect();
                told.insert(String::from("groups"), groups.into());
            }
            IssuerKind::CheckIn => {
                told.insert(String::from("voperson_id"), subject.into());
                let all = entitlements(&granted, registered);
                told.insert(String::from("eduperson_entitlement"), all.into());
            }
            IssuerKind::OAuth2 => {}
        }
        Ok(Value::Object(told))
    }
}

/// `expires_at` as INDIGO IAM writes times: `2026-11-21T04:52:00.000+0000`.
fn java_time(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%S.000+0000").to_string()
}
