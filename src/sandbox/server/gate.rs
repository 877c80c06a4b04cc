//! A port that can be shut and opened again while the rest goes on: how a server is down for a test.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_util::sync::CancellationToken;

use super::connection::{self, Shared};
use super::dates::Dates;
use crate::sandbox::Clock;

/// How long to wait before another connection is accepted when the system has no room for it.
const NO_ROOM: Duration = Duration::from_millis(20);

/// Shut or open, and whom to tell when it is done.
pub(super) struct Order {
    open: bool,
    done: mpsc::Sender<io::Result<()>>,
}

/// The switch of one port.
#[derive(Clone, Debug)]
pub struct Gate {
    name: String,
    orders: UnboundedSender<Order>,
    dates: Dates,
}

impl Gate {
    pub(super) fn new(name: String, dates: Dates) -> (Self, UnboundedReceiver<Order>) {
        let (orders, received) = unbounded_channel();
        (Self { name, orders, dates }, received)
    }

    /// The service's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Closes the port and every connection to it; who connects then is refused by the system. Returns when that is so.
    pub fn shut(&self) -> io::Result<()> {
        self.order(false)
    }

    /// Opens the same port again. An error: somebody else has taken it, or the servers have been stopped.
    pub fn open(&self) -> io::Result<()> {
        self.order(true)
    }

    /// From now on the header `Date` of its answers is by this clock; `None`: by the machine's.
    pub fn set_dates(&self, clock: Option<Clock>) {
        self.dates.set(clock);
    }

    fn order(&self, open: bool) -> io::Result<()> {
        let (done, answer) = mpsc::channel();
        let ended = || io::Error::other("the servers have been stopped");
        self.orders.send(Order { open, done }).map_err(|_| ended())?;
        answer.recv().map_err(|_| ended())?
    }
}

/// The other side of a gate: accepts connections while it is open.
pub(super) struct Door {
    pub(super) address: SocketAddr,
    pub(super) places: Arc<Semaphore>,
    pub(super) shared: Arc<Shared>,
}

impl Door {
    /// Obeys `orders` until nobody can give any.
    pub(super) async fn keep(self, listener: TcpListener, mut orders: UnboundedReceiver<Order>) {
        let mut listener = Some(listener);
        let mut period = CancellationToken::new();
        loop {
            let order = match &listener {
                Some(listener) => tokio::select! {
                    order = orders.recv() => order,
                    () = self.accept(listener, &period) => continue,
                },
                None => orders.recv().await,
            };
            let Some(order) = order else { break };
            let done = match (order.open, listener.take()) {
                (true, Some(open)) => {
                    listener = Some(open);
                    Ok(())
                }
                (true, None) => TcpListener::bind(self.address).await.map(|bound| {
                    period = CancellationToken::new();
                    listener = Some(bound);
                }),
                (false, _) => {
                    period.cancel();
                    Ok(())
                }
            };
            // whoever gave the order may have gone
            drop(order.done.send(done));
        }
    }

    /// Accepts one connection and serves it beside.
    async fn accept(&self, listener: &TcpListener, period: &CancellationToken) {
        let Ok(place) = self.places.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let (shared, period) = (self.shared.clone(), period.clone());
                tokio::spawn(async move {
                    // not waited for at the end of a period: the port is shut first
                    period.run_until_cancelled(connection::serve(stream, shared)).await;
                    drop(place);
                });
            }
            // the client is gone, or there are too many open files: neither ends the server
            Err(_) => tokio::time::sleep(NO_ROOM).await,
        }
    }
}
