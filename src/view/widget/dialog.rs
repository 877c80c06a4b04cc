//! A dialog: what would happen, what is asked for, and the buttons, of which the way out has the focus first.

use ratatui::layout::{Position, Rect};

use super::flow::{Flow, Piece};
use super::{boxed, footer};
use crate::app::present::{Button, DialogView};
use crate::domain::foreign::Clean;
use crate::view::hit::{HitMap, Target};
use crate::view::text::measure::{width, width_up_to};
use crate::view::text::{Canvas, wrap::wrap};
use crate::view::theme::{Role, glyph};

/// Columns of a dialog, the border included.
const WIDE: u16 = 84;
/// Where not all of it is in sight: it cannot be agreed to before its end was.
const BELOW: &str = "▼ more below";
/// Labels wider than this are cut.
const LABEL: u16 = 12;

/// Draws the dialog. Field and buttons stay in sight; what is said above them scrolls where there is no room for all of it.
pub fn draw(canvas: &mut Canvas<'_>, dialog: &DialogView, hits: &mut HitMap) {
    let area = canvas.area();
    let inside = WIDE.min(area.width).saturating_sub(4);
    let texts: Vec<_> =
        dialog.points.iter().map(|p| (Clean::new(p.label), Clean::new(&p.text))).collect();
    let prompt = dialog.field.as_ref().map(|field| Clean::new(&field.prompt));
    // one cell is kept for the scroll bar
    let said = lay_out(&texts, dialog.destroys, prompt.as_ref(), inside.saturating_sub(1));
    let below = if dialog.field.is_some() { 2 } else { 1 };
    let tall = u16::try_from(said.height()).unwrap_or(u16::MAX).saturating_add(below + 3);
    let place = boxed::centred(area, WIDE, tall);
    hits.add(place, Target::Overlay);
    let inner = boxed::draw(canvas, place, &Clean::new(&dialog.title));
    let above = Rect { height: inner.height.saturating_sub(below), ..inner };
    hits.overlay = said.draw(canvas, above, dialog.scroll);
    let line = |from_bottom: u16| Rect {
        y: inner.bottom().saturating_sub(from_bottom),
        height: inner.height.min(1),
        ..inner
    };
    if let Some(field) = dialog.field.as_ref().filter(|_| inner.height >= below) {
        let line = line(2);
        canvas.glyph(line.x, line.y, glyph::POINTER, Role::Key);
        let place =
            Rect { x: line.x.saturating_add(2), width: line.width.saturating_sub(2), ..line };
        footer::input(canvas, place, &field.text, field.cursor, hits);
    }
    buttons(canvas, line(1), &dialog.buttons, hits);
    if !hits.overlay.is_at_end() {
        let buttons: usize = dialog.buttons.iter().map(|button| button.title.len() + 6).sum();
        let room = line(1).width.saturating_sub(u16::try_from(buttons).unwrap_or(u16::MAX));
        canvas.put(inner.x, line(1).y, room, &Clean::new(BELOW), Role::Warn);
    }
}

fn lay_out<'t>(
    points: &'t [(Clean<'t>, Clean<'t>)],
    destroys: bool,
    prompt: Option<&'t Clean<'t>>,
    room: u16,
) -> Flow<'t> {
    let labels = points.iter().map(|(label, _)| width_up_to(label.as_str(), LABEL)).max();
    let labels = labels.unwrap_or(0).min(room / 3);
    let x = if labels == 0 { 0 } else { labels + 2 };
    let mut flow = Flow::new();
    for (label, text) in points {
        let left = vec![Piece::new(0, labels, label.clone(), Role::Label)];
        let rest = room.saturating_sub(x);
        let lines = wrap(text, rest);
        flow.block(left, lines.into_iter().map(|text| Piece::new(x, rest, text, Role::Plain)));
    }
    if destroys {
        let never = Clean::new("Cannot be undone.");
        flow.line([Piece::new(0, room, never, Role::Bad)]);
    }
    for text in prompt.map(|prompt| wrap(prompt, room)).unwrap_or_default() {
        flow.line([Piece::new(0, room, text, Role::Plain)]);
    }
    flow
}

/// Draws the buttons from the right: the first one is the outermost.
fn buttons(canvas: &mut Canvas<'_>, line: Rect, buttons: &[Button], hits: &mut HitMap) {
    if line.is_empty() {
        return;
    }
    let mut right = line.right();
    for (at, button) in buttons.iter().enumerate() {
        let text = format!("[ {} ]", button.title);
        let text = Clean::new(&text);
        let cells = width(text.as_str());
        let Some(x) = right.checked_sub(cells).filter(|x| *x >= line.x) else { break };
        let role = if button.enabled { Role::Plain } else { Role::Dim };
        canvas.put(x, line.y, cells, &text, role);
        let place = Rect { x, width: cells, ..line };
        if button.focused {
            canvas.restyle(place, Role::Cursor);
            hits.focus = Some(Position { x, y: line.y });
        }
        hits.add(place, Target::Choice(at));
        right = x.saturating_sub(2);
    }
}
