//! Every list of the twin against what DIRAC's own Python client says, field by field (`tests/lab/oracle/lists.py`).

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::{Value, json};

use super::laboratory;
use super::real::Real;

/// What DIRAC's client says of one part.
fn dirac(real: &Real, part: &str) -> Value {
    let output = Command::new(real.text("python"))
        .args(["-W", "ignore"])
        .arg(format!("{}/oracle/lists.py", real.text("scripts")))
        .args(["admin", part])
        .env("DIRAC_TOKENS_LAB_HOME", real.text("home"))
        .output()
        .expect("the oracle runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let all: Value = serde_json::from_slice(&output.stdout).expect("the oracle prints JSON");
    all[part].clone()
}

/// Rows of the twin.
fn twin(real: &Real, noun: &str, key: &str) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_dirac-tokens"))
        .args([noun, "list", "-o", "json", "--cfg", &real.text("client_cfg")])
        .args([
            "--ca-dir",
            &real.text("ca_dir"),
            "--proxy",
            &format!("{}/admin", real.text("proxies_dir")),
        ])
        .env("HOME", "/nonexistent")
        .output()
        .expect("the twin runs");
    let all: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(all["schema"], "dirac-tokens/1");
    all[key].as_array().expect("rows").clone()
}

/// Rows by name.
fn by_name(rows: &[Value]) -> BTreeMap<String, &Value> {
    rows.iter().map(|row| (row["name"].as_str().expect("name").to_owned(), row)).collect()
}

fn texts(value: &Value) -> BTreeSet<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn names(rows: &Value) -> Vec<&str> {
    rows.as_array().expect("rows").iter().filter_map(|row| row["name"].as_str()).collect()
}

#[test]
fn providers_are_those_that_dirac_sees() {
    let Some(real) = laboratory() else { return };
    let (theirs, ours) = (dirac(&real, "providers"), twin(&real, "provider", "providers"));
    assert_eq!(names(&json!(ours)), names(&theirs), "the same providers in the same order");
    for (mine, row) in ours.iter().zip(theirs.as_array().expect("rows")) {
        assert_eq!(mine["type"], row["type"], "{}", row["name"]);
        let issuer = row["options"]["issuer"].as_str().filter(|i| !i.is_empty());
        assert_eq!(mine["issuer"].as_str(), issuer, "{}", row["name"]);
        assert_eq!(texts(&mine["vos"]), texts(&row["vos"]), "{}", row["name"]);
        let leaks = row["options"]
            .as_object()
            .expect("options")
            .keys()
            .any(|o| o.ends_with("client_secret"));
        assert_eq!(mine["credentials"] == "remote", leaks, "{}", row["name"]);
    }
}

