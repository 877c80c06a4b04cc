//! What is agreed to before anything is sent, and what one id's end is called.

use dirac_tokens::sandbox::installation::SERVICES;

use super::bed::{Bed, Said};

/// Runs without anything being agreed to, and asserts that not even a question was sent.
#[track_caller]
fn refused_at_once(bed: &Bed, words: &[&str], status: i32, says: &[&str]) {
    let before = bed.sandbox.records().count();
    bed.run(words).ends(status, says);
    assert_eq!(bed.sandbox.records().count(), before, "{words:?} asked a server");
}

#[test]
fn what_was_not_agreed_to_is_refused_before_the_first_request() {
    let bed = Bed::new();
    refused_at_once(
        &bed,
        &["token", "revoke", "olga"],
        4,
        &["may only read", "--write", "--dry-run"],
    );
    refused_at_once(&bed, &["token", "delete", "olga", "--yes"], 4, &["may only read"]);
    let asks = ["no terminal to ask on", "--yes"];
    refused_at_once(&bed, &["token", "revoke", "olga", "--write"], 2, &asks);
    let number = ["--yes agrees to one token id", "--expect N"];
    refused_at_once(&bed, &["token", "revoke", "--query", "IAM", "--write", "--yes"], 2, &number);
    refused_at_once(&bed, &["token", "delete", "olga", "ada", "--write", "--yes"], 2, &number);
    for query in ["", "  "] {
        let words = ["token", "revoke", "--query", query, "--expect", "3", "--write", "--yes"];
        refused_at_once(&bed, &words, 2, &["empty query"]);
    }
    let words = ["token", "revoke", "--query", "exp:<soon", "--dry-run"];
    refused_at_once(&bed, &words, 2, &["exp:<soon", "^^^^"]);
    // a query never stands where a name does, nor with one
    let both = ["token", "revoke", "olga", "--query", "olga", "--write", "--yes", "--expect", "1"];
    refused_at_once(&bed, &both, 2, &["cannot be used with"]);
    refused_at_once(&bed, &["token", "revoke", "--write", "--yes"], 2, &["required"]);
    bed.is_untouched();
    assert_eq!(bed.journal().names().expect("a journal"), Vec::<String>::new());
}

#[test]
fn what_turns_out_otherwise_on_reading_is_refused_before_anything_is_changed() {
    let bed = Bed::new();
    let of = |query: &str, expect: &str, verb: &str| {
        bed.run(&["token", verb, "--query", query, "--expect", expect, "--write", "--yes"])
    };
    of("no-such-word", "1", "revoke").ends(4, &["matches no stored token", "Nothing was sent"]);
    of("olga", "2", "delete").ends(4, &["1 token id and not 2 as expected", "--dry-run"]);
    let ids = ["token", "revoke", "olga", "ada", "--expect", "3", "--write", "--yes"];
    bed.run(&ids).ends(4, &["2 token ids and not 3"]);
    for name in ["nobody", "olg", "state:dead"] {
        bed.run(&["token", "delete", name, "--write", "--yes"])
            .ends(2, &["neither a user nor a token id"]);
    }
    bed.run(&["token", "delete", "9999999", "--write", "--yes"])
        .ends(1, &["There is no row 9999999"]);
    bed.is_untouched();
    assert_eq!(bed.journal().names().expect("a journal"), Vec::<String>::new());
}

