//! The configuration of the installation: what the master serves, what the worker still serves, and how one becomes the
//! other (`ConfigurationSystem/private`, facts/dirac-live.md 5).
//!
//! As in DIRAC no lock spans a commit: what was current when the version was compared may be replaced before the new
//! configuration is set, and the last one wins.

mod cfg;
mod history;
mod merge;
mod methods;
mod served;
mod worker;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

pub(super) use self::methods::ConfigurationServer;
pub(super) use self::served::Served;

use self::cfg::Cfg;
use self::history::History;
use self::merge::Conflict;
use self::served::{VERSION, option, unpack};
use self::worker::Worker;
use super::python::Raised;
use crate::domain::cs::{self, ParseError, Tree};

/// Called by a commit between the comparison of versions and the setting of the new one.
pub type InBetween = Arc<dyn Fn() + Send + Sync>;

/// Why there is no configuration to serve.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unservable {
    /// The text is no configuration.
    #[error("the configuration of the installation cannot be read: {0}")]
    Unreadable(#[from] ParseError),
    /// Its sections nest deeper than a server bears.
    #[error("the configuration of the installation nests too deep")]
    TooDeep,
    /// It has no `/DIRAC/Configuration/Name`.
    #[error("the configuration of the installation has no name; set `/DIRAC/Configuration/Name`")]
    Nameless,
}

/// What a server with `EnableAutoMerge` makes of a commit: `current` with all that leads from `base` to `wanted`.
///
/// # Errors
/// Why it does not merge, in DIRAC's words; none where its code raises an exception, or the sections nest too deep.
pub fn auto_merge(base: &Tree, current: &Tree, wanted: &Tree) -> Result<Tree, String> {
    let read = |tree| Cfg::of(tree).ok_or_else(String::new);
    let merged = merge::merge(&read(base)?, &read(current)?, &read(wanted)?);
    let merged = merged.map_err(|conflict| match conflict {
        Conflict::Said(words) => words,
        Conflict::Raised => String::new(),
    })?;
    merged.tree().map_err(|error| error.to_string())
}

/// Where the two servers are reached, as the configuration spells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Addresses {
    pub(super) master: String,
    pub(super) worker: String,
}

/// The configuration at its servers.
pub(super) struct Configuration {
    name: String,
    addresses: Addresses,
    /// What the master serves.
    current: Mutex<Arc<Served>>,
    /// The newest version that was given out.
    newest: Mutex<Timestamp>,
    history: Mutex<History>,
    /// The workers that have registered since the master began.
    registered: Mutex<Vec<String>>,
    worker: Mutex<Worker>,
    in_between: Mutex<Option<InBetween>>,
}

