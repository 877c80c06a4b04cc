//! All certificates and proxies of an installation: the authority, the host, the people and what they hold.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use super::content::{CA_DN, Content, HOST_DN, ProxyKind, ProxySpec};
use super::pki::{Authority, Credential, Period, PkiError, Policy};

/// DN of the CA that the servers do not trust, and that rogue proxies come from.
const ROGUE_CA_DN: &str = "/DC=org/DC=rogue/CN=Rogue CA";

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Why there are no credentials.
#[derive(Debug, Error)]
pub enum CredentialsError {
    /// A certificate could not be made.
    #[error("the certificate of `{name}` could not be made: {error}")]
    Pki {
        /// The person, proxy or CA.
        name: String,
        /// Why.
        error: PkiError,
    },
    /// A proxy is wanted for somebody without a certificate.
    #[error("the proxy `{proxy}` is wanted for `{user}`, who has no certificate")]
    Nobody {
        /// The proxy.
        proxy: String,
        /// The person.
        user: String,
    },
}

/// What is made at the start.
pub struct Credentials {
    /// Issued everything that is trusted.
    pub authority: Authority,
    /// The servers' certificate.
    pub host: Credential,
    /// By the name of the person.
    pub people: BTreeMap<String, Credential>,
    /// By the name of the proxy.
    pub proxies: BTreeMap<String, Credential>,
}

impl Credentials {
    /// Makes everything that `content` wants, good from a day before `now`: certificates for five years, proxies for 300
    /// days.
    pub fn make(content: &Content, now: Timestamp) -> Result<Self, CredentialsError> {
        let span = |begins, ends| Period { begins: after(now, begins), ends: after(now, ends) };
        let failed = |name: &str| {
            let name = name.to_owned();
            move |error| CredentialsError::Pki { name, error }
        };
        let lasting = span(-DAY, 5 * 365 * DAY);
        let ca = span(-DAY, 10 * 365 * DAY);
        let authority = Authority::new(CA_DN, ca).map_err(failed(CA_DN))?;
        let host = authority.host(HOST_DN, lasting).map_err(failed(HOST_DN))?;
        let mut people = BTreeMap::new();
        for person in &content.people {
            let made = authority.person(&person.dn, lasting).map_err(failed(&person.name))?;
            people.insert(person.name.clone(), made);
        }
        let rogue = Authority::new(ROGUE_CA_DN, ca).map_err(failed(ROGUE_CA_DN))?;
        let mut proxies = BTreeMap::new();
        for spec in &content.proxies {
            let person = content.people.iter().find(|person| person.name == spec.user);
            let (Some(person), Some(owner)) = (person, people.get(&spec.user)) else {
                let (proxy, user) = (spec.name.clone(), spec.user.clone());
                return Err(CredentialsError::Nobody { proxy, user });
            };
            let good = span(-DAY, 300 * DAY);
            let made = match spec.kind {
                ProxyKind::Full => proxy(owner, spec, Policy::Full, good),
                ProxyKind::Limited => proxy(owner, spec, Policy::Limited, good),
                ProxyKind::DepthTwo => proxy(owner, spec, Policy::Full, good)
                    .and_then(|inner| inner.proxy(None, Policy::Full, span(-DAY, 200 * DAY))),
                ProxyKind::Expired => proxy(owner, spec, Policy::Full, span(-2 * HOUR, -HOUR)),
                ProxyKind::Rogue => rogue
                    .person(&person.dn, lasting)
                    .and_then(|owner| proxy(&owner, spec, Policy::Full, good)),
            };
            proxies.insert(spec.name.clone(), made.map_err(failed(&spec.name))?);
        }
        Ok(Self { authority, host, people, proxies })
    }
}

fn proxy(
    owner: &Credential,
    spec: &ProxySpec,
    policy: Policy,
    period: Period,
) -> Result<Credential, PkiError> {
    owner.proxy(spec.group.as_deref(), policy, period)
}

/// `now` and `seconds`, or `now` where that is no time any more.
fn after(now: Timestamp, seconds: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(now)
}
