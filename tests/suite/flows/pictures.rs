//! The real screens as they are drawn: what the presenters say, in the frame that the view gives it.

use dirac_tokens::app::msg::{Msg, Viewport};
use dirac_tokens::view::{HitMap, Theme, draw};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::support::App;

/// The screen as text; the console does not hear that it was drawn.
pub(super) fn drawn_at(app: &App, width: u16, height: u16) -> String {
    painted(app, width, height).0
}

fn painted(app: &App, width: u16, height: u16) -> (String, HitMap) {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    let hits = draw(&app.core.model().present(), &Theme::mono(), area, &mut buffer);
    let lines = (0..height).map(|y| {
        let cells =
            (0..width).filter_map(|x| buffer.cell((x, y)).map(ratatui::buffer::Cell::symbol));
        cells.collect::<String>().trim_end().to_owned()
    });
    (lines.collect::<Vec<_>>().join("\n"), hits)
}

pub(super) fn picture(app: &mut App, width: u16, height: u16) -> String {
    let (picture, hits) = painted(app, width, height);
    let (grid, detail) = (hits.grid.shown.max(1), hits.detail.shown.max(1));
    app.core.handle(Msg::Viewport(Viewport {
        grid,
        detail,
        beside: hits.beside,
        ..Viewport::default()
    }));
    picture
}

pub(super) fn check(name: &str, picture: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, picture));
}

#[tokio::test]
async fn every_screen_reads_as_designed() {
    for (name, keys) in [
        ("providers", "1"),
        ("vos", "2 down"),
        ("ces", "3 down"),
        ("tokens", "4"),
        ("log", "7"),
        ("follow", "enter"),
        ("sort", "3 s"),
        ("filter", "3 / c e 2"),
        ("reason", "S"),
        ("notices", "S n"),
    ] {
        let mut app = App::ready().await;
        app.keys(keys).await;
        check(name, &picture(&mut app, 118, 26));
    }
}

#[tokio::test]
async fn on_a_narrow_screen_the_detail_takes_the_place_of_the_list() {
    let mut app = App::ready().await;
    app.keys("3 down").await;
    check("narrow_list", &picture(&mut app, 80, 24));
    app.keys("tab").await;
    check("narrow_detail", &picture(&mut app, 80, 24));
}

#[tokio::test]
async fn a_dialog_is_readable_in_every_size() {
    for (name, width, height) in [("wide", 118, 26), ("narrow", 80, 24), ("smallest", 40, 10)] {
        let mut app = App::asking(super::dialogs::revoke());
        check(&format!("revoke_{name}"), &picture(&mut app, width, height));
    }
    let mut app = App::asking(super::dialogs::paste_token());
    app.draw();
    app.core.handle(Msg::Paste("correct horse battery staple, and more".into()));
    check("secret", &picture(&mut app, 80, 24));
}

#[tokio::test]
async fn what_is_under_way_is_a_list() {
    let mut app = App::new();
    app.script("reading the configuration", &[super::support::Step::Hold]);
    app.core.start();
    app.press("T");
    check("tasks", &picture(&mut app, 80, 24));
}
