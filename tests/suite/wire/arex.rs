//! The probe of A-REX against what real front ends of releases 6.17.0 and 7.0.0 answered, and against ones that misbehave.
//!
//! The server knows no key exchange but that over secp521r1, as ARC is set up, so that every test here goes through it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use dirac_tokens::domain::ce::audience::AudienceKind;
use dirac_tokens::domain::preflight::{Ask, Fetch, Probed, Target, TokenSeen};
use dirac_tokens::domain::secret::Secret;
use dirac_tokens::ops::preflight::{Desk, Fetched, probe};
use dirac_tokens::wire::arex::ArexClient;
use dirac_tokens::wire::ca::Roots;
use dirac_tokens::wire::condor::LocalCondor;
use dirac_tokens::wire::http::Observer;
use serde_json::Value;
use tokio::sync::Notify;

use crate::support::certificates;
use crate::support::server::{Do, Request, Server};

/// A token that no front end here looks into; in three parts, so that what is redacted is what a token looks like.
const TOKEN: &str =
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwaWxvdHMtb2YtYS10ZXN0In0.c2lnbmF0dXJlLW9mLWEtdGVzdA";

fn roots() -> Roots {
    let ca = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls");
    Roots::load(&ca, "2026-11-21T12:00:00Z".parse().expect("a time")).expect("the test CA")
}

fn good(audience: &str) -> TokenSeen {
    TokenSeen {
        readable: true,
        issuer: Some("https://iam.example/".into()),
        audience: vec![audience.into()],
        scopes: vec!["compute.read".into(), "compute.create".into()],
        seconds_left: Some(3600),
        algorithm: Some("RS256".into()),
        has_key_id: true,
        ..TokenSeen::default()
    }
}

async fn probed(audience: &str, seen: TokenSeen, patience: Duration) -> Probed {
    let target = Target {
        audience: audience.to_owned(),
        ce: "localhost".into(),
        kind: AudienceKind::Arex,
        rest_version: "1.0".into(),
    };
    let ask = Ask {
        group: "pilot".into(),
        provider: Some("IAM".into()),
        scopes: Vec::new(),
        group_scopes: Vec::new(),
        audience: Some(audience.to_owned()),
    };
    let fetched = Fetched {
        fetch: Fetch { ask, answer: Ok(seen) },
        token: Some(Secret::new(TOKEN.to_owned())),
    };
    let front = ArexClient::patient(&roots(), Observer::default(), patience).expect("TLS");
    let desk = Desk {
        manager: (),
        issuers: (),
        front,
        condor: LocalCondor::default(),
        snapshot: Arc::default(),
        clock: || jiff::Timestamp::UNIX_EPOCH,
    };
    let told = probe(&desk, &target, Some(&fetched), Some("https://iam.example/")).await;
    told.expect("there is a token").seen
}

async fn of(server: &Server) -> Probed {
    let audience = format!("https://localhost:{}", server.port());
    probed(&audience, good(&audience), Duration::from_secs(20)).await
}

async fn front_end(script: impl Fn(&Request) -> Do + Send + Sync + 'static) -> Server {
    Server::with_tls(certificates::arc_server("server"), script).await
}

fn has_token(request: &Request) -> bool {
    request.headers.contains_key("authorization")
}

fn raw(head: &str, body: &str) -> Do {
    Do::Raw(format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes())
}

/// What a front end of this release answered, as it was recorded.
fn recorded(release: u8, front_end: &'static str) -> impl Fn(&Request) -> Do + Send + Sync {
    let file = format!("tests/fixtures/wire/arex/arc{release}.json");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
    let all: Vec<Value> = serde_json::from_str(&text.expect("a fixture")).expect("JSON");
    move |request| {
        let fits = |one: &&Value| {
            one["front_end"] == front_end
                && one["path"] == request.path.as_str()
                && one["token"] == has_token(request)
        };
        let Some(one) = all.iter().find(fits) else { return Do::Html(404) };
        let mut head = one["status_line"].as_str().expect("a line").to_owned();
        for header in one["headers"].as_array().expect("headers") {
            let (name, value) = (header[0].as_str().expect("a name"), &header[1]);
            if name != "Content-Length" {
                head = [&head, "\r\n", name, ": ", value.as_str().expect("a value")].concat();
            }
        }
        raw(&head, one["body"].as_str().expect("a body"))
    }
}

