//! `user why` against the embedded installation: each fault that somebody's tokens can have, at its own link.

use std::process::{Command, Stdio};
use std::sync::Arc;

use dirac_tokens::sandbox::settings::Settings;
use dirac_tokens::sandbox::world::{self, Size};
use serde_json::Value;

use crate::support::guarded::{Guarded, Leave};

/// An installation, and a home with nothing in it.
pub(super) struct Bed {
    sandbox: Guarded,
    home: tempfile::TempDir,
}

/// What was said: status, standard output, standard error.
pub(super) type Said = (i32, String, String);

impl Bed {
    pub(super) fn new() -> Self {
        Self::that_may(Leave::Read)
    }

    pub(super) fn that_may(leave: Leave) -> Self {
        let home = tempfile::tempdir().expect("a directory");
        let content = Arc::new(|places: &_, now| world::content(&Size::default(), places, now));
        #[expect(clippy::disallowed_methods, reason = "a real program runs on it, at its own time")]
        let clock = Arc::new(jiff::Timestamp::now);
        let settings = Settings::new(home.path().join("sandbox"), content, clock);
        Self { sandbox: Guarded::start(&settings, leave), home }
    }

    pub(super) fn run(&self, proxy: &str, words: &[&str]) -> Said {
        let description = self.sandbox.description();
        let output = Command::new(env!("CARGO_BIN_EXE_dirac-tokens"))
            .arg("--cfg")
            .arg(&description.cfg)
            .arg("--proxy")
            .arg(&description.proxies[proxy])
            .args(words)
            .env_clear()
            .env("HOME", self.home.path())
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::null())
            .output()
            .expect("the binary starts");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code().expect("an end"), text(output.stdout), text(output.stderr))
    }

    pub(super) fn json(&self, proxy: &str, words: &[&str]) -> (i32, Value) {
        let (status, out, err) = self.run(proxy, &[words, &["-o", "json"]].concat());
        (status, serde_json::from_str(&out).unwrap_or_else(|_| panic!("no JSON: {out} {err}")))
    }

    /// Requests that were no plain reads.
    pub(super) fn changes(&self) -> u64 {
        self.sandbox.changes()
    }

    pub(super) fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    /// A group of a user whose name begins like this.
    fn group(&self, user: &str, start: &str) -> String {
        let (_, users) = self.json("admin", &["user", "show", user]);
        group_of(&users["users"][0], start).expect("a group").to_owned()
    }

    /// The first user that is as wanted.
    fn user(&self, wanted: impl Fn(&Value) -> bool) -> String {
        let (_, users) = self.json("admin", &["user", "list"]);
        let users = users["users"].as_array().expect("rows").clone();
        let found = users.into_iter().find(|user| wanted(user)).expect("somebody is like that");
        found["name"].as_str().expect("a name").to_owned()
    }
}

fn group_of<'v>(user: &'v Value, start: &str) -> Option<&'v str> {
    let mut groups = user["groups"].as_array()?.iter().filter_map(Value::as_str);
    groups.find(|name| name.starts_with(start))
}

fn in_group(user: &Value, start: &str) -> bool {
    group_of(user, start).is_some()
}

fn has_id(user: &Value) -> bool {
    user["token_ids"].as_array().is_some_and(|ids| !ids.is_empty())
}

/// Ids of the links of a verdict.
fn of<'v>(document: &'v Value, verdict: &str) -> Vec<&'v str> {
    let links = document["links"].as_array().expect("rows");
    let of = links.iter().filter(|link| link["verdict"] == verdict);
    of.filter_map(|link| link["id"].as_str()).collect()
}

fn link<'v>(document: &'v Value, id: &str) -> &'v Value {
    document["links"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|link| link["id"] == id)
        .expect("a link")
}

