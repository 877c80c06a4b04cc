//! Ports and switches; what is said over them is tested with real clients in the suite.

use std::net::TcpStream;
use std::sync::Arc;

use super::*;
use crate::sandbox::http::{Request, Response};
use crate::sandbox::pki::{Authority, Period};
use crate::sandbox::verifier::{Verifier, server_config};

struct Hello;

impl Handler for Hello {
    fn answer(&self, _: &Request) -> Response {
        Response { status: 200, ..Response::default() }
    }
}

fn tls() -> Arc<ServerConfig> {
    let day = Period {
        begins: "2026-01-01T00:00:00Z".parse().unwrap(),
        ends: "2026-01-02T00:00:00Z".parse().unwrap(),
    };
    let authority = Authority::new("/CN=CA", day).unwrap();
    let host = authority.host("/CN=localhost", day).unwrap();
    let verifier = Verifier::new(Vec::new(), Arc::new(move || day.begins));
    Arc::new(server_config(host.tls_chain(&authority), host.tls_key(), verifier).unwrap())
}

fn start(name: &str) -> (Server, u16) {
    start_with(name, Arc::new(Hello))
}

fn start_with(name: &str, handler: Arc<dyn Handler>) -> (Server, u16) {
    let port = Port::take(0).unwrap();
    let number = port.number();
    let service = Service { name: name.to_owned(), port, handler };
    (Server::start(vec![service], &tls(), &Records::default()).unwrap(), number)
}

fn connects(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[test]
fn a_port_listens_until_the_server_is_dropped() {
    let (server, port) = start("one");
    assert!(connects(port));
    drop(server);
    assert!(!connects(port));
    // nothing of it is left: the port can be had again
    Port::take(port).unwrap();
}

#[test]
fn no_thread_or_connection_is_left_that_could_answer() {
    let handler: Arc<dyn Handler> = Arc::new(Hello);
    let (server, port) = start_with("one", handler.clone());
    let _open = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    assert!(Arc::strong_count(&handler) > 1);
    drop(server);
    assert_eq!(Arc::strong_count(&handler), 1);
}

#[test]
fn a_gate_shuts_its_port_with_its_connections_and_opens_the_same_one() {
    use std::io::Read as _;
    let (server, port) = start("one");
    let gate = &server.gates()[0];
    assert_eq!(gate.name(), "one");
    let mut open = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    gate.shut().unwrap();
    assert!(!connects(port));
    // ends by end of file or by a reset, but ends
    drop(open.read(&mut [0; 1]));
    gate.shut().unwrap();
    gate.open().unwrap();
    gate.open().unwrap();
    assert!(connects(port));
    gate.shut().unwrap();
    let taken = Port::take(port).unwrap();
    assert!(gate.open().is_err(), "somebody else has it");
    drop(taken);
    gate.open().unwrap();
    assert!(connects(port));
    let gate = gate.clone();
    drop(server);
    assert!(gate.shut().is_err());
}

#[test]
fn a_port_that_is_taken_is_not_had_twice() {
    let port = Port::take(0).unwrap();
    assert!(Port::take(port.number()).is_err());
}
