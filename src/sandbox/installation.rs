//! An installation put together and running: ports, content, certificates, services, files, in this order.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::credentials::{Credentials, CredentialsError};
use super::description::Description;
use super::files::{self, Written};
use super::http::{Handler, Request, Response};
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

/// A running installation. Dropping it stops the servers; its files stay until [`Sandbox::erase`].
pub struct Sandbox {
    server: Server,
    issuers: Issuers,
    records: Records,
    description: Description,
    written: Written,
}

impl Sandbox {
    /// Starts an installation. When this returns all ports answer and all files are written; after an error nothing of
    /// it is left.
    pub fn start(settings: &Settings) -> Result<Self, SandboxError> {
        let (ports, taken) = take(settings.ports)?;
        let places = settings.advertised.or(ports).places();
        let now = (settings.clock)();
        let content = (settings.content)(&places, now);
        let issuing = IssuerSettings {
            access_life: settings.access_lifetime.as_secs(),
            stored: Signing::for_rows(content.stored.len()),
            ..IssuerSettings::default()
        };
        // begun first: their RSA key is made in a thread of its own meanwhile
        let providers = Issuers::new(&content.issuers, &issuing, &settings.clock)?;
        let credentials = Credentials::make(&content, now)?;

        let anchor = Certificate::from_der(credentials.authority.certificate())?;
        let tls = server_config(
            credentials.host.tls_chain(&credentials.authority),
            credentials.host.tls_key(),
            Verifier::new(vec![anchor], settings.clock.clone()),
        )?;

        let names = content.issuers.iter().map(|issuer| issuer.provider.clone());
        let issuers: BTreeMap<String, String> =
            names.clone().zip(places.issuers.iter().cloned()).collect();
        let names = ["master".to_owned(), "services".to_owned()].into_iter().chain(names);
        let empty = || Arc::new(Empty) as Arc<dyn Handler>;
        let handlers = providers.all().iter().map(|issuer| issuer.clone() as Arc<dyn Handler>);
        let handlers = [empty(), empty()].into_iter().chain(handlers);
        let services = names.zip(taken).zip(handlers);
        let services = services.map(|((name, port), handler)| Service { name, port, handler });
        let records = Records::default();

        let mut written = Written::default();
        let directory: &Path = &settings.directory;
        let started = files::write(&mut written, directory, &credentials, &places, issuers)
            .map_err(|error| SandboxError::Files { path: directory.to_owned(), error })
            .and_then(|description| {
                Server::start(services.collect(), &Arc::new(tls), &records)
                    .map(|server| (description, server))
                    .map_err(SandboxError::Servers)
            });
        match started {
            Ok((description, server)) => {
                Ok(Self { server, issuers: providers, records, description, written })
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

    /// Every request so far.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// The issuers, to look at what they did and to approve in the place of people.
    pub fn issuers(&self) -> &Issuers {
        &self.issuers
    }

    /// The switch of a port: `master`, `services` (worker and TokenManager), or an issuer by its IdProvider's name.
    pub fn gate(&self, name: &str) -> Option<&Gate> {
        self.server.gates().iter().find(|gate| gate.name() == name)
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

/// Where nothing is: every path is unknown.
struct Empty;

impl Handler for Empty {
    fn answer(&self, _: &Request) -> Response {
        Response { status: 404, ..Response::default() }
    }
}
