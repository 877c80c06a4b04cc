//! Notices: the latest one above the footer, and their history.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::layout::Rect;

use super::boxed;
use super::flow::{Flow, Piece};
use crate::app::present::{Notice, NoticeLevel};
use crate::domain::foreign::Clean;
use crate::view::hit::{HitMap, Target};
use crate::view::text::{Canvas, wrap::wrap};
use crate::view::theme::{Role, glyph};

/// Lines that the latest notice takes at most; all of it is in the history.
const MOST_LINES: usize = 3;

/// A notice laid out for a width.
pub struct Laid {
    lines: Vec<Clean<'static>>,
    level: NoticeLevel,
}

/// Lays out the latest notice for a line of `width` cells.
pub fn lay_out(notice: &Notice, width: u16, most: usize) -> Laid {
    let text = sentence(notice);
    let clean = Clean::new(&text);
    let mut lines: Vec<_> =
        wrap(&clean, width.saturating_sub(4)).into_iter().map(Clean::into_owned).collect();
    let most = most.clamp(1, MOST_LINES);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = Clean::new(&format!("{last}…")).into_owned();
        }
    }
    Laid { lines, level: notice.level }
}

impl Laid {
    /// Lines it takes.
    pub fn height(&self) -> u16 {
        u16::try_from(self.lines.len()).unwrap_or(u16::MAX)
    }

    /// Draws it.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (mark, role) = looks(self.level);
        canvas.glyph(area.x.saturating_add(1), area.y, mark, role);
        for (text, line) in self.lines.iter().zip(area.rows()) {
            canvas.put(line.x.saturating_add(3), line.y, line.width.saturating_sub(4), text, role);
        }
    }
}

/// Draws the history.
pub fn history(canvas: &mut Canvas<'_>, notices: &[Notice], scroll: usize, hits: &mut HitMap) {
    let area = canvas.area();
    let place = boxed::centred(area, 110, area.height.saturating_sub(2).max(10));
    hits.add(place, Target::Overlay);
    let inner = boxed::draw(canvas, place, &Clean::new("Notices"));
    let room = inner.width.saturating_sub(1);
    let texts: Vec<_> = notices
        .iter()
        .map(|n| (time(n.at), Clean::new(&n.what), Clean::new(&n.next), looks(n.level)))
        .collect();
    let mut flow = Flow::new();
    if texts.is_empty() {
        flow.line([Piece::new(
            0,
            room,
            Clean::new("Nothing has happened yet that needs telling."),
            Role::Dim,
        )]);
    }
    for (time, what, next, (mark, role)) in &texts {
        let left = vec![
            Piece::new(0, 8, time.clone(), Role::Dim),
            Piece::new(9, 1, Clean::new(mark), *role),
        ];
        let width = room.saturating_sub(11);
        let what = wrap(what, width).into_iter().map(|text| Piece::new(11, width, text, *role));
        let next: Vec<_> = if next.as_str().is_empty() { Vec::new() } else { wrap(next, width) };
        let next = next.into_iter().map(|text| Piece::new(11, width, text, Role::Plain));
        flow.block(left, what.chain(next));
    }
    hits.overlay = flow.draw(canvas, inner, scroll);
}

fn sentence(notice: &Notice) -> String {
    if notice.next.is_empty() {
        notice.what.clone()
    } else {
        format!("{} {}", notice.what, notice.next)
    }
}

fn looks(level: NoticeLevel) -> (&'static str, Role) {
    match level {
        NoticeLevel::Info => (glyph::DONE, Role::Good),
        NoticeLevel::Warning => (glyph::ATTENTION, Role::Warn),
        NoticeLevel::Error => (glyph::FAILED, Role::Bad),
    }
}

fn time(at: Timestamp) -> Clean<'static> {
    let at = at.to_zoned(TimeZone::UTC);
    Clean::new(&format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())).into_owned()
}
