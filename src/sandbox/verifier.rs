//! Which clients the servers let in, as OpenSSL does it for DIRAC: a certificate is asked for, not demanded; proxies are
//! accepted; what is refused is refused with the alert that OpenSSL sends (facts/dirac-live.md 3).
//!
//! rustls' own verifier refuses a proxy for its critical proxyCertInfo, in the chain and again when the handshake's
//! signature is checked, so both are done here.

use std::fmt;
use std::sync::Arc;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls13_signature_with_raw_key};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, SubjectPublicKeyInfoDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{NoServerSessionStorage, ServerConfig};
use rustls::version::{TLS12, TLS13};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, OtherError, PeerMisbehaved,
    SignatureScheme,
};

use x509_parser::prelude::{FromDer as _, ParsedExtension, X509Certificate, X509Extension};

use super::Clock;
use crate::domain::x509::Certificate;
use crate::domain::x509::chain::{Fault, Kind, anchored, walk};
use crate::wire::identity::AwsSignatures;

/// Lets in who comes from one of its anchors.
pub struct Verifier {
    anchors: Vec<Certificate>,
    clock: Clock,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Verifier {
    /// A verifier that trusts `anchors` and judges times by `clock`.
    pub fn new(anchors: Vec<Certificate>, clock: Clock) -> Self {
        let algorithms = default_provider().signature_verification_algorithms;
        Self { anchors, clock, algorithms }
    }

    /// Whether the chain that a client sent leads to an anchor and is good now.
    fn judge(&self, sent: &[Certificate]) -> Result<(), CertificateError> {
        let chain = path(sent);
        let walk = match walk(&chain, &AwsSignatures) {
            Ok(walk) => walk,
            // OpenSSL knows nothing of Globus' policies; DIRAC's own walk comes later
            Err(Fault::FullFromLimited { .. }) => return Ok(()),
            Err(fault) => return Err(refusal(&fault)),
        };
        if matches!(walk.kind, Kind::LegacyProxy(_)) {
            return Err(CertificateError::UnknownIssuer);
        }
        if let Err(fault) = anchored(&chain, &walk, &self.anchors, &AwsSignatures) {
            return Err(if self.passes_for_ours(&chain) {
                CertificateError::BadSignature
            } else {
                refusal(&fault)
            });
        }
        let now = (self.clock)();
        if now < walk.not_before {
            // rustls would say certificate_expired; OpenSSL says bad_certificate, which this is the name of
            return Err(CertificateError::BadEncoding);
        }
        if now > walk.not_after {
            return Err(CertificateError::Expired);
        }
        Ok(())
    }

    /// Whether a certificate names one of our anchors as its issuer. OpenSSL goes no further then and finds the signature
    /// wrong; it looks on for another issuer only if the key's identifier differs.
    fn passes_for_ours(&self, chain: &[Certificate]) -> bool {
        chain.iter().any(|certificate| {
            let named = self.anchors.iter().filter(|a| a.subject.same(&certificate.issuer));
            named.into_iter().any(|anchor| keys_agree(certificate, anchor))
        })
    }
}

/// Whether the key that `certificate` says it was signed by may be `issuer`'s: it may, if one of them does not say.
fn keys_agree(certificate: &Certificate, issuer: &Certificate) -> bool {
    let (Ok((_, certificate)), Ok((_, issuer))) =
        (X509Certificate::from_der(&certificate.der), X509Certificate::from_der(&issuer.der))
    else {
        return false;
    };
    let extensions = certificate.extensions().iter();
    let wanted = extensions.map(X509Extension::parsed_extension).find_map(|extension| {
        let ParsedExtension::AuthorityKeyIdentifier(wanted) = extension else { return None };
        wanted.key_identifier.as_ref()
    });
    let extensions = issuer.extensions().iter();
    let own = extensions.map(X509Extension::parsed_extension).find_map(|extension| {
        let ParsedExtension::SubjectKeyIdentifier(own) = extension else { return None };
        Some(own)
    });
    wanted.zip(own).is_none_or(|(wanted, own)| wanted == own)
}

/// The way from the leaf up as OpenSSL looks for it: by names, whatever the order, each certificate once.
fn path(sent: &[Certificate]) -> Vec<Certificate> {
    let mut rest: Vec<&Certificate> = sent.iter().skip(1).collect();
    let mut found: Vec<Certificate> = sent.iter().take(1).cloned().collect();
    while let Some(last) = found.last() {
        let issuer = rest.iter().position(|c| {
            last.issuer.same(&c.subject)
                && c.der != last.der
                && !found.iter().any(|f| f.der == c.der)
        });
        let Some(issuer) = issuer else { break };
        found.push(rest.remove(issuer).clone());
    }
    found
}

/// The alert that OpenSSL answers a fault with, by the error that rustls answers it with.
fn refusal(fault: &Fault) -> CertificateError {
    match fault {
        Fault::Empty
        | Fault::NotFollowedByIssuer { .. }
        | Fault::NoEndEntity
        | Fault::NotAnchored { .. }
        | Fault::IssuerIsNoCa { .. }
        | Fault::OutOfOrder { .. } => CertificateError::UnknownIssuer,
        Fault::Forged { .. } | Fault::Unsupported { .. } => CertificateError::BadSignature,
        Fault::TooLong(_)
        | Fault::ProxyName { .. }
        | Fault::ProxyOfCa { .. }
        | Fault::FullFromLimited { .. }
        | Fault::TooDeep { .. } => {
            CertificateError::Other(OtherError(Arc::new(Refused(fault.clone()))))
        }
    }
}

/// A fault that TLS has no word for but `certificate_unknown`.
#[derive(Debug)]
struct Refused(Fault);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Refused {}

fn parse(der: &CertificateDer<'_>) -> Result<Certificate, Error> {
    Certificate::from_der(der).map_err(|_| Error::InvalidCertificate(CertificateError::BadEncoding))
}

impl ClientCertVerifier for Verifier {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn verify_client_cert(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let mut chain = vec![parse(leaf)?];
        for der in intermediates {
            chain.push(parse(der)?);
        }
        self.judge(&chain).map_err(Error::InvalidCertificate)?;
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let leaf = parse(leaf)?;
        let mapping = self.algorithms.mapping.iter();
        let algorithms = mapping
            .filter(|(scheme, _)| *scheme == signature.scheme)
            .flat_map(|(_, algorithms)| *algorithms);
        // a scheme of TLS 1.2 names no curve: whichever takes the key and the signature is it
        for algorithm in algorithms {
            let made = signature.signature();
            if algorithm.verify_signature(&leaf.key.bits, message, made).is_ok() {
                return Ok(HandshakeSignatureValid::assertion());
            }
        }
        let supported = self.supported_verify_schemes().contains(&signature.scheme);
        Err(if supported {
            Error::InvalidCertificate(CertificateError::BadSignature)
        } else {
            PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme.into()
        })
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let leaf = parse(leaf)?;
        let key = SubjectPublicKeyInfoDer::from(leaf.key.info.as_slice());
        verify_tls13_signature_with_raw_key(message, &key, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("anchors", &self.anchors.len()).finish_non_exhaustive()
    }
}

/// TLS as DIRAC's servers speak it: 1.3 and 1.2, no ALPN, nothing resumed (facts/dirac-live.md 3).
///
/// `chain` is sent as it is; DIRAC's servers have their root CA at its end.
pub fn server_config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    verifier: Verifier,
) -> Result<ServerConfig, Error> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(&[&TLS13, &TLS12])?
        .with_client_cert_verifier(Arc::new(verifier))
        .with_single_cert(chain, key)?;
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(config)
}

#[cfg(test)]
mod tests;
