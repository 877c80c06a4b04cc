//! What issuers are sent, how often, and what is made of whatever they answer.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dirac_tokens::domain::oidc::{ClientCredentials, Introspection, TokenKind};
use dirac_tokens::domain::secret::Secret;
use dirac_tokens::wire::ca::Roots;
use dirac_tokens::wire::error::{ErrorKind, IssuerFault, WireError};
use dirac_tokens::wire::http::{Observer, Seen};
use dirac_tokens::wire::oidc::{IssuerChanges as _, IssuerClient, IssuerService as _, Metadata};
use dirac_tokens::wire::rpc::WriteUnlocked;
use tokio::sync::Notify;

use super::*;
use crate::support::server::{Do, Request};

/// Opaque, and without anything by which a secret could be known from its looks.
const TOKEN: &str = "opaque-refresh-token-of-nobody";
const SECRET: &str = "client:secret & more";

fn roots() -> Roots {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls/ca.pem");
    let now = "2026-11-21T12:00:00Z".parse().expect("a time");
    Roots::load(&file, now).expect("the test CA")
}

fn client(timeouts: Timeouts) -> IssuerClient {
    IssuerClient::new(&roots(), timeouts, Observer::default()).expect("a client")
}

fn own() -> ClientCredentials {
    ClientCredentials { id: "dirac".into(), secret: Secret::new(SECRET.into()), method: None }
}

fn token() -> Secret<String> {
    Secret::new(TOKEN.into())
}

/// The description of an issuer at `base`, with every endpoint below it.
fn described(base: &str) -> String {
    format!(
        r#"{{"issuer":"{base}","jwks_uri":"{base}/jwk","introspection_endpoint":"{base}/introspect","revocation_endpoint":"{base}/revoke"}}"#
    )
}

