//! The certificates of `tests/fixtures/tls`, and TLS configurations made of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, RootCertStore, ServerConfig};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls").join(name)
}

fn pair(name: &str) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
    let certificate = CertificateDer::from_pem_file(file(&format!("{name}.pem"))).expect("fixture");
    let key = PrivateKeyDer::from_pem_file(file(&format!("{name}.key"))).expect("fixture");
    (vec![certificate], key)
}

/// The test CA alone.
pub fn roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(file("ca.pem")).expect("fixture")).expect("a CA");
    roots
}

/// A client that trusts `roots` and presents nothing.
pub fn client_trusting(roots: RootCertStore) -> ClientConfig {
    ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("defaults")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// A client that trusts the test CA and presents nothing.
pub fn client() -> ClientConfig {
    client_trusting(roots())
}

/// A server that presents the certificate `name` and knows no key exchange but that over secp521r1, as ARC is set up.
pub fn arc_server(name: &str) -> Arc<ServerConfig> {
    let mut provider = default_provider();
    provider.kx_groups = vec![dirac_tokens::wire::tls::secp521r1()];
    let (chain, key) = pair(name);
    let builder = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .expect("defaults");
    Arc::new(builder.with_no_client_auth().with_single_cert(chain, key).expect("certificate"))
}

/// A server that presents the certificate `name` and, if `demanding`, insists on one of the test CA.
pub fn server(name: &str, demanding: bool) -> Arc<ServerConfig> {
    let provider = Arc::new(default_provider());
    let builder = ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .expect("defaults");
    let builder = if demanding {
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots()), provider);
        builder.with_client_cert_verifier(verifier.build().expect("verifier"))
    } else {
        builder.with_no_client_auth()
    };
    let (chain, key) = pair(name);
    Arc::new(builder.with_single_cert(chain, key).expect("certificate and key"))
}
