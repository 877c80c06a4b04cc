//! Any size: nothing panics, nothing is drawn outside, the row under the cursor is in sight.

use dirac_tokens::app::present::{Body, Overlay};
use dirac_tokens::view::{self, Target, Theme};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Rect;

use super::fixtures::Tables;
use super::render::{draw, text};

/// Draws a screen at a size into the middle of a larger buffer: what lies around it has to stay as it was.
pub(crate) fn check(
    name: &str,
    screen: &dirac_tokens::app::present::Screenful<'_>,
    width: u16,
    height: u16,
) {
    let mut buf = Buffer::filled(Rect::new(0, 0, width + 5, height + 4), Cell::new("▒"));
    let area = Rect::new(3, 2, width, height);
    let hits = view::draw(screen, &Theme::mono(), area, &mut buf);
    for y in 0..buf.area.height {
        let mut covered = 0;
        for x in 0..buf.area.width {
            let symbol = buf[(x, y)].symbol();
            let inside = area.contains((x, y).into());
            assert_eq!(symbol == "▒", !inside, "{name} {width}x{height}: {symbol:?} at {x},{y}");
            let cells = symbol.cell_width();
            assert!(
                covered == 0 || symbol == " ",
                "{name} {width}x{height}: half a character at {x},{y}"
            );
            covered = if covered > 0 { covered - 1 } else { cells.saturating_sub(1) };
            assert!(!inside || x + cells <= area.right(), "{name} {width}x{height}: {x},{y}");
        }
    }
    for position in hits.cursor.iter().chain(&hits.focus) {
        assert!(area.contains(*position), "{name} {width}x{height}");
    }
}

#[test]
fn every_screen_at_every_small_size_stays_within_its_area() {
    let tables = Tables::new();
    for (name, screen) in tables.screens() {
        for width in 0..=60 {
            for height in 0..=24 {
                check(name, &screen, width, height);
            }
        }
    }
}

#[test]
fn every_screen_at_large_and_odd_sizes_stays_within_its_area() {
    let tables = Tables::new();
    for (name, screen) in tables.screens() {
        for (width, height) in [
            (80, 24),
            (99, 30),
            (100, 30),
            (101, 13),
            (120, 14),
            (200, 50),
            (300, 100),
            (300, 10),
            (40, 100),
            (1000, 3),
        ] {
            check(name, &screen, width, height);
        }
    }
}

#[test]
fn below_the_smallest_size_one_line_says_what_is_needed() {
    let tables = Tables::new();
    for (_, screen) in tables.screens() {
        let (buf, hits) = draw(&screen, Theme::mono(), 39, 10);
        assert_eq!(text(&buf).trim_end(), "needs 40x10, has 39x10");
        assert_eq!(hits.at(0, 0), None);
    }
}

#[test]
fn the_row_under_the_cursor_is_always_in_sight() {
    let tables = Tables::new();
    let (_, mut screen) = tables.screens().into_iter().find(|(name, _)| *name == "many").unwrap();
    for (cursor, top) in [(0, 0), (0, 999), (999, 0), (500, 480), (500, 900), (5000, 5000)] {
        if let Body::Grid { grid, .. } = &mut screen.body {
            (grid.cursor, grid.top) = (cursor, top);
        }
        for height in [10, 14, 24, 60] {
            let (_, hits) = draw(&screen, Theme::mono(), 80, height);
            let focus = hits.focus.expect("a row has the focus");
            assert_eq!(hits.at(focus.x, focus.y), Some(Target::Row(cursor.min(999))));
            assert!(
                hits.grid.first + hits.grid.shown <= 1000,
                "no blank rows while there are more"
            );
        }
    }
}

#[test]
fn a_grid_without_rows_says_what_to_do_next() {
    let tables = Tables::new();
    let (_, screen) = tables.screens().into_iter().find(|(name, _)| *name == "empty").unwrap();
    for (width, height) in [(40, 10), (80, 24), (200, 60)] {
        let (buf, _) = draw(&screen, Theme::mono(), width, height);
        assert!(text(&buf).contains("This installation has no IdProviders."), "{width}x{height}");
    }
}

#[test]
fn an_overlay_takes_the_focus_from_what_lies_below() {
    let tables = Tables::new();
    for (name, screen) in tables.screens() {
        let Some(overlay) = &screen.overlay else { continue };
        let (_, hits) = draw(&screen, Theme::mono(), 120, 40);
        let typing = match overlay {
            Overlay::Help { .. } | Overlay::Palette { .. } => true,
            Overlay::Dialog(dialog) => dialog.field.as_ref().is_some_and(|f| f.cursor.is_some()),
            Overlay::Menu { .. }
            | Overlay::Notices { .. }
            | Overlay::Tour { .. }
            | Overlay::Page(_) => false,
        };
        assert_eq!(hits.cursor.is_some(), typing, "{name}");
        if let Some(focus) = hits.focus {
            assert!(matches!(hits.at(focus.x, focus.y), Some(Target::Choice(_))), "{name}");
        }
    }
}
