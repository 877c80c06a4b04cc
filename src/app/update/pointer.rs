//! The mouse: what a press and the wheel do where they happen. There is nothing that it alone can do.

use crate::app::effect::Effects;
use crate::app::model::Model;
use crate::app::msg::Place;
use crate::app::overlay::Target;
use crate::input::action::Action;
use crate::input::key::{Code, Key};

use super::{act, keys, moves, overlays, show};

/// The mouse was pressed on `place`.
pub(super) fn point(model: &mut Model, place: Place) -> Effects {
    model.notices.hide();
    let effects = match place {
        Place::Hint(position) => hint(model, position),
        _ if model.overlay.is_some() => over(model, place),
        Place::Row(position) => {
            model.typing = None;
            let height = model.viewport.grid;
            let pane = model.pane_mut();
            pane.in_detail = false;
            pane.go(position, height);
            Effects::none()
        }
        Place::Column(column) => overlays::reach(model, Target::SortBy(column)),
        Place::Detail if model.has_rows() => {
            model.typing = None;
            model.pane_mut().in_detail = true;
            Effects::none()
        }
        Place::Screen(route) if route != model.route => show::go(model, route, None),
        Place::Filter if model.typing.is_none() => act::act(model, Action::Filter),
        Place::Screen(_)
        | Place::Filter
        | Place::Detail
        | Place::Choice(_)
        | Place::Overlay
        | Place::Elsewhere => Effects::none(),
    };
    effects.and(Effects::redraw())
}

/// The wheel was turned over `place`: the detail scrolls where it lies, everywhere else the cursor moves.
pub(super) fn scroll(model: &mut Model, place: Place, rows: i32) -> Effects {
    let rows = i64::from(rows);
    if model.overlay.is_some() {
        return overlays::step(model, rows);
    }
    if model.has_rows() {
        moves::by(model, place == Place::Detail, rows);
    }
    Effects::redraw()
}

/// A key in the last line was pointed at: the same as pressing it.
fn hint(model: &mut Model, position: usize) -> Effects {
    let hints = model.footer();
    let key = hints.get(position).and_then(|hint| hint.key.parse::<Key>().ok());
    key.map_or_else(Effects::none, |key| keys::press(model, key))
}

/// Something lies over the screen: its lines can be chosen; a press beside it takes it away, as esc does.
fn over(model: &mut Model, place: Place) -> Effects {
    match place {
        Place::Choice(position) => overlays::choose(model, position),
        Place::Overlay => Effects::none(),
        _ => keys::press(model, Key::plain(Code::Esc)),
    }
}
