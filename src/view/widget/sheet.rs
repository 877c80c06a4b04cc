//! A sheet: boxes, a line of time, tables and paragraphs, scrolled together so far that the entry under the cursor is in sight.

mod boxes;
mod rows;
mod timeline;

use ratatui::layout::{Position, Rect};

use super::flow::{self, Piece};
use crate::app::present::{Entry, SheetPart, SheetView};
use crate::domain::foreign::Clean;
use crate::view::hit::{HitMap, Target, Window};
use crate::view::text::{Canvas, one_line, wrap::wrap};
use crate::view::theme::{Role, glyph};

/// An entry whose texts are clean.
struct Line<'s> {
    at: usize,
    label: Clean<'s>,
    value: Clean<'s>,
    note: Clean<'s>,
    role: Role,
}

/// A part whose texts are clean.
enum Part<'s> {
    Boxes(Vec<(Clean<'s>, Vec<Line<'s>>)>),
    Timeline(&'s crate::app::present::Timeline),
    Table { heads: [Clean<'s>; 3], lines: Vec<Line<'s>> },
    Notes { title: Clean<'s>, lines: Vec<Line<'s>> },
}

impl<'s> Line<'s> {
    fn new(entry: &'s Entry) -> Self {
        Self {
            at: entry.at,
            label: one_line(&entry.label),
            value: one_line(&entry.value),
            note: one_line(&entry.note),
            role: entry.tone.into(),
        }
    }
}

fn clean(entries: &[Entry]) -> Vec<Line<'_>> {
    entries.iter().map(Line::new).collect()
}

impl<'s> Part<'s> {
    fn new(part: &'s SheetPart) -> Self {
        match part {
            SheetPart::Boxes(boxes) => Self::Boxes(
                boxes.iter().map(|b| (Clean::new(b.title), clean(&b.entries))).collect(),
            ),
            SheetPart::Timeline(line) => Self::Timeline(line),
            SheetPart::Table { heads, entries } => {
                Self::Table { heads: heads.map(Clean::new), lines: clean(entries) }
            }
            SheetPart::Notes { title, entries } => {
                Self::Notes { title: Clean::new(title), lines: clean(entries) }
            }
        }
    }
}

/// One glyph, or a row of it.
struct Stroke {
    line: usize,
    x: u16,
    width: u16,
    glyph: &'static str,
    role: Role,
}

/// Where an entry lies.
struct Spot {
    at: usize,
    line: usize,
    lines: usize,
    x: u16,
    width: u16,
}

/// What lies where, in lines from the top of the sheet.
#[derive(Default)]
struct Laid<'t> {
    pieces: Vec<(usize, Piece<'t>)>,
    strokes: Vec<Stroke>,
    spots: Vec<Spot>,
    height: usize,
}

impl<'t> Laid<'t> {
    fn piece(&mut self, line: usize, piece: Piece<'t>) {
        self.pieces.push((line, piece));
    }

    /// A text wrapped below each other; the number of its lines.
    fn wrapped(
        &mut self,
        line: usize,
        x: u16,
        room: u16,
        text: &'t Clean<'_>,
        role: Role,
    ) -> usize {
        let lines = wrap(text, room);
        let number = lines.len();
        for (below, text) in lines.into_iter().enumerate() {
            self.piece(line + below, Piece::new(x, room, text, role));
        }
        number
    }
}

/// Draws the sheet.
pub fn draw(canvas: &mut Canvas<'_>, sheet: &SheetView, hits: &mut HitMap) {
    let area = canvas.area();
    if area.width < 8 || area.height == 0 {
        return;
    }
    if !sheet.empty.is_empty() {
        for (line, text) in area.rows().zip(&sheet.empty) {
            let room = area.width.saturating_sub(2);
            canvas.put(area.x + 1, line.y, room, &one_line(text), Role::Dim);
        }
        return;
    }
    let parts: Vec<Part<'_>> = sheet.parts.iter().map(Part::new).collect();
    // a cell before everything for the pointer, one behind it for the scroll bar
    let room = area.width.saturating_sub(2);
    let laid = lay_out(&parts, room);
    let window = window(&laid, sheet.cursor, usize::from(area.height));
    let bar = flow::bar_width(window);
    let strip = Rect { x: area.right().saturating_sub(bar), width: bar, ..area };
    let inner = Rect { x: area.x + 1, width: room, ..area };
    paint(canvas, &laid, inner, window.first);
    mark(canvas, &laid, inner, window.first, sheet.cursor, hits);
    flow::bar(canvas, strip, window);
    hits.grid = window;
}

fn lay_out<'t>(parts: &'t [Part<'_>], room: u16) -> Laid<'t> {
    let mut laid = Laid::default();
    for part in parts {
        match part {
            Part::Boxes(list) => boxes::lay_out(&mut laid, list, room),
            Part::Timeline(line) => timeline::lay_out(&mut laid, line, room),
            Part::Table { heads, lines } => rows::table(&mut laid, heads, lines, room),
            Part::Notes { title, lines } => rows::notes(&mut laid, title, lines, room),
        }
    }
    laid
}

/// The lines in sight: the entry under the cursor stands in the middle, as far as there are lines above and below.
fn window(laid: &Laid<'_>, cursor: usize, shown: usize) -> Window {
    let spot = laid.spots.iter().find(|spot| spot.at == cursor);
    let (line, lines) = spot.map_or((0, 1), |spot| (spot.line, spot.lines.min(shown)));
    let above = shown.saturating_sub(lines) / 2;
    let first = line.saturating_sub(above).min(laid.height.saturating_sub(shown));
    Window { first, shown, total: laid.height }
}

fn paint(canvas: &mut Canvas<'_>, laid: &Laid<'_>, area: Rect, first: usize) {
    let place = |line: usize| {
        let below = u16::try_from(line.checked_sub(first)?).ok().filter(|y| *y < area.height)?;
        Some(area.y + below)
    };
    for stroke in &laid.strokes {
        if let Some(y) = place(stroke.line) {
            let x = area.x.saturating_add(stroke.x);
            canvas.rule(x, y, stroke.width, stroke.glyph, stroke.role);
        }
    }
    for (line, piece) in &laid.pieces {
        if let Some(y) = place(*line) {
            let x = area.x.saturating_add(piece.x);
            if piece.right {
                canvas.put_right(x, y, piece.max, &piece.text, piece.role);
            } else {
                canvas.put(x, y, piece.max, &piece.text, piece.role);
            }
        }
    }
}

/// Where entries can be pointed at, and which of them is under the cursor.
fn mark(
    canvas: &mut Canvas<'_>,
    laid: &Laid<'_>,
    area: Rect,
    first: usize,
    cursor: usize,
    hits: &mut HitMap,
) {
    let (top, end) = (first, first.saturating_add(usize::from(area.height)));
    for spot in &laid.spots {
        let (from, to) = (spot.line.max(top), spot.line.saturating_add(spot.lines).min(end));
        let (Ok(below), Ok(height)) =
            (u16::try_from(from.saturating_sub(top)), u16::try_from(to.saturating_sub(from)))
        else {
            continue;
        };
        let x = area.x.saturating_add(spot.x);
        let place = Rect { x, y: area.y.saturating_add(below), width: spot.width, height };
        let place = place.intersection(area);
        hits.add(place, Target::Row(spot.at));
        if spot.at == cursor && !place.is_empty() {
            canvas.restyle(Rect { height: 1, ..place }, Role::Cursor);
            canvas.glyph(place.x.saturating_sub(1), place.y, glyph::POINTER, Role::Accent);
            hits.focus = Some(Position { x: place.x, y: place.y });
        }
    }
}
