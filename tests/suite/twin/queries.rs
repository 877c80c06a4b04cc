//! Queries behind `list`: the language of the console, and carets where it is not spoken.

use super::installation::{healthy, serving, sound};
use super::world::World;
use crate::rules::installation::CE;

#[tokio::test]
async fn lists_take_the_queries_of_the_console() {
    let cfg = healthy().set(&format!("{CE}/Tag"), "Token:alpha");
    let server = serving(cfg, |_| None).await;
    let world = World::of(&server);
    for (command, rows) in [
        (vec!["provider", "list", "name:=iam-alpha"], vec!["IAM-Alpha"]),
        (vec!["provider", "list", "vos:>0", "type:iam"], vec!["IAM-Alpha"]),
        (vec!["provider", "list", "vos:>9"], vec![]),
        (vec!["vo", "list", "id_provider:unknown | name:=alpha"], vec!["alpha"]),
        (vec!["vo", "list", "--", "-name:=alpha"], vec!["beta"]),
        (vec!["ce", "list", "alpha:token"], vec!["ce01.place.ch"]),
        (vec!["ce", "list", "tag:=token:alpha"], vec!["ce01.place.ch"]),
        (vec!["ce", "list", "(alpha:proxy | alpha:token) -tag:token"], vec!["ce02.place.ch"]),
        (vec!["user", "list", "token_id:id-ada"], vec!["ada"]),
    ] {
        // options stand before --
        let (list, query) = command.split_at(2);
        let said = world.run(&[list, &["-o", "json"], query].concat()).await;
        said.is_quiet();
        let json = said.json();
        let key = format!("{}s", command[0]);
        let names: Vec<&str> =
            json[key].as_array().expect("rows").iter().filter_map(|r| r["name"].as_str()).collect();
        assert_eq!(names, rows, "{command:?}");
    }
}

#[tokio::test]
async fn stored_tokens_are_asked_for_states_and_times() {
    let server = sound().await;
    let world = World::of(&server);
    for (query, rows) in [
        ("state:usable exp:>2027-01-01", 1),
        ("exp:<2h", 0),
        ("exp:expired | refresh:unknown", 0),
        ("scope:=openid user:ada", 1),
        ("id:1", 1),
        ("id:>1", 0),
    ] {
        let said = world.run(&["token", "list", query, "-o", "json"]).await;
        said.is_quiet();
        assert_eq!(said.json()["tokens"].as_array().map(Vec::len), Some(rows), "{query}");
    }
}

#[tokio::test]
async fn a_wrong_query_is_told_with_a_caret_before_anything_is_asked() {
    let server = sound().await;
    let world = World::of(&server);
    for (command, caret, words) in [
        (&["token", "list", "ada", "usr:x"][..], "  ada usr:x\n      ^^^\n", "no column usr"),
        (&["token", "list", "exp:<2"], "  exp:<2\n       ^\n", "has no unit"),
        (&["provider", "list", "tokens:>0"], "  tokens:>0\n  ^^^^^^\n", "no column tokens"),
        (&["vo", "list", "(a"], "  (a\n  ^\n", "not closed"),
        (&["ce", "list", "name:"], "  name:\n  ^^^^^\n", "Nothing stands after name:"),
        (&["user", "list", "a |"], "  a |\n    ^\n", "Nothing stands after |"),
    ] {
        for said in world.fails(command, 2, &[words]).await {
            assert!(said.err.ends_with(caret), "{said:#?}");
            if said.format == "json" {
                assert_eq!(said.json()["complete"], false);
                assert_eq!(said.json()["errors"][0]["subject"], "query");
            }
        }
    }
    assert!(server.requests().is_empty(), "{:?}", server.requests());
    // which VOs have columns is known only then
    for said in world.fails(&["ce", "list", "gamma:token"], 2, &["no column gamma"]).await {
        assert!(said.err.ends_with("  gamma:token\n  ^^^^^\n"), "{said:#?}");
    }
}

#[tokio::test]
async fn a_token_pasted_as_a_query_is_not_repeated() {
    let server = sound().await;
    let token = super::world::ACCESS;
    let query = format!("usr:{token}");
    World::of(&server).fails(&["token", "list", &query], 2, &["no column usr"]).await;
}
