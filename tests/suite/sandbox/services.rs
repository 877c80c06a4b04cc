//! What the services of the sandbox do over time and under stress: caches, races, stale workers, hazards, size.

use std::sync::{Arc, Barrier};

use serde_json::{Value, json};

use dirac_tokens::sandbox::content::StoredToken;

use super::recorded_lab::{
    ADMIN, MANAGER, MASTER, RecordedLab, TOKENS, USER, WORKER, Who, unpacked,
};

fn status(lab: &RecordedLab, who: Who, url: &str) -> u16 {
    lab.call(who, url, "whoami", "[]").0
}

fn group(lab: &RecordedLab, who: Who, url: &str) -> Value {
    lab.call(who, url, "whoami", "[]").1["Value"]["group"].clone()
}

/// The user's proxy with another group in it.
fn as_group(group: &'static str) -> Who {
    Who::Proxy("Uma User", &["1"], Some(group), false)
}

#[test]
fn a_wrong_group_locks_the_right_one_out_for_a_minute_in_that_service_only() {
    let lab = RecordedLab::new();
    assert_eq!(status(&lab, as_group("biovo_pilot"), TOKENS), 401);
    assert_eq!(status(&lab, USER, TOKENS), 401, "locked out");
    assert_eq!(status(&lab, USER, MASTER), 200, "every service remembers for itself");
    lab.pass(59);
    assert_eq!(status(&lab, USER, TOKENS), 401);
    lab.pass(1);
    assert_eq!(status(&lab, USER, TOKENS), 200);
}

#[test]
fn a_foreign_group_is_granted_for_a_minute_after_a_good_call() {
    let lab = RecordedLab::new();
    assert_eq!(status(&lab, USER, TOKENS), 200);
    assert_eq!(group(&lab, as_group("dirac_admin"), TOKENS), "dirac_admin", "with all its rights");
    lab.pass(59);
    assert_eq!(group(&lab, as_group("dirac_admin"), TOKENS), "dirac_admin");
    lab.pass(1);
    assert_eq!(status(&lab, as_group("dirac_admin"), TOKENS), 401);
    assert_eq!(status(&lab, as_group("no_such_group"), MASTER), 401);
    assert_eq!(status(&lab, USER, MASTER), 200, "a group without members locks nobody out");
}

