//! What an onlooker learns of a request: what, where, how long, how it ended. Never an argument, never a body.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

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
    /// When the server made the answer, by its own clock; `None` if it did not say so in a way that can be read.
    pub date: Option<Timestamp>,
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

/// The time in the header `Date` (RFC 9110 5.6.7). Its two obsolete forms, which nobody sends, and nonsense are none.
pub(super) fn date(text: &str) -> Option<Timestamp> {
    // no date is longer, and a parser need not look at what is
    let text = (text.len() < 40).then_some(text.trim())?;
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    text.ends_with(" GMT").then(|| zoned.timestamp())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_answers_are_read_and_nonsense_is_none() {
        let read = |text| date(text).map(|date| date.to_string());
        // the example of RFC 9110
        let good = read("Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(good.as_deref(), Some("1994-11-06T08:49:37Z"));
        for text in [
            "",
            "now",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 +0100",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "1994-11-06T08:49:37Z",
            &" ".repeat(1 << 16),
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
