//! What an onlooker learns of a request: what, where, how long, how it ended. Never an argument, never a body.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::wire::error::ErrorKind;

/// A request that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Name of the method.
    pub method: &'static str,
    /// URL it was sent to.
    pub url: Arc<str>,
    /// From the first byte sent to the last one read.
    pub took: Duration,
    /// Bytes of the answer's body; 0 if there is none.
    pub bytes: u64,
    /// How it ended, in one or two words: `ok`, `401`, `timeout`.
    pub outcome: String,
    /// Whether an answer came.
    pub good: bool,
}

/// Whom to tell of requests that have ended; by default nobody.
#[derive(Clone, Default)]
pub struct Observer(Option<Arc<dyn Fn(Seen) + Send + Sync>>);

impl Observer {
    /// Tells `told` of every request. It is called between two awaits and must not block.
    pub fn new(told: impl Fn(Seen) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(told)))
    }

    pub(super) fn tell(&self, seen: Seen) {
        log(&seen);
        if let Some(told) = &self.0 {
            told(seen);
        }
    }
}

/// A line of the log, where one is written. The macro's level has to be a constant, hence two of them.
fn log(seen: &Seen) {
    let Seen { method, url, bytes, outcome, .. } = seen;
    let ms = u64::try_from(seen.took.as_millis()).unwrap_or(u64::MAX);
    if seen.good {
        tracing::info!(target: "dirac_tokens::request", method, %url, ms, bytes, "{outcome}");
    } else {
        tracing::warn!(target: "dirac_tokens::request", method, %url, ms, bytes, "{outcome}");
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Observer" } else { "nobody" })
    }
}

/// An error in one or two words.
pub(super) fn outcome(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::Unauthenticated | ErrorKind::Unauthorized { .. } => "401".into(),
        ErrorKind::NotFound => "404".into(),
        ErrorKind::ServerException => "500".into(),
        ErrorKind::NoSuchMethod => "501".into(),
        ErrorKind::Status(status) => status.to_string(),
        ErrorKind::Timeout { .. } => "timeout".into(),
        ErrorKind::Unreachable { .. } => "unreachable".into(),
        ErrorKind::Dropped { .. } => "dropped".into(),
        ErrorKind::Tls(_) => "tls".into(),
        ErrorKind::TooLarge { .. } => "too large".into(),
        ErrorKind::Cancelled => "cancelled".into(),
        ErrorKind::Protocol { .. } => "no answer of DIRAC".into(),
        ErrorKind::ForbiddenUrl { .. } | ErrorKind::NoUrl { .. } | ErrorKind::NoTokenId(_) => {
            "not sent".into()
        }
        ErrorKind::Refused { .. } | ErrorKind::UnknownUser(_) => "refused".into(),
        ErrorKind::Commit(fault) => fault.word().into(),
        ErrorKind::Issuer(fault) => fault.word(),
    }
}
