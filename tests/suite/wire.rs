//! The wire against a scripted server and against recordings of a real one.

mod arex;
mod failures;
mod issuers;
mod limits;
mod recordings;
mod requests;
mod tls;

use std::sync::Arc;
use std::time::Duration;

use dirac_tokens::wire::http::{Http, Timeouts};
use dirac_tokens::wire::rpc::{Caller, HttpsRpc};
use dirac_tokens::wire::token_manager::TokenManagerClient;
use dirac_tokens::wire::url::{CanonicalUrls, ServiceUrl};

use crate::support::certificates;
use crate::support::server::Server;

const TOKEN_MANAGER: &str = "/Framework/TornadoTokenManager";
const CS: &str = "/Configuration/Server";

/// Patience for tests in which nothing is late.
fn patient() -> Timeouts {
    Timeouts::within(Duration::from_secs(20))
}

/// Patience for tests in which the server is late on purpose.
fn hasty() -> Timeouts {
    let short = Duration::from_millis(150);
    Timeouts { connect: short, answer: short, stall: short, total: Duration::from_millis(400) }
}

fn http(timeouts: Timeouts) -> Arc<Http> {
    Arc::new(Http::new(certificates::client(), timeouts))
}

fn service_url(server: &Server) -> ServiceUrl {
    ServiceUrl::parse(&server.url(TOKEN_MANAGER), "Framework", "TokenManager").unwrap()
}

fn service(http: &Arc<Http>, servers: &[&Server]) -> HttpsRpc {
    let urls: Vec<_> = servers.iter().map(|server| service_url(server)).collect();
    HttpsRpc::of_service(http.clone(), &urls, Caller::AsPresented).unwrap()
}

fn token_manager(http: &Arc<Http>, servers: &[&Server]) -> TokenManagerClient<HttpsRpc> {
    TokenManagerClient::new(service(http, servers))
}

fn configuration(http: &Arc<Http>, server: &Server, caller: Caller) -> HttpsRpc {
    let url = server.url(CS);
    let url = CanonicalUrls::new([&url]).admit(&url).unwrap();
    HttpsRpc::of_configuration(http.clone(), &[url], caller).unwrap()
}
