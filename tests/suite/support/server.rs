//! A TLS server that follows a script: it answers, stalls, drips, speaks HTML, breaks off, or sends without end, and
//! counts what arrives.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::certificates;

/// What the server does with a request.
#[derive(Clone)]
pub enum Do {
    /// 200 with this JSON.
    Json(String),
    /// 200 with these bytes, gzip-compressed already.
    Gzip(Vec<u8>),
    /// This status with an HTML page, as Tornado sends it.
    Html(u16),
    /// This status with these further headers, each with its line end, and this JSON.
    Status(u16, &'static str, String),
    /// These bytes, from the status line on, and then a closed connection.
    Raw(Vec<u8>),
    /// 302 to this URL.
    Redirect(String),
    /// Nothing, until the client gives up; then the given notice is sent.
    Stall(Arc<Notify>),
    /// Nothing before there is a permit, which is used up; then what follows it.
    After(Arc<Semaphore>, Box<Do>),
    /// A header that announces much, and then a byte every few milliseconds.
    Drip,
    /// Close without a byte.
    CutHead,
    /// Close in the middle of the headers.
    CutInHead,
    /// Close in the middle of the body.
    CutBody,
    /// This many bytes of an unending JSON string; with or without a length announced.
    Endless(u64, bool),
}

impl Do {
    /// `S_OK` with a value written as JSON.
    pub fn ok(value: &str) -> Self {
        Self::Json(format!(r#"{{"OK": true, "Value": {value}}}"#))
    }

    /// `S_ERROR("...")`.
    pub fn error(message: &str) -> Self {
        Self::Json(format!(r#"{{"OK": false, "Errno": 0, "Message": "{message}"}}"#))
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Request {
    /// Path and query.
    pub path: String,
    /// Headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body as it came.
    pub body: String,
}

impl Request {
    /// The decoded form fields, in order.
    pub fn form(&self) -> Vec<(String, String)> {
        let url = reqwest::Url::parse(&format!("https://h/?{}", self.body)).expect("a form");
        url.query_pairs().map(|(k, v)| (k.into_owned(), v.into_owned())).collect()
    }

    /// A form field.
    pub fn field(&self, name: &str) -> Option<String> {
        self.form().into_iter().find_map(|(k, v)| (k == name).then_some(v))
    }

    /// The method called.
    pub fn method(&self) -> String {
        self.field("method").unwrap_or_default()
    }
}

struct Shared {
    script: Box<dyn Fn(&Request) -> Do + Send + Sync>,
    requests: Mutex<Vec<Request>>,
    arrived: Notify,
    connections: AtomicUsize,
    sent: AtomicUsize,
}

/// The running server; stops when dropped.
pub struct Server {
    port: u16,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// A server for `localhost` that wants no client certificate.
    pub async fn start(script: impl Fn(&Request) -> Do + Send + Sync + 'static) -> Self {
        Self::with_tls(certificates::server("server", false), script).await
    }

    /// A server that does the same with every request.
    pub async fn always(what: Do) -> Self {
        Self::start(move |_| what.clone()).await
    }

    /// A server with a TLS configuration of its own.
    pub async fn with_tls(
        tls: Arc<rustls::ServerConfig>,
        script: impl Fn(&Request) -> Do + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            script: Box::new(script),
            requests: Mutex::default(),
            arrived: Notify::new(),
            connections: AtomicUsize::new(0),
            sent: AtomicUsize::new(0),
        });
        let acceptor = TlsAcceptor::from(tls);
        let task = tokio::spawn({
            let shared = shared.clone();
            async move {
                let mut open = tokio::task::JoinSet::new();
                while let Ok((socket, _)) = listener.accept().await {
                    open.spawn(serve(socket, acceptor.clone(), shared.clone()));
                }
            }
        });
        Self { port, shared, task }
    }

    /// A URL on this server.
    pub fn url(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.port)
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().expect("no panic").clone()
    }

    /// Number of requests so far.
    pub fn count(&self) -> usize {
        self.requests().len()
    }

    /// Number of TLS connections so far.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Bytes of endless answers that the client took.
    pub fn sent(&self) -> usize {
        self.shared.sent.load(Ordering::SeqCst)
    }

    /// Waits until `count` requests have arrived.
    pub async fn arrived(&self, count: usize) {
        loop {
            let next = self.shared.arrived.notified();
            if self.count() >= count {
                return;
            }
            next.await;
        }
    }
}

async fn serve(socket: TcpStream, acceptor: TlsAcceptor, shared: Arc<Shared>) {
    socket.set_nodelay(true).expect("an open socket");
    let Ok(mut stream) = acceptor.accept(socket).await else { return };
    shared.connections.fetch_add(1, Ordering::SeqCst);
    while let Some(request) = read(&mut stream).await {
        let what = (shared.script)(&request);
        shared.requests.lock().expect("no panic").push(request);
        shared.arrived.notify_waiters();
        if !act(&mut stream, what, &shared).await {
            break;
        }
    }
    let _ = stream.shutdown().await;
}

async fn read(stream: &mut TlsStream<TcpStream>) -> Option<Request> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).ok()?;
    let mut lines = text.split("\r\n");
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let mut headers = BTreeMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        let first = headers.insert(name.to_ascii_lowercase(), value.to_owned());
        assert!(first.is_none(), "the header {name} came twice");
    }
    // a GET has no body and announces none
    let length: usize = headers.get("content-length").map_or(Some(0), |text| text.parse().ok())?;
    let mut body = bytes.split_off(head + 4);
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Request { path, headers, body: String::from_utf8(body).ok()? })
}

