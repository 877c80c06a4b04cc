//! HTTP as DIRAC needs it: two clients over one TLS configuration.
//!
//! *Reads* share kept connections, go to another URL when one fails, and run at most four at once (more gains nothing,
//! facts/dirac-live.md 7). *Changes* have a fresh connection each and are sent once, to one URL, whatever happens. Neither
//! follows redirects, reads proxies from the environment, sends a referer or repeats by itself. Bodies are bounded in
//! size and time and wiped after use. Knows nothing of DIRAC's RPC; what issuers are asked is in `plain`.

mod body;
mod fault;
mod health;
mod plain;
mod probe;
mod seen;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, DATE,
    HOST, HeaderValue, RETRY_AFTER,
};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use zeroize::{Zeroize, Zeroizing};

pub use body::Wiped;
pub(in crate::wire) use body::inflate;
pub(in crate::wire) use plain::Query;
pub(in crate::wire) use probe::Peeked;
pub use seen::{Observer, Seen};

use self::health::Health;
use super::error::{ErrorKind, Phase, WireError};
use super::url::Endpoint;

/// Reads that run at the same time.
const READS_AT_ONCE: usize = 4;
/// By how much the limit of a whole call lies behind that of connecting, so that the message names the right one.
const PHASES_APART: Duration = Duration::from_millis(100);
/// How long a URL that failed is put last.
const PENALTY: Duration = Duration::from_secs(60);
/// How long an unused connection is kept.
const KEEP_IDLE: Duration = Duration::from_secs(30);
/// A kept connection that turns out to be closed shows it at once; a server that closes later did so after work.
const STALE_CONNECTION: Duration = Duration::from_secs(2);
/// Body of an error page that is read so that its connection can be kept.
const ERROR_PAGE: u64 = 64 << 10;
/// Whom the server's log names.
const USER_AGENT: &str = concat!("dirac-tokens/", env!("CARGO_PKG_VERSION"));

/// How long each part of one attempt may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Name look-up, TCP and TLS.
    pub connect: Duration,
    /// From the request to the first byte of the answer. The server works during this time.
    pub answer: Duration,
    /// Between two pieces of the answer.
    pub stall: Duration,
    /// The whole attempt; what bounds an answer that comes in drops.
    pub total: Duration,
}

impl Default for Timeouts {
    /// 10 s to connect, 60 s to begin an answer (DIRAC's own client gives its CS reads 60 s), 20 s between pieces, 120 s
    /// in all (the floor of DIRAC's client for other calls).
    fn default() -> Self {
        Self::within(Duration::from_secs(120))
    }
}

impl Timeouts {
    /// Timeouts of which none is longer than `total`: what `--timeout` sets.
    pub fn within(total: Duration) -> Self {
        Self {
            connect: total.min(Duration::from_secs(10)),
            answer: total.min(Duration::from_secs(60)),
            stall: total.min(Duration::from_secs(20)),
            total,
        }
    }
}

/// The two clients of one identity against one installation. Building one costs nothing; connections are made on use.
pub struct Http {
    tls: rustls::ClientConfig,
    timeouts: Timeouts,
    reads: OnceLock<Result<reqwest::Client, String>>,
    changes: OnceLock<Result<reqwest::Client, String>>,
    slots: Semaphore,
    health: Health,
    observer: Observer,
}

impl fmt::Debug for Http {
    /// Without the TLS configuration, which has the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http").field("timeouts", &self.timeouts).finish_non_exhaustive()
    }
}

/// What is posted.
#[derive(Debug)]
pub(in crate::wire) struct Post {
    /// Name of the method, for onlookers.
    pub(in crate::wire) method: &'static str,
    /// The form, encoded.
    pub(in crate::wire) form: Zeroizing<String>,
    /// Whether a compressed answer is asked for. Never for answers that hold secrets: their length would tell of them.
    pub(in crate::wire) gzip: bool,
    /// Bytes that the answer may have, compressed or not.
    pub(in crate::wire) limit: u64,
}

