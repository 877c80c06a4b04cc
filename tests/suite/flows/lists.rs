//! Moving, sorting, filtering, marking, following.

use dirac_tokens::app::msg::{Msg, Viewport};
use dirac_tokens::app::present::Body;

use super::support::App;

#[tokio::test]
async fn ces_show_per_vo_what_happens_and_why() {
    let mut app = App::ready().await;
    app.keys("3").await;
    assert_eq!(app.names("name"), ["ce10.cern.ch", "ce2.cern.ch", "old.cern.ch"]);
    assert_eq!(app.names("wlcgvo"), ["● ce", "◐ mixed", "○ proxy"]);
    app.keys("down").await;
    let detail = app.detail();
    assert!(detail.contains("queue long: Token:wlcgvo"), "{detail}");
    assert!(detail.contains("submit ● token   queue  long"), "{detail}");
    assert!(detail.contains("○ proxy          short"), "{detail}");
    assert!(detail.contains("By proxy at every queue"), "{detail}");
}

#[tokio::test]
async fn rows_are_sorted_by_a_chosen_column_and_back() {
    let mut app = App::ready().await;
    app.keys("3 s down down enter").await;
    assert_eq!(app.names("name"), ["ce2.cern.ch", "ce10.cern.ch", "old.cern.ch"], "naturally");
    app.keys("S").await;
    assert_eq!(app.names("name"), ["old.cern.ch", "ce10.cern.ch", "ce2.cern.ch"]);
    app.keys("s").await;
    assert!(app.lines().contains(&"CE ▼".to_owned()), "{:?}", app.lines());
    app.keys("end enter").await;
    assert_eq!(app.names("name"), ["ce10.cern.ch", "ce2.cern.ch", "old.cern.ch"]);
}

#[tokio::test]
async fn a_filter_follows_every_letter_and_says_how_much_it_leaves() {
    let mut app = App::ready().await;
    app.keys("3 / A R").await;
    assert_eq!(app.screen().query.editing, Some(2));
    assert_eq!(app.screen().query.counts, "1 of 3");
    app.keys("e x x").await;
    assert!(app.empty().starts_with("None of 3 rows contains “ARexx”."), "{}", app.empty());
    app.keys("esc").await;
    assert_eq!((app.rows().len(), app.screen().query.editing), (3, None));
}

#[tokio::test]
async fn marks_survive_filter_and_sort_and_hidden_ones_are_counted() {
    let mut app = App::ready().await;
    app.keys("3 space space / o l d enter").await;
    assert_eq!(app.screen().query.counts, "1 of 3 · 2 selected (2 hidden)");
    app.keys("esc s down down enter S").await;
    let screen = app.screen();
    let Body::Grid { grid, .. } = &screen.body else { panic!("rows are shown") };
    let marked: Vec<bool> =
        grid.order.iter().map(|row| (grid.is_selected)(*row as usize)).collect();
    assert_eq!(marked, [false, true, true]);
    drop(screen);
    app.keys("ctrl-p u n m a r k enter").await;
    assert_eq!(app.screen().query.counts, "3 rows");
}

#[tokio::test]
async fn the_cursor_stays_in_sight_and_on_its_row() {
    let mut app = App::ready().await;
    app.core.handle(Msg::Viewport(Viewport {
        grid: 2,
        detail: 2,
        beside: false,
        ..Viewport::default()
    }));
    app.keys("3 G").await;
    let screen = app.screen();
    let Body::Grid { grid, .. } = &screen.body else { panic!("rows are shown") };
    assert_eq!((grid.top, grid.cursor), (1, 2));
    drop(screen);
    let at = app.under_cursor();
    app.keys("s down down enter").await;
    assert_eq!(app.under_cursor(), at);
    app.keys("g k").await;
    let screen = app.screen();
    let Body::Grid { grid, .. } = &screen.body else { panic!("rows are shown") };
    assert_eq!((grid.top, grid.cursor), (0, 0));
}

#[tokio::test]
async fn tab_turns_to_the_detail_and_moves_there() {
    let mut app = App::ready().await;
    app.keys("3 tab down down").await;
    let Body::Grid { detail, detail_in_front, grid } = app.screen().body else {
        panic!("rows are shown")
    };
    assert!(detail_in_front);
    assert_eq!((detail.scroll, grid.cursor), (2, 0));
    drop(grid);
    app.keys("esc down").await;
    assert_eq!(app.under_cursor(), "LCG.CERN.ch/ce2.cern.ch");
}

#[tokio::test]
async fn following_leads_along_the_chain_and_back_again() {
    let mut app = App::ready().await;
    app.keys("enter").await;
    assert_eq!(app.lines(), ["VOs that use it: wlcgvo", "stored tokens it issued"]);
    app.keys("enter").await;
    assert_eq!((app.tab(), app.names("name")), ("VOs", vec!["wlcgvo".to_owned()]));
    app.keys("enter down enter").await;
    assert_eq!(app.tab(), "CEs");
    assert_eq!(app.names("wlcgvo"), ["● ce", "◐ mixed", "○ proxy"], "with a token first");
    app.keys("esc").await;
    assert_eq!(app.tab(), "VOs");
    app.keys("esc").await;
    assert_eq!(app.tab(), "Providers");
    app.keys("2").await;
    assert_eq!(app.names("name").len(), 2, "the filter went with the step");
}

#[tokio::test]
async fn every_request_stands_in_the_log_newest_first() {
    let mut app = App::ready().await;
    app.keys("7").await;
    assert_eq!(app.rows().len(), 2);
    assert!(app.rows()[0].contains("84 ms | 2\u{2009}104 | ok"), "{:?}", app.rows());
    app.keys("R").await;
    assert_eq!(app.rows().len(), 4, "they appear while one looks");
    assert!(app.detail().contains("Secrets and bodies are never kept."));
}
