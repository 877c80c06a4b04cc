//! The server is always verified, and a refusal of either side is told apart.

use dirac_tokens::wire::error::{ErrorKind, WireError};
use dirac_tokens::wire::service::Service;
use dirac_tokens::wire::tls::Trouble;
use rustls::RootCertStore;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

use super::*;
use crate::support::server::Do;

fn trouble(error: &WireError) -> Trouble {
    match error.kind() {
        ErrorKind::Tls(tls) => tls.trouble.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_server_of_an_unknown_ca_is_not_talked_to() {
    let server = Server::always(Do::ok("{}")).await;
    let stranger = certificates::client_trusting(RootCertStore::empty());
    let http = Arc::new(Http::new(stranger, patient()));
    let error = token_manager(&http, &[&server]).ping().await.unwrap_err();
    assert_eq!(trouble(&error), Trouble::UnknownAuthority);
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_server_of_another_name_is_not_talked_to() {
    let server = Server::always(Do::ok("{}")).await;
    let url = format!("https://127.0.0.1:{}/F/T", server.port());
    let url = ServiceUrl::parse(&url, "F", "T").unwrap();
    let rpc = HttpsRpc::of_service(http(patient()), &[url], Caller::AsPresented).unwrap();
    let error = TokenManagerClient::new(rpc).ping().await.unwrap_err();
    assert_eq!(trouble(&error), Trouble::WrongName);
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_server_whose_certificate_has_expired_is_not_talked_to() {
    let server = Server::with_tls(certificates::server("expired", false), |_| Do::ok("{}")).await;
    let error = token_manager(&http(patient()), &[&server]).ping().await.unwrap_err();
    assert_eq!(trouble(&error), Trouble::ServerExpired);
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn an_alert_that_comes_after_the_handshake_is_still_told() {
    let server = Server::with_tls(certificates::server("server", true), |_| Do::ok("{}")).await;
    let error = token_manager(&http(patient()), &[&server]).ping().await.unwrap_err();
    assert_eq!(trouble(&error), Trouble::Refused("certificate_required"));
    assert!(!error.retryable());
}

#[tokio::test]
async fn a_port_that_speaks_plain_http_is_said_to() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/F/T", listener.local_addr().unwrap().port());
    let url = ServiceUrl::parse(&url, "F", "T").unwrap();
    let plain = tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let _ = socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let rpc = HttpsRpc::of_service(http(patient()), &[url], Caller::AsPresented).unwrap();
    let error = TokenManagerClient::new(rpc).ping().await.unwrap_err();
    assert_eq!(trouble(&error), Trouble::NotTls);
    plain.abort();
}
