//! The sentences: what happened and why, and what to do next.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use super::{ErrorKind, Fault, Phase, TlsTrouble, WireError};
use crate::domain::foreign::Clean;

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = Clean::new(self.url());
        match (self.method(), url.as_str()) {
            (Some(method), "") => write!(f, "{method}: ")?,
            (Some(method), url) => write!(f, "{method} at {url}: ")?,
            (None, "") => {}
            (None, url) => write!(f, "{url}: ")?,
        }
        write_kind(self.kind(), f)?;
        match self.0.others {
            0 => {}
            1 => f.write_str("; one more server failed too")?,
            n => write!(f, "; {n} more servers failed too")?,
        }
        f.write_str(".")
    }
}

fn write_kind(kind: &ErrorKind, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match kind {
        ErrorKind::ForbiddenUrl { why } => write!(f, "this URL is not used: {why}"),
        ErrorKind::NoUrl { path } => {
            write!(f, "the configuration has no URL at {}", Clean::new(path))
        }
        ErrorKind::Unreachable { why } => write!(f, "no connection ({why})"),
        ErrorKind::Timeout { phase, after } => {
            let what = match phase {
                Phase::Connect => "no connection",
                Phase::Answer => "no answer",
                Phase::Body => "the answer was not complete",
            };
            write!(f, "{what} within {}", Span(*after))
        }
        ErrorKind::Tls(trouble) => write_tls(trouble, f),
        ErrorKind::Dropped { phase: Phase::Body } => {
            f.write_str("the server closed the connection in the middle of its answer")
        }
        ErrorKind::Dropped { .. } => {
            f.write_str("the server closed the connection without an answer")
        }
        ErrorKind::Unauthenticated => f.write_str("the server does not accept this identity (401)"),
        ErrorKind::Unauthorized { who, needs } => {
            match who.as_deref() {
                Some(who) => write!(
                    f,
                    "not allowed for {} in group {} (401)",
                    Clean::new(who.username.as_deref().unwrap_or("an unregistered user")),
                    Clean::new(who.group.as_deref().unwrap_or("none")),
                )?,
                None => f.write_str(
                    "the server says 401: either the identity or this method is refused",
                )?,
            }
            match needs {
                Some(property) => write!(f, "; DIRAC asks for the property {property}"),
                None => Ok(()),
            }
        }
        ErrorKind::NotFound => f.write_str("this server has no such service (404)"),
        ErrorKind::NoSuchMethod => f.write_str("the service has no such method (501)"),
        ErrorKind::ServerException => f.write_str(
            "the method failed inside the server (500); it keeps the reason to its own log",
        ),
        ErrorKind::Status(status) => write!(f, "the server answered with HTTP status {status}"),
        ErrorKind::Refused { errno: 0, message } => write!(f, "refused: {}", unstopped(message)),
        ErrorKind::Refused { errno, message } => {
            write!(f, "refused with error {errno}: {}", unstopped(message))
        }
        ErrorKind::UnknownUser(name) => {
            write!(f, "the Registry has no DN for user {}", Clean::new(name))
        }
        ErrorKind::Protocol { what } => write!(f, "the answer is not DIRAC's: {what}"),
        ErrorKind::TooLarge { limit } => write!(f, "the answer is larger than {}", Bytes(*limit)),
        ErrorKind::Cancelled => f.write_str("given up on request"),
    }
}

fn write_tls(trouble: &TlsTrouble, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match trouble {
        TlsTrouble::ServerUnknownCa => f.write_str("no trusted CA signed the server's certificate"),
        TlsTrouble::ServerWrongName => {
            f.write_str("the server's certificate is not for the host name in the URL")
        }
        TlsTrouble::ServerExpired => {
            f.write_str("the server's certificate is expired or not yet valid")
        }
        TlsTrouble::ServerCertificate(why) => {
            write!(f, "the server's certificate cannot be used ({})", Clean::new(why))
        }
        TlsTrouble::YoursExpired => {
            f.write_str("the server says that your certificate or proxy has expired")
        }
        TlsTrouble::YoursUnknownCa => {
            f.write_str("the server does not know the CA of your certificate or proxy")
        }
        TlsTrouble::YoursRefused(alert) => {
            write!(f, "the server refuses your certificate or proxy (TLS alert {alert})")
        }
        TlsTrouble::NotTls => f.write_str("what listens there does not speak TLS"),
        TlsTrouble::NothingInCommon => f.write_str(
            "the server accepts neither TLS 1.2 nor TLS 1.3 with the ciphers known here",
        ),
        TlsTrouble::Other(why) => write!(f, "TLS failed ({})", Clean::new(why)),
    }
}

