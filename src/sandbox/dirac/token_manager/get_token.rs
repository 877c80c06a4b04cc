//! `getToken`: a token for the services' own client, or a new one for a user's stored refresh token.
//!
//! The new refresh token that a rotating issuer gives is handed to the caller and not stored, so that the stored one is dead
//! after its first use (facts/dirac-live.md 6).

use std::collections::{BTreeMap, BTreeSet};

use super::{TokenManager, iterate, repr, text};
use crate::domain::cs::Tree;
use crate::domain::registry::ID_DN_PREFIX;
use crate::domain::secret::Secret;
use crate::sandbox::dirac::identity_provider::Kind;
use crate::sandbox::dirac::providers::{Grant, Granted, Refused};
use crate::sandbox::dirac::python::{Raised, truth};
use crate::sandbox::dirac::registry;
use crate::sandbox::dirac::reply::Failure;
use crate::sandbox::dirac::service::{Call, Component as _, Done};
use crate::wire::jencode::Value;

/// The provider that a call is about.
struct Provider {
    name: String,
    kind: Kind,
}

impl TokenManager {
    pub(super) fn get_token(&self, call: &Call<'_>) -> Result<Done, Raised> {
        let configuration = self.configuration();
        let tree = configuration.tree();
        let [user, group, scope, audience, provider] = [0, 1, 2, 3, 4].map(|at| call.argument(at));
        let many = |value: &Value| matches!(value, Value::List(_) | Value::Map(_)) && truth(value);
        if many(&group) || many(&provider) {
            return Err(Raised);
        }
        let provider = match provider_of(tree, &group, &provider) {
            Ok(provider) => provider,
            Err(failure) => return Ok(Done::read(Err(failure))),
        };
        let group = truth(&group).then(|| text(&group));
        let scope = scopes(tree, &provider, group.as_deref(), &scope)?;
        if truth(&user) {
            return self.for_user(call, &provider, &user, group.as_deref(), scope.as_deref());
        }
        if let Err(failure) = may_download(call, tree, "", "") {
            return Ok(Done::read(Err(failure)));
        }
        let audience = truth(&audience).then(|| text(&audience));
        Ok(match self.providers.grant(&provider.name, &Grant::Client { scope, audience }) {
            Ok(granted) => {
                let own = [
                    ("client_id", self.providers.client_id(&provider.name).unwrap_or_default()),
                    ("provider", provider.name),
                ];
                Done { returned: Ok(told(&granted, call, &own)), changed: true }
            }
            Err(refused) => Done::read(Err(said("Cannot fetch access token", refused))),
        })
    }

    fn for_user(
        &self,
        call: &Call<'_>,
        provider: &Provider,
        user: &Value,
        group: Option<&str>,
        scope: Option<&str>,
    ) -> Result<Done, Raised> {
        let dns = match self.dns_of(user, call)? {
            Ok(dns) => dns,
            Err(failure) => return Ok(Done::read(Err(failure))),
        };
        let configuration = self.configuration();
        let tree = configuration.tree();
        // DIRAC answers with the first token it gets, and else with what was wrong with each id
        let mut wrong: Vec<Failure> = Vec::new();
        for dn in &dns {
            let Some(id) = dn.strip_prefix(ID_DN_PREFIX) else { continue };
            let row = match self.rows.refreshable(id, &provider.name, call.now) {
                Ok(Some((_, row))) => row,
                Ok(None) => {
                    wrong.push(format!("No token found for {id}").into());
                    continue;
                }
                Err(sql) => {
                    wrong.push(sql.into());
                    continue;
                }
            };
            let refreshed =
                may_download(call, tree, dn, group.unwrap_or_default()).and_then(|()| {
                    let scope = match group {
                        None => scope.map(str::to_owned),
                        Some(group) => Some(required_scopes(tree, provider, group)?),
                    };
                    // a row without one has the word in its place, and that is sent
                    let token = self.providers.refresh(row);
                    let token = token.unwrap_or_else(|| Secret::new("None".to_owned()));
                    let grant = Grant::Refresh { token, scope };
                    let granted = self.providers.grant(&provider.name, &grant);
                    granted.map_err(|refused| said("Invalid refresh token", refused))
                });
            match refreshed {
                Ok(granted) => {
                    return Ok(Done { returned: Ok(told(&granted, call, &[])), changed: true });
                }
                Err(failure) => wrong.push(failure),
            }
        }
        if wrong.is_empty() {
            wrong.push(format!("No user ID found for {}", text(user)).into());
        }
        Ok(Done::read(Err(Failure::joined(&wrong))))
    }
}

