use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::*;
use crate::domain::foreign::is_hostile;

fn row(text: &str, width: u16, max: u16, theme: Theme) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, width, 1));
    let area = buf.area;
    Canvas::new(&mut buf, area, &theme).put(0, 0, max, &Clean::new(text), Role::Plain);
    let mut out = String::new();
    let mut skip = 0;
    for cell in buf.content() {
        if skip == 0 {
            out.push_str(cell.symbol());
            skip = cells(cell.symbol());
        }
        skip -= 1;
    }
    out
}

#[test]
fn text_that_does_not_fit_ends_in_an_ellipsis() {
    let mono = Theme::mono();
    assert_eq!(row("ce01.cern.ch", 8, 8, mono), "ce01.ce…");
    assert_eq!(row("ce01", 8, 4, mono), "ce01    ");
    assert_eq!(row("ab", 8, 1, mono), "…       ");
    assert_eq!(row("ab", 8, 0, mono), "        ");
}

#[test]
fn a_wide_character_is_drawn_whole_or_not_at_all() {
    let mono = Theme::mono();
    assert_eq!(row("日本語", 6, 6, mono), "日本語");
    assert_eq!(row("日本語", 6, 5, mono), "日本… ");
    assert_eq!(row("日本語", 6, 4, mono), "日…   ");
}

#[test]
fn an_ascii_terminal_gets_twins_of_the_same_width() {
    let ascii = Theme::mono().with_ascii(true);
    assert_eq!(row("● ok …", 8, 8, ascii), "* ok ~  ");
    assert_eq!(row("日本", 8, 8, ascii), "????    ");
    assert_eq!(row("ce01.cern.ch", 8, 8, ascii), "ce01.ce~");
}

#[test]
fn towers_of_marks_stay_small() {
    let mut buf = Buffer::empty(Rect::new(0, 0, 4, 1));
    let area = buf.area;
    let tower = format!("e{}", "\u{301}".repeat(500));
    Canvas::new(&mut buf, area, &Theme::mono()).put(0, 0, 4, &Clean::new(&tower), Role::Plain);
    assert!(buf.content()[0].symbol().chars().count() <= 8);
}

#[test]
fn a_box_over_half_a_wide_character_leaves_no_half_behind() {
    let mut buf = Buffer::empty(Rect::new(0, 0, 4, 1));
    let area = buf.area;
    let theme = Theme::mono();
    let mut canvas = Canvas::new(&mut buf, area, &theme);
    canvas.put(0, 0, 4, &Clean::new("日本"), Role::Plain);
    canvas.clear(Rect::new(1, 0, 2, 1));
    assert_eq!(buf.content().iter().map(ratatui::buffer::Cell::symbol).collect::<String>(), "    ");
}

proptest! {
    #[test]
    fn nothing_is_drawn_outside_and_nothing_hostile_inside(
        text in any::<String>(), x in 0_u16..12, max in 0_u16..12, ascii in any::<bool>(),
    ) {
        let theme = Theme::mono().with_ascii(ascii);
        let mut buf = Buffer::filled(Rect::new(0, 0, 12, 3), ratatui::buffer::Cell::new("@"));
        let inner = Rect::new(2, 1, 8, 1);
        Canvas::new(&mut buf, inner, &theme).put(x, 1, max, &Clean::new(&text), Role::Plain);
        for y in 0..3 {
            for x in 0..12 {
                let symbol = buf[(x, y)].symbol();
                prop_assert!(!symbol.chars().any(is_hostile));
                prop_assert!(!ascii || symbol.is_ascii());
                if inner.contains((x, y).into()) {
                    prop_assert!(x + cells(symbol) <= inner.right());
                } else {
                    prop_assert_eq!(symbol, "@");
                }
            }
        }
    }
}
