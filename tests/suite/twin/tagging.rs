//! What is staged by name: tags of CEs, IdProviders, VOs. The draft is written; nothing but reads is sent.

use serde_json::Value;

use super::installation::{healthy, serving};
use super::issuers::world as world_of;
use super::world::{CLIENT_SECRET, Said, World};
use crate::contract::embedded::Embedded;
use crate::rules::installation::{CE, Cfg, with_pilots};
use crate::support::server::{Do, Request, Server};

const HOST: &str = "ce01.place.ch";

/// An installation that can be changed and whose pilots go everywhere.
fn installation() -> Cfg {
    with_pilots()
        .set("/DIRAC/Configuration/Name", "Scripted")
        .set("/Systems/Framework/URLs/TokenManager", "https://@HOST@/Framework/TokenManager")
}

async fn of(cfg: Cfg) -> (Server, World) {
    let server = serving(cfg, |_: &Request| None::<Do>).await;
    let world = World::of(&server);
    (server, world)
}

/// Nothing was sent but what reads.
fn only_read(server: &Server) {
    for request in server.requests() {
        let method = request.method();
        let reads = ["ping", "getVersion", "getCompressedDataIfNewer", "whoami"];
        assert!(reads.contains(&method.as_str()), "{method} was sent");
    }
}

fn rows(said: &Said, key: &str) -> Vec<Value> {
    said.json()[key].as_array().unwrap_or_else(|| panic!("no {key}: {said:#?}")).clone()
}

#[tokio::test]
async fn a_tag_is_staged_and_the_next_step_builds_on_it() {
    let (server, world) = of(installation()).await;
    let said = world.run(&["ce", "tag", HOST, "--vo", "beta", "-o", "json"]).await;
    assert_eq!(said.status, Some(0), "{said:#?}");
    assert!(said.err.contains("tag 1 CE for beta."), "{said:#?}");
    let [row] = rows(&said, "tagged").try_into().expect("one row");
    assert_eq!(row["ce"], HOST);
    assert_eq!(row["edits"][0], format!("add Token:beta to {CE}/Tag"));
    assert_eq!(row["vos"][0]["outcome"], "changed");
    assert_eq!(row["effects"][0]["submit"]["after"], "token");
    // what is staged is there for what comes next
    let again = world.run(&["ce", "tag", HOST, "--vo", "beta", "-o", "json"]).await;
    assert_eq!(again.status, Some(0), "{again:#?}");
    assert_eq!(rows(&again, "tagged")[0]["vos"][0]["outcome"], "already");
    assert!(again.err.contains("Nothing is staged"), "{again:#?}");
    let collapsed = world.run(&["ce", "collapse", HOST, "-o", "json"]).await;
    assert_eq!(collapsed.status, Some(0), "{collapsed:#?}");
    assert!(collapsed.err.contains("Staged: 2 steps"), "{collapsed:#?}");
    let ids: Vec<Value> = rows(&collapsed, "tagged")[0]["notes"].as_array().cloned().unwrap();
    assert!(ids.iter().any(|note| note["id"] == "later-vos"), "{collapsed:#?}");
    let narrowed = world.run(&["ce", "untag", HOST, "--vo", "alpha"]).await;
    assert_eq!(narrowed.status, Some(1), "Token cannot be taken from one: {narrowed:#?}");
    let narrowed = world.run(&["ce", "untag", HOST, "--vo", "alpha", "--narrow"]).await;
    assert_eq!(narrowed.status, Some(0), "{narrowed:#?}");
    assert!(narrowed.err.contains("Staged: 3 steps"), "{narrowed:#?}");
    only_read(&server);
}

#[tokio::test]
async fn what_would_stop_the_pilots_is_left_out_and_ends_with_a_finding() {
    let cfg = installation().set("/Registry/VO/beta/IdProvider", "Gone");
    let (server, world) = of(cfg).await;
    for said in world.formats(&["ce", "tag", HOST, "--vo", "beta", "--dry-run"]).await {
        assert_eq!(said.status, Some(1), "{said:#?}");
        assert!(said.told().contains("/Resources/IdProviders/Gone"), "the path: {said:#?}");
        assert!(said.err.contains("1 is left out"), "{said:#?}");
    }
    let forced = world.run(&["ce", "tag", HOST, "--vo", "beta", "--force", "-o", "json"]).await;
    assert_eq!(forced.status, Some(0), "{forced:#?}");
    let row = &rows(&forced, "tagged")[0];
    assert_eq!(
        (&row["vos"][0]["outcome"], &row["stops"][0]["vo"]),
        (&"changed".into(), &"beta".into())
    );
    only_read(&server);
}