/// Follows the script; whether the connection stays open.
async fn act(stream: &mut TlsStream<TcpStream>, what: Do, shared: &Shared) -> bool {
    match what {
        Do::Json(body) => write(stream, 200, "application/json", "", body.as_bytes()).await,
        Do::Gzip(body) => {
            write(stream, 200, "application/json", "Content-Encoding: gzip\r\n", &body).await
        }
        Do::Html(status) => {
            let page =
                format!("<html><title>{status}: Said</title><body>{status}: Said</body></html>");
            write(stream, status, "text/html; charset=UTF-8", "", page.as_bytes()).await
        }
        Do::Status(status, headers, body) => {
            write(stream, status, "application/json", headers, body.as_bytes()).await
        }
        Do::Raw(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.flush().await;
            false
        }
        Do::Redirect(url) => {
            write(stream, 302, "text/html", &format!("Location: {url}\r\n"), b"").await
        }
        Do::Stall(given_up) => {
            let _ = stream.read_u8().await;
            given_up.notify_one();
            false
        }
        Do::After(permits, what) => {
            permits.acquire().await.expect("open").forget();
            Box::pin(act(stream, *what, shared)).await
        }
        Do::Drip => {
            let mut beat = tokio::time::interval(Duration::from_millis(5));
            let mut open = head(stream, "Content-Length: 1000000\r\n").await;
            while open {
                beat.tick().await;
                open = stream.write_all(b" ").await.is_ok() && stream.flush().await.is_ok();
            }
            false
        }
        Do::CutHead => false,
        Do::CutInHead => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Ty").await;
            let _ = stream.flush().await;
            false
        }
        Do::CutBody => {
            let _ = head(stream, "Content-Length: 100\r\n").await;
            let _ = stream.write_all(b"{\"OK\": true, \"Val").await;
            let _ = stream.flush().await;
            false
        }
        Do::Endless(length, announced) => {
            let length_header = if announced {
                format!("Content-Length: {length}\r\n")
            } else {
                "Connection: close\r\n".to_owned()
            };
            let mut open = head(stream, &length_header).await;
            let piece = vec![b' '; 1 << 16];
            let mut left = length;
            while open && left > 0 {
                open = stream.write_all(&piece).await.is_ok();
                shared.sent.fetch_add(piece.len(), Ordering::SeqCst);
                left = left.saturating_sub(piece.len() as u64);
            }
            false
        }
    }
}

async fn head(stream: &mut TlsStream<TcpStream>, headers: &str) -> bool {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{headers}\r\n");
    stream.write_all(head.as_bytes()).await.is_ok() && stream.flush().await.is_ok()
}

async fn write(
    stream: &mut TlsStream<TcpStream>,
    status: u16,
    kind: &str,
    headers: &str,
    body: &[u8],
) -> bool {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Said\r\nServer: TornadoServer/5.1.1\r\nContent-Type: {kind}\r\n{headers}Content-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.is_ok()
        && stream.write_all(body).await.is_ok()
        && stream.flush().await.is_ok()
}
