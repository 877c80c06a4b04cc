//! Who is at the other end of a connection: the chain a client proved to have the key of, walked by DIRAC's rules.

use rustls::pki_types::CertificateDer;

use crate::domain::x509::Certificate;
use crate::domain::x509::chain::{Kind, Walk, walk};
use crate::wire::identity::AwsSignatures;

/// A client whose chain ends at a trusted CA and has not ended in time.
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
    /// The peer that sent `chain`, in the order in which it came; `None` without a certificate that can be read.
    ///
    /// TLS finds its way through a chain in whatever order, DIRAC does not. Where DIRAC's walk fails, the leaf's own name
    /// is left, which no Registry knows: such a client may `ping` and nothing else.
    pub fn of(chain: &[CertificateDer<'_>]) -> Option<Self> {
        let chain: Vec<Certificate> =
            chain.iter().map(|der| Certificate::from_der(der)).collect::<Result<_, _>>().ok()?;
        let leaf = chain.first()?;
        Some(Self {
            walk: walk(&chain, &AwsSignatures).unwrap_or_else(|_| alone(leaf)),
            subject: leaf.subject.text().to_owned(),
            issuer: leaf.issuer.text().to_owned(),
        })
    }
}

/// What is known of a client by its leaf alone.
fn alone(leaf: &Certificate) -> Walk {
    Walk {
        kind: Kind::Certificate,
        end_entity: 0,
        linked: 1,
        dn: leaf.subject.text().to_owned(),
        issuer: leaf.issuer.text().to_owned(),
        group: None,
        ignored_groups: Vec::new(),
        unreadable_group: None,
        voms: leaf.voms,
        not_before: leaf.not_before,
        not_after: leaf.not_after,
        ends_first: 0,
    }
}
