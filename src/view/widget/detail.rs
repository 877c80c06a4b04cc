//! The detail pane: labelled fields, headings and running text, wrapped and scrolled.

use ratatui::layout::Rect;

use super::flow::{Flow, Piece};
use crate::app::present::{Detail, Line};
use crate::domain::foreign::Clean;
use crate::view::hit::{HitMap, Target};
use crate::view::text::measure::width_up_to;
use crate::view::text::{Canvas, wrap::wrap};
use crate::view::theme::Role;

/// Labels wider than this are cut.
const WIDEST_LABEL: u16 = 18;

/// Draws the detail: its title line, then as many lines as fit; `airy` leaves a line free between them.
pub fn draw(canvas: &mut Canvas<'_>, detail: &Detail, airy: bool, hits: &mut HitMap) {
    let area = canvas.area();
    if area.width < 3 || area.height == 0 {
        return;
    }
    hits.add(area, Target::Detail);
    let inner = Rect { x: area.x + 1, width: area.width - 1, ..area };
    let titled = !(detail.title.is_empty() && detail.kind.is_empty());
    if titled {
        title(canvas, detail, inner);
    }
    let skipped = (u16::from(titled) + u16::from(titled && airy)).min(inner.height);
    let body = Rect {
        y: inner.y.saturating_add(skipped),
        height: inner.height.saturating_sub(skipped),
        ..inner
    };
    // one cell is kept for the scroll bar, so that text does not wrap anew when it appears
    let room = body.width.saturating_sub(1);
    hits.detail = lay_out(&cleaned(&detail.lines), room).draw(canvas, body, detail.scroll);
}

fn title(canvas: &mut Canvas<'_>, detail: &Detail, area: Rect) {
    let kind = Clean::new(&detail.kind);
    let kind_width = width_up_to(kind.as_str(), area.width / 2);
    let room = area.width.saturating_sub(if kind_width == 0 { 0 } else { kind_width + 2 });
    canvas.put(area.x, area.y, room, &Clean::new(&detail.title), Role::Title);
    canvas.put(area.right().saturating_sub(kind_width), area.y, kind_width, &kind, Role::Dim);
}

/// The lines with their texts cleaned.
pub(super) fn cleaned(lines: &[Line]) -> Vec<Cleaned<'_>> {
    lines.iter().map(Cleaned::new).collect()
}

/// A line whose texts are clean.
pub(super) enum Cleaned<'d> {
    Field { label: Clean<'d>, value: Clean<'d>, role: Role },
    Heading(Clean<'d>),
    Text { text: Clean<'d>, role: Role },
    Step { head: Clean<'d>, text: Clean<'d>, role: Role },
    Blank,
}

impl<'d> Cleaned<'d> {
    fn new(line: &'d Line) -> Self {
        match line {
            Line::Field { label, value, tone } => Self::Field {
                label: Clean::new(label),
                value: Clean::new(value),
                role: (*tone).into(),
            },
            Line::Heading(text) => Self::Heading(Clean::new(text)),
            Line::Text { text, tone } => {
                Self::Text { text: Clean::new(text), role: (*tone).into() }
            }
            Line::Step { head, text, tone } => {
                Self::Step { head: Clean::new(head), text: Clean::new(text), role: (*tone).into() }
            }
            Line::Blank => Self::Blank,
        }
    }
}

/// The lines wrapped for a room of so many columns.
pub(super) fn lay_out<'d>(lines: &'d [Cleaned<'d>], room: u16) -> Flow<'d> {
    let widest = WIDEST_LABEL.min(room / 3);
    let label_width = lines
        .iter()
        .filter_map(|line| match line {
            Cleaned::Field { label, .. } => Some(width_up_to(label.as_str(), widest)),
            _ => None,
        })
        .max()
        .unwrap_or(0);
    let indent = label_width + 2;
    let mut flow = Flow::new();
    for line in lines {
        match line {
            Cleaned::Field { label, value, role } => {
                let value_room = room.saturating_sub(indent);
                let label = Piece::new(0, label_width, label.clone(), Role::Label);
                let values = wrap(value, value_room)
                    .into_iter()
                    .map(|text| Piece::new(indent, value_room, text, *role));
                flow.block(vec![label], values);
            }
            Cleaned::Heading(text) => {
                flow.line([Piece::new(0, room, text.clone(), Role::Heading)]);
            }
            Cleaned::Text { text, role } => {
                let pieces = wrap(text, room).into_iter().map(|t| Piece::new(0, room, t, *role));
                flow.block(Vec::new(), pieces);
            }
            Cleaned::Step { head, text, role } => {
                let width = width_up_to(head.as_str(), room / 3);
                let text_room = room.saturating_sub(width + 1);
                let head = Piece::new(0, width, head.clone(), *role);
                let texts = wrap(text, text_room)
                    .into_iter()
                    .map(|text| Piece::new(width + 1, text_room, text, *role));
                flow.block(vec![head], texts);
            }
            Cleaned::Blank => flow.line([]),
        }
    }
    flow
}
