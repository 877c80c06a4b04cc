//! Which version every configuration server has, and how far behind the master each is.
//!
//! One look asks each server that may be asked once. Whoever waits until all agree looks again; how often is the caller's.

use jiff::{SignedDuration, Timestamp};

use super::connection::{Connection, SERVERS};
use super::history::time;
use super::master::Master;
use crate::domain::cs::Tree;
use crate::domain::problem::Problem;
use crate::wire::service::ConfigurationService;
use crate::wire::url::{CsUrl, Scheme};

/// What is known of a server's version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Has {
    /// This one.
    Version(String),
    /// It was not asked, for this reason.
    NotAsked(String),
    /// It gave no answer.
    Silent(Problem),
}

/// A configuration server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its URL as it is spelled.
    pub url: String,
    /// Whether it is the master.
    pub is_master: bool,
    /// Its version.
    pub has: Has,
}

/// One look at all servers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sync {
    /// The servers, the master first.
    pub servers: Vec<Server>,
    /// When.
    pub at: Timestamp,
}

impl Sync {
    /// The master's version.
    pub fn version(&self) -> Option<&str> {
        self.servers.iter().find(|server| server.is_master).and_then(Server::version)
    }

    /// How far a server is behind the master; `None` where that cannot be told, zero where it is not.
    pub fn lag(&self, server: &Server) -> Option<SignedDuration> {
        let (newest, own) = (self.version()?, server.version()?);
        if newest == own {
            return Some(SignedDuration::ZERO);
        }
        Some(time(newest)?.duration_since(time(own)?).max(SignedDuration::ZERO))
    }

    /// Servers that still have another version than the master.
    pub fn behind(&self) -> impl Iterator<Item = &Server> {
        let newest = self.version();
        self.servers.iter().filter(move |one| one.version().is_some() && one.version() != newest)
    }

    /// Whether every server that could be asked has the master's version.
    pub fn agrees(&self) -> bool {
        self.version().is_some()
            && self.behind().next().is_none()
            && !self.servers.iter().any(|one| matches!(one.has, Has::Silent(_)))
    }
}

impl Server {
    /// Its version, if it told one.
    pub fn version(&self) -> Option<&str> {
        match &self.has {
            Has::Version(version) => Some(version),
            _ => None,
        }
    }
}

/// Asks every server: the master, those of the local configuration, and those that the configuration lists, each only under a
/// spelling that is given here (design.md 6.11).
pub async fn look(connection: &Connection, master: Option<&Master>, tree: &Tree) -> Sync {
    let master_url = master.map(|master| &master.url);
    let mut servers: Vec<Server> = Vec::new();
    let listed = tree.option(SERVERS).map(|o| o.list().map(str::to_owned).collect::<Vec<_>>());
    let here = connection.servers.iter().map(ToString::to_string);
    let first = master_url.map(ToString::to_string).into_iter();
    for url in first.chain(here).chain(listed.unwrap_or_default()) {
        let admitted = connection.admit(&url);
        let spelled = admitted.as_ref().map_or_else(|_| url.clone(), ToString::to_string);
        if servers.iter().any(|known| known.url == spelled) {
            continue;
        }
        let is_master = master_url.is_some_and(|master| master.as_str() == spelled);
        let has = match admitted {
            Ok(url) if url.scheme() == Scheme::Dips => {
                Has::NotAsked("it speaks dips, which is not spoken here".to_owned())
            }
            Ok(url) => ask(connection, &url).await,
            Err(_) => Has::NotAsked(
                "the local configuration does not list it under this spelling".to_owned(),
            ),
        };
        servers.push(Server { url: spelled, is_master, has });
    }
    Sync { servers, at: connection.now() }
}

async fn ask(connection: &Connection, url: &CsUrl) -> Has {
    let service = match connection.configuration_at(std::slice::from_ref(url)) {
        Ok(service) => service,
        Err(problem) => return Has::Silent(problem),
    };
    match service.version().await {
        Ok(version) => Has::Version(version),
        Err(error) => Has::Silent(Problem::from(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(url: &str, is_master: bool, has: Has) -> Server {
        Server { url: url.into(), is_master, has }
    }

    #[test]
    fn who_is_behind_by_how_much_is_told_and_who_was_not_asked_hinders_nobody() {
        let version = |text: &str| Has::Version(text.into());
        let mut sync = Sync {
            servers: vec![
                server("m", true, version("2026-11-21 03:12:04.000001")),
                server("w1", false, version("2026-11-21 02:55:04")),
                server("w2", false, version("2026-11-21 03:12:04.000001")),
                server("old", false, Has::NotAsked("it speaks dips".into())),
            ],
            at: Timestamp::UNIX_EPOCH,
        };
        let lag = |sync: &Sync, at: usize| sync.lag(&sync.servers[at]).map(|lag| lag.as_secs());
        assert_eq!(lag(&sync, 1), Some(17 * 60));
        assert_eq!((lag(&sync, 0), lag(&sync, 2), lag(&sync, 3)), (Some(0), Some(0), None));
        assert_eq!(sync.behind().map(|one| one.url.as_str()).collect::<Vec<_>>(), ["w1"]);
        assert!(!sync.agrees());
        sync.servers[1].has = version("2026-11-21 03:12:04.000001");
        assert!(sync.agrees());
        sync.servers[1].has =
            Has::Silent(Problem::new(crate::domain::problem::Class::Unreachable, "", "", ""));
        assert!(!sync.agrees());
        sync.servers.clear();
        assert!(!sync.agrees(), "without a master nobody knows");
    }
}
