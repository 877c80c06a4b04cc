//! What servers' clocks say of ours: every answer over HTTP carries the time at which it was made (RFC 9110 6.6.1).
//!
//! Whether a token is in time is judged by the clock of this host. Where that is wrong, so is every such verdict, and
//! nothing on the screen shows it. Several hosts that agree are believed; of two clocks that differ nobody can say which is
//! wrong, and that is what is said then.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::problem::{Class, Problem};
use super::span;

/// Clocks that differ by no more than this are taken for equal (seconds). Tokens live for minutes at least, and verifiers
/// allow for a minute (facts/tokens.md 4).
pub const TOLERATED: i64 = 180;
/// Differences from ours that are as close as this are the same difference (seconds).
const AGREE: i64 = 60;
/// Hosts that are named; more are counted.
const NAMED: usize = 3;
/// Hosts that are remembered: one talks to a few.
const HOSTS: usize = 64;

/// By how many seconds a server was ahead of us, if its answer of this time came between `asked` and `answered`. Below 0:
/// behind. How long an answer took is no difference.
pub fn ahead(theirs: Timestamp, asked: Timestamp, answered: Timestamp) -> i64 {
    let theirs = theirs.as_second();
    let (asked, answered) = (asked.as_second(), answered.as_second().max(asked.as_second()));
    theirs.saturating_sub(theirs.clamp(asked, answered))
}

/// What was heard of the clocks of hosts in this session, and whether it was told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    hosts: BTreeMap<String, i64>,
    told: bool,
}

/// Whose clock is wrong, as far as one can know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Ours: all of several hosts differ from it, in the same way.
    Ours {
        /// By how many seconds theirs are ahead.
        ahead: i64,
        /// The hosts.
        hosts: Vec<String>,
    },
    /// Theirs: others agree with us.
    Theirs {
        /// By how many seconds each of them is ahead of us.
        hosts: Vec<(String, i64)>,
    },
    /// Nobody can tell: there is no third one.
    Unclear {
        /// By how many seconds each of them is ahead of us.
        hosts: Vec<(String, i64)>,
    },
}

impl Clocks {
    /// Notes by how many seconds the server of `url` was ahead. Ports of one host share its clock.
    pub fn heard(&mut self, url: &str, ahead: i64) {
        let host = host(url).to_ascii_lowercase();
        if !host.is_empty() && (self.hosts.len() < HOSTS || self.hosts.contains_key(&host)) {
            self.hosts.insert(host, ahead);
        }
    }

    /// Whose clock is wrong; `None` if none is, as far as was heard.
    pub fn verdict(&self) -> Option<Verdict> {
        let differs = |ahead: &i64| ahead.unsigned_abs() > TOLERATED.unsigned_abs();
        let wrong: Vec<(String, i64)> = self
            .hosts
            .iter()
            .filter(|(_, ahead)| differs(ahead))
            .map(|(host, ahead)| (host.clone(), *ahead))
            .collect();
        let smallest = wrong.iter().map(|(_, ahead)| *ahead).min()?;
        let largest = wrong.iter().map(|(_, ahead)| *ahead).max()?;
        if wrong.len() < self.hosts.len() {
            return Some(Verdict::Theirs { hosts: wrong });
        }
        if wrong.len() == 1 || largest.abs_diff(smallest) > AGREE.unsigned_abs() {
            return Some(Verdict::Unclear { hosts: wrong });
        }
        let hosts = wrong.into_iter().map(|(host, _)| host).collect();
        Some(Verdict::Ours { ahead: largest, hosts })
    }

    /// The same in words, once: afterwards nothing more is told.
    pub fn tell(&mut self) -> Option<Problem> {
        if self.told {
            return None;
        }
        let problem = self.verdict()?.problem();
        self.told = true;
        Some(problem)
    }
}

impl Verdict {
    /// What is to be said, and done about it.
    pub fn problem(&self) -> Problem {
        let (message, remedy) = match self {
            Self::Ours { ahead, hosts } => (
                format!(
                    "The clock of this host is {} those of {}.",
                    apart(ahead.saturating_neg(), "behind", "ahead of"),
                    several(hosts)
                ),
                "Set it right, as with NTP. Until then times in tokens are judged by a wrong clock.",
            ),
            Self::Theirs { hosts } => (
                format!("{}. The clocks of other servers agree with this host's.", each(hosts)),
                "Have that clock set right: what it issues is early or late everywhere else. Times in tokens are judged by the clock of this host.",
            ),
            Self::Unclear { hosts } => (
                format!("{}. Which of the clocks is wrong cannot be told.", each(hosts)),
                "Look at the time synchronisation of both. Times in tokens are judged by the clock of this host.",
            ),
        };
        Problem::new(Class::Finding, "clock", message, remedy)
    }

    /// What a verdict on the times of a token has to add.
    pub fn remark(&self) -> String {
        let hosts: Vec<(String, i64)> = match self {
            Self::Ours { ahead, hosts } => {
                hosts.iter().map(|host| (host.clone(), *ahead)).collect()
            }
            Self::Theirs { hosts } | Self::Unclear { hosts } => hosts.clone(),
        };
        format!("Judged by this host's clock. {}.", each(&hosts))
    }
}

/// `10 m behind`; `ahead` below 0 is behind.
fn apart(ahead: i64, behind: &str, before: &str) -> String {
    let word = if ahead < 0 { behind } else { before };
    format!("{} {word}", span::length(i64::try_from(ahead.unsigned_abs()).unwrap_or(i64::MAX)))
}

