//! Where each kind of provider has its endpoints, and the metadata that says so (RFC 8414, OIDC Discovery 1.0).

use serde_json::{Value, json};

use crate::sandbox::content::IssuerKind;

/// `grant_type` of the device flow.
pub const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// What an issuer does at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// The metadata.
    Discovery,
    /// The public keys.
    Jwks,
    /// The token endpoint.
    Token,
    /// Where a device starts (RFC 8628 3.1).
    DeviceStart,
    /// Where a person answers for a device.
    DevicePage,
    /// Introspection.
    Introspect,
    /// Revocation.
    Revoke,
    /// Userinfo.
    Userinfo,
}

impl Endpoint {
    /// The word for it in records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::Jwks => "jwks",
            Self::Token => "token",
            Self::DeviceStart => "devicecode",
            Self::DevicePage => "device",
            Self::Introspect => "introspect",
            Self::Revoke => "revoke",
            Self::Userinfo => "userinfo",
        }
    }
}

/// The addresses of one issuer.
#[derive(Debug)]
pub struct Endpoints {
    kind: IssuerKind,
    /// The issuer identifier as it was given, with its slash if it has one.
    issuer: String,
    /// The path of the issuer identifier, without a slash at its end: `` or `/auth/realms/egi`.
    base: String,
}

impl Endpoints {
    /// The addresses of the issuer `issuer`, an https URL.
    pub fn new(kind: IssuerKind, issuer: &str) -> Self {
        let rest = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
        let base = rest.split_once('/').map(|(_, path)| format!("/{path}")).unwrap_or_default();
        let base = base.trim_end_matches('/').to_owned();
        Self { kind, issuer: issuer.to_owned(), base }
    }