#[test]
fn a_dry_run_shows_the_plan_and_needs_no_leave() {
    let bed = Bed::new();
    let said = bed.run(&["token", "revoke", "ada", "--dry-run"]);
    assert_eq!((said.status, said.err.as_str()), (Some(0), ""), "{said:#?}");
    let told: Vec<&str> = said.out.split_whitespace().collect();
    let told = told.join(" ");
    for words in [
        "Revoke 3 stored tokens of ada",
        "First",
        "3 rows vanish from TokenDB",
        "Lives on",
        "Cannot be undone.",
    ] {
        assert!(told.contains(words), "{words}: {}", said.out);
    }
    let said = bed.run(&["token", "delete", "--query", "IAM-WLCG", "--dry-run", "-o", "json"]);
    let plans = said.rows("plans");
    assert!(plans.len() > 5, "{said:#?}");
    assert!(plans.iter().all(|plan| plan["how"] == "row" && plan["rows_go"] == true));
    assert!(said.err.contains("The query matches"), "{said:#?}");
    for format in ["csv", "jsonl"] {
        assert_eq!(bed.run(&["token", "revoke", "ada", "--dry-run", "-o", format]).status, Some(0));
    }
    bed.is_untouched();
    assert_eq!(bed.journal().names().expect("a journal"), Vec::<String>::new());
}

/// The one row of JSON, and what is said of it.
fn one(said: &Said) -> serde_json::Value {
    let mut rows = said.rows("stopped");
    assert_eq!(rows.len(), 1, "{said:#?}");
    rows.remove(0)
}

fn token_id(bed: &Bed, user: &str) -> String {
    let row = bed.content.stored.iter().find(|row| row.user == user);
    row.expect("a row").token_id.clone()
}

#[test]
fn one_token_is_revoked_and_its_row_deleted_and_both_are_proven() {
    let bed = Bed::new();
    let id = token_id(&bed, "olga");
    assert!(bed.stored(&id).iter().all(|row| bed.is_alive(row)));
    let said = bed.run(&["token", "revoke", "olga", "--write", "--yes", "-o", "json"]);
    said.ends(0, &["Revoke 1 stored token of olga", "1 revoked. Journal:"]);
    let row = one(&said);
    assert_eq!(
        (&row["outcome"], &row["user"], &row["token_id"]),
        (&"revoked".into(), &"olga".into(), &id.clone().into())
    );
    let steps: Vec<&str> =
        row["steps"].as_array().expect("steps").iter().filter_map(|s| s["step"].as_str()).collect();
    assert_eq!(
        steps,
        ["read", "introspect_before", "revoke", "introspect_after", "delete", "prove"]
    );
    assert!(!bed.stored(&id).iter().any(|row| bed.is_alive(row)));
    assert_eq!((bed.revocations(), bed.deletions()), ((1, 0), (1, 0)));
    // a second time there is nothing to do, and nothing is sent
    let said = bed.run(&["token", "revoke", &id, "--write", "--yes", "-o", "json"]);
    said.ends(1, &[]);
    assert!(one(&said)["summary"].as_str().is_some_and(|s| s.contains("Nothing is stored")));
    assert_eq!((bed.revocations(), bed.deletions()), ((1, 0), (1, 0)));
    assert_eq!(bed.journal().names().expect("a journal").len(), 1);
}

#[test]
fn a_row_is_deleted_by_its_number_and_its_token_is_said_to_live_on() {
    let bed = Bed::new();
    let id = token_id(&bed, "olga");
    let listed = bed.run(&["token", "list", "--user", "olga", "-o", "json"]).rows("tokens");
    let number = listed[0]["id"].to_string();
    let said = bed.run(&["token", "delete", &number, "--write", "--yes"]);
    said.ends(
        0,
        &["Nothing is revoked: only the rows go", "may hold the only handle", "1 row_deleted."],
    );
    for words in ["row_deleted", "lives on", "refresh token at IAM-WLCG"] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    assert!(said.out.contains("Nothing was revoked."), "{}", said.out);
    assert!(bed.stored(&id).iter().all(|row| bed.is_alive(row)));
    assert_eq!((bed.revocations(), bed.deletions()), ((0, 0), (1, 0)));
}