fn each(hosts: &[(String, i64)]) -> String {
    let one = |(host, ahead): &(String, i64)| {
        format!("The clock of {host} is {} this host's", apart(*ahead, "behind", "ahead of"))
    };
    let mut told: Vec<String> = hosts.iter().take(NAMED).map(one).collect();
    if let Some(more) = hosts.len().checked_sub(NAMED).filter(|more| *more > 0) {
        told.push(format!("{more} more differ from it"));
    }
    told.join(". ")
}

fn several(hosts: &[String]) -> String {
    let (named, rest) = hosts.split_at_checked(NAMED).unwrap_or((hosts, &[]));
    match (named, rest.len()) {
        (_, more @ 1..) => format!("{} and {more} more", named.join(", ")),
        ([first @ .., last], 0) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => named.join(", "),
    }
}

/// The host of a URL, without its port.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if authority.starts_with('[') {
        return authority.split_inclusive(']').next().unwrap_or_default();
    }
    authority.split(':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn clocks(heard: &[(&str, i64)]) -> Clocks {
        let mut clocks = Clocks::default();
        for (host, ahead) in heard {
            clocks.heard(&format!("https://{host}:8443/Framework/TokenManager"), *ahead);
        }
        clocks
    }

    fn told(heard: &[(&str, i64)]) -> Option<String> {
        clocks(heard).tell().map(|problem| problem.message)
    }

    #[test]
    fn a_slow_answer_is_no_wrong_clock() {
        assert_eq!(ahead(at(1_000), at(1_000), at(1_600)), 0);
        assert_eq!(ahead(at(1_300), at(1_000), at(1_600)), 0);
        assert_eq!(ahead(at(1_601), at(1_000), at(1_600)), 1);
        assert_eq!(ahead(at(400), at(1_000), at(1_600)), -600);
        // our own clock was set back in between
        assert_eq!(ahead(at(990), at(1_000), at(900)), -10);
        assert!(ahead(Timestamp::MAX, Timestamp::MIN, Timestamp::MIN) > 0);
        assert!(ahead(Timestamp::MIN, Timestamp::MAX, Timestamp::MAX) < 0);
    }

    #[test]
    fn several_hosts_that_agree_are_believed() {
        let told = told(&[("a.example", 600), ("b.example", 610)]);
        assert_eq!(
            told.as_deref(),
            Some("The clock of this host is 10 m behind those of a.example and b.example.")
        );
        let many: Vec<(&str, i64)> =
            ["a", "b", "c", "d", "e"].into_iter().map(|host| (host, -7_400)).collect();
        assert_eq!(
            self::told(&many).as_deref(),
            Some("The clock of this host is 2 h 03 m ahead of those of a, b, c and 2 more.")
        );
    }

    #[test]
    fn one_host_alone_is_the_wrong_one_where_others_agree_with_us() {
        let told = told(&[("a.example", 600), ("b.example", 2), ("c.example", -1)]);
        assert_eq!(
            told.as_deref(),
            Some(
                "The clock of a.example is 10 m ahead of this host's. The clocks of other servers agree with this host's."
            )
        );
    }

    #[test]
    fn of_two_clocks_nobody_knows_which_is_wrong() {
        let one = told(&[("a.example", -600)]);
        assert_eq!(
            one.as_deref(),
            Some(
                "The clock of a.example is 10 m behind this host's. Which of the clocks is wrong cannot be told."
            )
        );
        // the ports of one host have one clock
        let mut same = clocks(&[("a.example", 600)]);
        same.heard("https://A.example:9135/Configuration/Server", 600);
        assert!(matches!(same.verdict(), Some(Verdict::Unclear { .. })));
        let apart = clocks(&[("a.example", 600), ("b.example", -600)]);
        assert!(matches!(apart.verdict(), Some(Verdict::Unclear { .. })));
    }

    #[test]
    fn a_small_difference_is_none_and_a_large_one_is_told_once() {
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[("a", TOLERATED), ("b", -TOLERATED)]), None);
        let mut clocks = clocks(&[("a", TOLERATED + 1)]);
        assert!(clocks.tell().is_some());
        clocks.heard("https://b/", 900);
        assert_eq!(clocks.tell(), None);
        assert!(clocks.verdict().is_some_and(
            |verdict| verdict.remark().contains("4 m") || verdict.remark().contains("3 m")
        ));
    }

    #[test]
    fn a_host_is_found_in_every_url() {
        for (url, expected) in [
            ("https://a.example:1/x", "a.example"),
            ("https://a.example", "a.example"),
            ("https://[::1]:8443/x", "[::1]"),
            ("https://me:pw@a.example:1?x", "a.example"),
            ("a.example/x:1", "a.example"),
            ("", ""),
        ] {
            assert_eq!(host(url), expected, "{url}");
        }
    }

    #[test]
    fn the_ends_of_numbers_and_too_many_hosts_do_no_harm() {
        let mut clocks = clocks(&[("a", i64::MIN), ("b", i64::MAX)]);
        for number in 0..1_000 {
            clocks.heard(&format!("https://h{number}/"), i64::MIN);
        }
        assert_eq!(clocks.hosts.len(), HOSTS);
        assert!(!clocks.tell().unwrap().message.is_empty());
        assert!(told(&[("a", i64::MIN), ("b", i64::MIN)]).is_some());
    }
}
