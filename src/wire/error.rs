//! The one error type of everything remote: what happened, where, whose fault it is, and what to do next.
//!
//! Arguments of a call never enter an error. What a server wrote does, after [`redact()`] took out what looks like a token
//! and [`Clean`] made the rest safe for a terminal.

mod commit;
mod issuer;
mod words;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use commit::CommitFault;
pub use issuer::IssuerFault;

use crate::domain::foreign::Clean;
use crate::domain::redact::redact;
use crate::domain::whoami::WhoAmI;

use super::tls::{Explanation, Trouble};

/// Longest name that is believed to be one (bytes).
const NAME_BYTES: usize = 128;
/// Characters of a server's message that are kept.
const MESSAGE_CHARS: usize = 600;

/// Why a call had no usable answer.
#[derive(Clone, Debug, PartialEq)]
pub enum ErrorKind {
    /// The URL may not be contacted, or is none. Nothing was sent.
    ForbiddenUrl {
        /// What to give instead.
        remedy: &'static str,
        /// Why, as the end of a sentence.
        why: String,
    },
    /// The configuration names no URL for the service. Nothing was sent.
    NoUrl {
        /// The option that was looked up.
        path: String,
    },
    /// What was given is no token id; why, as the end of a sentence. Nothing was sent.
    NoTokenId(&'static str),
    /// No connection: name not found, port closed, no route. Nothing was sent.
    Unreachable {
        /// What the system said.
        why: String,
    },
    /// The server did not get on in time.
    Timeout {
        /// What was waited for.
        phase: Phase,
        /// How long.
        after: Duration,
    },
    /// TLS did not come about, or ended with an alert.
    Tls(Box<Explanation>),
    /// The server closed the connection before its answer was complete.
    Dropped {
        /// What was still to come.
        phase: Phase,
    },
    /// The server does not accept the identity at all: 401, and `whoami` is a 401 too.
    Unauthenticated,
    /// The server accepts the identity but not for this method: 401, and `whoami` is answered.
    Unauthorized {
        /// What `whoami` said; `None` if it could not be asked.
        who: Option<Box<WhoAmI>>,
        /// The property that DIRAC's own rules ask for.
        needs: Option<&'static str>,
    },
    /// The server has no such service: 404.
    NotFound,
    /// The service has no such method: 501.
    NoSuchMethod,
    /// The method raised an exception: 500. The server keeps the reason to its log.
    ServerException,
    /// Another HTTP status.
    Status(u16),
    /// The service answered with an error: `S_ERROR`.
    Refused {
        /// DIRAC's error number, 0 if it gave none.
        errno: i64,
        /// DIRAC's message, redacted and safe to show.
        message: String,
    },
    /// The service does not know a DN of this user, so it answered for nobody of the list.
    UnknownUser(String),
    /// What only a configuration server says, of a commit or of old versions.
    Commit(Box<CommitFault>),
    /// The answer is not what the protocol says.
    Protocol {
        /// What is wrong with it, as the end of a sentence.
        what: String,
    },
    /// The answer is larger than this kind of answer may be.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The caller gave up.
    Cancelled,
    /// What only issuers answer, or what is wrong with the answer of one.
    Issuer(Box<IssuerFault>),
}

/// The part of a call during which something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Name look-up, TCP and TLS. Nothing was sent.
    Connect,
    /// The request was sent, or was being sent; no answer had begun.
    Answer,
    /// The answer had begun and was not complete.
    Body,
}

/// Whose fault it is, as far as can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The identity or the request.
    You,
    /// The server or the service.
    Server,
    /// What lies between.
    Network,
    /// The configuration, local or remote.
    Configuration,
    /// Cannot be told.
    Unknown,
}

/// A call that failed. Cheap to move and to clone; safe to show, to log and to keep.
#[derive(Clone, PartialEq)]
pub struct WireError(Box<Inner>);

#[derive(Clone, PartialEq)]
struct Inner {
    kind: ErrorKind,
    url: Arc<str>,
    method: Option<&'static str>,
    mutating: bool,
    others: usize,
}

impl WireError {
    /// An error of `kind` at `url` (empty if there is none).
    pub fn new(kind: ErrorKind, url: impl Into<Arc<str>>) -> Self {
        Self(Box::new(Inner { kind, url: url.into(), method: None, mutating: false, others: 0 }))
    }

    /// The caller gave up.
    pub fn cancelled(url: impl Into<Arc<str>>) -> Self {
        Self::new(ErrorKind::Cancelled, url)
    }

    /// There is no URL to ask; `path` is the option that should have one.
    pub fn no_url(path: impl Into<String>) -> Self {
        Self::new(ErrorKind::NoUrl { path: path.into() }, "")
    }

    /// A `Protocol` error; `what` must not quote the answer.
    pub fn protocol(what: impl Into<String>, url: impl Into<Arc<str>>) -> Self {
        Self::new(ErrorKind::Protocol { what: what.into() }, url)
    }

