//! Moving in grid and detail.

use crate::app::effect::Effects;
use crate::app::model::Model;
use crate::app::msg::Viewport;
use crate::input::action::Action;

/// Moves as `action` says: in the detail if keys go there, in the grid otherwise.
pub(super) fn step(model: &mut Model, action: Action) -> Effects {
    let viewport = model.viewport;
    let height = if model.pane().in_detail { viewport.detail } else { viewport.grid };
    let page = i64::try_from(height.saturating_sub(1).max(1)).unwrap_or(1);
    let delta = match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::PageDown => page,
        Action::PageUp => -page,
        Action::First => i64::MIN,
        Action::Last => i64::MAX,
        _ => 0,
    };
    let in_detail = model.pane().in_detail;
    by(model, in_detail, delta);
    Effects::redraw()
}

/// The layout changed: the cursor stays in sight.
pub(super) fn viewport(model: &mut Model, viewport: Viewport) -> Effects {
    let known = std::mem::replace(&mut model.viewport, viewport);
    let same =
        |a: Viewport, b: Viewport| (a.grid, a.detail, a.beside) == (b.grid, b.detail, b.beside);
    if same(known, viewport) {
        // how far one can scroll changes with every row, and moves nothing by itself
        return Effects::none();
    }
    model.pane_mut().scroll_to_cursor(viewport.grid);
    Effects::redraw()
}

/// Moves by so many rows: the detail, or the cursor in the grid.
pub(super) fn by(model: &mut Model, in_detail: bool, delta: i64) {
    let height = model.viewport.grid;
    let end = model.viewport.detail_end;
    let pane = model.pane_mut();
    if in_detail {
        // what was cut off by a smaller screen since counts from the end
        pane.detail_scroll = moved(pane.detail_scroll.min(end), delta, end.saturating_add(1));
    } else {
        pane.go(moved(pane.cursor(), delta, pane.order().len()), height);
    }
}

/// A position moved by `delta`, within `len`.
pub(super) fn moved(position: usize, delta: i64, len: usize) -> usize {
    let step = usize::try_from(delta.unsigned_abs()).unwrap_or(usize::MAX);
    let position =
        if delta < 0 { position.saturating_sub(step) } else { position.saturating_add(step) };
    position.min(len.saturating_sub(1))
}
