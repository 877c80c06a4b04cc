//! The walk along a certificate chain: who is at its end, through which proxies, in which DIRAC group, until when.
//!
//! The rules are RFC 3820's and those of DIRAC's own walk (facts/dirac.md 1.4). Whether the CA at the end is trusted is
//! asked separately ([`anchored`]): a client need not know its own CA, a server must. Tested with real signatures in
//! `wire::identity::signatures`.

use jiff::Timestamp;
use thiserror::Error;

use super::certificate::{Authority, Certificate, GroupExtension, Policy};

/// Longest chain that is walked. Real ones have 2 to 6 certificates.
pub const LONGEST_CHAIN: usize = 32;

/// Checks signatures on certificates. The walk itself does no cryptography.
pub trait Signatures {
    /// Whether `issuer`'s key made the signature on `subject`.
    fn check(&self, subject: &Certificate, issuer: &Certificate) -> Verdict;
}

/// What a signature check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The signature is the issuer's.
    Good,
    /// It is not.
    Forged,
    /// The algorithm or the key is not supported: nothing is known.
    Unsupported,
}

/// Why a chain proves nobody. `at` is the place of the certificate in the chain, the leaf being 0.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// No certificate at all.
    #[error("there is no certificate")]
    Empty,
    /// More certificates than [`LONGEST_CHAIN`].
    #[error("the chain has {0} certificates; at most {LONGEST_CHAIN} are read")]
    TooLong(usize),
    /// The next certificate is not the one that this one names as its issuer.
    #[error("certificate {} is not followed by its issuer `{issuer}`", at + 1)]
    NotFollowedByIssuer {
        /// Place of the certificate.
        at: usize,
        /// The issuer it names.
        issuer: String,
    },
    /// A proxy stands behind a certificate that is none.
    #[error("certificate {} is a proxy, but stands behind the certificate of its owner", at + 1)]
    OutOfOrder {
        /// Place of the proxy.
        at: usize,
    },
    /// The signature is not the issuer's.
    #[error("the signature on certificate {} is not its issuer's", at + 1)]
    Forged {
        /// Place of the certificate.
        at: usize,
    },
    /// The signature cannot be checked here.
    #[error("the signature on certificate {} cannot be checked (algorithm {algorithm})", at + 1)]
    Unsupported {
        /// Place of the certificate.
        at: usize,
        /// Its signature algorithm.
        algorithm: String,
    },
    /// A proxy's subject is not its issuer's plus one CN.
    #[error("certificate {} is a proxy, but its name is not its issuer's with one CN added", at + 1)]
    ProxyName {
        /// Place of the proxy.
        at: usize,
    },
    /// A proxy was issued by a CA instead of a person, host or proxy.
    #[error("certificate {} is a proxy that a CA issued", at + 1)]
    ProxyOfCa {
        /// Place of the proxy.
        at: usize,
    },
    /// An ordinary certificate was issued by something that is no CA.
    #[error("certificate {} was issued by a certificate that is not a CA's", at + 1)]
    IssuerIsNoCa {
        /// Place of the certificate.
        at: usize,
    },
    /// A full proxy was derived from a limited one.
    #[error("certificate {} claims full rights, but was made from a limited proxy", at + 1)]
    FullFromLimited {
        /// Place of the full proxy.
        at: usize,
    },
    /// More proxies were derived than a proxy allows.
    #[error("{depth} proxies were made from certificate {}, which allows {allowed}", at + 1)]
    TooDeep {
        /// Place of the proxy with the limit.
        at: usize,
        /// What it allows.
        allowed: u32,
        /// What there is.
        depth: usize,
    },
    /// All certificates are proxies: the owner's own certificate is missing.
    #[error("the certificate of the proxy's owner is missing")]
    NoEndEntity,
    /// The chain does not end at a CA that is trusted here.
    #[error("the certificate authority `{issuer}` is not trusted")]
    NotAnchored {
        /// The issuer that was looked for.
        issuer: String,
    },
}

/// What somebody comes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary certificate of a person or host.
    Certificate,
    /// A proxy according to RFC 3820.
    Proxy(Rights),
    /// A proxy of before RFC 3820 (`CN=proxy`, `CN=limited proxy`): OpenSSL servers refuse it.
    LegacyProxy(Rights),
}

/// What a proxy may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// All that its owner may.
    Full,
    /// Limited: some proxy of the chain is.
    Limited,
    /// None of its owner's (independent), or some that only another program understands.
    Own,
}

