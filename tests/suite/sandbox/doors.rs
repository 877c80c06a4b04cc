//! Who is let in, as whom, and what becomes of connections.

use std::path::PathBuf;
use std::sync::Arc;

use dirac_tokens::domain::x509::Certificate;
use dirac_tokens::sandbox::content::{Content, Person, Places, ProxyKind, ProxySpec};
use dirac_tokens::sandbox::credentials::Credentials;
use dirac_tokens::sandbox::description::Description;
use dirac_tokens::sandbox::files::{self, Written};
use dirac_tokens::sandbox::http::{Handler, Request, Response};
use dirac_tokens::sandbox::record::{Note, Records};
use dirac_tokens::sandbox::server::{Port, Server, Service};
use dirac_tokens::sandbox::verifier::{Verifier, server_config};
use jiff::Timestamp;
use rustls::version::{TLS12, TLS13};
use rustls::{AlertDescription, Error, SupportedProtocolVersion};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::client::{answer, config, connect, post, tls_error};

/// Says who asked and what; panics, or takes its time, if asked to.
struct Mirror;

impl Handler for Mirror {
    fn answer(&self, request: &Request) -> Response {
        assert_ne!(request.path, "/panic", "asked to panic");
        let who = match &request.peer {
            None => "nobody".to_owned(),
            Some(peer) => {
                let walk = &peer.walk;
                let limited = if walk.is_limited() { " limited" } else { "" };
                let group = walk.group.as_deref().unwrap_or("-");
                format!("{} {group} {}{limited}", walk.dn, walk.end_entity)
            }
        };
        let note = Note { call: Some("mirror".to_owned()), changed: true, ..Note::default() };
        let headers = vec![("Server", "Mirror".to_owned())];
        let body = format!("{who}\n{} bytes", request.body.len()).into_bytes();
        Response { status: 200, headers, body, note }
    }
}

/// The clock of these tests is the machine's: their clients judge the server's certificate by it.
#[expect(clippy::disallowed_methods, reason = "the TLS client reads the machine's clock as well")]
fn now() -> Timestamp {
    Timestamp::now()
}

struct Doors {
    _directory: TempDir,
    description: Description,
    records: Records,
    port: u16,
    server: Server,
}

const ADA: &str = "/DC=org/DC=sandbox/O=Users/CN=Ada Admin";

fn content() -> Content {
    let proxy = |name: &str, group: Option<&str>, kind| ProxySpec {
        name: name.to_owned(),
        user: "ada".to_owned(),
        group: group.map(str::to_owned),
        kind,
    };
    let admin = Some("dirac_admin");
    Content {
        people: vec![Person { name: "ada".to_owned(), dn: ADA.to_owned() }],
        proxies: vec![
            proxy("admin", admin, ProxyKind::Full),
            proxy("no_group", None, ProxyKind::Full),
            proxy("limited", admin, ProxyKind::Limited),
            proxy("depth2", admin, ProxyKind::DepthTwo),
            proxy("expired", admin, ProxyKind::Expired),
            proxy("rogue", admin, ProxyKind::Rogue),
        ],
        ..Content::default()
    }
}

impl Doors {
    fn open() -> Self {
        let directory = TempDir::new().unwrap();
        let credentials = Credentials::make(&content(), now()).unwrap();
        let anchor = Certificate::from_der(credentials.authority.certificate()).unwrap();
        let verifier = Verifier::new(vec![anchor], Arc::new(now));
        let chain = credentials.host.tls_chain(&credentials.authority);
        let tls = server_config(chain, credentials.host.tls_key(), verifier).unwrap();
        let port = Port::take(0).unwrap();
        let number = port.number();
        let places = Places::default();
        let description = files::write(
            &mut Written::default(),
            directory.path(),
            &credentials,
            &places,
            [].into(),
        )
        .unwrap();
        let records = Records::default();
        let service = Service { name: "mirror".to_owned(), port, handler: Arc::new(Mirror) };
        let server = Server::start(vec![service], &Arc::new(tls), &records).unwrap();
        Self { _directory: directory, description, records, port: number, server }
    }

    fn config(
        &self,
        who: &str,
        version: &'static SupportedProtocolVersion,
    ) -> rustls::ClientConfig {
        let pair = |cert: &PathBuf, key: &PathBuf| (cert.clone(), key.clone());
        let files = match who {
            "" => None,
            "host" => Some(pair(&self.description.host_cert, &self.description.host_key)),
            "ada" => {
                let files = &self.description.users["ada"];
                Some(pair(&files.cert, &files.key))
            }
            proxy => Some(pair(&self.description.proxies[proxy], &self.description.proxies[proxy])),
        };
        let files = files.as_ref().map(|(cert, key)| (cert.as_path(), key.as_path()));
        config(&self.description.ca_file, files, version)
    }

    async fn ask(
        &self,
        who: &str,
        version: &'static SupportedProtocolVersion,
    ) -> std::io::Result<String> {
        let mut stream = connect(self.port, self.config(who, version)).await?;
        let (status, _, body) = post(&mut stream, "/", b"").await?;
        assert_eq!(status, 200);
        Ok(String::from_utf8(body).unwrap().lines().next().unwrap().to_owned())
    }
}

