//! Queries as they are typed: wrong ones, those about times, and marks that are a query.

use dirac_tokens::app::msg::{Answer, Msg};
use dirac_tokens::app::present::Overlay;
use dirac_tokens::domain::query::{Grid, help};
use jiff::Timestamp;

use super::pictures::{check, picture};
use super::support::{App, START, Step, snapshot_of, token};

const ALL: Step = Step::Say(Answer::Listed { complete: true });

fn rows(of: &[(u64, &str, i64)]) -> Step {
    let rows = of.iter().map(|(id, user, access)| token(*id, user, "IAM-WLCG", *access, 86_400));
    Step::Say(Answer::Tokens(rows.collect()))
}

fn counts(app: &App) -> String {
    app.screen().query.counts.replace('\u{2009}', " ")
}

#[tokio::test]
async fn the_rows_of_the_last_good_query_stay_while_it_is_wrong() {
    let mut app = App::ready().await;
    app.keys("3 /").await;
    app.text("ce2 tpe").await;
    assert_eq!(counts(&app), "0 of 3");
    app.keys("backspace backspace backspace").await;
    assert_eq!(app.names("name"), ["ce2.cern.ch"]);
    app.text("-type").await;
    assert_eq!(app.names("name"), ["ce2.cern.ch"]);
    app.keys("ctrl-w").await;
    app.text("type").await;
    assert_eq!(counts(&app), "0 of 3", "a word so far");
    app.text(":").await;
    assert_eq!(counts(&app), "1 of 3", "no word any more");
    app.keys("ctrl-w").await;
    app.text("wlcgvo:").await;
    assert_eq!(app.names("name"), ["ce2.cern.ch"]);
    let error = app.screen().query.error.expect("it is wrong");
    assert_eq!((error.at, error.message.as_str()), (4..11, "Nothing stands after wlcgvo:."));
    app.keys("enter").await;
    assert_eq!(app.screen().query.editing, Some(11), "a wrong query is not taken");
    app.text("proxy").await;
    assert_eq!((app.screen().query.error, counts(&app).as_str()), (None, "0 of 3"));
    app.keys("ctrl-w").await;
    app.text("type:=htcondorce wlcgvo:mixed").await;
    assert_eq!(app.names("name"), ["ce2.cern.ch"]);
    app.keys("enter").await;
    assert_eq!(app.screen().query.editing, None);
}

#[tokio::test]
async fn a_token_that_is_pasted_into_a_line_that_can_be_seen_is_not_taken() {
    let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";
    for (keys, pasted) in [
        ("3 /", jwt.to_owned()),
        ("3 /", format!("Authorization: Bearer {jwt}\n")),
        ("3 /", "x".repeat(300)),
        ("ctrl-p", jwt.to_owned()),
    ] {
        let mut app = App::ready().await;
        app.keys(keys).await;
        app.core.handle(Msg::Paste(pasted.as_str().into()));
        assert!(app.notice().contains("looks like a token"), "{keys} {}", app.notice());
        let seen = picture(&mut app, 118, 26);
        assert!(!seen.contains(jwt.get(..20).expect("long")) && !seen.contains("xxx"), "{seen}");
    }
    let mut app = App::ready().await;
    app.keys("3 /").await;
    app.core.handle(Msg::Paste("ce2 type:arex".into()));
    assert_eq!(app.screen().query.editing, Some(13), "a query is");
}

#[tokio::test]
async fn what_is_wrong_is_shown_under_the_query_in_every_size() {
    for (name, width, height) in [("wide", 118, 26), ("narrow", 80, 24), ("smallest", 40, 10)] {
        let mut app = App::ready().await;
        app.keys("3 /").await;
        app.text("ce2 tpe:AREX").await;
        check(&format!("query_column_{name}"), &picture(&mut app, width, height));
    }
    for (name, width, height) in [("narrow", 80, 24), ("smallest", 40, 10)] {
        let mut app = App::ready().await;
        app.keys("4").await;
        app.keys("/").await;
        app.text("provider:IAM-WLCG -state:dead scope:wlcg exp:<2").await;
        check(&format!("query_time_{name}"), &picture(&mut app, width, height));
    }
}

