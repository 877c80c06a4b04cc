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

/// What DIRAC does for a VO at a queue, in our words. It has no state of its own where it cannot make the CE: unknown where
/// it has no class of the type, which an extension may bring, else an error.
fn declared(queue: &Value, vo: &Value, reader: &str) -> String {
    if vo["admitted"] != true {
        return "not_admitted".into();
    }
    let failure = |side: &str| queue[side]["error"].as_str().unwrap_or_default().to_owned();
    match vo[reader].as_str() {
        Some(state) => state.into(),
        None if failure("manage").contains("No module Resources.Computing.") => "unknown".into(),
        None => "error".into(),
    }
}

/// One state for all queues; those that do not admit the VO count only if none does.
fn rolled_up(states: &[String]) -> &str {
    let mut admitted = states.iter().filter(|state| *state != "not_admitted");
    match admitted.next() {
        None => "not_admitted",
        Some(first) if admitted.all(|state| state == first) => first,
        Some(_) => "mixed",
    }
}

/// Values of the tags of one level.
fn tags_of(tags: &Value, level: &str) -> BTreeSet<String> {
    let tags = tags.as_array().expect("tags").iter();
    tags.filter(|tag| tag["level"] == level)
        .map(|tag| tag["value"].as_str().expect("value").to_owned())
        .collect()
}

/// The level must be the most specific one that the reader reads and whose tags grant a token to the VO.
fn check_level(at: &str, vo: &str, reader: &str, verdict: &Value, ce: &Value, queue: &Value) {
    let grants = |level: &str| {
        let mut tags = tags_of(&ce["tags"], level);
        if level == "queue" {
            tags = tags_of(&queue["tags"], level);
        }
        tags.contains("Token") || tags.contains(&format!("Token:{vo}"))
    };
    let levels =
        if reader == "submit" { ["queue", "ce", "site"] } else { ["queue", "ce", "default"] };
    let nearest = levels.into_iter().find(|level| grants(level));
    match verdict["level"].as_str() {
        // what stands below /Resources/Computing is no tag of the CE's: our rows do not list it
        Some("default") => assert!(reader == "manage" && nearest.is_none(), "{at}: {verdict}"),
        level => assert_eq!(level, nearest, "{at}: the level that decides"),
    }
    match verdict["state"].as_str() {
        Some("token") => assert!(verdict["level"].is_string(), "{at}: {verdict}"),
        Some("proxy") => assert!(verdict["level"].is_null(), "{at}: {verdict}"),
        _ => {}
    }
}

/// Type and audience of a CE. Our rows tell one audience for all queues: that of the CE.
fn check_ce(at: &str, ours: &Value, theirs: &Value) {
    if theirs["type"].is_string() {
        assert_eq!(ours["type"], theirs["type"], "{at}");
    }
    let queues = theirs["queues"].as_array().expect("queues");
    let error = |queue: &Value| queue["submit"]["error"].as_str().map(str::to_owned);
    if queues.iter().filter_map(error).any(|error| error.starts_with("KeyError: 'CEType'")) {
        assert!(ours["type"].is_null(), "{at}: {}", ours["type"]);
    }
    let made = queues.iter().filter(|queue| queue["submit"]["error"].is_null());
    let audiences: BTreeSet<Option<&str>> =
        made.map(|queue| queue["submit"]["audience"].as_str()).collect();
    if !audiences.is_empty() {
        let ours = ours["audience"].as_str();
        assert!(audiences.contains(&ours), "{at}: audience {ours:?}, DIRAC {audiences:?}");
    }
}

#[test]
fn ces_have_the_types_audiences_tags_and_states_that_dirac_computes() {
    let Some(real) = laboratory() else { return };
    let (theirs, ours) = (dirac(&real, "ces"), twin(&real, "ce", "ces"));
    let key = |row: &Value| format!("{} {} {}", row["grid"], row["site"], row["name"]);
    let keys = |rows: &[Value]| rows.iter().map(key).collect::<Vec<_>>();
    let theirs = theirs.as_array().expect("rows");
    assert_eq!(keys(&ours), keys(theirs), "the same CEs in the same order");
    let (mut queues, mut cells) = (0, 0);
    // per VO: CEs that admit it, and those that it gets a token at
    let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for (ce, row) in ours.iter().zip(theirs) {
        let at = key(row);
        check_ce(&at, ce, row);
        let their_queues = row["queues"].as_array().expect("queues");
        assert_eq!(names(&ce["queues"]), names(&row["queues"]), "queues of {at}");
        // per VO: the states at all queues, of submission and of management
        let mut states: BTreeMap<&str, [Vec<String>; 2]> = BTreeMap::new();
        for (our_queue, queue) in ce["queues"].as_array().expect("queues").iter().zip(their_queues)
        {
            let at = format!("{at} {}", queue["name"]);
            if queue["submit"]["tags"].is_array() {
                let levels =
                    ["site", "ce", "queue"].map(|level| tags_of(&our_queue["tags"], level));
                let tags: BTreeSet<String> = levels.into_iter().flatten().collect();
                assert_eq!(tags, texts(&queue["submit"]["tags"]), "tags of {at}");
            }
            for (vo, theirs) in queue["vos"].as_object().expect("vos") {
                let state = &our_queue["vos"][vo];
                for (number, reader) in ["submit", "manage"].into_iter().enumerate() {
                    let at = format!("{reader} {vo} at {at}");
                    let declared = declared(queue, theirs, reader);
                    assert_eq!(state[reader]["state"], declared.as_str(), "{at}: {queue}");
                    if declared != "not_admitted" {
                        check_level(&at, vo, reader, &state[reader], ce, our_queue);
                    }
                    states.entry(vo.as_str()).or_default()[number].push(declared);
                    cells += 1;
                }
            }
            queues += 1;
        }
        for (vo, [submit, manage]) in states {
            let together = &ce["vos"][vo];
            assert_eq!(together["submit"], rolled_up(&submit), "submit {vo} at {at}");
            assert_eq!(together["manage"], rolled_up(&manage), "manage {vo} at {at}");
            let count = counts.entry(vo.to_owned()).or_default();
            count.0 += u64::from(submit.iter().any(|state| state != "not_admitted"));
            count.1 += u64::from(submit.iter().any(|state| state == "token"));
        }
    }
    assert!(queues > 50 && cells > 500, "only {queues} queues and {cells} states were compared");
    let vos = twin(&real, "vo", "vos");
    let vos = by_name(&vos);
    for (vo, (total, token)) in counts {
        let row = vos.get(&vo).unwrap_or_else(|| panic!("{vo} is missing"));
        assert_eq!((&row["ces_total"], &row["ces_token"]), (&json!(total), &json!(token)), "{vo}");
    }
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
