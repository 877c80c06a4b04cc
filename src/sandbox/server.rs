//! The ports of the installation: TLS and HTTP/1.1 on loopback, in one thread of their own, until they are stopped.
//!
//! Handlers run beside that thread, at most a few at a time, so that a slow one keeps nobody from connecting. A client that
//! breaks off, stalls or sends nonsense costs its own connection only.

mod connection;
mod dates;
mod gate;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use rustls::ServerConfig;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use super::http::Handler;
use super::record::Records;
use connection::Shared;
use dates::Dates;
use gate::{Door, Order};

pub use gate::Gate;

/// Connections that all ports together serve at a time; further ones wait to be accepted.
const CONNECTIONS: usize = 512;

/// Handlers that run at a time.
const WORKERS: usize = 4;

/// How long an answer in the making may hold up the end.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// A port that has been taken, before anything answers on it.
#[derive(Debug)]
pub struct Port {
    listener: TcpListener,
    number: u16,
}

impl Port {
    /// Takes a port of 127.0.0.1; 0 lets the system choose.
    pub fn take(number: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, number))?;
        listener.set_nonblocking(true)?;
        let number = listener.local_addr()?.port();
        Ok(Self { listener, number })
    }

    /// Its number.
    pub fn number(&self) -> u16 {
        self.number
    }
}

/// What answers on a port.
pub struct Service {
    /// Name in the records.
    pub name: String,
    /// The port.
    pub port: Port,
    /// What stands behind it.
    pub handler: Arc<dyn Handler>,
}

/// Running servers. Dropping this closes every port and connection and waits for the thread.
#[derive(Debug)]
pub struct Server {
    stop: CancellationToken,
    thread: Option<JoinHandle<()>>,
    gates: Vec<Gate>,
}

impl Server {
    /// Starts all `services`; their ports answer when this returns.
    pub fn start(
        services: Vec<Service>,
        tls: &Arc<ServerConfig>,
        records: &Records,
    ) -> io::Result<Self> {
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        let mut gates = Vec::new();
        let mut doors = Vec::new();
        for service in services {
            let dates = Dates::default();
            let shared = Arc::new(Shared {
                service: service.name.clone(),
                acceptor: TlsAcceptor::from(tls.clone()),
                handler: service.handler,
                records: records.clone(),
                dates: dates.clone(),
            });
            let (gate, orders) = Gate::new(service.name, dates);
            gates.push(gate);
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, service.port.number));
            let door = Door { address, places: places.clone(), shared };
            doors.push((door, service.port.listener, orders));
        }
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let (ready, started) = mpsc::channel();
        let thread = std::thread::Builder::new().name("sandbox".to_owned()).spawn(move || {
            let runtime = match runtime(doors) {
                Ok(runtime) => runtime,
                Err(error) => return drop(ready.send(Err(error))),
            };
            drop(ready.send(Ok(())));
            runtime.block_on(stopped.cancelled());
            // ends every task with its sockets; an answer in the making gets a moment
            runtime.shutdown_timeout(LAST_WORDS);
        })?;
        let server = Self { stop, thread: Some(thread), gates };
        started.recv().map_err(|_| io::Error::other("the thread of the servers has ended"))??;
        Ok(server)
    }

    /// The switches of the ports, in the order of the services.
    pub fn gates(&self) -> &[Gate] {
        &self.gates
    }
}

/// A port with its switch, before anything runs.
type Prepared = (Door, TcpListener, UnboundedReceiver<Order>);

fn runtime(doors: Vec<Prepared>) -> io::Result<Runtime> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(WORKERS)
        .thread_name("sandbox-work")
        .build()?;
    let guard = runtime.enter();
    for (door, listener, orders) in doors {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        runtime.spawn(door.keep(listener, orders));
    }
    drop(guard);
    Ok(runtime)
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.cancel();
        if let Some(thread) = self.thread.take() {
            // a panic in there has been printed already
            drop(thread.join());
        }
    }
}

#[cfg(test)]
mod tests;