#[tokio::test]
async fn a_query_needs_its_number_and_the_right_one() {
    let (server, world) = of(installation()).await;
    let none = world.run(&["ce", "tag", "--query", "type:arex", "--vo", "beta"]).await;
    assert_eq!(none.status, Some(2), "{none:#?}");
    assert!(server.requests().is_empty());
    let tag = |query: &'static str, expect: &'static str| {
        ["ce", "tag", "--query", query, "--expect", expect, "--vo", "beta"]
    };
    world.fails(&tag("type:arex", "2"), 4, &["These are 1 CEs, not 2."]).await;
    world.fails(&tag("name:gone", "1"), 4, &["matches no CE"]).await;
    world.fails(&tag("", "2"), 2, &["empty query"]).await;
    world.fails(&tag("tpye:arex", "1"), 2, &["no column tpye"]).await;
    let said = world.run(&tag("type:arex", "1")).await;
    assert_eq!(said.status, Some(0), "{said:#?}");
    only_read(&server);
}

#[tokio::test]
async fn names_that_mean_nothing_are_refused_with_what_there_is() {
    let (server, world) = of(installation()).await;
    world.fails(&["ce", "tag", "ce09", "--vo", "beta"], 1, &["There is no CE ce09"]).await;
    world.fails(&["ce", "tag", "CE01", "--vo", "beta"], 1, &["There is ce01.place.ch."]).await;
    world
        .fails(&["ce", "tag", HOST, "--vo", "Beta"], 1, &["There is no VO Beta", "alpha, beta"])
        .await;
    world.fails(&["vo", "set", "gone", "--provider", "IAM-Alpha"], 1, &["no VO gone"]).await;
    world.fails(&["vo", "set", "alpha", "--provider", "Gone"], 1, &["no IdProvider Gone"]).await;
    only_read(&server);
}

#[tokio::test]
async fn a_provider_is_made_changed_tied_and_removed() {
    let (server, world) = of(installation()).await;
    let add =
        ["provider", "add", "IAM-New", "--type", "IAM", "--issuer", "https://new.example.org"];
    let said = world.run(&[&add[..], &["--scope", "openid profile", "-o", "json"]].concat()).await;
    assert_eq!(said.status, Some(0), "{said:#?}");
    assert_eq!(rows(&said, "changes").len(), 4, "the section and its options");
    assert!(said.err.contains("client_secret = <the client's secret>"), "the lines: {said:#?}");
    world.fails(&add, 2, &["There is an IdProvider IAM-New already"]).await;
    let tie = world.run(&["vo", "set", "alpha", "--provider", "IAM-New"]).await;
    assert_eq!(tie.status, Some(0), "{tie:#?}");
    let set =
        world.run(&["provider", "set", "IAM-New", "scope=", "verify=yes", "-o", "json"]).await;
    assert_eq!(rows(&set, "changes").len(), 2, "{set:#?}");
    world.fails(&["provider", "remove", "IAM-New"], 4, &["alpha"]).await;
    let free = world.run(&["provider", "remove", "IAM-Alpha"]).await;
    assert_eq!(free.status, Some(0), "nobody names it any more: {free:#?}");
    only_read(&server);
}

#[tokio::test]
async fn a_secret_is_refused_and_the_right_place_shown() {
    let (server, world) = of(installation()).await;
    let option = format!("client_secret={CLIENT_SECRET}");
    let set = ["provider", "set", "IAM-Alpha", &option];
    for said in world.formats(&set).await {
        assert_eq!(said.status, Some(4), "{said:#?}");
        assert!(said.err.contains("dirac.cfg of the TokenManager's host"), "{said:#?}");
        assert!(said.err.contains("client_secret = <the client's secret>"), "{said:#?}");
    }
    let wrong = world.run(&["provider", "set", "IAM-Alpha", CLIENT_SECRET]).await;
    assert_eq!(wrong.status, Some(2), "{wrong:#?}");
    only_read(&server);
}

#[tokio::test]
async fn a_configuration_without_a_name_takes_no_steps() {
    let (server, world) = of(healthy()).await;
    world.fails(&["ce", "tag", HOST, "--vo", "beta"], 4, &["/DIRAC/Configuration/Name"]).await;
    only_read(&server);
}

#[tokio::test]
async fn an_issuer_is_asked_what_it_calls_itself() {
    let embedded = Embedded::for_reading();
    let world = world_of(&embedded, true);
    let issuer = embedded.sandbox.description().urls.issuers["IAM-Alpha"].clone();
    let add = |issuer: &str| {
        let words =
            ["provider", "add", "New", "--type", "IAM", "--check", "--dry-run", "--issuer", issuer];
        words.map(str::to_owned)
    };
    let slashed = if issuer.ends_with('/') {
        issuer.trim_end_matches('/').to_owned()
    } else {
        format!("{issuer}/")
    };
    for (issuer, words) in [(issuer, "calls itself so"), (slashed, "sites compare the slash")] {
        let words_of = add(&issuer);
        let words_of: Vec<&str> = words_of.iter().map(String::as_str).collect();
        let said = world.run(&words_of).await;
        assert_eq!(said.status, Some(0), "{said:#?}");
        assert!(said.told().contains(words), "{words}: {said:#?}");
    }
    let gone = add("https://localhost:1");
    let gone: Vec<&str> = gone.iter().map(String::as_str).collect();
    world.fails(&gone, 3, &["localhost:1"]).await;
}
