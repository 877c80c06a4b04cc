//! Requests as they come in at the sockets, before any handler sees them: what may change something is what is not known
//! to be a read.
//!
//! [`super::record`] tells what handlers made of a request. This tells what was sent, read by rules of its own, so that a
//! handler that mistakes a change for a read, or never hears of it, hides nothing.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hyper::body::Bytes;

/// Methods of DIRAC's services that only read (facts/dirac.md 2, 4.5).
const READS: [&str; 16] = [
    "ping",
    "echo",
    "whoami",
    "getVersion",
    "getCompressedData",
    "getCompressedDataIfNewer",
    "getCommitHistory",
    "getVersionContents",
    "writeEnabled",
    "getUsersTokensInfo",
    "getUserTokensInfo",
    "getTokensByUserID",
    "getTokenRequiredScopes",
    "checkProxyGroup",
    "getInfo",
    "getHostInfo",
];

/// What the paths of issuers' endpoints end with that answer a POST and change nothing.
const QUESTIONS: [&str; 3] = ["/introspect", "/introspection", "/userinfo"];

/// Requests that are kept by name; how many there were is counted without end.
const KEPT: usize = 10_000;

/// Everything that has arrived. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Arrivals(Arc<Mutex<Counted>>);

#[derive(Debug, Default)]
struct Counted {
    all: u64,
    others: u64,
    kept: BTreeMap<String, u64>,
}

impl Arrivals {
    /// Counts a request; `body` is `None` if it did not come whole.
    pub(super) fn count(&self, service: &str, method: &str, path: &str, body: Option<&Bytes>) {
        let told = (!reads(method, path, body)).then(|| {
            let word = body.and_then(word).unwrap_or_else(|| "?".to_owned());
            format!("{service}: {method} {path} {word}")
        });
        let mut counted = self.counted();
        counted.all = counted.all.saturating_add(1);
        let Some(told) = told else { return };
        counted.others = counted.others.saturating_add(1);
        if counted.kept.len() < KEPT {
            let times = counted.kept.entry(told).or_default();
            *times = times.saturating_add(1);
        }
    }

    /// How many requests have arrived.
    pub fn all(&self) -> u64 {
        self.counted().all
    }

    /// How many of them were no plain reads.
    pub fn others(&self) -> u64 {
        self.counted().others
    }

    /// These in words, as `services: POST /Framework/TornadoTokenManager deleteToken`, each with how often it came.
    pub fn told(&self) -> BTreeMap<String, u64> {
        self.counted().kept.clone()
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a request is known to change nothing. What cannot be read is not.
fn reads(method: &str, path: &str, body: Option<&Bytes>) -> bool {
    match method {
        "GET" | "HEAD" => true,
        "POST" => {
            let Some(body) = body else { return false };
            let mut names = names(body, "method");
            match (names.next(), names.next()) {
                (Some(name), None) => READS.contains(&name.as_str()),
                (None, _) => QUESTIONS.iter().any(|end| path.ends_with(end)),
                (Some(_), Some(_)) => false,
            }
        }
        _ => false,
    }
}

/// What a form asks for: DIRAC's method or OAuth's grant type.
fn word(body: &Bytes) -> Option<String> {
    let found = names(body, "method").next().or_else(|| names(body, "grant_type").next())?;
    // a name, or else it may be anything that was sent
    let plain = found.len() < 80 && found.bytes().all(|b| b.is_ascii_graphic());
    plain.then_some(found)
}

fn names<'b>(body: &'b Bytes, field: &'b str) -> impl Iterator<Item = String> + 'b {
    let fields = form_urlencoded::parse(body);
    fields.filter(move |(name, _)| name == field).map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(method: &str, path: &str, body: &'static str) -> bool {
        reads(method, path, Some(&Bytes::from_static(body.as_bytes())))
    }

    #[test]
    fn only_what_is_known_to_read_is_a_read() {
        const RPC: &str = "/Framework/TornadoTokenManager";
        assert!(reading("POST", RPC, "method=getUsersTokensInfo&args=%5B%5D"));
        assert!(reading("GET", "/.well-known/openid-configuration", ""));
        assert!(reading("POST", "/introspect", "token=x"));
        for (path, body) in [
            (RPC, "method=deleteToken&args=%5B%22x%22%5D"),
            (RPC, "method=getToken&args=%5B%22x%22%5D"),
            (RPC, "method=delete%54oken"),
            (RPC, "method=ping&method=deleteToken"),
            (RPC, "method=somethingNew"),
            (RPC, "\u{1f}\u{8b}packed"),
            ("/Configuration/Server", "method=commitNewData"),
            ("/Configuration/Server", "method=publishSlaveServer"),
            ("/revoke", "token=x"),
            ("/token", "grant_type=client_credentials"),
        ] {
            assert!(!reading("POST", path, body), "{path} {body}");
        }
        assert!(!reading("DELETE", "/anything", ""));
        assert!(!reads("POST", RPC, None), "cut off: nobody knows what it was");
    }

    #[test]
    fn arrivals_are_counted_by_what_they_ask_for_and_hold_no_argument() {
        let arrivals = Arrivals::default();
        let send = |path, body: &'static str| {
            let body = Bytes::from_static(body.as_bytes());
            arrivals.clone().count("services", "POST", path, Some(&body));
        };
        send("/F/T", "method=ping");
        send("/F/T", "method=deleteToken&args=secret");
        send("/F/T", "method=deleteToken&args=secret");
        send("/revoke", "token=secret");
        assert_eq!((arrivals.all(), arrivals.others()), (4, 3));
        let told: Vec<_> = arrivals.told().into_iter().collect();
        assert_eq!(
            told,
            [
                ("services: POST /F/T deleteToken".to_owned(), 2),
                ("services: POST /revoke ?".to_owned(), 1)
            ]
        );
    }
}
