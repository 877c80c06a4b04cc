//! Every way in which a server can answer wrongly, as the error it becomes.

use std::sync::Mutex;

use dirac_tokens::wire::configuration::ConfigurationClient;
use dirac_tokens::wire::error::{ErrorKind, Fault, Phase, WireError};
use dirac_tokens::wire::http::Observer;
use dirac_tokens::wire::service::{ConfigurationService, Service, TokenManagerService};

use super::*;
use crate::support::server::{Do, Request};

const WHO: &str = r#"{"DN": "/CN=Uma", "username": "umauser", "group": "wlcgvo_user", "properties": ["NormalUser"]}"#;

async fn error_of(what: Do) -> WireError {
    let server = Server::always(what).await;
    let client = token_manager(&http(hasty()), &[&server]);
    client.users_tokens_info(&["umauser".into()]).await.unwrap_err()
}

#[tokio::test]
async fn each_status_is_its_own_error_and_blames_the_right_side() {
    for (status, kind, fault) in [
        (400, ErrorKind::Status(400), Fault::Unknown),
        (401, ErrorKind::Unauthenticated, Fault::You),
        (404, ErrorKind::NotFound, Fault::Configuration),
        (405, ErrorKind::Status(405), Fault::Unknown),
        (500, ErrorKind::ServerException, Fault::Server),
        (501, ErrorKind::NoSuchMethod, Fault::Server),
        (502, ErrorKind::Status(502), Fault::Unknown),
    ] {
        let error = error_of(Do::Html(status)).await;
        assert_eq!((error.kind(), error.fault()), (&kind, fault), "{status}");
        assert_eq!(error.method(), Some("getUsersTokensInfo"));
        assert!(error.to_string().contains(TOKEN_MANAGER), "{error}");
    }
}

#[tokio::test]
async fn a_401_for_the_method_names_the_caller_and_the_property() {
    let server = Server::start(|request| match &*request.method() {
        "whoami" => Do::ok(WHO),
        _ => Do::Html(401),
    })
    .await;
    let client = token_manager(&http(patient()), &[&server]);
    let error = client.users_tokens_info(&[]).await.unwrap_err();
    let said = error.to_string();
    assert!(said.contains("not allowed for umauser in group wlcgvo_user"), "{said}");
    assert!(said.contains("ProxyManagement"), "{said}");
    let methods: Vec<_> = server.requests().iter().map(Request::method).collect();
    assert_eq!(methods, ["getUsersTokensInfo", "whoami"]);
}

#[tokio::test]
async fn a_401_whose_reason_cannot_be_asked_for_stays_open() {
    let server = Server::start(|request| match &*request.method() {
        "whoami" => Do::Html(500),
        _ => Do::Html(401),
    })
    .await;
    let error =
        token_manager(&http(patient()), &[&server]).users_tokens_info(&[]).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unauthorized { who: None, .. }), "{error:?}");
}

#[tokio::test]
async fn what_is_not_dirac_is_said_not_to_be() {
    for what in [
        Do::Html(200),
        Do::Json("<!DOCTYPE html><html></html>".into()),
        Do::Json("{\"OK\": true, \"Value\": [".into()),
        Do::Json("[]".into()),
        Do::Json("{}".into()),
        Do::Redirect("https://sso.example.org/login".into()),
    ] {
        let error = error_of(what).await;
        assert!(matches!(error.kind(), ErrorKind::Protocol { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn a_broken_off_answer_says_where_it_broke() {
    let at = async |what| error_of(what).await.kind().clone();
    assert_eq!(at(Do::CutHead).await, ErrorKind::Dropped { phase: Phase::Answer });
    assert_eq!(at(Do::CutBody).await, ErrorKind::Dropped { phase: Phase::Body });
}

#[tokio::test]
async fn an_unknown_user_of_a_listing_is_named() {
    let error = error_of(Do::error("No DN found for user nosuchuser")).await;
    assert_eq!(error.unknown_user(), Some("nosuchuser"));
}

#[tokio::test]
async fn what_a_server_quotes_never_shows_a_token() {
    let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1bWEifQ.c2lnbmF0dXJlLW9mLXRva2Vu";
    let error = error_of(Do::error(&format!("row ('3', '{token}') is locked \\u001b[2J"))).await;
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(text.contains("row ('3', '[redacted]') is locked"), "{text}");
        assert!(!text.contains('\u{1b}') && !text.contains("eyJ"), "{text}");
    }
}

#[tokio::test]
async fn an_empty_answer_is_null_and_not_a_listing() {
    let error = error_of(Do::Json(String::new())).await;
    assert!(matches!(error.kind(), ErrorKind::Protocol { .. }), "{error:?}");
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_unreachable() {
    let server = Server::always(Do::ok("[]")).await;
    let url = service_url(&server);
    drop(server);
    // the port was just freed: whoever asks is refused
    let rpc = HttpsRpc::of_service(http(hasty()), &[url], Caller::AsPresented).unwrap();
    let error = loop {
        let error = TokenManagerClient::new(rpc.clone()).ping().await;
        if let Err(error) = error {
            break error;
        }
        tokio::task::yield_now().await;
    };
    assert!(
        matches!(error.kind(), ErrorKind::Unreachable { .. } | ErrorKind::Dropped { .. }),
        "{error:?}"
    );
    assert!(error.retryable());
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_unreachable() {
    let url = ServiceUrl::parse("https://no-such-host.invalid/F/T", "F", "T").unwrap();
    let rpc = HttpsRpc::of_service(http(patient()), &[url], Caller::AsPresented).unwrap();
    let error = TokenManagerClient::new(rpc).ping().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unreachable { .. }), "{error:?}");
    assert_eq!(error.fault(), Fault::Network);
}

#[tokio::test]
async fn a_configuration_that_is_not_utf8_is_refused_with_its_line() {
    // zlib of "A = 1\nB = \xff\n", as base64
    let data = "eNpzVLBVMORyApL/uQAPUALC";
    let server =
        Server::always(Do::ok(&format!(r#"{{"newestVersion": "2", "data": "{data}"}}"#))).await;
    let cs =
        ConfigurationClient::new(configuration(&http(patient()), &server, Caller::AsPresented));
    let said = cs.newer_than("0").await.unwrap_err().to_string();
    assert!(said.contains("line 2 of the configuration is not UTF-8"), "{said}");
}

#[tokio::test]
async fn an_onlooker_learns_how_every_request_ended_and_nothing_of_what_was_said() {
    let server = Server::start(|request| match &*request.method() {
        "ping" => Do::ok("{}"),
        "getUserTokensInfo" => Do::error("secret reason"),
        _ => Do::Html(401),
    })
    .await;
    let log = Arc::new(Mutex::new(Vec::new()));
    let observer = Observer::new({
        let log = log.clone();
        move |seen| log.lock().unwrap().push(seen)
    });
    let http = Http::new(certificates::client(), patient()).observed_by(observer);
    let client = token_manager(&Arc::new(http), &[&server]);
    client.ping().await.unwrap();
    client.user_tokens_info().await.unwrap_err();
    client.users_tokens_info(&["umauser".into()]).await.unwrap_err();
    let log = log.lock().unwrap();
    let told: Vec<_> = log.iter().map(|s| (s.method, s.outcome.as_str(), s.good)).collect();
    assert_eq!(
        told,
        [
            ("ping", "ok", true),
            ("getUserTokensInfo", "refused", false),
            ("getUsersTokensInfo", "401", false),
            ("whoami", "401", false),
        ]
    );
    assert!(!format!("{log:?}").contains("umauser") && !format!("{log:?}").contains("secret"));
}
