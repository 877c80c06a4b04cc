//! Requests by hand: one connection, any method, any header, any body, any or no certificate. What the program itself would
//! never send is sent through this.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use dirac_tokens::wire::tls::{Trouble, explain_tls_error};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::crypto::aws_lc_rs::{default_provider, sign::any_supported_type};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, ProtocolVersion, RootCertStore, SupportedProtocolVersion};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;

use super::backend::{Backend, Persona};

/// An answer takes no longer, or there is none.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// `POST`, `GET`, ...
    pub method: &'static str,
    /// Path and query.
    pub path: String,
    /// Headers beside `Host` and `Content-Length`.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Sent {
    /// A posted form.
    pub fn form(path: &str, fields: &[(&str, &str)]) -> Self {
        let mut url = reqwest::Url::parse("https://h/").expect("a URL");
        url.query_pairs_mut().extend_pairs(fields);
        Self {
            method: "POST",
            path: path.to_owned(),
            headers: vec![("content-type", "application/x-www-form-urlencoded".into())],
            body: url.query().unwrap_or_default().into(),
        }
    }

    /// The same with a header more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Got {
    pub status: u16,
    pub headers: hyper::HeaderMap,
    pub body: Vec<u8>,
}

impl Got {
    /// A header's text, empty without it.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as JSON.
    pub fn json(&self) -> Result<Value, String> {
        serde_json::from_slice(&self.body).map_err(|error| format!("no JSON: {error}"))
    }

    /// What a service returned; the error is the status, or what `S_ERROR` says.
    pub fn returned(&self) -> Result<Value, String> {
        if self.status != 200 {
            return Err(self.refusal());
        }
        let mut all = self.json()?;
        match all["OK"].as_bool() {
            Some(true) => Ok(all["Value"].take()),
            Some(false) => Err(format!(
                "S_ERROR {}: {}",
                all["Errno"],
                all["Message"].as_str().unwrap_or("no message")
            )),
            None => Err(format!("no OK in {all}")),
        }
    }

    /// The status, and the page with it if it is not the one that tells the status and nothing more.
    fn refusal(&self) -> String {
        let page = String::from_utf8_lossy(&self.body);
        let reason = match self.status {
            400 => "Bad Request",
            401 => "Unauthorized",
            405 => "Method Not Allowed",
            500 => "Internal Server Error",
            501 => "Not Implemented",
            _ => "",
        };
        let status = self.status;
        let said = format!("{status}: {reason}");
        if page == format!("<html><title>{said}</title><body>{said}</body></html>") {
            return format!("{status} without a reason");
        }
        let title = page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
        format!("{status}, a page titled {:?}", title.unwrap_or("(none)"))
    }
}

/// How somebody connects.
pub fn tls(
    backend: &dyn Backend,
    who: Option<Persona>,
    versions: &[&'static SupportedProtocolVersion],
) -> ClientConfig {
    let plan = backend.plan(who.unwrap_or(Persona::Admin));
    let given = &plan.places.given;
    let roots = trusted(given.ca_dir.as_deref().expect("a CA directory"));
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(versions)
        .expect("versions")
        .with_root_certificates(roots);
    if who.is_none() {
        return builder.with_no_client_auth();
    }
    let (chain, key) = match (&given.proxy, &given.certificate, &given.key) {
        (Some(proxy), ..) => (proxy, proxy),
        (None, Some(certificate), Some(key)) => (certificate, key),
        _ => panic!("no certificate for {who:?}"),
    };
    let chain = CertificateDer::pem_file_iter(chain)
        .expect("a certificate file")
        .collect::<Result<Vec<_>, _>>()
        .expect("certificates");
    let key = PrivateKeyDer::from_pem_file(key).expect("a key");
    let key = any_supported_type(&key).expect("a key of a known kind");
    let pair = Arc::new(CertifiedKey::new(chain, key));
    // a resolver: rustls itself refuses proxies
    builder.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(pair)))
}

fn trusted(directory: &Path) -> RootCertStore {
    let mut roots = RootCertStore::empty();
    for entry in std::fs::read_dir(directory).expect("CA directory").flatten() {
        let certificates = CertificateDer::pem_file_iter(entry.path()).into_iter().flatten();
        for certificate in certificates.flatten() {
            let _ = roots.add(certificate);
        }
    }
    assert!(!roots.is_empty(), "no CA in {}", directory.display());
    roots
}

/// One connection.
pub struct Line {
    sender: http1::SendRequest<Full<Bytes>>,
    driver: JoinHandle<hyper::Result<()>>,
    host: String,
    /// The TLS version that was agreed on.
    pub version: Option<ProtocolVersion>,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Line {
    /// Connects to the server of `url`; the error is the alert, if there is one.
    pub async fn open(url: &str, tls: ClientConfig) -> Result<Self, String> {
        let url = reqwest::Url::parse(url).map_err(|error| error.to_string())?;
        let port = url.port().ok_or("a URL without a port")?;
        let tcp = TcpStream::connect(("127.0.0.1", port)).await.map_err(|e| e.to_string())?;
        tcp.set_nodelay(true).map_err(|e| e.to_string())?;
        let name = ServerName::try_from("localhost").expect("a name");
        let stream =
            TlsConnector::from(Arc::new(tls)).connect(name, tcp).await.map_err(|e| why(&e))?;
        let version = stream.get_ref().1.protocol_version();
        let (sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|e| why(&e))?;
        let driver = tokio::spawn(connection);
        Ok(Self { sender, driver, host: format!("localhost:{port}"), version })
    }

    /// Sends one request and reads its answer.
    pub async fn send(&mut self, sent: Sent) -> Result<Got, String> {
        match tokio::time::timeout(PATIENCE, self.exchange(sent)).await {
            Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
            Ok(Ok(got)) => Ok(got),
            Ok(Err(said)) => {
                // what happened to the connection tells more than what happened to the request
                match tokio::time::timeout(PATIENCE, &mut self.driver).await {
                    Ok(Ok(Err(error))) => Err(why(&error)),
                    _ => Err(said),
                }
            }
        }
    }

    async fn exchange(&mut self, sent: Sent) -> Result<Got, String> {
        let mut request = hyper::Request::builder()
            .method(sent.method)
            .uri(&sent.path)
            .header("host", &self.host);
        for (name, value) in &sent.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Full::new(Bytes::from(sent.body))).map_err(|e| why(&e))?;
        self.sender.ready().await.map_err(|e| why(&e))?;
        let answer = self.sender.send_request(request).await.map_err(|e| why(&e))?;
        let (head, body) = answer.into_parts();
        let body = body.collect().await.map_err(|e| why(&e))?.to_bytes().to_vec();
        Ok(Got { status: head.status.as_u16(), headers: head.headers, body })
    }
}

/// The alert by its name; any other error in its own words.
fn why(error: &(dyn std::error::Error + 'static)) -> String {
    match explain_tls_error(error) {
        Some(tls) => match tls.trouble {
            Trouble::Refused(alert) => format!("alert {alert}"),
            other => format!("{other:?}"),
        },
        None => error.to_string(),
    }
}
