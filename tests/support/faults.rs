//! A proxy on the bytes of TCP that stands before a server and does to its connections what networks do: drops, stalls,
//! drips, damages, cuts off, answers with an alert.
//!
//! It knows no TLS, so both ends keep their own certificates and `localhost` fits. It runs on a thread of its own and
//! counts what it sees: a test waits until something has happened, and nothing sleeps.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::thread::JoinHandle;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};

/// Bytes that are moved at once.
const PIECE: usize = 16 << 10;

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From the client to the server.
    Up,
    /// From the server to the client.
    Down,
}

/// What is done to a connection. Offsets count its bytes in one direction, those of TLS's handshake included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: bytes go through as they are.
    None,
    /// The connection is accepted and closed at once; the server behind never hears of it.
    DropAtConnect,
    /// After so many bytes both connections are closed in order.
    Cut(Way, u64),
    /// After so many bytes both connections are reset.
    Reset(Way, u64),
    /// After so many bytes nothing more goes through in this direction, until the test lets go.
    Stall(Way, u64),
    /// Every byte comes alone, and the next one only when the test asks for it.
    Drip(Way),
    /// After so many bytes every byte is another one.
    Garbage(Way, u64),
    /// The server is left out: these bytes are the answer to the client's first ones, and then it is over.
    Says(Vec<u8>),
}

impl Fault {
    /// A fatal TLS alert (RFC 8446 section 6) instead of a handshake.
    pub fn alert(description: u8) -> Self {
        Self::Says(vec![21, 3, 3, 0, 2, 2, description])
    }
}

/// What the proxy has seen so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Connections accepted.
    pub connections: u64,
    /// Of these, how many are over.
    pub closed: u64,
    /// Stalls that have begun, those let go included.
    pub stalls: u64,
    /// Bytes dripped.
    pub drips: u64,
    /// Bytes passed on to the server, over all connections.
    pub up: u64,
    /// Bytes passed on to the client, over all connections.
    pub down: u64,
}

#[derive(Debug)]
struct State {
    /// What happens to connections that no entry of `next` is for.
    standing: Fault,
    /// One fault for each of the next connections.
    next: VecDeque<Fault>,
    seen: Seen,
    /// How many stalls have been let go, all that come included when it is the largest number.
    released: u64,
    /// How many bytes may have dripped.
    beats: u64,
}

/// The proxy; everything ends when it is dropped.
#[derive(Debug)]
pub struct FaultProxy {
    port: u16,
    state: watch::Sender<State>,
    handle: Handle,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl FaultProxy {
    /// A proxy on a port of its own before `127.0.0.1:target`, without faults at first.
    pub fn before(target: u16) -> Self {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
        let handle = runtime.handle().clone();
        // not through the runtime: whoever starts a proxy may be in a runtime of its own
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a socket");
        let port = listener.local_addr().expect("address").port();
        let (state, _) = watch::channel(State {
            standing: Fault::None,
            next: VecDeque::new(),
            seen: Seen::default(),
            released: 0,
            beats: 0,
        });
        let (stop, stopped) = oneshot::channel();
        let shared = state.clone();
        let thread = std::thread::spawn(move || {
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener).expect("a listener");
                tokio::select! {
                    () = accept(listener, target, shared) => {}
                    _ = stopped => {}
                }
            });
        });
        Self { port, state, handle, stop: Some(stop), thread: Some(thread) }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// A URL with its port instead of the server's.
    pub fn in_place_of(&self, url: &str) -> String {
        let (head, rest) = url.rsplit_once(':').expect("a URL with a port");
        let path = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        format!("{head}:{}{path}", self.port)
    }

    /// From now on this happens, to connections that are open already too.
    pub fn set(&self, fault: Fault) {
        self.state.send_modify(|state| state.standing = fault);
    }

    /// This happens to the next connection that has no fault yet, and to no other.
    pub fn once(&self, fault: Fault) {
        self.state.send_modify(|state| state.next.push_back(fault));
    }

    /// Lets everything go that is stalled now.
    pub fn release(&self) {
        self.state.send_modify(|state| state.released = state.seen.stalls);
    }

    /// Lets so many more bytes drip.
    pub fn beat(&self, bytes: u64) {
        self.state.send_modify(|state| state.beats = state.beats.saturating_add(bytes));
    }

    /// What it has seen.
    pub fn seen(&self) -> Seen {
        self.state.borrow().seen.clone()
    }

    /// Comes back when `enough` of it has been seen.
    pub async fn until(&self, enough: impl Fn(&Seen) -> bool) -> Seen {
        let mut receiver = self.state.subscribe();
        let state = receiver.wait_for(|state| enough(&state.seen)).await.expect("it is here");
        state.seen.clone()
    }

    /// The same for who has no runtime.
    pub fn wait_until(&self, enough: impl Fn(&Seen) -> bool) -> Seen {
        self.handle.block_on(self.until(enough))
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn accept(listener: TcpListener, target: u16, state: watch::Sender<State>) {
    loop {
        let Ok((client, _)) = listener.accept().await else { continue };
        let mut own = None;
        state.send_modify(|state| {
            own = state.next.pop_front();
            state.seen.connections += 1;
        });
        let state = state.clone();
        tokio::spawn(async move {
            serve(client, target, own, &state).await;
            state.send_modify(|state| state.seen.closed += 1);
        });
    }
}

async fn serve(
    mut client: TcpStream,
    target: u16,
    own: Option<Fault>,
    state: &watch::Sender<State>,
) {
    let _ = client.set_nodelay(true);
    let fault = own.clone().unwrap_or_else(|| state.borrow().standing.clone());
    match fault {
        Fault::DropAtConnect => return,
        Fault::Says(bytes) => {
            let mut first = vec![0; PIECE];
            let _ = client.read(&mut first).await;
            let _ = client.write_all(&bytes).await;
            let _ = client.shutdown().await;
            // closing with something unread would be a reset, and the answer lost
            while client.read(&mut first).await.is_ok_and(|n| n > 0) {}
            return;
        }
        _ => {}
    }
    let Ok(mut server) = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], target))).await
    else {
        return;
    };
    let _ = server.set_nodelay(true);
    let mut up = Pump { way: Way::Up, own: own.clone(), passed: 0, state };
    let mut down = Pump { way: Way::Down, own, passed: 0, state };
    let end = {
        let (client_read, client_write) = client.split();
        let (server_read, server_write) = server.split();
        tokio::select! {
            end = up.run(client_read, server_write) => end,
            end = down.run(server_read, client_write) => end,
        }
    };
    if matches!(end, End::Reset) {
        let _ = client.set_zero_linger();
        let _ = server.set_zero_linger();
    }
}

