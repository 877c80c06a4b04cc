//! The sentences: what happened and why, and what to do next.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use super::{ErrorKind, Fault, Phase, WireError};
use crate::domain::foreign::Clean;
use crate::wire::tls::Trouble;

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
        ErrorKind::ForbiddenUrl { why, .. } => write!(f, "this URL is not used: {why}"),
        ErrorKind::NoUrl { path } => {
            write!(f, "the configuration has no URL at {}", Clean::new(path))
        }
        ErrorKind::NoTokenId(why) => write!(f, "this is no token id: {why}"),
        ErrorKind::Unreachable { why } => write!(f, "no connection ({why})"),
        ErrorKind::Timeout { phase, after } => {
            let what = match phase {
                Phase::Connect => "no connection",
                Phase::Answer => "no answer",
                Phase::Body => "the answer was not complete",
            };
            write!(f, "{what} within {}", Span(*after))
        }
        ErrorKind::Tls(tls) => f.write_str(unstopped(Clean::new(&tls.text).as_str())),
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
        ErrorKind::Commit(fault) => write!(f, "{fault}"),
        ErrorKind::UnknownUser(name) => {
            write!(f, "the Registry has no DN for user {}", Clean::new(name))
        }
        ErrorKind::Protocol { what } => write!(f, "the answer is not DIRAC's: {what}"),
        ErrorKind::TooLarge { limit } => write!(f, "the answer is larger than {}", Bytes(*limit)),
        ErrorKind::Cancelled => f.write_str("given up on request"),
        ErrorKind::Issuer(fault) => write!(f, "{fault}"),
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
            ErrorKind::ForbiddenUrl { remedy, .. } => remedy,
            ErrorKind::NoUrl { .. } => "Check whether the service is installed, and add its URL to the configuration.",
            ErrorKind::NoTokenId(_) => "Give the id that stands behind /O=DIRAC/CN= in the user's DN.",
            ErrorKind::Unreachable { .. } => {
                "Check the host name and port, your network and firewall, and whether the server is up."
            }
            ErrorKind::Timeout { .. } => "Try again. If it stays slow, ask for less at once or raise --timeout.",
            ErrorKind::Dropped { .. } => {
                "Try again. If it stays so, the service fails to start: its log on the server says why."
            }
            ErrorKind::Tls(tls) => return tls.remedy.clone().into(),
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
            ErrorKind::Commit(fault) => return fault.remedy(),
            ErrorKind::Refused { .. } => "The server gave its reason. Nothing was changed.",
            ErrorKind::UnknownUser(_) => "Leave this name out, or register the user.",
            ErrorKind::TooLarge { .. } => "Ask for less at once. If it is the configuration, tell the server's admins.",
            ErrorKind::Cancelled => "Start it again when you want it.",
            ErrorKind::Issuer(fault) => return fault.remedy(),
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
            ErrorKind::Tls(tls) => match tls.trouble {
                Trouble::Refused(_) => Fault::You,
                Trouble::UnknownAuthority | Trouble::WrongName | Trouble::NotTls => {
                    Fault::Configuration
                }
                Trouble::Other => Fault::Unknown,
                _ => Fault::Server,
            },
            // 13 is EACCES, 1111 DIRAC's ENOAUTH (facts/dirac.md 1.3)
            ErrorKind::Refused { errno: 13 | 1111, .. }
            | ErrorKind::Unauthenticated
            | ErrorKind::Unauthorized { .. }
            | ErrorKind::UnknownUser(_)
            | ErrorKind::NoTokenId(_)
            | ErrorKind::Cancelled => Fault::You,
            ErrorKind::Commit(fault) => fault.whose(),
            ErrorKind::Issuer(fault) => fault.whose(),
            ErrorKind::Timeout { .. } | ErrorKind::Status(_) | ErrorKind::Refused { .. } => {
                Fault::Unknown
            }
            ErrorKind::Dropped { .. }
            | ErrorKind::NoSuchMethod
            | ErrorKind::ServerException
            | ErrorKind::Protocol { .. }
            | ErrorKind::TooLarge { .. } => Fault::Server,
        }
    }
}

/// A message without its own full stop or exclamation mark: the sentence around it ends with one.
fn unstopped(message: &str) -> &str {
    message.trim_end().trim_end_matches(['.', '!'])
}

struct Span(Duration);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.as_secs(), self.0.as_millis()) {
            (0, ms) => write!(f, "{ms} ms"),
            (s, ms) => match ms % 1000 / 100 {
                0 => write!(f, "{s} s"),
                tenths => write!(f, "{s}.{tenths} s"),
            },
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
