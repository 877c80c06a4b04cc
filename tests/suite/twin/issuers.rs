//! `token inspect` with the keys of issuers: who is asked, who never is, and what is said when nobody answers.

use std::io::Write as _;
use std::net::TcpListener;
use std::process::Stdio;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dirac_tokens::sandbox::installation::MASTER;
use dirac_tokens::sandbox::issuer::keys::{Keys, Signing};
use serde_json::{Value, json};

use super::world::{Said, World};
use crate::contract::backend::Backend as _;
use crate::contract::embedded::Embedded;
use crate::support::server::{Do, Server};

/// Far in the future, and the time at which tokens made here are judged.
const NOW: i64 = 4_000_000_000;
const AT: [&str; 2] = ["--now", "4000000000"];

/// A host that trusts the CA of the installation, with its configuration if that is wanted.
pub(super) fn world(embedded: &Embedded, configured: bool) -> World {
    let told = embedded.sandbox.description();
    let world = World::new(&[]).without("--cfg").without("--proxy").without("--ca-dir");
    let path = |path: &std::path::Path| path.display().to_string();
    let world = world.with(&["--ca-dir", &path(&told.ca_dir)]);
    if configured {
        world.with(&["--cfg", &path(&told.cfg), "--proxy", &path(&told.proxies["admin"])])
    } else {
        world
    }
}

fn claims(issuer: &str) -> Value {
    json!({
        "iss": issuer, "sub": "ada", "aud": "https://se.example", "jti": "1", "wlcg.ver": "1.0", "scope": "storage.read:/",
        "iat": NOW - 60, "nbf": NOW - 60, "exp": NOW + 3600,
    })
}

/// A token of the installation's issuers, which all have the same keys.
fn token(issuer: &str) -> String {
    let claims = claims(issuer);
    let claims = claims.as_object().expect("an object");
    Keys::get().expect("keys").sign(Signing::Rs256, None, claims).expect("signed")
}

async fn inspect(world: &World, token: &str, options: &[&str]) -> Said {
    let arguments = [&["token", "inspect"], &AT[..], options].concat();
    let json = options.contains(&"json");
    let (mut command, text) = (world.command(&arguments), token.to_owned());
    let run = tokio::task::spawn_blocking(move || {
        let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
        child.stdin.take().expect("piped").write_all(text.as_bytes()).expect("it reads");
        child.wait_with_output().expect("it ends")
    });
    let format = if json { "json" } else { "text" };
    let said = Said::new(format.into(), run.await.expect("no panic"));
    said.sound();
    for part in token.split('.').filter(|part| part.len() > 40) {
        assert!(!said.out.contains(part) && !said.err.contains(part), "{said:#?}");
    }
    said
}

fn ids(row: &Value) -> Vec<&str> {
    row["findings"].as_array().expect("findings").iter().filter_map(|f| f["id"].as_str()).collect()
}

#[tokio::test]
async fn a_token_is_checked_with_the_keys_of_the_issuer_that_is_named() {
    let embedded = Embedded::for_reading();
    let issuer = embedded.issuer("IAM-Alpha").url;
    let world = world(&embedded, false);
    let options = ["--issuer", "https://iam.example.org/", "--issuer", &issuer, "--verify"];
    let said = inspect(&world, &token(&issuer), &options).await;
    said.is_quiet();
    assert!(said.told().contains("valid: It was made with the key"), "{said:#?}");
    assert!(said.told().contains(&format!("{issuer} (--issuer)")), "{said:#?}");
    let said = inspect(&world, &token(&issuer), &[&options[..], &["-o", "json"]].concat()).await;
    let row = &said.json()["inspection"][0];
    assert_eq!(row["signature"]["state"], "valid");
    let from = &row["signature"]["keys_from"];
    assert_eq!((&from["issuer"], &from["named_by"]), (&json!(issuer), &json!("--issuer")));
    assert!(from["as_of"].is_string() && from["file"].is_null(), "{row}");
    let changed = token(&issuer).replacen(".ey", ".eyJhIjoxLCJ", 1);
    let said = inspect(&world, &changed, &options).await;
    assert_eq!(said.status, Some(1), "{said:#?}");
}

#[tokio::test]
async fn an_issuer_that_is_down_leaves_the_signature_unchecked() {
    let embedded = Embedded::for_reading();
    let issuer = embedded.issuer("IAM-Alpha").url;
    embedded.sandbox.issuers().named("IAM-Alpha").expect("an issuer").set_down(true);
    let world = world(&embedded, false);
    for (options, status) in
        [(&["--issuer", &issuer][..], 0), (&["--issuer", &issuer, "--verify"], 3)]
    {
        let said = inspect(&world, &token(&issuer), options).await;
        assert_eq!(said.status, Some(status), "{said:#?}");
        assert!(said.told().contains("not_checked: The issuer's keys could not be fetched"));
        assert!(said.told().contains("out of service (503)"), "{said:#?}");
    }
}

