//! Identities that are no use are told before any server is asked, with the file and what to do.

use std::fs;

use super::installation::{WHO, healthy, only, serving, sound};
use super::world::{World, made_for_tests};
use crate::support::server::Do;

#[tokio::test]
async fn an_identity_that_cannot_serve_is_told_and_no_server_is_asked() {
    let server = sound().await;
    for (proxy, words) in [
        ("proxy-short", ["The proxy expired", "dirac-proxy-init"]),
        ("proxy-future", ["not valid yet", "clock"]),
        ("proxy-1024", ["RSA 1024 bit", "dirac-proxy-init"]),
        ("proxy-wrong-key", ["does not belong", "--cert"]),
        ("proxy-no-key", ["no private key", "--key"]),
        ("proxy-cut", ["is damaged", "again"]),
        ("proxy-leaf-only", ["is missing", "whole proxy file"]),
        ("proxy-reordered", ["stands behind", "dirac-proxy-init"]),
        ("proxy-damaged", ["not a certificate", "again"]),
    ] {
        let world = World::of(&server).with_proxy(proxy);
        let file = world.path("proxy").display().to_string();
        for command in [["provider", "list"], ["token", "list"]] {
            world.run(&command).await.complains(3, &[&file, words[0], words[1]]);
        }
        world.fails(&["whoami"], 3, &[&file, words[0], words[1]]).await;
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_named() {
    let server = sound().await;
    let world = World::of(&server);
    fs::remove_file(world.path("proxy")).expect("it was there");
    let file = world.path("proxy").display().to_string();
    world.fails(&["ce", "list"], 3, &[&file, "does not exist", "Check the name"]).await;
    world.write("proxy", "");
    world.run(&["ce", "list"]).await.complains(3, &[&file, "is empty"]);
    world.write("proxy", "a letter home\n");
    world.run(&["ce", "list"]).await.complains(3, &[&file, "holds no certificate"]);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_proxy_that_may_not_be_read_is_told_apart_from_a_missing_one() {
    let server = sound().await;
    let world = World::of(&server);
    world.mode("proxy", 0o000);
    let said = world.run(&["whoami"]).await;
    if fs::read(world.path("proxy")).is_ok() {
        // for the superuser there are no permissions
        said.is_quiet();
    } else {
        said.complains(3, &["may not be read"]);
    }
    // a directory cannot be read as a file by anybody
    fs::create_dir(world.path("folder")).expect("made");
    let folder = world.path("folder").display().to_string();
    let world = world.without("--proxy").with(&["--proxy", &folder]);
    world.fails(&["whoami"], 3, &[&folder, "not a regular file"]).await;
}

#[tokio::test]
async fn without_any_identity_every_place_that_was_looked_at_is_named() {
    let server = sound().await;
    let world = World::of(&server).without("--proxy");
    let missing = world.path("nowhere").display().to_string();
    let mut command = world.command(&["whoami"]);
    command.env("X509_USER_PROXY", &missing).env("X509_USER_CERT", &missing);
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("no panic");
    let said = super::world::Said::new("text".into(), output.expect("it starts"));
    said.sound();
    // a default proxy of whoever runs this test may exist; then it is that one that is used or judged
    if said.err.contains("no proxy and no certificate") {
        said.complains(3, &[&missing, "dirac-proxy-init"]);
    } else {
        assert!(said.err.contains("/tmp/x509up_u") || said.status == Some(0), "{said:#?}");
    }
}

#[tokio::test]
async fn another_group_than_the_proxys_is_refused_here() {
    let server = sound().await;
    let world = World::of(&server).with(&["--group", "alpha_user"]);
    world
        .fails(
            &["vo", "list"],
            4,
            &["is for the group `dirac_", "alpha_user", "dirac-proxy-init -g"],
        )
        .await;
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_server_that_grants_another_group_is_told() {
    let granted = WHO.replace("dirac_admin", "dirac_user");
    let server = serving(healthy(), only("whoami", Do::ok(&granted))).await;
    let world = World::of(&server);
    for said in world.formats(&["whoami"]).await {
        assert_eq!(said.status, Some(4), "{said:#?}");
        assert!(said.err.contains("the server granted dirac_user"), "{said:#?}");
    }
}

#[tokio::test]
async fn a_key_that_others_may_read_is_told_by_doctor_and_hinders_nothing() {
    let server = sound().await;
    let world = World::of(&server);
    world.mode("proxy", 0o640);
    world.run(&["provider", "list"]).await.is_quiet();
    for said in world.formats(&["doctor"]).await {
        assert!(said.told().contains("its group may read it (mode 0640)"), "{said:#?}");
        assert!(said.told().contains("chmod 600"), "{said:#?}");
        assert_eq!(said.status, Some(0), "{said:#?}");
    }
}

#[tokio::test]
async fn what_else_a_proxy_file_holds_is_never_shown() {
    let server = sound().await;
    for name in ["proxy-diracx", "proxy-diracx-twice"] {
        let world = World::of(&server).with_proxy(name);
        for command in [["whoami"], ["doctor"]] {
            for said in world.formats(&command).await {
                assert_eq!(said.status, Some(0), "{said:#?}");
            }
        }
    }
    // nor when the file is broken
    let text = String::from_utf8(made_for_tests("proxy-diracx")).expect("PEM");
    let world = World::of(&server);
    world.write("proxy", text.replace("BEGIN CERTIFICATE", "BEGIN NOTHING"));
    world.fails(&["whoami"], 3, &["is damaged"]).await;
    let doctor = world.run(&["doctor"]).await;
    assert_eq!(doctor.status, Some(3), "{doctor:#?}");
}
