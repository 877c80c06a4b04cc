//! What goes wrong at the issuer in the moment of a revocation, with the program's own code: a front end before the issuer
//! that is out of service, or that loses the answer after the issuer has done what was asked.

use std::path::Path;
use std::sync::{Arc, Mutex};

use dirac_tokens::domain::stop::How;
use rustls::version::TLS13;
use serde_json::json;

use super::backend::Expect::Works;
use super::backend::Persona::Admin;
use super::bench::{At, Bench, Told};
use super::case::Case;
use super::raw::{Line, Sent, tls};
use super::stopping::{ByHand, IAM, Setup, stopped};
use crate::support::server::{Do, Request, Server};

pub const CASES: &[Case] = &[
    Case::story(
        "an issuer whose revocation endpoint is out of service (503) keeps its token and the rows",
        story_503,
        Works(
            "failed: read yes, introspect_before yes active, introspect_before yes active, revoke no, introspect_after yes active; \
             refresh token at IAM-Alpha, refresh token at CheckIn-Beta, access token of IAM-Alpha, access token of CheckIn-Beta; \
             2 rows before, 2 after; by hand: true true; 1 sent to IAM-Alpha",
        ),
    ),
    Case::story(
        "a reply to the revocation that is lost is asked about, and nothing is sent again",
        story_lost,
        Works(
            "revoked: read yes, introspect_before yes active, introspect_before yes active, revoke unknown, introspect_after yes \
             not active, revoke yes, introspect_after yes not active, delete yes, prove yes; access token of IAM-Alpha, access token of CheckIn-Beta; 2 rows before, 0 after; \
             by hand: false false; 1 sent to IAM-Alpha",
        ),
    ),
];

/// What the front end does with a revocation.
#[derive(Clone, Copy)]
enum With {
    /// It answers in the issuer's place.
    Unavailable,
    /// The issuer gets it, and the answer to it is lost.
    Lost,
}

fn story_503<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(through(bench, With::Unavailable, "contract-stop-503"))
}

fn story_lost<'a>(bench: &'a Bench<'a>) -> Told<'a> {
    Box::pin(through(bench, With::Lost, "contract-stop-reply"))
}

/// Revokes the tokens of an id while the issuer of IAM stands behind a front end.
async fn through(bench: &Bench<'_>, with: With, id: &str) -> Result<String, String> {
    bench.backend.put_rows(id);
    let mut by_hand = ByHand::of(bench, id).await?;
    let issuer = bench.backend.issuer(IAM);
    let cas = cas(bench.backend.plan(Admin).places.given.ca_dir.as_deref());
    let own: Arc<Mutex<String>> = Arc::default();
    let (known, real) = (Arc::clone(&own), issuer.url.clone());
    let upstream = tls(bench.backend, None, &[&TLS13]);
    let server = Server::start(move |request| {
        let front = known.lock().expect("not poisoned").clone();
        if request.path.contains("/revo") && matches!(with, With::Unavailable) {
            return Do::Status(503, "Retry-After: 5\r\n", "{}".into());
        }
        let (status, text) = forwarded(upstream.clone(), &real, request);
        match with {
            With::Lost if request.path.contains("/revo") => Do::CutHead,
            _ => Do::Status(status, "", text.replace(&real, &front)),
        }
    })
    .await;
    let front = server.url("");
    let path = issuer.url.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap_or_default();
    let front = format!("{}{path}", front.trim_end_matches('/'));
    own.lock().expect("not poisoned").clone_from(&front);
    let setup = Setup {
        front: Some((IAM, front)),
        ca_dir: Some(cas.path().to_owned()),
        ..Setup::default()
    };
    let told = stopped(bench, setup, id, How::Revoke).await?;
    let sent = server.requests().iter().filter(|request| request.path.contains("/revo")).count();
    let told = format!("{told}; by hand: {}; {sent} sent to {IAM}", by_hand.look().await?);
    let cleared = json!([id]);
    bench.call(Admin, At::Tokens, "deleteToken", cleared).await?;
    Ok(told)
}

/// The CAs of the installation, and that of the front end.
fn cas(own: Option<&Path>) -> tempfile::TempDir {
    let all = tempfile::tempdir().expect("a directory");
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls/ca.pem");
    std::fs::copy(ours, all.path().join("front-ca.pem")).expect("copied");
    for entry in std::fs::read_dir(own.expect("CAs")).expect("a directory") {
        let entry = entry.expect("listed");
        std::fs::copy(entry.path(), all.path().join(entry.file_name())).expect("copied");
    }
    all
}

/// Hands a request on to the issuer, over a connection of its own; its status and its text.
fn forwarded(tls: rustls::ClientConfig, issuer: &str, request: &Request) -> (u16, String) {
    let names = ["authorization", "content-type", "accept"];
    let headers =
        names.iter().filter_map(|name| Some((*name, request.headers.get(*name)?.clone())));
    let method = if request.body.is_empty() { "GET" } else { "POST" };
    let (path, body) = (request.path.clone(), request.body.clone().into_bytes());
    let sent = Sent { method, path, headers: headers.collect(), body };
    let issuer = issuer.to_owned();
    // the script of a server is no async function, and the test's own runtime waits for it
    let thread = std::thread::spawn(move || {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
        runtime.block_on(async {
            let mut line = Line::open(&issuer, tls).await.expect("the issuer answers");
            line.send(sent).await.expect("an answer")
        })
    });
    let got = thread.join().expect("no panic");
    (got.status, String::from_utf8(got.body).expect("UTF-8"))
}
