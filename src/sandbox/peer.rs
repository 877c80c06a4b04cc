//! Who is at the other end of a connection: the chain a client proved to have the key of, walked by DIRAC's rules.

use rustls::pki_types::CertificateDer;

use crate::domain::x509::Certificate;
use crate::domain::x509::chain::{Walk, walk};
use crate::wire::identity::AwsSignatures;

/// A client whose chain holds together, ends at a trusted CA and has not ended in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// What the chain says: DN, issuer, proxy or not, limited or not, group, times.
    pub walk: Walk,
    /// The leaf's own subject, with the CNs of proxies.
    pub subject: String,
    /// The leaf's own issuer.
    pub issuer: String,
}

impl Peer {
    /// The peer that sent `chain`, in the order in which it came. `None` if that order is not the one that DIRAC walks:
    /// TLS may have found its way through the chain all the same, but DIRAC takes such a client for nobody.
    pub fn of(chain: &[CertificateDer<'_>]) -> Option<Self> {
        let chain: Vec<Certificate> =
            chain.iter().map(|der| Certificate::from_der(der)).collect::<Result<_, _>>().ok()?;
        let walk = walk(&chain, &AwsSignatures).ok()?;
        let leaf = chain.first()?;
        Some(Self {
            walk,
            subject: leaf.subject.text().to_owned(),
            issuer: leaf.issuer.text().to_owned(),
        })
    }
}
