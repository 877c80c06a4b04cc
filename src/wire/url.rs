//! URLs of DIRAC's services: kept as they are spelled, and admitted only by rule.
//!
//! An https CS takes its public name, for everybody, from the first request after its start (facts/dirac.md 0.8). So the
//! only URL type that a client of the CS accepts, [`CsUrl`], is handed out by [`CanonicalUrls`] alone, and only for a
//! spelling that the local cfg lists or somebody gave by hand. What the remote CS says of its servers is compared with
//! that, never followed. Other services are found in the CS ([`service_urls`]); their URLs are never built.

mod canonical;
mod lookup;

use std::fmt;
use std::sync::Arc;

pub use canonical::{CanonicalUrls, CsUrl};
pub use lookup::{ServiceUrls, service_urls};

use super::error::{ErrorKind, WireError};

/// The protocol of a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// DIRAC's services on Tornado: form posts over https.
    Https,
    /// DIRAC's own protocol (DISET).
    Dips,
}

/// A URL whose parts are known, and which is requested exactly as it was spelled.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::wire) struct Endpoint {
    scheme: Scheme,
    /// The URL as given.
    spelled: Arc<str>,
    /// The URL with its path, which is the spelling unless that has no path.
    full: Arc<str>,
    /// Host and port as given: what the Host header says.
    authority: Box<str>,
    /// Whether the host is an IP address, in any of its spellings.
    is_ip: bool,
    port: u16,
    request: reqwest::Url,
}

impl Endpoint {
    /// Reads a URL. One without a path gets `/<System>/<Service>`, as in DIRAC. The error says why it is refused.
    pub(in crate::wire) fn parse(given: &str, default_path: &str) -> Result<Self, String> {
        let spelled = given.trim();
        if spelled.is_empty() {
            return Err("it is empty".into());
        }
        if !spelled.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') {
            return Err("it holds blanks, backslashes or characters beyond ASCII".into());
        }
        let (scheme, rest) =
            spelled.split_once("://").ok_or("it has no scheme such as https://")?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "https" => Scheme::Https,
            "dips" => Scheme::Dips,
            "http" | "dip" => return Err("it is not encrypted".into()),
            _ => return Err("its scheme is neither https nor dips".into()),
        };
        if rest.contains('?') {
            return Err("it has a query string".into());
        }
        if rest.contains('#') {
            return Err("it has a fragment".into());
        }
        let (authority, path) = match rest.find('/').and_then(|at| rest.split_at_checked(at)) {
            Some((authority, path)) => (authority, path),
            None => (rest, ""),
        };
        if authority.contains('@') {
            return Err("it holds a user name".into());
        }
        let has_path = !matches!(path, "" | "/");
        let path = if has_path { path } else { default_path };
        let request = reqwest::Url::parse(&format!("https://{authority}{path}"))
            .map_err(|error| format!("it is not a URL ({error})"))?;
        if request.path() != path || !plain_host(&request, authority) {
            return Err("its host or path is not written plainly".into());
        }
        if scheme == Scheme::Dips && explicit_port(authority).is_none() {
            return Err("a dips URL needs a port".into());
        }
        Ok(Self {
            scheme,
            spelled: spelled.into(),
            full: if has_path {
                spelled.into()
            } else {
                format!("{}{path}", spelled.trim_end_matches('/')).into()
            },
            authority: authority.into(),
            is_ip: request.domain().is_none(),
            port: request.port_or_known_default().unwrap_or(443),
            request,
        })
    }

    pub(in crate::wire) fn full(&self) -> &Arc<str> {
        &self.full
    }

    pub(in crate::wire) fn authority(&self) -> &str {
        &self.authority
    }

    pub(in crate::wire) fn request(&self) -> &reqwest::Url {
        &self.request
    }

    pub(in crate::wire) fn scheme(&self) -> Scheme {
        self.scheme
    }

    fn path(&self) -> &str {
        self.request.path()
    }

    fn host(&self) -> &str {
        self.request.host_str().unwrap_or_default()
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.full)
    }
}

/// Whether the host is spelled as the URL library understands it: no percent escapes, no numbers that become addresses.
fn plain_host(parsed: &reqwest::Url, authority: &str) -> bool {
    let host = match explicit_port(authority) {
        Some(port) => authority.strip_suffix(port).and_then(|host| host.strip_suffix(':')),
        None => Some(authority),
    };
    host.is_some_and(|host| parsed.host_str().is_some_and(|known| known.eq_ignore_ascii_case(host)))
}

/// The digits after the colon of `host:port`.
fn explicit_port(authority: &str) -> Option<&str> {
    let (_, port) = authority.rsplit_once(':')?;
    (!port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())).then_some(port)
}

/// The URL of a service other than the CS, as the CS lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceUrl(Endpoint);

/// A URL that is fit for a message: a user name and password in it are not.
pub(in crate::wire) fn without_userinfo(given: &str) -> String {
    let given = given.trim();
    let (scheme, rest) = given.split_once("://").unwrap_or(("", given));
    // the last one: a password may hold anything, slashes too
    match rest.rfind('@').and_then(|at| rest.get(at..)) {
        Some(host_and_path) if scheme.is_empty() => format!("***{host_and_path}"),
        Some(host_and_path) => format!("{scheme}://***{host_and_path}"),
        None => given.to_owned(),
    }
}

impl ServiceUrl {
    /// Reads the URL of `<system>/<service>`. Refused: a URL that leads to the Configuration system, which has its own
    /// rule; userinfo, query, fragment; anything but https and dips.
    pub fn parse(given: &str, system: &str, service: &str) -> Result<Self, WireError> {
        let remedy =
            "Mend the URL in the configuration: https, the host's name, a path, and nothing else.";
        let refuse = |why: String| {
            WireError::new(ErrorKind::ForbiddenUrl { why, remedy }, without_userinfo(given))
        };
        let endpoint = Endpoint::parse(given, &format!("/{system}/{service}")).map_err(refuse)?;
        if endpoint.path().split('/').find(|part| !part.is_empty()) == Some("Configuration") {
            return Err(refuse("it leads to the Configuration system".into()));
        }
        Ok(Self(endpoint))
    }

    /// The protocol.
    pub fn scheme(&self) -> Scheme {
        self.0.scheme
    }

    /// The URL that is requested.
    pub fn as_str(&self) -> &str {
        &self.0.full
    }

    /// Host name or address.
    pub fn host(&self) -> &str {
        self.0.host()
    }

    /// Port, the protocol's own if the URL names none.
    pub fn port(&self) -> u16 {
        self.0.port
    }

    pub(in crate::wire) fn endpoint(&self) -> &Endpoint {
        &self.0
    }
}

impl fmt::Display for ServiceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests;
