//! The configuration: read, asked for again, failing, and never lost.

use std::sync::Arc;

use dirac_tokens::app::effect::Request;
use dirac_tokens::app::msg::{Answer, Msg};
use dirac_tokens::app::present::{Body, Tone};
use dirac_tokens::domain::problem::Class;
use dirac_tokens::store::stamp::{InstallationId, Stamp};

use super::support::{App, Step, identity, problem, snapshot, snapshot_of};

#[tokio::test]
async fn the_first_frame_is_there_before_anything_is_asked() {
    let mut app = App::new();
    assert!(app.core.frame().is_some());
    assert!(app.asked().is_empty() && app.core.idle());
    app.core.start();
    assert!(!app.core.idle(), "a request is under way");
    assert!(app.detail().contains("Reading the configuration of egi-prod."));
    app.core.settle().await;
    assert_eq!(app.asked(), [Request::Load, Request::Identify]);
    assert_eq!(app.names("name"), ["IAM-WLCG", "CheckIn-EGI"]);
}

#[tokio::test]
async fn the_header_says_which_installation_how_old_and_who() {
    let app = App::ready().await;
    let header = app.screen().header;
    assert_eq!((header.installation.as_str(), header.production), ("egi-prod", true));
    assert_eq!(header.mode.text, "read-only");
    assert_eq!(header.age.text, "CS 03:12:04 · now");
    assert_eq!(header.identity.text, "ada @ dirac_admin · proxy 11 h");
}

#[tokio::test]
async fn a_group_other_than_asked_for_is_an_error() {
    let app = App::new();
    let mut who = identity();
    who.group = Some("dirac_user".into());
    app.script("asking who we are", &[Step::Say(Answer::Identity(Arc::new(who)))]);
    let mut app = app;
    app.core.start();
    app.core.settle().await;
    let cell = app.screen().header.identity;
    assert_eq!(cell.text, "ada @ dirac_user (not dirac_admin) · proxy 11 h");
    assert_eq!(cell.tone, Tone::Bad);
}

#[tokio::test]
async fn a_failure_before_anything_is_known_says_what_to_do_and_is_tried_again() {
    let mut app = App::new();
    let failed = Answer::Failed(problem(Class::Unreachable, "No server answers."));
    app.script("reading the configuration", &[Step::Say(failed)]);
    app.core.start();
    app.core.settle().await;
    let page = app.detail();
    assert!(page.contains("No server answers.") && page.contains("Try something else."), "{page}");
    assert_eq!(app.screen().header.age.text, "CS not reached");
    assert_eq!(app.notice(), "", "the page says it already");
    let failed = Answer::Failed(problem(Class::Unreachable, "No server answers."));
    app.script("reading the configuration", &[Step::Say(failed)]);
    app.asked();
    app.keys("4 r esc").await;
    assert_eq!(app.asked(), [Request::Load], "r tries again from every screen that waits for it");
    app.asked();
    app.pass(61).await;
    assert_eq!(app.asked(), [Request::Load, Request::Identify]);
    assert_eq!(app.names("name").len(), 2);
}

#[tokio::test]
async fn a_failed_refresh_leaves_the_rows_and_turns_the_header_into_a_warning() {
    let mut app = App::ready().await;
    let failed = Answer::Failed(problem(Class::Unreachable, "No answer within 10 s."));
    app.script("asking for a newer configuration", &[Step::Say(failed)]);
    app.pass(120).await;
    let header = app.screen().header;
    assert_eq!(
        (header.age.text.as_ref(), header.age.tone),
        ("CS 2 m ago: not reached", Tone::Warn)
    );
    assert!(app.notice().contains("No answer within 10 s."));
    assert_eq!(app.names("name").len(), 2);
    let Body::Grid { grid, .. } = app.screen().body else { panic!("rows are shown") };
    assert!(grid.stale);
    drop(grid);
    app.asked();
    app.pass(61).await;
    assert_eq!(app.screen().header.age.text, "CS 03:12:04 · now", "and recovers by itself");
    assert_eq!(
        app.asked(),
        [Request::Load, Request::Identify],
        "with a renewed proxy, if there is"
    );
}

#[tokio::test]
async fn the_same_failure_is_said_once_not_every_minute() {
    let mut app = App::ready().await;
    for label in ["asking for a newer configuration", "reading the configuration"] {
        let failed = Answer::Failed(problem(Class::Unreachable, "No answer."));
        app.script(label, &[Step::Say(failed)]);
        app.pass(61).await;
    }
    app.keys("n").await;
    let Some(dirac_tokens::app::present::Overlay::Notices { notices, .. }) = app.screen().overlay
    else {
        panic!("notices are shown")
    };
    assert_eq!(notices.iter().filter(|notice| notice.what == "No answer.").count(), 1);
}

