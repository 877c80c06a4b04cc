//! No server can hold a call up for ever or fill the memory.

use std::future::Future;
use std::io::Write as _;
use std::sync::Arc;

use dirac_tokens::wire::configuration::ConfigurationClient;
use dirac_tokens::wire::error::{ErrorKind, Phase};
use dirac_tokens::wire::service::{ConfigurationService, Service, TokenManagerService};
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::net::TcpListener;
use tokio::sync::Notify;

use super::*;
use crate::support::server::Do;

fn phase(error: &dirac_tokens::wire::error::WireError) -> Phase {
    match error.kind() {
        ErrorKind::Timeout { phase, .. } => *phase,
        other => panic!("{other:?}"),
    }
}

/// The result of a call, which has to come while a person would still wait.
async fn soon<T>(call: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), call).await.expect("the call hangs")
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_waited_for_so_long_and_no_longer() {
    let server = Server::always(Do::Stall(Arc::new(Notify::new()))).await;
    let error = soon(token_manager(&http(hasty()), &[&server]).ping()).await.unwrap_err();
    assert_eq!(phase(&error), Phase::Answer);
    assert!(error.retryable());
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn an_answer_in_drops_ends_with_the_total() {
    let server = Server::always(Do::Drip).await;
    let error = soon(token_manager(&http(hasty()), &[&server]).ping()).await.unwrap_err();
    assert_eq!(phase(&error), Phase::Body);
    let total = hasty().total;
    assert!(matches!(error.kind(), ErrorKind::Timeout { after, .. } if *after >= total));
}

#[tokio::test]
async fn a_port_that_accepts_and_says_nothing_is_a_timeout_of_connecting() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/F/T", listener.local_addr().unwrap().port());
    let url = ServiceUrl::parse(&url, "F", "T").unwrap();
    let rpc = HttpsRpc::of_service(http(hasty()), &[url], Caller::AsPresented).unwrap();
    let error = soon(TokenManagerClient::new(rpc).ping()).await.unwrap_err();
    assert_eq!(phase(&error), Phase::Connect);
    drop(listener);
}

#[tokio::test]
async fn two_hundred_megabytes_are_not_read() {
    for announced in [true, false] {
        for (limit, listing) in [(4_u64 << 20, false), (64 << 20, true)] {
            let server = Server::always(Do::Endless(200 << 20, announced)).await;
            let client = token_manager(&http(patient()), &[&server]);
            let error = if listing {
                client.users_tokens_info(&[]).await.unwrap_err()
            } else {
                client.ping().await.unwrap_err()
            };
            assert_eq!(*error.kind(), ErrorKind::TooLarge { limit });
            // what the sockets hold comes on top of what was read
            let most = limit as usize + (16 << 20);
            assert!(server.sent() < most, "{} bytes were taken", server.sent());
        }
    }
}

#[tokio::test]
async fn a_small_body_that_inflates_without_end_is_refused() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..65 {
        encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let server = Server::always(Do::Gzip(encoder.finish().unwrap())).await;
    let cs =
        ConfigurationClient::new(configuration(&http(patient()), &server, Caller::AsPresented));
    let error = cs.newer_than("0").await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::TooLarge { limit: 64 << 20 });
}

#[tokio::test]
async fn a_compressed_configuration_is_read() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(br#"{"OK": true, "Value": {"newestVersion": "7"}}"#).unwrap();
    let server = Server::always(Do::Gzip(encoder.finish().unwrap())).await;
    let cs =
        ConfigurationClient::new(configuration(&http(patient()), &server, Caller::AsPresented));
    assert_eq!(cs.newer_than("0").await.unwrap().newest, "7");
}

#[tokio::test]
async fn a_compressed_answer_that_was_not_asked_for_is_refused() {
    // the length of a compressed answer tells of the secrets in it
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(br#"{"OK": true, "Value": {"Name": "Framework/TokenManager"}}"#).unwrap();
    let server = Server::always(Do::Gzip(encoder.finish().unwrap())).await;
    let error = token_manager(&http(patient()), &[&server]).ping().await.unwrap_err();
    assert!(error.to_string().contains("an encoding that was not asked for"), "{error}");
}
