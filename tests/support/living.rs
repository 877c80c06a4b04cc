//! The embedded installation with a proxy before its configuration server, and the command that opens the console on it.

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use dirac_tokens::sandbox::settings::Settings;
use dirac_tokens::sandbox::world::{self, Size};
use jiff::Timestamp;
use tempfile::TempDir;

use super::faults::FaultProxy;
use super::guarded::{Guarded, Leave};

/// A running installation. Everything of it is gone when it is dropped.
pub struct Living {
    sandbox: Guarded,
    /// Stands before the master, which is all that the client's configuration names.
    pub proxy: FaultProxy,
    /// The home of whoever uses it: empty at first.
    pub home: TempDir,
}

impl Living {
    /// Starts it; what the program may send is said.
    pub fn start(leave: Leave) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let directory = home.path().join("installation");
        let content = |places: &_, now| world::content(&Size::default(), places, now);
        #[expect(clippy::disallowed_methods, reason = "a real program runs on it, at its own time")]
        let clock = Arc::new(Timestamp::now);
        let mut settings = Settings::new(directory, Arc::new(content), clock);
        settings.ports.master = free_port();
        let proxy = FaultProxy::before(settings.ports.master);
        settings.advertised.master = proxy.port();
        let sandbox = Guarded::start(&settings, leave);
        Self { sandbox, proxy, home }
    }

    /// Options for the program, so that it is the administrator of this installation.
    pub fn options(&self) -> Vec<OsString> {
        let description = self.sandbox.description();
        let proxy = description.proxies.get("admin").expect("the administrator's proxy");
        let options: [(&str, &Path); 3] =
            [("--cfg", &description.cfg), ("--ca-dir", &description.ca_dir), ("--proxy", proxy)];
        options.into_iter().flat_map(|(name, value)| [name.into(), value.into()]).collect()
    }

    /// Environment of the program.
    pub fn environment(&self) -> [(&'static str, OsString); 4] {
        [
            ("HOME", self.home.path().into()),
            ("PATH", "/usr/bin:/bin".into()),
            ("TERM", "xterm-256color".into()),
            ("LANG", "C.UTF-8".into()),
        ]
    }
}

/// A port that nobody had a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}