#[tokio::test]
async fn a_query_about_times_is_asked_again_as_time_passes() {
    let mut app = App::ready().await;
    app.script_listing(&[rows(&[(1, "ada", 7_260), (2, "ben", 30), (3, "cleo", 90_000)]), ALL]);
    app.keys("4").await;
    app.keys("/").await;
    app.text("exp:<2h").await;
    app.keys("enter").await;
    assert_eq!(app.names("user"), ["ben"]);
    app.pass(61).await;
    assert_eq!(app.names("user"), ["ada", "ben"]);
    app.keys("/ ctrl-u").await;
    app.text("dead").await;
    app.keys("enter").await;
    assert_eq!(app.rows().len(), 0, "the words of states are words like others");
    // nothing on screen changes by itself, and yet it is looked at again
    let now = Timestamp::from_second(START + 61).expect("a time");
    let wake = app.core.model().next_wake(now).expect("a time");
    assert!(wake.as_second() <= START + 61 + 60, "{wake}");
    app.pass(100_000).await;
    assert_eq!(app.names("user"), ["ada", "ben", "cleo"]);
    app.keys("1").await;
    app.keys("4").await;
    assert_eq!(counts(&app), "3 of 3");
}

#[tokio::test]
async fn a_query_without_times_wakes_nobody() {
    let mut app = App::ready().await;
    let now = Timestamp::from_second(START).expect("a time");
    app.keys("3").await;
    let before = app.core.model().next_wake(now);
    app.keys("/ c e enter").await;
    assert_eq!(app.core.model().next_wake(now), before);
}

#[tokio::test]
async fn all_that_match_are_marked_as_a_query_that_survives_everything() {
    let mut app = App::ready().await;
    app.keys("4").await;
    app.keys("/").await;
    app.text("provider:=iam-wlcg").await;
    app.keys("enter a").await;
    assert_eq!(counts(&app), "3 of 6 · all 3 that match");
    app.keys("esc").await;
    assert_eq!(counts(&app), "6 rows · all 3 that match provider:=iam-wlcg");
    let ids = |app: &App| -> Vec<u64> {
        app.core.model().marked_tokens().rows.iter().filter_map(|row| row.id).collect()
    };
    assert_eq!(ids(&app), [10, 20, 30]);
    // one taken out, one put in by hand
    app.keys("g space space").await;
    assert_eq!(counts(&app), "6 rows · all 3 that match provider:=iam-wlcg but 1 and 1 more");
    app.keys("s down down enter S / b e n enter").await;
    assert_eq!(
        counts(&app),
        "2 of 6 · all 3 that match provider:=iam-wlcg but 1 and 1 more (2 hidden)"
    );
    assert_eq!(ids(&app), [11, 20, 30], "whatever is shown");
    app.keys("esc").await;
    // a new listing: one that matches has come, one that was put in by hand has gone
    app.script_listing(&[rows(&[(10, "ada", 60), (20, "ben", 60), (77, "zoe", 60)]), ALL]);
    app.keys("r").await;
    assert_eq!(ids(&app), [20, 77]);
    let model = app.core.model();
    let marked = model.marked_tokens();
    assert_eq!((marked.query.as_deref(), marked.gone), (Some("provider:=iam-wlcg"), 1));
    app.keys("ctrl-p").await;
    app.text("unmark").await;
    app.keys("enter").await;
    assert_eq!(counts(&app), "3 rows");
    assert_eq!(app.core.model().marked_tokens().rows.len(), 0);
}

#[tokio::test]
async fn without_a_query_all_rows_are_marked_and_by_hand_is_by_hand() {
    let mut app = App::ready().await;
    app.keys("4").await;
    app.keys("space").await;
    let marked = app.core.model().marked_tokens();
    assert_eq!((marked.query, marked.rows.len()), (None, 1));
    app.keys("a").await;
    assert_eq!(counts(&app), "6 rows · all 6 selected");
    let marked = app.core.model().marked_tokens();
    assert_eq!((marked.query.as_deref(), marked.rows.len()), (Some(""), 6));
    app.keys("/ z z z enter a").await;
    assert_eq!(app.notice().trim(), "mark all: There are no rows to mark.");
    // what is marked and out of sight would be acted upon: one key takes all marks away, and the footer names it
    assert!(app.footer().contains("A unmark"), "{}", app.footer());
    app.keys("A").await;
    assert_eq!(app.core.model().marked_tokens().rows.len(), 0);
    app.keys("esc").await;
    assert_eq!(counts(&app), "6 rows");
    assert!(!app.footer().contains("unmark"), "{}", app.footer());
}

