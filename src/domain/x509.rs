//! X.509 as a grid uses it: DN text, proxies, the DIRAC group, the walk along a chain. From bytes alone.
//!
//! Nothing here reads files, knows the time or does cryptography: times are handed in, signatures are checked by whoever
//! calls ([`chain::Signatures`]). The client judges its own identity with it, a server the chains that it is shown.

pub mod certificate;
pub mod chain;
mod der;
pub mod dn;
mod oids;
pub mod pem;

pub use certificate::{Certificate, CertificateError};
pub use chain::{Fault, Kind, Walk, walk};
pub use dn::Name;
