//! An installation put together and running: ports, content, certificates, services, files, in this order.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::Clock;
use super::content::Places;
use super::credentials::{Credentials, CredentialsError};
use super::description::Description;
use super::dirac::providers::{InProcess, Providers};
use super::dirac::{Services, Unservable};
use super::files::{self, Written};
use super::http::Handler;
use super::issuer::keys::{Signing, SigningError};
use super::issuer::{IssuerSettings, Issuers};
use super::record::Records;
use super::server::{Gate, Port, Server, Service};
use super::settings::{Ports, Settings};
use super::verifier::{Verifier, server_config};
use crate::domain::x509::{Certificate, CertificateError};

/// Why an installation does not start.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// Its directory cannot be made or written to.
    #[error("the files of the installation cannot be written below {}: {error}", path.display())]
    Files {
        /// The directory.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A port cannot be had.
    #[error("port {number} of 127.0.0.1 cannot be taken: {error}")]
    Port {
        /// The port; 0 if the system was to choose.
        number: u16,
        /// What the system says.
        error: io::Error,
    },
    /// The content asks for certificates that cannot be made.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// The certificates are refused by our own reader.
    #[error("the installation's own CA cannot be read: {0}")]
    Certificate(#[from] CertificateError),
    /// The content's configuration is none that a CS would serve.
    #[error(transparent)]
    Configuration(#[from] Unservable),
    /// The issuers have no keys to sign with.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// The TLS library refuses the certificates.
    #[error("the TLS library could not be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// The servers' thread could not be started.
    #[error("the servers cannot be started: {0}")]
    Servers(io::Error),
}

/// Name of the master's port, for [`Sandbox::take_down`] and in the records.
pub const MASTER: &str = "master";

/// Name of the port of the worker and the TokenManager.
pub const SERVICES: &str = "services";

/// A running installation. Dropping it stops the servers; its files stay until [`Sandbox::erase`].
pub struct Sandbox {
    server: Server,
    services: Services,
    issuers: Issuers,
    records: Records,
    own_places: Places,
    description: Description,
    written: Written,
}

impl Sandbox {
    /// Starts an installation. When this returns all ports answer and all files are written; after an error nothing of
    /// it is left.
    pub fn start(settings: &Settings) -> Result<Self, SandboxError> {
        let (ports, taken) = take(settings.ports)?;
        let own_places = ports.places();
        let places = settings.advertised.or(ports).places();
        let now = (settings.clock)();
        let content = (settings.content)(&places, now);
        let issuing = IssuerSettings {
            access_life: settings.access_lifetime.as_secs(),
            stored: Signing::for_rows(content.stored.len()),
            ..IssuerSettings::default()
        };
        // begun first: their RSA key is made in a thread of its own meanwhile
        let issuers = Issuers::new(&content.issuers, &issuing, &settings.clock)?;
        let providers = InProcess::new(issuers.clone(), &content.issuers);
        let providers: Arc<dyn Providers> = Arc::new(providers);
        let services =
            Services::new(&content, &places, &providers, settings.memory, &settings.clock)?;
        let credentials = Credentials::make(&content, now)?;

        let anchor = Certificate::from_der(credentials.authority.certificate())?;
        let tls = server_config(
            credentials.host.tls_chain(&credentials.authority),
            credentials.host.tls_key(),
            Verifier::new(vec![anchor], settings.clock.clone()),
        )?;

        let names = content.issuers.iter().map(|issuer| issuer.provider.clone());
        let urls: BTreeMap<String, String> =
            names.clone().zip(places.issuers.iter().cloned()).collect();
        let names = [MASTER.to_owned(), SERVICES.to_owned()].into_iter().chain(names);
        let handlers = issuers.all().iter().map(|issuer| issuer.clone() as Arc<dyn Handler>);
        let handlers = [services.master(), services.services()].into_iter().chain(handlers);
        let behind = names.zip(taken).zip(handlers);
        let behind = behind.map(|((name, port), handler)| Service { name, port, handler });
        let records = Records::default();

        let mut written = Written::default();
        let directory: &Path = &settings.directory;
        let started = files::write(&mut written, directory, &credentials, &places, urls)
            .map_err(|error| SandboxError::Files { path: directory.to_owned(), error })
            .and_then(|description| {
                Server::start(behind.collect(), &Arc::new(tls), &records)
                    .map(|server| (description, server))
                    .map_err(SandboxError::Servers)
            });
        match started {
            Ok((description, server)) => {
                Ok(Self { server, services, issuers, records, own_places, description, written })
            }
            Err(error) => {
                // the first error counts
                drop(written.erase());
                Err(error)
            }
        }
    }

    /// Where everything is.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// Where the servers themselves are reached, whatever clients are told.
    pub fn own_places(&self) -> &Places {
        &self.own_places
    }

    /// Every request so far.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// The issuers, to look at what they did and to approve in the place of people.
    pub fn issuers(&self) -> &Issuers {
        &self.issuers
    }

    /// The services, to take TokenDB down and to get between the two halves of a commit.
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// Takes a server down: [`MASTER`], [`SERVICES`], or an issuer by its IdProvider's name. Its port refuses connections
    /// when this returns, and an issuer is down for the TokenManager too.
    pub fn take_down(&self, name: &str) -> io::Result<()> {
        self.gate(name)?.shut()?;
        self.issuers.named(name).into_iter().for_each(|issuer| issuer.set_down(true));
        Ok(())
    }

    /// Brings a server up again, with all that it remembers. An error: somebody else has taken its port.
    pub fn bring_up(&self, name: &str) -> io::Result<()> {
        self.issuers.named(name).into_iter().for_each(|issuer| issuer.set_down(false));
        self.gate(name)?.open()
    }

    /// From now on a server, named as for [`Self::take_down`], puts this clock's time into the header `Date` of its answers;
    /// `None`: the machine's. Nothing else of it changes.
    pub fn set_dates(&self, name: &str, clock: Option<Clock>) -> io::Result<()> {
        self.gate(name)?.set_dates(clock);
        Ok(())
    }

    fn gate(&self, name: &str) -> io::Result<&Gate> {
        let gate = self.server.gates().iter().find(|gate| gate.name() == name);
        gate.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, format!("no server {name}")))
    }

    /// Stops the servers: no port, connection or thread is left when this returns. The files stay.
    pub fn stop(self) {
        drop(self.server);
    }

    /// Stops the servers and removes every file that was written, and the directories made that are empty then.
    pub fn erase(self) -> io::Result<()> {
        let Self { server, mut written, .. } = self;
        drop(server);
        written.erase()
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("urls", &self.description.urls).finish_non_exhaustive()
    }
}

/// Takes all ports; gives their numbers and them, in the order master, services, issuers.
fn take(wanted: Ports) -> Result<(Ports, Vec<Port>), SandboxError> {
    let take = |number| Port::take(number).map_err(|error| SandboxError::Port { number, error });
    let (master, services) = (take(wanted.master)?, take(wanted.services)?);
    let [a, b, c] = wanted.issuers;
    let issuers = [take(a)?, take(b)?, take(c)?];
    let numbers = Ports {
        master: master.number(),
        services: services.number(),
        issuers: issuers.each_ref().map(Port::number),
    };
    Ok((numbers, [master, services].into_iter().chain(issuers).collect()))
}