    /// The path below the issuer's own.
    fn below(&self, endpoint: Endpoint) -> &'static str {
        use Endpoint as E;
        match (endpoint, self.kind) {
            (E::Discovery, _) => "/.well-known/openid-configuration",
            (E::Jwks, IssuerKind::Iam) => "/jwk",
            (E::Jwks, IssuerKind::CheckIn) => "/protocol/openid-connect/certs",
            (E::Jwks, IssuerKind::OAuth2) => "/jwks",
            (E::Token, IssuerKind::CheckIn) => "/protocol/openid-connect/token",
            (E::Token, _) => "/token",
            (E::DeviceStart, IssuerKind::Iam) => "/devicecode",
            (E::DeviceStart, IssuerKind::CheckIn) => "/protocol/openid-connect/auth/device",
            (E::DeviceStart, IssuerKind::OAuth2) => "/device/auth",
            (E::DevicePage, _) => "/device",
            (E::Introspect, IssuerKind::Iam) => "/introspect",
            (E::Introspect, IssuerKind::CheckIn) => "/protocol/openid-connect/token/introspect",
            (E::Introspect, IssuerKind::OAuth2) => "/token/introspection",
            (E::Revoke, IssuerKind::Iam) => "/revoke",
            (E::Revoke, IssuerKind::CheckIn) => "/protocol/openid-connect/revoke",
            (E::Revoke, IssuerKind::OAuth2) => "/token/revocation",
            (E::Userinfo, IssuerKind::Iam) => "/userinfo",
            (E::Userinfo, IssuerKind::CheckIn) => "/protocol/openid-connect/userinfo",
            (E::Userinfo, IssuerKind::OAuth2) => "/me",
        }
    }

    /// The URL of an endpoint.
    pub fn url(&self, endpoint: Endpoint) -> String {
        format!("{}{}", self.issuer.trim_end_matches('/'), self.below(endpoint))
    }

    /// What stands at `path` for `method`; `None`: nothing. `HEAD` is `GET` whose body is not sent (RFC 9110 9.3.2).
    pub fn at(&self, method: &str, path: &str) -> Option<Endpoint> {
        use Endpoint as E;
        let method = if method == "HEAD" { "GET" } else { method };
        // RFC 8414 puts its word between host and path, OIDC after the path
        if method == "GET"
            && self.kind != IssuerKind::CheckIn
            && path.strip_prefix("/.well-known/oauth-authorization-server")
                == Some(self.base.as_str())
        {
            return Some(E::Discovery);
        }
        let below = path.strip_prefix(&self.base)?;
        let all: &[Endpoint] = match method {
            "GET" => &[E::Discovery, E::Jwks, E::DevicePage, E::Userinfo],
            "POST" => {
                &[E::Token, E::DeviceStart, E::DevicePage, E::Introspect, E::Revoke, E::Userinfo]
            }
            _ => &[],
        };
        all.iter().copied().find(|endpoint| self.below(*endpoint) == below)
    }

    /// The metadata. Only what is there is named: nobody logs in here with a browser, so there is no authorization
    /// endpoint.
    pub fn metadata(&self) -> Value {
        let scopes: &[&str] = match self.kind {
            IssuerKind::Iam => &[
                "openid",
                "profile",
                "email",
                "offline_access",
                "wlcg",
                "wlcg.groups",
                "compute.read",
                "compute.modify",
                "compute.create",
                "compute.cancel",
                "storage.read:/",
                "storage.modify:/",
                "storage.create:/",
                "storage.stage:/",
            ],
            IssuerKind::CheckIn => &[
                "openid",
                "profile",
                "email",
                "offline_access",
                "eduperson_entitlement",
                "voperson_id",
            ],
            IssuerKind::OAuth2 => &["openid", "profile", "email", "offline_access"],
        };
        let claims: &[&str] = match self.kind {
            IssuerKind::Iam => &["sub", "iss", "groups"],
            IssuerKind::CheckIn => &["sub", "iss", "voperson_id", "eduperson_entitlement"],
            IssuerKind::OAuth2 => &["sub", "iss"],
        };
        json!({
            "issuer": self.issuer,
            "token_endpoint": self.url(Endpoint::Token),
            "jwks_uri": self.url(Endpoint::Jwks),
            "userinfo_endpoint": self.url(Endpoint::Userinfo),
            "introspection_endpoint": self.url(Endpoint::Introspect),
            "revocation_endpoint": self.url(Endpoint::Revoke),
            "device_authorization_endpoint": self.url(Endpoint::DeviceStart),
            "grant_types_supported": ["refresh_token", "client_credentials", DEVICE_GRANT],
            "response_types_supported": ["none"],
            "subject_types_supported": ["public"],
            "claim_types_supported": ["normal"],
            "claims_parameter_supported": false,
            "request_uri_parameter_supported": false,
            "scopes_supported": scopes,
            "claims_supported": claims,
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported":
                ["client_secret_basic", "client_secret_post", "none"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_own_addresses() {
        let iam = Endpoints::new(IssuerKind::Iam, "https://localhost:1/");
        assert_eq!(iam.url(Endpoint::Introspect), "https://localhost:1/introspect");
        assert_eq!(iam.at("POST", "/token"), Some(Endpoint::Token));
        assert_eq!(iam.at("GET", "/token"), None);
        assert_eq!(iam.at("HEAD", "/jwk"), Some(Endpoint::Jwks));
        assert_eq!(iam.at("GET", "/nope/.well-known/openid-configuration"), None);
        let rfc8414 = "/.well-known/oauth-authorization-server";
        assert_eq!(iam.at("GET", rfc8414), Some(Endpoint::Discovery));
        let egi = Endpoints::new(IssuerKind::CheckIn, "https://localhost:2/auth/realms/egi");
        let discovery = "/auth/realms/egi/.well-known/openid-configuration";
        assert_eq!(egi.at("GET", discovery), Some(Endpoint::Discovery));
        assert_eq!(egi.at("GET", rfc8414), None);
        assert_eq!(
            egi.url(Endpoint::Jwks),
            "https://localhost:2/auth/realms/egi/protocol/openid-connect/certs"
        );
        let plain = Endpoints::new(IssuerKind::OAuth2, "https://localhost:3/as");
        assert_eq!(
            plain.at("GET", "/.well-known/oauth-authorization-server/as"),
            Some(Endpoint::Discovery)
        );
        assert_eq!(plain.at("GET", rfc8414), None);
        assert_eq!(plain.at("GET", "/asx/jwks"), None);
    }

    #[test]
    fn the_issuer_is_named_as_it_was_given() {
        let iam = Endpoints::new(IssuerKind::Iam, "https://localhost:1/").metadata();
        assert_eq!(iam["issuer"], "https://localhost:1/");
        assert_eq!(iam["token_endpoint"], "https://localhost:1/token");
    }
}
