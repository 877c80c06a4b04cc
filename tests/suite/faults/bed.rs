//! An embedded installation with a proxy before each of its two DIRAC servers, and clients that know only the proxies.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use dirac_tokens::ops::connection::{Connection, Plan};
use dirac_tokens::sandbox::installation::{MASTER, SERVICES};
use dirac_tokens::wire::configuration::ConfigurationClient;
use dirac_tokens::wire::error::{ErrorKind, Phase, WireError};
use dirac_tokens::wire::http::{Http, Timeouts};
use dirac_tokens::wire::rpc::{Caller, HttpsRpc, Unlocked, WriteUnlocked};
use dirac_tokens::wire::tls;
use dirac_tokens::wire::token_manager::TokenManagerClient;
use dirac_tokens::wire::url::{CanonicalUrls, ServiceUrl};

use crate::contract::backend::{Backend as _, Persona};
use crate::contract::embedded::Embedded;
use crate::support::faults::{Fault, FaultProxy};

/// More than a client waits for anything.
pub const AN_AGE: Duration = Duration::from_secs(200);

/// The installation, and what stands before it.
pub struct Bed {
    pub embedded: Embedded,
    /// Before the master.
    pub master: FaultProxy,
    /// Before the worker and the TokenManager.
    pub services: FaultProxy,
    cfg: PathBuf,
    _directory: tempfile::TempDir,
}

fn port(url: &str) -> u16 {
    reqwest::Url::parse(url).expect("a URL").port().expect("a port")
}

impl Bed {
    /// Everything started, no fault yet.
    pub fn new() -> Self {
        let embedded = Embedded::start();
        let master = FaultProxy::before(port(&embedded.master()));
        let services = FaultProxy::before(port(&embedded.token_manager()));
        let directory = tempfile::tempdir().expect("a directory");
        let cfg = directory.path().join("dirac.cfg");
        let bed = Self { embedded, master, services, cfg, _directory: directory };
        bed.name_servers(&[bed.master_url()]);
        bed
    }

    /// What the clients' cfg names; the TokenManager is always reached through its proxy.
    pub fn name_servers(&self, servers: &[String]) {
        let text = format!(
            "DIRAC\n{{\n  Configuration\n  {{\n    Servers = {}\n  }}\n}}\nSystems\n{{\n  Framework\n  {{\n    URLs\n    {{\n      \
             TokenManager = {}\n    }}\n  }}\n}}\n",
            servers.join(", "),
            self.tokens_url()
        );
        std::fs::write(&self.cfg, text).expect("a cfg");
    }

    /// The master behind its proxy.
    pub fn master_url(&self) -> String {
        self.master.in_place_of(&self.embedded.master())
    }

    /// The TokenManager behind its proxy.
    pub fn tokens_url(&self) -> String {
        self.services.in_place_of(&self.embedded.token_manager())
    }

    /// How the administrator reaches the proxies.
    pub fn plan(&self) -> Plan {
        let plan = self.embedded.plan_with(Persona::Admin, &self.cfg);
        Plan { timeout: Timeouts::default().total, ..plan }
    }

    /// The administrator's clients, with connections of their own.
    pub fn http(&self) -> Arc<Http> {
        let connection = Connection::open(&self.plan()).expect("nothing is wrong on this side");
        let config = tls::client_config(&connection.roots, Some(&connection.identity));
        Arc::new(Http::new(config.expect("TLS"), Timeouts::default()))
    }

    /// The CS at `servers`.
    pub fn configuration(&self, servers: &[String]) -> ConfigurationClient<HttpsRpc> {
        let known = CanonicalUrls::new(servers);
        let urls: Vec<_> = servers.iter().map(|url| known.admit(url).expect("canonical")).collect();
        let rpc = HttpsRpc::of_configuration(self.http(), &urls, Caller::AsPresented);
        ConfigurationClient::new(rpc.expect("https"))
    }

    /// The TokenManager.
    pub fn tokens(&self) -> TokenManagerClient<HttpsRpc> {
        TokenManagerClient::new(self.rpc(&self.tokens_url()))
    }

    /// A session with the TokenManager that may change something.
    pub fn unlocked(&self) -> HttpsRpc<Unlocked> {
        self.rpc(&self.tokens_url()).unlock(&WriteUnlocked::asked_for())
    }

    /// A session with the TokenManager at `url`.
    pub fn rpc(&self, url: &str) -> HttpsRpc {
        let url = ServiceUrl::parse(url, "Framework", "TokenManager").expect("a URL");
        HttpsRpc::of_service(self.http(), &[url], Caller::AsPresented).expect("https")
    }

    /// The same fault at both doors, for connections that are open too.
    pub fn set(&self, fault: &Fault) {
        self.master.set(fault.clone());
        self.services.set(fault.clone());
    }

    /// Waits until every connection is over, those that stall let go.
    pub async fn all_closed(&self) {
        for proxy in [&self.master, &self.services] {
            proxy.release();
            proxy.until(|seen| seen.closed == seen.connections).await;
        }
    }

    /// Waits until nothing that was sent is still under way: the doors are shut, with every connection, and opened again.
    pub fn settle(&self) {
        let sandbox = &self.embedded.sandbox;
        for name in [MASTER, SERVICES] {
            sandbox.take_down(name).expect("down");
            // somebody else's connection may have the port for a moment
            while sandbox.bring_up(name).is_err() {
                std::thread::yield_now();
            }
        }
    }
}

/// A runtime whose clock stands still but for [`StoppedClock::on_stalls`]; it never goes on because nothing happens. What a
/// test does with real sockets then takes no time, and a server that says nothing takes what it is given.
pub struct StoppedClock(());

impl StoppedClock {
    /// Runs a test with such a clock.
    pub fn run(test: impl AsyncFnOnce(Self)) {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_all().start_paused(true).build().expect("runtime");
        // a blocking task keeps the clock from being wound forward; it ends before the runtime does, even in a panic
        let (_hold, held) = channel::<()>();
        runtime.spawn_blocking(move || held.recv());
        runtime.block_on(test(Self(())));
    }

    /// The result of `call`, with an age going by each time that one of the proxies stalls.
    pub async fn on_stalls<T>(&self, bed: &Bed, call: impl Future<Output = T>) -> T {
        let mut call = std::pin::pin!(call);
        let mut known = bed.master.seen().stalls + bed.services.seen().stalls;
        loop {
            let (master, services) = (bed.master.seen().stalls, bed.services.seen().stalls);
            if master + services > known {
                known = master + services;
                tokio::time::advance(AN_AGE).await;
            }
            tokio::select! {
                done = &mut call => return done,
                _ = bed.master.until(|seen| seen.stalls > master) => {}
                _ = bed.services.until(|seen| seen.stalls > services) => {}
            }
        }
    }
}

/// An error in one or two words, for tables and counts.
pub fn word(error: &WireError) -> String {
    let phase = |phase: &Phase| match phase {
        Phase::Connect => "connecting",
        Phase::Answer => "before the answer",
        Phase::Body => "in the answer",
    };
    match error.kind() {
        ErrorKind::Timeout { phase: at, .. } => format!("timeout {}", phase(at)),
        ErrorKind::Dropped { phase: at } => format!("dropped {}", phase(at)),
        ErrorKind::Unreachable { .. } => "unreachable".into(),
        ErrorKind::Tls(tls) => format!("TLS {:?}", tls.trouble),
        ErrorKind::TooLarge { .. } => "too large".into(),
        ErrorKind::Protocol { .. } => "protocol".into(),
        other => format!("{other:?}"),
    }
}
