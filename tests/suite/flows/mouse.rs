//! The mouse on the whole console: where something is drawn, a press on it does what its key does.

use dirac_tokens::app::msg::{Msg, Place};
use dirac_tokens::app::present::{Body, Overlay};
use dirac_tokens::app::route::Route;
use dirac_tokens::runtime::terminal::Console;
use dirac_tokens::view::{HitMap, Target, Theme, draw};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::support::App;

/// Draws the screen and tells the console what is where, as the terminal side does.
fn drawn(app: &mut App, width: u16, height: u16) -> HitMap {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    let hits = draw(&app.core.model().present(), &Theme::mono(), area, &mut buffer);
    app.core.drawn(&hits);
    hits
}

/// Presses the first cell that shows `target`.
async fn press(app: &mut App, target: Target) {
    let hits = drawn(app, 120, 30);
    let cells = (0..30).flat_map(|y| (0..120).map(move |x| (x, y)));
    let found = cells.map(|(x, y)| hits.at(x, y)).find(|at| *at == Some(target));
    app.core.press(found.unwrap_or_else(|| panic!("{target:?} is not on the screen")));
    app.core.settle().await;
}

#[tokio::test]
async fn a_press_goes_to_screens_rows_and_details() {
    let mut app = App::ready().await;
    press(&mut app, Target::Tab(3)).await;
    assert_eq!(app.tab(), "CEs");
    press(&mut app, Target::Row(2)).await;
    assert_eq!(app.under_cursor(), "LCG.CERN.ch/old.cern.ch");
    press(&mut app, Target::Detail).await;
    let Body::Grid { detail_in_front, .. } = app.screen().body else { panic!("a grid") };
    assert!(detail_in_front, "keys go to the detail");
    press(&mut app, Target::Row(0)).await;
    let Body::Grid { detail_in_front, grid, .. } = app.screen().body else { panic!("a grid") };
    assert!(!detail_in_front && grid.cursor == 0, "and back to the rows");
}

#[tokio::test]
async fn a_press_on_a_heading_sorts_and_another_one_turns_the_order_round() {
    let mut app = App::ready().await;
    app.keys("3").await;
    for descending in [false, true] {
        press(&mut app, Target::Column(1)).await;
        let Body::Grid { grid, .. } = app.screen().body else { panic!("a grid") };
        let sort = grid.sort.expect("sorted");
        assert_eq!((sort.column, sort.descending), (1, descending));
    }
}

#[tokio::test]
async fn a_press_on_a_key_in_the_last_line_is_that_key() {
    let mut app = App::ready().await;
    let hints = app.screen().footer;
    let help = hints.iter().position(|hint| hint.title == "help").expect("a hint");
    press(&mut app, Target::Hint(help)).await;
    assert!(matches!(app.screen().overlay, Some(Overlay::Help { .. })));
}

#[tokio::test]
async fn a_press_chooses_a_line_of_a_menu_and_one_beside_it_closes_it() {
    let mut app = App::ready().await;
    app.keys("3 s").await;
    press(&mut app, Target::Tab(2)).await;
    assert!(app.screen().overlay.is_none());
    assert_eq!(app.tab(), "CEs", "and does nothing else");
    app.keys("s").await;
    press(&mut app, Target::Overlay).await;
    assert!(matches!(app.screen().overlay, Some(Overlay::Menu { .. })));
    press(&mut app, Target::Choice(1)).await;
    assert!(app.screen().overlay.is_none());
    let Body::Grid { grid, .. } = app.screen().body else { panic!("a grid") };
    assert_eq!(grid.sort.map(|sort| sort.column), Some(1));
}

#[tokio::test]
async fn the_wheel_moves_what_lies_under_it() {
    let mut app = App::ready().await;
    app.keys("3").await;
    app.core.wheel(Some(Target::Row(0)), 2);
    let Body::Grid { grid, .. } = app.screen().body else { panic!("a grid") };
    assert_eq!(grid.cursor, 2);
    drop(grid);
    let hits = drawn(&mut app, 120, 12);
    assert!(hits.detail.total > hits.detail.shown, "something to scroll: {:?}", hits.detail);
    app.core.wheel(Some(Target::Detail), 3);
    let Body::Grid { grid, detail, detail_in_front } = app.screen().body else { panic!("a grid") };
    assert_eq!((grid.cursor, detail_in_front), (2, false), "the rows stay where they are");
    assert_eq!(detail.scroll, 3.min(hits.detail.total - hits.detail.shown));
    drop(grid);
    app.keys("?").await;
    drawn(&mut app, 120, 12);
    app.core.wheel(None, 4);
    let Some(Overlay::Help { scroll, .. }) = app.screen().overlay else { panic!("help") };
    assert_eq!(scroll, 4);
}

#[tokio::test]
async fn the_mouse_is_given_to_the_terminal_by_a_key_that_help_tells_of() {
    let mut app = App::ready().await;
    assert!(app.core.mouse());
    app.keys("M").await;
    assert!(!app.core.mouse());
    assert!(app.notice().contains("marks text"), "{}", app.notice());
    app.keys("M ?").await;
    assert!(app.core.mouse());
    let Some(Overlay::Help { lines, .. }) = app.screen().overlay else { panic!("help") };
    let line = lines.iter().find(|line| line.title == "mouse").expect("a line");
    assert!(line.help.contains("shift"), "{}", line.help);
}

#[tokio::test]
async fn a_press_beside_everything_or_on_what_is_gone_does_no_harm() {
    let mut app = App::ready().await;
    for place in [
        Place::Elsewhere,
        Place::Row(999),
        Place::Column(999),
        Place::Hint(999),
        Place::Choice(999),
        Place::Screen(Route::Providers),
    ] {
        app.core.handle(Msg::Point(place));
        app.core.settle().await;
        assert_eq!(app.tab(), "Providers");
        assert_eq!(app.names("name").len(), 2);
    }
}