/// The provider that is named, or the one of the group's VO.
fn provider_of(tree: &Tree, group: &Value, named: &Value) -> Result<Provider, Failure> {
    let mut name = if truth(named) { text(named) } else { String::new() };
    if name.is_empty() && truth(group) {
        name = registry::provider_of_vo(tree, &registry::vo_of(tree, &text(group)));
    }
    if name.is_empty() {
        return Err(format!(
            "The {} group belongs to the VO that is not tied to any Identity Provider.",
            text(group)
        )
        .into());
    }
    let path = format!("/Resources/IdProviders/{name}");
    let Some(section) = tree.section(&path) else {
        return Err(format!("Path {path} does not exist or it's not a section").into());
    };
    let Some(kind) = Kind::of(tree, &name) else {
        let class = section.value("ProviderType").unwrap_or_default();
        return Err(Failure::numbered(
            1001,
            format!(
                "Failed to import library ( 1001 : No module Resources.IdProvider.{class}IdProvider found)"
            ),
        ));
    };
    Ok(Provider { name, kind })
}

/// What is asked for and what belongs to the group, sorted. A string where a list should be is a list of letters, unless it
/// meets the group's list.
fn scopes(
    tree: &Tree,
    provider: &Provider,
    group: Option<&str>,
    asked: &Value,
) -> Result<Option<String>, Raised> {
    let own = group.map(|group| provider.kind.scopes_of(tree, group)).unwrap_or_default();
    let mut words = Vec::new();
    if truth(asked) {
        if !own.is_empty() && !matches!(asked, Value::List(_)) {
            return Err(Raised);
        }
        for word in iterate(asked)? {
            words.push(word.as_str().ok_or(Raised)?.to_owned());
        }
    }
    if own.is_empty() {
        words.sort();
    } else {
        let all: BTreeSet<String> = words.into_iter().chain(own).collect();
        words = all.into_iter().collect();
    }
    Ok((!words.is_empty()).then(|| words.join(" ")))
}

/// The scopes of a group in their own order; a group that has none gets no token.
fn required_scopes(tree: &Tree, provider: &Provider, group: &str) -> Result<String, Failure> {
    let own = provider.kind.scopes_of(tree, group);
    if own.is_empty() {
        return Err(format!("No scope found for {group}").into());
    }
    Ok(own.join(" "))
}

/// Whether the caller's properties allow a token of this user and group; with a certificate nobody is the DN that a private
/// delegation asks for.
fn may_download(call: &Call<'_>, tree: &Tree, dn: &str, group: &str) -> Result<(), Failure> {
    const PRIVATE: &str = "PrivateLimitedDelegation";
    let caller = call.caller;
    if caller.may("FullDelegation") || caller.may("LimitedDelegation") {
        return Ok(());
    }
    if !caller.may(PRIVATE) {
        return Err("You can't get tokens!".into());
    }
    if caller.dn != dn {
        return Err("You are not allowed to download any token".into());
    }
    if !registry::properties(tree, group).iter().any(|property| property == PRIVATE) {
        return Err("You can't download tokens for that group".into());
    }
    Ok(())
}

/// An issuer's refusal in DIRAC's words. One that is not there is told by the library that was to ask it: without metadata
/// there is no address.
fn said(what: &str, refused: Refused) -> Failure {
    match refused {
        Refused::Oauth { error, description } => format!("{what}: {error}: {description}").into(),
        Refused::Unreachable => {
            let why = "Invalid URL 'None': No scheme supplied. Perhaps you meant https://None?";
            format!("MissingSchema({})", repr(&why.into())).into()
        }
    }
}

fn told(granted: &Granted, call: &Call<'_>, more: &[(&str, String)]) -> Value {
    let ends = call.now.as_second().saturating_add(granted.expires_in);
    let mut members = BTreeMap::from([
        ("access_token".to_owned(), Value::from(granted.access.expose().as_str())),
        ("expires_in".to_owned(), Value::Int(granted.expires_in)),
        ("expires_at".to_owned(), Value::Int(ends)),
        ("token_type".to_owned(), "Bearer".into()),
        ("issued_at".to_owned(), Value::Null),
    ]);
    let secrets = [("refresh_token", &granted.refresh), ("id_token", &granted.id)];
    for (key, secret) in secrets {
        if let Some(secret) = secret {
            members.insert(key.into(), secret.expose().as_str().into());
        }
    }
    if let Some(scope) = &granted.scope {
        members.insert("scope".into(), scope.as_str().into());
    }
    members.extend(more.iter().map(|(key, text)| ((*key).to_owned(), text.as_str().into())));
    Value::Map(members)
}
