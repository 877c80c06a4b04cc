//! TLS as DIRAC's servers want it: a client certificate through our own resolver, names always checked, no resumption.
//!
//! One configuration serves https and dips alike (facts/dirac-live.md 3, facts/dirac8-live.md). There is no way to
//! switch verification off (design.md 6.9). Why a handshake failed is told in words by [`explain_tls_error`].

mod explain;
mod p521;

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::client::Resumption;
use rustls::crypto::SupportedKxGroup;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::sign::SingleCertAndKey;
use rustls::version::{TLS12, TLS13};
use thiserror::Error;

pub use explain::{Explanation, Trouble, explain_tls_error};

use super::ca::Roots;
use super::identity::Identity;

/// Why there is no TLS configuration.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The identity has a judgement that is an error.
    #[error("{text} {remedy}")]
    Identity {
        /// The first such judgement.
        text: String,
        /// What to do about it.
        remedy: String,
    },
    /// The TLS library refused its own defaults.
    #[error("the TLS library could not be set up: {0}")]
    Library(#[from] rustls::Error),
}

/// The configuration for connections to `roots`' servers, as `identity` or as nobody.
///
/// TLS 1.3 and 1.2, key exchanges of aws-lc-rs (no P-521), no ALPN, no resumption: DIRAC's servers issue tickets that
/// they never honour, and dips ones hang on them.
pub fn client_config(
    roots: &Roots,
    identity: Option<&Identity>,
) -> Result<ClientConfig, ConfigError> {
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(&[&TLS13, &TLS12])?
        .with_root_certificates(roots.store());
    let mut config = match identity {
        None => builder.with_no_client_auth(),
        // with_client_auth_cert parses the leaf and refuses proxies; a resolver hands it out unseen
        Some(identity) => {
            let key = identity.certified_key().filter(|_| identity.is_usable());
            let key = key.ok_or_else(|| unusable(identity))?;
            builder.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(key)))
        }
    };
    config.resumption = Resumption::disabled();
    Ok(config)
}

/// The key exchange over secp521r1, which rustls does not bring (`p521`).
pub fn secp521r1() -> &'static dyn SupportedKxGroup {
    &p521::Secp521r1
}

/// The configuration for the front ends of CEs: as nobody, with the grid's CAs, and with the one curve that ARC offers unless
/// a site set another (`p521`). It comes last, so that servers that offer more choose as they do for everybody.
pub fn front_end_config(roots: &Roots) -> Result<ClientConfig, ConfigError> {
    let mut provider = default_provider();
    provider.kx_groups.push(secp521r1());
    let mut config = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&[&TLS13, &TLS12])?
        .with_root_certificates(roots.store())
        .with_no_client_auth();
    config.resumption = Resumption::disabled();
    Ok(config)
}

fn unusable(identity: &Identity) -> ConfigError {
    // judgements are sorted: the worst is the first
    let worst = identity.judgements().first();
    ConfigError::Identity {
        text: worst.map_or_else(|| "The identity has no key.".to_owned(), |j| j.text.clone()),
        remedy: worst.map_or_else(String::new, |j| j.remedy.clone()),
    }
}

#[cfg(test)]
mod tests;