#[tokio::test]
async fn a_minute_that_brings_nothing_new_draws_nothing() {
    let mut app = App::ready().await;
    assert!(app.core.frame().is_some());
    app.asked();
    app.pass(30).await;
    assert!(app.asked().is_empty(), "not due yet");
    app.pass(31).await;
    assert_eq!(
        app.asked(),
        [Request::Refresh { version: "2026-11-21 03:12:04.1".into() }],
        "due after a minute"
    );
    // the record of the request alone changes the count of the log
    let _ = app.core.frame();
    app.pass(20).await;
    assert!(app.core.frame().is_none());
}

#[tokio::test]
async fn nobody_is_asked_while_nobody_looks() {
    let mut app = App::ready().await;
    app.asked();
    app.core.handle(Msg::Focus(false));
    app.pass(600).await;
    assert!(app.asked().is_empty());
    app.core.handle(Msg::Focus(true));
    app.core.settle().await;
    assert_eq!(app.asked().len(), 1, "asked at once when looked at again");
}

#[tokio::test]
async fn a_new_configuration_keeps_cursor_filter_and_marks() {
    let mut app = App::ready().await;
    app.keys("3 / c e r n enter down space").await;
    let marked = app.screen().query.counts;
    let at = app.under_cursor();
    let newer = snapshot("2026-11-21 03:13:00.0");
    app.script("asking for a newer configuration", &[Step::Say(Answer::Snapshot(newer))]);
    app.keys("r").await;
    assert_eq!(app.screen().header.age.text, "CS 03:13:00 · now");
    assert_eq!(app.under_cursor(), at);
    assert_eq!(app.screen().query.text, "cern");
    assert_eq!(app.screen().query.counts, marked);
    assert!(marked.contains("1 selected"), "{marked}");
}

#[tokio::test]
async fn a_configuration_without_anything_says_what_is_missing_on_every_screen() {
    let mut app = App::new();
    let nothing = Answer::Snapshot(snapshot_of("", ""));
    app.script("reading the configuration", &[Step::Say(nothing)]);
    app.core.start();
    app.core.settle().await;
    let mut said = Vec::new();
    for screen in ["1", "2", "3", "4"] {
        app.keys(screen).await;
        said.push(app.empty());
    }
    assert!(said[0].starts_with("This configuration has no IdProviders."), "{said:?}");
    assert!(said[1].starts_with("This configuration has no VOs."), "{said:?}");
    assert!(said[2].starts_with("This configuration has no CEs."), "{said:?}");
    assert!(said[3].starts_with("No user of this configuration has a token id"), "{said:?}");
}

#[tokio::test]
async fn an_answer_of_another_installation_or_an_overtaken_one_changes_nothing() {
    let mut app = App::ready().await;
    app.script("asking for a newer configuration", &[Step::Hold]);
    app.press("r");
    let expected = app.core.model().configuration_stamp();
    let other = Answer::Snapshot(snapshot_of("2030-01-01 00:00:00", ""));
    let stranger = Stamp { installation: InstallationId(2), ..expected };
    app.core.handle(Msg::Answer { stamp: stranger, answer: other.clone() });
    app.core.handle(Msg::Answer { stamp: Stamp::default(), answer: other.clone() });
    assert_eq!(app.names("name").len(), 2, "strangers are dropped");
    app.core.handle(Msg::Answer { stamp: expected, answer: other });
    assert!(app.names("name").is_empty(), "the right one is believed");
    app.release();
    app.core.settle().await;
}

#[tokio::test]
async fn a_request_that_dies_is_an_error_and_the_console_lives() {
    let mut app = App::ready().await;
    app.script("asking for a newer configuration", &[Step::Panic]);
    app.keys("r").await;
    let wanted = "An internal error ended this: asking for a newer configuration.";
    assert!(app.notice().contains(wanted), "{}", app.notice());
    app.keys("r").await;
    assert_eq!(app.screen().header.age.text, "CS 03:12:04 · now");
}

#[tokio::test]
async fn what_is_wrong_is_counted_marked_and_explained() {
    let mut app = App::ready().await;
    app.keys("2").await;
    let tabs = app.screen().tabs;
    let vos = tabs.iter().find(|tab| tab.title == "VOs").expect("a tab");
    assert!(vos.findings > 0, "a VO points to a provider that does not exist");
    let row = app.rows().into_iter().find(|row| row.contains("biovo")).expect("a row");
    assert!(row.starts_with('✗') || row.starts_with('!'), "{row}");
    assert!(row.contains("✗ Nowhere"), "{row}");
    app.keys("down").await;
    assert!(app.detail().contains("Findings"), "{}", app.detail());
    assert!(app.detail().contains("error:") || app.detail().contains("warning:"));
}
