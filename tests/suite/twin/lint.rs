//! `cs lint`: what is wrong, the worst first, in every format; 1 where there is an error.

use super::installation::{healthy, only, serving};
use super::world::{CLIENT_SECRET, World};
use crate::support::server::Do;

#[tokio::test]
async fn errors_come_first_and_decide_how_it_ends() {
    let cfg = healthy()
        .set("/Resources/IdProviders/IAM-Alpha/client_secret", CLIENT_SECRET)
        .set("/Resources/IdProviders/IAM-Alpha/scope", "openid, profile")
        .set("/Registry/Groups/staff/Users", "ada");
    let server = serving(cfg, |_| None).await;
    for said in World::of(&server).formats(&["cs", "lint"]).await {
        assert_eq!((said.status, said.err.as_str()), (Some(1), ""), "{said:#?}");
        for id in ["secret-in-remote-cs", "provider-scope-comma", "group-without-vo"] {
            assert!(said.told().contains(id), "{id}: {said:#?}");
        }
        if said.format == "json" {
            let json = said.json();
            let rows = json["findings"].as_array().expect("rows");
            let severities: Vec<&str> =
                rows.iter().filter_map(|r| r["severity"].as_str()).collect();
            assert_eq!(severities, ["error", "warning", "info"]);
            assert_eq!(rows[0]["source"], "/Resources/IdProviders/IAM-Alpha/client_secret");
            assert!(rows[0]["remedy"].as_str().is_some_and(|text| text.contains("old versions")));
        }
    }
}

#[tokio::test]
async fn a_sound_configuration_has_nothing_to_be_told() {
    let server = serving(healthy(), |_| None).await;
    let said = World::of(&server).run(&["cs", "lint", "-o", "json"]).await;
    said.is_quiet();
    assert_eq!(said.json()["findings"].as_array().map(Vec::len), Some(0));
}

#[tokio::test]
async fn an_old_release_is_told_by_its_own_words() {
    let old = Do::ok(r#"{"version": "9.1.12", "name": "scripted"}"#);
    let server = serving(healthy(), only("ping", old)).await;
    let said = World::of(&server).run(&["cs", "lint", "-o", "json"]).await;
    assert_eq!(said.status, Some(1), "{said:#?}");
    assert_eq!(said.json()["findings"][0]["id"], "update-token");
    let silent = serving(healthy(), only("ping", Do::Html(500))).await;
    World::of(&silent).run(&["cs", "lint"]).await.is_quiet();
}
