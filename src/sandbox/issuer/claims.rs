//! What the tokens of each kind of provider say (facts/tokens.md 1.2, 2; wire/oidc 005-013, 026).

use serde_json::{Map, Value, json};

use super::ids::TokenId;
use super::keys::Signing;
use crate::sandbox::content::IssuerKind;

/// The audience that stands for every relying party (WLCG profile 2.1.1).
pub const ANY_AUDIENCE: &str = "https://wlcg.cern.ch/jwt/v1/any";

/// An access token before it is written down.
pub struct Access<'a> {
    /// `iss`.
    pub issuer: &'a str,
    /// The client that it is made for.
    pub client: &'a str,
    /// `sub`; the client's own id where no person is behind it.
    pub subject: &'a str,
    /// Whether a person is behind it.
    pub person: bool,
    /// Its scopes.
    pub scopes: &'a [String],
    /// Scopes the client is registered for: they tell the groups that come unasked.
    pub registered: &'a [String],
    /// The audiences asked for.
    pub audience: &'a [String],
    /// `iat`, in seconds since 1970.
    pub issued: i64,
    /// `exp`, in seconds since 1970.
    pub ends: i64,
    /// `jti`.
    pub id: TokenId,
    /// How it will be signed.
    pub signing: Signing,
}

/// `typ` in the header of an access token: IAM writes none, Keycloak `JWT`, others follow RFC 9068.
pub fn header_type(kind: IssuerKind) -> Option<&'static str> {
    match kind {
        IssuerKind::Iam => None,
        IssuerKind::CheckIn => Some("JWT"),
        IssuerKind::OAuth2 => Some("at+jwt"),
    }
}

impl Access<'_> {
    /// The claims that a provider of `kind` writes.
    pub fn claims(&self, kind: IssuerKind) -> Map<String, Value> {
        let mut claims = Map::new();
        let mut set = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        set("iss", self.issuer.into());
        set("sub", self.subject.into());
        set("iat", self.issued.into());
        set("exp", self.ends.into());
        set("jti", self.id.to_string().into());
        if !self.scopes.is_empty() {
            set("scope", self.scopes.join(" ").into());
        }
        match (kind, self.audience) {
            (IssuerKind::Iam, []) => drop(set("aud", ANY_AUDIENCE.into())),
            (_, []) => {}
            (_, [one]) => drop(set("aud", one.as_str().into())),
            (_, several) => drop(set("aud", several.into())),
        }
        match kind {
            IssuerKind::Iam => {
                set("nbf", self.issued.into());
                set("client_id", self.client.into());
                set("wlcg.ver", "1.0".into());
                let groups = groups(self.scopes, self.registered);
                if self.person && !groups.is_empty() {
                    set("wlcg.groups", groups.into());
                }
            }
            IssuerKind::CheckIn => {
                set("typ", "Bearer".into());
                set("azp", self.client.into());
                set("voperson_id", self.subject.into());
                if self.person {
                    set("auth_time", self.issued.into());
                    set("sid", session(self.id).into());
                } else {
                    set("client_id", self.client.into());
                }
                let entitlements = entitlements(self.scopes, self.registered);
                if !entitlements.is_empty() {
                    set("eduperson_entitlement", entitlements.into());
                }
            }
            IssuerKind::OAuth2 => drop(set("client_id", self.client.into())),
        }
        claims
    }
}

/// `sid`: the same for every token of a grant.
pub fn session(id: TokenId) -> String {
    let grant = id.grant().bytes().iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    format!("{grant:012x}")
}

/// `wlcg.groups`: those asked for by name, then the ones that come unasked (WLCG profile 3.1).
pub fn groups(scopes: &[String], registered: &[String]) -> Vec<String> {
    let named = |scope: &str| scope.strip_prefix("wlcg.groups:").map(str::to_owned);
    let mut all: Vec<String> = scopes.iter().filter_map(|scope| named(scope)).collect();
    if all.is_empty() && !scopes.iter().any(|scope| scope == "wlcg.groups") {
        return all;
    }
    let default: Vec<String> = match all.as_slice() {
        [] => registered.iter().filter_map(|scope| named(scope)).collect(),
        asked => asked.to_vec(),
    };
    for group in default {
        let root = group.split('/').find(|name| !name.is_empty() && *name != "*");
        let root = root.map(|name| format!("/{name}"));
        all.extend(root.filter(|root| !all.contains(root)));
    }
    all
}

/// `eduperson_entitlement`: the memberships asked for by value, or membership in every group the client serves.
pub fn entitlements(scopes: &[String], registered: &[String]) -> Vec<String> {
    let valued =
        |scope: &str| scope.strip_prefix("eduperson_entitlement?value=").map(str::to_owned);
    let all: Vec<String> = scopes.iter().filter_map(|scope| valued(scope)).collect();
    if !all.is_empty() || !scopes.iter().any(|scope| scope == "eduperson_entitlement") {
        return all;
    }
    let mut member: Vec<String> = registered
        .iter()
        .filter_map(|scope| valued(scope)?.strip_suffix('*').map(str::to_owned))
        .map(|above| format!("{above}role=member#aai.egi.eu"))
        .collect();
    member.dedup();
    member
}

/// An ID token (OIDC Core 2): ten minutes, for the client.
pub fn id_token(access: &Access<'_>) -> Map<String, Value> {
    let claims = json!({
        "iss": access.issuer,
        "sub": access.subject,
        "aud": access.client,
        "iat": access.issued,
        "exp": access.issued.saturating_add(600),
    });
    claims.as_object().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<String> {
        super::super::scopes::split(Some(text))
    }

    #[test]
    fn groups_asked_for_come_first_and_their_vo_comes_along() {
        let asked = list("openid wlcg.groups:/alpha/pilot wlcg.groups:/alpha/user");
        assert_eq!(groups(&asked, &[]), ["/alpha/pilot", "/alpha/user", "/alpha"]);
        assert_eq!(groups(&list("wlcg.groups"), &list("wlcg.groups:/alpha/*")), ["/alpha"]);
        assert!(groups(&list("compute.read"), &list("wlcg.groups:/alpha/*")).is_empty());
    }

    #[test]
    fn entitlements_are_those_asked_for_by_value() {
        let urn = "urn:mace:egi.eu:group:beta:role=pilot#aai.egi.eu";
        let asked = list(&format!("openid eduperson_entitlement?value={urn}"));
        assert_eq!(entitlements(&asked, &[]), [urn]);
        let registered = list("eduperson_entitlement?value=urn:mace:egi.eu:group:beta:*");
        assert_eq!(
            entitlements(&list("eduperson_entitlement"), &registered),
            ["urn:mace:egi.eu:group:beta:role=member#aai.egi.eu"]
        );
        assert!(entitlements(&list("openid"), &registered).is_empty());
    }
}
