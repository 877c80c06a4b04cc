//! The help overlay: every key of this context, with what it does and why it may not do it now.

use ratatui::layout::Rect;

use super::flow::{Flow, Piece};
use super::{boxed, footer};
use crate::app::present::HelpLine;
use crate::domain::foreign::Clean;
use crate::view::hit::{HitMap, Target};
use crate::view::text::measure::width_up_to;
use crate::view::text::{Canvas, wrap::wrap};
use crate::view::theme::Role;

/// Keys and titles wider than these are cut.
const WIDEST: (u16, u16) = (18, 26);

/// Draws the overlay.
pub fn draw(
    canvas: &mut Canvas<'_>,
    lines: &[HelpLine],
    scroll: usize,
    filter: &str,
    hits: &mut HitMap,
) {
    let area = canvas.area();
    let place = boxed::centred(area, 110, area.height.saturating_sub(2).max(10));
    hits.add(place, Target::Overlay);
    let inner = boxed::draw(canvas, place, &Clean::new("Keys"));
    let (search, body) = (Rect { height: inner.height.min(1), ..inner }, below(inner, 1));
    canvas.put(search.x, search.y, 7, &Clean::new("find"), Role::Key);
    let field =
        Rect { x: search.x.saturating_add(6), width: search.width.saturating_sub(6), ..search };
    footer::input(canvas, field, filter, Some(usize::MAX), hits);

    let room = body.width.saturating_sub(1);
    let with_title = lines.iter().filter(|l| !l.title.is_empty());
    let keys = widest(with_title.map(|l| l.keys.as_str()), WIDEST.0.min(room / 3));
    let titles = widest(lines.iter().map(|l| l.title), WIDEST.1.min(room / 2));
    let texts: Vec<_> = lines.iter().map(Texts::new).collect();
    let mut flow = Flow::new();
    if texts.is_empty() {
        flow.line([Piece::new(0, room, Clean::new("No key or word matches."), Role::Dim)]);
    }
    let mut context = "";
    for texts in &texts {
        if texts.line.context != context {
            if !context.is_empty() {
                flow.line([]);
            }
            context = texts.line.context;
            flow.line([Piece::new(0, room, Clean::new(context), Role::Heading)]);
        }
        texts.lay_out(&mut flow, (keys, titles), room);
    }
    hits.overlay = flow.draw(canvas, body, scroll);
}

fn widest<'t>(texts: impl Iterator<Item = &'t str>, limit: u16) -> u16 {
    texts.map(|text| width_up_to(text, limit)).max().unwrap_or(0)
}

/// The part of `area` below its first `lines`.
pub(super) fn below(area: Rect, lines: u16) -> Rect {
    let lines = lines.min(area.height);
    Rect { y: area.y.saturating_add(lines), height: area.height - lines, ..area }
}

/// The texts of a line, clean.
struct Texts<'l> {
    line: &'l HelpLine,
    help: Clean<'l>,
    reason: Option<Clean<'static>>,
}

impl<'l> Texts<'l> {
    fn new(line: &'l HelpLine) -> Self {
        let reason = line.disabled.as_ref().map(|reason| format!("not now: {reason}"));
        Self {
            line,
            help: Clean::new(line.help),
            reason: reason.map(|reason| Clean::new(&reason).into_owned()),
        }
    }

    fn lay_out<'t>(&'t self, flow: &mut Flow<'t>, (keys, titles): (u16, u16), room: u16) {
        let title_x = keys + 2;
        let (key_role, title_role) =
            if self.reason.is_some() { (Role::Dim, Role::Dim) } else { (Role::Key, Role::Plain) };
        // what has no title may be as wide as both
        let keys = if self.line.title.is_empty() { title_x + titles } else { keys };
        let left = vec![
            Piece::new(0, keys, Clean::new(&self.line.keys), key_role),
            Piece::new(title_x, titles, Clean::new(self.line.title), title_role),
        ];
        // beside the title where there is room to read, else under it
        let beside = title_x + titles + 2;
        let (left, x) = if room >= beside + 30 {
            (left, beside)
        } else {
            flow.line(left);
            (Vec::new(), title_x)
        };
        let width = room.saturating_sub(x);
        let help = wrap(&self.help, width).into_iter().map(|t| Piece::new(x, width, t, Role::Dim));
        let reason = self.reason.iter().flat_map(|reason| wrap(reason, width));
        let reason = reason.map(|text| Piece::new(x, width, text, Role::Warn));
        flow.block(left, help.chain(reason));
    }
}
