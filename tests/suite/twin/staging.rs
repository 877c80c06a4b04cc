//! `cs get`, `set`, `unset`, `diff`, `drop`, `undo`, `redo`: what is staged is kept, shown in every format, never sent, and
//! holds no secret.

use super::installation::{healthy, serving};
use super::world::{CLIENT_SECRET, FORMATS, World};
use crate::support::server::Server;

const SCOPE: &str = "/Resources/IdProviders/IAM-Alpha/scope";

async fn server() -> Server {
    let cfg = healthy()
        .set("/DIRAC/Configuration/Name", "Test-Prod")
        .set("/DIRAC/Configuration/Version", "2026-11-21 07:00:00.000000")
        .set("/Resources/IdProviders/IAM-Alpha/client_secret", CLIENT_SECRET)
        .set("/Resources/Plain/list", "a, b");
    serving(cfg, |request| {
        assert!(
            !matches!(request.method().as_str(), "commitNewData" | "rollbackToVersion"),
            "staging sends nothing that changes anything"
        );
        None
    })
    .await
}

#[tokio::test]
async fn what_is_staged_is_kept_shown_taken_back_and_dropped() {
    let server = server().await;
    let world = World::of(&server);
    for format in FORMATS {
        let said = world.run(&["cs", "diff", "-o", format]).await;
        assert_eq!(said.status, Some(0), "{said:#?}");
    }
    let set = world.run(&["cs", "set", SCOPE, "openid", "-o", "json"]).await;
    assert_eq!(set.status, Some(0), "{set:#?}");
    let change = &set.json()["changes"][0];
    assert_eq!((&change["path"], &change["new"]), (&SCOPE.into(), &"openid".into()));
    assert!(set.err.contains("Staged: 1 steps"), "{set:#?}");
    let list = "/Resources/Plain/list";
    world.run(&["cs", "set", list, "c", "--add"]).await;
    world.run(&["cs", "set", list, "a", "--remove"]).await;
    for said in world.formats(&["cs", "diff"]).await {
        assert_eq!(said.status, Some(0), "{said:#?}");
        assert!(said.out.contains(list) && said.out.contains(SCOPE), "{said:#?}");
    }
    let diff = world.run(&["cs", "diff", "-o", "json"]).await.json();
    let row = diff["changes"].as_array().unwrap().iter().find(|row| row["path"] == list).unwrap();
    assert_eq!(row["added"][0], "c");
    assert_eq!(row["removed"][0], "a");
    let steps = world.run(&["cs", "diff", "--steps", "-o", "json"]).await.json();
    assert_eq!(steps["steps"].as_array().map(Vec::len), Some(3));
    let staged = world.run(&["cs", "get", list, "--staged", "-o", "json"]).await.json();
    assert_eq!(staged["entries"][0]["value"], "b, c");
    let now = world.run(&["cs", "get", list, "-o", "json"]).await.json();
    assert_eq!(now["entries"][0]["value"], "a, b");

    world.run(&["cs", "undo"]).await;
    assert_eq!(
        world.run(&["cs", "diff", "-o", "json"]).await.json()["changes"][1]["new"],
        "a, b, c"
    );
    world.run(&["cs", "redo"]).await;
    world.run(&["cs", "drop", "--step", "1"]).await;
    let diff = world.run(&["cs", "diff", "-o", "json"]).await.json();
    assert_eq!(diff["changes"].as_array().map(Vec::len), Some(1));
    world.fails(&["cs", "drop", "--step", "9"], 2, &["no step 9"]).await;
    assert_eq!(world.run(&["cs", "drop"]).await.status, Some(0));
    world.fails(&["cs", "undo"], 2, &["Nothing is staged"]).await;
}

#[tokio::test]
async fn secrets_are_neither_shown_nor_taken() {
    let server = server().await;
    let world = World::of(&server);
    let secret = "/Resources/IdProviders/IAM-Alpha/client_secret";
    // that no planted secret is said is looked at after every run
    for path in [secret, "/Resources/IdProviders/IAM-Alpha"] {
        for said in world.formats(&["cs", "get", path]).await {
            assert_eq!(said.status, Some(0), "{said:#?}");
            assert!(said.out.contains("client_secret"), "{said:#?}");
        }
    }
    world.fails(&["cs", "set", secret, "planted-instead"], 4, &[secret, "never set"]).await;
    world
        .fails(&["cs", "set", "/A/x", super::world::ACCESS], 4, &["looks like a credential"])
        .await;
    world
        .fails(&["cs", "set", "/DIRAC/Configuration/Name", "X"], 4, &["kept by the servers"])
        .await;
    let said = world.run(&["cs", "unset", secret, "-o", "json"]).await;
    assert_eq!(said.json()["changes"][0]["old"], serde_json::Value::Null);
    assert_eq!(said.json()["changes"][0]["secret"], true);
    for said in world.formats(&["cs", "diff"]).await {
        assert!(said.out.contains("client_secret"), "{said:#?}");
    }
}

#[tokio::test]
async fn what_cannot_be_staged_is_said_with_its_reason() {
    let server = server().await;
    let world = World::of(&server);
    world.fails(&["cs", "set", "/", "1"], 2, &["The root"]).await;
    world.fails(&["cs", "set", "", "1"], 2, &["The root"]).await;
    world.fails(&["cs", "unset", "/Resources"], 2, &["is a section"]).await;
    world.fails(&["cs", "unset", "/Nowhere/x"], 2, &["There is no /Nowhere/x"]).await;
    world.fails(&["cs", "set", "/A{/x", "1"], 2, &["cannot hold `{`"]).await;
    world.fails(&["cs", "get", "/Nowhere"], 1, &["There is no /Nowhere"]).await;
    world.fails(&["cs", "set", "/A/\u{1b}[2J", "1"], 2, &["control character"]).await;
    // the same value again is no step
    let said = world.run(&["cs", "set", "/Resources/Plain/list", "a,b"]).await;
    assert!(said.err.contains("It is so already"), "{said:#?}");
}

#[tokio::test]
async fn a_damaged_draft_is_put_aside_and_named() {
    let server = server().await;
    let world = World::of(&server);
    world.run(&["cs", "set", SCOPE, "openid"]).await;
    let drafts = world.path("home/.local/state/dirac-tokens/drafts");
    let file = std::fs::read_dir(&drafts)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|e| e == "draft"))
        .expect("a draft");
    std::fs::write(&file, "nonsense").unwrap();
    world.fails(&["cs", "diff"], 3, &["damaged", "not touched"]).await;
    let said = world.run(&["cs", "set", SCOPE, "openid"]).await;
    said.complains(3, &["damaged-1"]);
    assert_eq!(world.run(&["cs", "set", SCOPE, "openid"]).await.status, Some(0));
}