#[tokio::test]
async fn everybody_is_known_by_what_they_come_with() {
    let doors = Doors::open();
    for version in [&TLS12, &TLS13] {
        for (who, expected) in [
            ("admin", format!("{ADA} dirac_admin 1")),
            ("no_group", format!("{ADA} - 1")),
            ("limited", format!("{ADA} dirac_admin 1 limited")),
            ("depth2", format!("{ADA} dirac_admin 2")),
            ("ada", format!("{ADA} - 0")),
            ("host", "/DC=org/DC=sandbox/O=Hosts/CN=localhost - 0".to_owned()),
            ("", "nobody".to_owned()),
        ] {
            assert_eq!(doors.ask(who, version).await.unwrap(), expected, "{who} {version:?}");
        }
    }
}

#[tokio::test]
async fn who_is_refused_gets_the_alert_that_openssl_sends() {
    let doors = Doors::open();
    for version in [&TLS12, &TLS13] {
        for (who, alert) in [
            ("expired", AlertDescription::CertificateExpired),
            ("rogue", AlertDescription::UnknownCA),
        ] {
            let error = doors.ask(who, version).await.unwrap_err();
            assert_eq!(tls_error(&error), Some(&Error::AlertReceived(alert)), "{who} {version:?}");
        }
    }
    assert!(doors.records.all().is_empty());
}

#[tokio::test]
async fn the_root_is_sent_and_nothing_is_resumed() {
    let doors = Doors::open();
    for version in [&TLS12, &TLS13] {
        let mut config = doors.config("admin", version);
        config.resumption = rustls::client::Resumption::in_memory_sessions(8);
        for _ in 0..2 {
            let mut stream = connect(doors.port, config.clone()).await.unwrap();
            post(&mut stream, "/", b"").await.unwrap();
            let connection = stream.get_ref().1;
            assert_eq!(connection.handshake_kind(), Some(rustls::HandshakeKind::Full));
            assert_eq!(connection.peer_certificates().unwrap().len(), 2);
            assert_eq!(connection.alpn_protocol(), None);
        }
    }
}

#[tokio::test]
async fn requests_follow_each_other_on_one_connection() {
    let doors = Doors::open();
    let mut stream = connect(doors.port, doors.config("admin", &TLS13)).await.unwrap();
    for length in [0, 10, 3_000_000] {
        let (status, head, body) = post(&mut stream, "/a/b", &vec![b'x'; length]).await.unwrap();
        assert_eq!(status, 200);
        assert!(head.contains("\r\nServer: Mirror\r\n"), "{head}");
        assert!(String::from_utf8(body).unwrap().ends_with(&format!("\n{length} bytes")));
    }
    let records = doors.records.all();
    assert_eq!(records.len(), 3);
    assert_eq!(records[0].service, "mirror");
    assert_eq!((records[0].method.as_str(), records[0].path.as_str()), ("POST", "/a/b"));
    assert_eq!(records[0].dn.as_deref(), Some(ADA));
    assert_eq!(records[0].status, 200);
    assert_eq!((doors.records.calls("mirror"), doors.records.changes()), (3, 3));
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused_unread() {
    let doors = Doors::open();
    let mut stream = connect(doors.port, doors.config("admin", &TLS13)).await.unwrap();
    let head = format!("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n", (100 << 20) + 1);
    stream.write_all(head.as_bytes()).await.unwrap();
    let (status, head, _) = answer(&mut stream).await.unwrap();
    assert_eq!(status, 400);
    assert!(head.contains("Connection: close"), "{head}");
    assert!(doors.records.all().is_empty());
}

#[tokio::test]
async fn nothing_that_a_client_does_ends_the_server() {
    let doors = Doors::open();
    // no TLS at all, and one that hangs up in the middle of it
    for bytes in [&b"GET / HTTP/1.1\r\n\r\n"[..], &[0x16, 3, 1, 0, 200, 1], &[]] {
        let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", doors.port)).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream.shutdown().await.unwrap();
        // whatever comes, it comes to an end
        drop(stream.read_to_end(&mut Vec::new()).await);
    }
    // nonsense instead of HTTP, a body that never comes, a handler that panics
    for bytes in ["nonsense\r\n\r\n", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx"] {
        let mut stream = connect(doors.port, doors.config("admin", &TLS13)).await.unwrap();
        stream.write_all(bytes.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        drop(stream.read_to_end(&mut Vec::new()).await);
    }
    let mut stream = connect(doors.port, doors.config("admin", &TLS13)).await.unwrap();
    let (status, _, _) = post(&mut stream, "/panic", b"").await.unwrap();
    assert_eq!(status, 500);
    assert_eq!(doors.ask("admin", &TLS13).await.unwrap(), format!("{ADA} dirac_admin 1"));
}

#[tokio::test]
async fn open_connections_end_with_the_server() {
    let doors = Doors::open();
    let port = doors.port;
    let mut stream = connect(port, doors.config("admin", &TLS13)).await.unwrap();
    post(&mut stream, "/", b"").await.unwrap();
    drop(doors.server);
    let ended = stream.read(&mut [0; 1]).await;
    assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
    assert!(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err());
}
