//! What is on the screen lasts: an error, a stall or a refresh takes no row away, and what is old looks old.

use dirac_tokens::app::msg::Answer;
use dirac_tokens::app::present::Body;
use dirac_tokens::domain::problem::Class;
use dirac_tokens::view::{Theme, draw};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::support::{App, Step, problem};

const CLASSES: [Class; 6] = [
    Class::Unreachable,
    Class::Refused,
    Class::Usage,
    Class::Finding,
    Class::Conflict,
    Class::Partial,
];

/// Cells of rows that are not under the cursor: how many are dim, and how many say something.
fn dim(app: &App) -> (usize, usize) {
    let area = Rect::new(0, 0, 120, 30);
    let mut buffer = Buffer::empty(area);
    let hits = draw(&app.screen(), &Theme::mono(), area, &mut buffer);
    let cursor = hits.focus.map(|focus| focus.y);
    let rows = (0..30).filter(|y| Some(*y) != cursor);
    let cells = rows.flat_map(|y| (0..72).map(move |x| (x, y)));
    let cells =
        cells.filter(|(x, y)| matches!(hits.at(*x, *y), Some(dirac_tokens::view::Target::Row(_))));
    let said: Vec<_> = cells.map(|at| &buffer[at]).filter(|cell| cell.symbol() != " ").collect();
    (said.iter().filter(|cell| cell.modifier.contains(Modifier::DIM)).count(), said.len())
}

#[tokio::test]
async fn whatever_a_refresh_meets_the_rows_stay_and_turn_dim() {
    for (screen, label) in [
        ("1", "asking for a newer configuration"),
        ("2", "asking for a newer configuration"),
        ("3", "asking for a newer configuration"),
        ("4", "listing tokens"),
    ] {
        for class in CLASSES {
            let mut app = App::ready().await;
            // another screen first: a screen's own number does nothing on it
            app.keys(&format!("7 {screen}")).await;
            let rows = app.rows();
            let (before, said) = dim(&app);
            assert!(rows.len() > 1 && before < said, "{screen}: {rows:?}");
            let failed = Answer::Failed(problem(class, "It went wrong."));
            app.script(label, &[Step::Say(failed)]);
            app.keys("r").await;
            assert_eq!(app.rows(), rows, "{screen} after {class:?}");
            let (after, said) = dim(&app);
            assert_eq!(after, said, "{screen} after {class:?}: every row is dim");
            assert!(app.notice().contains("It went wrong."), "{}", app.notice());
            app.keys("r").await;
            assert_eq!(dim(&app).0, before, "{screen}: an answer makes it bright again");
        }
    }
}

#[tokio::test]
async fn while_a_server_stalls_the_rows_stay_and_the_title_says_what_is_under_way() {
    for (screen, label, said) in [
        ("1", "asking for a newer configuration", "reading"),
        ("4", "listing tokens", "loading 0/3 users"),
    ] {
        let mut app = App::ready().await;
        app.keys(&format!("7 {screen}")).await;
        let rows = app.rows();
        app.script(label, &[Step::Hold]);
        app.press("r");
        let Body::Grid { grid, .. } = app.screen().body else { panic!("rows are shown") };
        assert!(grid.title.contains(said), "{}", grid.title);
        drop(grid);
        assert_eq!(app.rows(), rows);
        app.press("down ? esc 3 7");
        app.press(screen);
        assert_eq!(app.rows(), rows, "and every key is answered");
        app.release();
        app.core.settle().await;
    }
}

#[tokio::test]
async fn what_is_older_than_ten_minutes_is_dim_without_any_error() {
    let mut app = App::ready().await;
    let (before, _) = dim(&app);
    for _ in 0..12 {
        // nobody looks, so nobody asks
        app.core.handle(dirac_tokens::app::msg::Msg::Focus(false));
        app.pass(60).await;
    }
    let (after, said) = dim(&app);
    assert!(before < said && after == said, "{before} then {after} of {said}");
}
