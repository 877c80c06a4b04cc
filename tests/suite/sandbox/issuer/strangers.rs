//! What anybody may send: an issuer refuses it in the words of the standards, and goes on.

use dirac_tokens::sandbox::content::IssuerKind;
use dirac_tokens::sandbox::http::{Handler, Request, Response};
use dirac_tokens::sandbox::issuer::Issuer;
use dirac_tokens::sandbox::issuer::log::Deed;
use hyper::header::HeaderValue;
use proptest::prelude::*;

use super::{client, header, issuer, json, post, request, stored};

fn iam() -> Issuer {
    let clients = vec![client("server", Some("s3cret")), client("device", None)];
    issuer(IssuerKind::Iam, "https://localhost:1/", clients)
}

fn refused(response: &Response) -> (u16, String) {
    let error = json(response)["error"].as_str().unwrap_or_default().to_owned();
    (response.status, error)
}

const SERVER: &str = "client_id=server&client_secret=s3cret";

#[test]
fn bad_requests_are_refused_by_name() {
    let issuer = iam();
    let long = "x".repeat(1_000_000);
    let cases: Vec<(&str, String, u16, &str)> = vec![
        ("/token", String::new(), 400, "invalid_request"),
        ("/token", String::from("&&&==&"), 400, "invalid_request"),
        (
            "/token",
            format!("{SERVER}&grant_type=client_credentials&scope={long}"),
            400,
            "invalid_request",
        ),
        (
            "/token",
            format!("{SERVER}&grant_type=client_credentials&scope=a&scope=b"),
            400,
            "invalid_request",
        ),
        ("/token", format!("{SERVER}&client_secret=s3cret&grant_type=x"), 400, "invalid_request"),
        (
            "/token",
            format!("{SERVER}&grant_type=client_credentials&scope=%ff%fe"),
            400,
            "invalid_scope",
        ),
        (
            "/token",
            format!("{SERVER}&grant_type=client_credentials&scope=a%00b"),
            400,
            "invalid_scope",
        ),
        (
            "/token",
            format!("{SERVER}&grant_type=client_credentials&resource=no+uri"),
            400,
            "invalid_target",
        ),
        (
            "/token",
            format!("{SERVER}&grant_type=client_credentials&resource=https://a%23b"),
            400,
            "invalid_target",
        ),
        ("/token", format!("{SERVER}&grant_type=refresh_token"), 400, "invalid_request"),
        ("/token", format!("{SERVER}&grant_type="), 400, "invalid_request"),
        (
            "/token",
            format!("{SERVER}&grant_type=authorization_code&code=x"),
            400,
            "unsupported_grant_type",
        ),
        (
            "/token",
            String::from("client_secret=s3cret&grant_type=client_credentials"),
            400,
            "invalid_request",
        ),
        (
            "/token",
            String::from("client_id=server&client_secret=&grant_type=client_credentials"),
            401,
            "invalid_client",
        ),
        (
            "/token",
            String::from("client_id=device&grant_type=client_credentials"),
            400,
            "invalid_request",
        ),
        ("/introspect", format!("{SERVER}&token=a&token=b"), 400, "invalid_request"),
        ("/introspect", String::from("client_id=device&token=a"), 401, "invalid_client"),
        ("/revoke", SERVER.to_owned(), 400, "invalid_request"),
        ("/device", String::from("user_code=BBB-BBB&user=eve"), 400, "invalid_request"),
        ("/device", String::from("user_code=BBB-BBB"), 400, "invalid_request"),
        ("/userinfo", String::new(), 401, "invalid_token"),
    ];
    for (path, form, status, error) in &cases {
        let came = refused(&post(&issuer, path, form));
        let shown: String = form.chars().take(80).collect();
        assert_eq!(came, (*status, (*error).to_owned()), "{path} {shown}");
    }
}

#[test]
fn what_is_no_form_is_refused() {
    let issuer = iam();
    let json_body = [("Content-Type", "application/json")];
    let response = issuer.answer(&request("POST", "/token", &json_body, b"{\"grant_type\":1}"));
    assert_eq!(refused(&response), (400, String::from("invalid_request")));
    let mut odd = request("POST", "/token", &[], b"");
    odd.headers.insert("authorization", HeaderValue::from_bytes(b"Basic \xff\xfe").expect("bytes"));
    assert_eq!(refused(&issuer.answer(&odd)), (400, String::from("invalid_request")));
    odd.headers.insert("content-type", HeaderValue::from_bytes(b"\xff").expect("bytes"));
    assert_eq!(refused(&issuer.answer(&odd)), (400, String::from("invalid_request")));
}

#[test]
fn wrong_methods_and_places_are_not_there() {
    let issuer = iam();
    for (method, path) in [
        ("GET", "/token"),
        ("PUT", "/jwk"),
        ("DELETE", "/token"),
        ("", "/token"),
        ("POST", "/.well-known/openid-configuration"),
        ("GET", "/.well-known/openid-configuration/"),
        ("GET", "//jwk"),
        ("GET", ""),
        ("GET", "/%6awk"),
    ] {
        let response = issuer.answer(&request(method, path, &[], b""));
        assert_eq!((response.status, response.body.as_slice()), (404, b"Not Found".as_slice()));
    }
}

