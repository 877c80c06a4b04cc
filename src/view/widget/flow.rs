//! Lines of text made of pieces, of which a window is shown: the ground of detail panes, pages, help and notices.

use ratatui::layout::Rect;

use crate::domain::foreign::Clean;
use crate::view::hit::Window;
use crate::view::text::Canvas;
use crate::view::theme::{Role, glyph};

/// A text at a place within its line.
#[derive(Clone, Debug)]
pub struct Piece<'t> {
    /// First cell, from the left edge.
    pub x: u16,
    /// Cells it may take.
    pub max: u16,
    /// The text.
    pub text: Clean<'t>,
    /// Its role.
    pub role: Role,
    /// Ends at `x + max` instead of beginning at `x`.
    pub right: bool,
}

impl<'t> Piece<'t> {
    /// A text that begins at `x`.
    pub fn new(x: u16, max: u16, text: Clean<'t>, role: Role) -> Self {
        Self { x, max, text, role, right: false }
    }
}

/// Lines, each made of pieces.
#[derive(Clone, Debug, Default)]
pub struct Flow<'t> {
    lines: Vec<Vec<Piece<'t>>>,
}

impl<'t> Flow<'t> {
    /// No lines.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a line; no pieces make an empty one.
    pub fn line(&mut self, pieces: impl IntoIterator<Item = Piece<'t>>) {
        self.lines.push(pieces.into_iter().collect());
    }

    /// Adds a column of lines beside what stands left of it in the first of them.
    pub fn block(&mut self, left: Vec<Piece<'t>>, block: impl IntoIterator<Item = Piece<'t>>) {
        let mut left = left;
        let mut block = block.into_iter().peekable();
        if block.peek().is_none() {
            self.line(left);
            return;
        }
        for piece in block {
            let mut line = std::mem::take(&mut left);
            line.push(piece);
            self.lines.push(line);
        }
    }

    /// How many lines there are.
    pub fn height(&self) -> usize {
        self.lines.len()
    }

    /// Draws the lines from `scroll` on, or the last ones if there are no more; says what was shown.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, scroll: usize) -> Window {
        let shown = usize::from(area.height);
        let total = self.lines.len();
        let window = Window { first: scroll.min(total.saturating_sub(shown)), shown, total };
        let bar = bar_width(window);
        let inner = Rect { width: area.width.saturating_sub(bar), ..area };
        for (line, place) in self.lines.iter().skip(window.first).zip(inner.rows()) {
            let mut line_canvas = canvas.within(place);
            for piece in line {
                let x = place.x.saturating_add(piece.x);
                if piece.right {
                    line_canvas.put_right(x, place.y, piece.max, &piece.text, piece.role);
                } else {
                    line_canvas.put(x, place.y, piece.max, &piece.text, piece.role);
                }
            }
        }
        self::bar(canvas, Rect { x: inner.right(), width: bar, ..area }, window);
        window
    }
}

/// Cells that a scroll bar takes: none where everything is in sight.
pub fn bar_width(window: Window) -> u16 {
    u16::from(window.total > window.shown && window.shown > 2)
}

/// Draws the scroll bar's thumb in a strip of one cell.
pub fn bar(canvas: &mut Canvas<'_>, strip: Rect, window: Window) {
    if strip.width == 0 || strip.height == 0 || window.total <= window.shown {
        return;
    }
    let height = usize::from(strip.height);
    let length = (height * window.shown / window.total).clamp(1, height);
    let travel = window.total - window.shown;
    // u128: positions in a grid of any size times the height cannot overflow
    let start = (window.first as u128 * (height - length) as u128).div_ceil(travel as u128);
    let start = usize::try_from(start).unwrap_or(0).min(height - length);
    for place in strip.rows().skip(start).take(length) {
        canvas.glyph(place.x, place.y, glyph::THUMB, Role::Rule);
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::view::theme::Theme;

    fn thumb(window: Window, height: u16) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, 1, height));
        let area = buf.area;
        bar(&mut Canvas::new(&mut buf, area, &Theme::mono()), area, window);
        buf.content().iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn the_thumb_stands_at_the_ends_only_there() {
        let window = |first| Window { first, shown: 5, total: 1_000_000 };
        assert_eq!(thumb(window(0), 5), "█    ");
        assert_eq!(thumb(window(1), 5), " █   ");
        assert_eq!(thumb(window(999_995), 5), "    █");
        assert_eq!(thumb(Window { first: 0, shown: 5, total: 5 }, 5), "     ");
    }
}
