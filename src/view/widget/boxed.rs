//! A box over the screen, with a border, a title and its own cleared ground.

use ratatui::layout::Rect;

use crate::domain::foreign::Clean;
use crate::view::text::Canvas;
use crate::view::theme::{Role, glyph};

/// Where a box of `width` by `height` stands: in the middle, or over everything where it does not fit.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(area.width);
    let height = height.min(area.height);
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 3,
        width,
        height,
    }
}

/// Clears `area`, draws the border and the title, and says where the content goes.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, title: &Clean<'_>) -> Rect {
    canvas.clear(area);
    if area.width < 4 || area.height < 3 {
        return area;
    }
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    for y in [area.y, bottom] {
        canvas.rule(area.x, y, area.width, glyph::ACROSS, Role::Rule);
    }
    for y in area.y..=bottom {
        canvas.glyph(area.x, y, glyph::DOWN, Role::Rule);
        canvas.glyph(right, y, glyph::DOWN, Role::Rule);
    }
    let [top_left, top_right, bottom_left, bottom_right] = glyph::CORNERS;
    canvas.glyph(area.x, area.y, top_left, Role::Rule);
    canvas.glyph(right, area.y, top_right, Role::Rule);
    canvas.glyph(area.x, bottom, bottom_left, Role::Rule);
    canvas.glyph(right, bottom, bottom_right, Role::Rule);
    if !title.as_str().is_empty() && area.width > 8 {
        canvas.glyph(area.x + 1, area.y, " ", Role::Rule);
        let used = canvas.put(area.x + 2, area.y, area.width - 5, title, Role::Title);
        canvas.glyph(area.x + 2 + used, area.y, " ", Role::Rule);
    }
    Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
}
