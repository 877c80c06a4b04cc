//! What is under way: listed, with how far it is, and stopped one by one.

use dirac_tokens::app::msg::Answer;
use dirac_tokens::store::resource::Progress;

use super::support::{App, Step};

#[tokio::test]
async fn a_listing_is_seen_under_way_and_stopped() {
    let mut app = App::ready().await;
    let progress = Progress { done: 1, total: Some(3), unit: "users" };
    app.script_listing(&[Step::Say(Answer::Progress(progress)), Step::Hold]);
    app.press("4");
    app.press("T");
    app.until(|screen| format!("{:?}", screen.overlay).contains("1/3 users")).await;
    assert_eq!(app.lines(), ["listing tokens · 1/3 users · began now"]);
    assert_eq!(app.footer(), "x stop  esc close  F1 help");
    app.keys("x").await;
    assert_eq!(app.lines(), ["Nothing is under way any more."]);
    assert!(app.notice().starts_with("Stopped listing tokens after 1 of 3 users."));
    app.keys("x esc").await;
    assert!(app.screen().overlay.is_none());
}

#[tokio::test]
async fn reading_the_configuration_can_be_stopped_and_begun_again() {
    let mut app = App::new();
    app.script("reading the configuration", &[Step::Hold]);
    app.core.start();
    // one that is stopped before it began would leave the script to the next
    while app.asked().is_empty() {
        tokio::task::yield_now().await;
    }
    app.press("T");
    assert_eq!(app.lines(), ["reading the configuration · began now"]);
    app.keys("x").await;
    assert_eq!(app.notice(), "Stopped: reading the configuration. R asks for everything again.");
    app.keys("esc").await;
    assert!(
        app.detail().contains("Stopped by hand: reading the configuration."),
        "{}",
        app.detail()
    );
    app.keys("R").await;
    assert_eq!(app.tab(), "Providers");
    assert!(!app.rows().is_empty());
}

#[tokio::test]
async fn where_nothing_is_under_way_the_key_says_so() {
    let mut app = App::ready().await;
    app.keys("T").await;
    assert_eq!(app.notice(), "tasks: Nothing is under way. ");
}

#[tokio::test]
async fn how_long_it_takes_is_told_as_time_passes() {
    let mut app = App::ready().await;
    app.script_listing(&[Step::Hold]);
    app.press("4 T");
    app.draw();
    app.tick(120);
    assert_eq!(app.lines()[0], "listing tokens · began 2 m ago");
    assert!(app.core.frame().is_some(), "the screen changes by itself");
    app.release();
    app.core.settle().await;
}