#[test]
fn without_credentials_nothing_is_deleted_unless_the_rows_are_to_go_anyway() {
    let bed = Bed::new();
    bed.give_credentials(|_| false);
    let said = bed.run(&["token", "revoke", "olga", "--write", "--yes"]);
    said.ends(
        4,
        &["cannot be revoked from here", "client_secret", "Nothing was sent", "--row-only"],
    );
    // the plan says so, too, and ends as the run does
    for format in ["table", "jsonl"] {
        let said = bed.run(&["token", "revoke", "olga", "--dry-run", "-o", format]);
        said.ends(4, &["cannot be revoked from here", "Nothing was sent", "--row-only"]);
        assert!(format != "table" || said.out.contains("Not revoke 1 stored token of olga"));
    }
    bed.is_untouched();
    let said =
        bed.run(&["token", "revoke", "olga", "--row-only", "--write", "--yes", "-o", "json"]);
    said.ends(0, &["may hold the only handle"]);
    let row = one(&said);
    assert_eq!(row["outcome"], "row_deleted");
    assert!(row["lasting"].to_string().contains("refresh token at IAM-WLCG"), "{row:#}");
    assert_eq!((bed.revocations(), bed.deletions()), ((0, 0), (1, 0)));
}

#[test]
fn a_reader_who_is_gone_is_no_leave_to_do_nothing_quietly() {
    let bed = Bed::new();
    // who is gone from the start is told that nothing was done; who goes later does not stop what was agreed to
    for (format, status, deleted) in [("jsonl", 4, 0), ("json", 0, 1)] {
        let words = ["token", "delete", "olga", "--write", "--yes", "-o", format];
        let mut child = bed.command(&words).spawn().expect("it starts");
        drop(child.stdout.take());
        let said = Said::from(child.wait_with_output().expect("it ends"));
        assert_eq!(said.status, Some(status), "{format}: {said:#?}");
        assert_eq!(bed.deletions(), (deleted, 0), "{format}: {said:#?}");
    }
}

#[test]
fn an_issuer_that_is_down_keeps_the_rows() {
    let bed = Bed::new();
    bed.sandbox.take_down("IAM-WLCG").expect("down");
    let said = bed.run(&["token", "revoke", "olga", "--write", "--yes"]);
    said.ends(4, &["cannot be revoked from here", "IAM-WLCG"]);
    bed.is_untouched();
}

#[test]
fn whoever_may_not_delete_is_told_what_is_missing_and_sends_nothing() {
    let bed = Bed::new();
    let said = bed.run_as("user", &["token", "delete", "olga", "--write", "--yes"]);
    said.ends(4, &["ProxyManagement"]);
    bed.is_untouched();
    assert_eq!(bed.journal().names().expect("a journal"), Vec::<String>::new());
}

#[test]
fn a_database_that_is_down_is_no_empty_store() {
    let bed = Bed::new();
    bed.sandbox.services().set_database_down(true);
    for words in [
        &["token", "revoke", "olga", "--write", "--yes"][..],
        &["token", "delete", "--query", "IAM", "--expect", "1", "--write", "--yes"],
    ] {
        let said = bed.run(words);
        assert!(matches!(said.status, Some(3 | 4)), "{said:#?}");
        assert!(
            !said.err.contains("Nothing is stored") && !said.err.contains("matches no"),
            "{said:#?}"
        );
    }
    bed.is_untouched();
    bed.sandbox.services().set_database_down(false);
    bed.sandbox.take_down(SERVICES).expect("down");
    bed.run(&["token", "revoke", "olga", "--write", "--yes"]).ends(3, &["TokenManager"]);
    bed.is_untouched();
}

#[test]
fn several_names_are_one_run_and_say_how_each_ended() {
    let bed = Bed::new();
    bed.give_credentials(|provider| provider == "IAM-WLCG");
    let said = bed.run(&[
        "token", "revoke", "olga", "ada", "--expect", "2", "--write", "--yes", "-o", "json",
    ]);
    // ada has rows at issuers for which there are no credentials here
    let plan =
        "Revoke 1 stored token of 1 of 2 token ids: olga First the refresh token at IAM-WLCG";
    said.ends(6, &[plan, "Stays 1 token id", "1 revoked, 1 failed."]);
    assert_eq!(said.outcomes(), ["revoked", "failed"]);
    assert_eq!(bed.deletions(), (1, 0));
    assert_eq!(bed.journal().names().expect("a journal").len(), 1);
}