#[test]
fn each_fault_of_the_installation_is_told_at_its_own_link() {
    let bed = Bed::new();
    let (status, document) = bed.json("admin", &["user", "why", "uma"]);
    assert_eq!((status, of(&document, "holds").len()), (0, 12), "{document:#}");
    assert_eq!(document["complete"], true);
    assert_eq!((&document["user"], &document["outcome"]), (&"uma".into(), &"holds".into()));
    assert!(document["group"].is_string() && document["summary"].is_string(), "{document:#}");
    let as_of = document["as_of"].as_str().expect("a time");
    assert_eq!(as_of.len(), "2026-11-21T07:00:00Z".len(), "whole seconds: {as_of}");

    let (status, document) = bed.json("admin", &["user", "why", "susa"]);
    assert_eq!((status, of(&document, "fails")), (1, vec!["suspended"]), "{document:#}");
    assert_eq!(link(&document, "suspended")["path"], "/Registry/Users/susa/Suspended");
    assert_eq!(link(&document, "suspended")["evidence"], "Suspended = wlcgvo");

    // a VO whose provider does not exist
    let geo = bed.user(|user| in_group(user, "geo") && has_id(user));
    let group = bed.group(&geo, "geo");
    let (status, document) = bed.json("admin", &["user", "why", &geo, "--group", &group]);
    assert_eq!((status, of(&document, "fails")[0]), (1, "provider"), "{document:#}");
    let provider = link(&document, "provider");
    assert_eq!(provider["path"], "/Resources/IdProviders/CheckIn-Geo");
    assert!(provider["remedy"].as_str().is_some_and(|text| text.contains("CheckIn-EGI")));

    // somebody who never had a token
    let without = bed.user(|user| !has_id(user));
    let (status, document) = bed.json("admin", &["user", "why", &without]);
    assert_eq!((status, of(&document, "fails")[0]), (1, "token_ids"), "{document:#}");
    assert!(of(&document, "unknown").contains(&"stored_row"));

    // a refresh token that has ended
    let (_, tokens) = bed.json("admin", &["token", "list"]);
    let dead = |row: &&Value| row["state"] == "dead" && !row["refresh_expires"].is_null();
    let dead = tokens["tokens"].as_array().expect("rows").iter().find(dead).expect("one has ended");
    let user = dead["user"].as_str().expect("a name");
    let (status, document) = bed.json("admin", &["user", "why", user]);
    assert_eq!((status, of(&document, "fails")), (1, vec!["refresh"]), "{document:#}");

    let (status, document) = bed.json("admin", &["user", "why", "nobody-of-this-name"]);
    assert_eq!((status, of(&document, "fails")), (1, vec!["user"]), "{document:#}");
    assert_eq!((&document["user"], &document["outcome"]), (&Value::Null, &"fails".into()));
    let (status, document) = bed.json("admin", &["user", "why", "uma", "--group", "biovo_user"]);
    assert_eq!((status, of(&document, "fails")[0]), (1, "group"), "{document:#}");
}

#[test]
fn who_may_not_list_is_told_so_and_sees_the_own_rows() {
    let bed = Bed::new();
    let (status, document) = bed.json("user", &["user", "why", "ada"]);
    assert_eq!(status, 3, "{document:#}");
    assert_eq!(of(&document, "unknown"), ["stored_row", "refresh"], "{document:#}");
    let reason = link(&document, "stored_row")["evidence"].as_str().expect("a reason");
    assert!(reason.contains("has no ProxyManagement"), "{reason}");
    assert_eq!(document["complete"], false);
    let (status, document) = bed.json("user", &["user", "why", "uma"]);
    assert_eq!((status, of(&document, "holds").len()), (0, 12), "{document:#}");
}

#[test]
fn a_database_that_is_down_is_no_proof_that_nothing_is_stored() {
    let bed = Bed::new();
    bed.sandbox.services().set_database_down(true);
    let (status, document) = bed.json("admin", &["user", "why", "uma"]);
    assert_eq!(status, 3, "{document:#}");
    assert_eq!(of(&document, "fails"), [""; 0], "{document:#}");
    assert!(of(&document, "unknown").contains(&"stored_row"), "{document:#}");
}

#[test]
fn people_get_the_chain_and_tickets_a_report() {
    let bed = Bed::new();
    let (status, out, err) = bed.run("admin", &["user", "why", "susa"]);
    assert_eq!((status, err.as_str()), (1, ""), "{out}");
    assert!(out.contains(" 2 ✗ suspended") && out.contains("→ Servers refuse"), "{out}");
    assert!(out.contains("11 hold, 1 fails, 0 unknown in group "), "{out}");
    let (status, out, err) = bed.run("admin", &["user", "why", "susa", "-o", "report"]);
    assert_eq!((status, err.as_str()), (1, ""), "{out}");
    assert!(out.starts_with("tokens of      susa\n"), "{out}");
    assert!(out.contains("asked by       ada @ dirac_admin\n"), "{out}");
    assert!(out.contains(" 2. FAILS: the user is not suspended\n"), "{out}");
    assert!(out.contains("/O=DIRAC/CN="), "{out}");
    let (status, out, err) = bed.run("admin", &["user", "list", "-o", "report"]);
    assert_eq!((status, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("Only `user why` writes a report."), "{err}");
}
