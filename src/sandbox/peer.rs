//! Who is at the other end of a connection: the chain a client proved to have the key of, walked by DIRAC's rules.

use crate::domain::x509::chain::Walk;

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
