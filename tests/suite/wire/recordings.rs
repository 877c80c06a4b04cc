//! What a real DIRAC 9.1.22 was recorded to answer is understood, field by field.

use jiff::Timestamp;

use dirac_tokens::domain::secret::Fingerprint;
use dirac_tokens::domain::token::ListedToken;
use dirac_tokens::wire::configuration::ConfigurationClient;
use dirac_tokens::wire::error::{ErrorKind, WireError};
use dirac_tokens::wire::rpc::{ReadCall, Rpc as _};
use dirac_tokens::wire::service::{ConfigurationService, CsUpdate, Service, TokenManagerService};

use super::*;
use crate::support::recording::{Recording, all};
use crate::support::server::Do;

async fn replay(recording: &Recording) -> Server {
    let what = match recording.status() {
        200 => Do::Json(recording.answer()),
        status => Do::Html(status),
    };
    Server::always(what).await
}

async fn cs(recording: &Recording) -> (Server, ConfigurationClient<HttpsRpc>) {
    let server = replay(recording).await;
    let rpc = configuration(&http(patient()), &server, Caller::AsPresented);
    (server, ConfigurationClient::new(rpc))
}

async fn listing(recording: &Recording) -> Result<Vec<ListedToken>, WireError> {
    let server = replay(recording).await;
    token_manager(&http(patient()), &[&server]).users_tokens_info(&[]).await
}

#[tokio::test]
async fn a_recorded_ping_is_understood() {
    let (_server, cs) = cs(&Recording::number("001")).await;
    let ping = cs.ping().await.unwrap();
    assert_eq!(ping.version.as_deref(), Some("9.1.22"));
    assert_eq!(ping.name.as_deref(), Some("Configuration/Server"));
    assert_eq!(ping.time.unwrap().to_string(), "2026-11-21T03:49:15Z");
    assert_eq!(ping.started.unwrap().to_string(), "2026-11-21T03:48:37Z");
    assert_eq!(ping.uptime, Some(37));
}

#[tokio::test]
async fn every_recorded_whoami_is_understood() {
    let mut seen = 0;
    for recording in
        all().iter().filter(|r| r.request().starts_with("method=whoami") && r.status() == 200)
    {
        let (_server, cs) = cs(recording).await;
        let who = cs.whoami().await.unwrap();
        let value = recording.value();
        let text = |key: &str| value[key].as_str().filter(|t| !t.is_empty());
        assert_eq!(Some(who.dn.as_str()), text("DN"), "{}", recording.file);
        assert_eq!(who.username.as_deref(), text("username"), "{}", recording.file);
        assert_eq!(who.group.as_deref(), text("group"), "{}", recording.file);
        assert_eq!(who.vo.as_deref(), text("VO"), "{}", recording.file);
        assert_eq!(who.is_proxy, value["isProxy"].as_bool().unwrap_or(false), "{}", recording.file);
        assert_eq!(who.is_limited, value["isLimitedProxy"].as_bool().unwrap_or(false));
        assert_eq!(who.seconds_left, value["secondsLeft"].as_i64(), "{}", recording.file);
        assert_eq!(who.properties.len(), value["properties"].as_array().unwrap().len());
        seen += 1;
    }
    assert!(seen >= 10, "{seen} recordings of whoami");
}

#[tokio::test]
async fn the_recorded_configuration_is_the_text_that_was_served() {
    let (_server, same) = cs(&Recording::number("016")).await;
    let version = "2026-11-21 03:49:09.490398";
    let CsUpdate { newest, text, .. } = same.newer_than(version).await.unwrap();
    assert_eq!((newest.as_str(), text), (version, None));
    let (server, older) = cs(&Recording::number("017")).await;
    let update = older.newer_than("0").await.unwrap();
    let text = update.text.unwrap();
    assert!(text.contains(&format!("Version = {version}")) && text.ends_with("}\n"));
    assert_eq!(&*update.server, server.url(CS));
    assert_eq!(server.requests()[0].field("args").as_deref(), Some("[\"0\"]"));
}