#[test]
fn only_an_explicit_rule_closes_what_a_handler_leaves_open() {
    let rule =
        |text: String, rule: &str| text.replace("getUsersTokensInfo = ProxyManagement", rule);
    let id = json!([RecordedLab::new().rows[0].token_id]).to_string();
    let asked = |lab: &RecordedLab| lab.call(USER, TOKENS, "getTokensByUserID", &id).0;
    let default = RecordedLab::started(|text| rule(text, "Default = ProxyManagement"));
    assert_eq!(asked(&default), 200, "the class says `authenticated`, whatever the Default");
    assert_eq!(default.call(USER, TOKENS, "getUsersTokensInfo", r#"[["umauser"]]"#).0, 401);
    let closed = RecordedLab::started(|text| rule(text, "getTokensByUserID = ProxyManagement"));
    assert_eq!(asked(&closed), 401);
    assert_eq!(closed.call(MANAGER, TOKENS, "getTokensByUserID", &id).0, 200);
    let by_group = RecordedLab::started(|text| rule(text, "getTokensByUserID = group:dirac_admin"));
    assert_eq!(by_group.call(MANAGER, TOKENS, "getTokensByUserID", &id).0, 401);
    assert_eq!(by_group.call(ADMIN, TOKENS, "getTokensByUserID", &id).0, 200);
    let by_vo = RecordedLab::started(|text| rule(text, "getTokensByUserID = vo:wlcgvo"));
    assert_eq!(by_vo.call(USER, TOKENS, "getTokensByUserID", &id).0, 200);
    assert_eq!(by_vo.call(ADMIN, TOKENS, "getTokensByUserID", &id).0, 401);
}

#[test]
fn without_any_rule_a_stranger_commits() {
    let lab = RecordedLab::started(|text| {
        let from = text.find("        Authorization\n").unwrap();
        let to = from + text[from..].find("        }\n").unwrap() + "        }\n".len();
        text[..from].to_owned() + &text[to..]
    });
    let stranger = Who::recorded("proxies/unregistered").unwrap();
    let (status, answer) = lab.commit(stranger, &lab.text(MASTER));
    assert_eq!((status, &answer["OK"]), (200, &Value::Bool(true)), "{answer}");
    let (_, history) = lab.call(ADMIN, MASTER, "getCommitHistory", "[]");
    assert_eq!(history["Value"][0][0], "anonymous");
}

#[test]
fn a_host_speaks_for_a_user_and_nobody_else_does() {
    let lab = RecordedLab::new();
    let asked = |who, extra: &str| {
        let response = lab.form(who, MASTER, &[("method", "whoami"), ("extraCredentials", extra)]);
        let answer: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        (response.status, answer["Value"]["username"].clone())
    };
    let uma = r#"["/DC=org/DC=dirac-lab/O=Users/CN=Uma User", "wlcgvo_user"]"#;
    assert_eq!(asked(Who::Host, uma), (200, "umauser".into()));
    assert_eq!(asked(ADMIN, uma), (401, Value::Null));
    assert_eq!(asked(Who::Host, ""), (401, Value::Null), "a host is no user");
    assert_eq!(asked(Who::Host, r#"["only a DN"]"#).0, 500);
    assert_eq!(asked(Who::Host, "[1, 2]").0, 401);
    for extra in ["5", "null", "{", r#"{"a": 1}"#] {
        assert_eq!(asked(ADMIN, extra).0, 401, "{extra}");
    }
    assert_eq!(asked(Who::Certificate("Uma User"), "\"wlcgvo_user\""), (200, "umauser".into()));
    assert_eq!(
        asked(Who::Certificate("Uma User"), "\"dirac_admin\"").0,
        200,
        "remembered from the call before"
    );
}

#[test]
fn the_first_request_decides_what_the_master_is_called() {
    let lab = RecordedLab::untouched(|text| text, Vec::new());
    let version = "2026-11-21 03:48:37.793161";
    let evil = "https://evil.example:1/Configuration/Server";
    // not even a certificate is needed
    let response = lab.ask(Who::Nobody, "GET", &format!("{evil}?x=1"), &[], Vec::new());
    assert_eq!(response.status, 405);
    let text = lab.text(MASTER);
    assert!(text.contains(&format!("MasterServer = {evil}?x=1\n")), "{text}");
    assert!(text.contains(&format!("    Servers = {evil}?x=1\n")));
    assert_eq!(
        lab.version(MASTER),
        version,
        "without a new version, so that clients do not notice"
    );
    let lab = RecordedLab::untouched(|text| text, Vec::new());
    lab.call(ADMIN, MASTER, "ping", "[]");
    lab.call(ADMIN, evil, "ping", "[]");
    assert!(
        lab.text(MASTER).contains(&format!("MasterServer = {MASTER}\n")),
        "only the first counts"
    );
}

#[test]
fn a_worker_answers_with_what_it_has_and_changes_nothing() {
    let lab = RecordedLab::new();
    let text = lab.text(MASTER).replace("Version = v", "Version = w");
    assert_eq!(lab.commit(ADMIN, &text).1["OK"], true);
    assert!(lab.version(WORKER) < lab.version(MASTER));
    let (status, answer) = lab.call(ADMIN, WORKER, "commitNewData", "[\"\"]");
    assert_eq!(
        (status, answer["Message"].as_str()),
        (200, Some("Configuration modification is not allowed in this server"))
    );
    for (method, args) in [
        ("getCommitHistory", "[]"),
        ("getVersionContents", r#"[["2"]]"#),
        ("rollbackToVersion", r#"[""]"#),
    ] {
        assert_eq!(
            lab.call(ADMIN, WORKER, method, args).0,
            500,
            "{method}: a worker has no folder of backups"
        );
    }
    // what it does not know it cannot apply either
    lab.pass(60);
    assert_eq!(lab.version(WORKER), lab.version(MASTER));
}

#[test]
fn simultaneous_commits_of_one_base_are_all_told_that_all_is_well() {
    const MANY: usize = 4;
    let lab = RecordedLab::new();
    let text = lab.text(MASTER);
    let together = Arc::new(Barrier::new(MANY));
    lab.services.set_in_between(Some(Arc::new(move || {
        together.wait();
    })));
    let changed = |committer: usize| {
        text.replace("EnableAutoMerge = no", &format!("EnableAutoMerge = no-{committer}"))
    };
    let answers: Vec<bool> = std::thread::scope(|scope| {
        let (lab, changed) = (&lab, &changed);
        let commit =
            |committer| scope.spawn(move || lab.commit(ADMIN, &changed(committer)).1["OK"] == true);
        let threads: Vec<_> = (0..MANY).map(commit).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    lab.services.set_in_between(None);
    assert_eq!(answers, [true; MANY]);
    let text = lab.text(MASTER);
    let kept = (0..MANY).filter(|committer| text.contains(&format!("= no-{committer}\n")));
    assert_eq!(kept.count(), 1, "one change is there, the others are gone");
    let (_, history) = lab.call(ADMIN, MASTER, "getCommitHistory", "[0]");
    assert_eq!(history["Value"].as_array().unwrap().len(), MANY, "though each made a version");
}

#[test]
fn a_database_that_is_down_hides_behind_an_empty_list() {
    let lab = RecordedLab::new();
    lab.services.set_database_down(true);
    let (_, users) = lab.call(ADMIN, TOKENS, "getUsersTokensInfo", r#"[["umauser"]]"#);
    assert_eq!(users, json!({"OK": true, "Value": []}));
    let id = json!([lab.rows[0].token_id]).to_string();
    let user = r#"["umauser", "wlcgvo_user", null, null, "IAM-WLCG", 0]"#;
    for (method, args) in [
        ("getUserTokensInfo", "[]"),
        ("getTokensByUserID", &*id),
        ("deleteToken", &*id),
        ("getToken", user),
    ] {
        let (status, answer) = lab.call(ADMIN, TOKENS, method, args);
        assert_eq!((status, &answer["OK"]), (200, &Value::Bool(false)), "{method}");
        assert!(answer["Message"].as_str().unwrap().contains("[SQL: "), "{method}: {answer}");
    }
    lab.services.set_database_down(false);
    assert_eq!(
        lab.call(ADMIN, TOKENS, "getTokensByUserID", &id).1["Value"].as_array().unwrap().len(),
        3
    );
}

#[test]
fn an_issuer_that_is_down_is_told_in_the_words_of_a_library() {
    let lab = RecordedLab::new();
    lab.issuers.named("IAM-WLCG").unwrap().set_down(true);
    for args in [
        r#"[null, "wlcgvo_pilot", null, null, null, 0]"#,
        r#"["umauser", "wlcgvo_user", null, null, "IAM-WLCG", 0]"#,
    ] {
        let (status, answer) = lab.call(ADMIN, TOKENS, "getToken", args);
        assert_eq!(status, 200);
        assert!(answer["Message"].as_str().unwrap().starts_with("MissingSchema("), "{answer}");
    }
    let (_, other) = lab.call(ADMIN, TOKENS, "getToken", r#"[null, "biovo_pilot"]"#);
    assert_eq!(other["OK"], true, "the others are not affected");
}

#[test]
fn what_a_request_was_and_did_is_noted() {
    let lab = RecordedLab::new();
    let noted = |who, url, method: &str, args: &str| {
        lab.form(who, url, &[("method", method), ("args", args)]).note
    };
    let note = noted(ADMIN, TOKENS, "whoami", "[]");
    assert_eq!(note.call.as_deref(), Some("whoami"));
    assert_eq!(
        (note.user.as_deref(), note.group.as_deref()),
        (Some("adaadmin"), Some("dirac_admin"))
    );
    assert!(!note.changed);
    let id = json!([lab.rows[6].token_id]).to_string();
    assert!(!noted(USER, TOKENS, "deleteToken", &id).changed, "refused");
    assert!(noted(ADMIN, TOKENS, "deleteToken", &id).changed);
    assert!(!noted(ADMIN, TOKENS, "deleteToken", &id).changed, "nothing was left to delete");
    assert!(noted(ADMIN, TOKENS, "getToken", r#"[null, "wlcgvo_pilot"]"#).changed);
    let text = json!([super::recorded_lab::deflated(&lab.text(MASTER))]).to_string();
    assert!(noted(ADMIN, MASTER, "commitNewData", &text).changed);
    assert!(!noted(ADMIN, MASTER, "commitNewData", &text).changed, "the version has changed");
    assert_eq!(noted(Who::Nobody, MASTER, "ping", "[]").user, None);
}

#[test]
fn long_answers_are_compressed_for_whoever_asks() {
    let lab = RecordedLab::new();
    let asked = |method: &str, encoding: &str| {
        let kind = ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned());
        let headers = [kind, ("Accept-Encoding".to_owned(), encoding.to_owned())];
        let body = format!("method={method}").into_bytes();
        let response = lab.ask(ADMIN, "POST", MASTER, &headers, body);
        let packed = response.headers.iter().any(|(name, _)| *name == "Content-Encoding");
        (packed, unpacked(&response))
    };
    let (packed, text) = asked("getCompressedData", "gzip, deflate");
    assert!(packed);
    assert_eq!(asked("getCompressedData", "identity"), (false, text));
    assert!(!asked("getVersion", "gzip").0, "short answers are not");
}

#[test]
fn two_megabytes_are_echoed() {
    let long = "x".repeat(2_000_000);
    let (status, answer) =
        RecordedLab::new().call(ADMIN, TOKENS, "echo", &json!([long]).to_string());
    assert_eq!((status, answer["Value"].as_str() == Some(&long)), (200, true));
}

#[test]
fn a_hundred_thousand_rows_are_found_by_their_ids() {
    let row = RecordedLab::new().rows[2].clone();
    let rows =
        (0..100_000).map(|number| StoredToken { token_id: format!("id-{number}"), ..row.clone() });
    let lab = RecordedLab::untouched(|text| text, rows.collect());
    let (status, answer) = lab.call(USER, TOKENS, "getTokensByUserID", r#"["id-77777"]"#);
    assert_eq!((status, &answer["Value"][0]["id"]), (200, &Value::from("77778")));
    assert_eq!(answer["Value"].as_array().unwrap().len(), 1);
}

#[test]
fn arguments_that_nobody_expects_raise_where_they_raise_there() {
    let lab = RecordedLab::new();
    for (who, url, method, args) in [
        (ADMIN, TOKENS, "getToken", r#"[null, null, null, null, ["x"]]"#),
        (ADMIN, TOKENS, "getToken", r#"[null, {"a": 1}]"#),
        (ADMIN, TOKENS, "getUsersTokensInfo", r#"[[["a"]]]"#),
        (ADMIN, TOKENS, "echo", "[\"a\nb\"]"),
        (ADMIN, MASTER, "getVersionContents", r#"[["*"]]"#),
        (ADMIN, MASTER, "getCommitHistory", "[2.5]"),
        (ADMIN, MASTER, "getCommitHistory", "[null]"),
    ] {
        assert_eq!(lab.call(who, url, method, args).0, 500, "{method} {args}");
    }
    let publish = |url: &str| {
        let fields =
            [("method", "publishSlaveServer"), ("args", url), ("extraCredentials", "\"hosts\"")];
        lab.form(Who::Host, MASTER, &fields).status
    };
    let before = lab.version(MASTER);
    assert_eq!(
        (publish("[null]"), publish(r#"["https://elsewhere/Configuration/Server"]"#)),
        (500, 200)
    );
    assert_eq!(lab.version(MASTER), before, "where no CS answers, nothing is listed");
}