/// What came back with a status of 200.
#[derive(Debug)]
pub(in crate::wire) struct Reply {
    /// The URL that answered.
    pub(in crate::wire) url: Arc<str>,
    /// The body, decompressed.
    pub(in crate::wire) body: Wiped,
    /// Whether the server calls it HTML.
    pub(in crate::wire) html: bool,
}

/// A request as it goes out.
struct Asked<'a> {
    /// Name of the method, for onlookers.
    method: &'static str,
    /// The form, encoded; without one it is a GET.
    form: Option<&'a str>,
    /// What the header Authorization says. A secret.
    authorization: Option<&'a str>,
    gzip: bool,
    limit: u64,
}

/// An answer of any status.
#[derive(Debug)]
pub(in crate::wire) struct Heard {
    /// The URL that answered.
    pub(in crate::wire) url: Arc<str>,
    /// HTTP status.
    pub(in crate::wire) status: u16,
    /// `Retry-After`, where it is a number of seconds.
    pub(in crate::wire) retry_after: Option<Duration>,
    /// The body, decompressed; of a page that tells of an error as much as came in time and below its limit.
    pub(in crate::wire) body: Wiped,
    /// Whether the server calls it HTML.
    pub(in crate::wire) html: bool,
}

impl Heard {
    /// What a 200 of DIRAC is; another status is an error.
    fn of_dirac(self) -> Result<Reply, WireError> {
        let Self { url, status, body, html, .. } = self;
        match status {
            200 => Ok(Reply { url, body, html }),
            status => Err(WireError::new(of_status(status), url)),
        }
    }
}

impl Post {
    fn asked(&self) -> Asked<'_> {
        let Self { method, form, gzip, limit } = self;
        Asked { method, form: Some(form), authorization: None, gzip: *gzip, limit: *limit }
    }
}

impl Http {
    /// Clients that authenticate and verify as `tls` says.
    pub fn new(tls: rustls::ClientConfig, timeouts: Timeouts) -> Self {
        Self {
            tls,
            timeouts,
            reads: OnceLock::new(),
            changes: OnceLock::new(),
            slots: Semaphore::new(READS_AT_ONCE),
            health: Health::new(PENALTY),
            observer: Observer::default(),
        }
    }

    /// The same, telling `observer` of every request that has ended.
    #[must_use]
    pub fn observed_by(self, observer: Observer) -> Self {
        Self { observer, ..self }
    }

    /// Posts a read to the first of `urls` whose answer `open` accepts. A URL that failed lately is tried last. A connection
    /// that was closed before the answer began is tried once more: the server may have closed a kept one at that moment.
    pub(in crate::wire) async fn read<T>(
        &self,
        urls: &[Endpoint],
        post: &Post,
        open: impl Fn(Reply) -> Result<T, WireError> + Send + Sync,
    ) -> Result<T, WireError> {
        let client = client(&self.reads, &self.tls, self.timeouts, KEEP_IDLE, usize::MAX)?;
        let _slot = self.slots.acquire().await.map_err(|_| WireError::cancelled(""))?;
        let mut first: Option<WireError> = None;
        let mut failed = 0_usize;
        let open = |heard: Heard| heard.of_dirac().and_then(&open);
        for url in self.health.in_order(urls) {
            match self.read_one(client, url, &post.asked(), &open).await {
                Err(error) if error.elsewhere_may_work() => {
                    self.health.failed(url);
                    failed = failed.saturating_add(1);
                    first.get_or_insert(error);
                }
                answer => {
                    self.health.worked(url);
                    return answer;
                }
            }
        }
        Err(match first {
            Some(error) => error.after_others(failed.saturating_sub(1)),
            None => WireError::no_url("(no URL given)"),
        })
    }

