//! How an installation is to be: where its files go, which ports it has, how long it remembers.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::Clock;
use super::content::{Content, Places};
use super::dirac::Memory;

/// Makes the content, once the URLs are known.
pub type MakeContent = Arc<dyn Fn(&Places, Timestamp) -> Content + Send + Sync>;

/// Everything that can be chosen.
#[derive(Clone)]
pub struct Settings {
    /// All files go below it. It is made if it is not there, for its owner only.
    pub directory: PathBuf,
    /// What time it is.
    pub clock: Clock,
    /// Ports to listen on; 0 lets the system choose.
    pub ports: Ports,
    /// Ports that clients are told instead, because something stands in front of the servers; 0: the real one.
    pub advertised: Ports,
    /// How long the services remember groups, the Registry and, in the worker, the configuration.
    pub memory: Memory,
    /// How long access tokens are good that the issuers issue.
    pub access_lifetime: SignedDuration,
    /// What the installation consists of.
    pub content: MakeContent,
}

impl Settings {
    /// Times as in DIRAC, ports chosen by the system, and the given content.
    pub fn new(directory: PathBuf, content: MakeContent, clock: Clock) -> Self {
        Self {
            directory,
            clock,
            ports: Ports::default(),
            advertised: Ports::default(),
            memory: Memory::default(),
            access_lifetime: SignedDuration::from_hours(1),
            content,
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("directory", &self.directory)
            .field("ports", &self.ports)
            .field("advertised", &self.advertised)
            .finish_non_exhaustive()
    }
}

/// A port for each server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ports {
    /// The CS's master.
    pub master: u16,
    /// The CS's worker and the TokenManager.
    pub services: u16,
    /// The issuers, in the order of the content.
    pub issuers: [u16; 3],
}

impl Ports {
    /// Five ports in a row; `None` if there are not as many above `base`.
    pub fn from_base(base: u16) -> Option<Self> {
        let next = |distance| base.checked_add(distance);
        Some(Self { master: base, services: next(1)?, issuers: [next(2)?, next(3)?, next(4)?] })
    }

    /// These, and those of `others` where there is none.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        let pick = |own: u16, other| if own == 0 { other } else { own };
        let mut issuers = self.issuers;
        for (own, other) in issuers.iter_mut().zip(others.issuers) {
            *own = pick(*own, other);
        }
        Self {
            master: pick(self.master, others.master),
            services: pick(self.services, others.services),
            issuers,
        }
    }

    /// The URLs with these ports, always on `localhost`: what the certificate names, and what everybody has to spell.
    pub fn places(self) -> Places {
        let at = |port: u16| format!("https://localhost:{port}");
        Places {
            master: format!("{}/Configuration/Server", at(self.master)),
            worker: format!("{}/Configuration/Server", at(self.services)),
            token_manager: format!("{}/Framework/TornadoTokenManager", at(self.services)),
            issuers: self.issuers.map(at),
        }
    }
}
