//! Listings of stored tokens that go wrong, or hold less than they seem to.

use super::installation::{WHO, healthy, only, row, serving, sound};
use super::world::World;
use crate::rules::installation::Cfg;
use crate::support::server::{Do, Request};

#[tokio::test]
async fn a_listing_has_rows_and_never_a_token() {
    let server = sound().await;
    let world = World::of(&server);
    for said in world.formats(&["token", "list"]).await {
        said.is_quiet();
        assert!(said.out.contains("id-ada"), "{said:#?}");
        if said.format == "json" {
            assert_eq!(said.json()["tokens"][0]["state"], "usable");
            assert_eq!(said.json()["complete"], true);
        }
    }
    for said in world.formats(&["token", "show", "id-ada"]).await {
        said.is_quiet();
        assert!(said.out.contains("id-ada"), "{said:#?}");
    }
}

#[tokio::test]
async fn later_batches_align_with_the_first() {
    let long = "e7b1c0de-0000-4000-8000-00000000beef@egi.eu";
    let cfg =
        healthy().set("/Registry/Users/zoe-with-a-long-name/DN", &format!("/O=DIRAC/CN={long}"));
    let server = serving(cfg, move |request: &Request| {
        let asked = request.field("args").unwrap_or_default();
        let zoe = row(7, "zoe-with-a-long-name").replace("id-zoe-with-a-long-name", long);
        (request.method() == "getUsersTokensInfo" && asked.contains("zoe"))
            .then(|| Do::ok(&format!("[{zoe}]")))
    })
    .await;
    let said = World::of(&server).run(&["token", "list", "-o", "table"]).await;
    said.is_quiet();
    let at = |word: &str| {
        said.out
            .lines()
            .filter_map(|line| line.find(word))
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(at("usable").len(), 1, "{}", said.out);
    assert_eq!(at("openid").len(), 1, "{}", said.out);
    assert!(said.out.contains(long), "{}", said.out);
}

#[tokio::test]
async fn rows_full_of_none_are_rows_of_unknowns() {
    let none = r#"[{"id": "None", "username": "None", "user_id": "None", "provider": "None", "scope": "None", "expires_at": "None", "rt_expires_at": "None", "access_token": "None", "refresh_token": "None", "kid": "None"}, {}, {"id": null, "username": null, "expires_at": NaN, "rt_expires_at": 1e300, "scope": [null]}, {"access_token": "x", "refresh_token": "y", "expires_at": "None", "rt_expires_at": "None"}]"#;
    let server = serving(healthy(), only("getUsersTokensInfo", Do::ok(none))).await;
    let world = World::of(&server);
    for said in world.formats(&["token", "list", "--user", "ada"]).await {
        said.is_quiet();
        if said.format == "json" {
            let rows = said.json()["tokens"].clone();
            assert_eq!(rows.as_array().map(Vec::len), Some(4));
            for row in rows.as_array().expect("rows") {
                assert!(row["id"].is_null() && row["access_expires"].is_null(), "{row}");
            }
            // without tokens a row is good for nothing; with tokens of unknown age nobody can tell
            let states: Vec<_> = (0..4).map(|n| rows[n]["state"].clone()).collect();
            assert_eq!(states, ["dead", "dead", "dead", "unknown"]);
        }
    }
}

#[tokio::test]
async fn nothing_hostile_in_a_row_reaches_a_terminal() {
    let evil = r#"[{"id": 1, "username": "\u001b[2Jada", "user_id": "\u202eid\u0007", "provider": "=\u009b31m", "scope": "a\u200bb \u001b]0;x\u0007", "expires_at": "\u001b[1m", "access_token": "eyJhbGciOiJSUzI1NiIsImtpZCI6ImNhbmFyeSJ9.eyJzdWIiOiJjYW5hcnktYWNjZXNzIn0.Y2FuYXJ5LXNpZ25hdHVyZQ"}]"#;
    let server = serving(healthy(), only("getUsersTokensInfo", Do::ok(evil))).await;
    let world = World::of(&server);
    for command in [&["token", "list", "--user", "ada"][..], &["token", "show", "1"]] {
        for said in world.formats(command).await {
            said.is_quiet();
            assert!(said.out.contains("ada"), "{said:#?}");
        }
    }
}

#[tokio::test]
async fn a_user_whom_the_server_does_not_know_is_named_and_gone_round() {
    let server =
        serving(healthy().set("/Registry/Users/cyd/DN", "/O=DIRAC/CN=id-cyd"), |request| {
            let asked = request.field("args").unwrap_or_default();
            (request.method() == "getUsersTokensInfo" && asked.contains("cyd"))
                .then(|| Do::error("No DN found for user cyd"))
        })
        .await;
    for said in World::of(&server)
        .fails(&["token", "list"], 6, &["knows no user cyd", "Registry/Users"])
        .await
    {
        assert!(said.out.contains("id-ada"), "{said:#?}");
        if said.format == "json" {
            assert_eq!(said.json()["complete"], false);
        }
        if said.format == "jsonl" {
            let lines = said.lines();
            assert_eq!(lines.last().map(|l| l["complete"].clone()), Some(false.into()));
        }
    }
}

#[tokio::test]
async fn an_empty_answer_with_the_database_down_is_not_an_empty_listing() {
    let server = serving(healthy(), |request| match request.method().as_str() {
        "getUsersTokensInfo" => Some(Do::ok("[]")),
        "getUserTokensInfo" => Some(Do::error("Can't connect to MySQL server")),
        _ => None,
    })
    .await;
    let words = ["no rows for ada", "database is down", "Can't connect to MySQL server", "TokenDB"];
    for said in World::of(&server).fails(&["token", "list"], 3, &words).await {
        assert!(!said.out.contains("no tokens"), "nothing is known: {said:#?}");
    }
}

#[tokio::test]
async fn an_empty_answer_that_is_confirmed_says_what_it_means() {
    let server = serving(healthy(), only("getUsersTokensInfo", Do::ok("[]"))).await;
    let world = World::of(&server);
    for said in world.formats(&["token", "list"]).await {
        assert_eq!(said.status, Some(0), "{said:#?}");
        match said.format.as_str() {
            "table" => {
                assert_eq!(said.out, "no tokens\n");
                assert!(said.err.contains("asked for 1 user. Its database answers"), "{said:#?}");
            }
            _ => assert_eq!(said.err, ""),
        }
    }
    let said = world.run(&["token", "list", "--user", "ben"]).await;
    assert!(said.err.contains("database answers and has nothing"), "{said:#?}");
    world.run(&["token", "show", "ada"]).await.complains(1, &["Nothing is stored for ada"]);
    // words that match nothing are another matter
    let server = sound().await;
    let said = World::of(&server).run(&["token", "list", "absent-word"]).await;
    assert!(said.err.contains("leaves none of the 1 stored tokens"), "{said:#?}");
    // and so is a Registry in which nobody has a token id
    let cfg = healthy().set("/Registry/Users/ada/DN", "/DC=org/CN=Ada");
    let server = serving(cfg, |_| None).await;
    let said = World::of(&server).run(&["token", "list"]).await;
    assert_eq!(said.status, Some(0), "{said:#?}");
    assert!(said.err.contains("token id") && said.err.contains("was not asked"), "{said:#?}");
}

#[tokio::test]
async fn a_listing_that_is_not_allowed_names_the_property_or_doubts_the_identity() {
    let refused = |also: &'static str| {
        move |request: &Request| {
            let method = request.method();
            let at_tokens = request.path.contains("TokenManager");
            (at_tokens && (method == "getUsersTokensInfo" || method == also))
                .then_some(Do::Html(401))
        }
    };
    let server = serving(healthy(), refused("")).await;
    let words = [
        "The TokenManager refused (401)",
        "you may list the stored tokens of users, as group dirac_admin",
        "Wait 60 s",
    ];
    World::of(&server).fails(&["token", "list"], 4, &words).await;
    // as somebody whose group lacks the property, and who is in one that has it
    let who = WHO.replace(r#"["ProxyManagement"]"#, r#"["NormalUser"]"#);
    let cfg = healthy()
        .set("/Registry/Groups/managers/Users", "ada")
        .set("/Registry/Groups/managers/Properties", "ProxyManagement");
    let at_tokens = move |request: &Request| match &*request.method() {
        "whoami" => Some(Do::ok(&who)),
        "getUsersTokensInfo" => Some(Do::Html(401)),
        _ => None,
    };
    let server = serving(cfg, at_tokens).await;
    let words = [
        "The TokenManager refused (401). Your group dirac_admin has no ProxyManagement; managers, which you are in, has.",
        "`dirac-proxy-init -g managers`",
    ];
    World::of(&server).fails(&["token", "list"], 4, &words).await;
    let server = serving(healthy(), refused("whoami")).await;
    let words = ["does not accept this identity (401)", "/Registry/Users"];
    World::of(&server).fails(&["token", "list"], 4, &words).await;
}

#[tokio::test]
async fn a_token_manager_in_trouble_is_named_by_its_own_url() {
    for (what, status, words) in [
        (Do::Html(500), 3, "failed inside the server (500)"),
        (Do::Html(404), 3, "no such service (404)"),
        (Do::CutBody, 3, "in the middle of its answer"),
        (Do::Endless(200 << 20, true), 3, "is larger than 64 MiB"),
        (Do::ok(r#"{"not": "a list"}"#), 3, "its list of tokens cannot be read"),
        (Do::error("the row is locked"), 4, "the row is locked"),
    ] {
        let server = serving(healthy(), only("getUsersTokensInfo", what)).await;
        let url = server.url("/Framework/TokenManager");
        World::of(&server).fails(&["token", "list"], status, &[&url, words]).await;
    }
}

#[tokio::test]
async fn names_that_are_not_in_the_registry_are_told_before_the_token_manager_is_asked() {
    let server = sound().await;
    let world = World::of(&server);
    world.fails(&["token", "list", "--user", "zoe"], 1, &["no user zoe", "user list"]).await;
    world.fails(&["token", "list", "--vo", "gamma"], 1, &["no VO gamma", "vo list"]).await;
    world.fails(&["token", "show", "zoe"], 1, &["zoe is neither a user", "user list"]).await;
    assert!(server.requests().iter().all(|r| !r.path.contains("TokenManager")));
}

#[tokio::test]
async fn without_a_token_manager_the_option_that_should_name_it_is_named() {
    let without = |cfg: Cfg| cfg.without("/Systems/Framework/URLs");
    let server = serving(without(healthy()), |_| None).await;
    let world = World::of(&server);
    world.fails(&["token", "list"], 2, &["/Systems/Framework/URLs/TokenManager"]).await;
    // the rest of whoami is told all the same
    let said = world.run(&["whoami"]).await;
    assert_eq!(said.status, Some(2), "{said:#?}");
    assert!(said.out.contains("Configuration/Server"), "{said:#?}");
}