#[tokio::test]
async fn marks_of_a_big_list_are_found_by_the_worker() {
    let mut app = App::ready().await;
    let many: Vec<(u64, &str, i64)> =
        (0..12_000).map(|id| (id, if id % 3 == 0 { "ada" } else { "ben" }, 60)).collect();
    app.script_listing(&[rows(&many), ALL]);
    app.keys("4").await;
    app.keys("/").await;
    app.text("user:ada").await;
    app.keys("enter a").await;
    assert_eq!(counts(&app), "4 000 of 12 000 · all 4 000 that match");
    app.keys("space esc").await;
    assert_eq!(counts(&app), "12 000 rows · all 4 000 that match user:ada but 1");
    assert_eq!(app.core.model().marked_tokens().rows.len(), 3_999);
    app.press("/ n o s u c h");
    app.core.settle().await;
    assert!(counts(&app).ends_with("(3 999 hidden)"), "{}", counts(&app));
    // marks are taken away at once, whatever the worker is busy with
    app.press("esc ctrl-p u n m a r k enter");
    app.core.settle().await;
    assert_eq!(counts(&app), "12 000 rows");
}

#[tokio::test]
async fn help_while_typing_begins_with_how_queries_are_written() {
    let mut app = App::ready().await;
    app.keys("3 /").await;
    app.text("ce2 ty").await;
    app.keys("F1").await;
    let Some(Overlay::Help { lines, .. }) = app.screen().overlay else { panic!("help is shown") };
    let forms: Vec<&str> = help::FORMS.iter().map(|form| form.form).collect();
    let shown: Vec<&str> = lines.iter().take(forms.len()).map(|line| &*line.keys).collect();
    assert_eq!(shown, forms);
    for (names, _, help) in help::columns(Grid::Ces) {
        assert!(lines.iter().any(|line| line.keys == names && line.help == help), "{names}");
    }
    app.keys("esc").await;
    assert_eq!(app.screen().query.editing, Some(6), "typing goes on");
    app.text("pe:arex").await;
    assert_eq!(app.screen().query.text, "ce2 type:arex");
}

#[tokio::test]
async fn a_column_that_is_gone_leaves_the_query_wrong_and_no_rows() {
    let mut app = App::ready().await;
    app.keys("3 /").await;
    app.text("biovo:proxy").await;
    app.keys("enter").await;
    assert_eq!(app.rows().len(), 3);
    let text = "Resources\n{\nSites\n{\nLCG\n{\nLCG.X.ch\n{\nVO = wlcgvo\nCEs\n{\nce1\n{\nCEType = AREX\n}\n}\n}\n}\n}\n}\n\
                Registry\n{\nVO\n{\nwlcgvo\n{\nIdProvider = none\n}\n}\n}\n";
    let answer = Answer::Snapshot(snapshot_of("2026-11-21 04:00:00.1", text));
    app.script("reading the configuration", &[Step::Say(answer)]);
    app.keys("R").await;
    assert_eq!(counts(&app), "0 of 1");
    let error = app.screen().query.error.expect("it is wrong now");
    assert!(error.message.contains("no column biovo"), "{error}");
    app.keys("esc").await;
    assert_eq!(app.rows().len(), 1);
}

#[tokio::test]
async fn what_a_row_leads_to_is_exactly_that() {
    let mut app = App::ready().await;
    app.script_listing(&[rows(&[(1, "ada", 60), (2, "adam", 60)]), ALL]);
    app.keys("4").await;
    app.keys("enter").await;
    assert_eq!(app.names("user"), ["ada"]);
    assert_eq!(app.screen().query.text, "user:=ada");
}
