//! Handshakes with a rustls server in memory: the proxy arrives whole, names count, failures are explained.

use std::io::{Read as _, Write as _};
use std::sync::Arc;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::verify_tls13_signature_with_raw_key;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{
    CertificateDer, PrivateKeyDer, ServerName, SubjectPublicKeyInfoDer, UnixTime,
};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    AlertDescription, ClientConnection, DigitallySignedStruct, DistinguishedName, Error,
    ServerConfig, ServerConnection, SignatureScheme, SupportedProtocolVersion,
};

use super::*;
use crate::domain::x509::Certificate;
use crate::wire::identity::Identity;
use crate::wire::identity::test_files::{TestFiles, now};

/// Accepts what the test says; with TLS 1.3 it checks the handshake's signature by the raw key, as proxies need it.
#[derive(Debug)]
struct Verifier {
    refuse_as: Option<rustls::CertificateError>,
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
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        match &self.refuse_as {
            Some(reason) => Err(Error::InvalidCertificate(reason.clone())),
            None => Ok(ClientCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let leaf = Certificate::from_der(certificate).unwrap();
        verify_tls13_signature_with_raw_key(
            message,
            &SubjectPublicKeyInfoDer::from(leaf.key.info.as_slice()),
            signature,
            &default_provider().signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        default_provider().signature_verification_algorithms.supported_schemes()
    }
}

struct Handshake<'a> {
    files: &'a TestFiles,
    server_certificate: &'a str,
    version: &'static SupportedProtocolVersion,
    refuse_as: Option<rustls::CertificateError>,
}

impl<'a> Handshake<'a> {
    fn with(files: &'a TestFiles, server_certificate: &'a str) -> Self {
        Self { files, server_certificate, version: &TLS13, refuse_as: None }
    }

    fn server(&self) -> ServerConnection {
        let certificates = CertificateDer::pem_file_iter(self.files.path(self.server_certificate))
            .unwrap()
            .collect::<Result<Vec<_>, _>>()
            .unwrap();
        let key = PrivateKeyDer::from_pem_file(self.files.path("hostkey.pem")).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&[self.version])
            .unwrap()
            .with_client_cert_verifier(Arc::new(Verifier { refuse_as: self.refuse_as.clone() }))
            .with_single_cert(certificates, key)
            .unwrap();
        ServerConnection::new(Arc::new(config)).unwrap()
    }

    /// Carries bytes to and fro until both are done; gives the client certificates that the server saw.
    fn run(&self, identity: Option<&Identity>) -> Result<Vec<Vec<u8>>, Error> {
        let roots = Roots::load(&self.files.path("certificates"), now()).unwrap();
        let config = client_config(&roots, identity).unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let mut client = ClientConnection::new(Arc::new(config), name).unwrap();
        let mut server = self.server();
        client.writer().write_all(b"hello").unwrap();
        for _ in 0..12 {
            let mut wire = Vec::new();
            while client.wants_write() {
                client.write_tls(&mut wire).unwrap();
            }
            let mut rest = wire.as_slice();
            while !rest.is_empty() {
                server.read_tls(&mut rest).unwrap();
                // its alert is what the client has to see
                let _ = server.process_new_packets();
            }
            let mut wire = Vec::new();
            while server.wants_write() {
                server.write_tls(&mut wire).unwrap();
            }
            let mut rest = wire.as_slice();
            while !rest.is_empty() {
                client.read_tls(&mut rest).unwrap();
                client.process_new_packets()?;
            }
        }
        let mut received = [0; 5];
        server.reader().read_exact(&mut received).unwrap();
        assert_eq!(&received, b"hello");
        let certificates = server.peer_certificates().unwrap_or_default();
        Ok(certificates.iter().map(|c| c.as_ref().to_vec()).collect())
    }

    fn trouble(&self) -> Explanation {
        let identity = self.files.load("proxy").unwrap();
        let error = self.run(Some(&identity)).unwrap_err();
        explain_tls_error(&error).unwrap()
    }
}