/// An issuer that does for a path what `instead` says, if it says anything.
async fn issuer(instead: impl Fn(&Request) -> Option<Do> + Send + Sync + 'static) -> Server {
    Server::start(move |request| {
        instead(request).unwrap_or_else(|| match request.path.as_str() {
            "/.well-known/openid-configuration" => {
                Do::Json(described(&format!("https://{}", request.headers["host"])))
            }
            "/jwk" => Do::Json(include_str!("../../fixtures/tokens/jwks.json").into()),
            "/introspect" => {
                Do::Json(r#"{"active":true,"sub":"ada","exp":1795236720,"scope":"a  b"}"#.into())
            }
            "/revoke" => Do::Json(String::new()),
            _ => Do::Html(404),
        })
    })
    .await
}

/// An issuer that does this at one path.
async fn doing(path: &'static str, what: Do) -> Server {
    issuer(move |request| (request.path == path).then(|| what.clone())).await
}

async fn metadata(server: &Server) -> Metadata {
    client(patient()).discover(&server.url("")).await.expect("a description")
}

async fn revoke(server: &Server, timeouts: Timeouts) -> Result<(), WireError> {
    let metadata = metadata(server).await;
    let client = client(timeouts).unlock(&WriteUnlocked::asked_for());
    client.revoke(&metadata, &own(), &token(), TokenKind::Refresh).await
}

async fn introspect(server: &Server) -> Result<Introspection, WireError> {
    let metadata = metadata(server).await;
    client(patient()).introspect(&metadata, &own(), &token(), TokenKind::Access).await
}

fn revocations(server: &Server) -> Vec<Request> {
    server.requests().into_iter().filter(|request| request.path == "/revoke").collect()
}

fn fault(error: &WireError) -> &IssuerFault {
    error.issuer_fault().unwrap_or_else(|| panic!("{error:?}"))
}

#[tokio::test]
async fn an_issuer_is_asked_as_nobody_for_what_it_publishes() {
    let server = issuer(|_| None).await;
    let metadata = metadata(&server).await;
    assert_eq!(metadata.issuer(), server.url(""));
    let keys = client(patient()).keys(&metadata).await.expect("keys");
    assert!(keys.keys.len() > 3);
    let requests = server.requests();
    let paths: Vec<&str> = requests.iter().map(|request| request.path.as_str()).collect();
    assert_eq!(paths, ["/.well-known/openid-configuration", "/jwk"]);
    for request in &requests {
        assert_eq!(request.headers["accept"], "application/json");
        for absent in ["authorization", "cookie", "referer", "accept-encoding", "content-type"] {
            assert!(!request.headers.contains_key(absent), "{absent}");
        }
    }
}

#[tokio::test]
async fn an_issuer_that_wants_a_certificate_gets_none() {
    let server =
        Server::with_tls(certificates::server("server", true), |_| Do::Json("{}".into())).await;
    let error = client(patient()).discover(&server.url("")).await.expect_err("no certificate");
    assert!(matches!(error.kind(), ErrorKind::Tls(_)), "{error:?}");
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_client_proves_itself_in_the_header_and_names_the_kind_of_token() {
    let server = issuer(|_| None).await;
    let told = introspect(&server).await.expect("an answer");
    assert_eq!((told.active, told.subject.as_deref()), (true, Some("ada")));
    assert_eq!(told.scope, ["a", "b"]);
    assert_eq!(told.expires.expect("a time").to_string(), "2026-11-21T04:52:00Z");
    revoke(&server, patient()).await.expect("revoked");
    for (path, hint) in [("/introspect", "access_token"), ("/revoke", "refresh_token")] {
        let requests = server.requests();
        let request = requests.iter().find(|request| request.path == path).expect("asked");
        let basic = request.headers["authorization"].strip_prefix("Basic ").expect("Basic");
        let pair = String::from_utf8(STANDARD.decode(basic).expect("base64")).expect("ASCII");
        // RFC 6749 2.3.1: each part as in a form, so that the colon between them is the only one
        assert_eq!(pair, "dirac:client%3Asecret+%26+more");
        let form = [("token", TOKEN), ("token_type_hint", hint)];
        assert_eq!(request.form(), form.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}

#[tokio::test]
async fn a_revocation_is_sent_once_on_a_connection_of_its_own() {
    let server = issuer(|_| None).await;
    let client = client(patient());
    let metadata = client.discover(&server.url("")).await.expect("a description");
    client.keys(&metadata).await.expect("keys");
    assert_eq!(server.connections(), 1, "reads share one");
    let client = client.unlock(&WriteUnlocked::asked_for());
    for count in 1..=2 {
        client.revoke(&metadata, &own(), &token(), TokenKind::Refresh).await.expect("revoked");
        assert_eq!((server.connections(), revocations(&server).len()), (1 + count, count));
    }
}

#[tokio::test]
async fn a_revocation_whose_reply_is_lost_is_unknown_and_never_repeated() {
    let given_up = Arc::new(Notify::new());
    for (what, timeouts) in [
        (Do::CutHead, patient()),
        (Do::CutInHead, patient()),
        (Do::CutBody, patient()),
        (Do::Stall(given_up), hasty()),
        (Do::Html(500), patient()),
        (Do::Html(502), patient()),
        (Do::Redirect("https://localhost:1/".into()), patient()),
    ] {
        let server = doing("/revoke", what).await;
        let error = revoke(&server, timeouts).await.expect_err("no answer");
        assert!(error.ambiguous(), "{error:?}");
        assert!(error.remedy().contains("may have taken effect"), "{}", error.remedy());
        assert_eq!(revocations(&server).len(), 1, "{error:?}");
    }
}

#[tokio::test]
async fn what_an_issuer_refuses_is_told_apart_and_has_not_happened() {
    let said = |status, headers, code: &str| {
        let body = format!(r#"{{"error":"{code}","error_description":"said so."}}"#);
        Do::Status(status, headers, body)
    };
    for (what, due, words) in [
        (
            said(503, "Retry-After: 120\r\n", "x"),
            IssuerFault::Unavailable { retry_after: Some(Duration::from_secs(120)) },
            "out of service",
        ),
        (
            said(503, "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n", "x"),
            IssuerFault::Unavailable { retry_after: None },
            "out of service",
        ),
        (said(400, "", "unsupported_token_type"), IssuerFault::UnsupportedTokenType, "this kind"),
        (said(401, "", "invalid_client"), IssuerFault::InvalidClient, "client credentials"),
        (said(400, "", "invalid_client"), IssuerFault::InvalidClient, "client credentials"),
        // Keycloak's word for it
        (said(401, "", "unauthorized_client"), IssuerFault::InvalidClient, "client credentials"),
        (Do::Html(401), IssuerFault::InvalidClient, "client credentials"),
        (
            said(400, "", "invalid_request"),
            IssuerFault::Refused {
                status: 400,
                code: "invalid_request".into(),
                description: Some("said so.".into()),
            },
            "invalid_request (400), \"said so\"",
        ),
        (
            Do::Html(403),
            IssuerFault::Refused { status: 403, code: String::new(), description: None },
            "403",
        ),
        (Do::Html(404), IssuerFault::Status(404), "404"),
    ] {
        let server = doing("/revoke", what).await;
        let error = revoke(&server, patient()).await.expect_err("refused");
        assert_eq!(*fault(&error), due);
        assert!(!error.ambiguous(), "{error:?}");
        let text = error.to_string();
        assert!(text.contains(words) && text.starts_with("revocation at https://"), "{text}");
        assert_eq!(revocations(&server).len(), 1);
    }
}

#[tokio::test]
async fn a_revocation_is_not_sent_where_the_issuer_has_no_place_for_it() {
    let plain = Server::always(Do::Json("{}".into())).await;
    for endpoint in [
        String::new(),
        format!(r#","revocation_endpoint":"http://localhost:{}/revoke""#, plain.port()),
    ] {
        let server = Server::start(move |request| {
            let base = format!("https://{}", request.headers["host"]);
            Do::Json(format!(r#"{{"issuer":"{base}"{endpoint}}}"#))
        })
        .await;
        let error = revoke(&server, patient()).await.expect_err("nowhere to send it");
        assert!(matches!(fault(&error), IssuerFault::NoEndpoint { .. }), "{error:?}");
        assert!(!error.ambiguous());
        assert_eq!((server.count(), plain.count()), (1, 0), "discovery and nothing else");
    }
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let elsewhere = Server::always(Do::Json("{}".into())).await;
    for path in ["/.well-known/openid-configuration", "/jwk", "/introspect"] {
        let server = doing(path, Do::Redirect(elsewhere.url(path))).await;
        let error = match path {
            "/introspect" => introspect(&server).await.err(),
            "/jwk" => client(patient()).keys(&metadata(&server).await).await.err(),
            _ => client(patient()).discover(&server.url("")).await.err(),
        };
        assert_eq!(*fault(&error.expect("an error")), IssuerFault::Status(302), "{path}");
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_description_that_is_another_s_or_none_or_without_end_is_refused() {
    let at = "/.well-known/openid-configuration";
    let discovered = |what: Do| async move {
        let server = doing(at, what).await;
        let error = client(patient()).discover(&server.url("")).await.expect_err("refused");
        (fault(&error).clone(), error.to_string(), server.sent())
    };
    let (other, text, _) = discovered(Do::Json(described("https://iam.example.org"))).await;
    assert_eq!(other, IssuerFault::OtherIssuer { named: "https://iam.example.org".into() });
    assert!(text.contains("another issuer, https://iam.example.org"), "{text}");
    assert_eq!(discovered(Do::Html(404)).await.0, IssuerFault::NoMetadata);
    assert_eq!(
        discovered(Do::Html(200)).await.0,
        IssuerFault::Malformed("it is a web page".into())
    );
    for announced in [true, false] {
        let (large, text, sent) = discovered(Do::Endless(10 << 20, announced)).await;
        assert!(matches!(large, IssuerFault::Malformed(_)) && text.contains("256 KiB"), "{text}");
        assert!(sent < 8 << 20, "{sent} bytes were taken");
    }
}

#[tokio::test]
async fn a_set_of_keys_that_is_none_or_too_many_is_refused() {
    let one = r#"{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}"#;
    for body in [
        r#"{"keys":[]}"#.to_owned(),
        "[]".to_owned(),
        format!(r#"{{"keys":[{}]}}"#, vec![one; 200].join(",")),
        format!(r#"{{"keys":[{}]}}"#, vec!["{}"; 100_000].join(",")),
        format!(r#"{{"keys":{}"#, "[".repeat(200_000)),
        format!(r#"{{"keys":[{one}],"x":"{}"}}"#, "x".repeat(1 << 20)),
    ] {
        let server = doing("/jwk", Do::Json(body.clone())).await;
        let answer = client(patient()).keys(&metadata(&server).await).await;
        let error = answer.expect_err(&body.chars().take(60).collect::<String>());
        assert!(matches!(fault(&error), IssuerFault::Malformed(_)), "{error:?}");
        assert!(error.to_string().len() < 300, "{error}");
    }
}

#[tokio::test]
async fn an_introspection_that_does_not_say_active_is_none() {
    for body in [
        "{}",
        r#"{"active":"true"}"#,
        r#"{"active":1}"#,
        r#"{"active":false,"active":true}"#,
        "true",
    ] {
        let server = doing("/introspect", Do::Json(body.into())).await;
        let error = introspect(&server).await.expect_err(body);
        assert!(matches!(fault(&error), IssuerFault::Malformed(_)), "{body}: {error:?}");
    }
    let server = doing("/introspect", Do::Json(r#"{"active":false}"#.into())).await;
    assert_eq!(introspect(&server).await.expect("an answer"), Introspection::default());
}

#[tokio::test]
async fn secrets_that_an_issuer_repeats_reach_neither_error_nor_onlooker() {
    let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
    let observer = Observer::new({
        let seen = Arc::clone(&seen);
        move |one| seen.lock().expect("no panic").push(one)
    });
    let echo = format!(
        r#"{{"error":"invalid_request","error_description":"no good: {TOKEN} of {SECRET}"}}"#
    );
    let odd = format!(r#"{{"error":"{TOKEN}"}}"#);
    for body in [echo, odd] {
        let server = doing("/revoke", Do::Status(400, "", body.clone())).await;
        let client = IssuerClient::new(&roots(), patient(), observer.clone()).expect("a client");
        let metadata = client.discover(&server.url("")).await.expect("a description");
        let client = client.unlock(&WriteUnlocked::asked_for());
        let error = client.revoke(&metadata, &own(), &token(), TokenKind::Refresh).await;
        let error = error.expect_err("refused");
        for secret in [TOKEN, SECRET] {
            assert!(!format!("{error} {error:?} {}", error.remedy()).contains(secret), "{error:?}");
        }
    }
    let seen = seen.lock().expect("no panic");
    let told: Vec<_> = seen.iter().map(|one| (one.method, one.outcome.as_str())).collect();
    assert_eq!(told[..2], [("discovery", "ok"), ("revocation", "invalid_request")]);
    assert!(!format!("{seen:?}").contains(TOKEN), "{seen:?}");
}

#[tokio::test]
async fn an_issuer_whose_certificate_has_expired_is_not_talked_to() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let server = Server::with_tls(certificates::server("expired", false), move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        Do::Json("{}".into())
    })
    .await;
    let error = client(patient()).discover(&server.url("")).await.expect_err("not trusted");
    assert!(matches!(error.kind(), ErrorKind::Tls(_)), "{error:?}");
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}