    /// What a service said with `S_ERROR`, the known sentences told apart.
    pub fn refused(errno: i64, message: &str, url: impl Into<Arc<str>>) -> Self {
        let user = message.strip_prefix("No DN found for user ").map(str::trim);
        let kind = match user.filter(|user| user.len() <= NAME_BYTES && redact(user) == *user) {
            Some(user) => ErrorKind::UnknownUser(user.to_owned()),
            None => ErrorKind::Refused { errno, message: shown(message) },
        };
        Self::new(kind, url)
    }

    /// The same error, of a call that changes or shows versions of the configuration: the sentences of that service are told
    /// apart.
    #[must_use]
    pub fn of_commit(self) -> Self {
        let fault = match self.kind() {
            ErrorKind::Refused { errno: 0, message } => CommitFault::of(message),
            _ => None,
        };
        match fault {
            Some(fault) => self.with_kind(ErrorKind::Commit(Box::new(fault))),
            None => self,
        }
    }

    /// What a configuration server said of a commit, if it is that.
    pub fn commit_fault(&self) -> Option<&CommitFault> {
        match self.kind() {
            ErrorKind::Commit(fault) => Some(fault),
            _ => None,
        }
    }

    /// What an issuer answered.
    pub fn of_issuer(fault: IssuerFault, url: impl Into<Arc<str>>) -> Self {
        Self::new(ErrorKind::Issuer(Box::new(fault)), url)
    }

    /// The same error, of a call of `method`.
    #[must_use]
    pub fn in_method(mut self, method: &'static str) -> Self {
        self.0.method = Some(method);
        self
    }

    /// The same error, of a call that changes something (or issues a credential).
    #[must_use]
    pub fn of_change(mut self) -> Self {
        self.0.mutating = true;
        self
    }

    /// The same error; `others` more servers were tried and failed.
    #[must_use]
    pub fn after_others(mut self, others: usize) -> Self {
        self.0.others = others;
        self
    }

    /// The same error at the same place with another kind.
    #[must_use]
    pub fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    /// Why.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Where: the URL that was asked, empty if there was none.
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// The method that was called, if it came to that.
    pub fn method(&self) -> Option<&'static str> {
        self.0.method
    }

    /// What the issuer answered, if it is that.
    pub fn issuer_fault(&self) -> Option<&IssuerFault> {
        match self.kind() {
            ErrorKind::Issuer(fault) => Some(fault),
            _ => None,
        }
    }

    /// The user whom the TokenManager does not know, so that the caller can go round that name.
    pub fn unknown_user(&self) -> Option<&str> {
        match self.kind() {
            ErrorKind::UnknownUser(name) => Some(name),
            _ => None,
        }
    }

    /// Whether the same read, asked again later, may succeed without anybody changing anything.
    pub fn retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Unreachable { .. }
            | ErrorKind::Timeout { .. }
            | ErrorKind::Dropped { .. } => true,
            ErrorKind::Status(status) => matches!(status, 429 | 502..=504),
            ErrorKind::Tls(tls) => tls.trouble == Trouble::Other,
            ErrorKind::Issuer(fault) => fault.is_for_now(),
            _ => false,
        }
    }

    /// Whether a change may have taken effect although the call failed. Such a change is never repeated: its outcome is
    /// read back (design.md 6.4). Always false for reads.
    pub fn ambiguous(&self) -> bool {
        self.0.mutating
            && match self.kind() {
                ErrorKind::Timeout { phase, .. } | ErrorKind::Dropped { phase } => {
                    *phase != Phase::Connect
                }
                ErrorKind::Tls(tls) => tls.trouble == Trouble::Other,
                ErrorKind::Status(status) => *status >= 500,
                ErrorKind::Issuer(fault) => fault.may_have_acted(),
                ErrorKind::ServerException
                | ErrorKind::Protocol { .. }
                | ErrorKind::TooLarge { .. }
                | ErrorKind::Cancelled => true,
                _ => false,
            }
    }

    /// Whether another server of the same service may answer what this one did not.
    pub fn elsewhere_may_work(&self) -> bool {
        match self.kind() {
            ErrorKind::Unreachable { .. }
            | ErrorKind::Timeout { .. }
            | ErrorKind::Dropped { .. }
            | ErrorKind::NotFound
            | ErrorKind::ServerException
            | ErrorKind::Protocol { .. }
            | ErrorKind::Status(_) => true,
            ErrorKind::Tls(tls) => tls.trouble != Trouble::Refused("certificate_expired"),
            _ => false,
        }
    }
}

impl std::error::Error for WireError {}

impl fmt::Debug for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WireError")
            .field("kind", &self.0.kind)
            .field("url", &self.0.url)
            .field("method", &self.0.method)
            .finish_non_exhaustive()
    }
}

/// A foreign message as it may be kept in an error: redacted, safe to show, of bounded length.
pub(in crate::wire) fn shown(message: &str) -> String {
    let mut out: String =
        Clean::new(&redact(message)).as_str().chars().take(MESSAGE_CHARS).collect();
    if out.len() < message.len() && out.chars().count() == MESSAGE_CHARS {
        out.push_str(" ...");
    }
    out
}

#[cfg(test)]
mod tests;
