//! A line of time: two edges with what they are, and where now lies.

use super::{Laid, Stroke};
use crate::app::present::{Moment, Timeline};
use crate::domain::foreign::Clean;
use crate::view::text::measure::width;
use crate::view::theme::{Role, glyph};
use crate::view::widget::flow::Piece;

/// Narrower sheets have no line.
const NARROWEST: u16 = 40;

/// Lays the line out, with the names of its edges below it.
pub(super) fn lay_out<'t>(laid: &mut Laid<'t>, line: &'t Timeline, room: u16) {
    if room < NARROWEST {
        return;
    }
    let top = laid.height;
    let place = |mark: &Moment| {
        let cell = u32::from(mark.at.min(1_000)) * u32::from(room.saturating_sub(1)) / 1_000;
        u16::try_from(cell).unwrap_or(0)
    };
    let (begin, end, now) = (place(&line.begin), place(&line.end), place(&line.now));
    let mut stroke = |x, width, glyph, role| {
        laid.strokes.push(Stroke { line: top, x, width, glyph, role });
    };
    stroke(begin, end.saturating_sub(begin).saturating_add(1), glyph::ACROSS, Role::Plain);
    stroke(begin, 1, glyph::EDGE_LEFT, Role::Plain);
    stroke(end, 1, glyph::EDGE_RIGHT, Role::Plain);
    stroke(now, 1, glyph::ASCENDING, Role::Accent);
    let mut taken: Vec<(u16, u16)> = Vec::new();
    for (at, mark, role) in [
        (now, &line.now, Role::Accent),
        (end, &line.end, Role::Dim),
        (begin, &line.begin, Role::Dim),
    ] {
        let wide = width(&mark.text).min(room);
        // in the middle below its place, as far as the edges let it
        let x = at.saturating_sub(wide / 2).min(room.saturating_sub(wide));
        let free = taken.iter().all(|(from, to)| x.saturating_add(wide) < *from || x > *to);
        if free {
            laid.piece(top + 1, Piece::new(x, wide, Clean::new(&mark.text), role));
            taken.push((x, x.saturating_add(wide)));
        }
    }
    laid.height += 2;
}
