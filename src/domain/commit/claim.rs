//! What the configuration says of its own master, held against the one that is pinned here. It is compared and never
//! followed: an https master takes its name from the first request after its start, whoever sends it (facts/dirac.md 0.8,
//! 3.5).

/// A way in which `/DIRAC/Configuration/MasterServer` is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Claim {
    /// There is none.
    Missing,
    /// It has a query string: somebody's first request had one.
    Query,
    /// It names this very host for whoever reads it.
    Localhost,
    /// It names an IP address.
    Address,
    /// It is of DIRAC's old protocol while the servers are https.
    Dips,
    /// It is another server, or another spelling, than the pinned one.
    Differs,
}

impl Claim {
    /// What is wrong with `said`, where the pinned master is `pinned` and some server of the configuration is https or none.
    pub fn all(said: Option<&str>, pinned: &str, https: bool) -> Vec<Self> {
        let Some(said) = said.map(str::trim).filter(|said| !said.is_empty()) else {
            return vec![Self::Missing];
        };
        if said == pinned {
            return Vec::new();
        }
        let mut all = Vec::new();
        let host = host(said);
        if said.contains('?') {
            all.push(Self::Query);
        }
        if host.eq_ignore_ascii_case("localhost") {
            all.push(Self::Localhost);
        }
        if is_address(host) {
            all.push(Self::Address);
        }
        if https && said.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("dips://")) {
            all.push(Self::Dips);
        }
        if all.is_empty() {
            all.push(Self::Differs);
        }
        all
    }

    /// The sentence about it.
    pub fn sentence(self, said: &str, pinned: &str) -> String {
        match self {
            Self::Missing => {
                "The configuration names no MasterServer, so DIRAC's own tools cannot commit."
                    .to_owned()
            }
            Self::Query => format!(
                "The configuration names {said} as its master, with a query string: the first request after the master's \
                 start had one. A restart and a correct first request mend it."
            ),
            Self::Localhost => format!(
                "The configuration names {said} as its master, which is another host for everybody who reads it: the first \
                 request after the master's start came from there."
            ),
            Self::Address => format!(
                "The configuration names {said} as its master, an IP address: certificates name hosts, and the first request \
                 after the master's start was sent to that address."
            ),
            Self::Dips => format!(
                "The configuration names {said} as its master, in the dips protocol, while its servers are https: another \
                 server, or what was left of one."
            ),
            Self::Differs => format!(
                "The configuration names {said} as its master; {pinned} is pinned here, and that is what is written to."
            ),
        }
    }
}

/// Whether a host is an IP address: numbers with dots, or hexadecimal ones with colons.
fn is_address(host: &str) -> bool {
    let of = |digit: fn(&char) -> bool, sign: char| {
        host.contains(sign) && host.chars().all(|c| c == sign || digit(&c))
    };
    of(char::is_ascii_digit, '.') || of(|c| c.is_ascii_hexdigit() || *c == '.', ':')
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => authority.split(':').next().unwrap_or(authority),
    }
}

#[cfg(test)]
mod tests {
    use super::Claim::{self, *};

    #[test]
    fn each_way_to_be_wrong_is_told_apart() {
        const PINNED: &str = "https://cs.example.org:9135/Configuration/Server";
        let all = |said| Claim::all(said, PINNED, true);
        assert_eq!(all(Some(PINNED)), []);
        assert_eq!(all(None), [Missing]);
        assert_eq!(all(Some("  ")), [Missing]);
        assert_eq!(all(Some("https://cs.example.org:9135/Configuration/Server?x=1")), [Query]);
        assert_eq!(all(Some("https://localhost:9135/Configuration/Server")), [Localhost]);
        assert_eq!(all(Some("https://127.0.0.1:9135/C?x")), [Query, Address]);
        assert_eq!(all(Some("https://[::1]:9135/Configuration/Server")), [Address]);
        assert_eq!(all(Some("dips://cs.example.org:9135/Configuration/Server")), [Dips]);
        assert_eq!(all(Some("https://CS.example.org:9135/Configuration/Server")), [Differs]);
        assert_eq!(all(Some("nonsense")), [Differs]);
        // where the servers are dips too, another server is just another one
        assert_eq!(Claim::all(Some("dips://a:1/x"), "dips://b:1/x", false), [Differs]);
        // the pinned one may be localhost itself
        let local = "https://localhost:1/Configuration/Server";
        assert_eq!(Claim::all(Some(local), local, true), []);
    }
}
