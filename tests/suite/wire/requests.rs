//! What is sent, how often, and by which connection.

use std::sync::Arc;

use dirac_tokens::wire::configuration::ConfigurationClient;
use dirac_tokens::wire::error::{ErrorKind, WireError};
use dirac_tokens::wire::rpc::{
    Caller, CredentialCall, HttpsRpc, MutatingCall, ReadCall, Rpc, RpcChanges, WriteUnlocked,
};
use dirac_tokens::wire::service::{ConfigurationService, Service, TokenManagerService};
use dirac_tokens::wire::url::CanonicalUrls;
use tokio::sync::{Notify, Semaphore};

use super::*;
use crate::support::server::Do;

fn unlocked(http: &Arc<Http>, servers: &[&Server]) -> HttpsRpc<dirac_tokens::wire::rpc::Unlocked> {
    service(http, servers).unlock(&WriteUnlocked::asked_for())
}

#[tokio::test]
async fn a_call_is_the_form_that_diracs_own_client_sends() {
    let server = Server::always(Do::ok("[]")).await;
    let client = token_manager(&http(patient()), &[&server]);
    client.users_tokens_info(&["umauser".into(), "zo\u{eb} &=+".into()]).await.unwrap();
    let [request] = <[_; 1]>::try_from(server.requests()).unwrap();
    assert_eq!(request.path, TOKEN_MANAGER);
    let form = request.form();
    let form: Vec<_> = form.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(
        form,
        [
            ("method", "getUsersTokensInfo"),
            ("args", r#"[["umauser","zo\u00eb &=+"]]"#),
            ("clientVO", "unknown"),
            ("clientSetup", "None"),
        ]
    );
    assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded");
    for absent in ["referer", "cookie", "authorization", "accept-encoding"] {
        assert!(!request.headers.contains_key(absent), "{absent}");
    }
}

#[tokio::test]
async fn extra_credentials_are_sent_for_certificates_only() {
    let server = Server::always(Do::ok("true")).await;
    let http = http(patient());
    let group = |group: Option<&str>| Caller::Certificate { group: group.map(str::to_owned) };
    for (caller, expected) in [
        (Caller::AsPresented, None),
        (group(None), None),
        (group(Some("dirac_admin")), Some("\"dirac_admin\"")),
        (Caller::Host, Some("\"hosts\"")),
    ] {
        ConfigurationClient::new(configuration(&http, &server, caller))
            .write_enabled()
            .await
            .unwrap();
        let sent = server.requests().last().unwrap().field("extraCredentials");
        assert_eq!(sent.as_deref(), expected);
    }
}

#[tokio::test]
async fn the_cs_is_called_by_the_very_spelling_of_the_configuration() {
    let server = Server::always(Do::ok("\"1\"")).await;
    let url = format!("https://LocalHost:{}", server.port());
    let known = CanonicalUrls::new([&url]).admit(&url).unwrap();
    let rpc = HttpsRpc::of_configuration(http(patient()), &[known], Caller::AsPresented).unwrap();
    ConfigurationClient::new(rpc).version().await.unwrap();
    let request = &server.requests()[0];
    assert_eq!(request.headers["host"], format!("LocalHost:{}", server.port()));
    assert_eq!(request.path, CS);
}

#[tokio::test]
async fn only_the_configuration_is_asked_for_compressed() {
    let server = Server::start(|request| match &*request.method() {
        "getCompressedDataIfNewer" => Do::ok(r#"{"newestVersion": "1"}"#),
        _ => Do::ok("[]"),
    })
    .await;
    let http = http(patient());
    let cs = ConfigurationClient::new(configuration(&http, &server, Caller::AsPresented));
    cs.newer_than("0").await.unwrap();
    token_manager(&http, &[&server]).users_tokens_info(&[]).await.unwrap();
    token_manager(&http, &[&server]).user_tokens_info().await.unwrap();
    let asked: Vec<_> =
        server.requests().iter().map(|r| r.headers.get("accept-encoding").cloned()).collect();
    assert_eq!(asked, [Some("gzip".to_owned()), None, None]);
}

#[tokio::test]
async fn reads_share_a_connection_and_changes_have_their_own() {
    let server = Server::always(Do::ok("[]")).await;
    let http = http(patient());
    for _ in 0..3 {
        token_manager(&http, &[&server]).user_tokens_info().await.unwrap();
    }
    assert_eq!(server.connections(), 1);
    for expected in 2..5 {
        unlocked(&http, &[&server]).change(MutatingCall::delete_token("uid-1")).await.unwrap();
        assert_eq!(server.connections(), expected);
    }
    token_manager(&http, &[&server]).user_tokens_info().await.unwrap();
    assert_eq!(server.connections(), 4);
}

#[tokio::test]
async fn building_clients_connects_to_nobody() {
    let server = Server::always(Do::ok("[]")).await;
    let clients: Vec<_> = (0..100).map(|_| token_manager(&http(patient()), &[&server])).collect();
    clients[0].user_tokens_info().await.unwrap();
    assert_eq!((server.connections(), server.count()), (1, 1));
}

/// Every way in which an answer can fail to come.
fn misfortunes(elsewhere: &Server) -> Vec<(&'static str, Do)> {
    vec![
        ("cut before the answer", Do::CutHead),
        ("cut in the answer", Do::CutBody),
        ("stall", Do::Stall(Arc::new(Notify::new()))),
        ("drip", Do::Drip),
        ("exception", Do::Html(500)),
        ("bad gateway", Do::Html(502)),
        ("web page", Do::Html(200)),
        ("redirect", Do::Redirect(elsewhere.url(TOKEN_MANAGER))),
        ("no JSON", Do::Json("{\"OK\": tru".into())),
        ("endless", Do::Endless(200 << 20, false)),
        ("too long", Do::Endless(200 << 20, true)),
    ]
}

async fn changed(server: &Server, elsewhere: &Server) -> WireError {
    let rpc = unlocked(&http(hasty()), &[server, elsewhere]);
    rpc.change(MutatingCall::delete_token("uid-1")).await.unwrap_err()
}

#[tokio::test]
async fn a_change_arrives_once_whatever_happens_to_its_answer() {
    let elsewhere = Server::always(Do::ok("null")).await;
    for (name, what) in misfortunes(&elsewhere) {
        let server = Server::always(what).await;
        let error = changed(&server, &elsewhere).await;
        assert_eq!(server.count(), 1, "{name}");
        assert!(error.ambiguous(), "{name}: {error}");
        assert!(error.remedy().contains("Read the state back"), "{name}");
    }
    assert_eq!(elsewhere.count(), 0, "a change went to a second server");
}

#[tokio::test]
async fn a_change_that_was_refused_is_not_ambiguous() {
    let elsewhere = Server::always(Do::ok("null")).await;
    for what in [Do::error("no"), Do::Html(404), Do::Html(501), Do::Html(400), Do::Html(401)] {
        let server = Server::always(what).await;
        let error = changed(&server, &elsewhere).await;
        assert!(!error.ambiguous(), "{error}");
        let sent = server.requests().iter().filter(|r| r.method() == "deleteToken").count();
        assert_eq!(sent, 1, "{error}");
    }
    assert_eq!(elsewhere.count(), 0);
}

#[tokio::test]
async fn a_credential_is_asked_for_once() {
    let server = Server::always(Do::CutHead).await;
    let rpc = unlocked(&http(hasty()), &[&server]);
    let call = CredentialCall::client_token("g", &["compute.read".into()], Some("aud"), None);
    assert!(rpc.issue(call).await.unwrap_err().ambiguous());
    assert_eq!(server.count(), 1);
    assert_eq!(
        server.requests()[0].field("args").unwrap(),
        r#"[null,"g",["compute.read"],"aud",null]"#
    );
}

#[tokio::test]
async fn a_read_goes_on_to_the_next_server_and_remembers_it() {
    let elsewhere = Server::always(Do::ok("[]")).await;
    for (name, what) in misfortunes(&elsewhere) {
        // only what is too large is too large everywhere
        if matches!(what, Do::Endless(..)) {
            continue;
        }
        let (first, second) = (Server::always(what).await, Server::always(Do::ok("[]")).await);
        let client = token_manager(&http(hasty()), &[&first, &second]);
        assert_eq!(client.user_tokens_info().await, Ok(vec![]), "{name}");
        let asked = first.count();
        assert_eq!(client.user_tokens_info().await, Ok(vec![]), "{name}");
        assert_eq!(
            (first.count(), second.count()),
            (asked, 2),
            "{name}: the failing server comes last"
        );
    }
    assert_eq!(elsewhere.count(), 0, "a redirect was followed");
}

#[tokio::test]
async fn a_read_that_fails_everywhere_says_so() {
    let servers = [Server::always(Do::Html(500)).await, Server::always(Do::Html(404)).await];
    let client = token_manager(&http(patient()), &[&servers[0], &servers[1]]);
    let error = client.user_tokens_info().await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::ServerException);
    assert!(error.to_string().ends_with("; one more server failed too."), "{error}");
    assert!(!error.ambiguous());
}

#[tokio::test]
async fn a_refusal_is_not_taken_to_another_server() {
    for what in [Do::error("no"), Do::Html(501), Do::Html(401)] {
        let (first, second) = (Server::always(what).await, Server::always(Do::ok("[]")).await);
        let client = token_manager(&http(patient()), &[&first, &second]);
        client.user_tokens_info().await.unwrap_err();
        assert_eq!(second.count(), 0);
    }
}

#[tokio::test]
async fn at_most_four_reads_run_at_once() {
    let go = Arc::new(Semaphore::new(0));
    let server = Server::start({
        let go = go.clone();
        move |request| match &*request.method() {
            "ping" => Do::ok("{}"),
            _ => Do::After(go.clone(), Box::new(Do::ok("[]"))),
        }
    })
    .await;
    let first = http(patient());
    let client = token_manager(&first, &[&server]);
    let calls: Vec<_> = (0..12)
        .map(|_| {
            tokio::spawn({
                let client = client.clone();
                async move { client.user_tokens_info().await }
            })
        })
        .collect();
    server.arrived(4).await;
    // another client goes the same way meanwhile: a fifth read would have arrived with its calls
    let other = token_manager(&http(patient()), &[&server]);
    for _ in 0..10 {
        other.ping().await.unwrap();
    }
    let listings = || server.requests().iter().filter(|r| r.method() != "ping").count();
    assert_eq!(listings(), 4);
    go.add_permits(12);
    for call in calls {
        assert_eq!(call.await.unwrap(), Ok(vec![]));
    }
    assert_eq!(listings(), 12);
}

#[tokio::test]
async fn a_call_that_is_given_up_lets_go_of_its_connection() {
    let given_up = Arc::new(Notify::new());
    let server = Server::always(Do::Stall(given_up.clone())).await;
    let client = token_manager(&http(patient()), &[&server]);
    let call = tokio::spawn(async move { client.user_tokens_info().await });
    server.arrived(1).await;
    call.abort();
    given_up.notified().await;
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn the_urls_of_a_session_are_those_it_was_given() {
    let server = Server::always(Do::ok("[]")).await;
    let rpc = service(&http(patient()), &[&server]);
    assert_eq!(rpc.urls(), [server.url(TOKEN_MANAGER).into()]);
    assert_eq!(&**rpc.read(ReadCall::ping()).await.unwrap().url(), server.url(TOKEN_MANAGER));
}