/// The kind of a verdict, with the release that gave it.
fn word(seen: &Probed) -> String {
    match seen {
        Probed::Accepted { server } => format!("accepted {server}"),
        Probed::Refused { server, words, .. } => format!("refused {server} {words}"),
        Probed::ScopeRefused { server, words, .. } => format!("forbidden {server} {words}"),
        Probed::OpenToAll { server } => format!("open {server}"),
        Probed::NoVerdict { words, sent } => format!("none {sent} {words}"),
        Probed::NotReached(problem) => format!("unreached {}", problem.message),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn real_answers_are_told_in_their_words() {
    let scopes =
        "forbidden A-REX 7 403 Operation is not allowed: Token scopes do not match requires scopes";
    let nobody = "403 Operation is not allowed: No supported identity found";
    let everybody = format!(
        "none false A-REX 7 maps everybody, with a token or without, and lets nobody in: {nobody}."
    );
    let forbidden = format!("forbidden A-REX 7 {nobody}");
    let cases: [(u8, &str, &str, usize); 10] = [
        // closed to everybody, release 6 does not tell its version either: that tells it
        (6, "closed", "accepted A-REX 6", 3),
        (6, "public", "accepted A-REX 6", 3),
        (6, "scoped", "accepted A-REX 6", 3),
        (6, "anyone", "open A-REX 6", 2),
        (6, "mapped", "accepted A-REX 6", 3),
        (7, "closed", "accepted A-REX 7", 3),
        (7, "public", scopes, 3),
        (7, "scoped", "accepted A-REX 7", 3),
        (7, "anyone", &everybody, 2),
        (7, "mapped", &forbidden, 3),
    ];
    for (release, name, expected, requests) in cases {
        let server = front_end(recorded(release, name)).await;
        let seen = of(&server).await;
        assert_eq!(word(&seen), expected, "{release} {name}");
        let asked = server.requests();
        // one connection each, and the token in the last question alone
        assert_eq!((asked.len(), server.connections()), (requests, requests), "{release} {name}");
        let with: Vec<bool> = asked.iter().map(has_token).collect();
        assert_eq!(with, [false, false, true][..requests], "{release} {name}");
        assert!(asked.iter().all(|request| request.body.is_empty()));
    }
}

#[tokio::test]
async fn a_refusal_says_no_reason_and_the_token_is_suspected_in_order() {
    for (release, status) in [(6, "403"), (7, "500")] {
        let name = "closed";
        let answers = recorded(release, name);
        // whatever is wrong with a token, the answer is the one that nobody gets
        let server = front_end(move |request| {
            answers(&Request { headers: std::collections::BTreeMap::new(), ..request.clone() })
        })
        .await;
        let audience = format!("https://localhost:{}", server.port());
        let suspected = |change: fn(&mut TokenSeen)| {
            let (audience, mut seen) = (audience.clone(), good(&audience));
            change(&mut seen);
            async move {
                match probed(&audience, seen, Duration::from_secs(20)).await {
                    Probed::Refused { words, suspicions, .. } => (words, suspicions),
                    other => panic!("{other:?}"),
                }
            }
        };
        let (words, plain) = suspected(|_| ()).await;
        assert_eq!(words, format!("{status} User can't be assigned configuration"));
        assert_eq!(
            plain,
            [
                "The site has no rule for this issuer, subject or audience.",
                "The CE cannot fetch the issuer's keys."
            ]
        );
        let first = |change| async move { suspected(change).await.1.swap_remove(0) };
        let ended = first(|seen: &mut TokenSeen| seen.seconds_left = Some(-60)).await;
        assert_eq!(ended, "The token has ended, by this host's clock.");
        let young = first(|seen: &mut TokenSeen| seen.too_young = true).await;
        assert_eq!(young, "The token is not valid yet, by this host's clock.");
        let foreign =
            first(|seen: &mut TokenSeen| seen.audience = vec!["https://x:443".into()]).await;
        assert!(foreign.starts_with("It is not for https://localhost:"), "{foreign}");
        let pss = first(|seen: &mut TokenSeen| seen.algorithm = Some("PS256".into())).await;
        assert!(pss.starts_with("It is signed with PS256"), "{pss}");
        let slash =
            first(|seen: &mut TokenSeen| seen.issuer = Some("https://iam.example".into())).await;
        assert!(slash.contains("the slash at the end"), "{slash}");
        let keyless = first(|seen: &mut TokenSeen| seen.has_key_id = false).await;
        assert_eq!(keyless, "Its header names no key.");
        let second =
            first(|seen: &mut TokenSeen| seen.audience.insert(0, "https://x:443".into())).await;
        let ec = first(|seen: &mut TokenSeen| seen.algorithm = Some("ES256".into())).await;
        if release == 7 {
            assert_eq!([second, ec], [plain[0].clone(), plain[0].clone()]);
        } else {
            assert_eq!(second, "A-REX 6 looks at the first audience of a list alone.");
            assert_eq!(ec, "It is signed with ES256, which A-REX 6 does not take.");
        }
    }
}

#[tokio::test]
async fn without_that_curve_no_such_front_end_is_reached() {
    let server = front_end(recorded(7, "closed")).await;
    let http = reqwest::Client::builder()
        .tls_backend_preconfigured(certificates::client())
        .build()
        .expect("a client");
    assert!(http.get(server.url("/arex/rest")).send().await.is_err());
    assert_eq!((server.connections(), server.count()), (0, 0));
    assert!(matches!(of(&server).await, Probed::Accepted { .. }));
    // and one that has the usual curves alone is reached as well
    let usual =
        Server::with_tls(certificates::server("server", false), recorded(7, "closed")).await;
    assert!(matches!(of(&usual).await, Probed::Accepted { .. }));
}

#[tokio::test]
async fn a_token_is_not_sent_where_the_certificate_is_another() {
    for name in ["other-host", "expired"] {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/tls/{name}.pem"));
        if !path.exists() {
            continue;
        }
        let server = Server::with_tls(certificates::arc_server(name), recorded(7, "closed")).await;
        assert!(word(&of(&server).await).starts_with("unreached"), "{name}");
        assert_eq!(server.count(), 0, "{name}");
    }
    // nobody there
    let port = Server::always(Do::CutHead).await.port();
    let audience = format!("https://localhost:{port}");
    let seen = probed(&audience, good(&audience), Duration::from_secs(5)).await;
    assert!(word(&seen).starts_with("unreached"), "{seen:?}");
    // nor to anybody but the CE of that name
    let seen = probed("https://evil.example:443", good("x"), Duration::from_secs(5)).await;
    assert!(word(&seen).starts_with("unreached"), "{seen:?}");
}

#[tokio::test]
async fn what_cannot_be_judged_is_no_verdict_and_the_token_stays_here() {
    let cases: [(Do, &str); 5] = [
        (Do::Redirect("https://localhost:1/elsewhere".into()), "none false 302"),
        (Do::Html(404), "none false 404"),
        (Do::Html(502), "none false 502"),
        (raw("HTTP/1.1 500 Internal error", "trouble"), "none false 500"),
        (Do::CutInHead, "unreached"),
    ];
    for (answer, expected) in cases {
        let server = front_end(move |_| answer.clone()).await;
        let seen = word(&of(&server).await);
        assert!(seen.starts_with(expected), "{seen}");
        assert!(!server.requests().iter().any(has_token), "{expected}");
    }
}

/// Refuses what has no token as release 7 does; does this with what has one.
async fn with_token(what: impl Fn() -> Do + Send + Sync + 'static) -> Server {
    let usual = recorded(7, "closed");
    front_end(move |request| if has_token(request) { what() } else { usual(request) }).await
}

#[tokio::test]
async fn hostile_answers_neither_hang_nor_reach_anybody() {
    // an answer without end says with its first line what is asked
    for announced in [true, false] {
        let server = with_token(move || Do::Endless(1 << 40, announced)).await;
        assert!(matches!(of(&server).await, Probed::Accepted { .. }));
        assert!(server.sent() < 8 << 20, "{} bytes were taken", server.sent());
    }
    let server = with_token(|| Do::Drip).await;
    let audience = format!("https://localhost:{}", server.port());
    let seen = probed(&audience, good(&audience), Duration::from_millis(700)).await;
    assert!(matches!(seen, Probed::Accepted { .. }), "{seen:?}");

    let reason = "Oh \u{1b}]0;owned\u{7}\u{202e}no".to_owned() + &"!".repeat(40_000);
    let server = with_token(move || raw(&format!("HTTP/1.1 403 {reason}"), "\u{9b}31m")).await;
    let told = format!("{:?}", of(&server).await);
    assert!(!told.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{told}");
    assert!(told.len() < 4_000, "{} bytes", told.len());

    // a front end that repeats what it was sent, whole or in pieces, is not quoted
    for piece in [TOKEN, &TOKEN[5..40], &TOKEN[TOKEN.len() - 17..]] {
        let piece = piece.to_owned();
        let server = with_token(move || raw(&format!("HTTP/1.1 403 {piece}"), &piece)).await;
        let seen = of(&server).await;
        assert!(!format!("{seen:?}").contains(&TOKEN[TOKEN.len() - 12..]), "{seen:?}");
        assert!(format!("{seen:?}").contains("it repeats the token"), "{seen:?}");
    }
}

#[tokio::test]
async fn silence_is_told_as_such_and_nothing_is_asked_again() {
    let given_up = Arc::new(Notify::new());
    let server = with_token({
        let given_up = given_up.clone();
        move || Do::Stall(given_up.clone())
    })
    .await;
    let audience = format!("https://localhost:{}", server.port());
    let seen = probed(&audience, good(&audience), Duration::from_millis(400)).await;
    assert!(matches!(seen, Probed::Silent { .. }), "{seen:?}");
    given_up.notified().await;
    assert_eq!(server.count(), 3);
    let server = with_token(|| Do::CutHead).await;
    let seen = of(&server).await;
    assert!(matches!(seen, Probed::NoVerdict { sent: true, .. }), "{seen:?}");
    assert_eq!(server.count(), 3, "a token is sent once");
}
