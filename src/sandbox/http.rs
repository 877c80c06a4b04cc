//! Requests and answers as handlers see them: whole, in memory, without a socket.

use hyper::HeaderMap;
use hyper::body::Bytes;

use super::peer::Peer;
use super::record::Note;

/// A request that has arrived whole.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who sent it; `None` without a client certificate.
    pub peer: Option<Peer>,
    /// `POST`, `GET`, ...
    pub method: String,
    /// The path, undecoded: `/Configuration/Server`.
    pub path: String,
    /// What follows the question mark, undecoded.
    pub query: Option<String>,
    /// The header fields, `Host` included.
    pub headers: HeaderMap,
    /// The body as it came, compressed if it was.
    pub body: Bytes,
}

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The header fields, but for `Content-Length`, `Connection` and `Date`, which the server adds.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// What the request was and did, for whoever counts requests; not sent.
    pub note: Note,
}

/// What stands behind a port. Answers from memory and at once: nothing is awaited.
pub trait Handler: Send + Sync + 'static {
    /// The answer to `request`.
    fn answer(&self, request: &Request) -> Response;
}