/// How a direction ends.
enum End {
    /// One side has closed, or is gone.
    Closed,
    /// The proxy closes both sides.
    Cut,
    /// The proxy resets both sides.
    Reset,
}

struct Pump<'a> {
    way: Way,
    own: Option<Fault>,
    passed: u64,
    state: &'a watch::Sender<State>,
}

impl Pump<'_> {
    fn fault(&self) -> Fault {
        self.own.clone().unwrap_or_else(|| self.state.borrow().standing.clone())
    }

    async fn run(&mut self, mut from: ReadHalf<'_>, mut to: WriteHalf<'_>) -> End {
        let mut piece = vec![0; PIECE];
        loop {
            let n = match from.read(&mut piece).await {
                Ok(0) | Err(_) => return End::Closed,
                Ok(n) => n,
            };
            if let Some(end) = self.pass(&mut piece[..n], &mut to).await {
                return end;
            }
        }
    }

    /// Passes a piece on, as far as the fault lets it.
    async fn pass(&mut self, piece: &mut [u8], to: &mut WriteHalf<'_>) -> Option<End> {
        let way = self.way;
        let room =
            |after: u64, passed: u64| (after.saturating_sub(passed) as usize).min(piece.len());
        match self.fault() {
            Fault::Cut(on, after) if on == way => {
                let room = room(after, self.passed);
                let gone = self.write(&piece[..room], to).await;
                gone.or((self.passed >= after).then_some(End::Cut))
            }
            Fault::Reset(on, after) if on == way => {
                let room = room(after, self.passed);
                let gone = self.write(&piece[..room], to).await;
                gone.or((self.passed >= after).then_some(End::Reset))
            }
            Fault::Stall(on, after) if on == way => {
                let (before, rest) = piece.split_at(room(after, self.passed));
                if let Some(end) = self.write(before, to).await {
                    return Some(end);
                }
                if self.passed < after {
                    return None;
                }
                self.stall().await;
                self.write(rest, to).await
            }
            Fault::Drip(on) if on == way => {
                for byte in piece.chunks(1) {
                    let mut number = 0;
                    self.state.send_modify(|state| {
                        state.seen.drips += 1;
                        number = state.seen.drips;
                    });
                    self.wait(|state| state.beats >= number).await;
                    if let Some(end) = self.write(byte, to).await {
                        return Some(end);
                    }
                }
                None
            }
            Fault::Garbage(on, after) if on == way => {
                let good = room(after, self.passed);
                for byte in &mut piece[good..] {
                    *byte = !*byte;
                }
                self.write(piece, to).await
            }
            _ => self.write(piece, to).await,
        }
    }

    async fn write(&mut self, bytes: &[u8], to: &mut WriteHalf<'_>) -> Option<End> {
        if to.write_all(bytes).await.is_err() {
            return Some(End::Closed);
        }
        let number = bytes.len() as u64;
        self.passed += number;
        self.state.send_modify(|state| match self.way {
            Way::Up => state.seen.up += number,
            Way::Down => state.seen.down += number,
        });
        None
    }

    async fn stall(&self) {
        let mut number = 0;
        self.state.send_modify(|state| {
            state.seen.stalls += 1;
            number = state.seen.stalls;
        });
        self.wait(|state| state.released >= number).await;
    }

    async fn wait(&self, until: impl FnMut(&State) -> bool) {
        let mut receiver = self.state.subscribe();
        let _ = receiver.wait_for(until).await;
    }
}
