//! The palette and menus: lists from which one line is chosen.

use ratatui::layout::{Position, Rect};

use super::flow::{self};
use super::help::below;
use super::{boxed, footer};
use crate::app::present::PaletteLine;
use crate::domain::foreign::Clean;
use crate::view::hit::{HitMap, Target, Window};
use crate::view::text::Canvas;
use crate::view::text::measure::{width, width_up_to};
use crate::view::theme::{Role, glyph};

/// Draws the palette: what was typed, and the lines that match it.
pub fn palette(
    canvas: &mut Canvas<'_>,
    input: &str,
    lines: &[PaletteLine],
    chosen: usize,
    hits: &mut HitMap,
) {
    let area = canvas.area();
    let height = u16::try_from(lines.len().max(1)).unwrap_or(u16::MAX).saturating_add(3);
    let place = boxed::centred(area, 80, height.min(area.height.saturating_sub(2).max(10)));
    hits.add(place, Target::Overlay);
    let inner = boxed::draw(canvas, place, &Clean::new("Commands"));
    let field = Rect {
        x: inner.x + 2,
        width: inner.width.saturating_sub(2),
        height: inner.height.min(1),
        ..inner
    };
    canvas.put(inner.x, inner.y, 1, &Clean::new(":"), Role::Key);
    footer::input(canvas, field, input, Some(usize::MAX), hits);
    let body = below(inner, 1);
    if lines.is_empty() {
        canvas.put(body.x, body.y, body.width, &Clean::new("Nothing matches."), Role::Dim);
        return;
    }
    list(canvas, body, lines.len(), chosen, hits, |canvas, line, at| {
        let Some(entry) = lines.get(at) else { return };
        let key = Clean::new(&entry.key);
        let key_width = width_up_to(key.as_str(), line.width / 3);
        canvas.put(line.right().saturating_sub(key_width), line.y, key_width, &key, Role::Key);
        let room = line.width.saturating_sub(key_width + 2);
        let role = if entry.disabled.is_some() { Role::Dim } else { Role::Plain };
        let used = canvas.put(line.x, line.y, room, &Clean::new(&entry.title), role);
        if let Some(reason) = &entry.disabled {
            let x = line.x + used + 2;
            canvas.put(x, line.y, room.saturating_sub(used + 2), &Clean::new(reason), Role::Warn);
        }
    });
}

/// Draws a menu: a title and a line for each choice.
pub fn menu(
    canvas: &mut Canvas<'_>,
    title: &str,
    lines: &[String],
    chosen: usize,
    hits: &mut HitMap,
) {
    let title = Clean::new(title);
    let widest = lines.iter().map(|line| width(Clean::new(line).as_str())).max().unwrap_or(0);
    let wide = widest.max(width(title.as_str())).saturating_add(7).max(24);
    let tall = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    let place = boxed::centred(canvas.area(), wide, tall);
    hits.add(place, Target::Overlay);
    let inner = boxed::draw(canvas, place, &title);
    list(canvas, inner, lines.len(), chosen, hits, |canvas, line, at| {
        if let Some(text) = lines.get(at) {
            canvas.put(line.x, line.y, line.width, &Clean::new(text), Role::Plain);
        }
    });
}

/// Draws the part of a list around its chosen line.
fn list(
    canvas: &mut Canvas<'_>,
    area: Rect,
    total: usize,
    chosen: usize,
    hits: &mut HitMap,
    draw: impl Fn(&mut Canvas<'_>, Rect, usize),
) {
    let shown = usize::from(area.height);
    let chosen = chosen.min(total.saturating_sub(1));
    let first = chosen.saturating_sub(shown / 2).min(total.saturating_sub(shown));
    let window = Window { first, shown, total };
    let bar = flow::bar_width(window);
    let strip = Rect { x: area.right().saturating_sub(bar), width: bar, ..area };
    let area = Rect { width: area.width.saturating_sub(bar), ..area };
    for (line, at) in area.rows().zip(first..total) {
        let here = at == chosen;
        let text = Rect { x: line.x + 1, width: line.width.saturating_sub(2), ..line };
        draw(&mut canvas.within(line), text, at);
        if here {
            canvas.glyph(line.x, line.y, glyph::POINTER, Role::Accent);
            canvas.restyle(line, Role::Cursor);
            hits.focus = Some(Position { x: line.x, y: line.y });
        }
        hits.add(line, Target::Choice(at));
    }
    flow::bar(canvas, strip, window);
    hits.overlay = window;
}
