//! A drawn screen as text: the characters, then where which style lies.

use std::fmt::Write as _;

use dirac_tokens::app::present::Screenful;
use dirac_tokens::view::{self, HitMap, Theme};
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

/// Draws a screen into a buffer of its own.
pub(super) fn draw(
    screen: &Screenful<'_>,
    theme: Theme,
    width: u16,
    height: u16,
) -> (Buffer, HitMap) {
    let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
    let area = buf.area;
    let hits = view::draw(screen, &theme, area, &mut buf);
    (buf, hits)
}

/// The characters of a buffer, a line each, without trailing blanks.
pub(super) fn text(buf: &Buffer) -> String {
    let mut out = String::new();
    for y in buf.area.top()..buf.area.bottom() {
        let mut line = String::new();
        let mut x = buf.area.left();
        while x < buf.area.right() {
            let cell = &buf[(x, y)];
            line.push_str(cell.symbol());
            x += cell.symbol().cell_width().max(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Characters, then for each line with any style: `line: first-last style, ...`.
pub(super) fn picture(buf: &Buffer, hits: &HitMap) -> String {
    let mut out = text(buf);
    out.push_str("styles (d dim, B bold, U underlined, I italic, R reversed, then the colour)\n");
    for y in buf.area.top()..buf.area.bottom() {
        let mut runs: Vec<(u16, u16, String)> = Vec::new();
        for x in buf.area.left()..buf.area.right() {
            let style = style_of(buf, x, y);
            match runs.last_mut() {
                Some((_, last, before)) if *before == style => *last = x,
                _ => runs.push((x, x, style)),
            }
        }
        runs.retain(|(_, _, style)| !style.is_empty());
        if runs.is_empty() {
            continue;
        }
        let runs: Vec<_> =
            runs.iter().map(|(from, to, style)| format!("{from}-{to} {style}")).collect();
        writeln!(out, "{y}: {}", runs.join(", ")).unwrap();
    }
    if let Some(cursor) = hits.cursor {
        writeln!(out, "cursor at {},{}", cursor.x, cursor.y).unwrap();
    }
    if let Some(focus) = hits.focus {
        writeln!(out, "focus at {},{}", focus.x, focus.y).unwrap();
    }
    out
}

fn style_of(buf: &Buffer, x: u16, y: u16) -> String {
    let cell = &buf[(x, y)];
    let mut style = String::new();
    for (modifier, letter) in [
        (Modifier::DIM, 'd'),
        (Modifier::BOLD, 'B'),
        (Modifier::UNDERLINED, 'U'),
        (Modifier::ITALIC, 'I'),
        (Modifier::REVERSED, 'R'),
    ] {
        if cell.modifier.contains(modifier) {
            style.push(letter);
        }
    }
    if cell.fg != Color::Reset {
        write!(style, " {}", cell.fg).unwrap();
    }
    style.trim().to_owned()
}
