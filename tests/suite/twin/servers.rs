//! Servers that are down, slow, no DIRAC at all, or say no.

use std::io::Write as _;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::Notify;

use super::installation::{healthy, only, serving, sound};
use super::world::World;
use crate::support::server::{Do, Server};

/// A URL on a port that is held and on which nobody listens.
fn dead() -> (String, TcpSocket) {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a port");
    let port = socket.local_addr().expect("an address").port();
    (format!("https://localhost:{port}/Configuration/Server"), socket)
}

/// A URL on a port that takes connections and says nothing.
async fn silent() -> (String, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!(
        "https://localhost:{}/Configuration/Server",
        listener.local_addr().expect("an address").port()
    );
    (url, listener)
}

/// Compressed blanks that unpack to more than any configuration.
fn bomb() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..65 {
        encoder.write_all(&vec![b' '; 1 << 20]).expect("a Vec takes all");
    }
    encoder.finish().expect("a Vec takes all")
}

#[tokio::test]
async fn a_server_that_is_down_is_named_with_what_to_check() {
    let (url, _socket) = dead();
    let world = World::new(&[&url]);
    for command in
        [&["provider", "list"][..], &["token", "list"], &["whoami"], &["ce", "show", "x"]]
    {
        world.fails(command, 3, &[&url, "no connection", "firewall"]).await;
    }
}

#[tokio::test]
async fn a_server_that_stalls_is_given_up_after_the_time_that_was_given() {
    let (url, _listener) = silent().await;
    // long enough for a busy machine to tell the phases apart: the time for the whole answer runs too
    let connecting = World::new(&[&url]).with(&["--timeout", "1.5"]);
    connecting.fails(&["vo", "list"], 3, &[&url, "no connection within 1.5 s", "--timeout"]).await;

    let server = Server::always(Do::Stall(Arc::new(Notify::new()))).await;
    let answering = World::of(&server).with(&["--timeout", "1.5"]);
    answering.fails(&["vo", "list"], 3, &["no answer within 1.5 s", "--timeout"]).await;

    let server = Server::always(Do::Drip).await;
    let dripping = World::of(&server).with(&["--timeout", "1.5"]);
    dripping.fails(&["vo", "list"], 3, &["not complete within", "--timeout"]).await;
}

#[tokio::test]
async fn what_is_not_dirac_is_said_not_to_be() {
    for (what, words) in [
        (Do::Html(200), "the answer is not DIRAC's"),
        (Do::Json("<!DOCTYPE html><html></html>".into()), "the answer is not DIRAC's"),
        (Do::Json("{\"OK\": true, \"Value\": [".into()), "the answer is not DIRAC's"),
        (Do::Json("\u{1b}[2J\u{9b}31m".into()), "the answer is not DIRAC's"),
        (Do::Redirect("https://sso.example.org/login".into()), "the answer is not DIRAC's"),
        (Do::CutHead, "closed the connection without an answer"),
        (Do::CutInHead, "closed the connection"),
        (Do::CutBody, "in the middle of its answer"),
        (Do::Endless(200 << 20, true), "is larger than 64 MiB"),
        (Do::Endless(200 << 20, false), "is larger than 64 MiB"),
        (Do::Gzip(bomb()), "is larger than 64 MiB"),
    ] {
        let server = Server::always(what).await;
        let url = server.url("/Configuration/Server");
        let world = World::of(&server);
        world.fails(&["provider", "list"], 3, &[&url, words]).await;
    }
}

#[tokio::test]
async fn each_status_has_its_own_sentence() {
    for (status, exit, words) in [
        (401, 4, ["does not accept this identity (401)", "/Registry/Users"]),
        (404, 3, ["no such service (404)", "Compare the URL"]),
        (500, 3, ["failed inside the server (500)", "service's log"]),
        (501, 4, ["no such method (501)", "doctor"]),
        (503, 3, ["HTTP status 503", "front end"]),
    ] {
        let server = Server::always(Do::Html(status)).await;
        let url = server.url("/Configuration/Server");
        let world = World::of(&server);
        world.fails(&["user", "list"], exit, &[&url, words[0], words[1]]).await;
    }
}

#[tokio::test]
async fn what_a_server_gives_as_its_reason_is_shown_scrubbed() {
    let reason = r"no \u001b]0;owned\u0007 \u202e way, row (eyJhbGciOiJSUzI1NiIsImtpZCI6ImNhbmFyeSJ9.eyJzdWIiOiJjYW5hcnktYWNjZXNzIn0.Y2FuYXJ5LXNpZ25hdHVyZQ)";
    let server = serving(healthy(), only("getCompressedDataIfNewer", Do::error(reason))).await;
    World::of(&server)
        .fails(&["provider", "list"], 4, &[r"refused: no \x1b]0;owned", "[redacted]"])
        .await;
}

#[tokio::test]
async fn when_the_first_server_is_dead_the_second_one_answers() {
    let (dead, _socket) = dead();
    let server = sound().await;
    let alive = server.url("/Configuration/Server");
    let world = World::new(&[&dead, &alive]);
    for said in world.formats(&["provider", "list"]).await {
        said.is_quiet();
        assert!(said.out.contains("IAM-Alpha"), "{said:#?}");
        if said.format == "json" {
            assert_eq!(said.json()["source"]["server"], alive);
        }
    }
    // both dead: one sentence that says so
    let world = World::new(&[&dead, "https://no-such-host.invalid:9135/Configuration/Server"]);
    world.fails(&["provider", "list"], 3, &["one more server failed too"]).await;
}

#[tokio::test]
async fn an_ip_address_is_refused_before_any_connection() {
    let server = sound().await;
    let address = format!("https://127.0.0.1:{}/Configuration/Server", server.port());
    let words = [address.as_str(), "it names an IP address", "its host name"];
    World::new(&[&address]).fails(&["provider", "list"], 2, &words).await;
    let by_hand = World::new(&[&server.url("/Configuration/Server")]).with(&["--server", &address]);
    for command in [["whoami"], ["doctor"]] {
        let said = by_hand.run(&command).await;
        assert_eq!(said.status, Some(2), "{said:#?}");
        assert!(said.told().contains("it names an IP address"));
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_server_of_an_unknown_authority_is_not_trusted() {
    let server = sound().await;
    let world = World::of(&server);
    std::fs::remove_file(world.path("certificates/ca.pem")).expect("it was there");
    let url = server.url("/Configuration/Server");
    world.fails(&["provider", "list"], 3, &[&url, "CA"]).await;
    std::fs::remove_file(world.path("certificates/user-ca.pem")).expect("it was there");
    let place = world.path("certificates").display().to_string();
    world.fails(&["provider", "list"], 3, &[&place]).await;
    assert_eq!(server.count(), 0);
}
