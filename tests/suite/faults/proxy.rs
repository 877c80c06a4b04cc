//! The proxy itself does what it is told, and counts it.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread::JoinHandle;

use crate::support::faults::{Fault, FaultProxy, Way};

/// A server that sends back what it gets, as often as it is connected to, and tells at the end of each connection what came.
struct Echo {
    port: u16,
    got: std::sync::mpsc::Receiver<Vec<u8>>,
    _thread: JoinHandle<()>,
}

fn echo() -> Echo {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, got) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, mut all, mut piece) = (stream.unwrap(), Vec::new(), [0; 1024]);
            while let Ok(n @ 1..) = stream.read(&mut piece) {
                all.extend_from_slice(&piece[..n]);
                let _ = stream.write_all(&piece[..n]);
            }
            if tell.send(all).is_err() {
                return;
            }
        }
    });
    Echo { port, got, _thread: thread }
}

fn connect(proxy: &FaultProxy) -> TcpStream {
    TcpStream::connect(("127.0.0.1", proxy.port())).unwrap()
}

/// Sends `text`, says that no more comes, and reads what comes back until the end.
fn exchange(proxy: &FaultProxy, text: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = connect(proxy);
    stream.write_all(text)?;
    let (mut back, mut piece) = (Vec::new(), [0; 1024]);
    while back.len() < text.len() {
        match stream.read(&mut piece)? {
            0 => break,
            n => back.extend_from_slice(&piece[..n]),
        }
    }
    let _ = stream.shutdown(Shutdown::Both);
    Ok(back)
}

#[test]
fn without_a_fault_everything_goes_through_and_is_counted() {
    let server = echo();
    let proxy = FaultProxy::before(server.port);
    assert_eq!(exchange(&proxy, b"there and back").unwrap(), b"there and back");
    assert_eq!(server.got.recv().unwrap(), b"there and back");
    let seen = proxy.wait_until(|seen| seen.closed == 1);
    assert_eq!((seen.connections, seen.up, seen.down, seen.stalls), (1, 14, 14, 0));
    assert_eq!(
        proxy.in_place_of("https://localhost:9135/Configuration/Server"),
        format!("https://localhost:{}/Configuration/Server", proxy.port())
    );
}

#[test]
fn a_cut_and_a_reset_come_at_their_byte() {
    let server = echo();
    let proxy = FaultProxy::before(server.port);
    for n in [0, 1, 5, 14] {
        proxy.set(Fault::Cut(Way::Up, n));
        assert!(exchange(&proxy, b"there and back").unwrap_or_default().len() <= n as usize);
        assert_eq!(server.got.recv().unwrap(), b"there and back"[..n as usize]);
        proxy.set(Fault::Cut(Way::Down, n));
        assert_eq!(exchange(&proxy, b"there and back").unwrap(), b"there and back"[..n as usize]);
        assert_eq!(server.got.recv().unwrap(), b"there and back");
    }
    proxy.set(Fault::Reset(Way::Down, 0));
    let error = exchange(&proxy, b"there and back").unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    proxy.set(Fault::DropAtConnect);
    assert!(exchange(&proxy, b"there").unwrap_or_default().is_empty());
    // one fault for one connection, then what stands
    proxy.set(Fault::None);
    proxy.once(Fault::DropAtConnect);
    assert!(exchange(&proxy, b"there").unwrap_or_default().is_empty());
    assert_eq!(exchange(&proxy, b"there").unwrap(), b"there");
}

#[test]
fn a_stall_holds_open_connections_until_it_is_let_go() {
    let server = echo();
    let proxy = FaultProxy::before(server.port);
    let mut stream = connect(&proxy);
    let mut back = [0; 4];
    stream.write_all(b"once").unwrap();
    stream.read_exact(&mut back).unwrap();
    proxy.set(Fault::Stall(Way::Down, 0));
    stream.write_all(b"more").unwrap();
    let seen = proxy.wait_until(|seen| seen.stalls == 1);
    assert_eq!((seen.up, seen.down), (8, 4));
    assert_eq!(proxy.seen(), seen);
    proxy.set(Fault::None);
    proxy.release();
    stream.read_exact(&mut back).unwrap();
    assert_eq!(&back, b"more");
}

#[test]
fn bytes_drip_when_they_are_asked_for_and_garbage_is_garbage() {
    let server = echo();
    let proxy = FaultProxy::before(server.port);
    proxy.set(Fault::Drip(Way::Down));
    let mut stream = connect(&proxy);
    stream.write_all(b"drop").unwrap();
    let mut back = [0; 1];
    for (n, byte) in (1..).zip(b"drop") {
        let seen = proxy.wait_until(|seen| seen.drips == n);
        assert_eq!(seen.down, n - 1);
        proxy.beat(1);
        stream.read_exact(&mut back).unwrap();
        assert_eq!(back[0], *byte);
    }
    drop(stream);
    proxy.set(Fault::Garbage(Way::Down, 2));
    let back = exchange(&proxy, b"drop").unwrap();
    assert_eq!(back, [b'd', b'r', !b'o', !b'p']);
    proxy.set(Fault::alert(40));
    assert_eq!(exchange(&proxy, b"a client's hello").unwrap(), [21, 3, 3, 0, 2, 2, 40]);
}

#[test]
fn a_dropped_proxy_leaves_no_port_behind() {
    let server = echo();
    let proxy = FaultProxy::before(server.port);
    proxy.set(Fault::Stall(Way::Up, 0));
    let mut stream = connect(&proxy);
    stream.write_all(b"held").unwrap();
    proxy.wait_until(|seen| seen.stalls == 1);
    let port = proxy.port();
    drop(proxy);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    assert!(matches!(stream.read(&mut [0; 8]), Ok(0) | Err(_)));
}
