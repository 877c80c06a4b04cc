//! The tour of the demo: running text, then stops of which one is chosen.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use super::boxed;
use super::flow::{Flow, Piece};
use crate::app::present::TourStop;
use crate::domain::foreign::Clean;
use crate::view::hit::{HitMap, Target};
use crate::view::text::measure::width_up_to;
use crate::view::text::{Canvas, wrap::wrap};
use crate::view::theme::{Role, glyph};

/// Columns of the box, at most.
const WIDE: u16 = 76;
/// Lines above the box that stay in sight where there is room: header, tabs, rule.
const ABOVE: u16 = 3;
/// Keys wider than this are cut.
const WIDEST_KEY: u16 = 8;
/// Where keys begin: the pointer stands before them.
const KEYS_AT: u16 = 2;

/// What is written, clean.
pub struct Tour<'t> {
    lead: Clean<'t>,
    stops: Vec<Stop<'t>>,
    end: Clean<'t>,
    chosen: usize,
}

struct Stop<'t> {
    heading: Option<Clean<'t>>,
    key: Clean<'t>,
    text: Clean<'t>,
}

impl<'t> Tour<'t> {
    /// Cleans the texts.
    pub fn new(lead: &'t str, stops: &'t [TourStop], end: &'t str, chosen: usize) -> Self {
        let stop = |stop: &'t TourStop| Stop {
            heading: stop.heading.map(Clean::new),
            key: Clean::new(&stop.key),
            text: Clean::new(stop.text),
        };
        let chosen = chosen.min(stops.len().saturating_sub(1));
        Self {
            lead: Clean::new(lead),
            stops: stops.iter().map(stop).collect(),
            end: Clean::new(end),
            chosen,
        }
    }

    /// Draws the box, with the chosen stop in sight.
    pub fn draw(&self, canvas: &mut Canvas<'_>, hits: &mut HitMap) {
        let area = canvas.area();
        let inner_width = WIDE.min(area.width).saturating_sub(4);
        let Laid { flow, stops } = self.lay_out(inner_width.saturating_sub(1));
        let tall = u16::try_from(flow.height()).unwrap_or(u16::MAX).saturating_add(2);
        let centred = boxed::centred(area, WIDE, tall);
        let lowest = area.bottom().saturating_sub(centred.height);
        let place = Rect { y: centred.y.max(area.y.saturating_add(ABOVE)).min(lowest), ..centred };
        hits.add(place, Target::Overlay);
        let inner = boxed::draw(canvas, place, &Clean::new("Welcome to the demo"));
        let chosen = stops.get(self.chosen).cloned().unwrap_or_default();
        // no further than is needed to see the whole stop
        let scroll = chosen.end.saturating_sub(usize::from(inner.height)).min(chosen.start);
        hits.overlay = flow.draw(canvas, inner, scroll);
        let line = |at: usize| {
            inner.y.saturating_add(u16::try_from(at.saturating_sub(scroll)).unwrap_or(u16::MAX))
        };
        let lines = |range: &Range<usize>| {
            let (y, width) = (line(range.start), inner.width.saturating_sub(1));
            let height = line(range.end).saturating_sub(y);
            Rect { y, height, width, ..inner }.intersection(inner)
        };
        for (at, range) in stops.iter().enumerate().filter(|(_, range)| range.end > scroll) {
            hits.add(lines(range), Target::Choice(at));
        }
        let chosen = lines(&chosen);
        canvas.glyph(chosen.x, chosen.y, glyph::POINTER, Role::Accent);
        canvas.restyle(chosen, Role::Cursor);
        hits.focus = Some(Position { x: chosen.x, y: chosen.y });
    }

    fn lay_out(&self, room: u16) -> Laid<'_> {
        let mut flow = Flow::new();
        paragraph(&mut flow, &self.lead, room, Role::Plain);
        let keys = self.stops.iter().map(|stop| width_up_to(stop.key.as_str(), WIDEST_KEY));
        let keys = keys.max().unwrap_or(0);
        let text_x = KEYS_AT + keys + 2;
        let text_room = room.saturating_sub(text_x);
        let mut stops = Vec::with_capacity(self.stops.len());
        for stop in &self.stops {
            if let Some(heading) = &stop.heading {
                flow.line([]);
                paragraph(&mut flow, heading, room, Role::Heading);
            }
            let first = flow.height();
            let key = Piece::new(KEYS_AT, keys, stop.key.clone(), Role::Key);
            let lines = wrap(&stop.text, text_room).into_iter();
            let lines = lines.map(|line| Piece::new(text_x, text_room, line, Role::Plain));
            flow.block(vec![key], lines);
            stops.push(first..flow.height());
        }
        flow.line([]);
        paragraph(&mut flow, &self.end, room, Role::Dim);
        Laid { flow, stops }
    }
}

/// Adds running text.
fn paragraph<'t>(flow: &mut Flow<'t>, text: &'t Clean<'_>, room: u16, role: Role) {
    for line in wrap(text, room) {
        flow.line([Piece::new(0, room, line, role)]);
    }
}

/// The lines, and which of them are which stop.
struct Laid<'t> {
    flow: Flow<'t>,
    stops: Vec<Range<usize>>,
}