    /// Posts a change: one connection, one request, never again. Errors are marked as those of a change.
    pub(in crate::wire) async fn change<T>(
        &self,
        url: &Endpoint,
        post: &Post,
        open: impl Fn(Reply) -> Result<T, WireError> + Send + Sync,
    ) -> Result<T, WireError> {
        let client = client(&self.changes, &self.tls, self.timeouts, Duration::ZERO, 0)?;
        let open = |heard: Heard| heard.of_dirac().and_then(&open);
        self.attempt(client, url, &post.asked(), &open).await.map_err(WireError::of_change)
    }

    /// One read of one URL, once more where a kept connection had just been closed.
    async fn read_one<T>(
        &self,
        client: &reqwest::Client,
        url: &Endpoint,
        asked: &Asked<'_>,
        open: &(impl Fn(Heard) -> Result<T, WireError> + Sync),
    ) -> Result<T, WireError> {
        let begun = Instant::now();
        let answer = self.attempt(client, url, asked, open).await;
        match &answer {
            Err(error)
                if *error.kind() == (ErrorKind::Dropped { phase: Phase::Answer })
                    && begun.elapsed() < STALE_CONNECTION =>
            {
                self.attempt(client, url, asked, open).await
            }
            _ => answer,
        }
    }

    async fn attempt<T>(
        &self,
        client: &reqwest::Client,
        url: &Endpoint,
        asked: &Asked<'_>,
        open: &impl Fn(Heard) -> Result<T, WireError>,
    ) -> Result<T, WireError> {
        let begun = Instant::now();
        let mut date = None;
        let reply = self.exchange(client, url, asked, begun, &mut date).await;
        let bytes = reply.as_ref().map_or(0, |reply| reply.body.len() as u64);
        let result = reply.and_then(open);
        self.observer.tell(Seen {
            method: asked.method,
            url: url.full().clone(),
            took: begun.elapsed(),
            bytes,
            outcome: match &result {
                Ok(_) => "ok".into(),
                Err(error) => seen::outcome(error.kind()),
            },
            good: result.is_ok(),
            date,
        });
        result
    }

