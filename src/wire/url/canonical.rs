//! The canonical-URL rule of the CS (design.md 6.11).

use std::fmt;

use super::{Endpoint, Scheme, without_userinfo};
use crate::wire::error::{ErrorKind, WireError};

/// What to do about a URL that is never used, whoever gives it.
const PLAIN: &str = "Name the server as the installation publishes it: https, its host name, its port, and no more.";
/// Path of the CS, for a URL that has none.
const CS_PATH: &str = "/Configuration/Server";

/// A URL of the CS that may be contacted. Only [`CanonicalUrls::admit`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsUrl {
    endpoint: Endpoint,
    named_here: bool,
}

impl CsUrl {
    /// The protocol.
    pub fn scheme(&self) -> Scheme {
        self.endpoint.scheme
    }

    /// The URL that is requested.
    pub fn as_str(&self) -> &str {
        &self.endpoint.full
    }

    /// The URL as it was given, without a path if it was given without one. The remote CS spells its servers with one.
    pub fn spelled(&self) -> &str {
        &self.endpoint.spelled
    }

    /// Host name.
    pub fn host(&self) -> &str {
        self.endpoint.host()
    }

    /// Port, the protocol's own if the URL names none.
    pub fn port(&self) -> u16 {
        self.endpoint.port
    }

    /// Whether the local cfg, a profile or the command line names this URL: a condition for writing to it. False only for
    /// a dips server that the remote CS alone names.
    pub fn named_here(&self) -> bool {
        self.named_here
    }

    pub(in crate::wire) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }
}

impl fmt::Display for CsUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The spellings under which the CS may be contacted: those of the local cfg, and those given by hand or in a profile.
#[derive(Clone, Debug, Default)]
pub struct CanonicalUrls {
    spellings: Vec<String>,
}

impl CanonicalUrls {
    /// The spellings, in the order in which they are to be tried: each URL of `/DIRAC/Configuration/Servers` of the local
    /// cfg, or what `--server`, `--master` or the profile say. Never anything that came from a server.
    pub fn new<S: AsRef<str>>(spellings: impl IntoIterator<Item = S>) -> Self {
        let mut urls = Self::default();
        urls.extend(spellings);
        urls
    }

    /// Adds spellings; one that is there already is not added again.
    pub fn extend<S: AsRef<str>>(&mut self, spellings: impl IntoIterator<Item = S>) {
        for spelling in spellings {
            let spelling = spelling.as_ref().trim();
            if !spelling.is_empty() && !self.spellings.iter().any(|known| known == spelling) {
                self.spellings.push(spelling.to_owned());
            }
        }
    }

    /// Whether nothing is known: there is no server to ask.
    pub fn is_empty(&self) -> bool {
        self.spellings.is_empty()
    }

    /// Every known URL in order, each admitted or refused.
    pub fn all(&self) -> impl Iterator<Item = Result<CsUrl, WireError>> {
        self.spellings.iter().map(|spelling| self.admit(spelling))
    }

    /// The URL, if it may be contacted.
    ///
    /// An https URL has to be spelled as a known one, to the letter; no path and `/Configuration/Server` are the same
    /// request and count as the same spelling. Refused even then: an IP address, a query string, a user name, a fragment.
    /// A dips server learns nothing from the name it is called by, so any dips URL is admitted.
    pub fn admit(&self, given: &str) -> Result<CsUrl, WireError> {
        let refuse = |why: String, remedy| {
            WireError::new(ErrorKind::ForbiddenUrl { why, remedy }, without_userinfo(given))
        };
        let endpoint = Endpoint::parse(given, CS_PATH).map_err(|why| refuse(why, PLAIN))?;
        let named_here = self.spellings.iter().any(|known| {
            *known == *endpoint.spelled
                || Endpoint::parse(known, CS_PATH).is_ok_and(|known| known.full == endpoint.full)
        });
        if endpoint.scheme == Scheme::Https {
            if endpoint.is_ip {
                return Err(refuse(
                    "it names an IP address, and an https CS would take that for its public name"
                        .into(),
                    PLAIN,
                ));
            }
            if !named_here {
                return Err(refuse(
                    "an https CS is contacted only by the spelling that the local configuration lists".into(),
                    "Give the URL exactly as the local dirac.cfg lists it in /DIRAC/Configuration/Servers, or pin it with \
                     --server.",
                ));
            }
        }
        Ok(CsUrl { endpoint, named_here })
    }
}
