//! What an issuer says of itself (RFC 8414, OpenID Connect Discovery 1.0), as far as it is used or shown.

use super::answers::{Document, broken};
use crate::domain::idp::issuer_key;
use crate::domain::oidc::AuthMethod;
use crate::domain::redact::redact;
use crate::wire::error::{ErrorKind, IssuerFault, WireError};
use crate::wire::url::{Endpoint, Scheme, without_userinfo};

/// What follows the issuer's name in the URL of its description.
const WELL_KNOWN: &str = "/.well-known/openid-configuration";
/// Entries of a list that are kept.
const LONGEST: usize = 500;

/// The description of an issuer. Made by reading one, so its endpoints belong to the issuer that was asked. All texts are
/// foreign.
#[derive(Clone, Debug)]
pub struct Metadata {
    issuer: String,
    asked: String,
    jwks: Place,
    token: Place,
    introspection: Place,
    revocation: Place,
    userinfo: Place,
    /// `grant_types_supported`.
    pub grants: Vec<String>,
    /// `scopes_supported`.
    pub scopes: Vec<String>,
    /// `id_token_signing_alg_values_supported`.
    pub algorithms: Vec<String>,
    introspection_auth: Option<Vec<String>>,
    revocation_auth: Option<Vec<String>>,
}

/// An endpoint, or why it is not used.
#[derive(Clone, Debug)]
enum Place {
    Missing,
    Refused(String),
    At(Endpoint),
}

impl Place {
    fn of(document: &Document, name: &str) -> Self {
        match document.text(name) {
            None if document.has(name) => Self::Refused("it is not a text".into()),
            None => Self::Missing,
            Some(url) => match endpoint(url) {
                Ok(endpoint) => Self::At(endpoint),
                Err(why) => Self::Refused(why),
            },
        }
    }

    fn url(&self) -> Option<&str> {
        match self {
            Self::At(endpoint) => Some(endpoint.full()),
            _ => None,
        }
    }

    fn usable(&self, name: &'static str, issuer: &str) -> Result<&Endpoint, WireError> {
        let why = match self {
            Self::At(endpoint) => return Ok(endpoint),
            Self::Missing => None,
            Self::Refused(why) => Some(why.clone()),
        };
        Err(WireError::of_issuer(IssuerFault::NoEndpoint { name, why }, issuer))
    }
}

/// An https URL as it is asked.
fn endpoint(url: &str) -> Result<Endpoint, String> {
    let endpoint = Endpoint::parse(url, "/")?;
    match endpoint.scheme() {
        Scheme::Https => Ok(endpoint),
        Scheme::Dips => Err("it is not https".into()),
    }
}

/// Where the issuer of this name describes itself. Refused without a request: what is no https URL, or has more than host,
/// port and path.
pub(super) fn place_of(issuer: &str) -> Result<Endpoint, WireError> {
    let refuse = |why: String| {
        let remedy =
            "An issuer is an https URL without user, query and fragment: mend its spelling.";
        let shown = redact(&without_userinfo(issuer)).into_owned();
        WireError::new(ErrorKind::ForbiddenUrl { remedy, why }, shown)
    };
    endpoint(issuer)
        .and_then(|_| endpoint(&format!("{}{WELL_KNOWN}", issuer.trim().trim_end_matches('/'))))
        .map_err(refuse)
}

impl Metadata {
    /// Reads the description that was found where `asked` has to have it.
    pub fn read(asked: &str, text: &[u8]) -> Result<Self, WireError> {
        let url = asked.to_owned();
        let document = Document::read(text).map_err(|why| broken(why, asked))?;
        let Some(issuer) = document.text("issuer") else {
            return Err(broken("it does not name itself (issuer)", asked));
        };
        if issuer != asked && issuer_key(issuer) != issuer_key(asked) {
            let named = crate::wire::error::shown(issuer);
            return Err(WireError::of_issuer(IssuerFault::OtherIssuer { named }, url));
        }
        let place = |name| Place::of(&document, name);
        let list = |name: &str| document.texts(name, LONGEST);
        let auth =
            |name: &str| list(name).or_else(|| list("token_endpoint_auth_methods_supported"));
        Ok(Self {
            issuer: issuer.to_owned(),
            asked: url,
            jwks: place("jwks_uri"),
            token: place("token_endpoint"),
            introspection: place("introspection_endpoint"),
            revocation: place("revocation_endpoint"),
            userinfo: place("userinfo_endpoint"),
            grants: list("grant_types_supported").unwrap_or_default(),
            scopes: list("scopes_supported").unwrap_or_default(),
            algorithms: list("id_token_signing_alg_values_supported").unwrap_or_default(),
            introspection_auth: auth("introspection_endpoint_auth_methods_supported"),
            revocation_auth: auth("revocation_endpoint_auth_methods_supported"),
        })
    }

    /// The name that the issuer gives itself: what its tokens have as `iss`.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Whether it was asked by another spelling of its name: slashes at the end differ.
    pub fn is_spelled_otherwise(&self) -> bool {
        self.issuer != self.asked
    }

    /// `jwks_uri`, if it has one that is used.
    pub fn jwks_uri(&self) -> Option<&str> {
        self.jwks.url()
    }

    /// `token_endpoint`, if it has one that is used.
    pub fn token_endpoint(&self) -> Option<&str> {
        self.token.url()
    }

    /// `introspection_endpoint`, if it has one that is used.
    pub fn introspection_endpoint(&self) -> Option<&str> {
        self.introspection.url()
    }

    /// `revocation_endpoint`, if it has one that is used.
    pub fn revocation_endpoint(&self) -> Option<&str> {
        self.revocation.url()
    }

    /// `userinfo_endpoint`, if it has one that is used.
    pub fn userinfo_endpoint(&self) -> Option<&str> {
        self.userinfo.url()
    }

    pub(super) fn jwks(&self) -> Result<&Endpoint, WireError> {
        self.jwks.usable("jwks_uri", &self.issuer)
    }

    pub(super) fn introspection(&self) -> Result<&Endpoint, WireError> {
        self.introspection.usable("introspection_endpoint", &self.issuer)
    }

    pub(super) fn revocation(&self) -> Result<&Endpoint, WireError> {
        self.revocation.usable("revocation_endpoint", &self.issuer)
    }

    /// How a client authenticates at the introspection endpoint.
    pub(super) fn introspection_auth(
        &self,
        own: Option<AuthMethod>,
    ) -> Result<AuthMethod, WireError> {
        self.auth(own, self.introspection_auth.as_deref())
    }

    /// How a client authenticates at the revocation endpoint.
    pub(super) fn revocation_auth(&self, own: Option<AuthMethod>) -> Result<AuthMethod, WireError> {
        self.auth(own, self.revocation_auth.as_deref())
    }

    /// What the client is set to; else the header, unless only the form will do (RFC 8414 2).
    fn auth(
        &self,
        own: Option<AuthMethod>,
        taken: Option<&[String]>,
    ) -> Result<AuthMethod, WireError> {
        if let Some(own) = own {
            return Ok(own);
        }
        let Some(taken) = taken else { return Ok(AuthMethod::Basic) };
        let fits = |method| taken.iter().any(|name| AuthMethod::of(name) == Some(method));
        let method = [AuthMethod::Basic, AuthMethod::Post].into_iter().find(|method| fits(*method));
        method.ok_or_else(|| {
            WireError::of_issuer(IssuerFault::NoAuthentication, self.issuer.as_str())
        })
    }
}

#[cfg(test)]
mod tests;
