//! One connection: the handshake, the peer, requests one after the other, each given to the handler whole.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::{CONNECTION, DATE, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::super::http::{Handler, Request, Response};
use super::super::peer::Peer;
use super::super::record::{Record, Records};
use super::dates::Dates;

/// The largest body: Tornado's limit (facts/dirac.md 1.1).
const LARGEST_BODY: usize = 100 << 20;

/// How long a client may take for its handshake.
const HANDSHAKE: Duration = Duration::from_secs(60);

/// How long a connection may be idle: Tornado's limit.
const IDLE: Duration = Duration::from_secs(3600);

/// What the connections of a port have in common.
pub(super) struct Shared {
    /// Name in the records.
    pub(super) service: String,
    pub(super) acceptor: TlsAcceptor,
    pub(super) handler: Arc<dyn Handler>,
    pub(super) records: Records,
    pub(super) dates: Dates,
}

/// Serves one connection to its end, whatever that is.
pub(super) async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    // the answer's last piece must not wait for the client's acknowledgement
    drop(stream.set_nodelay(true));
    let handshake = shared.acceptor.accept(stream);
    let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, handshake).await else { return };
    let peer = Arc::new(stream.get_ref().1.peer_certificates().and_then(Peer::of));
    let service = service_fn(move |request| {
        let (shared, peer) = (shared.clone(), peer.clone());
        async move {
            let dates = shared.dates.clone();
            let mut response = answer(request, shared, peer).await;
            response.headers_mut().extend(dates.header().map(|date| (DATE, date)));
            Ok::<_, Infallible>(response)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .title_case_headers(true)
        .serve_connection(TokioIo::new(stream), service);
    // a client that breaks off is its own affair
    drop(connection.await);
}

async fn answer(
    request: hyper::Request<Incoming>,
    shared: Arc<Shared>,
    peer: Arc<Option<Peer>>,
) -> hyper::Response<Full<Bytes>> {
    let (parts, body) = request.into_parts();
    let arrived = |body| {
        let (method, path) = (parts.method.as_str(), parts.uri.path());
        shared.records.arrivals().count(&shared.service, method, path, body);
    };
    let limit = u64::try_from(LARGEST_BODY).unwrap_or(u64::MAX);
    if body.size_hint().lower() > limit {
        arrived(None);
        return cut_off(400);
    }
    let Ok(body) = Limited::new(body, LARGEST_BODY).collect().await else {
        arrived(None);
        // too long without having said so, or cut off, in which case nobody reads this
        return cut_off(400);
    };
    let body = body.to_bytes();
    arrived(Some(&body));
    let request = Request {
        peer: peer.as_ref().clone(),
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers,
        body,
    };
    // noted in there: what was done is known even if the client does not wait for the answer
    let done = tokio::task::spawn_blocking(move || {
        let response = shared.handler.answer(&request);
        shared.records.add(Record {
            service: shared.service.clone(),
            method: request.method,
            path: request.path,
            dn: request.peer.map(|peer| peer.walk.dn),
            status: response.status,
            note: response.note.clone(),
        });
        response
    });
    match done.await {
        Ok(response) => encode(response).unwrap_or_else(|| cut_off(500)),
        // the handler panicked, which has been printed
        Err(_) => cut_off(500),
    }
}

/// `None`: a status or header that cannot be sent.
fn encode(response: Response) -> Option<hyper::Response<Full<Bytes>>> {
    let mut encoded = hyper::Response::builder().status(response.status);
    for (name, value) in response.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        encoded = encoded.header(name, HeaderValue::from_str(&value).ok()?);
    }
    encoded.body(Full::new(Bytes::from(response.body))).ok()
}

/// An empty answer after which the connection is closed.
fn cut_off(status: u16) -> hyper::Response<Full<Bytes>> {
    let mut response = hyper::Response::new(Full::default());
    if let Ok(status) = hyper::StatusCode::from_u16(status) {
        *response.status_mut() = status;
    }
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
