//! `doctor` in the situations in which it is needed: the first cause is told, and the status is that cause's.

use super::installation::{healthy, only, serving, serving_text, sound};
use super::world::World;
use crate::rules::installation::SITE;
use crate::support::server::{Do, Server};

#[tokio::test]
async fn a_healthy_installation_is_told_to_be_one() {
    let server = sound().await;
    for said in World::of(&server).formats(&["doctor"]).await {
        said.is_quiet();
        for id in
            ["local-configuration", "identity", "authorities", "server", "configuration", "whoami"]
        {
            assert!(said.out.contains(id), "{id}: {said:#?}");
        }
    }
}

#[tokio::test]
async fn the_first_cause_is_told_once_and_decides_the_status() {
    let expired =
        World::new(&["https://cs.example.org:9135/Configuration/Server"]).with_proxy("proxy-short");
    let refused = Server::always(Do::Html(401)).await;
    let web_page = Server::always(Do::Html(200)).await;
    let broken = serving_text("A\n{\n".into(), |_| None).await;
    let gone = Server::always(Do::CutHead).await;
    for (world, status, cause) in [
        (expired, 3, "The proxy expired"),
        (World::of(&refused), 4, "does not accept this identity"),
        (World::of(&web_page), 3, "the answer is not DIRAC's"),
        (World::of(&broken), 3, "does not parse"),
        (World::of(&gone), 3, "closed the connection without an answer"),
    ] {
        for said in world.formats(&["doctor"]).await {
            assert_eq!(said.status, Some(status), "{said:#?}");
            assert_eq!(said.told().matches(cause).count(), 1, "{cause}: {said:#?}");
            if said.format == "table" {
                assert!(said.out.contains("✗") && said.out.contains("→"), "{said:#?}");
            }
        }
    }
}

#[tokio::test]
async fn an_identity_of_an_authority_that_is_not_here_is_told() {
    let server = sound().await;
    let world = World::of(&server);
    std::fs::remove_file(world.path("certificates/user-ca.pem")).expect("it was there");
    let said = world.run(&["doctor"]).await;
    assert_eq!(said.status, Some(0), "{said:#?}");
    let told = said.told();
    assert!(told.contains("/DC=org/DC=made-for-tests/CN=Test CA, is not in"), "{told}");
}

#[tokio::test]
async fn a_dead_server_among_living_ones_is_told_and_the_rest_goes_on() {
    let server = sound().await;
    let alive = server.url("/Configuration/Server");
    let gone = Server::always(Do::CutHead).await;
    let world = World::new(&[&gone.url("/Configuration/Server"), &alive]);
    let said = world.run(&["doctor"]).await;
    assert_eq!(said.status, Some(3), "{said:#?}");
    assert!(said.out.contains(&alive) && said.out.contains("IdProviders"), "{said:#?}");
}

#[tokio::test]
async fn a_token_manager_that_does_not_answer_is_told_last() {
    let server = serving(healthy(), |request| {
        request.path.contains("TokenManager").then_some(Do::Html(500))
    })
    .await;
    let said = World::of(&server).run(&["doctor"]).await;
    assert_eq!(said.status, Some(3), "{said:#?}");
    assert!(said.out.contains("/Framework/TokenManager"), "{said:#?}");
    assert!(said.told().contains("failed inside the server (500)"), "{said:#?}");
}

#[tokio::test]
async fn a_group_that_cannot_list_is_told_with_the_groups_that_can() {
    let who = r#"{"DN": "/CN=Ada", "username": "ada", "group": "dirac_admin", "properties": ["NormalUser"]}"#;
    let cfg = healthy()
        .set("/Registry/Groups/managers/Users", "ada")
        .set("/Registry/Groups/managers/Properties", "ProxyManagement");
    let server = serving(cfg, only("whoami", Do::ok(who))).await;
    let said = World::of(&server).run(&["doctor"]).await;
    assert_eq!(said.status, Some(0), "{said:#?}");
    assert!(said.out.contains("ProxyManagement") && said.out.contains("managers"), "{said:#?}");
}

#[tokio::test]
async fn many_findings_of_a_kind_are_counted_for_people_and_complete_for_scripts() {
    let mut cfg = healthy();
    for n in 0..30 {
        cfg = cfg
            .set(&format!("{SITE}/CEs/ce{n:03}.place.ch/CEType"), "AREX")
            .set(&format!("{SITE}/CEs/ce{n:03}.place.ch/Tag"), "Token:gamma");
    }
    let server = serving(cfg, |_| None).await;
    let world = World::of(&server);
    let all = world.formats(&["doctor"]).await;
    let [table, json, ..] = all.as_slice() else { panic!("four formats") };
    let (json, out) = (json.json(), &table.out);
    let rows = json["checks"].as_array().expect("checks");
    let findings: Vec<&str> = rows.iter().filter_map(|r| r["lint"].as_str()).collect();
    let lint = findings.first().expect("tags of an unknown VO are findings");
    assert_eq!(findings.iter().filter(|f| f == &lint).count(), 30, "{findings:?}");
    assert_eq!(out.matches(&format!("({lint}:")).count(), 3, "{out}");
    assert!(out.contains("and 27 more of") && out.contains("`dirac-tokens ce list`"), "{out}");
}