#[tokio::test]
async fn recorded_versions_and_write_permissions_are_understood() {
    let (_a, master) = cs(&Recording::number("023")).await;
    let (_b, worker) = cs(&Recording::number("024")).await;
    let (_c, version) = cs(&Recording::number("014")).await;
    assert_eq!(master.write_enabled().await, Ok(true));
    assert_eq!(worker.write_enabled().await, Ok(false));
    assert_eq!(version.version().await.unwrap(), "2026-11-21 03:49:09.490398");
}

#[tokio::test]
async fn every_recorded_listing_is_read_and_its_tokens_are_fingerprints() {
    let mut rows_seen = 0;
    for recording in all().iter().filter(|r| {
        let request = r.request();
        r.status() == 200
            && r.is_whole()
            && ["getUsersTokensInfo", "getUserTokensInfo", "getTokensByUserID"]
                .iter()
                .any(|method| request.starts_with(&format!("method={method}&")))
            && r.answer().starts_with("{\"OK\": true")
    }) {
        let rows = listing(recording).await.unwrap();
        let expected = recording.value();
        let expected = expected.as_array().unwrap();
        assert_eq!(rows.len(), expected.len(), "{}", recording.file);
        for (row, expected) in rows.iter().zip(expected) {
            let text = |key: &str| expected[key].as_str();
            let seconds = |key: &str| expected[key].as_i64().or_else(|| text(key)?.parse().ok());
            assert_eq!(row.id, text("id").and_then(|id| id.parse().ok()), "{}", recording.file);
            assert_eq!(row.user.as_deref(), text("username"));
            assert_eq!(Some(row.user_id.as_str()), text("user_id"));
            assert_eq!(Some(row.provider.as_str()), text("provider"));
            assert_eq!(Some(row.scopes.join(" ").as_str()), text("scope"));
            assert_eq!(row.access_expires.map(Timestamp::as_second), seconds("expires_at"));
            assert_eq!(row.refresh_expires.map(Timestamp::as_second), seconds("rt_expires_at"));
            assert_eq!(row.issued.map(Timestamp::as_second), seconds("issued_at"));
            let fingerprint = |key| text(key).map(|t| Fingerprint::of(t.as_bytes()));
            assert_eq!(row.access, fingerprint("access_token"));
            assert_eq!(row.refresh, fingerprint("refresh_token"));
            rows_seen += 1;
        }
    }
    assert!(rows_seen >= 12, "{rows_seen} rows in recordings");
}

#[tokio::test]
async fn recorded_refusals_are_the_errors_they_mean() {
    let kind = async |number| listing(&Recording::number(number)).await.unwrap_err().kind().clone();
    assert_eq!(kind("075").await, ErrorKind::UnknownUser("nosuchuser".into()));
    assert_eq!(kind("078").await, ErrorKind::ServerException);
    assert_eq!(kind("082").await, ErrorKind::Unauthenticated);
    assert_eq!(kind("113").await, ErrorKind::NoSuchMethod);
    assert_eq!(kind("144").await, ErrorKind::NotFound);
    assert_eq!(kind("147").await, ErrorKind::Status(405));
    assert!(
        matches!(kind("032").await, ErrorKind::Refused { errno: 0, message } if message.starts_with("Local and remote versions differ (2026-"))
    );
    // a database error that quotes SQL
    assert!(matches!(kind("091").await, ErrorKind::Refused { .. }));
}

#[tokio::test]
async fn every_recorded_answer_is_taken_for_one() {
    for recording in all()
        .iter()
        .filter(|r| r.status() == 200 && r.is_whole() && r.answer().starts_with("{\"OK\":"))
    {
        let server = replay(recording).await;
        let rpc = service(&http(patient()), &[&server]);
        match rpc.read(ReadCall::ping()).await {
            Ok(answer) => assert!(answer.url().ends_with(TOKEN_MANAGER)),
            Err(error) => assert!(
                matches!(error.kind(), ErrorKind::Refused { .. } | ErrorKind::UnknownUser(_)),
                "{}: {error:?}",
                recording.file
            ),
        }
    }
}