impl fmt::Debug for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Configuration").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The guarded value; a thread that panicked meanwhile has left it whole.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Configuration {
    /// The configuration `text` at both servers. A worker reads the master every `propagation`; `None`: as often as the
    /// option `PropagationTime` says, else every 300 s.
    pub(super) fn new(
        text: &str,
        addresses: Addresses,
        propagation: Option<SignedDuration>,
        now: Timestamp,
    ) -> Result<Self, Unservable> {
        let tree = cs::parse(text)?;
        let name = option(&tree, "Name").ok_or(Unservable::Nameless)?;
        let mut cfg = Cfg::of(&tree).ok_or(Unservable::TooDeep)?;
        if option(&tree, "Version").is_none() {
            cfg.set(&VERSION, &version_of(now));
        }
        let served = Arc::new(Served::new(&cfg)?);
        let worker = Mutex::new(Worker::new(Arc::clone(&served), propagation, now));
        Ok(Self {
            name,
            addresses,
            current: Mutex::new(served),
            newest: Mutex::new(Timestamp::MIN),
            history: Mutex::default(),
            registered: Mutex::default(),
            worker,
            in_between: Mutex::default(),
        })
    }

    /// What the master serves.
    pub(super) fn at_master(&self) -> Arc<Served> {
        Arc::clone(&held(&self.current))
    }

    /// What the worker serves.
    pub(super) fn at_worker(&self) -> Arc<Served> {
        held(&self.worker).served()
    }

    /// Lets commits call `hook` between comparing versions and setting the new configuration.
    pub(super) fn set_in_between(&self, hook: Option<InBetween>) {
        *held(&self.in_between) = hook;
    }

    /// The master's first request asked for `url`: its own address from then on, for everybody, without a new version.
    fn opened_master(&self, url: &str) {
        let current = self.at_master();
        let servers = current.tree().option("/DIRAC/Configuration/Servers");
        let listed = servers.is_some_and(|servers| servers.list().any(|server| server == url));
        let mut cfg = current.cfg();
        // in the master's local configuration its own address is a server already
        if !listed && url != self.addresses.master {
            cfg.set(&["DIRAC", "Configuration", "Servers"], url);
        }
        cfg.set(&["DIRAC", "Configuration", "MasterServer"], url);
        self.set(&cfg);
    }

    /// A commit or rollback: `bytes` is the packed configuration. The outer error is an exception in the server.
    fn update(
        &self,
        bytes: &[u8],
        committer: &str,
        overwrite: bool,
        now: Timestamp,
    ) -> Result<Result<(), String>, Raised> {
        let tree = cs::parse(unpack(bytes).ok_or(Raised)?).map_err(|_| Raised)?;
        let mut wanted = Cfg::of(&tree).ok_or(Raised)?;
        let current = self.at_master();
        let mine = current.version();
        let theirs = if overwrite {
            mine.clone()
        } else {
            option(&tree, "Version").unwrap_or_else(|| "0".into())
        };
        if theirs != mine {
            if !merging(&current) {
                return Ok(Err(format!(
                    "Local and remote versions differ ({mine} vs {theirs}). Cannot commit."
                )));
            }
            match self.merged(&current, &wanted, &theirs)? {
                Ok(cfg) => wanted = cfg,
                Err(why) => return Ok(Err(format!("AutoMerge failed: {why}"))),
            }
        }
        let name = tree.value("/DIRAC/Configuration/Name").unwrap_or_else(|| "None".into());
        if name != self.name {
            return Ok(Err(format!("Names differ: Server is {} and remote is {name}", self.name)));
        }
        let hook = held(&self.in_between).clone();
        if let Some(hook) = hook {
            hook();
        }
        let version = self.next_version(now);
        wanted.set(&VERSION, &version);
        let text = self.set(&wanted).ok_or(Raised)?.text();
        held(&self.history).add(&self.name, committer, &version, now, text.into());
        Ok(Ok(()))
    }

    /// `wanted`, made from the version `theirs`, on top of what is current.
    fn merged(
        &self,
        current: &Served,
        wanted: &Cfg,
        theirs: &str,
    ) -> Result<Result<Cfg, String>, Raised> {
        let Some(base) = held(&self.history).find(&self.name, theirs)? else {
            let why = "Could not AutoMerge. Could not retrieve original committer's version";
            return Ok(Err(why.into()));
        };
        let base = cs::parse(base).ok().and_then(|tree| Cfg::of(&tree)).ok_or(Raised)?;
        match merge::merge(&base, &current.cfg(), wanted) {
            Ok(cfg) => Ok(Ok(cfg)),
            Err(Conflict::Said(why)) => Ok(Err(why)),
            Err(Conflict::Raised) => Err(Raised),
        }
    }

    /// A worker at `url` wants to be listed: a new one makes a new version, and is listed with the workers before it; the
    /// master is not among them. An address where no CS answers is not taken.
    fn publish(&self, url: &str, now: Timestamp) {
        if url != self.addresses.worker && url != self.addresses.master {
            return;
        }
        let mut registered = held(&self.registered);
        if registered.iter().any(|known| known == url) {
            return;
        }
        registered.push(url.to_owned());
        let mut cfg = self.at_master().cfg();
        cfg.set(&["DIRAC", "Configuration", "Servers"], &registered.join(", "));
        cfg.set(&VERSION, &self.next_version(now));
        self.set(&cfg);
    }

    fn set(&self, cfg: &Cfg) -> Option<Arc<Served>> {
        // what was read once can be read again
        let served = Arc::new(Served::new(cfg).ok()?);
        *held(&self.current) = Arc::clone(&served);
        Some(served)
    }

    /// The version that a change at `now` makes. A test's clock may stand still; versions never do.
    fn next_version(&self, now: Timestamp) -> String {
        let mut newest = held(&self.newest);
        let next = newest.checked_add(SignedDuration::from_micros(1)).unwrap_or(now);
        *newest = now.max(next);
        version_of(*newest)
    }
}

/// Whether the master merges commits of older versions.
fn merging(served: &Served) -> bool {
    let enabled = option(served.tree(), "EnableAutoMerge").unwrap_or_default();
    ["yes", "true", "y"].iter().any(|word| enabled.eq_ignore_ascii_case(word))
}

/// The version that DIRAC makes of a time: Python's `str` of it, where whole seconds have no fraction.
fn version_of(at: Timestamp) -> String {
    let time = TimeZone::UTC.to_datetime(at);
    let format = if time.subsec_nanosecond() < 1000 { "%F %T" } else { "%F %T.%6f" };
    time.strftime(format).to_string()
}

#[cfg(test)]
mod tests;
