//! What a server knows of a caller: at first what the connection and the request say, then what the Registry made of it
//! (DIRAC's `credDict`; facts/dirac.md 1.4).

use std::collections::BTreeMap;

use hyper::header::AUTHORIZATION;
use jiff::Timestamp;

use super::providers::Providers;
use super::python::decoded;
use super::registry::{self, Registry};
use super::request::{Form, header};
use crate::domain::cs::Tree;
use crate::domain::registry::ID_DN_PREFIX;
use crate::sandbox::http::Request;
use crate::sandbox::peer::Peer;
use crate::wire::jencode::Value;

/// A caller.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Credentials {
    /// What was there before the Registry was asked: the members that `whoami` tells unchanged.
    given: BTreeMap<String, Value>,
    /// The DN that counts: of the end entity, or the one made of a token's subject.
    pub(super) dn: String,
    /// The group, as soon as there is one.
    pub(super) group: Option<String>,
    /// The field `extraCredentials`.
    pub(super) extra: Option<Value>,
    /// Properties that count for this call.
    pub(super) properties: Vec<String>,
    /// The DIRAC name of the user or host.
    pub(super) username: Option<String>,
}

/// Nobody: neither a certificate nor a token that is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unknown;

/// What the caller is judged by.
pub(super) struct Judge<'a> {
    /// The configuration of the server.
    pub(super) tree: &'a Tree,
    /// What the server's process remembers of the Registry.
    pub(super) registry: &'a Registry,
    /// The issuers whose tokens are accepted.
    pub(super) providers: &'a dyn Providers,
    /// The time.
    pub(super) now: Timestamp,
}

impl Credentials {
    /// Who sent `request`: a certificate counts alone, a token only without one.
    pub(super) fn gather(
        request: &Request,
        form: &Form,
        judge: &Judge<'_>,
    ) -> Result<Self, Unknown> {
        match &request.peer {
            Some(peer) => Self::of_peer(peer, form, judge),
            None => Self::of_bearer(request, judge),
        }
    }

    fn of_peer(peer: &Peer, form: &Form, judge: &Judge<'_>) -> Result<Self, Unknown> {
        let walk = &peer.walk;
        let left = walk.not_after.duration_since(judge.now).as_secs();
        let mut given = BTreeMap::from([
            ("subject".to_owned(), Value::from(peer.subject.as_str())),
            ("issuer".to_owned(), peer.issuer.as_str().into()),
            ("secondsLeft".to_owned(), Value::Int(left)),
            ("isProxy".to_owned(), Value::Bool(walk.is_proxy())),
            ("isLimitedProxy".to_owned(), Value::Bool(walk.is_limited())),
            ("validDN".to_owned(), Value::Bool(false)),
            ("validGroup".to_owned(), Value::Bool(false)),
        ]);
        let mut group = None;
        if walk.is_proxy() {
            given.insert("identity".into(), walk.dn.as_str().into());
            group = walk
                .group
                .clone()
                .or_else(|| judge.registry.default_group(judge.tree, &walk.dn, judge.now));
            if let Some(group) = &group {
                given.insert("VO".into(), registry::vo_of(judge.tree, group).into());
            }
        }
        let field = form.field("extraCredentials").map_err(|_| Unknown)?;
        let extra = match field.filter(|text| !text.is_empty()) {
            Some(text) => Some(decoded(&text).map_err(|_| Unknown)?),
            None => None,
        };
        Ok(Self { given, dn: walk.dn.clone(), group, extra, ..Self::default() })
    }

    fn of_bearer(request: &Request, judge: &Judge<'_>) -> Result<Self, Unknown> {
        let mut words = header(request, &AUTHORIZATION).ok_or(Unknown)?.split_whitespace();
        let (kind, token) = words.next().zip(words.next()).ok_or(Unknown)?;
        if !kind.eq_ignore_ascii_case("bearer") || words.next().is_some() {
            return Err(Unknown);
        }
        let claims = judge.providers.verified(token).ok_or(Unknown)?;
        let kind =
            super::identity_provider::Kind::of(judge.tree, &claims.provider).ok_or(Unknown)?;
        let groups = kind.groups_of(judge.tree, &claims.scope);
        let dn = format!("{ID_DN_PREFIX}{}", claims.subject);
        let mut given = BTreeMap::from([("ID".to_owned(), Value::from(claims.subject))]);
        if !claims.scope.is_empty() {
            given.insert("DIRACGroups".into(), groups.iter().map(String::as_str).collect());
        }
        Ok(Self { given, dn, group: groups.into_iter().next(), ..Self::default() })
    }

    /// What `whoami` answers.
    pub(super) fn told(&self) -> Value {
        let mut members = self.given.clone();
        members.insert("DN".into(), self.dn.as_str().into());
        let properties = self.properties.iter().map(String::as_str).collect();
        members.insert("properties".into(), properties);
        for (key, value) in [("group", &self.group), ("username", &self.username)] {
            if let Some(value) = value {
                members.insert(key.into(), value.as_str().into());
            }
        }
        if let Some(extra) = &self.extra {
            members.insert("extraCredentials".into(), extra.clone());
        }
        Value::Map(members)
    }

    /// Whether the caller has a property.
    pub(super) fn may(&self, property: &str) -> bool {
        self.properties.iter().any(|own| own == property)
    }
}
