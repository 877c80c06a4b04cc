//! Why the tokens of a user work or not: asked from the row, read over the screen, in every size.

use std::sync::Arc;

use dirac_tokens::app::effect::Request;
use dirac_tokens::app::enabled::disabled_reason;
use dirac_tokens::app::msg::Answer;
use dirac_tokens::app::present::{Line, Overlay};
use dirac_tokens::domain::problem::Class;
use dirac_tokens::domain::why::{Chain, Question, Rows, explain};
use dirac_tokens::input::action::Action;
use jiff::Timestamp;

use super::pictures::{check, picture};
use super::support::{App, CFG, START, Step, problem, snapshot_of, token};

/// The chain of a user of the configuration that these tests have.
fn chain(user: &str, rows: &Rows) -> Arc<Chain> {
    let snapshot = snapshot_of("1", CFG);
    let now = Timestamp::from_second(START).expect("a time");
    let question = Question { user, group: None, rows, caller: None, now };
    Arc::new(explain(&question, &snapshot.inventory))
}

fn dead_row() -> Rows {
    Rows::Listed(vec![token(17, "ada", "IAM-WLCG", -7_200, -60)])
}

/// The page over the screen, as text.
pub(super) fn page(app: &App) -> Option<String> {
    let Some(Overlay::Page(detail)) = app.screen().overlay else { return None };
    let lines = detail.lines.iter().map(|line| match line {
        Line::Field { label, value, .. } => format!("{label} {value}"),
        Line::Heading(text) | Line::Text { text, .. } => text.clone(),
        Line::Step { head, text, .. } => format!("{head} {text}"),
        Line::Blank => String::new(),
    });
    Some(format!("{}\n{}", detail.title, lines.collect::<Vec<_>>().join("\n")))
}

/// Tokens are shown, and `W` was pressed on the first row.
async fn asked(answer: Step) -> App {
    let mut app = App::ready().await;
    app.keys("4").await;
    app.asked();
    app.script("looking at why", &[answer]);
    app.keys("W").await;
    app
}

#[tokio::test]
async fn the_chain_of_the_user_under_the_cursor_is_asked_for_and_shown() {
    let mut app = asked(Step::Say(Answer::Why(chain("ada", &dead_row())))).await;
    assert_eq!(app.asked(), [Request::UserWhy { user: "ada".into() }]);
    let text = page(&app).expect("a page lies over the screen");
    assert!(text.starts_with("why › ada\n"), "{text}");
    assert!(text.contains("· group wlcg_user · breaks at 11\n"), "{text}");
    assert!(text.contains("11 ✗ its refresh token is in time"), "{text}");
    assert!(text.contains("consequence DIRAC takes the row for nothing"), "{text}");
    assert!(text.contains("IdProvider = IAM-WLCG · /Registry/VO/wlcgvo/IdProvider"), "{text}");
    app.keys("esc").await;
    assert_eq!((page(&app), app.tab()), (None, "Tokens"), "esc closes and goes nowhere");
}

#[tokio::test]
async fn while_it_is_asked_nothing_of_another_user_is_shown() {
    let mut app = asked(Step::Say(Answer::Why(chain("ada", &dead_row())))).await;
    app.keys("esc").await;
    app.keys("down down").await;
    app.script("looking at why", &[Step::Hold]);
    app.press("W");
    let text = page(&app).expect("a page lies over the screen");
    assert!(text.starts_with("why › ben\nLooking at the chain"), "{text}");
    assert!(!text.contains("wlcg_user"), "{text}");
    app.release();
    app.core.settle().await;
    // it ended without an answer
    assert!(page(&app).is_some_and(|text| text.contains("ended without an answer")));
}

#[tokio::test]
async fn a_failure_is_told_on_the_page() {
    let failed = problem(Class::Unreachable, "No server answers.");
    let app = asked(Step::Say(Answer::Failed(failed))).await;
    let text = page(&app).expect("a page lies over the screen");
    assert!(text.contains("No server answers.") && text.contains("Try something else."), "{text}");
}

#[tokio::test]
async fn without_a_user_it_says_what_is_missing() {
    let mut app = App::ready().await;
    let reason = |app: &App| disabled_reason(Action::Why, app.core.model());
    assert_eq!(reason(&app).as_deref(), Some("It needs a CE or a user: go to CEs or Tokens."));
    app.script_listing(&[Step::Say(Answer::Listed { complete: true })]);
    app.keys("4").await;
    assert_eq!(reason(&app).as_deref(), Some("There is no row under the cursor."));
    app.asked();
    app.keys("W").await;
    assert!(app.asked().is_empty() && page(&app).is_none());
    assert!(app.notice().contains("There is no row under the cursor."), "{}", app.notice());
}

#[tokio::test]
async fn the_page_is_readable_in_every_size_and_scrolls_to_its_end() {
    for (name, width, height) in [("wide", 118, 40), ("narrow", 80, 24), ("smallest", 40, 10)] {
        let mut app = asked(Step::Say(Answer::Why(chain("ada", &dead_row())))).await;
        app.draw_at(width, height);
        check(&format!("why_{name}"), &picture(&mut app, width, height));
        app.draw_at(width, height);
        app.keys("G").await;
        app.draw_at(width, height);
        let end = picture(&mut app, width, height);
        assert!(end.contains("tokens."), "the last word of the last link: {end}");
    }
}