#[test]
fn a_wrong_secret_is_challenged_only_in_the_header_it_came_in() {
    let issuer = iam();
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    // server:wrong
    let basic = ("Authorization", "Basic c2VydmVyOndyb25n");
    let asked = request("POST", "/token", &[form, basic], b"grant_type=client_credentials");
    let response = issuer.answer(&asked);
    assert_eq!(refused(&response), (401, String::from("invalid_client")));
    assert!(header(&response, "www-authenticate").is_some_and(|h| h.starts_with("Basic realm=")));
    assert_eq!(header(&response, "cache-control"), Some("no-store"));
    let body = "client_id=server&client_secret=wrong&grant_type=client_credentials";
    let response = post(&issuer, "/token", body);
    assert_eq!(refused(&response), (401, String::from("invalid_client")));
    assert_eq!(header(&response, "www-authenticate"), None);
    let deeds: Vec<Deed> = issuer.log().into_iter().map(|entry| entry.deed).collect();
    assert_eq!(deeds, [Deed::Refused("invalid_client"), Deed::Refused("invalid_client")]);
}

#[test]
fn records_say_what_changed_and_nothing_secret() {
    let issuer = iam();
    let token = issuer.refresh_of(&stored("openid compute.read")).expect("sealed").expect("one");
    let token = token.expose();
    let got = post(
        &issuer,
        "/token",
        &format!("{SERVER}&grant_type=refresh_token&refresh_token={token}"),
    );
    assert_eq!(got.note.call.as_deref(), Some("token refresh_token"));
    assert_eq!(got.note.user.as_deref(), Some("server"));
    assert!(got.note.changed);
    let got = post(&issuer, "/introspect", &format!("{SERVER}&token={token}"));
    assert_eq!((got.note.call.as_deref(), got.note.changed), (Some("introspect"), false));
    let got = post(&issuer, "/revoke", &format!("{SERVER}&token={token}"));
    assert_eq!((got.note.call.as_deref(), got.note.changed), (Some("revoke"), true));
    let got = post(
        &issuer,
        "/token",
        &format!("{SERVER}&grant_type=refresh_token&refresh_token={token}"),
    );
    assert_eq!((got.status, got.note.changed), (400, false));
    assert!(!format!("{:?}", got.note).contains(token.as_str()));
}

fn places() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "/token",
            "/introspect",
            "/revoke",
            "/devicecode",
            "/device",
            "/userinfo",
            "/jwk",
            "/token/introspection",
            "/token/revocation",
            "/device/auth",
            "/me",
            "/protocol/openid-connect/token",
            "/protocol/openid-connect/revoke",
        ])
        .prop_map(str::to_owned),
        "/[ -~]{0,20}",
    ]
}

/// Forms that come close: known names, values of every sort.
fn forms() -> impl Strategy<Value = Vec<u8>> {
    let name = prop::sample::select(vec![
        "client_id",
        "client_secret",
        "grant_type",
        "refresh_token",
        "device_code",
        "scope",
        "token",
        "audience",
        "resource",
        "aud",
        "user_code",
        "user",
        "deny",
        "token_type_hint",
        "x",
    ]);
    let value = prop_oneof![
        prop::sample::select(vec![
            "server",
            "s3cret",
            "device",
            "client_credentials",
            "refresh_token",
            "urn:ietf:params:oauth:grant-type:device_code",
            "openid",
            "eyJhbGciOiJub25lIn0.e30.",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..40),
    ];
    let parameter = (name, value).prop_map(|(name, value)| {
        let mut bytes = name.as_bytes().to_vec();
        bytes.push(b'=');
        bytes.extend(value);
        bytes
    });
    prop_oneof![
        prop::collection::vec(parameter, 0..8).prop_map(|all| all.join(&b'&')),
        prop::collection::vec(any::<u8>(), 0..200),
    ]
}

fn asked() -> impl Strategy<Value = Request> {
    let method = prop::sample::select(vec!["POST", "POST", "POST", "GET", "PATCH"]);
    let credentials = prop_oneof![
        Just(Vec::new()),
        Just(b"Basic c2VydmVyOnMzY3JldA==".to_vec()),
        prop::collection::vec(0x20_u8..=0xff, 0..40),
    ];
    let query = prop::option::of("[ -~]{0,40}");
    (method, places(), query, credentials, forms(), any::<bool>()).prop_map(
        |(method, path, query, credentials, body, typed)| {
            let mut asked = request(method, &path, &[], &body);
            asked.query = query;
            if let Ok(value) = HeaderValue::from_bytes(&credentials)
                && !credentials.is_empty()
            {
                asked.headers.insert("authorization", value);
            }
            if typed {
                let form = HeaderValue::from_static("application/x-www-form-urlencoded");
                asked.headers.insert("content-type", form);
            }
            asked
        },
    )
}

proptest! {
    #[test]
    fn whatever_comes_is_answered(asked in asked()) {
        for kind in [IssuerKind::Iam, IssuerKind::CheckIn, IssuerKind::OAuth2] {
            let clients = vec![client("server", Some("s3cret")), client("device", None)];
            let issuer = issuer(kind, "https://localhost:1", clients);
            let response = issuer.answer(&asked);
            prop_assert!(matches!(response.status, 200 | 400 | 401 | 403 | 404), "{}", response.status);
            if response.status != 200 && response.status != 404 {
                let error = json(&response)["error"].as_str().map(str::len);
                let page = header(&response, "content-type").is_some_and(|t| t.starts_with("text/html"));
                prop_assert!(error.is_some() || page);
            }
            for (_, value) in &response.headers {
                prop_assert!(HeaderValue::from_str(value).is_ok(), "{value:?}");
            }
            prop_assert!(!String::from_utf8_lossy(&response.body).contains("s3cret"));
        }
    }
}