#[test]
fn every_kind_of_proxy_arrives_whole_with_tls_1_2_and_1_3() {
    let files = TestFiles::new();
    for version in [&TLS12, &TLS13] {
        for name in ["proxy", "proxy-rsa", "proxy-limited", "proxy-depth2", "proxy-legacy"] {
            let identity = files.load(name).unwrap();
            let handshake = Handshake { version, ..Handshake::with(&files, "hostcert.pem") };
            let seen = handshake.run(Some(&identity)).unwrap();
            let sent: Vec<_> = identity.chain().iter().map(|c| c.der.clone()).collect();
            assert_eq!(seen, sent, "{name}");
        }
    }
    assert_eq!(Handshake::with(&files, "hostcert.pem").run(None).unwrap(), Vec::<Vec<u8>>::new());
}

#[test]
fn an_identity_that_cannot_succeed_gives_no_configuration() {
    let files = TestFiles::new();
    let roots = Roots::load(&files.path("certificates"), now()).unwrap();
    for (name, expected) in [
        ("proxy-short", "expired"),
        ("proxy-1024", "too weak"),
        ("proxy-wrong-key", "does not belong"),
    ] {
        let identity = files.load(name).unwrap();
        let error = client_config(&roots, Some(&identity)).unwrap_err().to_string();
        assert!(error.contains(expected), "{name}: {error}");
    }
}

#[test]
fn the_server_s_certificate_is_always_checked_and_failures_are_explained() {
    let files = TestFiles::new();
    for (certificate, trouble, word) in [
        ("server-wrong-name.pem", Trouble::WrongName, "ce.example.org"),
        ("server-no-names.pem", Trouble::NoNames, "`localhost`"),
        ("server-expired.pem", Trouble::ServerExpired, "2026-01-02"),
        ("server-rogue.pem", Trouble::UnknownAuthority, "CA directory"),
    ] {
        let told = Handshake::with(&files, certificate).trouble();
        assert_eq!(told.trouble, trouble, "{certificate}");
        assert!(told.text.contains(word), "{certificate}: {}", told.text);
        assert!(told.remedy.ends_with('.'), "{certificate}: {}", told.remedy);
    }
}

#[test]
fn the_server_s_refusal_of_our_certificate_is_explained() {
    use rustls::CertificateError as Reason;
    let files = TestFiles::new();
    for (reason, alert) in [
        (Reason::Expired, "certificate_expired"),
        (Reason::UnknownIssuer, "unknown_ca"),
        (Reason::Revoked, "certificate_revoked"),
        (Reason::BadEncoding, "bad_certificate"),
    ] {
        for version in [&TLS12, &TLS13] {
            let handshake = Handshake {
                version,
                refuse_as: Some(reason.clone()),
                ..Handshake::with(&files, "hostcert.pem")
            };
            assert_eq!(handshake.trouble().trouble, Trouble::Refused(alert));
        }
    }
}

#[test]
fn an_error_is_found_inside_others_and_foreign_ones_are_not_explained() {
    #[derive(Debug, thiserror::Error)]
    #[error("outer")]
    struct Outer(#[source] std::io::Error);

    let inner = Error::AlertReceived(AlertDescription::CertificateExpired);
    let wrapped = Outer(std::io::Error::other(std::io::Error::other(inner)));
    let told = explain_tls_error(&wrapped).unwrap();
    assert_eq!(told.trouble, Trouble::Refused("certificate_expired"));
    assert_eq!(explain_tls_error(&Outer(std::io::Error::other("refused"))), None);
    assert_eq!(explain_tls_error(&std::fmt::Error), None);
}

#[test]
fn what_does_not_speak_tls_is_told() {
    let files = TestFiles::new();
    let roots = Roots::load(&files.path("certificates"), now()).unwrap();
    let config = client_config(&roots, None).unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut client = ClientConnection::new(Arc::new(config), name).unwrap();
    client.read_tls(&mut b"HTTP/1.1 400 Bad Request\r\n\r\n".as_slice()).unwrap();
    let error = client.process_new_packets().unwrap_err();
    assert_eq!(explain_tls_error(&error).unwrap().trouble, Trouble::NotTls, "{error:?}");
}

#[test]
fn sessions_are_not_resumed_and_no_protocol_is_negotiated() {
    let files = TestFiles::new();
    let roots = Roots::load(&files.path("certificates"), now()).unwrap();
    let config = client_config(&roots, None).unwrap();
    assert!(config.alpn_protocols.is_empty());
    assert!(!config.enable_early_data);
    assert!(
        format!("{:?}", config.resumption).contains("NoClientSessionStorage"),
        "{:?}",
        config.resumption
    );
}
