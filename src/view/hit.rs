//! Where things are on the screen that was drawn, for the mouse, for paging and for the terminal's cursor.
//!
//! Draw returns it; the shell keeps the last one. Nothing here refers back to the model.

use ratatui::layout::{Position, Rect};

/// What lies under a cell of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A tab, by the number that goes there.
    Tab(u8),
    /// A column's heading, by its index.
    Column(usize),
    /// A row, by its position in the grid's order.
    Row(usize),
    /// The detail pane, or a page.
    Detail,
    /// The filter.
    Query,
    /// A hint of the footer, by its index.
    Hint(usize),
    /// What lies over the screen, outside its lines.
    Overlay,
    /// A line of a palette or menu, by its index.
    Choice(usize),
}

/// How much of something long is on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// First line or row shown.
    pub first: usize,
    /// How many fit.
    pub shown: usize,
    /// How many there are.
    pub total: usize,
}

impl Window {
    /// Whether the last line or row is among those shown.
    pub fn is_at_end(self) -> bool {
        self.first.saturating_add(self.shown) >= self.total
    }
}

/// What was drawn where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HitMap {
    areas: Vec<(Rect, Target)>,
    /// The text cursor, while something is typed.
    pub cursor: Option<Position>,
    /// The row or line in focus: the hidden cursor rests there, for screen readers.
    pub focus: Option<Position>,
    /// Rows of the grid.
    pub grid: Window,
    /// Lines of the detail pane or page.
    pub detail: Window,
    /// Whether grid and detail stand side by side.
    pub beside: bool,
    /// Lines of what lies over the screen.
    pub overlay: Window,
}

impl HitMap {
    /// Notes that `area` shows `target`; what is added later lies on top.
    pub fn add(&mut self, area: Rect, target: Target) {
        if !area.is_empty() {
            self.areas.push((area, target));
        }
    }

    /// Whether `target` was drawn anywhere.
    pub fn shows(&self, target: Target) -> bool {
        self.areas.iter().any(|(_, shown)| *shown == target)
    }

    /// What is at a cell, if anything.
    pub fn at(&self, x: u16, y: u16) -> Option<Target> {
        let position = Position { x, y };
        self.areas.iter().rev().find(|(area, _)| area.contains(position)).map(|(_, target)| *target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_drawn_last_lies_on_top() {
        let mut hits = HitMap::default();
        hits.add(Rect::new(0, 0, 10, 10), Target::Detail);
        hits.add(Rect::new(2, 2, 3, 1), Target::Choice(1));
        assert_eq!(hits.at(3, 2), Some(Target::Choice(1)));
        assert_eq!(hits.at(3, 3), Some(Target::Detail));
        assert_eq!(hits.at(30, 3), None);
    }
}
