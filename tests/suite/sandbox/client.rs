//! A client of the suite's own: any files, any version of TLS, bytes as they are.

use std::path::Path;
use std::sync::Arc;

use rustls::client::ResolvesClientCert;
use rustls::crypto::aws_lc_rs::{default_provider, sign::any_supported_type};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// What a client comes with: the file of its certificates and that of its key.
pub type Files<'a> = (&'a Path, &'a Path);

/// Trusts the CA in `ca_file`; comes with `files`, or with nothing.
pub fn config(
    ca_file: &Path,
    files: Option<Files<'_>>,
    version: &'static SupportedProtocolVersion,
) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(ca_file).unwrap()).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots);
    match files {
        None => builder.with_no_client_auth(),
        Some((certificates, key)) => {
            let chain = CertificateDer::pem_file_iter(certificates).unwrap();
            let key = PrivateKeyDer::from_pem_file(key).unwrap();
            let certified = CertifiedKey::new(
                chain.map(Result::unwrap).collect(),
                any_supported_type(&key).unwrap(),
            );
            let resolver: Arc<dyn ResolvesClientCert> = Arc::new(SingleCertAndKey::from(certified));
            builder.with_client_cert_resolver(resolver)
        }
    }
}

/// A connection to `port`; an error may come now or, with TLS 1.3, at the first answer.
pub async fn connect(port: u16, config: ClientConfig) -> std::io::Result<TlsStream<TcpStream>> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

/// Sends `POST path` with `body` and reads one answer: status, header, body.
pub async fn post(
    stream: &mut TlsStream<TcpStream>,
    path: &str,
    body: &[u8],
) -> std::io::Result<(u16, String, Vec<u8>)> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat()).await?;
    stream.flush().await?;
    answer(stream).await
}

/// Sends `GET path` and reads one answer.
pub async fn get(
    stream: &mut TlsStream<TcpStream>,
    path: &str,
) -> std::io::Result<(u16, String, Vec<u8>)> {
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.flush().await?;
    answer(stream).await
}

/// Reads one answer that has a `Content-Length`.
pub async fn answer(stream: &mut TlsStream<TcpStream>) -> std::io::Result<(u16, String, Vec<u8>)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8(head).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).await?;
    Ok((status, head, body))
}

/// The TLS library's error inside an error of a stream.
pub fn tls_error(error: &std::io::Error) -> Option<&rustls::Error> {
    error.get_ref().and_then(|inner| inner.downcast_ref())
}