#[test]
fn vos_have_the_providers_groups_and_scopes_that_dirac_gives_them() {
    let Some(real) = laboratory() else { return };
    let (theirs, ours) = (dirac(&real, "vos"), twin(&real, "vo", "vos"));
    let mine = by_name(&ours);
    for row in theirs.as_array().expect("rows") {
        let name = row["name"].as_str().expect("name");
        let vo = mine.get(name).unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(vo["id_provider"], row["id_provider"], "{name}");
        let with_ids = row["users_with_token_id"].as_array().expect("users").len();
        assert_eq!(vo["users_with_token_id"], with_ids, "{name}");
        let groups = by_name(vo["groups"].as_array().expect("groups"));
        let their_groups = by_name(row["groups"].as_array().expect("groups"));
        assert_eq!(
            groups.keys().collect::<Vec<_>>(),
            their_groups.keys().collect::<Vec<_>>(),
            "{name}"
        );
        for (group, theirs) in their_groups {
            // where DIRAC cannot make the provider there are no scopes to compare
            if !theirs["scopes"].is_null() {
                assert_eq!(texts(&groups[&group]["scopes"]), texts(&theirs["scopes"]), "{group}");
            }
        }
    }
    // what is listed beyond DIRAC's VOs is named by groups only
    let known: BTreeSet<&str> = names(&theirs).into_iter().collect();
    for (name, vo) in mine {
        let by_groups = vo["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .any(|f| f["id"] == "group-vo-missing");
        assert!(known.contains(name.as_str()) || by_groups, "{name} is not DIRAC's");
    }
}

#[test]
fn users_have_the_dns_token_ids_and_groups_that_dirac_sees() {
    let Some(real) = laboratory() else { return };
    let (theirs, ours) = (dirac(&real, "users"), twin(&real, "user", "users"));
    assert_eq!(names(&json!(ours)), names(&theirs));
    for (mine, row) in ours.iter().zip(theirs.as_array().expect("rows")) {
        for key in ["dns", "token_ids", "groups", "suspended"] {
            assert_eq!(texts(&mine[key]), texts(&row[key]), "{key} of {}", row["name"]);
        }
    }
}

#[test]
fn ces_have_the_tags_and_states_that_dirac_computes() {
    let Some(real) = laboratory() else { return };
    let (theirs, ours) = (dirac(&real, "ces"), twin(&real, "ce", "ces"));
    let key = |row: &Value| format!("{} {}", row["site"], row["name"]);
    let mine: BTreeMap<String, &Value> = ours.iter().map(|row| (key(row), row)).collect();
    let (mut queues, mut cells) = (0, 0);
    for row in theirs.as_array().expect("rows") {
        let ce = mine.get(&key(row)).unwrap_or_else(|| panic!("{} is missing", key(row)));
        let our_queues = by_name(ce["queues"].as_array().expect("queues"));
        for queue in row["queues"].as_array().expect("queues") {
            let name = queue["name"].as_str().expect("name");
            let our_queue =
                our_queues.get(name).unwrap_or_else(|| panic!("{} {name} is missing", key(row)));
            if queue["submit"]["tags"].is_array() {
                let tags: BTreeSet<String> = our_queue["tags"]
                    .as_array()
                    .expect("tags")
                    .iter()
                    .filter_map(|tag| tag["value"].as_str().map(str::to_owned))
                    .collect();
                assert_eq!(tags, texts(&queue["submit"]["tags"]), "tags of {} {name}", key(row));
            }
            for (vo, theirs) in queue["vos"].as_object().expect("vos") {
                let state = &our_queue["vos"][vo];
                for reader in ["submit", "manage"] {
                    let declared = match &theirs[reader] {
                        _ if theirs["admitted"] != true => json!("not_admitted"),
                        // DIRAC itself fails at this queue
                        Value::Null => json!("error"),
                        state => state.clone(),
                    };
                    assert_eq!(
                        state[reader]["state"],
                        declared,
                        "{reader} {vo} at {} {name}: {queue}",
                        key(row)
                    );
                    cells += 1;
                }
            }
            queues += 1;
        }
    }
    assert!(queues > 50 && cells > 500, "only {queues} queues and {cells} states were compared");
}

#[test]
fn stored_tokens_are_those_that_dirac_lists() {
    let Some(real) = laboratory() else { return };
    let (theirs, ours) = (dirac(&real, "tokens"), twin(&real, "token", "tokens"));
    let number = |value: &Value| -> Option<i64> {
        let known = value.as_i64().or_else(|| value.as_str()?.parse().ok());
        known.filter(|n| *n != 0)
    };
    let moment = |value: &Value| -> Option<i64> {
        value.as_str().map(|text| text.parse::<jiff::Timestamp>().expect("RFC 3339").as_second())
    };
    let key = |user: &Value, id: Option<i64>| format!("{user} {id:?}");
    let mine: BTreeMap<String, &Value> =
        ours.iter().map(|row| (key(&row["user"], row["id"].as_i64()), row)).collect();
    let rows = theirs["rows"].as_array().expect("rows");
    assert_eq!(
        mine.len(),
        rows.iter().map(|r| key(&r["username"], number(&r["id"]))).collect::<BTreeSet<_>>().len()
    );
    for row in rows {
        let name = key(&row["username"], number(&row["id"]));
        let token = mine.get(&name).unwrap_or_else(|| panic!("{name} is missing"));
        // SQL's NULL arrives as the word "None"
        let known = |value: &Value| {
            value.as_str().filter(|text| *text != "None").unwrap_or_default().to_owned()
        };
        assert_eq!(token["user_id"], known(&row["user_id"]), "{name}");
        assert_eq!(token["provider"], known(&row["provider"]), "{name}");
        assert_eq!(moment(&token["access_expires"]), number(&row["expires_at"]), "{name}");
        assert_eq!(moment(&token["refresh_expires"]), number(&row["rt_expires_at"]), "{name}");
        let scope = row["scope"].as_str().filter(|s| *s != "None").unwrap_or_default();
        let scopes: Vec<&str> =
            token["scopes"].as_array().expect("scopes").iter().filter_map(Value::as_str).collect();
        assert_eq!(scopes, scope.split_whitespace().collect::<Vec<_>>(), "{name}");
    }
}