    async fn exchange(
        &self,
        client: &reqwest::Client,
        url: &Endpoint,
        asked: &Asked<'_>,
        begun: Instant,
        date: &mut Option<jiff::Timestamp>,
    ) -> Result<Heard, WireError> {
        let fail = |kind| WireError::new(kind, url.full().clone());
        let mut request = match asked.form {
            None => client.get(url.request().clone()).header(ACCEPT, "application/json"),
            Some(form) => client
                .post(url.request().clone())
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                // wiped when the library lets go of it; what it copies on the way to TLS is beyond reach
                .body(Bytes::from_owner(Zeroizing::new(form.as_bytes().to_vec()))),
        };
        request = request.header(HOST, url.authority());
        if asked.gzip {
            request = request.header(ACCEPT_ENCODING, "gzip");
        }
        if let Some(authorization) = asked.authorization {
            let mut value = HeaderValue::from_str(authorization).map_err(|_| {
                fail(ErrorKind::Protocol { what: "the credentials fit in no header".into() })
            })?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        // connecting has its own limit inside the client, so the answer's begins behind that
        let patience =
            self.timeouts.answer.saturating_add(self.timeouts.connect).min(self.timeouts.total);
        // where both end together the connection is what was waited for, and its own limit began a little later
        let last = patience.max(self.timeouts.connect.saturating_add(PHASES_APART));
        let mut response = match tokio::time::timeout(last, request.send()).await {
            Err(_) => {
                return Err(fail(ErrorKind::Timeout { phase: Phase::Answer, after: patience }));
            }
            Ok(Err(error)) => return Err(fail(fault::of_sending(&error, self.timeouts.connect))),
            Ok(Ok(response)) => response,
        };
        let status = response.status().as_u16();
        let header =
            |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
        *date = seen::date(header(DATE));
        let html = header(CONTENT_TYPE).trim_start().to_ascii_lowercase().starts_with("text/html");
        let gzipped = match header(CONTENT_ENCODING).trim() {
            "" | "identity" => false,
            // asked for only where no secret is in the answer
            "gzip" if asked.gzip => true,
            _ => {
                return Err(fail(ErrorKind::Protocol {
                    what: "it has an encoding that was not asked for".into(),
                }));
            }
        };
        let announced: Option<u64> = header(CONTENT_LENGTH).parse().ok();
        let retry_after = header(RETRY_AFTER).trim().parse().ok().map(Duration::from_secs);
        let limit = if status == 200 { asked.limit } else { ERROR_PAGE };
        let read = self.body(&mut response, announced, limit, begun).await;
        let url = url.full().clone();
        if status != 200 {
            // the status tells what happened, whatever becomes of the page
            let body = read.ok().filter(|_| !gzipped).unwrap_or_default();
            return Ok(Heard { url, status, retry_after, body, html });
        }
        let mut body = read.map_err(&fail)?;
        if gzipped {
            body = body::gunzip(&body, asked.limit).map_err(fail)?;
        }
        Ok(Heard { url, status, retry_after, body, html })
    }

    /// Reads a body of at most `limit` bytes, in pieces that each come in time and all together in time.
    async fn body(
        &self,
        response: &mut reqwest::Response,
        announced: Option<u64>,
        limit: u64,
        begun: Instant,
    ) -> Result<Wiped, ErrorKind> {
        if announced.is_some_and(|length| length > limit) {
            return Err(ErrorKind::TooLarge { limit });
        }
        let mut body = Wiped::with_capacity(announced.unwrap_or(0));
        let end = begun + self.timeouts.total;
        loop {
            let wait = self.timeouts.stall.min(end.saturating_duration_since(Instant::now()));
            let piece = match tokio::time::timeout(wait, response.chunk()).await {
                Err(_) => {
                    let after = begun.elapsed();
                    return Err(ErrorKind::Timeout { phase: Phase::Body, after });
                }
                Ok(Err(error)) => return Err(fault::of_reading(&error)),
                Ok(Ok(None)) => return Ok(body),
                Ok(Ok(Some(piece))) => piece,
            };
            if body.len() as u64 + piece.len() as u64 > limit {
                return Err(ErrorKind::TooLarge { limit });
            }
            body.push(&piece);
            // wiped if nobody else holds its memory; what the HTTP library still holds is beyond reach
            if let Ok(mut piece) = piece.try_into_mut() {
                piece.as_mut().zeroize();
            }
        }
    }
}

/// The errors that the statuses of DIRAC's server stand for (facts/dirac.md 1.3).
fn of_status(status: u16) -> ErrorKind {
    match status {
        401 | 403 => ErrorKind::Unauthorized { who: None, needs: None },
        404 => ErrorKind::NotFound,
        500 => ErrorKind::ServerException,
        501 => ErrorKind::NoSuchMethod,
        300..=399 => ErrorKind::Protocol {
            what: format!(
                "it redirects elsewhere ({status}), which is not followed with credentials"
            ),
        },
        other => ErrorKind::Status(other),
    }
}

fn client<'a>(
    slot: &'a OnceLock<Result<reqwest::Client, String>>,
    tls: &rustls::ClientConfig,
    timeouts: Timeouts,
    keep: Duration,
    idle: usize,
) -> Result<&'a reqwest::Client, WireError> {
    slot.get_or_init(|| {
        reqwest::Client::builder()
            .tls_backend_preconfigured(tls.clone())
            .https_only(true)
            .http1_only()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .gzip(false)
            .tcp_nodelay(true)
            .user_agent(USER_AGENT)
            .connect_timeout(timeouts.connect)
            .pool_idle_timeout(keep)
            .pool_max_idle_per_host(idle)
            .build()
            .map_err(|error| fault::words(&error))
    })
    .as_ref()
    .map_err(|why| WireError::new(ErrorKind::Unreachable { why: why.clone() }, ""))
}
