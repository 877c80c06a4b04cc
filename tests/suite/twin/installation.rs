//! The scripted installation: a CS and a TokenManager that answer as DIRAC does, unless a test says otherwise.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::world::{ACCESS, REFRESH};
use crate::rules::installation::{Cfg, good};
use crate::support::server::{Do, Request, Server};

/// An administrator as the services see one.
pub(super) const WHO: &str = r#"{"DN": "/DC=org/CN=Ada", "username": "ada", "group": "dirac_admin", "properties": ["ProxyManagement"], "isProxy": true}"#;

/// A configuration in which nothing is wrong, whose TokenManager is the server that serves it.
pub(super) fn healthy() -> Cfg {
    good().set("/Systems/Framework/URLs/TokenManager", "https://@HOST@/Framework/TokenManager")
}

/// The answer that holds a configuration, compressed as DIRAC does it.
pub(super) fn configuration(text: impl AsRef<[u8]>) -> Do {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_ref()).expect("a Vec takes all");
    let data = STANDARD.encode(encoder.finish().expect("a Vec takes all"));
    Do::ok(&format!(r#"{{"newestVersion": "2026-11-21 07:00:00.000000", "data": "{data}"}}"#))
}

/// A row of a listing, both tokens planted.
pub(super) fn row(id: u32, user: &str) -> String {
    format!(
        r#"{{"id": {id}, "username": "{user}", "user_id": "id-{user}", "provider": "IAM-Alpha", "scope": "openid offline_access", "expires_at": 4000000000, "rt_expires_at": 4000000000, "access_token": "{ACCESS}", "refresh_token": "{REFRESH}"}}"#
    )
}

/// A server that serves `cfg` and does for a request what `instead` says, if it says anything.
pub(super) async fn serving(
    cfg: Cfg,
    instead: impl Fn(&Request) -> Option<Do> + Send + Sync + 'static,
) -> Server {
    serving_text(cfg.text(), instead).await
}

/// The same with a text that may be no configuration.
pub(super) async fn serving_text(
    text: String,
    instead: impl Fn(&Request) -> Option<Do> + Send + Sync + 'static,
) -> Server {
    Server::start(move |request| {
        instead(request).unwrap_or_else(|| match request.method().as_str() {
            "ping" => Do::ok(r#"{"version": "9.1.22", "name": "scripted"}"#),
            "whoami" => Do::ok(WHO),
            "getVersion" => Do::ok(r#""2026-11-21 07:00:00.000000""#),
            "getCompressedDataIfNewer" => {
                configuration(text.replace("@HOST@", &request.headers["host"]))
            }
            "getUserTokensInfo" => Do::ok("[]"),
            "getUsersTokensInfo" => {
                let asked = request.field("args").unwrap_or_default();
                let known = [(1, "ada"), (2, "ben")];
                let wanted =
                    known.iter().filter(|(_, user)| asked.contains(&format!("\"{user}\"")));
                let rows: Vec<String> = wanted.map(|(id, user)| row(*id, user)).collect();
                Do::ok(&format!("[{}]", rows.join(", ")))
            }
            _ => Do::Html(501),
        })
    })
    .await
}

/// A server in which nothing is wrong.
pub(super) async fn sound() -> Server {
    serving(healthy(), |_| None).await
}

/// What `method` answers, for everything else as usual.
pub(super) fn only(method: &'static str, what: Do) -> impl Fn(&Request) -> Option<Do> {
    move |request| (request.method() == method).then(|| what.clone())
}
