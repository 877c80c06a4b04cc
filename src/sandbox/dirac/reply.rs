//! Answers as Tornado writes them: JSON, HTML without a reason, compressed if asked for (facts/dirac-live.md 2).

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::header::ACCEPT_ENCODING;

use super::request::header;
use crate::sandbox::http::{Request, Response};
use crate::wire::jencode::{Value, encode};

/// The server that DIRAC 9.1.22 runs in.
const SERVER: &str = "TornadoServer/5.1.1";
/// Bodies shorter than this are never compressed.
const SHORTEST_COMPRESSED: usize = 1024;

/// What a method returns: `S_OK(value)` or `S_ERROR(errno, message)`.
pub(super) type Returned = Result<Value, Failure>;

/// DIRAC's `S_ERROR`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    errno: i64,
    message: String,
}

impl Failure {
    /// A failure with one of DIRAC's error numbers.
    pub(super) fn numbered(errno: i64, message: String) -> Self {
        Self { errno, message }
    }

    /// Several failures in one, without a number.
    pub(super) fn joined(failures: &[Self]) -> Self {
        let messages: Vec<&str> = failures.iter().map(|failure| failure.message.as_str()).collect();
        messages.join("; ").into()
    }
}

/// Without a number, as most are.
impl<T: Into<String>> From<T> for Failure {
    fn from(message: T) -> Self {
        Self { errno: 0, message: message.into() }
    }
}

/// The answer to a call that came to its end.
pub(super) fn returned(request: &Request, returned: Returned, raw: bool) -> Response {
    let mut members = BTreeMap::from([("OK".to_owned(), Value::Bool(returned.is_ok()))]);
    match returned {
        Ok(value) => {
            members.insert("Value".into(), value);
        }
        Err(failure) => {
            members.insert("Errno".into(), Value::Int(failure.errno));
            members.insert("Message".into(), failure.message.into());
        }
    }
    let mut text = encode(&Value::Map(members));
    let kind = if raw {
        // Tornado's own JSON writer, which minds HTML around it
        text = text.replace("</", "<\\/");
        "application/json; charset=UTF-8"
    } else {
        "application/json"
    };
    finish(request, 200, kind, text.into_bytes())
}

/// An answer that says nothing but its status.
pub(super) fn status(request: &Request, status: u16) -> Response {
    let words = match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        405 => "Method Not Allowed",
        501 => "Not Implemented",
        _ => "Internal Server Error",
    };
    let text =
        format!("<html><title>{status}: {words}</title><body>{status}: {words}</body></html>");
    finish(request, status, "text/html; charset=UTF-8", text.into_bytes())
}

/// The page for a path that no service is at.
pub(super) fn not_found(request: &Request) -> Response {
    const PAGE: &str = include_str!("not_found.html");
    finish(request, 404, "text/html; charset=UTF-8", PAGE.as_bytes().to_vec())
}

fn finish(request: &Request, status: u16, kind: &str, mut body: Vec<u8>) -> Response {
    let mut headers = vec![
        ("Server", SERVER.to_owned()),
        ("Content-Type", kind.to_owned()),
        ("Vary", "Accept-Encoding".to_owned()),
    ];
    let wanted = header(request, &ACCEPT_ENCODING).is_some_and(|words| words.contains("gzip"));
    if wanted && body.len() >= SHORTEST_COMPRESSED {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        // writing to memory does not fail; if it did, the body goes out as it is
        if let Ok(packed) = packer.write_all(&body).and_then(|()| packer.finish()) {
            body = packed;
            headers.push(("Content-Encoding", "gzip".to_owned()));
        }
    }
    Response { status, headers, body, ..Response::default() }
}
