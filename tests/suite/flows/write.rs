//! Leave to change something: asked for, counted down, taken back; without it nothing is.

use std::sync::Arc;

use dirac_tokens::app::confirm::Dialog;
use dirac_tokens::app::effect::{Effect, Request};
use dirac_tokens::app::present::{Overlay, Tone};
use dirac_tokens::domain::stop::How;
use dirac_tokens::store::stamp::Stamp;

use super::support::App;

/// What line 1 says of changing something.
fn mode(app: &App) -> String {
    app.screen().header.mode.text.into_owned()
}

/// Everything that can be seen has been seen for long enough.
async fn look(app: &mut App) {
    app.draw();
    app.pass(1).await;
}

async fn unlock(app: &mut App) {
    app.keys("ctrl-w").await;
    look(app).await;
    app.keys("tab").await;
    look(app).await;
    app.keys("enter").await;
}

/// Something that changes the installation, as a dialog asks for it.
fn deleting() -> Effect {
    let request = Request::Stop { plans: Arc::new([]), how: How::Row, resumes: None };
    Effect::Ask { stamp: Stamp::default(), request }
}

#[tokio::test]
async fn a_session_is_read_only_until_a_dialog_was_agreed_to() {
    let mut app = App::ready().await;
    assert_eq!(mode(&app), "read-only");
    for way_out in ["esc", "enter"] {
        app.keys("ctrl-w").await;
        look(&mut app).await;
        app.keys(way_out).await;
        assert!(app.screen().overlay.is_none());
        assert_eq!(mode(&app), "read-only", "{way_out}");
    }
    app.keys("ctrl-w").await;
    look(&mut app).await;
    let Some(Overlay::Dialog(view)) = app.screen().overlay else { panic!("a dialog") };
    assert_eq!(view.title, "Allow changes for 15 minutes");
    assert!(view.points.iter().any(|point| point.text == "egi-prod, a PROD installation."));
    app.keys("esc").await;
    unlock(&mut app).await;
    assert_eq!(mode(&app), "WRITE 15 m left");
    assert_eq!(app.screen().header.mode.tone, Tone::Warn);
    assert_eq!(app.notice(), "Changes are allowed for 15 minutes. ctrl-w locks them again.");
}

#[tokio::test]
async fn it_counts_down_and_locks_by_itself() {
    let mut app = App::ready().await;
    unlock(&mut app).await;
    app.pass(1).await;
    assert_eq!(mode(&app), "WRITE 14 m left");
    app.pass(899 - 59).await;
    assert_eq!(mode(&app), "WRITE 59 s left");
    app.pass(58).await;
    assert_eq!(mode(&app), "WRITE 1 s left");
    app.pass(1).await;
    assert_eq!(mode(&app), "read-only");
    assert_eq!(app.notice(), "15 minutes have passed: this session is read-only again. ");
}

#[tokio::test]
async fn the_same_key_locks_at_once() {
    let mut app = App::ready().await;
    unlock(&mut app).await;
    app.keys("ctrl-w").await;
    assert!(app.screen().overlay.is_none(), "nobody is asked");
    assert_eq!(
        (mode(&app).as_str(), app.notice().trim()),
        ("read-only", "This session is read-only again.")
    );
}

#[tokio::test]
async fn the_option_gives_leave_for_the_whole_session_and_the_key_takes_it_back() {
    let mut app = App::writing().await;
    assert_eq!(mode(&app), "WRITE");
    app.pass(500_000).await;
    assert_eq!(mode(&app), "WRITE");
    app.keys("ctrl-w").await;
    assert_eq!(mode(&app), "read-only");
}

#[tokio::test]
async fn the_screen_wakes_up_for_the_minutes_and_not_more_often() {
    let mut app = App::ready().await;
    unlock(&mut app).await;
    let mut wakes = 0;
    let mut seconds = 0;
    while mode(&app) != "read-only" {
        app.draw();
        let now = app.screen().now;
        let wake = app.core.model().next_wake(now).expect("it ends");
        let step = wake.as_second() - now.as_second();
        app.pass(step.max(1)).await;
        seconds += step.max(1);
        wakes += 1;
    }
    assert_eq!(seconds, 900);
    // a change of each of 15 minutes, of 59 seconds, and the question for a newer configuration once a minute
    assert!(wakes <= 15 + 59 + 16, "{wakes}");
}

#[tokio::test]
async fn a_question_that_outlives_its_leave_changes_nothing() {
    let dialog = Dialog::destroys("Delete", "Delete", "x", vec![deleting()]);
    let mut app = App::asking(dialog);
    look(&mut app).await;
    app.text("x").await;
    look(&mut app).await;
    app.keys("enter").await;
    let said = "This session is read-only: ctrl-w allows changes for 15 minutes. esc closes this.";
    assert_eq!(app.notice(), said);
    assert!(app.screen().overlay.is_some(), "it is still asked");
    assert!(app.asked().is_empty());
    app.keys("esc").await;
    assert!(app.screen().overlay.is_none());
}