/// A chain that holds together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// What the leaf is.
    pub kind: Kind,
    /// Place of the end entity: the number of proxies in front of it.
    pub end_entity: usize,
    /// Number of certificates that belong together, from the leaf on. Behind an ordinary certificate unrelated ones may
    /// follow; behind a proxy they are a fault.
    pub linked: usize,
    /// The DN that DIRAC looks up: the end entity's.
    pub dn: String,
    /// Who issued the end entity.
    pub issuer: String,
    /// The DIRAC group: of the extension nearest to the CA, as DIRAC reads it.
    pub group: Option<String>,
    /// Groups in certificates nearer to the leaf, which DIRAC ignores, if they differ.
    pub ignored_groups: Vec<String>,
    /// Place of a group extension that DIRAC cannot read, if it comes to look at it.
    pub unreadable_group: Option<usize>,
    /// Whether VOMS attributes are in some certificate.
    pub voms: bool,
    /// The latest begin of the linked certificates.
    pub not_before: Timestamp,
    /// The earliest end of the linked certificates.
    pub not_after: Timestamp,
    /// Place of the certificate that ends first.
    pub ends_first: usize,
}

impl Walk {
    /// Whether the leaf is a proxy of whatever kind.
    pub fn is_proxy(&self) -> bool {
        self.kind != Kind::Certificate
    }

    /// Whether the leaf is limited.
    pub fn is_limited(&self) -> bool {
        matches!(self.kind, Kind::Proxy(Rights::Limited) | Kind::LegacyProxy(Rights::Limited))
    }
}

/// Form of a single certificate, told without its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Ordinary,
    Rfc(Rights),
    Legacy(Rights),
    /// Has proxyCertInfo, but not the name of a proxy.
    Misnamed,
}

fn form(certificate: &Certificate) -> Form {
    let below = certificate.subject.one_common_name_below(&certificate.issuer);
    match (&certificate.proxy_info, below) {
        (Some(_), None) => Form::Misnamed,
        (Some(info), Some(_)) => Form::Rfc(match info.policy {
            Policy::Full => Rights::Full,
            Policy::Limited => Rights::Limited,
            Policy::Independent | Policy::Other(_) => Rights::Own,
        }),
        (None, Some(b"proxy")) => Form::Legacy(Rights::Full),
        (None, Some(b"limited proxy")) => Form::Legacy(Rights::Limited),
        (None, _) => Form::Ordinary,
    }
}

/// Walks `chain`, leaf first, as it stands in a file or as a client sent it.
pub fn walk(chain: &[Certificate], signatures: &dyn Signatures) -> Result<Walk, Fault> {
    let leaf = chain.first().ok_or(Fault::Empty)?;
    if chain.len() > LONGEST_CHAIN {
        return Err(Fault::TooLong(chain.len()));
    }
    let end_entity = proxies(chain, signatures)?;
    let linked = authorities(chain, end_entity, signatures)?;
    let members = chain.get(..linked).unwrap_or(chain);
    let owner = members.get(end_entity).ok_or(Fault::NoEndEntity)?;

    let mut not_before = leaf.not_before;
    let mut not_after = leaf.not_after;
    let mut ends_first = 0;
    for (at, certificate) in members.iter().enumerate() {
        not_before = not_before.max(certificate.not_before);
        if certificate.not_after < not_after {
            not_after = certificate.not_after;
            ends_first = at;
        }
    }
    // DIRAC asks only proxies for their group, but then every certificate of the chain
    let (group, ignored_groups, unreadable_group) =
        if end_entity > 0 { groups(members) } else { (None, Vec::new(), None) };
    Ok(Walk {
        kind: kind(members.get(..end_entity).unwrap_or_default()),
        end_entity,
        linked,
        dn: owner.subject.text().to_owned(),
        issuer: owner.issuer.text().to_owned(),
        group,
        ignored_groups,
        unreadable_group,
        voms: members.iter().any(|c| c.voms),
        not_before,
        not_after,
        ends_first,
    })
}

/// Checks the proxies at the start of the chain; gives their number.
fn proxies(chain: &[Certificate], signatures: &dyn Signatures) -> Result<usize, Fault> {
    let mut limited_above = Vec::new();
    for (at, certificate) in chain.iter().enumerate() {
        let rights = match form(certificate) {
            Form::Misnamed => return Err(Fault::ProxyName { at }),
            Form::Ordinary => {
                let late = chain.iter().skip(at + 1).position(|c| form(c) != Form::Ordinary);
                return match late {
                    Some(distance) => Err(Fault::OutOfOrder { at: at + 1 + distance }),
                    None => Ok(at),
                };
            }
            Form::Rfc(rights) | Form::Legacy(rights) => rights,
        };
        // the owner of a proxy may have signed it with a limited proxy only if it is limited itself
        limited_above.push(rights);
        if let [.., child, Rights::Limited] = limited_above.as_slice()
            && *child != Rights::Limited
        {
            return Err(Fault::FullFromLimited { at: at - 1 });
        }
        if let Some(allowed) = certificate.proxy_info.as_ref().and_then(|i| i.path_length)
            && u32::try_from(at).unwrap_or(u32::MAX) > allowed
        {
            return Err(Fault::TooDeep { at, allowed, depth: at });
        }
        let issuer = chain.get(at + 1).ok_or(Fault::NoEndEntity)?;
        link(at, certificate, issuer, signatures)?;
        if issuer.authority == Authority::Ca {
            return Err(Fault::ProxyOfCa { at });
        }
    }
    Err(Fault::NoEndEntity)
}

