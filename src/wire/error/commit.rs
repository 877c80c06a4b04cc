//! What a configuration server says to whoever changes its configuration or asks for old ones (facts/dirac.md 3.3, 3.4).

use std::borrow::Cow;
use std::fmt;

use super::{Fault, shown};
use crate::domain::foreign::Clean;

/// Why nothing was committed, rolled back or shown. Each of these is said before the server changes anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommitFault {
    /// The server is no master.
    NotMaster,
    /// Somebody committed since the text was fetched, and the server does not merge.
    VersionsDiffer {
        /// The version that the server has.
        server: String,
        /// The version that was sent.
        ours: String,
    },
    /// The text is of another configuration.
    NamesDiffer {
        /// The name that the server has.
        server: String,
        /// The name that was sent.
        ours: String,
    },
    /// The server merges, and could not: it knows no text of the version that was sent.
    NoBase,
    /// The server merges, and both sides changed the same thing: its own words.
    Clash(String),
    /// The server knows nobody of this identity.
    Nobody,
    /// The version left no backup at this server.
    NoSuchVersion {
        /// The version that was asked for.
        version: String,
    },
    /// What was asked for is no whole version. Nothing was sent.
    NoVersion {
        /// What was asked for.
        given: String,
    },
    /// The server found another version under the name of this one.
    AnotherVersion {
        /// The version that was asked for.
        asked: String,
        /// The version that came.
        came: String,
    },
}

impl CommitFault {
    /// What the server means by a message; `None` if it is none of these.
    pub(super) fn of(message: &str) -> Option<Self> {
        let message = message.trim();
        if message == "Configuration modification is not allowed in this server" {
            return Some(Self::NotMaster);
        }
        if message == "You must be authenticated!" {
            return Some(Self::Nobody);
        }
        if let Some(rest) = message.strip_prefix("Local and remote versions differ (") {
            let (server, ours) = rest.strip_suffix("). Cannot commit.")?.split_once(" vs ")?;
            return Some(Self::VersionsDiffer { server: shown(server), ours: shown(ours) });
        }
        if let Some(rest) = message.strip_prefix("Names differ: Server is ") {
            let (server, ours) = rest.split_once(" and remote is ")?;
            return Some(Self::NamesDiffer { server: shown(server), ours: shown(ours) });
        }
        if let Some(why) = message.strip_prefix("AutoMerge failed: ") {
            return Some(if why.contains("Could not retrieve original committer's version") {
                Self::NoBase
            } else {
                Self::Clash(shown(why.strip_prefix("Cannot AutoMerge: ").unwrap_or(why)))
            });
        }
        let rest = message.strip_prefix("Can't get contents for version ")?;
        let (version, why) = rest.split_once(": Version ")?;
        why.ends_with(" does not exist").then(|| Self::NoSuchVersion { version: shown(version) })
    }

    /// Whether somebody else's commit is the reason: to be fetched and merged with.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::VersionsDiffer { .. } | Self::NoBase | Self::Clash(_))
    }

    /// Whether nothing was sent.
    pub fn is_of_usage(&self) -> bool {
        matches!(self, Self::NoVersion { .. })
    }

    /// What happened in one or two words.
    pub(in crate::wire) fn word(&self) -> &'static str {
        match self {
            Self::NoVersion { .. } => "not sent",
            Self::AnotherVersion { .. } => "another version",
            fault if fault.is_conflict() => "conflict",
            _ => "refused",
        }
    }

    pub(super) fn whose(&self) -> Fault {
        match self {
            Self::NotMaster => Fault::Configuration,
            Self::AnotherVersion { .. } => Fault::Server,
            _ => Fault::You,
        }
    }

    pub(super) fn remedy(&self) -> Cow<'static, str> {
        match self {
            Self::NotMaster => {
                "Name the master with --master, spelled as the installation publishes it."
            }
            Self::VersionsDiffer { .. } | Self::NoBase => {
                "Commit again: the new text is fetched and merged with first. What is staged is kept."
            }
            Self::Clash(_) => {
                "Commit again: the new text is fetched and merged here, option by option. What is staged is kept."
            }
            Self::NamesDiffer { .. } => {
                "Look whether the server is of the installation that you mean."
            }
            Self::Nobody => "Check that your DN is in /Registry/Users.",
            Self::NoSuchVersion { .. } => {
                "Only commits leave a backup: a version made by the registration of a worker, or by the first start, has none."
            }
            Self::NoVersion { .. } => {
                "Give the whole version, as the history shows it: 2026-11-21 03:31:20.078065."
            }
            Self::AnotherVersion { .. } => "Nothing can be done with this version here.",
        }
        .into()
    }
}

/// The end of a sentence that begins with where it happened.
impl fmt::Display for CommitFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotMaster => f.write_str("this server is no master and takes no changes"),
            Self::VersionsDiffer { server, ours } => write!(
                f,
                "somebody has committed since: the server has version {server}, the text sent was made from {ours}"
            ),
            Self::NamesDiffer { server, ours } => write!(
                f,
                "the server's configuration is called {server}, the text sent is of one called {ours}"
            ),
            Self::NoBase => f.write_str(
                "somebody has committed since, and the server cannot merge: the version that the text was made from left \
                 no backup",
            ),
            Self::Clash(why) => write!(
                f,
                "somebody has committed since, and the server could not merge: {}",
                why.trim_end_matches('.')
            ),
            Self::Nobody => f.write_str("the server does not know who commits"),
            Self::NoSuchVersion { version } => write!(f, "version {version} left no backup"),
            Self::NoVersion { given } => {
                write!(f, "{} is no whole version", Clean::new(&super::shown(given)))
            }
            Self::AnotherVersion { asked, came } => {
                write!(f, "asked for version {asked}, the server gave {came}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_of_the_server_is_told_apart() {
        let of = |message| CommitFault::of(message);
        assert_eq!(
            of("Configuration modification is not allowed in this server"),
            Some(CommitFault::NotMaster)
        );
        assert_eq!(
            of("Local and remote versions differ (2 vs 1). Cannot commit."),
            Some(CommitFault::VersionsDiffer { server: "2".into(), ours: "1".into() })
        );
        assert_eq!(
            of("Names differ: Server is Lab and remote is Other and more"),
            Some(CommitFault::NamesDiffer { server: "Lab".into(), ours: "Other and more".into() })
        );
        assert_eq!(
            of(
                "AutoMerge failed: Could not AutoMerge. Could not retrieve original committer's version"
            ),
            Some(CommitFault::NoBase)
        );
        let clash = "Section /A cannot be merged. Option /A/b has been modified";
        for said in [
            format!("AutoMerge failed: Cannot AutoMerge: {clash}"),
            format!("AutoMerge failed: {clash}"),
        ] {
            assert_eq!(CommitFault::of(&said), Some(CommitFault::Clash(clash.into())));
        }
        assert_eq!(
            of("Can't get contents for version 2001: Version 2001 does not exist"),
            Some(CommitFault::NoSuchVersion { version: "2001".into() })
        );
        assert_eq!(of("You must be authenticated!"), Some(CommitFault::Nobody));
        for other in [
            "",
            "Local and remote versions differ",
            "Names differ",
            "AutoMerge",
            "Can't get contents for version x: no space left on device",
            "Can't write backup/x.zip",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn what_the_server_wrote_is_made_safe() {
        let Some(CommitFault::Clash(text)) = CommitFault::of("AutoMerge failed: \u{1b}[31mred")
        else {
            panic!("no clash")
        };
        assert!(!text.contains('\u{1b}'), "{text}");
    }
}
