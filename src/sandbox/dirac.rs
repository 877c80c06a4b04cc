//! DIRAC's services over https: `Configuration/Server` as master and as worker, and the TokenManager, behaving as those of
//! DIRAC 9.1.22 do (facts/dirac-live.md, facts/dirac.md 1, 3 and 4).
//!
//! Two ports, as two server processes would have them: the master alone on one; the worker and the TokenManager on the
//! other, with the worker's copy of the configuration. All state is in memory.
//!
//! | part | is |
//! |---|---|
//! | `request`, `reply` | forms and answers as Tornado has them |
//! | `service`, `common` | from path and method to the call, and the methods of every service |
//! | `credentials`, `authorize`, `registry`, `cache` | who calls, whether that is allowed, and for how long it is remembered |
//! | `configuration` | versions, commits, history, the stale worker |
//! | `token_manager`, `identity_provider`, [`providers`] | rows, tokens, and the issuers they come from |
//! | `python` | what the server's language makes of arguments that nobody checks |

mod authorize;
mod cache;
mod common;
mod configuration;
mod credentials;
mod identity_provider;
pub mod providers;
mod python;
mod registry;
mod reply;
mod request;
mod service;
mod token_manager;

use std::fmt;
use std::sync::{Arc, OnceLock};

use jiff::SignedDuration;

pub use self::configuration::{InBetween, Unservable, auto_merge};

use self::authorize::Authorizer;
use self::configuration::{Addresses, Configuration, ConfigurationServer};
use self::providers::Providers;
use self::registry::Registry;
use self::service::{Component, Service};
use self::token_manager::TokenManager;
use super::Clock;
use super::content::{Content, Places};
use super::http::{Handler, Request, Response};

/// For how long things are remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// A service remembers for this long whom it found in which group; 60 s in DIRAC.
    pub group: SignedDuration,
    /// A server process remembers for this long what it read of the Registry; 300 s in DIRAC.
    pub registry: SignedDuration,
    /// The worker reads the master this often. `None`: as the configuration says, 300 s if it does not.
    pub propagation: Option<SignedDuration>,
}

/// As DIRAC has them.
impl Default for Memory {
    fn default() -> Self {
        Self {
            group: SignedDuration::from_secs(60),
            registry: SignedDuration::from_secs(300),
            propagation: None,
        }
    }
}

/// The services of an installation.
pub struct Services {
    configuration: Arc<Configuration>,
    tokens: Arc<TokenManager>,
    master: Arc<Port>,
    others: Arc<Port>,
}

impl fmt::Debug for Services {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Services")
            .field("configuration", &self.configuration)
            .finish_non_exhaustive()
    }
}

impl Services {
    /// The services that `content` describes, reached at `places`.
    ///
    /// # Errors
    /// [`Unservable`] if the content's configuration cannot be served.
    pub fn new(
        content: &Content,
        places: &Places,
        providers: &Arc<dyn Providers>,
        memory: Memory,
        clock: &Clock,
    ) -> Result<Self, Unservable> {
        let now = clock();
        let addresses = Addresses { master: places.master.clone(), worker: places.worker.clone() };
        let configuration =
            Arc::new(Configuration::new(&content.cs, addresses, memory.propagation, now)?);
        let service = |component: Arc<dyn Component>, registry: &Arc<Registry>| Service {
            authorizer: Authorizer::new(component.name(), memory.group),
            component,
            registry: Arc::clone(registry),
            providers: Arc::clone(providers),
            opened: OnceLock::new(),
            begun: now,
        };
        let port = |services| {
            let (configuration, clock) = (Arc::clone(&configuration), Arc::clone(clock));
            Arc::new(Port { configuration, clock, services })
        };
        // what a process remembers of the Registry, all its services share
        let at_master = Arc::new(Registry::new(memory.registry));
        let at_services = Arc::new(Registry::new(memory.registry));
        let master = ConfigurationServer::master(Arc::clone(&configuration));
        let worker = ConfigurationServer::worker(Arc::clone(&configuration));
        let tokens = Arc::new(TokenManager::new(
            component_of(&places.token_manager).to_owned(),
            Arc::clone(&configuration),
            Arc::clone(&at_services),
            Arc::clone(providers),
            content.stored.clone(),
        ));
        let master = port(vec![service(Arc::new(master), &at_master)]);
        let others = port(vec![
            service(Arc::new(worker), &at_services),
            service(Arc::clone(&tokens) as Arc<dyn Component>, &at_services),
        ]);
        Ok(Self { configuration, tokens, master, others })
    }

    /// What stands behind the master's port.
    pub fn master(&self) -> Arc<dyn Handler> {
        Arc::clone(&self.master) as Arc<dyn Handler>
    }

    /// What stands behind the port of worker and TokenManager.
    pub fn services(&self) -> Arc<dyn Handler> {
        Arc::clone(&self.others) as Arc<dyn Handler>
    }

    /// Takes TokenDB down, or brings it up again.
    pub fn set_database_down(&self, down: bool) {
        self.tokens.set_database_down(down);
    }

    /// Calls `hook` within each commit, after the versions were compared and before the new configuration is set: no lock
    /// spans the two. A hook that commits itself is called for that commit too.
    pub fn set_in_between(&self, hook: Option<InBetween>) {
        self.configuration.set_in_between(hook);
    }
}

/// `System/Name` in a service's URL.
fn component_of(url: &str) -> &str {
    let path = url.splitn(4, '/').nth(3).unwrap_or_default();
    path.trim_end_matches('/')
}

/// A port with its services.
struct Port {
    configuration: Arc<Configuration>,
    clock: Clock,
    services: Vec<Service>,
}

impl Handler for Port {
    fn answer(&self, request: &Request) -> Response {
        let now = (self.clock)();
        self.configuration.tick(now);
        match self.services.iter().find(|service| service.is_at(&request.path)) {
            Some(service) => service.answer(request, now),
            None => reply::not_found(request),
        }
    }
}
