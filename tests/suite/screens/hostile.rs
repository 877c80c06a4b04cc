//! Hostile text in every place that shows text: nothing of it reaches the terminal as an instruction.

use dirac_tokens::app::present::{
    Body, Button, Cell, Detail, DialogView, FieldView, HelpLine, Hint, Line, Mark, Notice,
    NoticeLevel, Overlay, PaletteLine, Point, Tone,
};
use dirac_tokens::domain::foreign::is_hostile;
use dirac_tokens::view::Theme;
use ratatui::buffer::Buffer;

use super::fixtures::{Table, framed, now};
use super::render::{draw, text};

const HOSTILE: &str = "a\u{1b}[2J\u{9b}31m\u{7}\r\n\tb\u{202e}c\u{200b}d\u{2066}e\u{feff}f\u{ad}g\0\u{e0041}\u{2028}h";

fn check(buf: &Buffer, what: &str) {
    for cell in buf.content() {
        assert!(!cell.symbol().chars().any(is_hostile), "{what}: {:?}", cell.symbol());
    }
}

#[test]
fn no_hostile_character_reaches_the_screen_from_anywhere() {
    everywhere(HOSTILE, &[(40, 10), (80, 24), (200, 60), (300, 100)]);
}

#[test]
fn endless_text_anywhere_is_cut() {
    everywhere(&"x".repeat(70_000), &[(60, 20)]);
    everywhere(&"日本 ".repeat(70_000), &[(60, 20)]);
    everywhere(&"e\u{301}".repeat(70_000), &[(60, 20)]);
    // one grapheme cluster, wider than any counter of cells
    everywhere(&"\u{1100}".repeat(40_000), &[(60, 20)]);
    everywhere(&format!("a{}", "\u{1100}".repeat(40_000)), &[(60, 20), (118, 30)]);
}

fn everywhere(text: &str, sizes: &[(u16, u16)]) {
    let bad = || text.to_owned();
    let cell = || Cell { text: bad().into(), tone: Tone::Plain };
    let mut table = Table::new(&[("NAME", 0, 8, 60, 1), ("TYPE", 1, 6, 60, 1)]).row(&[text, text]);
    table.columns[0].title = bad().into();
    let notice = || Notice { level: NoticeLevel::Error, what: bad(), next: bad(), at: now() };
    let overlays = [
        None,
        Some(Overlay::Help {
            lines: vec![HelpLine {
                context: "Everywhere",
                keys: bad(),
                title: "open",
                help: "Opens.",
                disabled: Some(bad()),
            }],
            scroll: 0,
            filter: bad(),
        }),
        Some(Overlay::Palette {
            input: bad(),
            lines: vec![PaletteLine { title: bad(), key: bad(), disabled: Some(bad()) }],
            chosen: 0,
        }),
        Some(Overlay::Menu { title: bad(), lines: vec![bad()], chosen: 0 }),
        Some(Overlay::Notices { notices: vec![notice()], scroll: 0 }),
        Some(Overlay::Dialog(DialogView {
            title: bad(),
            points: vec![Point { label: "First", text: bad() }],
            destroys: true,
            field: Some(FieldView { prompt: bad(), text: bad(), cursor: Some(1) }),
            buttons: vec![Button { title: "Cancel", focused: true, enabled: true }],
            scroll: 0,
        })),
    ];
    for empty in [false, true] {
        for overlay in overlays.clone() {
            let mut grid = table.grid();
            grid.title = bad();
            grid.marks = vec![Mark { text: bad(), column: None }];
            grid.empty = vec![bad()];
            if empty {
                grid.order = &[];
            }
            let detail = Detail {
                title: bad(),
                kind: bad(),
                lines: vec![
                    Line::Field { label: bad().into(), value: bad(), tone: Tone::Plain },
                    Line::Heading(bad()),
                    Line::Text { text: bad(), tone: Tone::Bad },
                ],
                scroll: 0,
            };
            let mut screen = framed(1, Body::Grid { grid, detail, detail_in_front: false });
            screen.header.installation = bad();
            (screen.header.mode, screen.header.age, screen.header.identity) =
                (cell(), cell(), cell());
            screen.query.text = bad();
            screen.query.editing = Some(3);
            screen.query.counts = bad();
            screen.footer.push(Hint { key: bad(), title: bad().into(), stays: false });
            screen.notice = Some(notice());
            screen.overlay = overlay;
            for &(width, height) in sizes {
                for theme in [Theme::mono(), Theme::ansi(), Theme::mono().with_ascii(true)] {
                    let (buf, _) = draw(&screen, theme, width, height);
                    check(&buf, &format!("{width}x{height}"));
                }
            }
        }
    }
}

#[test]
fn what_was_hostile_is_shown_not_hidden() {
    let table = Table::new(&[("NAME", 0, 8, 200, 1)]).row(&["x\u{202e}y\u{1b}[31m"]);
    let screen = framed(
        1,
        Body::Grid { grid: table.grid(), detail: Detail::default(), detail_in_front: false },
    );
    let (buf, _) = draw(&screen, Theme::mono(), 80, 24);
    assert!(text(&buf).contains("x\\u{202e}y\\x1b[31m"));
}
