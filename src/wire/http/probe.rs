//! One question to a server that is no service of DIRAC's, on a connection of its own: what stands in the first line of the
//! answer, and the beginning of the body.

use reqwest::header::{ACCEPT, AUTHORIZATION, HOST, HeaderValue};

use super::{Duration, Http, Instant, Seen, client, fault, seen};
use crate::wire::error::{ErrorKind, Phase, WireError};
use crate::wire::url::Endpoint;

/// Bytes of a body that are read.
const BEGINNING: usize = 64 << 10;

/// What came back, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::wire) struct Peeked {
    /// HTTP status.
    pub(in crate::wire) status: u16,
    /// The words behind the status. Foreign text.
    pub(in crate::wire) reason: String,
    /// The beginning of the body, as far as it came in time. Foreign text.
    pub(in crate::wire) body: Vec<u8>,
}

impl Http {
    /// Asks by GET with this header `Authorization`, or without one. A connection of its own, one request, nothing repeated and
    /// nothing followed: a server may tie whom it takes somebody for to the connection.
    pub(in crate::wire) async fn peek(
        &self,
        method: &'static str,
        url: &Endpoint,
        authorization: Option<&str>,
    ) -> Result<Peeked, WireError> {
        let begun = Instant::now();
        let result = self.peek_once(url, authorization).await;
        self.observer.tell(Seen {
            method,
            url: url.full().clone(),
            took: begun.elapsed(),
            bytes: result.as_ref().map_or(0, |peeked| peeked.body.len() as u64),
            outcome: match &result {
                Ok(peeked) => peeked.status.to_string(),
                Err(error) => seen::outcome(error.kind()),
            },
            good: result.is_ok(),
            // A-REX sends none
            date: None,
        });
        result.map_err(|error| error.in_method(method))
    }

    async fn peek_once(
        &self,
        url: &Endpoint,
        authorization: Option<&str>,
    ) -> Result<Peeked, WireError> {
        let fail = |kind| WireError::new(kind, url.full().clone());
        let client = client(&self.changes, &self.tls, self.timeouts, Duration::ZERO, 0)?;
        let mut request = client
            .get(url.request().clone())
            .header(ACCEPT, "application/json")
            .header(HOST, url.authority());
        if let Some(authorization) = authorization {
            let mut value = HeaderValue::from_str(authorization).map_err(|_| {
                fail(ErrorKind::Protocol { what: "the token fits in no header".into() })
            })?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        let end = Instant::now() + self.timeouts.total;
        let mut response = match tokio::time::timeout_at(end, request.send()).await {
            Err(_) => {
                let after = self.timeouts.total;
                return Err(fail(ErrorKind::Timeout { phase: Phase::Answer, after }));
            }
            Ok(Err(error)) => return Err(fail(fault::of_sending(&error, self.timeouts.connect))),
            Ok(Ok(response)) => response,
        };
        let status = response.status();
        let written = response.extensions().get::<hyper::ext::ReasonPhrase>();
        let reason = match written {
            Some(reason) => String::from_utf8_lossy(reason.as_bytes()).into_owned(),
            None => status.canonical_reason().unwrap_or_default().to_owned(),
        };
        let mut body = Vec::new();
        // the first line has said what is asked; a body that does not come, or does not end, changes nothing of it
        while let Ok(Ok(Some(piece))) = tokio::time::timeout_at(end, response.chunk()).await {
            let room = BEGINNING.saturating_sub(body.len());
            body.extend(piece.iter().take(room));
            if body.len() >= BEGINNING {
                break;
            }
        }
        Ok(Peeked { status: status.as_u16(), reason, body })
    }
}
