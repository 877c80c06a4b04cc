//! Keys in help, palette, menus, the list of notices and the tour.

use crate::app::effect::Effects;
use crate::app::model::Model;
use crate::app::overlay::{Open, Target};
use crate::app::present::NoticeLevel;
use crate::app::route::Route;
use crate::app::{palette, tour};
use crate::input::action::Action;
use crate::input::key::Key;
use crate::store::index::Order;

use super::{act, ce_why, dialog, inspect, moves, show, tasks};

/// A page in an overlay at most.
const PAGE: usize = 10;

/// A key while something lies over the screen.
pub(super) fn press(model: &mut Model, key: Key, action: Option<Action>) -> Effects {
    let in_dialog = matches!(model.overlay, Some(Open::Dialog(_)));
    let delta = match action {
        Some(Action::Stop) => return tasks::end_chosen(model),
        Some(Action::Back | Action::Tour) => {
            model.overlay = None;
            return Effects::redraw();
        }
        Some(Action::Accept | Action::NextField | Action::PrevField) | None if in_dialog => {
            return dialog::press(model, key, action);
        }
        Some(Action::Accept) => return accept(model),
        Some(action @ Action::Palette) => return leave_for(model, action),
        Some(action) if Route::of(action).is_some() => return leave_for(model, action),
        Some(Action::Help) => {
            model.overlay = None;
            return act::act(model, Action::Help);
        }
        Some(Action::Down) => 1,
        Some(Action::Up) => -1,
        Some(Action::PageDown) => page(model),
        Some(Action::PageUp) => -page(model),
        Some(Action::First) => i64::MIN,
        Some(Action::Last) => i64::MAX,
        _ => return typed(model, key),
    };
    step(model, delta)
}

/// A page of what lies over the screen: no line of it is passed over.
fn page(model: &Model) -> i64 {
    let lines = model.viewport.overlay.saturating_sub(1).clamp(1, PAGE);
    i64::try_from(lines).unwrap_or(1)
}

/// Moves the chosen line, or scrolls.
pub(super) fn step(model: &mut Model, delta: i64) -> Effects {
    let Some(open) = &model.overlay else { return Effects::none() };
    let len = match open {
        Open::Palette { line, .. } => palette::entries(model, &line.text()).len(),
        Open::Menu { choices, .. } => choices.len(),
        Open::Tour { .. } => tour::stops().count(),
        Open::Help { .. }
        | Open::Notices { .. }
        | Open::Why { .. }
        | Open::CeWhy { .. }
        | Open::Dialog(_) => model.viewport.overlay_end.saturating_add(1),
        Open::Tasks { .. } => model.tasks.len(),
    };
    if let Some(open) = &mut model.overlay {
        let position = open.position();
        *position = moves::moved(*position, delta, len);
    }
    Effects::redraw()
}

/// Closes what lies over the screen and does `action` there; where we are already, closing is all.
fn leave_for(model: &mut Model, action: Action) -> Effects {
    model.overlay = None;
    if Route::of(action) == Some(model.route) {
        return Effects::redraw();
    }
    act::act(model, action)
}

fn typed(model: &mut Model, key: Key) -> Effects {
    let taken = model.overlay.as_mut().is_some_and(|open| match open.line() {
        Some(line) => {
            let taken = line.edit(key);
            *open.position() = 0;
            taken
        }
        None => false,
    });
    if !taken {
        let what = format!("{key} does nothing here.");
        model.notices.say(NoticeLevel::Warning, what, "esc closes this.".into(), model.now);
    }
    Effects::redraw()
}

/// A line of a palette, a menu or the tour was pointed at.
pub(super) fn choose(model: &mut Model, position: usize) -> Effects {
    match &mut model.overlay {
        Some(Open::Palette { chosen, .. } | Open::Menu { chosen, .. } | Open::Tour { chosen }) => {
            *chosen = position;
        }
        Some(Open::Tasks { chosen }) => {
            *chosen = position;
            return Effects::redraw();
        }
        Some(Open::Dialog(_)) => return dialog::choose(model, position),
        Some(Open::Help { .. } | Open::Notices { .. } | Open::Why { .. } | Open::CeWhy { .. })
        | None => return Effects::none(),
    }
    accept(model)
}

fn accept(model: &mut Model) -> Effects {
    let target = match &model.overlay {
        Some(Open::Palette { line, chosen }) => {
            let entries = palette::entries(model, &line.text());
            entries.into_iter().nth(*chosen).map(|entry| entry.target)
        }
        Some(Open::Menu { choices, chosen, .. }) => {
            choices.get(*chosen).map(|choice| choice.target.clone())
        }
        Some(Open::Tour { chosen }) => {
            let stop = tour::stops().nth(*chosen);
            return stop.map_or_else(Effects::none, |stop| leave_for(model, stop.action));
        }
        Some(
            Open::Help { .. }
            | Open::Notices { .. }
            | Open::Dialog(_)
            | Open::Tasks { .. }
            | Open::Why { .. }
            | Open::CeWhy { .. },
        )
        | None => None,
    };
    let Some(target) = target else { return Effects::redraw() };
    model.overlay = None;
    reach(model, target)
}

/// Goes where a palette line, a menu line or a row leads to.
pub(super) fn reach(model: &mut Model, target: Target) -> Effects {
    match target {
        Target::Act(action) => act::act(model, action),
        Target::Row(route, key) => {
            let effects = show::go(model, route, None);
            let height = model.viewport.grid;
            if model.pane_mut().go_to_key(&key, height) {
                return effects;
            }
            let effects = effects.and(show::filter(model, route, ""));
            model.pane_mut().go_to_key(&key, height);
            effects
        }
        Target::Filtered(route, text) => {
            if model.route == route && model.pane().wish().query.text() == text {
                let what = "Only the rows that belong with this one are shown already.".into();
                model.notices.say(NoticeLevel::Warning, what, "esc widens.".into(), model.now);
                return Effects::redraw();
            }
            show::go(model, route, Some(text))
        }
        Target::Fetch(token) => inspect::fetch(model, token),
        Target::CeWhy { path, vo } => ce_why::ask_about(model, path, vo),
        Target::CesOfVo(vo) => {
            let column = crate::app::present::ces::column_of_vo(vo);
            let effects = show::go(model, Route::Ces, None);
            let order = Some(Order { column, descending: true });
            let effects = effects.and(show::sort(model, Route::Ces, order));
            moves::step(model, Action::First).and(effects)
        }
        Target::SortBy(column) => {
            let same = model.pane().wish().order.filter(|order| order.column == column);
            let descending = same.is_some_and(|order| !order.descending);
            show::sort(model, model.route, Some(Order { column, descending }))
        }
        Target::Unsorted => show::sort(model, model.route, None),
    }
}
