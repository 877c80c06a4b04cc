//! Entries below each other: in columns, or as paragraphs.

use super::{Laid, Line, Spot, Stroke};
use crate::domain::foreign::Clean;
use crate::view::text::measure::width_up_to;
use crate::view::theme::{Role, glyph};
use crate::view::widget::flow::Piece;

/// Names of claims and rules wider than this are cut.
const WIDEST_LABEL: u16 = 24;
/// Narrower sheets show no meanings: the detail has them.
const WITH_NOTES: u16 = 64;

/// A table of three columns.
pub(super) fn table<'t>(
    laid: &mut Laid<'t>,
    heads: &'t [Clean<'_>; 3],
    lines: &'t [Line<'_>],
    room: u16,
) {
    let widest = WIDEST_LABEL.min(room / 3);
    let labels = lines.iter().map(|line| width_up_to(line.label.as_str(), widest));
    let label = labels.max().unwrap_or(0).max(5).min(widest);
    let value_x = label + 2;
    let rest = room.saturating_sub(value_x);
    let with_notes = room >= WITH_NOTES;
    let most = if with_notes { rest / 2 } else { rest };
    let values = lines.iter().map(|line| width_up_to(line.value.as_str(), most));
    let value = values.max().unwrap_or(0).max(12).min(most);
    let value = if with_notes { value } else { rest };
    let note_x = value_x + value + 2;
    let note = room.saturating_sub(note_x);
    let columns = [(0, label), (value_x, value), (note_x, note)];
    let shown = if with_notes { 3 } else { 2 };
    for ((x, width), head) in columns.into_iter().zip(heads).take(shown) {
        laid.piece(laid.height, Piece::new(x, width, head.clone(), Role::Heading));
    }
    laid.height += 1;
    for line in lines {
        let texts = [(&line.label, Role::Plain), (&line.value, line.role), (&line.note, Role::Dim)];
        for ((x, width), (text, role)) in columns.into_iter().zip(texts).take(shown) {
            laid.piece(laid.height, Piece::new(x, width, text.clone(), role));
        }
        laid.spots.push(Spot { at: line.at, line: laid.height, lines: 1, x: 0, width: room });
        laid.height += 1;
    }
}

/// Paragraphs under a heading that stands in a rule.
pub(super) fn notes<'t>(
    laid: &mut Laid<'t>,
    title: &'t Clean<'_>,
    lines: &'t [Line<'_>],
    room: u16,
) {
    let top = laid.height;
    let across = Stroke { line: top, x: 0, width: room, glyph: glyph::ACROSS, role: Role::Rule };
    laid.strokes.push(across);
    let used = width_up_to(title.as_str(), room.saturating_sub(4));
    for x in [1, 2 + used] {
        laid.piece(top, Piece::new(x, 1, Clean::new(" "), Role::Rule));
    }
    laid.piece(top, Piece::new(2, room.saturating_sub(4), title.clone(), Role::Title));
    laid.height += 1;
    let widest = WIDEST_LABEL.min(room / 3);
    let labels = lines.iter().map(|line| width_up_to(line.label.as_str(), widest));
    let label = labels.max().unwrap_or(0);
    // on a narrow sheet the text stands below the name
    let below = room < WITH_NOTES;
    let text_x = if below { 2 } else { label + 2 };
    let text_room = room.saturating_sub(text_x);
    for line in lines {
        let top = laid.height;
        let name = if below { room } else { label };
        laid.piece(top, Piece::new(0, name, line.label.clone(), line.role));
        let mut at = if below { top + 1 } else { top };
        at += laid.wrapped(at, text_x, text_room, &line.value, Role::Plain).max(1);
        if !line.note.as_str().is_empty() {
            at += laid.wrapped(at, text_x, text_room, &line.note, Role::Dim);
        }
        laid.spots.push(Spot { at: line.at, line: top, lines: at - top, x: 0, width: room });
        laid.height = at;
    }
}
