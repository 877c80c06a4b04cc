//! Certificates and proxies, made when the installation starts: an authority, credentials signed by it, and RFC 3820
//! proxies as DIRAC's own `dirac-proxy-init` makes them. All keys are P-256.

mod encode;
mod name;
mod text;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand::{self, SystemRandom};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use jiff::Timestamp;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use thiserror::Error;
use x509_cert::name::RdnSequence;

use crate::domain::secret::Secret;
use encode::{Draft, Purpose};

pub use name::subject_hash;

/// Why a certificate could not be made.
#[derive(Debug, Error)]
pub enum PkiError {
    /// The text of a DN has an attribute that is not known here, or none at all.
    #[error("`{0}` is no distinguished name that a certificate can be made for")]
    Name(String),
    /// A value does not fit into its ASN.1 type, or a time is out of range.
    #[error("a certificate could not be encoded: {0}")]
    Encoding(#[from] der::Error),
    /// The cryptography library failed.
    #[error("a key or a signature could not be made")]
    Cryptography,
}

impl From<Unspecified> for PkiError {
    fn from(_: Unspecified) -> Self {
        Self::Cryptography
    }
}

/// From when until when a certificate is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// `notBefore`; fractions of a second are cut.
    pub begins: Timestamp,
    /// `notAfter`; fractions of a second are cut.
    pub ends: Timestamp,
}

/// What a proxy may do (RFC 3820 3.8.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// `id-ppl-inheritAll`.
    Full,
    /// Globus' limited proxy.
    Limited,
}

/// A P-256 key pair.
struct Key {
    pair: EcdsaKeyPair,
    /// `PrivateKeyInfo` (PKCS #8).
    private: Secret<Vec<u8>>,
    /// `SubjectPublicKeyInfo`.
    public: Vec<u8>,
}

impl Key {
    fn generate() -> Result<Self, PkiError> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING)?;
        let private = Secret::new(pair.to_pkcs8v1()?.as_ref().to_vec());
        let public: PublicKeyX509Der<'_> = pair.public_key().as_der()?;
        let public = public.as_ref().to_vec();
        Ok(Self { pair, private, public })
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, PkiError> {
        Ok(self.pair.sign(&SystemRandom::new(), message)?.as_ref().to_vec())
    }
}

/// A certificate authority.
pub struct Authority {
    name: RdnSequence,
    key: Key,
    certificate: Vec<u8>,
}

impl Authority {
    /// A new one, signed by itself, named by a DN such as `/DC=org/DC=sandbox/CN=Sandbox CA`.
    pub fn new(dn: &str, period: Period) -> Result<Self, PkiError> {
        let name = name::parse(dn)?;
        let key = Key::generate()?;
        let draft = Draft {
            issuer: &name,
            issuer_key: &key,
            subject: &name,
            key: &key.public,
            serial: serial()?,
            period,
            purpose: Purpose::Authority,
        };
        let certificate = draft.sign()?;
        Ok(Self { name, key, certificate })
    }

    /// Its own certificate, DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Its own certificate, PEM.
    pub fn certificate_pem(&self) -> String {
        text::certificate(&self.certificate)
    }

    /// The name under which OpenSSL looks for it in a directory: eight hexadecimal digits.
    pub fn subject_hash(&self) -> Result<String, PkiError> {
        subject_hash(&self.name)
    }

    /// A certificate and key for a person.
    pub fn person(&self, dn: &str, period: Period) -> Result<Credential, PkiError> {
        self.issue(dn, period, Purpose::Person)
    }

    /// A certificate and key for a server on `localhost` and 127.0.0.1; its owner may be a client, too.
    pub fn host(&self, dn: &str, period: Period) -> Result<Credential, PkiError> {
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        self.issue(dn, period, Purpose::Host { name: "localhost", address })
    }

    fn issue(
        &self,
        dn: &str,
        period: Period,
        purpose: Purpose<'_>,
    ) -> Result<Credential, PkiError> {
        let subject = name::parse(dn)?;
        let key = Key::generate()?;
        let draft = Draft {
            issuer: &self.name,
            issuer_key: &self.key,
            subject: &subject,
            key: &key.public,
            serial: serial()?,
            period,
            purpose,
        };
        Ok(Credential { chain: vec![draft.sign()?], subject, key: Arc::new(key) })
    }
}

/// A certificate, what issued it short of the authority, and its private key.
#[derive(Clone)]
pub struct Credential {
    chain: Vec<Vec<u8>>,
    subject: RdnSequence,
    key: Arc<Key>,
}

impl Credential {
    /// A proxy made from this certificate or proxy, as `dirac-proxy-init` makes it: its serial number is its CN, and the
    /// group is in the extension 1.2.42.42 (facts/dirac.md 7).
    pub fn proxy(
        &self,
        group: Option<&str>,
        policy: Policy,
        period: Period,
    ) -> Result<Self, PkiError> {
        let number = serial()?;
        let subject = name::with_common_name(&self.subject, &number.to_string())?;
        let key = Key::generate()?;
        let draft = Draft {
            issuer: &self.subject,
            issuer_key: &self.key,
            subject: &subject,
            key: &key.public,
            serial: number,
            period,
            purpose: Purpose::Proxy { group, policy },
        };
        let mut chain = vec![draft.sign()?];
        chain.extend(self.chain.iter().cloned());
        Ok(Self { chain, subject, key: Arc::new(key) })
    }

    /// The certificates, leaf first, DER.
    pub fn chain(&self) -> &[Vec<u8>] {
        &self.chain
    }

    /// Certificates as rustls wants them, `authority`'s behind them.
    pub fn tls_chain(&self, authority: &Authority) -> Vec<CertificateDer<'static>> {
        let all = self.chain.iter().cloned().chain([authority.certificate.clone()]);
        all.map(CertificateDer::from).collect()
    }

    /// The key as rustls wants it.
    pub fn tls_key(&self) -> PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.key.private.expose().clone()).into()
    }

    /// The certificate alone, PEM.
    pub fn certificate_pem(&self) -> String {
        self.chain.first().map_or_else(String::new, |leaf| text::certificate(leaf))
    }

    /// The private key, PEM, PKCS #8.
    pub fn key_pem(&self) -> Secret<String> {
        text::key(&self.key.private)
    }

    /// The text of a proxy file: the proxy, its key, then what issued it (facts/dirac.md 7).
    pub fn proxy_pem(&self) -> Secret<String> {
        let mut text = self.certificate_pem();
        text.push_str(self.key_pem().expose());
        text.extend(self.chain.iter().skip(1).map(|issuer| text::certificate(issuer)));
        Secret::new(text)
    }
}

/// A serial number: 63 random bits and never zero, as RFC 5280 wants them to be positive.
fn serial() -> Result<u64, PkiError> {
    let mut octets = [0; 8];
    rand::fill(&mut octets)?;
    Ok((u64::from_be_bytes(octets) >> 1).max(1))
}

#[cfg(test)]
mod tests;
