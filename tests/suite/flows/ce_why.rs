//! What would stop the pilots of a VO at a CE: asked from the row, read over the screen, in every size.

use std::sync::Arc;

use dirac_tokens::app::effect::Request;
use dirac_tokens::app::enabled::disabled_reason;
use dirac_tokens::app::msg::Answer;
use dirac_tokens::app::present::Overlay;
use dirac_tokens::domain::cs;
use dirac_tokens::domain::preflight::{Ground, Live, Preflight, Question, explain};
use dirac_tokens::domain::problem::Class;
use dirac_tokens::input::action::Action;

use super::pictures::{check, picture};
use super::support::{App, CFG, Step, problem, snapshot_of};
use super::why::page;

/// The checks of a CE of the configuration that these tests have.
fn told(path: &str, vo: &str) -> Arc<Preflight> {
    let (tree, snapshot) = (cs::parse(CFG).expect("a configuration"), snapshot_of("1", CFG));
    let ground = Ground::new(&tree, &snapshot.inventory);
    let (of_vo, live) = (ground.of_vo(vo), Live::default());
    let ce = ground.ce(path).expect("a CE");
    Arc::new(explain(&ground, &Question { ce, vo: &of_vo, queue: None, live: &live }))
}

/// Path of the CE under the cursor when the screen is entered.
fn first_ce() -> String {
    let snapshot = snapshot_of("1", CFG);
    snapshot.inventory.ces.first().expect("a CE").path.to_string()
}

/// CEs are shown, and `w` was pressed on the first row.
async fn wondering() -> App {
    let mut app = App::ready().await;
    app.keys("3").await;
    app.asked();
    app.keys("w").await;
    app
}

/// The same, and the first VO of the menu was taken.
async fn asked(answer: Step) -> App {
    let mut app = wondering().await;
    app.script("looking at why", &[answer]);
    app.keys("enter").await;
    app
}

#[tokio::test]
async fn the_vo_is_asked_for_with_what_happens_to_each() {
    let mut app = wondering().await;
    let Some(Overlay::Menu { title, lines, .. }) = app.screen().overlay else { panic!("a menu") };
    assert!(title.starts_with("Pilots of which VO at "), "{title}");
    assert!(lines[0].starts_with("wlcgvo"), "{lines:?}");
    let admitted = lines.iter().position(|line| line.contains("not in"));
    let last = lines.iter().rposition(|line| !line.contains("not in"));
    assert!(admitted.is_none() || admitted > last, "who is admitted comes first: {lines:?}");
    app.keys("esc").await;
    assert!(app.asked().is_empty(), "nothing was asked");
}

#[tokio::test]
async fn every_check_is_on_the_page() {
    let preflight = told(&first_ce(), "wlcgvo");
    let mut app = asked(Step::Say(Answer::CeWhy(Arc::clone(&preflight)))).await;
    assert_eq!(app.asked(), [Request::CeWhy { path: first_ce(), vo: "wlcgvo".into() }]);
    let text = page(&app).expect("a page lies over the screen");
    assert!(text.contains(&preflight.summary.count()), "{text}");
    for row in &preflight.rows {
        assert!(text.contains(row.check.title) && text.contains(&row.evidence), "{row:?}: {text}");
        assert!(text.contains(&row.remedy) && text.contains(&row.consequence), "{row:?}: {text}");
    }
    app.keys("esc").await;
    assert_eq!((page(&app), app.tab()), (None, "CEs"), "esc closes and goes nowhere");
}

#[tokio::test]
async fn a_failure_is_told_on_the_page() {
    let failed = problem(Class::Finding, "There is no CE there any more.");
    let app = asked(Step::Say(Answer::Failed(failed))).await;
    let text = page(&app).expect("a page lies over the screen");
    assert!(text.contains("no CE there") && text.contains("Try something else."), "{text}");
}

#[tokio::test]
async fn it_needs_a_ce() {
    let mut app = App::ready().await;
    let reason = |app: &App| disabled_reason(Action::Why, app.core.model());
    assert_eq!(reason(&app).as_deref(), Some("It needs a CE or a user: go to CEs or Tokens."));
    app.keys("3").await;
    assert_eq!(reason(&app), None);
}

#[tokio::test]
async fn the_page_is_readable_in_every_size_and_scrolls_to_its_end() {
    for (name, width, height) in [("wide", 118, 40), ("narrow", 80, 24), ("smallest", 40, 10)] {
        let mut app = asked(Step::Say(Answer::CeWhy(told(&first_ce(), "wlcgvo")))).await;
        app.draw_at(width, height);
        check(&format!("ce_why_{name}"), &picture(&mut app, width, height));
    }
}
