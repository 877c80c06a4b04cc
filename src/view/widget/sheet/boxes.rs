//! Boxes with a border and a title, beside each other where there is room.

use super::{Laid, Line, Spot, Stroke};
use crate::domain::foreign::Clean;
use crate::view::text::measure::{width, width_up_to};
use crate::view::theme::{Role, glyph};
use crate::view::widget::flow::Piece;

/// Columns that a box needs to stand beside another.
const BESIDE: u16 = 52;
/// Labels wider than this are cut.
const WIDEST_LABEL: u16 = 10;

/// Lays boxes out from the end of what is there.
pub(super) fn lay_out<'t>(laid: &mut Laid<'t>, boxes: &'t [(Clean<'_>, Vec<Line<'_>>)], room: u16) {
    let number = u16::try_from(boxes.len()).unwrap_or(u16::MAX).max(1);
    let share = room.saturating_sub(number - 1) / number;
    let top = laid.height;
    if share >= BESIDE {
        let mut x = 0;
        let mut bottoms = Vec::new();
        for (place, (title, lines)) in boxes.iter().enumerate() {
            let last = place + 1 == boxes.len();
            let wide = if last { room.saturating_sub(x) } else { share };
            bottoms.push(inside(laid, lines, top, x, wide));
            border_title(laid, title, top, x, wide);
            x = x.saturating_add(wide + 1);
        }
        let bottom = bottoms.into_iter().max().unwrap_or(top);
        let mut x = 0;
        for place in 0..boxes.len() {
            let wide = if place + 1 == boxes.len() { room.saturating_sub(x) } else { share };
            border(laid, top, bottom, x, wide);
            x = x.saturating_add(wide + 1);
        }
        laid.height = bottom + 1;
        return;
    }
    for (title, lines) in boxes {
        let top = laid.height;
        let bottom = inside(laid, lines, top, 0, room);
        border(laid, top, bottom, 0, room);
        border_title(laid, title, top, 0, room);
        laid.height = bottom + 1;
    }
}

/// The lines of a box; the line where its lower border goes.
fn inside<'t>(laid: &mut Laid<'t>, lines: &'t [Line<'_>], top: usize, x: u16, wide: u16) -> usize {
    let labels = lines.iter().map(|line| width_up_to(line.label.as_str(), WIDEST_LABEL));
    let label_width = labels.max().unwrap_or(0);
    let label_x = x + 2;
    let value_x = label_x + label_width + 1;
    let room = (x + wide).saturating_sub(2).saturating_sub(value_x);
    let mut line = top + 1;
    let mut before: Option<&str> = None;
    for entry in lines {
        // the same label again says nothing new
        if before != Some(entry.label.as_str()) {
            let label = Piece::new(label_x, label_width, entry.label.clone(), Role::Label);
            laid.piece(line, label);
        }
        before = Some(entry.label.as_str());
        let used = laid.wrapped(line, value_x, room, &entry.value, entry.role);
        let (value, note) = (width(entry.value.as_str()), width(entry.note.as_str()));
        let fits = used == 1 && note > 0 && value.saturating_add(note).saturating_add(2) <= room;
        if fits && entry.note.as_str().len() < 40 {
            let max = room - value - 2;
            let note = Piece::new(value_x + value + 2, max, entry.note.clone(), Role::Dim);
            laid.piece(line, note);
        }
        let (spot_x, width) = (label_x, wide.saturating_sub(4));
        laid.spots.push(Spot { at: entry.at, line, lines: used.max(1), x: spot_x, width });
        line += used.max(1);
    }
    line
}

fn border(laid: &mut Laid<'_>, top: usize, bottom: usize, x: u16, wide: u16) {
    if wide < 2 {
        return;
    }
    let [top_left, top_right, bottom_left, bottom_right] = glyph::CORNERS;
    let right = x + wide - 1;
    let mut stroke = |line, x, width, glyph| {
        laid.strokes.push(Stroke { line, x, width, glyph, role: Role::Rule });
    };
    for line in [top, bottom] {
        stroke(line, x, wide, glyph::ACROSS);
    }
    for line in top + 1..bottom {
        stroke(line, x, 1, glyph::DOWN);
        stroke(line, right, 1, glyph::DOWN);
    }
    stroke(top, x, 1, top_left);
    stroke(top, right, 1, top_right);
    stroke(bottom, x, 1, bottom_left);
    stroke(bottom, right, 1, bottom_right);
}

fn border_title<'t>(laid: &mut Laid<'t>, title: &'t Clean<'_>, top: usize, x: u16, wide: u16) {
    let room = wide.saturating_sub(5);
    let used = width_up_to(title.as_str(), room);
    for x in [x + 1, x + 2 + used] {
        laid.piece(top, Piece::new(x, 1, Clean::new(" "), Role::Rule));
    }
    laid.piece(top, Piece::new(x + 2, room, title.clone(), Role::Title));
}
