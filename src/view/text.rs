//! The only place that puts text into a buffer.
//!
//! It accepts [`Clean`] text and roles, nothing else, measures by grapheme, cuts with an ellipsis, and never writes outside its
//! area. `.clippy.toml` forbids ratatui's own text methods everywhere, so that no foreign byte finds another way to the
//! terminal (design.md 6.2).

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::domain::foreign::Clean;
use crate::view::theme::{Role, Theme, glyph};

pub mod measure;
pub mod needle;
pub mod wrap;

use measure::{cells, width_up_to};

/// Bytes of a text that is shown on one line: no screen is so wide that more of it could be seen.
const LINE: usize = 8 * 1024;

/// The beginning of a foreign text, as far as one line could show it, clean.
pub fn one_line(text: &str) -> Clean<'_> {
    let end = (0..=LINE.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    Clean::new(end.and_then(|end| text.get(..end)).unwrap_or(text))
}

/// A part of the buffer with the theme it is drawn in.
pub struct Canvas<'b> {
    buf: &'b mut Buffer,
    area: Rect,
    theme: &'b Theme,
    muted: bool,
}

impl<'b> Canvas<'b> {
    /// The part of `area` that lies within `buf`.
    pub fn new(buf: &'b mut Buffer, area: Rect, theme: &'b Theme) -> Self {
        let area = area.intersection(buf.area);
        Self { buf, area, theme, muted: false }
    }

    /// Where drawing is possible.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// The part of this canvas within `area`.
    pub fn within(&mut self, area: Rect) -> Canvas<'_> {
        let area = area.intersection(self.area);
        Canvas { buf: self.buf, area, theme: self.theme, muted: self.muted }
    }

    /// The same canvas on which every tone is dim: for what is old.
    #[must_use]
    pub fn muted(self, muted: bool) -> Self {
        Self { muted: self.muted || muted, ..self }
    }

    /// Makes a part blank.
    ///
    /// A wide character that reaches into it from the left goes too, or the terminal would draw it over the edge.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.area);
        for y in area.top()..area.bottom() {
            if let Some(x) = area.left().checked_sub(1)
                && let Some(cell) = self.buf.cell_mut((x, y))
                && x >= self.area.left()
                && cells(cell.symbol()) > 1
            {
                set(cell, " ");
            }
            for x in area.left()..area.right() {
                if let Some(cell) = self.buf.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// Lays a role's style over what is drawn already.
    pub fn restyle(&mut self, area: Rect, role: Role) {
        self.buf.set_style(area.intersection(self.area), self.theme.style(role));
    }

    /// Writes `text` at `x`, `y`, cut to `max` cells. Returns the cells used.
    pub fn put(&mut self, x: u16, y: u16, max: u16, text: &Clean<'_>, role: Role) -> u16 {
        self.put_marked(x, y, max, text, role, &[])
    }

    /// Writes `text` so that it ends before `x + max`.
    pub fn put_right(&mut self, x: u16, y: u16, max: u16, text: &Clean<'_>, role: Role) {
        self.put_right_marked(x, y, max, text, role, &[]);
    }

    /// Like [`put_right`](Self::put_right), with the byte ranges `marks` in the role of found text.
    pub fn put_right_marked(
        &mut self,
        x: u16,
        y: u16,
        max: u16,
        text: &Clean<'_>,
        role: Role,
        marks: &[Range<usize>],
    ) {
        let width = width_up_to(text.as_str(), max);
        self.put_marked(x.saturating_add(max - width), y, width, text, role, marks);
    }

    /// Writes one glyph of one cell, which needs no measuring.
    pub fn glyph(&mut self, x: u16, y: u16, glyph: &'static str, role: Role) {
        if self.area.contains(Position { x, y }) {
            self.cluster(x, y, glyph, 1, role);
        }
    }

    /// Repeats one glyph of one cell along a line.
    pub fn rule(&mut self, x: u16, y: u16, width: u16, glyph: &'static str, role: Role) {
        for x in x..x.saturating_add(width).min(self.area.right()) {
            self.glyph(x, y, glyph, role);
        }
    }

    /// Like [`put`](Self::put), with the byte ranges `marks` of `text` in the role of found text.
    pub fn put_marked(
        &mut self,
        x: u16,
        y: u16,
        max: u16,
        text: &Clean<'_>,
        role: Role,
        marks: &[Range<usize>],
    ) -> u16 {
        let text = text.as_str();
        if y < self.area.top() || y >= self.area.bottom() || x < self.area.left() {
            return 0;
        }
        let max = max.min(self.area.right().saturating_sub(x));
        if max == 0 {
            return 0;
        }
        let cut = width_up_to(text, max.saturating_add(1)) > max;
        let room = if cut { max - 1 } else { max };
        let mut used: u16 = 0;
        for (at, cluster) in measure::clusters(text) {
            let width = cells(cluster);
            if width == 0 {
                continue;
            }
            if used.saturating_add(width) > room {
                break;
            }
            let found = marks.iter().any(|mark| mark.contains(&at));
            self.cluster(
                x.saturating_add(used),
                y,
                cluster,
                width,
                if found { Role::Needle } else { role },
            );
            used = used.saturating_add(width);
        }
        if cut {
            self.cluster(x.saturating_add(used), y, glyph::MORE.encode_utf8(&mut [0; 4]), 1, role);
            used = used.saturating_add(1);
        }
        used
    }

    fn cluster(&mut self, x: u16, y: u16, cluster: &str, width: u16, role: Role) {
        let role = match role {
            Role::Cursor | Role::Needle => role,
            _ if self.muted => Role::Dim,
            _ => role,
        };
        let style = self.theme.style(role);
        let ascii = self.theme.is_ascii() && !cluster.is_ascii();
        let mut drawn = false;
        for x in x..x.saturating_add(width) {
            let Some(cell) = self.buf.cell_mut((x, y)) else { return };
            if ascii {
                let twin = cluster.chars().next().map_or('?', glyph::twin);
                set(cell, twin.encode_utf8(&mut [0; 4]));
            } else if drawn {
                cell.reset();
            } else {
                set(cell, measure::without_excess_marks(cluster));
            }
            drawn = true;
            cell.set_style(style);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where text enters a buffer; it is clean"
)]
fn set(cell: &mut ratatui::buffer::Cell, symbol: &str) {
    cell.set_symbol(symbol);
}

#[cfg(test)]
mod tests;