/// Follows the end entity's issuers as far as they are in the chain; gives the number of linked certificates.
fn authorities(
    chain: &[Certificate],
    end_entity: usize,
    signatures: &dyn Signatures,
) -> Result<usize, Fault> {
    let rest = chain.get(end_entity..).unwrap_or_default();
    for (offset, pair) in rest.windows(2).enumerate() {
        let [certificate, issuer] = pair else { continue };
        let at = end_entity + offset;
        if !certificate.issuer.same(&issuer.subject) {
            // DIRAC reads nothing behind an ordinary certificate, but every certificate behind a proxy
            if end_entity == 0 {
                return Ok(at + 1);
            }
            return Err(not_followed(at, certificate));
        }
        match link(at, certificate, issuer, signatures) {
            // an old CA may use an algorithm that only matters to whoever trusts it
            Ok(()) | Err(Fault::Unsupported { .. }) => {}
            Err(fault) => return Err(fault),
        }
        if issuer.authority != Authority::Ca {
            return Err(Fault::IssuerIsNoCa { at });
        }
    }
    Ok(chain.len())
}

fn link(
    at: usize,
    certificate: &Certificate,
    issuer: &Certificate,
    signatures: &dyn Signatures,
) -> Result<(), Fault> {
    if !certificate.issuer.same(&issuer.subject) {
        return Err(not_followed(at, certificate));
    }
    match signatures.check(certificate, issuer) {
        Verdict::Good => Ok(()),
        Verdict::Forged => Err(Fault::Forged { at }),
        Verdict::Unsupported => {
            Err(Fault::Unsupported { at, algorithm: certificate.signature.algorithm.clone() })
        }
    }
}

fn not_followed(at: usize, certificate: &Certificate) -> Fault {
    Fault::NotFollowedByIssuer { at, issuer: certificate.issuer.text().to_owned() }
}

fn kind(proxies: &[Certificate]) -> Kind {
    let mut kind = Kind::Certificate;
    for certificate in proxies.iter().rev() {
        let (rights, legacy) = match form(certificate) {
            Form::Rfc(rights) => (rights, false),
            Form::Legacy(rights) => (rights, true),
            Form::Ordinary | Form::Misnamed => continue,
        };
        let (above, legacy_above) = match kind {
            Kind::Certificate => (Rights::Full, false),
            Kind::Proxy(above) => (above, false),
            Kind::LegacyProxy(above) => (above, true),
        };
        // rights can only shrink on the way down
        let rights = if above == Rights::Full { rights } else { above };
        kind = if legacy || legacy_above { Kind::LegacyProxy(rights) } else { Kind::Proxy(rights) };
    }
    kind
}

/// The group that DIRAC takes, the differing ones it ignores, and an extension that stops it.
fn groups(members: &[Certificate]) -> (Option<String>, Vec<String>, Option<usize>) {
    let mut group: Option<String> = None;
    let mut ignored = Vec::new();
    for (at, certificate) in members.iter().enumerate().rev() {
        match (&certificate.group, &group) {
            (GroupExtension::Unreadable, None) => return (None, ignored, Some(at)),
            // an empty name counts as none
            (GroupExtension::Named(name), _) if name.is_empty() => {}
            (GroupExtension::Named(name), None) => group = Some(name.clone()),
            (GroupExtension::Named(name), Some(taken)) if name != taken => {
                ignored.push(name.clone());
            }
            _ => {}
        }
    }
    (group, ignored, None)
}

/// Whether the linked part of a walked chain ends at one of `anchors`, by name and signature.
///
/// The last linked certificate must be an anchor itself or be signed by one; every link above the end entity must have
/// been checked for good, so an algorithm that cannot be checked is a fault here.
pub fn anchored(
    chain: &[Certificate],
    walk: &Walk,
    anchors: &[Certificate],
    signatures: &dyn Signatures,
) -> Result<(), Fault> {
    let members = chain.get(walk.end_entity..walk.linked).unwrap_or_default();
    for (offset, certificate) in members.iter().enumerate() {
        let at = walk.end_entity + offset;
        // the first trusted issuer on the way up ends the search, as it does for OpenSSL
        for anchor in anchors.iter().filter(|a| a.authority == Authority::Ca) {
            if anchor.subject.same(&certificate.issuer)
                && signatures.check(certificate, anchor) == Verdict::Good
            {
                return Ok(());
            }
        }
        if let Some(issuer) = members.get(offset + 1) {
            link(at, certificate, issuer, signatures)?;
        }
    }
    let issuer = members.last().map(|c| c.issuer.text().to_owned()).unwrap_or_default();
    Err(Fault::NotAnchored { issuer })
}