impl WireError {
    /// What to do next: one or two short sentences.
    pub fn remedy(&self) -> Cow<'static, str> {
        if self.ambiguous() {
            return "The change may have taken effect. Read the state back before doing it again."
                .into();
        }
        match self.kind() {
            ErrorKind::ForbiddenUrl { .. } => {
                "Give the URL exactly as the local dirac.cfg lists it in /DIRAC/Configuration/Servers, or pin it with \
                 --server."
            }
            ErrorKind::NoUrl { .. } => "Check whether the service is installed, and add its URL to the configuration.",
            ErrorKind::Unreachable { .. } => {
                "Check the host name and port, your network and firewall, and whether the server is up."
            }
            ErrorKind::Timeout { .. } => "Try again. If it stays slow, ask for less at once or raise --timeout.",
            ErrorKind::Dropped { .. } => {
                "Try again. If it stays so, the service fails to start: its log on the server says why."
            }
            ErrorKind::Tls(trouble) => tls_remedy(trouble),
            ErrorKind::Unauthenticated => {
                "Check that your DN is in /Registry/Users, that you are not suspended, and that you are in the group you \
                 chose. A change in the Registry takes up to ten minutes to bite."
            }
            ErrorKind::Unauthorized { needs: Some(property), .. } => {
                return format!(
                    "Choose a group that has {property}. If you just changed groups, wait 60 s: the server keeps the old \
                     one that long."
                )
                .into();
            }
            ErrorKind::Unauthorized { .. } => {
                "Choose a group with the right property. If you just changed groups, wait 60 s: the server keeps the old \
                 one that long."
            }
            ErrorKind::NotFound => "Compare the URL in the configuration with the services installed on that server.",
            ErrorKind::NoSuchMethod => "The server's DIRAC version does not have this method. See its version with doctor.",
            ErrorKind::ServerException => "Look into the service's log on the server at this moment.",
            ErrorKind::Status(502..=504) => "A front end before DIRAC cannot reach it. Try again, or ask its admins.",
            ErrorKind::Status(_) | ErrorKind::Protocol { .. } => {
                "Check that the URL is the DIRAC service itself and not a web page or a front end."
            }
            ErrorKind::Refused { .. } => "The server gave its reason. Nothing was changed.",
            ErrorKind::UnknownUser(_) => "Leave this name out, or register the user.",
            ErrorKind::TooLarge { .. } => "Ask for less at once. If it is the configuration, tell the server's admins.",
            ErrorKind::Cancelled => "Start it again when you want it.",
        }
        .into()
    }

    /// Whose fault it is, as far as can be told.
    pub fn fault(&self) -> Fault {
        match self.kind() {
            ErrorKind::ForbiddenUrl { .. } | ErrorKind::NoUrl { .. } | ErrorKind::NotFound => {
                Fault::Configuration
            }
            ErrorKind::Unreachable { .. } | ErrorKind::Timeout { phase: Phase::Connect, .. } => {
                Fault::Network
            }
            ErrorKind::Tls(TlsTrouble::Other(_) | TlsTrouble::NothingInCommon)
            | ErrorKind::Timeout { .. }
            | ErrorKind::Status(_) => Fault::Unknown,
            ErrorKind::Tls(
                TlsTrouble::YoursExpired | TlsTrouble::YoursUnknownCa | TlsTrouble::YoursRefused(_),
            )
            | ErrorKind::Unauthenticated
            | ErrorKind::Unauthorized { .. }
            | ErrorKind::UnknownUser(_)
            | ErrorKind::Cancelled => Fault::You,
            ErrorKind::Tls(TlsTrouble::ServerUnknownCa | TlsTrouble::ServerWrongName) => {
                Fault::Configuration
            }
            // EACCES, and DIRAC's ENOAUTH (facts/dirac.md 1.3)
            ErrorKind::Refused { errno: 13 | 1111, .. } => Fault::You,
            ErrorKind::Refused { .. } => Fault::Unknown,
            ErrorKind::Tls(_)
            | ErrorKind::Dropped { .. }
            | ErrorKind::NoSuchMethod
            | ErrorKind::ServerException
            | ErrorKind::Protocol { .. }
            | ErrorKind::TooLarge { .. } => Fault::Server,
        }
    }
}

fn tls_remedy(trouble: &TlsTrouble) -> &'static str {
    match trouble {
        TlsTrouble::ServerUnknownCa => {
            "Point --ca-dir (or X509_CERT_DIR) to the CA directory that holds the server's CA, and update it."
        }
        TlsTrouble::ServerWrongName => {
            "Use the name that the certificate is for. A name in the CN alone does not count; it has to be a subject \
             alternative name."
        }
        TlsTrouble::ServerExpired => {
            "Compare the clocks. If they agree, the server's admins have to renew its certificate."
        }
        TlsTrouble::ServerCertificate(_) => {
            "Tell the server's admins what is wrong with its certificate."
        }
        TlsTrouble::YoursExpired => "Make a new proxy, or renew the certificate.",
        TlsTrouble::YoursUnknownCa => {
            "Check that the file holds the whole chain, and that the server trusts the CA that issued your certificate."
        }
        TlsTrouble::YoursRefused(_) => "Check the proxy or certificate, or make a new proxy.",
        TlsTrouble::NotTls => "Check the port in the URL: it belongs to something else.",
        TlsTrouble::NothingInCommon => "The server's TLS settings have to be renewed.",
        TlsTrouble::Other(_) => {
            "Try again. If it stays so, show this message to the server's admins."
        }
    }
}

/// A message without its own full stop: the sentence around it ends with one.
fn unstopped(message: &str) -> &str {
    message.trim_end().trim_end_matches('.')
}

struct Span(Duration);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.as_secs(), self.0.as_millis()) {
            (0, ms) => write!(f, "{ms} ms"),
            (s, _) => write!(f, "{s} s"),
        }
    }
}

struct Bytes(u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            n if n >= 1 << 20 => write!(f, "{} MiB", n >> 20),
            n if n >= 1 << 10 => write!(f, "{} KiB", n >> 10),
            n => write!(f, "{n} bytes"),
        }
    }
}
