//! What each action does on a screen.

use crate::app::effect::Effects;
use crate::app::enabled::disabled_reason;
use crate::app::model::{Asked, Model};
use crate::app::overlay::{Choice, Open, Target};
use crate::app::present::NoticeLevel;
use crate::app::route::Route;
use crate::domain::stop::How;
use crate::input::action::{Action, spec};
use crate::input::line::Line;
use crate::store::index::Order;

use super::{
    ce_why, follow, inspect, journal, load, moves, refresh, show, stop, tokens, why, write,
};

/// Does `action` on the screen shown, or says why it cannot be done.
pub(super) fn act(model: &mut Model, action: Action) -> Effects {
    if let Some(reason) = disabled_reason(action, model) {
        let title = spec(action).map_or("", |spec| spec.title);
        let what = format!("{title}: {reason}");
        model.notices.say(NoticeLevel::Warning, what, String::new(), model.now);
        return Effects::redraw();
    }
    if let Some(route) = Route::of(action) {
        return show::go(model, route, None);
    }
    match action {
        Action::GoProviders
        | Action::GoVos
        | Action::GoCes
        | Action::GoTokens
        | Action::GoInspect
        | Action::GoLog
        | Action::NextField
        | Action::PrevField
        | Action::Accept => Effects::redraw(),
        Action::Down
        | Action::Up
        | Action::PageDown
        | Action::PageUp
        | Action::First
        | Action::Last => moves::step(model, action),
        Action::Turn => turn(model),
        Action::Filter => {
            model.typing = Some(Line::new(model.pane().wish().query.text()));
            Effects::redraw()
        }
        Action::Sort => sort_menu(model),
        Action::Reverse => {
            let order = model.pane().wish().order;
            let order = order.map(|order| Order { descending: !order.descending, ..order });
            show::sort(model, model.route, order)
        }
        Action::Select => {
            model.pane_mut().toggle();
            moves::step(model, Action::Down)
        }
        Action::SelectAll => show::mark_all(model),
        Action::SelectNone => {
            model.pane_mut().unmark();
            Effects::redraw()
        }
        Action::Open => follow::open(model),
        Action::Inspect
        | Action::PasteToken
        | Action::OpenToken
        | Action::Verify
        | Action::Forget => inspect::act(model, action),
        Action::Refresh => match model.route {
            Route::Tokens if model.configuration.value().is_none() => load(model),
            Route::Tokens => tokens::list(model),
            Route::Providers | Route::Vos | Route::Ces | Route::Inspect | Route::Log => {
                refresh(model, Asked::ByHand)
            }
        },
        Action::RefreshAll => {
            let mut effects = load(model);
            let listed = model.listing.table.value().is_some();
            if listed && model.listing.table.in_flight().is_none() {
                effects = effects.and(tokens::list(model));
            }
            effects
        }
        Action::Stop => stop_what_is_listed(model),
        Action::Why if model.route == Route::Ces => ce_why::ask(model),
        Action::Why => why::ask(model),
        Action::Back => back(model),
        Action::Palette => {
            model.overlay = Some(Open::Palette { line: Line::default(), chosen: 0 });
            Effects::redraw()
        }
        Action::Help => {
            model.overlay = Some(Open::Help { filter: Line::default(), scroll: 0 });
            Effects::redraw()
        }
        Action::Notices => {
            model.overlay = Some(Open::Notices { scroll: 0 });
            Effects::redraw()
        }
        Action::Mouse => mouse(model),
        Action::Tour => {
            model.overlay = Some(Open::Tour { chosen: 0 });
            Effects::redraw()
        }
        Action::Tasks => {
            model.overlay = Some(Open::Tasks { chosen: 0 });
            Effects::redraw()
        }
        Action::Revoke
        | Action::DeleteRow
        | Action::Face
        | Action::Resume
        | Action::Quit
        | Action::QuitNow
        | Action::Write => change(model, action),
    }
}

/// What has to do with changing the installation, and leaving while that is done.
fn change(model: &mut Model, action: Action) -> Effects {
    match action {
        Action::Write => write::switch(model),
        Action::Revoke => stop::look(model, How::Revoke),
        Action::DeleteRow => stop::look(model, How::Row),
        Action::Face => journal::turn(model),
        Action::Resume => journal::resume(model),
        Action::Quit => stop::leave(model, false),
        Action::QuitNow => stop::leave(model, true),
        _ => Effects::redraw(),
    }
}

/// Stops looking at what would be stopped, or the listing.
fn stop_what_is_listed(model: &mut Model) -> Effects {
    if model.stopping.planning.is_some() { stop::give_up(model) } else { tokens::stop(model) }
}

/// Turns to the detail, or back.
fn turn(model: &mut Model) -> Effects {
    let pane = model.pane_mut();
    pane.in_detail = !pane.in_detail;
    Effects::redraw()
}

/// Gives the mouse to the terminal, or takes it back.
fn mouse(model: &mut Model) -> Effects {
    model.mouse = !model.mouse;
    let (what, next) = if model.mouse {
        ("The mouse points and scrolls here.", "M gives it to the terminal.")
    } else {
        ("The mouse belongs to the terminal: it marks text.", "M takes it back.")
    };
    model.notices.say(NoticeLevel::Info, what.into(), next.into(), model.now);
    Effects::redraw()
}

/// One step back: out of the detail, stop the listing, the way we came, clear the filter.
fn back(model: &mut Model) -> Effects {
    if model.pane().in_detail {
        model.pane_mut().in_detail = false;
        return Effects::redraw();
    }
    if model.can_stop() {
        return stop_what_is_listed(model);
    }
    if model.route == Route::Inspect
        && let Some(stopped) = inspect::stop(model)
    {
        return stopped;
    }
    let filter = model.pane().wish().query.text().to_owned();
    let came_with = model.history.last().and_then(|step| step.filter.clone());
    if !filter.is_empty() && came_with.as_ref() != Some(&filter) {
        return show::filter(model, model.route, "");
    }
    let Some(step) = model.history.pop() else { return Effects::redraw() };
    let cleared = match came_with {
        Some(_) => show::filter(model, model.route, ""),
        None => Effects::none(),
    };
    cleared.and(show::enter(model, step.from))
}

fn sort_menu(model: &mut Model) -> Effects {
    let pane = model.pane();
    let columns = pane.rows().columns().iter().enumerate();
    let order = pane.wish().order;
    let mut choices: Vec<Choice> = columns
        .map(|(number, column)| {
            let name = if column.title.is_empty() { "findings" } else { &*column.title };
            let sign = match order {
                Some(order) if order.column == number && order.descending => " ▼",
                Some(order) if order.column == number => " ▲",
                _ => "",
            };
            Choice { title: format!("{name}{sign}"), target: Target::SortBy(number) }
        })
        .collect();
    choices.push(Choice { title: "as they come".into(), target: Target::Unsorted });
    let chosen = order.map_or(0, |order| order.column);
    let title = format!("Sort {} by", model.route.title());
    model.overlay = Some(Open::Menu { title, choices, chosen });
    Effects::redraw()
}