#[tokio::test]
async fn nobody_is_asked_for_the_keys_of_an_issuer_that_nobody_trusts() {
    let server = Server::always(Do::Json("{}".into())).await;
    let world = World::new(&[]).without("--cfg").without("--proxy");
    let trusted = server.url("/");
    for stranger in ["https://localhost:1/", server.url("").as_str(), server.url("/x").as_str()] {
        let options = ["--issuer", &trusted, "-o", "json"];
        let said = inspect(&world, &token(stranger), &options).await;
        assert_eq!(said.status, Some(1), "{said:#?}");
        let row = &said.json()["inspection"][0];
        assert_eq!(row["signature"]["state"], "not_checked");
        assert!(ids(row).contains(&"iss-mismatch"), "{row}");
        let only_slash = said.out.contains("only the slash");
        assert_eq!(only_slash, stranger == server.url(""), "{said:#?}");
        let said = inspect(&world, &token(stranger), &["--issuer", &trusted, "--verify"]).await;
        assert_eq!(said.status, Some(3), "{said:#?}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn keys_are_never_taken_from_where_a_token_says() {
    let server = Server::always(Do::Json("{}".into())).await;
    let plain = TcpListener::bind("127.0.0.1:0").expect("a port");
    plain.set_nonblocking(true).expect("a socket");
    let http = format!("http://localhost:{}/keys", plain.local_addr().expect("an address").port());
    let embedded = Embedded::for_reading();
    let issuer = embedded.issuer("IAM-Alpha").url;
    let own = &serde_json::to_value(Keys::get().expect("keys").public()).expect("JSON")["keys"][0];
    let world = world(&embedded, true);
    for url in [http.clone(), server.url("/keys")] {
        let header = json!({
            "alg": "RS256", "kid": url, "jku": url, "x5u": url, "jwk": own, "x5c": [url], "iss": url,
        });
        // of an issuer that is asked, and of one that would like to be
        for iss in [&issuer, &url] {
            let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
            let text = format!("{}.{}.c2ln", encode(&header), encode(&claims(iss)));
            for options in
                [&["--verify"][..], &["--issuer", &issuer], &["--issuer", &issuer, "--verify"]]
            {
                let said = inspect(&world, &text, options).await;
                assert!(said.told().contains("remote-key-header"), "{said:#?}");
                assert!(!said.told().contains("signature valid"), "{said:#?}");
            }
        }
    }
    assert_eq!(server.connections(), 0);
    let nobody = plain.accept().expect_err("a connection to where a token said");
    assert_eq!(nobody.kind(), std::io::ErrorKind::WouldBlock);
}

#[tokio::test]
async fn verify_alone_trusts_the_id_providers_of_the_installation() {
    let embedded = Embedded::for_reading();
    let issuer = embedded.issuer("IAM-Alpha").url;
    let world = world(&embedded, true);
    let said = inspect(&world, &token(&issuer), &["--verify", "-o", "json"]).await;
    said.is_quiet();
    let all = said.json();
    let row = &all["inspection"][0];
    assert_eq!(row["signature"]["state"], "valid");
    assert_eq!(row["signature"]["keys_from"]["named_by"], "IdProvider IAM-Alpha of localhost");
    assert!(all["source"]["server"].is_string(), "{all}");
    let said = inspect(&world, &token("https://iam.example.org/"), &["--verify"]).await;
    assert_eq!(said.status, Some(3), "{said:#?}");
    assert!(said.told().contains("iss-mismatch"), "{said:#?}");
    // what no key would make better is said without asking anybody
    embedded.sandbox.take_down(MASTER).expect("down");
    let said = inspect(&world, "opaque", &["--verify"]).await;
    assert_eq!(said.status, Some(1), "{said:#?}");
    let said = inspect(&world, &token(&issuer), &["--verify"]).await;
    assert_eq!(said.status, Some(3), "{said:#?}");
    assert!(said.told().contains("IdProviders of localhost could not be read"), "{said:#?}");
}

#[tokio::test]
async fn an_issuer_is_named_by_an_https_url_and_nothing_else() {
    let world = World::new(&[]).without("--cfg").without("--proxy");
    for (issuer, word) in [
        ("http://iam.example.org/", "not encrypted"),
        ("iam.example.org", "no scheme"),
        ("https://iam.example.org/?x=1", "query"),
        ("https://ada:sesame@iam.example.org/", "user name"),
        ("", "empty"),
    ] {
        let said = inspect(&world, "opaque", &["--issuer", issuer]).await;
        said.complains(2, &[word]);
        assert!(!said.err.contains("sesame"), "{said:#?}");
    }
    let pasted = token("https://iam.example.org/");
    let said = inspect(&world, &pasted, &["--issuer", &pasted]).await;
    assert_eq!(said.status, Some(2), "{said:#?}");
}
